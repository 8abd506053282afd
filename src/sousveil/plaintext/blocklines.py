"""Reads a record written in the plainest YAML: one field a line, block style, no escapes, no comments after values.

It is the way this project writes and nearly all that people write; it takes less than half the time libyaml's
events take. Whatever else a record holds, this reader returns None and `yaml12` reads it instead; where it answers, it
answers what `yaml12` would.
"""

import re
from typing import NamedTuple

from .scalars import FALSES, NULLS, TRUES, resolve_plain

# indent, dash, key, quoted value, other value
_LINE = re.compile(r'( *)(- )?(?:([A-Za-z][\w-]*):(?= |$) ?)?(?:"([^"\\]*)"|([^\W_].*))?')
_NOT_KEYS = NULLS | TRUES | FALSES
_DEEPEST = 12


class _Other(Exception):
    """The record is not written in the plainest way."""


class _Token(NamedTuple):
    """One line, or the part of it behind a dash. A dash has the key `-`, a bare value the empty one."""

    indent: int
    key: str
    given: bool
    value: object
    column: int


class LineReader:
    """Reads records of one file; a line met before is not taken apart again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Token, ...]] = {}

    def read(self, chunk: str) -> tuple[object, str] | None:
        """The mapping one list element holds and its packed marks, or None where the plain form is left."""
        if not chunk.startswith("- "):
            return None
        try:
            walk = _Walk(*self._tokens(chunk))
            value = walk.mapping(2, "", 0)
        except _Other:
            return None
        return (value, "".join(walk.marks)) if walk.at == len(walk.tokens) else None

    def _tokens(self, chunk: str) -> tuple[list[_Token], list[int]]:
        """The tokens of a record and the line, from 0, of each."""
        known, tokens, lines = self._known, list[_Token](), list[int]()
        for number, line in enumerate(chunk.split("\n")):
            found = known.get(line)
            if found is None:
                found = known[line] = _take_apart(line)
            for token in found:
                tokens.append(token)
                lines.append(number)
        del tokens[0], lines[0]  # the record's own dash
        return tokens, lines


def _take_apart(line: str) -> tuple[_Token, ...]:
    """The tokens of a line; none for a blank line or a comment on a line of its own."""
    found = _LINE.fullmatch(line)
    if found is None:
        if line.lstrip(" ").startswith("#"):
            return ()
        raise _Other
    spaces, dash, key, quoted, plain = found.groups()
    if key in _NOT_KEYS or (dash and key is None and quoted is None and plain is None):
        raise _Other
    indent = len(spaces)
    dashes = (_Token(indent, "-", given=False, value=None, column=0),) if dash else ()
    indent += 2 * len(dashes)
    if plain is not None:
        if ": " in plain or " #" in plain or plain[-1] in ": ":
            raise _Other
        return (
            *dashes,
            _Token(indent, key or "", given=True, value=resolve_plain(plain), column=found.start(5) + 1),
        )
    if quoted is not None:
        return (*dashes, _Token(indent, key or "", given=True, value=quoted, column=found.start(4)))
    if key:
        return (*dashes, _Token(indent, key, given=False, value=None, column=found.end(3) + 2))
    return dashes


class _Walk:
    """Goes through the tokens of one record."""

    __slots__ = ("at", "lines", "marks", "tokens")

    def __init__(self, tokens: list[_Token], lines: list[int]) -> None:
        self.tokens, self.lines, self.at = tokens, lines, 0
        self.marks: list[str] = []

    def mapping(self, indent: int, name: str, depth: int) -> dict[str, object]:
        """Fields that stand at `indent`."""
        tokens, lines, marks = self.tokens, self.lines, self.marks
        found: dict[str, object] = {}
        prefix = f"{name}." if name else ""
        if depth > _DEEPEST:
            raise _Other
        marks.append(f"\n{name}\t{lines[self.at]} {indent + 1}")
        while self.at < len(tokens):
            at_indent, key, given, value, column = tokens[self.at]
            if at_indent != indent or key == "-":
                break
            if not key or key in found:
                raise _Other
            if given:
                marks.append(f"\n{prefix}{key}\t{lines[self.at]} {column}")
                found[key] = value
                self.at += 1
            else:
                found[key] = self.block(indent, f"{prefix}{key}", depth)
        return found

    def block(self, indent: int, name: str, depth: int) -> object:
        """What stands below a field without a value: a mapping, a list, or nothing."""
        line, column = self.lines[self.at], self.tokens[self.at].column
        self.at += 1
        if self.at < len(self.tokens):
            following = self.tokens[self.at]
            if following.key == "-" and following.indent >= indent:
                return self.list(following.indent, name, depth + 1)
            if following.indent > indent:
                return self.mapping(following.indent, name, depth + 1)
        self.marks.append(f"\n{name}\t{line} {column}")
        return None

    def list(self, indent: int, name: str, depth: int) -> list[object]:
        """Elements whose dashes stand at `indent`."""
        tokens, lines, marks = self.tokens, self.lines, self.marks
        found: list[object] = []
        marks.append(f"\n{name}\t{lines[self.at]} {indent + 1}")
        while self.at < len(tokens) and tokens[self.at].indent == indent and tokens[self.at].key == "-":
            self.at += 1
            inner, key, _, value, column = tokens[self.at]
            field = f"{name}.{len(found)}"
            if key:
                found.append(self.mapping(inner, field, depth + 1))
            else:
                marks.append(f"\n{field}\t{lines[self.at]} {column}")
                found.append(value)
                self.at += 1
        return found
