"""By how many views each part of a line is seen: events along the line, nothing kept of a line but what is asked for.

Lines are taken one by one, so that room is needed for one line only, whatever the number of cameras; what `clip` finds
of each view near it is put in order along the line. Streets, walks and residents are known above.
"""

from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.clip import FIRST, LAST, Ends, Lines, Wedges, clip_line
from sousveil.kernels.grid import PAD, clip_to_row, compute_column, compute_row
from sousveil.kernels.sorting import TURN, sort_events

SAME = 1e-12
"""Ends nearer to each other than this share of a line are one: rounding sets apart views that end at the same wall."""
FEW = 8
"""Parts of a line up to which they are sorted in place: most lines have one or two."""

# Rows of Room.whole: the view of a part; order and spare for sorting; the views that see at the moment.
VIEW, ORDER, SPARE, ACTIVE = range(4)


class Field(NamedTuple):
    """What is to be seen: few arrays, because every array that a loop hands on costs seven registers.

    `place` : (views, 7), x, y, range, and the west, south, east and north end of what is seen [m].
    `fan`, `side` : the wedges of each view. `frame`, `shape`, `cell`, `row` : the grid in which views are found.
    """

    place: Floats
    fan: Rows
    side: Floats
    frame: Floats
    shape: Offsets
    cell: Offsets
    row: Rows


class Room(NamedTuple):
    """Working room of one thread, for as many parts as there are of one line.

    `parts` : (2, n), where the parts begin and end. `key` : (2n), the events. `whole` : (4, 2n + 1), rows named above.
    `met` : (views), the last line that met a view, −1 before. `reach` : (2).
    """

    parts: Floats
    key: Floats
    whole: Offsets
    met: Rows
    reach: Floats


class Sightings(NamedTuple):
    """Which view sees which part of which line: line by line, those of one view apart from each other.

    `start` : (lines + 1). `row` : which view. `begin`, `end` : shares of the way, 0 … 1.
    """

    start: Offsets
    row: Rows
    begin: Floats
    end: Floats


class Stretches(NamedTuple):
    """Lines in stretches within which the same views see, from one end of each to the other; unseen ones too.

    `start` : (lines + 1). `begin`, `end` : shares of the way, 0 … 1. `views` : how many see.
    """

    start: Offsets
    begin: Floats
    end: Floats
    views: Rows


@kernel
def gather_parts(lines: Lines, line: int, field: Field, room: Room) -> int:
    """Note every part of a line that a view sees and say how many; −1 where there is no room for them."""
    columns, rows = field.shape[0], field.shape[1]
    ends = lines.ax[line], lines.ay[line], lines.bx[line], lines.by[line]
    low, high = min(ends[1], ends[3]), max(ends[1], ends[3])
    pad = PAD * field.frame[2]
    wedges = Wedges(field.fan, field.side)
    count = 0
    for row in range(
        compute_row(low - pad, field.frame, rows), compute_row(high + pad, field.frame, rows) + 1
    ):
        clip_to_row(lines, line, row, field.frame, room.reach)
        west = row * columns + compute_column(room.reach[0], field.frame, columns)
        east = row * columns + compute_column(room.reach[1], field.frame, columns)
        for index in range(field.cell[west], field.cell[east + 1]):
            view = field.row[index]
            # A call hands on every array; most views are told apart before.
            if room.met[view] == line or not is_near(ends, field.place, view):
                continue
            room.met[view] = line
            if count + 2 * (field.fan[view, LAST] - field.fan[view, FIRST]) > room.parts.shape[1]:
                return -1
            x, y, reach = field.place[view, 0], field.place[view, 1], field.place[view, 2]
            from_camera = (ends[0] - x, ends[1] - y, ends[2] - x, ends[3] - y)
            found = clip_line(from_camera, reach, wedges, view, room.parts[:, count:])
            for at in range(count, count + found):
                room.whole[VIEW, at] = view
            count += found
    return int(count)


@kernel
def is_near(ends: Ends, place: Floats, view: int) -> bool:
    """Whether a line touches the box around what a view sees."""
    ax, ay, bx, by = ends
    return bool(
        (max(ax, bx) >= place[view, 3])
        & (max(ay, by) >= place[view, 4])
        & (min(ax, bx) <= place[view, 5])
        & (min(ay, by) <= place[view, 6])
    )


@kernel
def order_parts(count: int, room: Room) -> None:
    """Put into the room's order the events of a line: 2i where part i begins, 2i + 1 where it ends."""
    key, order = room.key, room.whole[ORDER]
    for at in range(count):
        # Times a power of two, so that nothing is rounded.
        key[2 * at], key[2 * at + 1] = TURN * room.parts[0, at], TURN * room.parts[1, at]
    if count > FEW:
        sort_events(key, order, room.whole[SPARE], 2 * count)
        return
    for event in range(2 * count):
        at = event
        while at > 0 and key[order[at - 1]] > key[event]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = event


@kernel
def measure_lines(lines: Lines, first: int, field: Field, room: Room, out: Floats) -> int:
    """Add to `out` (lines, most + 1) the metres of each line by how many views see them, the last: so many or more.

    Begins with the line `first` and says which is the first for which there was no room.
    """
    most = out.shape[1] - 1
    for line in range(first, len(lines.ax)):
        count = gather_parts(lines, line, field, room)
        if count < 0:
            return line
        dx, dy = lines.bx[line] - lines.ax[line], lines.by[line] - lines.ay[line]
        length = (dx * dx + dy * dy) ** 0.5
        order_parts(count, room)
        past, seeing = 0.0, 0
        for at in range(2 * count):
            event = room.whole[ORDER, at]
            share = room.key[event] / TURN
            out[line, min(seeing, most)] += (share - past) * length
            past = share
            seeing += 1 if event % 2 == 0 else -1
        out[line, 0] += (1.0 - past) * length
    return len(lines.ax)


@kernel
def list_sightings(lines: Lines, first: int, field: Field, room: Room, out: Sightings) -> int:
    """Write what is seen of each line, from `first` on; say which is the first for which there was no room."""
    for line in range(first, len(lines.ax)):
        count = gather_parts(lines, line, field, room)
        at = out.start[line]
        if count < 0 or at + count > len(out.row):
            return line
        for part in range(count):
            out.row[at + part] = room.whole[VIEW, part]
            out.begin[at + part], out.end[at + part] = room.parts[0, part], room.parts[1, part]
        out.start[line + 1] = at + count
    return len(lines.ax)


@kernel
def list_stretches(sightings: Sightings, room: Room, out: Stretches) -> None:
    """Write the stretches of each line: at most 2n + 1 of one with n parts; `room` has place for the most parts."""
    for line in range(len(sightings.start) - 1):
        begin = sightings.start[line]
        count = sightings.start[line + 1] - begin
        for part in range(count):
            room.parts[0, part], room.parts[1, part] = (
                sightings.begin[begin + part],
                sightings.end[begin + part],
            )
        order_parts(count, room)
        at, past, seeing = out.start[line], 0.0, 0
        for index in range(2 * count + 1):
            event = room.whole[ORDER, index] if index < 2 * count else 0
            share = room.key[event] / TURN if index < 2 * count else 1.0
            if share - past > SAME:
                out.begin[at], out.end[at], out.views[at] = past, share, seeing
                past = share
                at += 1
            seeing += 1 if event % 2 == 0 else -1
        out.end[at - 1] = 1.0
        out.start[line + 1] = at
