"""What every adapter that reads hands over: entries in our fields with their places, and what it did not understand.

Knows no standard.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sousveil.plaintext.marks import Marks, pack_marks
from sousveil.plaintext.yaml12 import Item
from sousveil.problems import Origin, Problem, Severity

Place = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One entry: its fields under our names, and under their own names those that have no place in a record."""

    item: Item
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What a file held, as far as it could be read, and what was wrong."""

    entries: list[Foreign] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, message: str, path: str, place: Place, severity: Severity, **args: str | int) -> None:
        """Add a problem at a place."""
        origin = Origin(path, *place)
        self.problems.append(Problem(message=message, severity=severity, origin=origin, args=args))


def build_item(value: dict[str, object], places: Mapping[str, Place]) -> Item:
    """A value with the places of its fields; `""` is the entry itself."""
    line = places[""][0]
    packed = pack_marks([(name, at - line, column) for name, (at, column) in places.items()])
    return Item(value, Marks(line, packed))


def find_place(text: str, at: int) -> Place:
    """The line and column of a position in a text."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def join_date(year: str, month: str = "", day: str = "") -> str:
    """A date of parts as EDTF, as exact as the parts go; what is no number ends it.

    >>> join_date("2019", "3", "")
    '2019-03'
    """
    parts = [year.strip().zfill(4)] if year.strip() else []
    for part in (month, day):
        if not part.strip().isdigit() or not parts:
            break
        parts.append(part.strip().zfill(2))
    return "-".join(parts)


def split_name(text: str) -> dict[str, str]:
    """A name as `Family, Given`; without a comma it is a body's, or one that nobody can split safely."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma:
        return {"literal": family}
    return {"family": family, "given": given} if given else {"family": family}


def keep_known(value: Mapping[str, object]) -> dict[str, object]:
    """The fields that hold something."""
    return {name: one for name, one in value.items() if one not in ("", [], {}, None)}


def join_lines(texts: Iterable[str]) -> str:
    """Several texts as one, each on lines of its own."""
    return "\n".join(text for text in texts if text)
