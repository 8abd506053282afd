"""Compiled loops stay within their arrays: the tests that reach them run again with every index checked.

Without the check a loop that writes too far changes what lies there, and no answer need show it. An index below zero
counts from the end, as everywhere in Python, and is out of bounds only where that leaves the array too.
"""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from numba.core.dispatcher import Dispatcher

from sousveil import kernels

ROOT = Path(__file__).parents[2]
ROOMS = ("kernels", "coverage", "city", "impact", "adapters/osm", "publish/maps")
TOO_FAR = """
import numpy as np
from sousveil.kernels import _compile

def read(values, at):
    return values[at]

_compile.SETTINGS = {name: value for name, value in _compile.SETTINGS.items() if name != "cache"}
import numba
print(numba.njit(**_compile.SETTINGS)(read)(np.zeros(3), 5))
"""


def run_checked(cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own in which indices are checked; what is compiled for it is kept apart."""
    checked = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(cache)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=checked, capture_output=True, text=True, check=False
    )


def test_an_index_beyond_an_array_is_an_error_where_it_is_checked(tmp_path: Path) -> None:
    done = run_checked(tmp_path, "-c", TOO_FAR)
    assert done.returncode != 0
    assert "IndexError" in done.stderr


def list_loops() -> set[str]:
    """The compiled loops by file and name, as the files of what was compiled are called."""
    files = [import_module(f"{kernels.__name__}.{one.name}") for one in iter_modules(kernels.__path__)]
    return {
        f"{file.__name__.rpartition('.')[2]}.{name}"
        for file in files
        for name, value in vars(file).items()
        if isinstance(value, Dispatcher) and value.py_func.__module__ == file.__name__
    }


@pytest.mark.trial
def test_no_loop_reads_or_writes_beyond_its_arrays(tmp_path: Path) -> None:
    asked = ["-q", "-m", "not trial", "-o", "timeout=0", "-p", "no:cacheprovider"]
    asked += ["--deselect=tests/kernels/test_bounds.py", *(f"tests/{room}" for room in ROOMS)]
    done = run_checked(tmp_path, "-m", "pytest", *asked)
    assert done.returncode == 0, done.stdout[-4_000:]
    reached = {file.name.partition("-")[0] for file in tmp_path.rglob("*.nbi")}
    loops = list_loops()
    assert len(loops) > 100
    assert loops <= reached, f"no test reaches {sorted(loops - reached)}"
