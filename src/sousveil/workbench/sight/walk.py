"""What a walk through a city undergoes: from two ends, or a file that is read and forgotten.

Keeps nothing of a walk and writes nothing of it. It takes the shortest way on foot; no other way is looked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.geo.gpx import parse_track
from sousveil.city.network import UnreachableError, build_network
from sousveil.city.streets import Streets
from sousveil.coverage.exposure import Exposure, trace_path
from sousveil.coverage.ground import compute_ground
from sousveil.coverage.optics import Bands
from sousveil.kernels.arrays import Floats
from sousveil.messages import Refused, render_message
from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Argument, Origin, Problem, Severity, UsageError

from .seeing import LEVELS, SeenCity

LARGEST = 2**26
"""Bytes of a file that is read as a walk."""
MEETING_M = 30.0
"""Streets that come no nearer than this have no junction: two wide streets, each drawn in its middle. Ours."""
_PLACE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;/ ]\s*(-?\d+(?:\.\d+)?)\s*")
_JUNCTION = re.compile(r"\s+(?:&|/|x|i|и)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A way on foot (n, 2) [m], and what it undergoes at each level.

    `gaps_m` : how far it begins and ends from the two places given; none for a walk of a file.
    """

    path: Floats
    gaps_m: tuple[float, ...]
    levels: dict[str, Bands[Exposure]]
    problems: tuple[Problem, ...]

    @property
    def told(self) -> tuple[str, dict[str, Argument]]:
        """How it was come by, as a message and its arguments."""
        if not self.gaps_m:
            return "walk-how.file", {}
        first, last = (f"{gap:,.0f} m" for gap in self.gaps_m)
        return "walk-how.between", {"first": first, "last": last}

    @property
    def how(self) -> str:
        """The same in English."""
        return render_message(*self.told)

    @property
    def length_m(self) -> float:
        """How long it is."""
        return float(np.hypot(*np.diff(self.path, axis=0).T).sum())


def walk_between(city: SeenCity, first: str, last: str, levels: Sequence[str]) -> Walk:
    """The shortest way on foot from one end to the other; UsageError where an end is not found or no way leads."""
    streets = city.scene.streets
    network = build_network(streets)
    try:
        ends = [network.find_nearest([find_end(city, one)]) for one in (first, last)]
        way = network.find_path(*(int(node[0]) for node, _ in ends))
    except UnreachableError as error:
        raise Refused("walk-refused.no-way", first=first, last=last) from error
    path = network.draw_path(way, streets)
    if len(path) < 2:
        raise Refused("walk-refused.one-place", first=first, last=last)
    indoors = ~streets.outdoors[network.find_streets(way)]
    levels_, problems = _trace(city, path, indoors, levels, None)
    gaps_m = tuple(float(gap[0]) for _, gap in ends)
    return Walk(path=path, gaps_m=gaps_m, levels=levels_, problems=(*problems, *city.problems))


