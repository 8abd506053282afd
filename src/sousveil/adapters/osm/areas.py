"""Areas of OpenStreetMap: closed ways, and relations of type `multipolygon` put together from their members.

What is inside follows from the lines alone, not from the roles people wrote (as the map's own tools do). A line that
crosses itself makes no area; an area of which a part is open is that part which closes, and says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.kernels.arrays import Floats, Offsets
from sousveil.kernels.rings import fill_sure
from sousveil.records.outlines import Outlines

from .columns import NONE, OsmColumns, gather

FEWEST = 4
"""Nodes of a closed line that can hold an area, its first one twice."""
WAY_MEMBER = 1


@dataclass(slots=True)
class Areas:
    """Areas while they are put together, by row; the objects that made none, and those that made only a part.

    `source` : for each area whether it is a relation, and the row of its way or relation.
    """

    ids: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    source: list[tuple[bool, int]] = field(default_factory=list)
    _lonlat: list[Floats] = field(default_factory=list)
    _sizes: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _rows: list[npt.NDArray[np.int32]] = field(default_factory=list)
    _holes: list[npt.NDArray[np.bool_]] = field(default_factory=list)

    def add(self, lonlat: Floats, sizes: Offsets, rows: Iterable[int], holes: Iterable[bool]) -> None:
        """Add rings without their last corner: corners, how many each has, its area's row, whether it is a hole."""
        self._lonlat.append(lonlat)
        self._sizes.append(sizes)
        self._rows.append(np.fromiter(rows, dtype=np.int32))
        self._holes.append(np.fromiter(holes, dtype=np.bool_))

    def add_polygons(self, id_: str, polygons: Sequence[shapely.Polygon], row: int) -> None:
        """Add the area of a way or relation that stands in this row, or name it as lost where it has no polygon."""
        if not polygons:
            self.lost.append(id_)
            return
        for polygon in polygons:
            for number, ring in enumerate(shapely.get_rings(polygon)):
                corners = shapely.get_coordinates(ring)[:-1]
                self.add(corners, np.array([len(corners)]), [len(self.ids)], [number > 0])
        self.ids.append(id_)
        self.source.append((id_[0] == "r", row))

    def build(self) -> Outlines:
        """The rings of all areas."""
        sizes = np.concatenate([np.zeros(1, np.int64), *self._sizes])
        return Outlines(
            lonlat=np.concatenate([np.zeros((0, 2)), *self._lonlat]),
            ring_start=np.cumsum(sizes).astype(np.int64),
            ring_row=np.concatenate([np.zeros(0, np.int32), *self._rows]),
            ring_is_hole=np.concatenate([np.zeros(0, np.bool_), *self._holes]),
            ids=tuple(self.ids),
        )


def build_areas(columns: OsmColumns, ways: Offsets, relations: Offsets) -> Areas:
    """The areas of some ways and relations, by their rows."""
    areas = Areas()
    _add_ways(columns, ways, areas)
    for relation in relations.tolist():
        id_ = f"relation/{columns.relation_id[relation]}"
        polygons, is_open = _assemble(columns, list_segments(columns, relation))
        areas.add_polygons(id_, polygons, relation)
        if is_open and polygons:
            areas.open.append(id_)
    return areas


def _add_ways(columns: OsmColumns, ways: Offsets, areas: Areas) -> None:
    """Add closed ways as they stand; those that are not plain rings go the way of relations."""
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
    rows = kept[plain]
    ids = columns.way_id[ways]
    areas.add(lonlat[corners], np.diff(offsets)[plain] - 1, range(len(rows)), [False] * len(rows))
    areas.ids += [f"way/{id_}" for id_ in ids[rows].tolist()]
    areas.source += [(False, row) for row in ways[rows].tolist()]
    for row in kept[~plain].tolist():
        polygons, _ = _assemble(columns, pair_up(refs[start[row] : start[row + 1]]))
        areas.add_polygons(f"way/{ids[row]}", polygons, int(ways[row]))
    areas.lost += [f"way/{id_}" for id_ in ids[~closed].tolist()]


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
