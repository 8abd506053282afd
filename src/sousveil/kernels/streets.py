"""By how many views each part of a line is seen: events along the line, nothing kept of a line but what is asked for.

What `meet` finds of each line is put in order along it. Streets, walks and residents are known above.
"""

from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.clip import Lines
from sousveil.kernels.sorting import TURN, sort_events

SAME = 1e-12
"""Ends nearer to each other than this share of a line are one: rounding sets apart views that end at the same wall."""
FEW = 8
"""Parts of a line up to which they are sorted in place: most lines have one or two."""


class Room(NamedTuple):
    """Working room of one thread, for the most parts of one line.

    `key` : (2n), the events: 2i where part i begins, 2i + 1 where it ends. `whole` : (2, 2n + 1), their order; spare.
    """

    key: Floats
    whole: Offsets


class Sightings(NamedTuple):
    """Which view sees which part of which line: line by line, those of one view apart from each other.

    `start` : (lines + 1). `row` : which view. `begin`, `end` : shares of the way, 0 … 1. `times` : (views), how many
    cameras see what a view sees.
    """

    start: Offsets
    row: Rows
    begin: Floats
    end: Floats
    times: Rows


class Stretches(NamedTuple):
    """Lines in stretches within which the same views see, from one end of each to the other; unseen ones too.

    `start` : (lines + 1). `begin`, `end` : shares of the way, 0 … 1. `views` : by how many cameras.
    """

    start: Offsets
    begin: Floats
    end: Floats
    views: Rows


@kernel
def order_parts(sightings: Sightings, line: int, room: Room) -> int:
    """Put into the room's order the events of a line, and say how many there are."""
    begin, end = sightings.start[line], sightings.start[line + 1]
    key, order = room.key, room.whole[0]
    for at in range(end - begin):
        # Times a power of two, so that nothing is rounded.
        key[2 * at], key[2 * at + 1] = TURN * sightings.begin[begin + at], TURN * sightings.end[begin + at]
    count = int(2 * (end - begin))
    if count > 2 * FEW:
        sort_events(key, order, room.whole[1], count)
        return count
    for event in range(count):
        at = event
        while at > 0 and key[order[at - 1]] > key[event]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = event
    return count


@kernel
def measure_lines(lines: Lines, sightings: Sightings, room: Room, out: Floats, first: int, last: int) -> None:
    """Put into `out` (lines, most + 1), of zeros, the metres of lines by how many cameras see them.

    The last column: so many or more.
    """
    most = out.shape[1] - 1
    for line in range(first, last):
        count = order_parts(sightings, line, room)
        dx, dy = lines.bx[line] - lines.ax[line], lines.by[line] - lines.ay[line]
        length = (dx * dx + dy * dy) ** 0.5
        past, seeing = 0.0, 0
        for at in range(count):
            event = room.whole[0, at]
            share = room.key[event] / TURN
            out[line, min(seeing, most)] += (share - past) * length
            past = share
            seeing += count_cameras(sightings, line, event)
        out[line, 0] += (1.0 - past) * length


@kernel
def count_cameras(sightings: Sightings, line: int, event: int) -> int:
    """By how many cameras more a line is seen from an event on; less than none where their view ends."""
    times = sightings.times[sightings.row[sightings.start[line] + (event >> 1)]]
    return int(times if event % 2 == 0 else -times)


@kernel
def list_stretches(sightings: Sightings, room: Room, out: Stretches) -> None:
    """Write the stretches of each line: at most 2n + 1 of one with n parts; `room` has place for the most parts."""
    for line in range(len(sightings.start) - 1):
        count = order_parts(sightings, line, room)
        at, past, seeing = out.start[line], 0.0, 0
        for index in range(count + 1):
            share = room.key[room.whole[0, index]] / TURN if index < count else 1.0
            if share - past > SAME:
                out.begin[at], out.end[at], out.views[at] = past, share, seeing
                past = share
                at += 1
            if index < count:
                seeing += count_cameras(sightings, line, room.whole[0, index])
        out.end[at - 1] = 1.0
        out.start[line + 1] = at
