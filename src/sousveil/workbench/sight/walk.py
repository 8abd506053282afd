"""What a walk through a city undergoes: from two ends, or a file that is read and forgotten.

Keeps nothing of a walk and writes nothing of it. It takes the shortest way on foot; no other way is looked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sousveil.adapters.geo.gpx import parse_track
from sousveil.city.network import UnreachableError, build_network
from sousveil.city.streets import Streets
from sousveil.coverage.exposure import Exposure, trace_path
from sousveil.coverage.ground import compute_ground
from sousveil.coverage.optics import Bands
from sousveil.kernels.arrays import Floats
from sousveil.messages import Refused, render_message
from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Argument, Problem, UsageError

from .seeing import LEVELS, SeenCity

LARGEST = 2**26
"""Bytes of a file that is read as a walk."""
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
    network = build_network(city.scene.streets)
    try:
        ends = [network.find_nearest([find_end(city, one)]) for one in (first, last)]
        nodes = [int(node[0]) for node, _ in ends]
        path = network.draw_path(network.find_path(nodes[0], nodes[1]), city.scene.streets)
    except UnreachableError as error:
        raise Refused("walk-refused.no-way", first=first, last=last) from error
    if len(path) < 2:
        raise Refused("walk-refused.one-place", first=first, last=last)
    return _trace(city, path, tuple(float(gap[0]) for _, gap in ends), levels, ())


def walk_along(city: SeenCity, file: Path, levels: Sequence[str]) -> Walk:
    """The walk of a GPX file, which is read and forgotten; UsageError where there is none."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise UsageError(f"{file}: has more than {LARGEST:,} bytes; a walk has fewer")
    places, problems = parse_track(content, str(file))
    path = city.scene.frame.to_xy(places) if places else np.empty((0, 2))
    return _trace(city, path, (), levels, problems)


def _trace(
    city: SeenCity,
    path: Floats,
    gaps_m: tuple[float, ...],
    levels: Sequence[str],
    problems: Sequence[Problem],
) -> Walk:
    """What a path undergoes."""
    stations = city.stations.aimed
    traced = {
        level: trace_path(
            path,
            stations,
            compute_ground(city.scene.buildings, stations, px_per_m=LEVELS[level][1], tops=city.tops),
            unsurveyed=city.survey.unsurveyed,
        )
        for level in levels
    }
    return Walk(path=path, gaps_m=gaps_m, levels=traced, problems=(*problems, *city.problems))


def find_end(city: SeenCity, said: str) -> tuple[float, float]:
    """The place [m] that is meant: latitude and longitude, a place of a kind, a street's middle, or a junction."""
    if found := _PLACE.fullmatch(said):
        return _find_degrees(city, said, float(found[1]), float(found[2]))
    names = [fold_for_search(one) for one in _JUNCTION.split(said)]
    streets = [_join_lines(city.scene.streets, name) for name in names]
    if len(names) == 2 and all(len(one) for one in streets):
        return _find_junction(streets[0], streets[1])
    places = city.scene.places
    for row, known in enumerate(places.names):
        if any(fold_for_search(name) == names[0] for _, name in known):
            x, y = city.scene.frame.to_xy([places.lonlat[row]])[0].tolist()
            return x, y
    if len(names) == 1 and len(streets[0]):
        x, y = streets[0][len(streets[0]) // 2].tolist()
        return x, y
    raise Refused("walk-refused.unknown", said=said)


def _find_degrees(city: SeenCity, said: str, lat: float, lon: float) -> tuple[float, float]:
    """A place given in degrees, latitude first, as maps print it; UsageError outside the map."""
    if not city.scene.holds(lon, lat):
        west, south, east, north = city.scene.box
        message = "walk-refused.turned" if city.scene.holds(lat, lon) else "walk-refused.outside"
        ends = f"{south:.4f},{west:.4f}", f"{north:.4f},{east:.4f}"
        raise Refused(message, said=said, first=ends[0], last=ends[1])
    x, y = city.scene.frame.to_xy([(lon, lat)])[0].tolist()
    return x, y


def _join_lines(streets: Streets, name: str) -> Floats:
    """The vertices of all streets of a name."""
    return np.concatenate([np.empty((0, 2)), *(streets.line(row) for row in streets.find_named(name))])


def _find_junction(one: Floats, other: Floats) -> tuple[float, float]:
    """Where two streets come nearest."""
    gaps = np.hypot(one[:, None, 0] - other[None, :, 0], one[:, None, 1] - other[None, :, 1])
    x, y = one[int(np.unravel_index(np.argmin(gaps), gaps.shape)[0])].tolist()
    return x, y
