"""The size budget: small functions, few parameters, modules that fit a sitting, no catch-all, no hidden imports."""

import math
from functools import cache
from pathlib import Path

import pytest

from tools import budget

ROOT = Path(__file__).parents[2]
OURS = budget.list_sources(ROOT, "src", "tools", "benchmarks", "tests")
SHIPPED = [path for path in OURS if (ROOT / "src") in path.parents]

MOST_LINES = 50
P95_LINES = 30
MOST_MODULE_LINES = 400
MOST_PARAMETERS = 6
SHELLS = ("cli", "server")


@cache
def measure(path: Path) -> budget.Measured:
    return budget.measure(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def measured(paths: list[Path]) -> list[budget.FunctionSize]:
    return [size for path in paths for size in measure(path).functions]


def in_room(path: Path, *rooms: str) -> bool:
    inside = path.relative_to(ROOT / "src" / "sousveil")
    return inside.parts[0] in rooms


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [str(size) for size in measured(OURS) if size.lines > MOST_LINES]
    assert not long, "\n".join(long)


def test_nineteen_of_twenty_functions_fit_thirty_lines() -> None:
    lines = sorted(size.lines for size in measured(SHIPPED))
    assert lines[math.ceil(0.95 * len(lines)) - 1] <= P95_LINES


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    counts = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in OURS}
    assert not {path: count for path, count in counts.items() if count > MOST_MODULE_LINES}


def test_functions_take_at_most_six_parameters() -> None:
    sizes = [size for size in measured(SHIPPED) if not size.name.startswith("__")]
    many = [str(size) for size in sizes if size.parameters > MOST_PARAMETERS]
    assert not many, "\n".join(many)


def test_only_the_shells_catch_everything() -> None:
    outside = (path for path in SHIPPED if not in_room(path, *SHELLS))
    places = [place for path in outside for place in measure(path).broad_excepts]
    assert not places, "\n".join(places)


def test_only_commands_import_inside_functions() -> None:
    outside = (path for path in SHIPPED if not in_room(path, "cli"))
    places = [place for path in outside for place in measure(path).local_imports]
    assert not places, "\n".join(places)


@pytest.mark.parametrize(
    ("source", "lines", "positional", "parameters"),
    [
        ("def f():\n    pass\n", 1, 0, 0),
        ('def f():\n    """Words\n    only."""\n', 0, 0, 0),
        ('def f():\n    """Words."""\n\n    a = 1\n    return a\n', 2, 0, 0),
        ("def f(a, b, /, c, *, d, **e):\n    return (\n        a\n    )\n", 3, 3, 5),
        ("class C:\n    def f(self, a, *b):\n        pass\n", 1, 1, 2),
        ("class C:\n    @staticmethod\n    def f(a, b):\n        pass\n", 1, 2, 2),
        ("async def f(a):\n    def g(b):\n        pass\n", 2, 1, 1),
    ],
)
def test_what_is_measured(source: str, lines: int, positional: int, parameters: int) -> None:
    first = budget.measure(source, "x.py").functions[0]
    assert (first.lines, first.positional, first.parameters) == (lines, positional, parameters)


@pytest.mark.parametrize("caught", ["", " Exception", " (ValueError, BaseException)", " Exception as error"])
def test_a_catch_all_is_found(caught: str) -> None:
    found = budget.measure(f"try:\n    f()\nexcept{caught}:\n    pass\n", "x.py")
    assert found.broad_excepts == ("x.py:3",)


def test_a_named_exception_is_no_catch_all() -> None:
    found = budget.measure("try:\n    f()\nexcept (OSError, KeyError):\n    pass\n", "x.py")
    assert not found.broad_excepts


def test_a_hidden_import_is_found() -> None:
    source = "import a\ndef f():\n    if a:\n        from b import c\n    return c\n"
    assert budget.measure(source, "x.py").local_imports == ("x.py:4",)
