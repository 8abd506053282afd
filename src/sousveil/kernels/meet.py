"""What a view sees of the lines near it, most of which it sees whole or not at all: told first, the others are cut.

A view at a time, so that what it sees stays at hand. What is seen of a line that is cut is the business of `clip`.
"""

import math
from typing import NamedTuple

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Boundaries, Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.clip import (
    BEHIND_M,
    FOLLOWS,
    HAND,
    HANDS,
    LAST,
    Ends,
    Part,
    Wedges,
    clip_line,
    clip_to_circle,
    fill_wedges,
    seek,
)
from sousveil.kernels.nearby import Near, gather_near
from sousveil.kernels.sorting import TURN
from sousveil.kernels.streets import Sightings

TINY = 1e-300
"""Added to what would be divided by nothing where a line ends at the camera."""


class Field(NamedTuple):
    """What is to be seen, and the box around what each view sees: (views, 4), west, south, east, north [m]."""

    views: Views
    boundaries: Boundaries
    box: Floats


class Met(NamedTuple):
    """Which line each view sees, and from where to where: shares of the way, 0 … 1.

    `start` : (views + 1), where those of a view begin. `line`, `begin`, `end` : those of one line follow each other and
    lie apart.
    """

    start: Offsets
    line: Rows
    begin: Floats
    end: Floats


class Room(NamedTuple):
    """Working room of one thread: lines near one view, its wedges, the parts of one line (2, n)."""

    near: Near
    wedges: Wedges
    parts: Floats


@kernel
def meet_lines(grid: Grid, field: Field, rows: Offsets, room: Room, out: Met, first: int) -> int:
    """Write what the views in `rows` see of lines, from the one at `first` on; say for which there was no room first.

    `out.start[first]` says where to begin; what stands before is not touched.
    """
    for index in range(first, len(rows)):
        view = rows[index]
        count = gather_near(grid, field.views, field.box, view, room.near)
        at = out.start[index]
        if count > 0:
            fill_wedges(field.views, field.boundaries, view, room.wedges)
            if room.wedges.fan[FOLLOWS]:
                turn_lines(room.near, room.wedges.fan, count)
            at = meet_near(room, count, field.views.range_m[view], at, out)
            if at < 0:
                return index
        out.start[index + 1] = at
    return len(rows)


@kernel
def turn_lines(near: Near, fan: Rows, count: int) -> None:
    """Put first the end from which a line runs counter-clockwise, and note the wedge of the hand before it."""
    ends, hands = near.ends, near.whole[1]
    for at in range(count):
        ax, ay, bx, by = ends[0, at], ends[1, at], ends[2, at], ends[3, at]
        turned = ax * by < ay * bx
        x, y = bx if turned else ax, by if turned else ay
        ends[4, at], ends[5, at] = x, y
        ends[6, at], ends[7, at] = ax if turned else bx, ay if turned else by
        # As `gather.compute_key`, so written that several are computed at once.
        share = y / (abs(x) + abs(y) + TINY)
        share = 2.0 - share if x < 0.0 else share
        share = share + TURN if share < 0.0 else share
        hands[at] = np.int32(share * (HANDS / TURN))
    for at in range(count):
        hands[at] = fan[HAND + min(hands[at], HANDS - 1)]


@kernel
def meet_near(room: Room, count: int, reach: float, at: int, out: Met) -> int:
    """Write after the first `at` what is seen of so many lines and say how much there is then; −1: it found no room."""
    ends, wedges, parts = room.near.ends, room.wedges, room.parts
    for one in range(count):
        if at + parts.shape[1] > len(out.line):
            return -1
        least, most = -1.0, 1.0
        if wedges.fan[FOLLOWS]:
            line = (ends[4, one], ends[5, one], ends[6, one], ends[7, one])
            least, most = measure_front(line, wedges.side, wedges.fan[LAST], int(room.near.whole[1, one]))
        if most < 0.0:
            continue
        given = (ends[0, one], ends[1, one], ends[2, one], ends[3, one])
        if least >= 0.0:
            low, high = clip_to_circle(given, reach)
            out.line[at], out.begin[at], out.end[at] = room.near.whole[0, one], low, high
            at += int(low < high)
            continue
        for part in range(clip_line(given, reach, wedges, parts)):
            out.line[at], out.begin[at], out.end[at] = room.near.whole[0, one], parts[0, part], parts[1, part]
            at += 1
    return at


@kernel
def measure_front(ends: Ends, side: Floats, last: int, at: int) -> Part:
    """How far in front of the walls that it passes a line is at least and at most, as `Wedges` measures that.

    `ends` : counter-clockwise. One that passes the camera as near as rounding has it is told neither.
    """
    x, y, tx, ty = ends
    if x * ty - y * tx <= BEHIND_M * (abs(tx - x) + abs(ty - y)):
        return -1.0, 1.0
    at = seek(x, y, side, last, at)
    least, most = math.inf, -math.inf
    for _ in range(last):
        front = side[at, 4] * x + side[at, 5] * y + side[at, 6]
        then = side[at, 4] * tx + side[at, 5] * ty + side[at, 6]
        least, most = min(least, front, then), max(most, front, then)
        if side[at, 3] * tx >= side[at, 2] * ty:
            break
        at = at + 1 if at + 1 < last else 0
    return least, most


@kernel
def count_by_line(met: Met, start: Offsets) -> None:
    """Add to `start[line + 1]` how often a line is seen."""
    for at in range(met.start[-1]):
        start[met.line[at] + 1] += 1


@kernel
def list_by_line(met: Met, rows: Offsets, to: Offsets, out: Sightings) -> None:
    """Put what views see, whose rows are given, to their lines, where `to` (lines) says, and move that on."""
    for view in range(len(met.start) - 1):
        for at in range(met.start[view], met.start[view + 1]):
            place = to[met.line[at]]
            out.row[place], out.begin[place], out.end[place] = rows[view], met.begin[at], met.end[at]
            to[met.line[at]] = place + 1
