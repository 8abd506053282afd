"""Finds the commands and their one-line summaries by reading this room's files.

A folder of this room is a command of several words: `cameras/list_.py` is typed `cameras list`.

May not import a command: the overview must cost what reading a few small files costs.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOM = Path(__file__).parent
NOT_COMMANDS = frozenset({"main"})


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name as typed, its words between blanks; the module that holds it; what it does in one line."""

    name: str
    module: str
    summary: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name."""
        return tuple(self.name.split())


def read_summary(path: Path) -> str | None:
    """The first line of the docstring of `run` in a command's file; None where there is no `run`."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "run":
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return None


@cache
def read_commands() -> tuple[Command, ...]:
    """Every command of this room, by name; `import_.py` is typed `import`."""
    found = []
    for path in sorted([*ROOM.glob("*.py"), *ROOM.glob("*/*.py")]):
        if path.stem.startswith("_") or path.stem in NOT_COMMANDS:
            continue
        summary = read_summary(path)
        if summary is not None:
            parts = path.relative_to(ROOM).with_suffix("").parts
            name = " ".join(part.rstrip("_").replace("_", "-") for part in parts)
            found.append(Command(name, ".".join(map(str, (__package__, *parts))), summary))
    return tuple(sorted(found, key=lambda command: command.name))
