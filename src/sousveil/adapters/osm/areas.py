"""Areas of OpenStreetMap: closed ways, and relations of type `multipolygon` put together from their members.

What is inside follows from the lines alone, not from the roles people wrote (as the map's own tools do). A line that
crosses itself makes no area; an area of which a part is open is that part which closes, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.kernels.arrays import Floats, Offsets
from sousveil.kernels.rings import fill_sure
from sousveil.records.ids import RELATION, WAY, Ids, build_ids
from sousveil.records.outlines import Outlines

from .columns import NONE, OsmColumns, gather, join_parts

FEWEST = 4
"""Nodes of a closed line that can hold an area, its first one twice."""
WAY_MEMBER = 1
AT_ONCE = 1 << 16
"""Ways that are made areas at once: some dozens of MiB."""


class Source(NamedTuple):
    """For each area whether it is a relation, and the row of its way or relation."""

    is_relation: npt.NDArray[np.bool_]
    row: Offsets


@dataclass(slots=True)
class Areas:
    """Areas while they are put together, by row; the objects that made none, and those that made only a part."""

    columns: OsmColumns
    lost: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    _count: int = 0
    _source: list[Source] = field(default_factory=list)
    _lonlat: list[Floats] = field(default_factory=list)
    _sizes: list[npt.NDArray[np.int32]] = field(default_factory=list)
    _rows: list[npt.NDArray[np.int32]] = field(default_factory=list)
    _holes: list[npt.NDArray[np.bool_]] = field(default_factory=list)

    def __len__(self) -> int:
        return self._count

    @property
    def source(self) -> Source:
        """What each area is made from."""
        found = self._source
        return Source(
            np.concatenate([np.zeros(0, np.bool_), *(one.is_relation for one in found)]),
            np.concatenate([np.zeros(0, np.int64), *(one.row for one in found)]),
        )

    def add_rings(self, lonlat: Floats, sizes: Offsets, ways: Offsets) -> None:
        """Add ways in these rows as areas of one ring, each without its last corner: corners, and how many it has."""
        self._add(
            lonlat, sizes, np.arange(self._count, self._count + len(ways)), np.zeros(len(ways), np.bool_)
        )
        self._source.append(Source(np.zeros(len(ways), np.bool_), ways))
        self._count += len(ways)

    def add_polygons(self, polygons: Sequence[shapely.Polygon], row: int, *, is_relation: bool) -> bool:
        """Add the area of a way or relation that stands in this row, or name it as lost where it has no polygon."""
        source = Source(np.array([is_relation]), np.array([row], dtype=np.int64))
        if not polygons:
            self.lost += name_sources(self.columns, source)
            return False
        for polygon in polygons:
            for number, ring in enumerate(shapely.get_rings(polygon)):
                corners = shapely.get_coordinates(ring)[:-1]
                self._add(corners, np.array([len(corners)]), np.array([self._count]), np.array([number > 0]))
        self._source.append(source)
        self._count += 1
        return True

    def _add(self, lonlat: Floats, sizes: Offsets, rows: Offsets, holes: npt.NDArray[np.bool_]) -> None:
        self._lonlat.append(lonlat)
        self._sizes.append(sizes.astype(np.int32))
        self._rows.append(rows.astype(np.int32))
        self._holes.append(holes)

    def build(self) -> Outlines:
        """The rings of all areas, which are then no longer held here."""
        sizes = np.concatenate([np.zeros(1, np.int64), *self._sizes])
        return Outlines(
            lonlat=join_parts(self._lonlat, np.zeros((0, 2))),
            ring_start=np.cumsum(sizes).astype(np.int64),
            ring_row=join_parts(self._rows, np.zeros(0, np.int32)),
            ring_is_hole=join_parts(self._holes, np.zeros(0, np.bool_)),
            ids=name_sources(self.columns, self.source),
        )


def name_sources(columns: OsmColumns, source: Source) -> Ids:
    """The ids of ways and relations."""
    number = np.empty(len(source.row), np.int64)
    number[source.is_relation] = columns.relation_id[source.row[source.is_relation]]
    number[~source.is_relation] = columns.way_id[source.row[~source.is_relation]]
    return Ids(np.where(source.is_relation, RELATION, WAY).astype(np.int8), number)


def build_areas(columns: OsmColumns, ways: Offsets, relations: Offsets) -> Areas:
    """The areas of some ways and relations, by their rows."""
    areas = Areas(columns)
    parts = (ways[first : first + AT_ONCE] for first in range(0, len(ways), AT_ONCE))
    knotted = [_add_ways(columns, part, areas) for part in parts]
    for way in np.concatenate([np.zeros(0, np.int64), *knotted]).tolist():
        polygons, _ = _assemble(columns, pair_up(columns.take_refs(np.array([way]))[0]))
        areas.add_polygons(polygons, way, is_relation=False)
    for relation in relations.tolist():
        polygons, is_open = _assemble(columns, list_segments(columns, relation))
        if areas.add_polygons(polygons, relation, is_relation=True) and is_open:
            areas.open.append(f"relation/{columns.relation_id[relation]}")
    return areas


def _add_ways(columns: OsmColumns, ways: Offsets, areas: Areas) -> Offsets:
    """Add closed ways as they stand; those that are not plain rings go the way of relations and are given back."""
    refs, start = columns.take_refs(ways)
    nodes = columns.locate(refs)
    sizes = np.diff(start)
    first, last = np.minimum(start[:-1], len(refs) - 1), start[1:] - 1
    whole = np.add.reduceat(np.append(nodes == NONE, False), start[:-1]) * (sizes > 0) == 0
    closed = (sizes >= FEWEST) & whole
    closed[closed] = refs[first[closed]] == refs[last[closed]]
    kept = np.flatnonzero(closed)
    at, offsets = gather(start, kept)
    lonlat = columns.lonlat[nodes[at]]
    plain = find_plain(lonlat, offsets)
    corners = np.ones(len(at), dtype=np.bool_)
    corners[offsets[1:] - 1] = False
    corners &= np.repeat(plain, np.diff(offsets))
    areas.add_rings(lonlat[corners], np.diff(offsets)[plain] - 1, ways[kept[plain]])
    areas.lost += build_ids(WAY, columns.way_id[ways[~closed]])
    knotted: Offsets = ways[kept[~plain]]
    return knotted


def find_plain(lonlat: Floats, start: Offsets) -> npt.NDArray[np.bool_]:
    """Which closed lines make an area as they stand; few are so knotted that an exact judge is asked."""
    plain = np.empty(len(start) - 1, dtype=np.bool_)
    fill_sure(lonlat, start, plain)
    unsure = np.flatnonzero(~plain)
    at, begin = gather(start, unsure)
    rings = shapely.linearrings(lonlat[at], indices=np.repeat(np.arange(len(unsure)), np.diff(begin)))
    plain[unsure] = shapely.is_valid(shapely.polygons(rings))
    return plain


def pair_up(nodes: Offsets) -> Offsets:
    """The steps of a line (n, 2), each from the lesser id to the greater."""
    return np.sort(np.stack([nodes[:-1], nodes[1:]], axis=1), axis=1)


def list_segments(columns: OsmColumns, relation: int) -> Offsets:
    """The steps of all ways that are members of a relation; ways that the file does not hold are open ends."""
    members = slice(columns.member_start[relation], columns.member_start[relation + 1])
    wanted = columns.member[members][columns.member_kind[members] == WAY_MEMBER]
    rows = columns.locate_ways(wanted).tolist()
    steps = [pair_up(columns.ref[columns.ref_start[row] : columns.ref_start[row + 1]]) for row in rows]
    return np.concatenate([np.zeros((0, 2), np.int64), *steps])


def _assemble(columns: OsmColumns, steps: Offsets) -> tuple[list[shapely.Polygon], bool]:
    """The polygons that steps enclose, and whether some of them lead nowhere; a step said twice cancels out."""
    nodes = columns.locate(steps.reshape(-1)).reshape(-1, 2)
    held = (nodes != NONE).all(axis=1)
    nodes = nodes[held & (nodes[:, 0] != nodes[:, 1])]
    # Two rows as one number: telling pairs apart would sort them as records.
    count = len(columns.node_id)
    pairs, times = np.unique(nodes[:, 0] * count + nodes[:, 1], return_counts=True)
    pairs = pairs[times % 2 == 1]
    whole = prune(np.stack([pairs // max(count, 1), pairs % max(count, 1)], axis=1))
    ends = columns.lonlat[whole]
    faces, cuts, _, crossed = shapely.polygonize_full(shapely.linestrings(ends))
    parts = shapely.get_parts(faces)
    inside = [face for face in parts if len(parts) == 1 or is_enclosed(face, ends)]
    sound = cuts.is_empty and crossed.is_empty and bool(shapely.is_valid(shapely.MultiPolygon(inside)))
    return (inside if sound else []), not held.all() or len(whole) < len(pairs)


def prune(steps: Offsets) -> Offsets:
    """Steps without those that lead to a dead end."""
    while True:
        _, number, times = np.unique(steps, return_inverse=True, return_counts=True)
        kept = (times[number].reshape(-1, 2) > 1).all(axis=1)
        if kept.all():
            return steps
        steps = steps[kept]


def is_enclosed(face: shapely.Polygon, ends: Floats) -> bool:
    """Whether a face is solid: a ray from within it to the east crosses an odd number of lines."""
    x, y = shapely.get_coordinates(shapely.point_on_surface(face))[0]
    ends = ends[(ends[:, 0, 1] > y) != (ends[:, 1, 1] > y)]
    (ax, ay), (bx, by) = ends[:, 0].T, ends[:, 1].T
    return bool(((ax + (bx - ax) * (y - ay) / (by - ay)) > x).sum() % 2)
