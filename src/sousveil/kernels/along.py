"""The way into the loops along lines: makes room, spreads lines over threads, and hands back arrays.

As `front` does for the sweep: checks once what the loops take on trust, and holds no policy.
"""

from functools import partial

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import Boundaries, Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.clip import REST, Lines, Wedges
from sousveil.kernels.front import build_grid, build_straight, order_views
from sousveil.kernels.ground import count_times
from sousveil.kernels.hands import HANDS, NOTHING, Hands
from sousveil.kernels.meet import Field, Met, Room, count_by_line, list_by_line, meet_lines
from sousveil.kernels.nearby import Near, compute_boxes, count_near
from sousveil.kernels.streets import Room as Events
from sousveil.kernels.streets import Sightings, Stretches, list_stretches, measure_lines
from sousveil.kernels.threads import THREADS, run_parts

VIEWS_A_PART = 512
"""Views that one thread takes at a time: some milliseconds of work, enough parts to keep threads busy to the end."""
LINES_A_PART = 8192
"""The same of lines, of which all is known that views see."""
CUT = 4
"""Of the lines near a view one in so many is cut, in a town; where there are more, room is made for them."""
AT_ONCE = 1 << 22
"""Lines near views, each counted once a view, up to which all are taken at once: 100 MB or so of answers."""


def build_lines(ends: npt.ArrayLike) -> Lines:
    """Lines from an array (n, 2, 2) of beginnings and ends [m]; one without length is seen by nobody.

    Raises:
        ValueError: another shape, or a coordinate that is not a finite number.
    """
    return build_straight("line", ends)


def build_field(views: Views, boundaries: Boundaries, times: Rows | None = None) -> Field:
    """What is to be seen, ready to be asked; `times` : (views), for how many cameras each counts, one if not said."""
    box = np.empty((len(views.x), 4))
    compute_boxes(views, boundaries, box)
    return Field(views, boundaries, box, count_times(views, times))


def compute_metres(lines: Lines, field: Field, *, most: int = 1, threads: int = THREADS) -> Floats:
    """Metres of each line by how many cameras see them: (lines, most + 1), the last column: so many or more."""
    count = len(lines.ax)
    out = np.zeros((count, most + 1))
    grid = build_grid(lines)
    near = _count_near(grid, field)
    if count > 1 and near.sum() > AT_ONCE:
        for rows in _halve(lines):
            half = Lines(*(column[rows] for column in lines))
            out[rows] = compute_metres(half, field, most=most, threads=threads)
        return out
    found = _list_sightings(grid, field, near, count, threads)
    events = int(np.diff(found.start).max(initial=0))

    def work(first: int, last: int) -> None:
        measure_lines(lines, found, _make_events(events), out, first, last)

    run_parts(work, count, size=LINES_A_PART, threads=threads)
    return out


def _count_near(grid: Grid, field: Field) -> Rows:
    near = np.empty(len(field.box), np.int32)
    count_near(grid, field.box, near)
    return near


