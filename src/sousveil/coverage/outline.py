"""Visible ground as polygons, arcs drawn as chords: for maps, exports, and asking what it touches.

Draws what was computed: areas in square metres are those of the exact boundaries, never of these drawings.
"""

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.kernels.arrays import ARC, LIFT, Boundaries, Floats, Offsets, Views

STEP_RAD = np.radians(7.5)  # a chord then stays within 0.2 % of the radius (1 − cos 3.75°): 10 cm of 50 m


class Drawn(Protocol):
    """Views with their boundaries, as ground has them; one of which nothing is known has no range, and sees nothing."""

    @property
    def views(self) -> Views:
        """The views."""

    @property
    def boundaries(self) -> Boundaries:
        """What each sees."""


class Rings(NamedTuple):
    """What views see, drawn: corners (n, 2) [m], where each ring begins, its view, and whether it is a hole.

    `shown` : the views of which something is known and seen; `view` : (rings), positions among these. Holes follow the
    outer ring they are in; none repeats its first corner.
    """

    points: Floats
    start: Offsets
    view: Offsets
    is_hole: npt.NDArray[np.bool_]
    shown: Offsets


def list_rings(ground: Drawn) -> Rings:
    """The rings of the polygons of `draw_outlines`."""
    drawn, shown = draw_outlines(ground)
    parts, view = shapely.get_parts(drawn, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.cumsum(np.bincount(ring, minlength=len(rings))) - 1
    kept = np.ones(len(points), np.bool_)
    kept[closing] = False
    is_hole = np.zeros(len(rings), np.bool_)
    is_hole[1:] = part[1:] == part[:-1]
    return Rings(
        points[kept], np.append(0, closing + 1) - np.arange(len(rings) + 1), view[part], is_hole, shown
    )


def draw_outlines(ground: Drawn) -> tuple[npt.NDArray[np.object_], Offsets]:
    """A polygon or several [m] for each view of which something is known and seen, and which views those are."""
    points, start, view, shown = _list_loops(ground)
    closing = np.cumsum(np.diff(start))
    order = np.insert(np.arange(len(points)), closing, start[:-1])
    ends = start + np.arange(len(start))
    each = np.asarray(
        shapely.from_ragged_array(shapely.GeometryType.POLYGON, points[order], (ends, np.arange(len(start)))),
        dtype=object,
    )
    first = np.searchsorted(view, np.arange(len(shown) + 1))
    drawn = each[first[:-1]]
    for row in np.flatnonzero(np.diff(first) > 1):
        drawn[row] = _join(each[first[row] : first[row + 1]])
    return drawn, shown


def _join(loops: npt.NDArray[np.object_]) -> shapely.Geometry:
    """What is inside of an odd number of loops: ground, less holes, and ground within these."""
    # What a loop that touches itself goes around twice is outside: of the two ways, "linework" alone counts like that.
    sound = shapely.buffer(shapely.make_valid(loops, method="linework"), 0)
    joined = sound[0]
    for one in sound[1:]:
        # A width of 0 leaves nothing of lines in which loops touch.
        joined = shapely.buffer(shapely.symmetric_difference(joined, one), 0)
    return joined


def _list_loops(ground: Drawn) -> tuple[Floats, Offsets, Offsets, Offsets]:
    """Corners of loops, where each begins, its position among the views shown, and these: one a view, or several."""
    lines = ground.boundaries
    size = np.diff(lines.start)
    shown = np.flatnonzero((size >= 2) & (ground.views.range_m > 0))
    none = np.empty(0, np.int64)
    corner = np.concatenate([none, *(np.arange(lines.start[row], lines.start[row + 1]) for row in shown)])
    view = np.repeat(np.arange(len(shown)), size[shown])
    # A loop ends with its view, or where it is lifted.
    last = lines.mark[corner] == LIFT
    last[np.cumsum(size[shown]) - 1] = True
    ends = np.flatnonzero(last)
    begins = np.append(0, ends[:-1] + 1)[: len(ends)]
    following = corner + 1
    following[ends] = corner[begins]
    kept = lines.mark[corner] != LIFT
    points, count = walk_arcs(ground, corner[kept], following[kept], shown[view[kept]])
    loop = np.repeat(np.arange(len(ends)), ends + 1 - begins)[kept]
    sizes = np.bincount(loop, count, len(ends)).astype(np.int64)
    return points, np.append(0, np.cumsum(sizes)), view[begins], shown


def walk_arcs(ground: Drawn, corner: Offsets, following: Offsets, view: Offsets) -> tuple[Floats, Offsets]:
    """Each corner, and behind one that begins an arc the points along it; and how many points that makes."""
    views, lines = ground.views, ground.boundaries
    middle = np.stack([views.x[view], views.y[view]], axis=1)
    at = np.stack([lines.x[corner], lines.y[corner]], axis=1)
    first = np.arctan2(*(at - middle).T[::-1])
    last = np.arctan2(lines.y[following] - middle[:, 1], lines.x[following] - middle[:, 0])
    turn = np.where(lines.mark[corner] == ARC, (last - first) % (2 * np.pi), 0.0)
    # Arcs are of a quarter at most: what comes out as nearly a whole turn is an arc of no length, rounded backwards.
    turn = np.where(turn > np.pi, 0.0, turn)
    count = np.maximum(1, np.ceil(turn / STEP_RAD)).astype(np.int64)
    whose = np.repeat(np.arange(len(corner)), count)
    step = np.arange(len(whose)) - np.repeat(np.cumsum(count) - count, count)
    angle = first[whose] + turn[whose] * step / count[whose]
    around = np.stack([np.cos(angle), np.sin(angle)], axis=1) * views.range_m[view[whose]][:, None]
    return np.where(step[:, None] > 0, middle[whose] + around, at[whose]), count
