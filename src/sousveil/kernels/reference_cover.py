"""Slow, obvious twins of the loops over what is seen: lines in exact rational numbers, areas slab by slab.

The judge of `clip`, `streets` and `cover` in tests, and readable as a definition of what they compute; never called by
the product. Takes boundaries as they were drawn: whether those are right is the business of `reference`.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from sousveil.kernels.arrays import ARC, LIFT, RADIUS, Boundaries, Views
from sousveil.kernels.clip import BEHIND_M
from sousveil.kernels.reference import Edge, Vector, cross

DIGITS = 60
"""Decimal digits of square roots, four times those of a float64."""

Part = tuple[float, float]
Piece = tuple[Edge, bool]
"""A piece of a boundary from the camera: its two ends, and whether it is an arc."""


def find_root(square: Fraction) -> Fraction:
    """The square root to `DIGITS` digits."""
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())


def find_parts_exactly(views: Views, boundaries: Boundaries, view: int, line: Iterable[float]) -> list[Part]:
    """Which parts of a line (ax, ay, bx, by) a view sees: the line is cut wherever that can change.

    Parts nearer to each other than `BEHIND_M`, and those shorter than nothing, are no parts of their own.
    """
    cx, cy = Fraction(float(views.x[view])), Fraction(float(views.y[view]))
    ax, ay, bx, by = (Fraction(float(one)) for one in line)
    ends = (ax - cx, ay - cy), (bx - cx, by - cy)
    reach = Fraction(float(views.range_m[view]))
    pieces = list(list_pieces(boundaries, view, (cx, cy)))
    cuts = sorted({Fraction(0), Fraction(1), *find_cuts(pieces, ends, reach)})
    length = find_root((bx - ax) ** 2 + (by - ay) ** 2)
    parts: list[list[Fraction]] = []
    for begin, end in pairwise(cuts):
        if is_seen(pieces, find_place(ends, (begin + end) / 2), reach):
            if parts and (begin - parts[-1][1]) * length <= BEHIND_M:
                parts[-1][1] = end
            else:
                parts.append([begin, end])
    return [(float(begin), float(end)) for begin, end in parts]


def list_pieces(boundaries: Boundaries, view: int, camera: Vector) -> Iterator[Piece]:
    """Walls and arcs of a boundary, seen from the camera."""
    begin, end = int(boundaries.start[view]), int(boundaries.start[view + 1])
    corners = [
        (Fraction(float(boundaries.x[at])) - camera[0], Fraction(float(boundaries.y[at])) - camera[1])
        for at in range(begin, end)
    ]
    for at, mark in enumerate(boundaries.mark[begin:end]):
        if mark not in {RADIUS, LIFT}:
            yield (corners[at], corners[(at + 1) % len(corners)]), bool(mark == ARC)


def find_cuts(pieces: Iterable[Piece], ends: Edge, reach: Fraction) -> Iterator[Fraction]:
    """Where a line crosses the circle, a ray through a corner, or the line a little behind a wall."""
    a, b = ends
    along = (b[0] - a[0], b[1] - a[1])
    yield from (where for where in find_circle(a, along, reach) if 0 < where < 1)
    for (p, q), arc in pieces:
        sides = [(cross(corner, a), cross(corner, b)) for corner in (p, q)]
        if not arc:
            wall = (q[0] - p[0], q[1] - p[1])
            sides.append((measure_front(p, wall, a), measure_front(p, wall, b)))
        yield from (begin / (begin - end) for begin, end in sides if begin * end < 0)


def find_circle(a: Vector, along: Vector, reach: Fraction) -> Iterator[Fraction]:
    """Where a line crosses a circle around the camera."""
    square = along[0] ** 2 + along[1] ** 2
    middle = -(a[0] * along[0] + a[1] * along[1]) / square
    rest = (reach**2 * square - cross(a, along) ** 2) / square**2
    if rest > 0:
        yield from (middle - find_root(rest), middle + find_root(rest))


def measure_front(begin: Vector, wall: Vector, place: Vector) -> Fraction:
    """A wall's length times how far a place lies in front of the line `BEHIND_M` behind it."""
    front = cross(wall, (place[0] - begin[0], place[1] - begin[1]))
    return front + Fraction(BEHIND_M) * find_root(wall[0] ** 2 + wall[1] ** 2)


def find_place(ends: Edge, share: Fraction) -> Vector:
    """A place on a line."""
    (ax, ay), (bx, by) = ends
    return ax + share * (bx - ax), ay + share * (by - ay)


def is_seen(pieces: Iterable[Piece], place: Vector, reach: Fraction) -> bool:
    """Whether more pieces of the boundary lie behind a place than shades end behind it, which run clockwise."""
    count = 0
    for (p, q), arc in pieces:
        turn = cross(p, q)
        first, last = (p, q) if turn > 0 else (q, p)
        if turn and cross(first, place) >= 0 and cross(place, last) >= 0:
            front = arc or measure_front(p, (q[0] - p[0], q[1] - p[1]), place) >= 0
            count += int(turn > 0 and front) - int(turn < 0 and not front)
    return count > 0 and place[0] ** 2 + place[1] ** 2 <= reach**2
