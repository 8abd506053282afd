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
from typing import TypeAlias

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, RADIUS, Boundaries, Floats, Views, Walls

BEHIND_M = 1e-9
"""A millionth of the millimetre to which coordinates are kept; wedges narrower than this join the next, intervals of
one view nearer to each other than this are one."""


Lines: TypeAlias = Walls
"""Straight lines from `a` to `b` [m], kept as walls are; a place on one is a share of the way, 0 … 1."""


@kernel
def clip_line(lines: Lines, line: int, views: Views, boundaries: Boundaries, view: int, out: Floats) -> int:
    """Put into `out` (2, n) where the parts of a line that a view sees begin and end; say how many they are.

    The parts lie apart from each other, in no order; `out` has room for as many as the boundary has corners.
    """
    cx, cy = views.x[view], views.y[view]
    ax, ay, bx, by = lines.ax[line] - cx, lines.ay[line] - cy, lines.bx[line] - cx, lines.by[line] - cy
    dx, dy = lines.bx[line] - lines.ax[line], lines.by[line] - lines.ay[line]
    square, across = dx * dx + dy * dy, ax * dy - ay * dx
    rest = views.range_m[view] * views.range_m[view] * square - across * across
    if not rest > 0.0:
        return 0
    middle, half = -(ax * dx + ay * dy) / square, math.sqrt(rest) / square
    first, last = max(middle - half, 0.0), min(middle + half, 1.0)
    if first >= last:
        return 0
    return clip_to_wedges(boundaries, (ax, ay, bx, by), (cx, cy), (first, last), view, out)


@kernel
def clip_to_wedges(
    boundaries: Boundaries,
    ends: tuple[float, float, float, float],
    camera: tuple[float, float],
    disc: tuple[float, float],
    view: int,
    out: Floats,
) -> int:
    """What a line (from the camera) has in each wedge, joined; `disc` is its part within the range."""
    ax, ay, bx, by = ends
    gap = BEHIND_M / math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
    begin, end = boundaries.start[view], boundaries.start[view + 1]
    px, py = boundaries.x[begin] - camera[0], boundaries.y[begin] - camera[1]
    # The side of the wedge at hand, and on which side of it the line begins and ends (left where positive).
    ux, uy, begin_left, end_left = px, py, px * ay - py * ax, px * by - py * bx
    count = 0
    for at in range(begin, end):
        then = at + 1 if at + 1 < end else begin
        qx, qy = boundaries.x[then] - camera[0], boundaries.y[then] - camera[1]
        mark = boundaries.mark[at]
        narrow = ux * qy - uy * qx <= BEHIND_M * (abs(ux) + abs(uy))
        begin_then, end_then = qx * ay - qy * ax, qx * by - qy * bx
        if mark == RADIUS and ux == 0.0 and uy == 0.0:
            # A sector's first side, from the camera itself.
            ux, uy, begin_left, end_left = qx, qy, begin_then, end_then
        elif mark != RADIUS and not narrow:
            low, high = clip_to_side(begin_left, end_left, disc)
            low, high = clip_to_side(-begin_then, -end_then, (low, high))
            if low < high and mark != ARC:
                low, high = clip_to_wall((px, py, qx, qy), ends, (low, high))
            if low < high:
                count = join(out, count, low, high, gap)
            ux, uy, begin_left, end_left = qx, qy, begin_then, end_then
        px, py = qx, qy
    return join_ends(out, count, gap)


@kernel
def clip_to_side(begin: float, end: float, part: tuple[float, float]) -> tuple[float, float]:
    """The part of a line on the inner side of another, from how far inside it begins and ends."""
    if begin >= 0.0 and end >= 0.0:
        return part
    if begin < 0.0 and end < 0.0:
        return 1.0, 0.0
    where = begin / (begin - end)
    return (max(part[0], where), part[1]) if begin < 0.0 else (part[0], min(part[1], where))


@kernel
def clip_to_wall(
    wall: tuple[float, float, float, float],
    ends: tuple[float, float, float, float],
    part: tuple[float, float],
) -> tuple[float, float]:
    """The part of a line in front of a wall, or at most `BEHIND_M` behind it."""
    ex, ey = wall[2] - wall[0], wall[3] - wall[1]
    allowed = BEHIND_M * math.sqrt(ex * ex + ey * ey)
    begin = ex * (ends[1] - wall[1]) - ey * (ends[0] - wall[0]) + allowed
    end = ex * (ends[3] - wall[1]) - ey * (ends[2] - wall[0]) + allowed
    return clip_to_side(begin, end, part)


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
