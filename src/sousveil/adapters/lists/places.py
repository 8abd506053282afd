"""Rows of named cells, and where on earth each is: by degrees, by coordinates of a declared system, by what it draws.

Guesses no place. Coordinates that a spreadsheet has spoilt, a system that cannot be meant and axes that seem swapped
are named; a row without coordinates stays, because names can be matched too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sousveil.crs import System
from sousveil.problems import Origin, Severity
from sousveil.records.camera_list import ReadAs

from .sightings import Sightings, read_place

Place = tuple[float, float]
_SPOILT = re.compile(r"[-+]?\d{1,3}(?:[.,  ']\d{3}){2,}")
"""Digits in threes: a decimal point that became a mark of thousands, after which nobody knows where it stood."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?", re.ASCII)
"""What a spreadsheet makes of 5.10 where a point stands between day and month."""
_UNREAD = {"camera-place.spoilt": _SPOILT, "camera-place.day": _DAY}
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:['’ \u00a0\u202f]\d{3})+(?:[.,]\d+)?", re.ASCII)
"""Metres in threes, with marks between them that are no decimal mark anywhere, as Swiss lists have them."""
_TWO = re.compile(r"([-+\d.,]+?)\s*(?:[;\s]|,\s|(?<=\d\.\d{4}),|,(?=[-+]?\d+\.))\s*([-+\d.,]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row by heading, its number, where it stands, and what it draws: a shape and its points."""

    cells: Mapping[str, str]
    number: int
    origin: Origin
    origins: Mapping[str, Origin] = field(default_factory=dict)
    shape: str = ""
    points: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a row when its place is looked for: its id, the row itself, its cells by what they hold."""

    id: str
    row: Row
    cells: Mapping[str, str]
    origins: Mapping[str, Origin]

    def find(self, *names: str) -> Origin:
        """Where the first cell stands that holds one of these, or the row."""
        return next((self.origins[name] for name in names if name in self.origins), self.row.origin)


def read_places(rows: Sequence[Said], how: ReadAs, into: Sightings) -> list[Place | None]:
    """The place of each row, longitude and latitude [°]; None where it has none, or none that can be read."""
    system = _read_system(rows, how, into)
    found = [_read_degrees(one, how, into) for one in rows]
    if system is not None:
        found = _project(rows, how, system, found, into)
    none = [one.id for one in rows if not one.row.shape and not _names_place(one.cells)]
    if none:
        into.report("camera-place.names", rows[0].row.origin, Severity.NOTE, id=none[0], n=len(none))
    return found


def _names_place(cells: Mapping[str, str]) -> bool:
    return not {"lon", "lat", "lat_lon", "x", "y"}.isdisjoint(cells)


def _read_system(rows: Sequence[Said], how: ReadAs, into: Sightings) -> System | None:
    """The system of `x` and `y`; None, and why, where there is none that can be used."""
    if not any("x" in one.cells or "y" in one.cells for one in rows):
        return None
    origin = rows[0].row.origin
    try:
        if how.crs:
            return System(how.crs)
        into.report("camera-file.system", origin, Severity.ERROR)
    except ValueError as error:
        into.report("camera-file.unsystem", origin, Severity.ERROR, reason=str(error))
    into.failed = True
    return None


def _read_degrees(one: Said, how: ReadAs, into: Sightings) -> Place | None:
    """The place of a row that says or draws it in degrees."""
    if one.row.shape not in {"", "Point", "none"}:
        into.report("camera-place.shape", one.row.origin, Severity.WARNING, id=one.id, found=one.row.shape)
        return None
    if one.row.shape:
        lon, lat = one.row.points[0] if one.row.shape == "Point" and one.row.points else (None, None)
        return read_place(lon, lat, id_=one.id, origin=one.row.origin, into=into)
    cells = dict(one.cells)
    if both := _TWO.fullmatch(cells.get("lat_lon", "").strip()):
        cells |= {"lat": both[1], "lon": both[2]}
    elif "lat_lon" in cells:
        said = {"id": one.id, "value": cells["lat_lon"], "mark": how.decimal}
        into.report("camera-place.cell", one.find("lat_lon"), Severity.WARNING, **said)
    if not {"lon", "lat"} & cells.keys():
        return None
    pair = _read_pair(one, ("lon", "lat"), cells, how, into)
    if pair is None:
        return None
    wrong = "lon" if abs(pair[0]) > 180 or abs(pair[1]) <= 90 else "lat"
    return read_place(*pair, id_=one.id, origin=one.find(wrong, "lat_lon"), into=into)


def _read_pair(
    one: Said, names: tuple[str, str], cells: Mapping[str, str], how: ReadAs, into: Sightings
) -> Place | None:
    """Two numbers; None, and what is wrong with the first that is none."""
    numbers = []
    for name in names:
        text = cells.get(name, "").strip()
        plain = re.sub("[^-+.,0-9]", "", text) if name in "xy" and _GROUPED.fullmatch(text) else text
        number = read_number(plain, how.decimal)
        if number is None:
            message = next(
                (found for found, form in _UNREAD.items() if form.fullmatch(text)), "camera-place.cell"
            )
            origin = one.find(name, "lat_lon")
            into.report(message, origin, Severity.WARNING, id=one.id, value=text[:40], mark=how.decimal)
            return None
        numbers.append(number)
    return numbers[0], numbers[1]


def read_number(text: str, mark: str) -> float | None:
    """A number with one decimal mark and no other, perhaps with a sign for degrees.

    >>> read_number("20,4573", ","), read_number("461.993.881", ".")
    (20.4573, None)
    """
    found = re.fullmatch(rf"([-+−]?\d+(?:{re.escape(mark)}\d+)?)\s*°?", text.strip(), re.ASCII)
    return float(found[1].replace(mark, ".").replace("−", "-")) if found else None


def _project(
    rows: Sequence[Said], how: ReadAs, system: System, found: list[Place | None], into: Sightings
) -> list[Place | None]:
    """The places of rows with `x` and `y`, all at once."""
    pairs = {
        number: pair
        for number, one in enumerate(rows)
        if found[number] is None and {"x", "y"} & one.cells.keys()
        if (pair := _read_pair(one, ("x", "y"), one.cells, how, into))
    }
    if not pairs:
        return found
    xy = np.array(list(pairs.values()))
    lonlat, turned = system.to_lonlat(xy), system.to_lonlat(xy[:, ::-1])
    inside, other = system.reaches(lonlat), system.reaches(turned)
    for at, (number, (x, y)) in enumerate(pairs.items()):
        one = rows[number]
        if inside[at]:
            lon, lat = (round(float(value), 8) for value in lonlat[at])  # a thousandth of a metre
            found[number] = read_place(lon, lat, id_=one.id, origin=one.find("x"), into=into)
            continue
        message = "camera-place.axes" if other[at] else "camera-place.system"
        said = {"id": one.id, "x": str(x), "y": str(y), "crs": system.name}
        into.report(message, one.find("x"), Severity.WARNING, **said)
    return found
