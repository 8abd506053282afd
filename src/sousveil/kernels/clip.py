r"""Which parts of a straight line a view sees: exactly, its boundary taken wedge by wedge from the camera.

Knows one line and one view at a time; which of them meet is found by `nearby`, and `meet` hands on those that are cut.

         u ________ q      A boundary is a fan of wedges: from the camera c between two of its corners u and q, ended by
          \   |    /       a wall (three straight sides) or by the circle of the range (two, and the disc). What a line
        ---\--=====---     shares with one is one interval: no crossings are counted, so none can be counted twice
            \    /         where a line passes through a corner or runs along a wall.
              c

A wedge is closed: a line along its side is seen. What lies at most `BEHIND_M` behind a wall counts as in front of it,
so that rounding does not decide whether a street that runs along a wall is seen. Touching alone is no length.

Over low walls more is seen behind them: another wedge, less the wedge that ends where the shade of the low wall does.
Then a place is seen where there are more of the first kind around it than of the second.
"""

import math
from typing import NamedTuple, TypeAlias

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, LIFT, RADIUS, Boundaries, Floats, Rows, Views, Walls

BEHIND_M = 1e-9
"""A millionth of the millimetre to which coordinates are kept; wedges narrower than this join the next, intervals of
one view nearer to each other than this are one."""
REST = 4
"""Wedges at most that make up for what a sector leaves of the circle."""
NEVER = -2.0
"""A gap that no two parts of a line have: none joins another."""
LESS, LAST, FOLLOWS = range(3)
"""Columns of `Wedges.fan`."""

Ends: TypeAlias = tuple[float, float, float, float]
Part: TypeAlias = tuple[float, float]
Lines: TypeAlias = Walls
"""Straight lines from `a` to `b` [m], kept as walls are; a place on one is a share of the way, 0 … 1."""


class Wedges(NamedTuple):
    """The boundary of one view made ready to be met by many lines.

    `fan` : (3), where those wedges begin that are taken away, where all end, whether they follow each other all around.
    `side` : (n, 7), from the camera: the direction of the first side, x and y, and of the second, counter-clockwise;
    then a, b, c: a place is in front of the wall where a x + b y + c is not negative; 0, 0, 1 for an arc.
    """

    fan: Rows
    side: Floats


@kernel
def fill_wedges(views: Views, boundaries: Boundaries, view: int, out: Wedges) -> None:
    """Write the wedges of a boundary; `out` has room for four more than there are corners."""
    less, hides = fill_seen(views, boundaries, view, out.side)
    last = fill_hidden(views, boundaries, view, out.side, less) if hides else less
    follows = less == last and less > 0
    for at in range(1, last):
        before = out.side[at - 1]
        follows = follows and out.side[at, 0] == before[2] and out.side[at, 1] == before[3]
    if follows:
        less = last = fill_rest(views, view, out.side, last)
    out.fan[LESS], out.fan[LAST], out.fan[FOLLOWS] = less, last, int(follows)


@kernel
def fill_seen(views: Views, boundaries: Boundaries, view: int, side: Floats) -> tuple[int, bool]:
    """Write the wedges that a view sees, of pieces that run counter-clockwise; say how many, and if others run back."""
    cx, cy = views.x[view], views.y[view]
    begin, end = boundaries.start[view], boundaries.start[view + 1]
    count, ux, uy, back = 0, 0.0, 0.0, False
    for at in range(begin, end):
        mark, then = boundaries.mark[at], at + 1 if at + 1 < end else begin
        px, py = boundaries.x[at] - cx, boundaries.y[at] - cy
        qx, qy = boundaries.x[then] - cx, boundaries.y[then] - cy
        # A wedge begins where the last one ended, also after a ray, so that nothing falls between the two; only the
        # first of a ring does not, nor one that comes after the camera or the end of a shade.
        hides = mark >= 0 and turns_back(px, py, qx, qy)
        back = back or hides
        if mark == LIFT or (px == 0.0 and py == 0.0) or hides:
            ux = uy = 0.0
            continue
        if ux == 0.0 and uy == 0.0:
            ux, uy = px, py
        if mark != RADIUS and ux * qy - uy * qx > BEHIND_M * (abs(ux) + abs(uy)):
            put_wedge(side[count], (ux, uy, qx, qy), (px, py), BEHIND_M)
            if mark == ARC:
                side[count, 4], side[count, 5], side[count, 6] = 0.0, 0.0, 1.0
            ux, uy = qx, qy
            count += 1
    return count, back


