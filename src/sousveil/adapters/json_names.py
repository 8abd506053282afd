"""Names that stand twice in one object of JSON, of which parsers keep the last and say nothing (RFC 8259 §4).

Knows no standard; finds what is there and decides nothing.
"""

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_COLON = re.compile(r"[ \t\r\n]*:")


def build_object(pairs: list[tuple[str, object]], twice: list[str]) -> dict[str, object]:
    """An object of its pairs, the last of a name counting; a name that stands again is added to `twice`."""
    value = dict(pairs)
    if len(value) < len(pairs):
        known = set[str]()
        for name, _ in pairs:
            if name in known:
                twice.append(name)
            known.add(name)
    return value


def find_repeats(text: str, names: list[str], begin: int = 0) -> Iterator[tuple[str, int]]:
    """The position of every name that stands again in its object, in the order of the text.

    `names` are those that stand again, once for each time; looking ends with the last of them.

    >>> list(find_repeats('[{"a": 1, "b": {"a": 2}, "a": 3}]', ["a"]))
    [('a', 25)]
    """
    left = len(names)
    if not left:
        return
    open_: list[set[str]] = []
    for token in _TOKEN.finditer(text, begin):
        mark = token[0]
        if mark in "{[":
            open_.append(set())
        elif mark in "}]":
            if open_:
                open_.pop()
        elif open_ and _COLON.match(text, token.end()):
            name = json.loads(mark, strict=False)
            if name in open_[-1]:
                left -= 1
                yield name, token.start()
                if not left:
                    return
            open_[-1].add(name)
