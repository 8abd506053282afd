"""Long JSON files of one list, an element at a time, each with its place.

Knows no standard. What stands before a fault is read; what stands after it is lost, and the fault is named.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from json.decoder import JSONDecoder
from typing import NoReturn

from sousveil.problems import Origin

from .json_names import build_object, find_repeats

MOST_ITEMS = 2**20
"""Elements of one list: every surveillance object of the world is less than half of that, and each takes about 3 kB
of memory when it is read."""
MOST_VALUES = 2**24
"""Values within one file: camera lists as published have 12 an element; a value takes up to 100 bytes."""
_BLANK = re.compile(r"[ \t\r\n]*")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)", re.DOTALL)
"""An escape of JSON: a letter in two halves (RFC 8259 §7), half of one, which no text can hold, or any other."""


@dataclass(slots=True)
class Items:
    """The elements of the list with their places, what else the file says, and where it cannot be read on.

    `twice` are names that stand again in one object, with their places; the last of a name counts, and of two lists the
    first. `unsaid` counts `NaN` and `Infinity`, which are no JSON and which programs write where they have no value:
    they are read as null.
    """

    items: list[tuple[Origin, object]] = field(default_factory=list)
    head: dict[str, object] = field(default_factory=dict)
    fault: tuple[Origin, str] | None = None
    listed: bool = False
    twice: list[tuple[Origin, str]] = field(default_factory=list)
    unsaid: int = 0


def parse_items(text: str, path: str, *, within: Collection[str]) -> Items:
    """The elements of the list that the file is, or that stands under one of the names in an object.

    `listed` tells whether there is such a list.
    """
    found = Items()
    if _HALF.search(text):
        text = _ESCAPE.sub(lambda escape: "\\ufffd" if escape[1] else escape[0], text)
    walk = _Walk(text, path, found)
    try:
        if sum(map(text.count, ",[{")) > MOST_VALUES:
            walk.fail(f"it holds more than {MOST_VALUES:,} values; divide it")
        if walk.peek() == "[":
            walk.read_list()
        elif walk.peek() == "{":
            walk.read_object(within)
        else:
            walk.fail("neither a list nor an object")
        if walk.skip() < len(text):
            walk.fail("something stands after the end")
    except json.JSONDecodeError as error:
        found.fault = walk.place(error.pos), error.msg
    except ValueError as error:
        found.fault = walk.place(walk.at), str(error)
    except RecursionError:
        found.fault = walk.place(walk.at), "it is nested too deeply"
    return found


class _Walk:
    """A position in a text that moves over JSON."""

    def __init__(self, text: str, path: str, found: Items) -> None:
        self.text, self.path, self.found = text, path, found
        self.at = 0
        self._line, self._begins, self._counted = 1, 0, 0
        self._twice: list[str] = []
        self._decoder = JSONDecoder(
            parse_constant=self._miss, object_pairs_hook=lambda pairs: build_object(pairs, self._twice)
        )

    def _miss(self, _: str) -> None:
        """Count a `NaN`, and go on."""
        self.found.unsaid += 1

    def place(self, at: int) -> Origin:
        """Line and column of a position; quick where positions rise."""
        if at < self._counted:
            self._line, self._begins, self._counted = 1, 0, 0
        # Only what was not yet passed is looked at: a file may be one line of ten million characters.
        passed = self.text.count("\n", self._counted, at)
        if passed:
            self._line += passed
            self._begins = self.text.rfind("\n", self._counted, at) + 1
        self._counted = at
        return Origin(self.path, self._line, at - self._begins + 1)

    def fail(self, words: str) -> NoReturn:
        """End reading here."""
        raise json.JSONDecodeError(words, self.text, self.at)

    def skip(self) -> int:
        """Pass over blanks."""
        if self.text[self.at : self.at + 1] > " ":  # as mostly there are none, for speed
            return self.at
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at

    def peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        return self.text[self.skip() : self.at + 1]

    def take(self, *allowed: str) -> str:
        """The next character, which is one of those allowed."""
        character = self.peek()
        if character not in allowed or not character:
            self.fail(f"expected {' or '.join(allowed)}")
        self.at += 1
        return character

    def read_value(self) -> object:
        """The next value as a whole."""
        begin = self.skip()
        value, self.at = self._decoder.raw_decode(self.text, begin)
        if self._twice:
            repeats = list(find_repeats(self.text, self._twice, begin))
            self.found.twice += [(self.place(at), name) for name, at in repeats]
            self._twice.clear()
        return value

    def read_list(self) -> None:
        """The list that begins here, into `found`."""
        self.found.listed = True
        self.take("[")
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            origin = self.place(self.skip())
            if len(self.found.items) == MOST_ITEMS:
                self.fail(f"it lists more than {MOST_ITEMS:,} elements; divide it")
            self.found.items.append((origin, self.read_value()))
            if self.take(",", "]") == "]":
                return

    def read_object(self, within: Collection[str]) -> None:
        """The object that begins here: the wanted list into `items`, all else into `head`."""
        self.take("{")
        names = set[str]()
        if self.peek() == "}":
            self.at += 1
            return
        while True:
            if self.peek() != '"':
                self.fail("expected a name in quotes")
            begin = self.at
            name = str(self.read_value())
            if name in names:
                self.found.twice.append((self.place(begin), name))
            names.add(name)
            self.take(":")
            if name in within and self.peek() == "[" and not self.found.listed:
                self.read_list()
            else:
                self.found.head[name] = self.read_value()
            if self.take(",", "}") == "}":
                return
