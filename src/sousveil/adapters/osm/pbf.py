"""Extracts of OpenStreetMap as `.osm.pbf` files: buildings with courtyards and heights, streets, water, places.

Reads only. What could not be put together is reported with its object, and the rest goes on; an extract that breaks
off gives what was read before.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from sousveil.memory import give_back
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.extract import Extract
from sousveil.records.outlines import HEIGHT_RULES, HeightRule, Heights, Outlines

from .areas import build_areas
from .columns import OsmColumns, Tags
from .heights import build_heights
from .parts import fill_from_parts
from .pbf_blocks import read_columns
from .places import LABELS, build_places, build_water
from .streets import build_streets
from .words import OSM

BUILDING = "building"
SEEN_THROUGH = ("no", "roof", "carport")
"""Values that are no walls: a roof on posts hides nothing at the height of people (OSM wiki, Tag:building=roof)."""


def read_extract(path: Path, name: str) -> tuple[Extract, list[Problem]]:
    """All that an extract says of a city, and problems with `name` as their place."""
    columns, fault = read_columns(path)
    problems = _Problems(name)
    if fault:
        problems.add("map-file", Severity.ERROR, reason=fault)
    elif not len(columns.node_id):
        problems.add("map-file.empty", Severity.ERROR)
    give_back(len(columns.node_id))
    outlines, heights = _read_buildings(columns, problems, is_whole=not fault)
    give_back(len(columns.node_id))
    streets, torn = build_streets(columns)
    areas, lines, lost_water = build_water(columns)
    places, lost_places = build_places(columns)
    labels, _ = build_places(columns, LABELS)
    if not fault:
        problems.add_each("map-street", torn)
        problems.add_each("map-area.water", lost_water)
        problems.add_each("map-area.place", lost_places)
    box = columns.box or _find_box(columns, outlines.lonlat, streets.lonlat)
    extract = Extract(
        outlines, heights, streets, areas, lines, places, labels, box, columns.box is not None, OSM
    )
    return extract, problems.found


def read_outlines(path: Path, name: str) -> tuple[Outlines, list[Problem]]:
    """The buildings of an extract alone, and problems with `name` as their place."""
    columns, fault = read_columns(path)
    problems = _Problems(name)
    if fault:
        problems.add("map-file", Severity.ERROR, reason=fault)
    return _read_buildings(columns, problems, is_whole=not fault)[0], problems.found


class _Problems:
    """Problems of one file."""

    def __init__(self, name: str) -> None:
        self.found: list[Problem] = []
        self._origin = Origin(name)

    def add(self, message: str, severity: Severity, **said: str | int) -> None:
        """Add one; `id` among what it says is the object it is about."""
        record = str(said.get("id", ""))
        self.found.append(
            Problem(message=message, severity=severity, origin=self._origin, args=said, record=record)
        )

    def add_each(self, message: str, ids: Iterable[str]) -> None:
        """Add a warning for each object."""
        for id_ in ids:
            self.add(message, Severity.WARNING, id=id_)


def _read_buildings(columns: OsmColumns, problems: _Problems, *, is_whole: bool) -> tuple[Outlines, Heights]:
    """Buildings that hide what is behind them; roofs without walls and cellars are left out.

    Where the file broke off (not `is_whole`), what is missing is not told one by one.
    """
    ways, relations = (_find_buildings(columns, tags) for tags in (columns.way_tags, columns.relation_tags))
    whole = columns.find_with(columns.relation_tags, "type", ("multipolygon",))
    areas = build_areas(columns, ways, np.intersect1d(relations, whole))
    outlines = areas.build()
    heights, faults = build_heights(columns, areas.source)
    heights, more, parts = fill_from_parts(columns, outlines, heights)
    if is_whole:
        problems.add_each("map-area", areas.lost)
        problems.add_each("map-area.open", areas.open)
    for id_, key, value in dict.fromkeys([*faults, *more]):
        problems.add("map-height", Severity.WARNING, id=id_, key=key, value=value[:40])
    if parts:
        used = int(np.count_nonzero(heights.rule == HEIGHT_RULES.index(HeightRule.PARTS)))
        problems.add("map-parts", Severity.NOTE, n=parts, used=used)
    return outlines, heights


def _find_buildings(columns: OsmColumns, tags: Tags) -> np.typing.NDArray[np.int64]:
    """The rows of what says it is a building above the ground, with walls."""
    found = columns.find_with(tags, BUILDING)
    found = np.setdiff1d(found, columns.find_with(tags, BUILDING, SEEN_THROUGH))
    return np.setdiff1d(found, columns.find_with(tags, "location", ("underground",)))


def _find_box(
    columns: OsmColumns, *shapes: np.typing.NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """The box of an extract that does not say how far it reaches: around its buildings and streets.

    Among its other nodes are the far ends of what only begins here, as of a sea border 700 km long in Monaco's. They
    count where there is nothing else; around nothing the box is a point.
    """
    corners = np.concatenate(shapes)
    corners = corners if len(corners) else columns.lonlat
    if not len(corners):
        return 0.0, 0.0, 0.0, 0.0
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    return float(west), float(south), float(east), float(north)
