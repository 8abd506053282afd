"""The science sees no disk, clock, network or terminal, and no room escapes the order of rooms."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "sousveil"
SCIENCE = ("records", "kernels", "evidence", "register", "city", "coverage", "impact")
OUTSIDE = frozenset(
    [
        "asyncio",
        "cyclopts",
        "fcntl",
        "glob",
        "http",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "requests",
        "rich",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "starlette",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uvicorn",
    ]
)
ASKS_THE_WORLD = frozenset({"open", "print", "input"})
ASKS_THE_CLOCK = frozenset({"now", "today", "utcnow"})


def science_files() -> list[Path]:
    return sorted(path for room in SCIENCE for path in (SOURCE / room).rglob("*.py"))


def find_outside(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            whence = (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            )
            yield from (f"{node.lineno}: imports {name}" for name in whence if name.split(".")[0] in OUTSIDE)
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in ASKS_THE_WORLD:
                yield f"{node.lineno}: calls {called.id}"
            if isinstance(called, ast.Attribute) and called.attr in ASKS_THE_CLOCK:
                yield f"{node.lineno}: calls {called.attr}"


def test_the_science_sees_no_disk_clock_network_or_terminal() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{what}"
        for path in science_files()
        for what in find_outside(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import os.path\n",
        "from pathlib import Path\n",
        "print('x')\n",
        "from datetime import date\ndate.today()\n",
        "import datetime\ndatetime.datetime.now()\n",
    ],
)
def test_a_look_outside_is_found(source: str) -> None:
    assert list(find_outside(source))


def test_every_room_stands_in_the_order() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {room.strip(" ()") for layer in layers for room in layer.replace(":", "|").split("|")}
    there = {
        path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert there - {"__init__", "__main__"} <= named