@kernel
def fill_hidden(views: Views, boundaries: Boundaries, view: int, side: Floats, count: int) -> int:
    """Write the wedges in front of the ends of shades, which run clockwise, after the `count` there are."""
    cx, cy = views.x[view], views.y[view]
    for at in range(boundaries.start[view], boundaries.start[view + 1] - 1):
        px, py = boundaries.x[at] - cx, boundaries.y[at] - cy
        qx, qy = boundaries.x[at + 1] - cx, boundaries.y[at + 1] - cy
        if boundaries.mark[at] >= 0 and turns_back(px, py, qx, qy):
            put_wedge(side[count], (qx, qy, px, py), (qx, qy), -BEHIND_M)
            count += 1
    return count


@kernel
def turns_back(px: float, py: float, qx: float, qy: float) -> bool:
    """Whether a piece runs clockwise around the camera, and not by rounding alone."""
    return bool(qx * py - qy * px > BEHIND_M * (abs(qx) + abs(qy)))


@kernel
def put_wedge(side: Floats, sides: Ends, corner: tuple[float, float], behind: float) -> None:
    """Write a wedge between two directions that is ended by the line from a corner to where the second points."""
    px, py = corner
    side[0], side[1], side[2], side[3] = sides
    ex, ey = sides[2] - px, sides[3] - py
    side[4], side[5] = -ey, ex
    side[6] = ey * px - ex * py + behind * math.sqrt(ex * ex + ey * ey)


@kernel
def fill_rest(views: Views, view: int, side: Floats, count: int) -> int:
    """Write wedges in which nothing is seen, from the last one round to the first; say how many there are then."""
    vx, vy = side[0, 0], side[0, 1]
    ux, uy = side[count - 1, 2], side[count - 1, 3]
    across, ahead = ux * vy - uy * vx, ux * vx + uy * vy
    if views.around[view] and ahead > 0.0 and abs(across) <= BEHIND_M * (abs(ux) + abs(uy)):
        side[0, 0], side[0, 1] = ux, uy
        return count
    for _ in range(REST):
        # A quarter turn, or what is left where that is less than a quarter and a half.
        last = across > max(-ahead, 0.0)
        side[count, 0], side[count, 1] = ux, uy
        ux, uy = (vx, vy) if last else (-uy, ux)
        side[count, 2], side[count, 3] = ux, uy
        side[count, 4], side[count, 5], side[count, 6] = 0.0, 0.0, -1.0
        count += 1
        if last:
            break
        across, ahead = ux * vy - uy * vx, ux * vx + uy * vy
    return count


@kernel
def clip_line(ends: Ends, reach: float, wedges: Wedges, out: Floats) -> int:
    """Put into `out` (2, n) where the parts of a line that a view sees begin and end; say how many.

    `ends` : ax, ay, bx, by from the camera, which sees as far as `reach`. The parts lie apart from each other, in no
    order; `out` has room for twice as many as there are wedges.
    """
    span = clip_to_circle(ends, reach)
    if span[0] >= span[1]:
        return 0
    less, last = wedges.fan[LESS], wedges.fan[LAST]
    gap = compute_gap(ends)
    if less == last:
        count = clip_wedges(ends, span, wedges.side, (0, last), gap, out)
        return join_ends(out, count, gap)
    seen = clip_wedges(ends, span, wedges.side, (0, less), NEVER, out)
    hidden = clip_wedges(ends, span, wedges.side, (less, last), NEVER, out[:, seen:])
    return take_away(out, seen, hidden, gap)


@kernel
def compute_gap(ends: Ends) -> float:
    """The share of a line that two parts of it may lie apart and be one."""
    ax, ay, bx, by = ends
    return BEHIND_M / math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))