def _halve(lines: Lines) -> tuple[Offsets, Offsets]:
    """The rows of two halves of lines, those on either side of a line from north to south, or from west to east."""
    middle = (lines.ax + lines.bx, lines.ay + lines.by)
    order = np.argpartition(max(middle, key=np.ptp), len(lines.ax) // 2)
    return order[: len(order) // 2], order[len(order) // 2 :]


def compute_sightings(lines: Lines, field: Field, *, threads: int = THREADS) -> Sightings:
    """Which views see which parts of each line: as much memory as there are answers."""
    grid = build_grid(lines)
    return _list_sightings(grid, field, _count_near(grid, field), len(lines.ax), threads)


def _list_sightings(grid: Grid, field: Field, near: Rows, lines: int, threads: int) -> Sightings:
    # Neighbours one after the other, so that the lines near them are still at hand.
    order = order_views(field.views)
    order = order[near[order] > 0]
    work = partial(_meet_part, grid, field, near, order)
    found = run_parts(work, len(order), size=VIEWS_A_PART, threads=threads)
    start = np.zeros(lines + 1, np.int64)
    for one in found:
        count_by_line(one, start)
    np.cumsum(start, out=start)
    count = int(start[-1])
    out = Sightings(start, np.empty(count, np.int32), np.empty(count), np.empty(count), field.times)
    to = start[:-1].copy()
    for part, one in enumerate(found):
        list_by_line(one, order[part * VIEWS_A_PART :], to, out)
    return out


def _meet_part(grid: Grid, field: Field, near: Rows, order: Offsets, first: int, last: int) -> Met:
    rows = order[first:last]
    corners = int((field.boundaries.start[rows + 1] - field.boundaries.start[rows]).max())
    room = _make_room(int(near[rows].max()), corners, int(grid.row.max(initial=0)) + 1)
    most = int(near[rows].sum()) + 1
    done, out = 0, _make_met(len(rows), most, most // CUT + room.parts.shape[1])
    while True:
        done = meet_lines(grid, field, rows, room, out, done)
        whole, used = (int(one) for one in out.until[done])
        if done == len(rows):
            parts = out.line[:used], out.begin[:used], out.end[:used]
            return Met(out.until, out.whole[:whole], *parts)
        room.near.met.fill(-1)
        more = _make_met(0, 0, 2 * len(out.line))
        more.line[:used], more.begin[:used], more.end[:used] = (
            out.line[:used],
            out.begin[:used],
            out.end[:used],
        )
        out = more._replace(until=out.until, whole=out.whole)


def compute_stretches(sightings: Sightings) -> Stretches:
    """Lines cut where the views that see them change."""
    lines = len(sightings.start) - 1
    seen = np.diff(sightings.start)
    most = 2 * len(sightings.row) + lines
    out = Stretches(np.zeros(lines + 1, np.int64), np.empty(most), np.empty(most), np.empty(most, np.int32))
    list_stretches(sightings, _make_events(int(seen.max(initial=0))), out)
    used = int(out.start[-1])
    return Stretches(out.start, out.begin[:used], out.end[:used], out.views[:used])


def list_seers(sightings: Sightings, stretches: Stretches) -> tuple[Offsets, Rows]:
    """Which views see each stretch: where those of a stretch begin (stretches + 1), and their rows, ascending.

    A view sees a stretch as often as lines are many: asked of a walk, not of a city.
    """
    found = [
        np.unique(sightings.row[a:b][(sightings.begin[a:b] <= middle) & (sightings.end[a:b] >= middle)])
        for line, (a, b) in enumerate(zip(sightings.start[:-1], sightings.start[1:], strict=True))
        for middle in _find_middles(stretches, line)
    ]
    start = np.concatenate([[0], np.cumsum([len(one) for one in found])]).astype(np.int64)
    return start, np.concatenate([np.empty(0, np.int32), *found])


def _find_middles(stretches: Stretches, line: int) -> Floats:
    part = slice(int(stretches.start[line]), int(stretches.start[line + 1]))
    return (stretches.begin[part] + stretches.end[part]) / 2


def _make_room(near: int, corners: int, lines: int) -> Room:
    """For views with so many corners and so many lines near them; none of the lines met yet."""
    wedges = corners + REST
    reaches = np.empty((2, NOTHING + 1))
    return Room(
        Near(np.empty((7, near + 1)), np.empty((7, near + 1), np.int32), np.full(lines, -1, np.int32)),
        Wedges(np.empty(3, np.int32), np.empty((wedges, 7))),
        Hands(np.empty(HANDS, np.int32), reaches[0], reaches[1], np.empty(HANDS + 1)),
        np.empty((2, 2 * wedges)),
    )


def _make_met(views: int, whole: int, parts: int) -> Met:
    rows = np.empty(whole, np.int32), np.empty(parts, np.int32)
    return Met(np.zeros((views + 1, 2), np.int64), *rows, np.empty(parts), np.empty(parts))


def _make_events(parts: int) -> Events:
    return Events(np.empty(2 * parts), np.empty((2, 2 * parts + 1), np.int64))
