"""What every adapter that reads camera records hands over, and what they check alike: objects, places on earth.

Knows no standard.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from sousveil.adapters.osm.tags import About, build_observation
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.camera import Observation
from sousveil.records.camera_list import Surveyed

CROWD = 20
"""Records at exactly one place that are named: more hang on no one pole. Under so many nothing is far from the rest."""
FAR = 20
FAR_KM = 100
"""A record is far where it is so many times as far as nine tenths of its list, and so many kilometres at least."""
MOST_LETTERS = 32_767
"""Characters of one text: what a cell of Excel may hold (its "specifications and limits"); OpenStreetMap's tags have
255. Looking through a longer one for what is about persons takes too long."""
LEAST_METRES = 1000
"""Where both numbers are beyond this, they are coordinates of a map's grid and no slip in degrees."""
DEGREE_KM = math.radians(6371.0)
"""A degree on a sphere of the earth's mean radius (IUGG: 6371.0 km)."""


@dataclass(slots=True)
class Sightings:
    """The observations of a file, how many of its objects are none, what was wrong, when they are from and whose.

    `surveyed` is ground that was looked at, with or without a camera. `failed` says that the file is no answer at all,
    so that nothing follows from what is missing in it. `stands` : where in the file id and place of each observation
    stand, as far as that is known.
    """

    observations: list[Observation] = field(default_factory=list)
    stands: list[tuple[Origin, Origin]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    surveyed: list[Surveyed] = field(default_factory=list)
    others: int = 0
    as_of: str = ""
    attribution: str = ""
    failed: bool = False

    def report(self, message: str, origin: Origin, severity: Severity, **args: str | int) -> None:
        """Add a problem at a place; `id` among its arguments is the object it is about."""
        record = str(args.get("id", ""))
        self.problems.append(
            Problem(message=message, severity=severity, origin=origin, args=args, record=record)
        )

    def add(self, tags: Mapping[str, str], about: About) -> None:
        """Read the tags of an object."""
        observation, problems = build_observation(self.drop_long(tags, about.id, about.origin), about)
        self.observe(observation, about.origin, about.origin)
        self.problems += problems

    def drop_long(self, texts: Mapping[str, str], id_: str, origin: Origin) -> Mapping[str, str]:
        """The texts of an object without those that are too long for any, which are named."""
        if max(map(len, texts.values()), default=0) <= MOST_LETTERS:
            return texts
        for key, text in texts.items():
            if len(text) > MOST_LETTERS:
                said: dict[str, str | int] = {"id": id_, "key": key, "n": len(text), "most": MOST_LETTERS}
                self.report("camera-row.long", origin, Severity.WARNING, **said)
        return {key: text for key, text in texts.items() if len(text) <= MOST_LETTERS}

    def observe(self, observation: Observation, id_: Origin, place: Origin) -> None:
        """Add an observation whose id and place stand there."""
        self.observations.append(observation)
        self.stands.append((id_, place))

    def find_stand(self, row: int, path: str) -> tuple[Origin, Origin]:
        """Where id and place of an observation stand; the beginning of the file where nobody knows."""
        known = len(self.stands) == len(self.observations)
        return self.stands[row] if known else (Origin(path), Origin(path))

    def report_left(self, path: str) -> None:
        """Name every tag that was not read, once."""
        first: dict[str, str] = {}
        counts: dict[str, int] = {}
        for observation in self.observations:
            for key in observation.left:
                first.setdefault(key, observation.id)
                counts[key] = counts.get(key, 0) + 1
        for key in sorted(counts):
            self.report("camera-left", Origin(path), Severity.NOTE, key=key, n=counts[key], id=first[key])


def read_place(
    lon: object, lat: object, *, id_: str, origin: Origin, into: Sightings
) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None, and why, where they are no place on earth."""
    if isinstance(lon, float) and isinstance(lat, float) and 0 < abs(lon) <= 180 and 0 < abs(lat) <= 90:
        return lon, lat
    if lon is None and lat is None:
        into.report("camera-place.none", origin, Severity.WARNING, id=id_)
        return None
    if not _is_number(lon) or not _is_number(lat):
        said = {"lon": _show(lon), "lat": _show(lat)}
        into.report("camera-place.number", origin, Severity.WARNING, id=id_, **said)
        return None
    x, y = float(str(lon)), float(str(lat))
    if abs(y) > 90 or abs(x) > 180:
        swapped = abs(x) <= 90 and abs(y) <= 180
        message = "camera-place.swapped" if swapped else "camera-place.beyond"
        if min(abs(x), abs(y)) > LEAST_METRES:
            message = "camera-place.metres"
        into.report(message, origin, Severity.WARNING, id=id_, lon=str(lon), lat=str(lat))
        return None
    if x == 0 and y == 0:
        into.report("camera-place.zero", origin, Severity.WARNING, id=id_)
        return None
    return x, y


def _show(value: object) -> str:
    """What stands where a number should, a text between quotes."""
    return "null" if value is None else repr(value)[:40]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def check_places(found: Sightings, path: str) -> None:
    """Name places that many records share, and records that lie far from all others."""
    rows, lonlat = _find_placed(found.observations)
    if len(rows) < CROWD:
        return

    def report(message: str, row: int, **args: str | int) -> None:
        origin = found.find_stand(row, path)[1]
        found.report(message, origin, Severity.WARNING, id=found.observations[row].id, **args)

    counts = Counter([found.observations[row].lonlat for row in rows])
    for place, number in counts.most_common():
        if number < CROWD:
            break
        first = next(row for row in rows if found.observations[row].lonlat == place)
        lon, lat = place or (0, 0)
        report("camera-place.same", first, n=number, lon=str(lon), lat=str(lat))
    turned = find_turned_among(lonlat)
    if turned.any():
        first = int(np.argmax(turned))
        report("camera-place.turned-some", rows[first], n=int(turned.sum()), all=len(rows))
    middle = np.median(lonlat, axis=0)
    # A plate carrée at the middle's latitude is true enough to tell far from near.
    east = ((lonlat[:, 0] - middle[0] + 180) % 360 - 180) * math.cos(math.radians(middle[1]))
    apart = DEGREE_KM * np.hypot(east, lonlat[:, 1] - middle[1])
    usual = float(np.quantile(apart, 0.9))
    for far in np.flatnonzero((apart > max(FAR * usual, FAR_KM)) & ~turned):
        report("camera-place.far", rows[far], km=round(apart[far]), most=max(1, round(usual)))


def check_axes(found: Sightings, boxes: npt.NDArray[np.float64], path: str) -> None:
    """Name records far from all boxes that would not be with their axes swapped, or a list that is far as a whole.

    `boxes` : (n, 4), west, south, east and north [°] of places that the records may belong to; any number of records.
    """
    if not len(boxes):
        return
    rows, lonlat = _find_placed(found.observations)
    turned = np.flatnonzero(find_turned(lonlat, boxes))
    if len(turned):
        first = rows[turned[0]]
        said: dict[str, str | int] = {"id": found.observations[first].id, "n": len(turned), "all": len(rows)}
        found.report("camera-place.turned", found.find_stand(first, path)[1], Severity.WARNING, **said)
    elif rows and (least := float(_measure_away(lonlat, boxes).min())) > FAR_KM:
        said = {"n": len(rows), "km": round(least)}
        found.report("camera-place.elsewhere", found.find_stand(rows[0], path)[1], Severity.NOTE, **said)


def _find_placed(observations: list[Observation]) -> tuple[list[int], npt.NDArray[np.float64]]:
    """The rows of the observations that have a place, and their places (n, 2) [°]."""
    rows = [row for row, one in enumerate(observations) if one.lonlat]
    flat = chain.from_iterable([observations[row].lonlat or () for row in rows])
    return rows, np.fromiter(flat, dtype=np.float64, count=2 * len(rows)).reshape(-1, 2)


def find_turned(lonlat: npt.NDArray[np.float64], boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which places (n, 2) [°] are far from all boxes (m, 4) [°], and would not be with their axes swapped."""
    far: npt.NDArray[np.bool_] = _measure_away(lonlat, boxes) > FAR_KM
    return far & (_measure_away(lonlat[:, ::-1], boxes) <= FAR_KM)


def find_turned_among(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which places (n, 2) [°] are far from where half of them lie, and would not be with their axes swapped.

    None where no half of them lies together.
    """
    # Two fifths may lie elsewhere in either direction without moving this box out of where the others are.
    west, south, east, north = np.quantile(lonlat, (0.4, 0.6), axis=0).ravel()
    box = np.array([(west, south, east, north)])
    together = np.mean(_measure_away(lonlat, box) <= FAR_KM) > 0.5
    return find_turned(lonlat, box) if together else np.zeros(len(lonlat), np.bool_)


def _measure_away(lonlat: npt.NDArray[np.float64], boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How far each place is from the nearest box [km], near enough to tell far from near."""
    least = np.full(len(lonlat), np.inf)
    for west, south, east, north in boxes:
        north_of = np.maximum(np.maximum(south - lonlat[:, 1], lonlat[:, 1] - north), 0.0)
        east_of = np.maximum(np.maximum(west - lonlat[:, 0], lonlat[:, 0] - east), 0.0)
        shrink = math.cos(math.radians((south + north) / 2))
        least = np.minimum(least, DEGREE_KM * np.hypot(shrink * east_of, north_of))
    return least


def to_texts(value: object) -> dict[str, str]:
    """The fields of an object as texts, as tags are; whole numbers without a point, nothing for null."""
    if not isinstance(value, dict):
        return {}
    return {str(key): to_text(one) for key, one in value.items() if one is not None}


def to_text(value: object) -> str:
    """A value of JSON as text; a whole number without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
