"""Asking for help, and checking a case, must not load what only geometry, pages or servers need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.cli._commands import read_commands

HEAVY = frozenset({"numba", "numpy", "osmium", "pandas", "pyarrow", "pyproj", "scipy", "shapely"})
FOR_PAGES = frozenset({"jinja2", "starlette", "typst", "uvicorn"})

PROBE = """
import json, sys
from sousveil.cli.main import main
sys.stdout, out = sys.stderr, sys.stdout
status = main(sys.argv[1:])
json.dump({"status": status, "modules": sorted(sys.modules)}, out)
"""


def loaded_by(*arguments: str) -> frozenset[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return frozenset(json.loads(done.stdout)["modules"])


def test_the_overview_loads_no_command_and_no_argument_parser() -> None:
    modules = loaded_by("--help")
    assert "sousveil.cli.main" in modules
    assert not modules & (HEAVY | FOR_PAGES | {"cyclopts", "pydantic", "rich", "yaml"})
    assert not {command.module for command in read_commands()} & modules


@pytest.mark.parametrize("name", [command.name for command in read_commands()])
def test_the_help_of_a_command_stays_light(name: str) -> None:
    assert not loaded_by(*name.split(), "--help") & (HEAVY | FOR_PAGES)


def test_checking_a_case_loads_neither_geometry_nor_pages(tmp_path: Path) -> None:
    modules = loaded_by("check", str(tmp_path))
    assert "sousveil.cli.check" in modules
    assert not modules & (HEAVY | FOR_PAGES)


def test_nothing_examines_signatures_where_there_are_none(tmp_path: Path) -> None:
    modules = loaded_by("verify", str(tmp_path))
    assert "sousveil.workbench.custody.verifying" in modules
    assert "pyhanko" not in modules
