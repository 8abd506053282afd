"""What a view sees of the lines near it, most of which it sees whole or not at all: told first, the others are cut.

A view at a time, so that what it sees stays at hand. What is seen of a line that is cut is the business of `clip`.
"""

from typing import NamedTuple

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Boundaries, Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.clip import (
    FOLLOWS,
    LAST,
    Wedges,
    clip_line,
    fill_wedges,
)
from sousveil.kernels.hands import FIRST, OPEN, Hands, fill_hands, measure_near, sift_near
from sousveil.kernels.nearby import AX, AY, BX, BY, LINE, Near, gather_near
from sousveil.kernels.passing import pass_wedges, passes_by
from sousveil.kernels.streets import Sightings


class Field(NamedTuple):
    """What is to be seen, and the box around what each view sees: (views, 4), west, south, east, north [m].

    `times` : (views), how many cameras see what a view sees.
    """

    views: Views
    boundaries: Boundaries
    box: Floats
    times: Rows


class Met(NamedTuple):
    """Which lines each view sees whole, and which in parts, from where to where: shares of the way, 0 … 1.

    `until` : (views + 1, 2), where those of a view begin, whole and in parts. `whole` : lines. `line`, `begin`, `end` :
    those of one line follow each other and lie apart.
    """

    until: Offsets
    whole: Rows
    line: Rows
    begin: Floats
    end: Floats


class Room(NamedTuple):
    """Working room of one thread: lines near one view, its wedges, its hands, the parts of one line (2, n)."""

    near: Near
    wedges: Wedges
    hands: Hands
    parts: Floats


@kernel
def meet_lines(grid: Grid, field: Field, rows: Offsets, room: Room, out: Met, first: int) -> int:
    """Write what the views in `rows` see of lines, from the one at `first` on; say for which there was no room first.

    `out.until[first]` says where to begin; what stands before is not touched.
    """
    for index in range(first, len(rows)):
        view, reach = rows[index], field.views.range_m[rows[index]]
        count = gather_near(grid, field.views, field.box, view, room.near)
        whole, at = out.until[index, 0], out.until[index, 1]
        if count > 0:
            fill_wedges(field.views, field.boundaries, view, room.wedges)
            whole, opens = tell_near(room, count, reach, out.whole, whole)
            at = cut_near(room, opens, reach, at, out)
            if at < 0:
                return index
        out.until[index + 1, 0], out.until[index + 1, 1] = whole, at
    return len(rows)


@kernel
def tell_near(room: Room, count: int, reach: float, seen: Rows, at: int) -> tuple[int, int]:
    """Write after the first `at` which of so many lines are seen whole as hands tell, and how many they do not tell."""
    if room.wedges.fan[FOLLOWS]:
        fill_hands(room.wedges.side, room.wedges.fan[LAST], reach, room.hands)
        measure_near(room.near, count)
        return sift_near(room.near, count, room.hands, seen, at)
    for one in range(count):
        room.near.whole[OPEN, one] = one
    return at, count


@kernel
def cut_near(room: Room, count: int, reach: float, at: int, out: Met) -> int:
    """Write after the first `at` what is seen of the lines not told and say how much there is then; −1: no room."""
    near, wedges = room.near, room.wedges
    last, follows = int(wedges.fan[LAST]), wedges.fan[FOLLOWS] != 0
    for index in range(count):
        if at + room.parts.shape[1] > len(out.line):
            return -1
        one = np.uint64(near.whole[OPEN, index])
        ends = (near.ends[AX, one], near.ends[AY, one], near.ends[BX, one], near.ends[BY, one])
        line, begin = near.whole[LINE, one], at
        if follows and passes_by(ends):
            wedge = int(room.hands.wedge[near.whole[FIRST, one]])
            at = pass_wedges(ends, reach, wedges.side, (last, wedge), (out.begin, out.end), at)
        else:
            for part in range(clip_line(ends, reach, wedges, room.parts)):
                out.begin[at], out.end[at] = room.parts[0, part], room.parts[1, part]
                at += 1
        for part in range(begin, at):
            out.line[part] = line
    return at


@kernel
def count_by_line(met: Met, start: Offsets) -> None:
    """Add to `start[line + 1]` how often a line is seen."""
    for line in met.whole:
        start[line + 1] += 1
    for line in met.line:
        start[line + 1] += 1


@kernel
def list_by_line(met: Met, rows: Offsets, to: Offsets, out: Sightings) -> None:
    """Put what views see, whose rows are given, to their lines, where `to` (lines) says, and move that on."""
    for view in range(len(met.until) - 1):
        for at in range(met.until[view, 0], met.until[view + 1, 0]):
            put_part(out, to, met.whole[at], (rows[view], 0.0, 1.0))
        for at in range(met.until[view, 1], met.until[view + 1, 1]):
            put_part(out, to, met.line[at], (rows[view], met.begin[at], met.end[at]))


@kernel
def put_part(out: Sightings, to: Offsets, line: int, part: tuple[int, float, float]) -> None:
    """Put what one view sees to its line."""
    place = to[line]
    out.row[place], out.begin[place], out.end[place] = part
    to[line] = place + 1
