"""Extracts of OpenStreetMap as `.osm.pbf` files: the outlines of buildings, courtyards included.

Reads only. What could not be put together into an area is reported with its object, and the rest goes on; an extract
that breaks off gives what was read before.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import osmium
from osmium import filter as only
from osmium.osm import AREA, RELATION, WAY, Area, InnerRing, OuterRing, Relation, Way

from sousveil.problems import Origin, Problem, Severity
from sousveil.records.outlines import Outlines

KEY = "building"
SEEN_THROUGH = frozenset({"no", "roof", "carport"})
"""Values that are no walls: a roof on posts hides nothing at the height of people (OSM wiki, Tag:building=roof)."""


def read_outlines(path: Path, name: str) -> tuple[Outlines, list[Problem]]:
    """The buildings of an extract, and problems with `name` as their place; roofs without walls are left out."""
    rows = _Rows()
    wanted: dict[str, None] = {}
    problems: list[Problem] = []
    try:
        for one in _read_objects(path):
            if one.tags[KEY] in SEEN_THROUGH or one.tags.get("location") == "underground":
                continue
            if isinstance(one, Area):
                if one.num_rings()[0]:  # a line that crosses itself gives an area without rings
                    rows.add(one)
            elif isinstance(one, Way):
                wanted[f"way/{one.id}"] = None
            elif one.tags.get("type") == "multipolygon":  # a relation of type `building` only groups parts
                wanted[f"relation/{one.id}"] = None
    except RuntimeError as error:  # osmium raises nothing narrower
        reason = str(error) or type(error).__name__
        problems.append(_build_problem("map-file", name, Severity.ERROR, reason=reason))
    else:
        lost = [id_ for id_ in wanted if id_ not in rows.ids]
        problems += [_build_problem("map-area", name, Severity.WARNING, id=id_) for id_ in lost]
    return rows.build(), problems


def _read_objects(path: Path) -> Iterator[Way | Relation | Area]:
    """Ways, relations and areas that say they are buildings."""
    kinds = only.EntityFilter(AREA | WAY | RELATION)
    tagged = only.KeyFilter(KEY)
    for one in osmium.FileProcessor(str(path)).with_areas(tagged).with_filter(kinds).with_filter(tagged):
        if isinstance(one, Way | Relation | Area):
            yield one


def _build_problem(message: str, name: str, severity: Severity, **said: str) -> Problem:
    return Problem(message=message, severity=severity, origin=Origin(name), args=said)


class _Rows:
    """Outlines while they are read."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._corners: list[tuple[float, float]] = []
        self._starts = [0]
        self._rings: list[tuple[int, bool]] = []

    def add(self, area: Area) -> None:
        """Add a building with all its rings."""
        kind = "way" if area.from_way() else "relation"
        row = self.ids.setdefault(f"{kind}/{area.orig_id()}", len(self.ids))
        for outer in area.outer_rings():
            self._add_ring(outer, row, is_hole=False)
            for inner in area.inner_rings(outer):
                self._add_ring(inner, row, is_hole=True)

    def _add_ring(self, ring: OuterRing | InnerRing, row: int, *, is_hole: bool) -> None:
        corners = [(node.lon, node.lat) for node in ring]
        self._corners += corners[:-1]
        self._starts.append(len(self._corners))
        self._rings.append((row, is_hole))

    def build(self) -> Outlines:
        return Outlines(
            lonlat=np.array(self._corners, dtype=np.float64).reshape(-1, 2),
            ring_start=np.array(self._starts, dtype=np.int64),
            ring_building=np.array([row for row, _ in self._rings], dtype=np.int32),
            ring_is_hole=np.array([is_hole for _, is_hole in self._rings], dtype=np.bool_),
            ids=tuple(self.ids),
        )
