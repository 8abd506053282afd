"""Visible ground as polygons, arcs drawn as chords: for maps, exports, and asking what it touches.

Draws what was computed: areas in square metres are those of the exact boundaries, never of these drawings.
"""

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.coverage.ground import Ground
from sousveil.kernels.arrays import ARC, Floats, Offsets

STEP_RAD = np.radians(7.5)  # a chord then stays within 0.2 % of the radius (1 − cos 3.75°): 10 cm of 50 m


def draw_outlines(ground: Ground) -> tuple[npt.NDArray[np.object_], Offsets]:
    """A polygon [m] for each view of which something is known and seen, and which views those are."""
    points, start, shown = list_corners(ground)
    closing = np.cumsum(np.diff(start))
    order = np.insert(np.arange(len(points)), closing, start[:-1])
    ends = start + np.arange(len(start))
    rings = np.arange(len(shown) + 1)
    drawn = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points[order], (ends, rings))
    return np.asarray(drawn, dtype=object), shown


def list_corners(ground: Ground) -> tuple[Floats, Offsets, Offsets]:
    """Corners [m] of those views, where each view's begin, and which views they are."""
    start = ground.boundaries.start
    size = np.diff(start)
    shown = np.flatnonzero(ground.known & (size >= 2) & (ground.views.range_m > 0))
    corner = np.concatenate([np.arange(start[row], start[row + 1]) for row in shown] or [np.empty(0, int)])
    following = corner + 1
    ends = np.cumsum(size[shown])
    following[ends - 1] = start[shown]
    points, count = walk_arcs(ground, corner, following, np.repeat(shown, size[shown]))
    sizes = np.add.reduceat(count, ends - size[shown]) if len(shown) else np.empty(0, int)
    return points, np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]), shown


def walk_arcs(ground: Ground, corner: Offsets, following: Offsets, view: Offsets) -> tuple[Floats, Offsets]:
    """Each corner, and behind one that begins an arc the points along it; and how many points that makes."""
    views, lines = ground.views, ground.boundaries
    middle = np.stack([views.x[view], views.y[view]], axis=1)
    at = np.stack([lines.x[corner], lines.y[corner]], axis=1)
    first = np.arctan2(*(at - middle).T[::-1])
    last = np.arctan2(lines.y[following] - middle[:, 1], lines.x[following] - middle[:, 0])
    turn = np.where(lines.mark[corner] == ARC, (last - first) % (2 * np.pi), 0.0)
    count = np.maximum(1, np.ceil(turn / STEP_RAD)).astype(np.int64)
    whose = np.repeat(np.arange(len(corner)), count)
    step = np.arange(len(whose)) - np.repeat(np.cumsum(count) - count, count)
    angle = first[whose] + turn[whose] * step / count[whose]
    around = np.stack([np.cos(angle), np.sin(angle)], axis=1) * views.range_m[view[whose]][:, None]
    return np.where(step[:, None] > 0, middle[whose] + around, at[whose]), count
