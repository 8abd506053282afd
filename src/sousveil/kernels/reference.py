"""Slow, obvious twins of the loops: what is seen, in exact rational numbers, one direction after another.

The judge of `sweep` in tests, and readable as a definition of what it computes; never called by the product.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import combinations, pairwise

import numpy as np

from sousveil.kernels.arrays import Floats, Views, Walls

Vector = tuple[Fraction, Fraction]
Edge = tuple[Vector, Vector]

AXES: Sequence[Vector] = [
    (Fraction(x), Fraction(y))
    for x, y in [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
]


def compute_areas_exactly(walls: Walls, views: Views) -> Floats:
    """The area [m²] each view sees; only the last step, a triangle's share of the circle, is rounded."""
    corners = np.stack([walls.ax, walls.ay, walls.bx, walls.by], axis=1)
    return np.array([_compute_area(corners, views, view) for view in range(len(views.x))])


def _compute_area(corners: Floats, views: Views, view: int) -> float:
    reach = float(views.range_m[view])
    edges = list(find_facing(corners, (views.x[view], views.y[view]), reach))
    sides = [
        (Fraction(float(x[view])), Fraction(float(y[view])))
        for x, y in [(views.from_x, views.from_y), (views.to_x, views.to_y)]
    ]
    around = bool(views.around[view])
    pieces = []
    for first, last in pairwise(list_directions(edges, sides)):
        middle = (first[0] + last[0], first[1] + last[1])
        if around or is_inside(middle, sides):
            nearest = find_nearest(edges, middle)
            pieces.append(compute_piece(nearest, (first, last), reach))
    return math.fsum(pieces)


def find_facing(corners: Floats, camera: tuple[float, float], reach: float) -> Iterator[Edge]:
    """The walls, seen from the camera, whose outer side faces it and that come within its range."""
    cx, cy = Fraction(float(camera[0])), Fraction(float(camera[1]))
    least = np.minimum(corners[:, :2], corners[:, 2:]) <= np.array(camera) + reach
    most = np.maximum(corners[:, :2], corners[:, 2:]) >= np.array(camera) - reach
    for ax, ay, bx, by in corners[least.all(axis=1) & most.all(axis=1)]:
        p, q = (Fraction(ax) - cx, Fraction(ay) - cy), (Fraction(bx) - cx, Fraction(by) - cy)
        if cross(p, q) < 0 and measure_distance(p, q) < reach:
            yield p, q


def cross(p: Vector, q: Vector) -> Fraction:
    """Twice the area between two directions; positive where q lies counter-clockwise of p."""
    return p[0] * q[1] - p[1] * q[0]


def measure_distance(p: Vector, q: Vector) -> float:
    """Distance from the camera to the wall from p to q."""
    along = (q[0] - p[0], q[1] - p[1])
    share = -(p[0] * along[0] + p[1] * along[1]) / (along[0] ** 2 + along[1] ** 2)
    share = min(max(share, Fraction(0)), Fraction(1))
    return math.hypot(float(p[0] + share * along[0]), float(p[1] + share * along[1]))


def list_directions(edges: Sequence[Edge], sides: Iterable[Vector]) -> list[Vector]:
    """Every direction in which the nearest wall can change, in order of angle, the first again at the end."""
    found = [*AXES, *sides, *(end for edge in edges for end in edge)]
    found += [point for one, other in combinations(edges, 2) for point in find_crossing(one, other)]
    found.sort(key=cmp_to_key(compare_angles))
    distinct = [found[0], *(b for a, b in pairwise(found) if compare_angles(a, b))]
    return [*distinct, distinct[0]]


def compare_angles(p: Vector, q: Vector) -> int:
    """Order directions counter-clockwise from east, exactly."""
    halves = [int(one[1] < 0 or (one[1] == 0 and one[0] < 0)) for one in (p, q)]
    if halves[0] != halves[1]:
        return halves[0] - halves[1]
    turn = cross(p, q)
    return int(turn < 0) - int(turn > 0)


def find_crossing(one: Edge, other: Edge) -> Iterator[Vector]:
    """Where two walls cross, if they do."""
    if any(
        max(one[0][axis], one[1][axis]) < min(other[0][axis], other[1][axis])
        or max(other[0][axis], other[1][axis]) < min(one[0][axis], one[1][axis])
        for axis in (0, 1)
    ):
        return
    (a, b), (c, d) = one, other
    ab, cd, ac = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1]), (c[0] - a[0], c[1] - a[1])
    turn = cross(ab, cd)
    if turn:
        along, other_along = cross(ac, cd) / turn, cross(ac, ab) / turn
        if 0 <= along <= 1 and 0 <= other_along <= 1:
            yield a[0] + along * ab[0], a[1] + along * ab[1]


def is_inside(direction: Vector, sides: Sequence[Vector]) -> bool:
    """Whether a direction lies in the sector counter-clockwise from the first side to the second."""
    first, last = sides
    if compare_angles(first, last) == 0:
        return False
    if compare_angles(first, last) < 0:
        return compare_angles(first, direction) < 0 and compare_angles(direction, last) < 0
    return compare_angles(first, direction) < 0 or compare_angles(direction, last) < 0


def find_nearest(edges: Sequence[Edge], direction: Vector) -> Edge | None:
    """The wall first met in a direction."""
    best, nearest = Fraction(0), None
    for p, q in edges:
        if cross(q, direction) > 0 and cross(direction, p) > 0:
            along = (q[0] - p[0], q[1] - p[1])
            inverse = cross(along, direction) / cross(along, p)
            if inverse > best:
                best, nearest = inverse, (p, q)
    return nearest


def compute_piece(edge: Edge | None, span: tuple[Vector, Vector], reach: float) -> float:
    """What is seen between two directions, as far as the wall or the range, whichever comes first."""
    if edge is None:
        first, last = ((float(x), float(y)) for x, y in span)
        return compute_sector(first, last, reach)
    p, q = edge
    along = (q[0] - p[0], q[1] - p[1])
    points = []
    for u in span:
        inverse = cross(along, u) / cross(along, p)
        points.append((float(u[0] / inverse), float(u[1] / inverse)))
    return compute_triangle(points[0], points[1], reach)


def compute_sector(p: tuple[float, float], q: tuple[float, float], reach: float) -> float:
    """Area of a circle's sector between two directions."""
    return reach * reach / 2 * math.atan2(p[0] * q[1] - p[1] * q[0], p[0] * q[0] + p[1] * q[1])


def compute_triangle(p: tuple[float, float], q: tuple[float, float], reach: float) -> float:
    """Area that the triangle from the camera to p and q shares with the circle."""
    ex, ey = q[0] - p[0], q[1] - p[1]
    square = ex * ex + ey * ey
    if square == 0:
        return 0.0
    middle = -(p[0] * ex + p[1] * ey) / square
    rest = middle * middle - (p[0] * p[0] + p[1] * p[1] - reach * reach) / square
    if rest <= 0:
        return compute_sector(p, q, reach)
    begin = min(max(middle - math.sqrt(rest), 0.0), 1.0)
    end = min(max(middle + math.sqrt(rest), 0.0), 1.0)
    if begin >= end:
        return compute_sector(p, q, reach)
    enters, leaves = (p[0] + begin * ex, p[1] + begin * ey), (p[0] + end * ex, p[1] + end * ey)
    flat = (enters[0] * leaves[1] - enters[1] * leaves[0]) / 2
    return compute_sector(p, enters, reach) + flat + compute_sector(leaves, q, reach)
