"""Compiled loops stay within their arrays: the tests that reach them run again with every index checked.

Without the check a loop that writes too far changes what lies there, and no answer need show it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("kernels", "coverage", "city", "impact", "adapters/osm")
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


@pytest.mark.trial
@pytest.mark.parametrize("room", ROOMS)
def test_no_loop_reads_or_writes_beyond_its_arrays(room: str, tmp_path: Path) -> None:
    unchecked = "--deselect=tests/kernels/test_bounds.py"
    asked = ["-q", "-m", "not trial", "-o", "timeout=0", "-p", "no:cacheprovider", unchecked, f"tests/{room}"]
    done = run_checked(tmp_path, "-m", "pytest", *asked)
    assert done.returncode == 0, done.stdout[-4_000:]