@kernel
def clip_to_circle(ends: Ends, reach: float) -> Part:
    """Where the part of a line within reach of the camera begins and ends."""
    ax, ay, bx, by = ends
    dx, dy = bx - ax, by - ay
    square, across = dx * dx + dy * dy, ax * dy - ay * dx
    if max(ax * ax + ay * ay, bx * bx + by * by) <= reach * reach:
        return (0.0, 1.0) if square > 0.0 else (1.0, 0.0)
    rest = reach * reach * square - across * across
    if not rest > 0.0:
        return 1.0, 0.0
    middle, half = -(ax * dx + ay * dy) / square, math.sqrt(rest) / square
    return max(middle - half, 0.0), min(middle + half, 1.0)


@kernel
def clip_to_wedge(ends: Ends, side: Floats, at: int, span: Part) -> Part:
    """What remains of a part of a line in a wedge."""
    ax, ay, bx, by = ends
    left_a, left_b = side[at, 0] * ay - side[at, 1] * ax, side[at, 0] * by - side[at, 1] * bx
    right_a, right_b = side[at, 3] * ax - side[at, 2] * ay, side[at, 3] * bx - side[at, 2] * by
    front_a = side[at, 4] * ax + side[at, 5] * ay + side[at, 6]
    front_b = side[at, 4] * bx + side[at, 5] * by + side[at, 6]
    if min(left_a, left_b, right_a, right_b, front_a, front_b) >= 0.0:
        return span
    low, high = clip_to_side(left_a, left_b, span[0], span[1])
    low, high = clip_to_side(right_a, right_b, low, high)
    return clip_to_side(front_a, front_b, low, high)


@kernel
def clip_wedges(ends: Ends, span: Part, side: Floats, which: tuple[int, int], gap: float, out: Floats) -> int:
    """Put into `out` the parts of a span of a line that lie in wedges; those that come so near to the last join it."""
    count = 0
    for index in range(pick_wedges(ends, side, which[0], which[1], out)):
        # What is found is written no farther than has been read.
        low, high = clip_to_wedge(ends, side, int(out[0, index]), span)
        if low < high:
            count = join(out, count, low, high, gap)
    return count


@kernel
def take_away(out: Floats, seen: int, hidden: int, gap: float) -> int:
    """Where a line lies in more of the `seen` parts than of the `hidden` ones behind them; say how many parts that is.

    A count along the line needs beginnings and ends in order, not which belongs to which.
    """
    total = seen + hidden
    for row in range(2):
        sort_parts(out[row], 0, seen)
        sort_parts(out[row], seen, total)
    begins, ends, lows, highs, count = 0, 0, seen, seen, 0
    found, since = total, 0.0
    while ends < seen:
        at = out[1, ends]
        at = min(at, out[0, begins]) if begins < seen else at
        at = min(at, out[0, lows]) if lows < total else at
        at = min(at, out[1, highs]) if highs < total else at
        before = count
        while begins < seen and out[0, begins] == at:
            begins, count = begins + 1, count + 1
        while highs < total and out[1, highs] == at:
            highs, count = highs + 1, count + 1
        while ends < seen and out[1, ends] == at:
            ends, count = ends + 1, count - 1
        while lows < total and out[0, lows] == at:
            lows, count = lows + 1, count - 1
        if before <= 0 < count:
            since = at
        elif before > 0 >= count and at > since:
            found = total + join(out[:, total:], found - total, since, at, gap)
    return keep_wide(out, total, found, gap)


@kernel
def sort_parts(values: Floats, first: int, last: int) -> None:
    """Put the values `first` … `last` − 1 in order: few, and nearly so."""
    for index in range(first + 1, last):
        one, at = values[index], index
        while at > first and values[at - 1] > one:
            values[at] = values[at - 1]
            at -= 1
        values[at] = one


@kernel
def keep_wide(out: Floats, first: int, last: int, gap: float) -> int:
    """Move the parts `first` … `last` − 1 to the front but those so short that rounding made them; say how many."""
    count = 0
    for at in range(first, last):
        low, high = out[0, at], out[1, at]
        if high - low > gap:
            out[0, count], out[1, count] = low, high
            count += 1
    return count


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
