"""The way into the loops along lines: makes room, spreads lines over threads, and hands back arrays.

As `front` does for the sweep: checks once what the loops take on trust, and holds no policy.
"""

from functools import partial

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import LIFT, RADIUS, Boundaries, Floats, Offsets, Rows, Views
from sousveil.kernels.clip import HAND, HANDS, Lines, Wedges, fill_wedges
from sousveil.kernels.front import build_straight
from sousveil.kernels.nearby import build_nearby
from sousveil.kernels.streets import (
    Field,
    Room,
    Sightings,
    Stretches,
    list_sightings,
    list_stretches,
    measure_lines,
)
from sousveil.kernels.threads import THREADS, run_parts

LINES_A_PART = 2048
"""Lines that one thread takes at a time: some milliseconds of work, enough parts to keep threads busy to the end."""
PARTS_OF_A_LINE = 256
"""Room that is made first for the parts of one line that are seen; where it is too little, twice as much is made."""

ANSWERS_A_LINE = 8
"""Room that is made first for the answers of each line; where it is too little, twice as much is made."""


def build_lines(ends: npt.ArrayLike) -> Lines:
    """Lines from an array (n, 2, 2) of beginnings and ends [m]; one without length is seen by nobody.

    Raises:
        ValueError: another shape, or a coordinate that is not a finite number.
    """
    return build_straight("line", ends)


def build_field(views: Views, boundaries: Boundaries) -> Field:
    """What is to be seen, ready to be asked."""
    most = np.count_nonzero((boundaries.mark != RADIUS) & (boundaries.mark != LIFT))
    wedges = Wedges(np.empty((len(views.x), HAND + HANDS), np.int32), np.empty((most, 7)))
    fill_wedges(views, boundaries, wedges)
    nearby = build_nearby(views, boundaries)
    place = np.column_stack([views.x, views.y, views.range_m, nearby.box])
    return Field(place, wedges.fan, wedges.side, nearby.frame, nearby.shape, nearby.start, nearby.row)


def compute_metres(lines: Lines, field: Field, *, most: int = 1, threads: int = THREADS) -> Floats:
    """Metres of each line by how many views see them: (lines, most + 1), the last column: so many or more."""
    found = run_parts(
        partial(_measure_part, lines, field, most), len(lines.ax), size=LINES_A_PART, threads=threads
    )
    return np.concatenate([np.empty((0, most + 1)), *found])


def _measure_part(lines: Lines, field: Field, most: int, first: int, last: int) -> Floats:
    part = _cut(lines, first, last)
    out = np.zeros((last - first, most + 1))
    parts, done = PARTS_OF_A_LINE, 0
    while done < last - first:
        done = measure_lines(part, done, field, _make_room(parts, len(field.place)), out)
        parts *= 2
    return out


def compute_sightings(lines: Lines, field: Field, *, threads: int = THREADS) -> Sightings:
    """Which views see which parts of each line: as much memory as there are answers."""
    found = run_parts(partial(_list_part, lines, field), len(lines.ax), size=LINES_A_PART, threads=threads)
    return Sightings(
        _chain([one.start for one in found]),
        np.concatenate([np.empty(0, np.int32), *(one.row for one in found)]),
        np.concatenate([np.empty(0), *(one.begin for one in found)]),
        np.concatenate([np.empty(0), *(one.end for one in found)]),
    )


def _list_part(lines: Lines, field: Field, first: int, last: int) -> Sightings:
    part = _cut(lines, first, last)
    parts, done, out = PARTS_OF_A_LINE, 0, _make_sightings(last - first, ANSWERS_A_LINE * (last - first))
    while True:
        done = list_sightings(part, done, field, _make_room(parts, len(field.place)), out)
        used = int(out.start[done])
        if done == last - first:
            return Sightings(out.start, out.row[:used], out.begin[:used], out.end[:used])
        # Either may have been too little: a line with many parts, or many lines with some.
        parts, more = 2 * parts, _make_sightings(last - first, 2 * len(out.row))
        more.start[: done + 1] = out.start[: done + 1]
        more.row[:used], more.begin[:used], more.end[:used] = out.row[:used], out.begin[:used], out.end[:used]
        out = more


def compute_stretches(sightings: Sightings) -> Stretches:
    """Lines cut where the views that see them change."""
    lines = len(sightings.start) - 1
    seen = np.diff(sightings.start)
    most = 2 * len(sightings.row) + lines
    out = Stretches(np.zeros(lines + 1, np.int64), np.empty(most), np.empty(most), np.empty(most, np.int32))
    list_stretches(sightings, _make_room(int(seen.max(initial=0)), 0), out)
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


def _chain(starts: list[Offsets]) -> Offsets:
    counts = [np.diff(start) for start in starts]
    return np.concatenate(
        [np.zeros(1, np.int64), np.cumsum(np.concatenate([np.empty(0, np.int64), *counts]))]
    )


def _cut(lines: Lines, first: int, last: int) -> Lines:
    return Lines(*(column[first:last] for column in lines))


def _make_room(parts: int, views: int) -> Room:
    return Room(
        np.empty((2, parts)),
        np.empty(2 * parts),
        np.empty((4, 2 * parts + 1), np.int64),
        np.full(views, -1, np.int32),
        np.empty(2),
    )


def _make_sightings(lines: int, answers: int) -> Sightings:
    start = np.zeros(lines + 1, np.int64)
    return Sightings(start, np.empty(answers, np.int32), np.empty(answers), np.empty(answers))
