r"""Which parts of a straight line a view sees: exactly, its boundary taken wedge by wedge from the camera.

Knows one line and one view at a time; which of them meet is found by `nearby`.

         u ________ q      A boundary is a fan of wedges: from the camera c between two of its corners u and q, ended by
          \   |    /       a wall (three straight sides) or by the circle of the range (two, and the disc). What a line
        ---\--=====---     shares with one is one interval: no crossings are counted, so none can be counted twice
            \    /         where a line passes through a corner or runs along a wall.
              c

A wedge is closed: a line along its side is seen. What lies at most `BEHIND_M` behind a wall counts as in front of it,
so that rounding does not decide whether a street that runs along a wall is seen. Touching alone is no length.
"""

import math
from typing import NamedTuple, TypeAlias

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, RADIUS, Boundaries, Floats, Offsets, Views, Walls

BEHIND_M = 1e-9
"""A millionth of the millimetre to which coordinates are kept; wedges narrower than this join the next, intervals of
one view nearer to each other than this are one."""


Ends: TypeAlias = tuple[float, float, float, float]
Lines: TypeAlias = Walls
"""Straight lines from `a` to `b` [m], kept as walls are; a place on one is a share of the way, 0 … 1."""


class Wedges(NamedTuple):
    """Boundaries made ready to be met by many lines.

    `start` : (views + 1), where the wedges of a view begin.
    `side` : (n, 7), from the camera: the direction of the first side, x and y, and of the second, counter-clockwise;
    then a, b, c: a place is in front of the wall where a x + b y + c is not negative; 0, 0, 1 for an arc.
    """

    start: Offsets
    side: Floats


@kernel
def fill_wedges(views: Views, boundaries: Boundaries, out: Wedges) -> None:
    """Write the wedges of each boundary; `out` has room for as many as there are walls and arcs."""
    count = 0
    for view in range(len(views.x)):
        cx, cy = views.x[view], views.y[view]
        begin, end = boundaries.start[view], boundaries.start[view + 1]
        ux = uy = 0.0
        for at in range(begin, end):
            then = at + 1 if at + 1 < end else begin
            px, py = boundaries.x[at] - cx, boundaries.y[at] - cy
            qx, qy = boundaries.x[then] - cx, boundaries.y[then] - cy
            # A wedge begins where the last one ended, also after a ray, so that nothing falls between the two; only
            # the first does not, nor the first of a sector, whose boundary comes from the camera.
            if ux == 0.0 and uy == 0.0:
                ux, uy = px, py
            mark = boundaries.mark[at]
            if mark != RADIUS and ux * qy - uy * qx > BEHIND_M * (abs(ux) + abs(uy)):
                side = out.side[count]
                side[0], side[1], side[2], side[3] = ux, uy, qx, qy
                ex, ey = (qx - px, qy - py) if mark != ARC else (0.0, 0.0)
                allowed = BEHIND_M * math.sqrt(ex * ex + ey * ey)
                side[4], side[5] = -ey, ex
                side[6] = ey * px - ex * py + allowed if mark != ARC else 1.0
                ux, uy = qx, qy
                count += 1
        out.start[view + 1] = count


@kernel
def clip_line(ends: Ends, reach: float, side: Floats, first: int, last: int, out: Floats) -> int:
    """Put into `out` (2, n) where the parts of a line in the wedges `first` … `last` − 1 begin and end; say how many.

    `ends` : ax, ay, bx, by from the camera, which sees as far as `reach`. The parts lie apart from each other, in no
    order; `out` has room for as many as there are wedges.
    """
    ax, ay, bx, by = ends
    dx, dy = bx - ax, by - ay
    square, across = dx * dx + dy * dy, ax * dy - ay * dx
    rest = reach * reach * square - across * across
    if not rest > 0.0:
        return 0
    middle, half = -(ax * dx + ay * dy) / square, math.sqrt(rest) / square
    begin, end = max(middle - half, 0.0), min(middle + half, 1.0)
    if begin >= end:
        return 0
    count, gap = 0, BEHIND_M / math.sqrt(square)
    for index in range(pick_wedges(ends, side, first, last, out)):
        # `join` writes no farther than has been read.
        at = int(out[0, index])
        low, high = clip_to_side(
            side[at, 0] * ay - side[at, 1] * ax, side[at, 0] * by - side[at, 1] * bx, begin, end
        )
        low, high = clip_to_side(
            side[at, 3] * ax - side[at, 2] * ay, side[at, 3] * bx - side[at, 2] * by, low, high
        )
        front_a = side[at, 4] * ax + side[at, 5] * ay + side[at, 6]
        front_b = side[at, 4] * bx + side[at, 5] * by + side[at, 6]
        low, high = clip_to_side(front_a, front_b, low, high)
        if low < high:
            count = join(out, count, low, high, gap)
    return join_ends(out, count, gap)


@kernel
def pick_wedges(ends: Ends, side: Floats, first: int, last: int, out: Floats) -> int:
    """Put into the first row of `out` which wedges a line can meet: not both its ends are outside of one side."""
    ax, ay, bx, by = ends
    found = 0
    for at in range(first, last):
        ux, uy, qx, qy = side[at, 0], side[at, 1], side[at, 2], side[at, 3]
        right = (ux * ay < uy * ax) & (ux * by < uy * bx)
        left = (qx * ay > qy * ax) & (qx * by > qy * bx)
        out[0, found] = at
        found += int(not (right | left))
    return found


@kernel
def clip_to_side(inside_a: float, inside_b: float, low: float, high: float) -> tuple[float, float]:
    """What remains of a part of a line on the inner side of another, from how far inside it begins and ends."""
    if inside_a >= 0.0 and inside_b >= 0.0:
        return low, high
    if inside_a < 0.0 and inside_b < 0.0:
        return 1.0, 0.0
    where = inside_a / (inside_a - inside_b)
    return (max(low, where), high) if inside_a < 0.0 else (low, min(high, where))


@kernel
def join(out: Floats, count: int, low: float, high: float, gap: float) -> int:
    """Add an interval, or lengthen the last one where they touch."""
    if count:
        last = count - 1
        if low <= out[1, last] + gap and high >= out[0, last] - gap:
            out[0, last], out[1, last] = min(out[0, last], low), max(out[1, last], high)
            return count
    out[0, count], out[1, count] = low, high
    return count + 1


@kernel
def join_ends(out: Floats, count: int, gap: float) -> int:
    """Make one of the first and the last interval where they touch: the round began in the middle of it."""
    if count > 1 and out[0, 0] <= out[1, count - 1] + gap and out[1, 0] >= out[0, count - 1] - gap:
        out[0, 0], out[1, 0] = min(out[0, 0], out[0, count - 1]), max(out[1, 0], out[1, count - 1])
        return count - 1
    return count
