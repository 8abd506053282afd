"""Reads a YAML 1.2 list of records into values that know their line.

Uses only libyaml's events: it resolves no tag and builds no object but text, numbers, truth values, lists and
mappings. Every fault becomes a problem with a place, and a faulty record costs only itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml
from yaml.reader import Reader

from sousveil.problems import Origin, Problem, Related, Severity

from .blocklines import LineReader
from .marks import Marks, pack_marks
from .scalars import resolve_plain

DEEPEST = 30
"""Levels of nesting read. The deepest record of a case has five; the rest is room for what nobody meant."""


class _Events(Protocol):
    """The one method used of a YAML parser."""

    def get_event(self) -> yaml.Event:
        """The next event."""


_open_parser: Callable[[str], _Events] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_START = re.compile(r" *-(?=[ \t]|$)")
_ID = re.compile(r"^[ -]*\bid: *[\"']?([^\s\"'#]+)", re.MULTILINE)
# What libyaml takes for a line break or refuses, besides the plain line feed; such text is never read by lines.
_UNUSUAL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

# Characters outside c-printable (YAML 1.2.2, 5.1); compiling so large a class once more takes 6 ms.
_REFUSED = Reader.NON_PRINTABLE


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a list: its value and the places of its fields, the first line counted from 1."""

    value: object
    marks: Marks


@dataclass(slots=True)
class Parsed:
    """What a file held: the elements that could be read, what was wrong, and the ids of elements that were lost."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


class _Fault(Exception):
    """A fault that ends the reading of one element."""

    def __init__(self, message: str, line: int, column: int, **args: str | int) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.args_ = message, line, column, args


def parse_list(text: str, path: str) -> Parsed:
    """Read a file that is a list of records. `text` has line feeds only."""
    parsed = Parsed()
    shapes: dict[str, str] = {}
    by_lines = None if _UNUSUAL.search(text) else LineReader()
    for start, chunk in _split_elements(text):
        found = by_lines.read(chunk) if by_lines else None
        if found is not None:
            value, packed = found
            parsed.items.append(Item(value, Marks(start + 1, shapes.setdefault(packed, packed))))
            continue
        try:
            parsed.items += _parse_chunk(chunk, start, path, parsed.problems)
        except _Fault as fault:
            parsed.problems.append(_problem(fault, path, start))
            parsed.lost.update(_ID.findall(chunk))
    return parsed


def parse_mapping(text: str, path: str, first_line: int = 0) -> tuple[Item | None, list[Problem]]:
    """Read a text that is one mapping; `first_line` is the number of lines that stand before it in its file."""
    problems: list[Problem] = []
    try:
        value, marks = _Builder(text, path, first_line, problems).document()
    except _Fault as fault:
        return None, [*problems, _problem(fault, path, first_line)]
    if not isinstance(value, dict):
        wrong = _Fault("yaml-shape.mapping", 0, 1, found=describe(value))
        return None, [*problems, _problem(wrong, path, first_line)]
    return Item(value, Marks(first_line + 1, pack_marks(marks))), problems


def describe(value: object) -> str:
    """A value as a reader would name it."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping with {', '.join(map(str, list(value)[:3]))}" if value else "an empty mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, bool):
        return str(value).lower()
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}…"


def _split_elements(text: str) -> Iterator[tuple[int, str]]:
    """(lines before, text) of each element of a block list; a text of another form comes out whole.

    Sound because the content of an element of a block sequence stands deeper than its dash (YAML 1.2.2, 8.2.1).
    """
    lines = text.split("\n")
    first = next(
        (n for n, line in enumerate(lines) if line.strip() and line.strip()[0] != "#" and line != "---"), None
    )
    if first is None:
        return
    dash = _START.match(lines[first])
    if dash is None:
        yield 0, text
        return
    prefix = dash[0]
    starts = [
        n
        for n in range(first, len(lines))
        if lines[n].startswith((f"{prefix} ", f"{prefix}\t")) or lines[n] == prefix
    ]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, "\n".join(lines[start:end])


def _parse_chunk(chunk: str, start: int, path: str, problems: list[Problem]) -> list[Item]:
    """Read a piece of a list by libyaml's events."""
    builder = _Builder(chunk, path, start, problems)
    value, marks = builder.document()
    if value is None:
        return []
    if not isinstance(value, list):
        raise _Fault("yaml-shape.list", 0, 1, found=describe(value))
    places: list[list[tuple[str, int, int]]] = [[] for _ in value]
    for name, line, column in marks:
        index, _, rest = name.partition(".")
        if index:
            places[int(index)].append((rest, line, column))
    items = []
    for element, own in zip(value, places, strict=True):
        line = own[0][1]
        packed = pack_marks([(name, at - line, column) for name, at, column in own])
        items.append(Item(element, Marks(start + line + 1, packed)))
    return items