def walk_along(city: SeenCity, file: Path, levels: Sequence[str]) -> Walk:
    """The walk of a GPX file, which is read and forgotten; UsageError where there is none."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise UsageError(f"{file}: has more than {LARGEST:,} bytes; a walk has fewer")
    origin = Origin(str(file), 1, 1)
    stretches, problems = parse_track(content, origin.path)
    path = city.scene.frame.to_xy([place for one in stretches for place in one] or np.empty((0, 2)))
    if len(path) < 2 and not problems:
        problems.append(Problem(message="walk-file.short", severity=Severity.ERROR, origin=origin))
    if len(stretches) > 1:
        args: dict[str, Argument] = {"n": len(stretches)}
        problems.append(
            Problem(message="walk-stretches", severity=Severity.WARNING, origin=origin, args=args)
        )
    between = np.zeros(max(len(path) - 1, 0), np.bool_)
    between[np.cumsum([len(one) for one in stretches[:-1]], dtype=np.int64) - 1] = True
    found, more = _trace(city, path, between, levels, origin)
    return Walk(path=path, gaps_m=(), levels=found, problems=(*problems, *more, *city.problems))


def _trace(
    city: SeenCity,
    path: Floats,
    unknown: npt.NDArray[np.bool_],
    levels: Sequence[str],
    origin: Origin | None,
) -> tuple[dict[str, Bands[Exposure]], list[Problem]]:
    """What a path undergoes; `unknown` : (n - 1), where it is underground, or nobody knows how it went."""
    stations = city.stations.aimed
    beyond, problems = _leave_map(city, path, origin)
    traced = {
        level: trace_path(
            path,
            stations,
            compute_ground(city.scene.buildings, stations, px_per_m=LEVELS[level][1], tops=city.tops),
            unsurveyed=(*city.survey.unsurveyed, beyond),
            unknown=unknown,
        )
        for level in levels
    }
    return traced, problems


def _leave_map(city: SeenCity, path: Floats, origin: Origin | None) -> tuple[shapely.Geometry, list[Problem]]:
    """The ground around a path that is beyond the map, where nothing is known; Refused where all of it is."""
    if len(path) < 2:
        return shapely.Polygon(), []
    line = shapely.LineString(path)
    beyond = shapely.difference(shapely.buffer(shapely.envelope(line), 1.0), city.scene.edge)
    outside_m = float(shapely.intersection(line, beyond).length)
    if outside_m == 0.0:
        return beyond, []
    south_west, north_east = _tell_box(city)
    if shapely.disjoint(line, city.scene.edge):
        said = origin.path if origin else ""
        raise Refused("walk-refused.outside", said=said, first=south_west, last=north_east)
    args: dict[str, Argument] = {"outside": f"{outside_m:,.0f} m", "first": south_west, "last": north_east}
    return beyond, [Problem(message="walk-off-map", severity=Severity.WARNING, origin=origin, args=args)]


def _tell_box(city: SeenCity) -> tuple[str, str]:
    """The south-western and the north-eastern corner of the map, latitude first."""
    west, south, east, north = city.scene.box
    return f"{south:.4f},{west:.4f}", f"{north:.4f},{east:.4f}"


def find_end(city: SeenCity, said: str) -> tuple[float, float]:
    """The place [m] that is meant: latitude and longitude, a place of a kind, a street's middle, or a junction."""
    if found := _PLACE.fullmatch(said):
        return _find_degrees(city, said, float(found[1]), float(found[2]))
    names = [fold_for_search(one) for one in _JUNCTION.split(said)]
    streets = [_list_lines(city.scene.streets, name) for name in names]
    if len(names) == 2 and all(streets):
        return _find_junction(said, streets)
    places = city.scene.places
    for row, known in enumerate(places.names):
        if any(fold_for_search(name) == names[0] for _, name in known):
            x, y = city.scene.frame.to_xy([places.lonlat[row]])[0].tolist()
            return x, y
    if len(names) == 1 and streets[0]:
        vertices = np.concatenate(streets[0])
        x, y = vertices[len(vertices) // 2].tolist()
        return x, y
    raise Refused("walk-refused.unknown", said=said)


def _find_degrees(city: SeenCity, said: str, lat: float, lon: float) -> tuple[float, float]:
    """A place given in degrees, latitude first, as maps print it; UsageError outside the map."""
    if not city.scene.holds(lon, lat):
        message = "walk-refused.turned" if city.scene.holds(lat, lon) else "walk-refused.outside"
        ends = _tell_box(city)
        raise Refused(message, said=said, first=ends[0], last=ends[1])
    x, y = city.scene.frame.to_xy([(lon, lat)])[0].tolist()
    return x, y


def _list_lines(streets: Streets, name: str) -> list[Floats]:
    """The vertices of each street of a name."""
    lines = (streets.line(row) for row in streets.find_named(name))
    return [line for line in lines if len(line) >= 2]


def _find_junction(said: str, streets: Sequence[list[Floats]]) -> tuple[float, float]:
    """Where two streets come nearest; Refused where that is not near."""
    nearest = shapely.shortest_line(*(shapely.MultiLineString(lines) for lines in streets))
    if nearest.length > MEETING_M:
        raise Refused("walk-refused.no-junction", said=said, gap=f"{nearest.length:,.0f} m")
    x, y = nearest.coords[0]
    return float(x), float(y)
