"""How much ground is seen by how many cameras: horizontal lines, on each of which every length is exact.

Where a boundary crosses a line, one view begins (the boundary goes down) or ends (it goes up), for as many cameras as
it counts; in order of x the count of those that have begun is the count of cameras. The only error is that of taking
the lines for the ground between them.
"""

import math
from typing import NamedTuple, TypeAlias

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, LIFT, Boundaries, Floats, Offsets, Rows, Views
from sousveil.kernels.sorting import TURN, sort_events

Piece: TypeAlias = tuple[float, float, float, float]
Circle: TypeAlias = tuple[float, float, float]


class Raster(NamedTuple):
    """Horizontal lines from west to east: the middle of line i lies at south + (i + 0.5)·step [m]."""

    west: float
    east: float
    south: float
    step: float


class Crossings(NamedTuple):
    """Where boundaries cross lines, line after line.

    `start` : (lines + 1). `x` : (n) [m], in no order. `rise` : (n), for how many cameras a view counts that begins on
    the way east, less than none where one ends.
    """

    start: Offsets
    x: Floats
    rise: Rows


@kernel
def find_line(y: float, raster: Raster) -> int:
    """The first line not south of y; corners that boundaries share always fall on the same side of a line."""
    return math.ceil((y - raster.south) / raster.step - 0.5)


@kernel
def cross_lines(
    views: Views, boundaries: Boundaries, times: Rows, members: Rows, raster: Raster, out: Crossings
) -> None:
    """Write each crossing where `out.start[line + 1]` says and move that on; with no room at all, only count.

    `times` : (views), for how many cameras a view counts. `members` : the views that may reach these lines.
    """
    for member in range(len(members)):
        view = members[member]
        cx, cy, reach = views.x[view], views.y[view], views.range_m[view]
        begin, end = boundaries.start[view], boundaries.start[view + 1]
        for at in range(begin, end):
            then = at + 1 if at + 1 < end else begin
            piece = (boundaries.x[at], boundaries.y[at], boundaries.x[then], boundaries.y[then])
            if boundaries.mark[at] == ARC:
                cross_with_arc(piece, (cx, cy, reach), times[view], raster, out)
            elif boundaries.mark[at] != LIFT:
                cross_with_wall(piece, times[view], raster, out)


@kernel
def cross_with_wall(piece: Piece, times: int, raster: Raster, out: Crossings) -> None:
    """Where a straight piece crosses lines."""
    px, py, qx, qy = piece
    low, high = find_line(min(py, qy), raster), find_line(max(py, qy), raster)
    if low < high:
        lean = (qx - px) / (qy - py)
        for line in range(max(low, 0), min(high, len(out.start) - 1)):
            y = raster.south + (line + 0.5) * raster.step
            note(out, line, px + (y - py) * lean, times if qy < py else -times)


@kernel
def cross_with_arc(piece: Piece, circle: Circle, times: int, raster: Raster, out: Crossings) -> None:
    """Where an arc of at most a quarter crosses lines, in two halves where it passes the north or the south."""
    px, py, qx, qy = piece
    cx, cy, reach = circle
    if px > cx >= qx:
        cross_with_side((py, cy + reach, 1.0), circle, times, raster, out)
        cross_with_side((cy + reach, qy, -1.0), circle, times, raster, out)
    elif px < cx <= qx:
        cross_with_side((py, cy - reach, -1.0), circle, times, raster, out)
        cross_with_side((cy - reach, qy, 1.0), circle, times, raster, out)
    else:
        cross_with_side((py, qy, 1.0 if px + qx > 2.0 * cx else -1.0), circle, times, raster, out)


@kernel
def cross_with_side(
    ends: tuple[float, float, float], circle: Circle, times: int, raster: Raster, out: Crossings
) -> None:
    """Where one side of a circle (+1 east, −1 west) crosses lines between two heights."""
    begin, end, side = ends
    cx, cy, reach = circle
    low, high = find_line(min(begin, end), raster), find_line(max(begin, end), raster)
    for line in range(max(low, 0), min(high, len(out.start) - 1)):
        rise = raster.south + (line + 0.5) * raster.step - cy
        half = math.sqrt(max(reach * reach - rise * rise, 0.0))
        note(out, line, cx + side * half, times if end < begin else -times)


@kernel
def note(out: Crossings, line: int, x: float, rise: int) -> None:
    """Write a crossing, or only count it."""
    at = out.start[line + 1]
    out.start[line + 1] = at + 1
    if len(out.x):
        out.x[at], out.rise[at] = x, rise


@kernel
def open_lines(start: Offsets) -> int:
    """From counts to places: `start[line + 1]` becomes where a line begins; say the most crossings of one line."""
    total = most = 0
    for line in range(1, len(start)):
        count = start[line]
        start[line] = total
        total += count
        most = max(most, count)
    return int(most)


@kernel
def measure_rows(
    raster: Raster, found: Crossings, first: int, real: Floats, whole: Offsets, out: Floats
) -> None:
    """Add to `out` (4, most + 1) the lengths seen by 1, 2 … cameras, so many or more, and the sum of all their lengths.

    Every fourth line goes to the same row; `first` is the number of the first. What lies beyond the ends of lines is
    left out. `real` (n) and `whole` (2, n + 1) are scratch for the most crossings of a line.
    """
    most = out.shape[1] - 1
    west, east = raster.west, raster.east
    scale = TURN / (east - west)
    for line in range(len(found.start) - 1):
        begin, count = found.start[line], found.start[line + 1] - found.start[line]
        for at in range(count):
            real[at] = (min(max(found.x[begin + at], west), east) - west) * scale
        sort_events(real, whole[0], whole[1], count)
        group, seeing, past = (first + line) % len(out), 0, west
        for at in range(count):
            event = begin + whole[0, at]
            x = min(max(found.x[event], west), east)
            if seeing > 0 and x > past:
                out[group, min(seeing, most) - 1] += x - past
                out[group, most] += seeing * (x - past)
            past = x
            seeing += found.rise[event]
