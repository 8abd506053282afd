"""Parts of buildings with heights of their own (`building:part`), for buildings of which nobody says how high they are.

A building keeps the height that is tagged on it as a whole. Of one that has none, and whose parts leave a hole in it
or are of unknown height themselves, the height stays unknown.
"""

from collections.abc import Sequence

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.kernels.arrays import Floats, Offsets
from sousveil.records.outlines import HEIGHT_RULES, HeightRule, Heights, Outlines

from .areas import build_areas
from .columns import OsmColumns
from .heights import Fault, build_heights

PART = "building:part"
COVERED = 0.99
"""Share of a building's ground that its parts cover: what is missing is the width of a line drawn by hand. Ours."""
SHARES = (0.1, 0.5, 0.9)
"""Shares of the covered ground on which the top is no higher: low, typical and high, as those of a storey are."""


def fill_from_parts(
    columns: OsmColumns, outlines: Outlines, heights: Heights
) -> tuple[Heights, list[Fault], int]:
    """Heights with those of buildings that only their parts tell, what of parts cannot be, and how many parts are."""
    ways = np.setdiff1d(
        columns.find_with(columns.way_tags, PART), columns.find_with(columns.way_tags, PART, ("no",))
    )
    whole = columns.find_with(columns.relation_tags, "type", ("multipolygon",))
    relations = np.intersect1d(columns.find_with(columns.relation_tags, PART), whole)
    areas = build_areas(columns, ways, relations)
    said, faults = build_heights(columns, areas.source)
    top, rule = heights.top_m.copy(), heights.rule.copy()
    unknown = np.flatnonzero(np.isnan(top[:, 0]))
    known = np.flatnonzero(~np.isnan(said.top_m[:, 0]))
    for row, tops in _list_covered(outlines, unknown, areas.build(), said.top_m, known):
        top[row], rule[row] = tops, HEIGHT_RULES.index(HeightRule.PARTS)
    return Heights(top, heights.base_m, rule), faults, len(areas) + len(areas.lost)


def _list_covered(
    outlines: Outlines, unknown: Offsets, parts: Outlines, top_m: Floats, known: Offsets
) -> list[tuple[int, Sequence[float]]]:
    """The buildings among the unknown that known parts cover, each with its low, typical and high top."""
    if not (len(unknown) and len(known)):
        return []
    grounds, pieces = draw_areas(outlines, unknown), draw_areas(parts, known)
    building, part = shapely.STRtree(pieces).query(grounds, predicate="intersects")
    found: list[tuple[int, Sequence[float]]] = []
    for at in np.unique(building).tolist():
        near = part[building == at]
        tops, covered = _layer(grounds[at], pieces[near], top_m[known[near]])
        if covered.sum() >= COVERED * grounds[at].area > 0:
            bands = [find_share(tops[:, band], covered, share) for band, share in enumerate(SHARES)]
            found.append((int(unknown[at]), bands))
    return found


def _layer(
    ground: shapely.Geometry, pieces: Sequence[shapely.Geometry], top_m: Floats
) -> tuple[Floats, Floats]:
    """The tops of parts from the highest down, and how much of the ground each covers that none above it does."""
    order = np.argsort(-top_m[:, 1], kind="stable")
    covered = np.zeros(len(order))
    for at, row in enumerate(order.tolist()):
        covered[at] = shapely.intersection(ground, pieces[row]).area
        ground = shapely.difference(ground, pieces[row])
    return top_m[order], covered


def find_share(values: Floats, weights: Floats, share: float) -> float:
    """The least value that is not exceeded on so great a share of the weights.

    >>> find_share(np.array([30.0, 9.0]), np.array([1.0, 3.0]), 0.5)
    9.0
    """
    order = np.argsort(values)
    within = np.cumsum(weights[order]) >= share * weights.sum()
    return float(values[order][np.argmax(within)])


def draw_areas(outlines: Outlines, rows: Offsets) -> np.typing.NDArray[np.object_]:
    """The areas of some rows (ascending), in degrees: their shares of each other are those on the ground."""
    drawn = np.full(len(rows), shapely.Polygon(), dtype=np.object_)
    for ring in np.flatnonzero(np.isin(outlines.ring_row, rows)).tolist():
        at = np.searchsorted(rows, outlines.ring_row[ring])
        line = outlines.lonlat[outlines.ring_start[ring] : outlines.ring_start[ring + 1]]
        drawn[at] = shapely.symmetric_difference(drawn[at], shapely.Polygon(line))  # a hole is inside twice
    return drawn