def _problem(fault: _Fault, path: str, start: int) -> Problem:
    origin = Origin(path, start + fault.line + 1, fault.column)
    return Problem(message=fault.message, severity=Severity.ERROR, origin=origin, args=fault.args_)


class _Builder:
    """Builds the value of one document from events, noting where each part stands."""

    def __init__(self, text: str, path: str, first_line: int, problems: list[Problem]) -> None:
        self._text, self._path, self._first_line, self._problems = text, path, first_line, problems
        self._next: Callable[[], yaml.Event]
        self._marks: list[tuple[str, int, int]] = []

    def document(self) -> tuple[object, list[tuple[str, int, int]]]:
        """The value of the only document, and its marks (line from 0)."""
        try:
            self._next = _open_parser(self._text).get_event
            self._next()  # the stream begins
            event = self._next()
            if isinstance(event, yaml.StreamEndEvent):
                return None, []
            value = self._value(self._next(), "", 0)
            self._next()  # the document ends
            event = self._next()
        except yaml.MarkedYAMLError as error:
            raise _syntax_fault(error) from error
        except yaml.reader.ReaderError as error:
            raise _refused_character(self._text) from error
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Fault("yaml-documents", *_at(event))
        return value, self._marks

    def _value(self, event: yaml.Event, name: str, depth: int) -> object:
        """The value an event begins."""
        line, column = _at(event)
        if anchor := getattr(event, "anchor", None):
            raise _Fault("yaml-alias", line, column, name=str(anchor))
        tag = getattr(event, "tag", None)
        if tag:
            raise _Fault("yaml-tag", line, column, tag=tag.replace("tag:yaml.org,2002:", "!!"))
        if depth > DEEPEST:
            raise _Fault("yaml-depth", line, column, deepest=DEEPEST)
        self._marks.append((name, line, column))
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else resolve_plain(event.value)
        return (
            self._list(name, depth)
            if isinstance(event, yaml.SequenceStartEvent)
            else self._mapping(name, depth)
        )

    def _list(self, name: str, depth: int) -> list[object]:
        found: list[object] = []
        prefix = f"{name}." if name else ""
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, f"{prefix}{len(found)}", depth + 1))
        return found

    def _mapping(self, name: str, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        first: dict[str, tuple[int, int]] = {}
        prefix = f"{name}." if name else ""
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key, place = self._key(event), _at(event)
            marked = len(self._marks)
            value = self._value(self._next(), f"{prefix}{key}", depth + 1)
            if key in found:
                del self._marks[marked:]
                self._problems.append(self._duplicate(key, place, first[key]))
                continue
            found[key], first[key] = value, place
        return found

    def _key(self, event: yaml.Event) -> str:
        """The name of a field, which is always text."""
        line, column = _at(event)
        if anchor := getattr(event, "anchor", None):
            raise _Fault("yaml-alias", line, column, name=str(anchor))
        if not isinstance(event, yaml.ScalarEvent):
            raise _Fault("yaml-shape.key", line, column)
        return str(event.value)

    def _duplicate(self, key: str, place: tuple[int, int], first: tuple[int, int]) -> Problem:
        """The same field twice: the first counts."""
        here, there = (
            Origin(self._path, self._first_line + line + 1, column) for line, column in (place, first)
        )
        return Problem(
            message="duplicate-key",
            severity=Severity.ERROR,
            origin=here,
            args={"key": key, "line": there.line},
            related=(Related("duplicate-key.first", "", there),),
        )


def _at(event: yaml.Event) -> tuple[int, int]:
    """Line from 0 and column from 1 of an event."""
    mark = event.start_mark
    return (mark.line, mark.column + 1) if mark else (0, 1)


def _syntax_fault(error: yaml.MarkedYAMLError) -> _Fault:
    """What libyaml stumbled over; where something was opened and never closed, the place is where it was opened."""
    unclosed = error.problem is not None and error.problem.endswith("end of stream")
    mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
    reason = " ".join(part for part in (error.context, error.problem) if part)
    return _Fault("yaml-syntax", mark.line if mark else 0, mark.column + 1 if mark else 1, reason=reason)


def _refused_character(text: str) -> _Fault:
    """The first character YAML does not allow, with its place."""
    found = _REFUSED.search(text)
    at = found.start() if found else 0
    line = text.count("\n", 0, at)
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return _Fault("yaml-syntax.character", line, column, character=f"U+{ord(text[at]):04X}")
