"""Tracks and routes in GPX files: where a walk went, and nothing else of it.

Reads only places. When it was, how fast, by whom and with what device is not read; nobody keeps what comes out.
"""

import math
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from sousveil.problems import Origin, Problem, Severity

POINTS = ("trkpt", "rtept")
MOST = 10**6
"""Points read of one track: a fortnight, one a second."""


def parse_track(content: bytes, path: str) -> tuple[list[tuple[float, float]], list[Problem]]:
    """Longitude and latitude of the track's points in their order; of its routes where it has no track."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        line, column = getattr(error, "position", (1, 0))
        return [], [_report("walk-file", path, line, column + 1, reason=str(error) or type(error).__name__)]
    for kind in POINTS:
        points = [one for one in root.iter() if one.tag.rpartition("}")[2] == kind]
        if points:
            return _read(points[:MOST], path)
    return [], [_report("walk-file.empty", path, 1, 1)]


def _read(points: list[object], path: str) -> tuple[list[tuple[float, float]], list[Problem]]:
    """The places of points; those that are none are counted."""
    kept = []
    lost = 0
    for one in points:
        get = getattr(one, "get", dict[str, str]().get)
        try:
            lon, lat = float(get("lon", "")), float(get("lat", ""))
        except ValueError:
            lon = lat = math.nan
        if abs(lon) <= 180 and abs(lat) <= 90:
            kept.append((lon, lat))
        else:
            lost += 1
    problems = [_report("walk-point", path, 1, 1, severity=Severity.WARNING, n=lost)] if lost else []
    return kept, problems


def _report(
    message: str, path: str, line: int, column: int, *, severity: Severity = Severity.ERROR, **args: str | int
) -> Problem:
    return Problem(message=message, severity=severity, origin=Origin(path, line, column), args=args)
