"""Walls and views to try: drawn by hypothesis, on whole metres where ties must be exact, or anywhere."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from sousveil.kernels import front
from sousveil.kernels.arrays import ARC, RADIUS, Boundaries, Floats, Views, Walls

Corners = list[tuple[tuple[float, float], tuple[float, float]]]

WHOLE = st.integers(-8, 8).map(float)
LENGTHS = st.integers(1, 6).map(float)
PLACES = st.tuples(st.floats(-40, 40), st.floats(-40, 40))
WIDTHS = st.sampled_from([1.0, 30.0, 90.0, 180.0, 200.0, 359.0, 360.0])


def ring(points: Sequence[tuple[float, float]]) -> Corners:
    """A building from its corners, counter-clockwise."""
    return list(zip(points, [*points[1:], points[0]], strict=True))


def box(x: float, y: float, wide: float, high: float) -> Corners:
    return ring([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)])


@st.composite
def boxes(draw: st.DrawFn) -> Corners:
    """Boxes on whole metres: shared corners, walls on one line, overlaps, the same box twice."""
    count = draw(st.integers(1, 8))
    return [
        wall for _ in range(count) for wall in box(draw(WHOLE), draw(WHOLE), draw(LENGTHS), draw(LENGTHS))
    ]


@st.composite
def outlines(draw: st.DrawFn, *, twisted: bool = True) -> Corners:
    """Buildings of any angle that may overlap, and, if twisted, cross themselves or be inside out."""
    walls: Corners = []
    for _ in range(draw(st.integers(1, 8))):
        x, y = draw(PLACES)
        if twisted:
            degrees = sorted(draw(st.lists(st.integers(0, 359), min_size=3, max_size=6, unique=True)))
        else:  # less than half a turn from corner to corner
            degrees = [third + draw(st.integers(0, 59)) for third in (0, 120, 240)]
        pairs = [(math.radians(angle), draw(st.floats(0.5, 15))) for angle in degrees]
        walls += ring([(x + r * math.cos(a), y + r * math.sin(a)) for a, r in pairs])
    return walls


def same(one: Boundaries, other: Boundaries) -> bool:
    """Whether two answers have the same bytes."""
    pairs: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]] = [
        (one.start, other.start),
        (one.x, other.x),
        (one.y, other.y),
        (one.mark, other.mark),
    ]
    return all(left.tobytes() == right.tobytes() for left, right in pairs)


def see(corners: Corners | Floats, views: Views, cell_m: float = 50.0) -> Boundaries:
    return front.compute_boundaries(front.build_grid(front.build_walls(corners), cell_m=cell_m), views)


def measure(corners: Corners | Floats, views: Views, cell_m: float = 50.0) -> Floats:
    return front.compute_view_areas(views, see(corners, views, cell_m))


def clearance(corners: Corners, x: float, y: float) -> float:
    """Distance from a place to the nearest wall [m]."""
    (ax, ay), (bx, by) = np.array(corners).transpose(1, 2, 0)
    ex, ey = bx - ax, by - ay
    share = np.clip(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey), 0, 1)
    return float(np.hypot(ax + share * ex - x, ay + share * ey - y).min())


def reach_along(views: Views, boundaries: Boundaries, direction: tuple[float, float]) -> float:
    """How far the first view sees in a direction [m]."""
    ux, uy = direction
    begin, end = boundaries.start[0], boundaries.start[1]
    x = np.append(boundaries.x[begin:end], boundaries.x[begin]) - views.x[0]
    y = np.append(boundaries.y[begin:end], boundaries.y[begin]) - views.y[0]
    for at, mark in enumerate(boundaries.mark[begin:end]):
        (px, py), (qx, qy) = (x[at], y[at]), (x[at + 1], y[at + 1])
        if mark != RADIUS and px * uy - py * ux >= 0 and ux * qy - uy * qx > 0:
            if mark == ARC:
                return float(views.range_m[0])
            ex, ey = qx - px, qy - py
            return float((px * ey - py * ex) / (ux * ey - uy * ex))
    return 0.0


def no_walls() -> Walls:
    return front.build_walls(np.empty((0, 2, 2)))
