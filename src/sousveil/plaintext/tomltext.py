"""A TOML file into a mapping and the place of each field.

Positions come from a scan for `key =` at the start of a line, which finds every key a case's manifest has; keys inside
inline tables share the place of the field that holds them.
"""

import re
import tomllib

from sousveil.problems import Origin, Problem, Severity

from .marks import Marks, pack_marks
from .yaml12 import Item

_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z0-9_-]+))\s*=\s*")
_TABLE = re.compile(r"\s*\[([A-Za-z0-9_.-]+)\]\s*(?:#.*)?")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def parse_toml(text: str, path: str) -> tuple[Item | None, list[Problem]]:
    """Read a TOML document."""
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        found = _PLACE.search(reason)
        last = text.count("\n") + 1
        origin = Origin(path, int(found[1]), int(found[2])) if found and found[1] else Origin(path, last)
        args = {"reason": _PLACE.sub("", reason)}
        return None, [Problem(message="toml-syntax", severity=Severity.ERROR, origin=origin, args=args)]
    return Item(value, Marks(1, pack_marks(_places(text)))), []


def _places(text: str) -> list[tuple[str, int, int]]:
    """(dotted key, line from 0, column of the value)."""
    places, table = [("", 0, 1)], ""
    for number, line in enumerate(text.split("\n")):
        if header := _TABLE.fullmatch(line):
            table = f"{header[1]}."
            places.append((header[1], number, 1))
        elif found := _KEY.match(line):
            places.append((table + (found[1] or found[2] or found[3]), number, found.end() + 1))
    return places
