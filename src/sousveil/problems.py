"""Where a thing was written and what is wrong with it.

Holds the two types every room speaks to its reader with, and the tree of exceptions. It renders no text
(see `sousveil.messages`) and knows no record.

Exceptions are for the caller's mistakes and the machine's failures; faults in data are `Problem`s::

    SousveilError
    ├── UsageError          the command or call was wrong
    ├── FormatTooNew        the case needs a newer Sousveil
    ├── PublishRefused      the privacy gate or a `--strict` rule stopped the build
    └── MissingTool         a browser, font or helper that the job needs is not there
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Argument = str | int | tuple[str, ...]


class SousveilError(Exception):
    """Root of every exception Sousveil raises on purpose; its text is fit for a reader."""


class UsageError(SousveilError):
    """The command or call was wrong."""


class FormatTooNew(SousveilError):
    """The case was written for a newer format than this version reads."""


class PublishRefused(SousveilError):
    """The privacy gate, or a rule of `--strict`, stopped the build."""


class MissingTool(SousveilError):
    """A browser, font or helper that the job needs is not there."""


class Severity(StrEnum):
    """How much a problem matters: `error` loses something, `warning` needs a person, `note` informs, `ok` holds."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OK = "ok"

    @property
    def rank(self) -> int:
        """0 for the gravest, for sorting."""
        return ("error", "warning", "note", "ok").index(self.value)


class Origin(NamedTuple):
    """Where something stands in the case: path relative to the case folder, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Related(NamedTuple):
    """Another place a reader should look at, and why (a message id); `at` names it where lines are not known yet."""

    why: str
    record: str
    origin: Origin | None = None
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to tell the reader: a message id with its arguments, and the place it is about.

    `message` is `code` or `code.variant`; every language renders from it. `record` and `fields` name what it is
    about, so that a desk or an editor can jump there. `at` is a record's id and its fields, first choice first: a
    check that knows no lines says it, and the origin is found from it last of all.
    """

    message: str
    severity: Severity
    origin: Origin | None = None
    args: Mapping[str, Argument] = field(default_factory=dict)
    record: str = ""
    fields: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    at: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The stable code under which the docs explain this problem."""
        return self.message.partition(".")[0]

    @property
    def gravity(self) -> tuple[int, int]:
        """For sorting, gravest first: the severity, and within it how grave a verdict is."""
        return self.severity.rank, 0

    @property
    def key(self) -> str:
        """What a person's verdict is filed under: stays the same when lines move."""
        return f"{self.message}:{self.record}" if self.record else self.message


def sort_problems(problems: list[Problem]) -> list[Problem]:
    """Gravest first, then by place and message, so that two runs print the same bytes."""
    return sorted(problems, key=lambda p: (p.gravity, p.origin or Origin("~", 0, 0), p.message, p.record))
