"""Tracks and routes in GPX files: where a walk went, and nothing else of it.

Reads only places. When it was, how fast, by whom and with what device is not read; nobody keeps what comes out.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from sousveil.problems import Origin, Problem, Severity

POINTS = ("trkpt", "rtept")
MOST = 10**6
"""Points read of one track: a fortnight, one a second."""


Stretches = list[list[tuple[float, float]]]
"""Longitude and latitude of points in their order; where a device lost its way another stretch begins."""


def parse_track(content: bytes, path: str) -> tuple[Stretches, list[Problem]]:
    """The stretches of the tracks in a file; of its routes where it has no track."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        line, column = getattr(error, "position", (1, 0))
        return [], [_report("walk-file", path, line, column + 1, reason=str(error) or type(error).__name__)]
    for kind in POINTS:
        # A stretch is what stands in one parent: a segment of a track, or a route.
        found = [[one for one in parent if one.tag.rpartition("}")[2] == kind] for parent in root.iter()]
        if any(found):
            return _read([points for points in found if points], path)
    return [], [_report("walk-file.empty", path, 1, 1)]


def _read(stretches: Sequence[Sequence[object]], path: str) -> tuple[Stretches, list[Problem]]:
    """The places of points; those that are none are counted."""
    kept: Stretches = []
    lost = left = 0
    for points in stretches:
        places = [_read_place(one) for one in points[: MOST - left]]
        left += len(places)
        kept.append([one for one in places if one is not None])
        lost += len(places) - len(kept[-1])
    problems = [_report("walk-point", path, 1, 1, severity=Severity.WARNING, n=lost)] if lost else []
    return [one for one in kept if one], problems


def _read_place(point: object) -> tuple[float, float] | None:
    """Longitude and latitude; None where a point has no place on earth."""
    get = getattr(point, "get", dict[str, str]().get)
    try:
        lon, lat = float(get("lon", "")), float(get("lat", ""))
    except ValueError:
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _report(
    message: str, path: str, line: int, column: int, *, severity: Severity = Severity.ERROR, **args: str | int
) -> Problem:
    return Problem(message=message, severity=severity, origin=Origin(path, line, column), args=args)
