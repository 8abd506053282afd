"""Sorts what views see into the cells of a grid, so that a line meets only the views near it.

A view stands in each cell that the box around its ground touches. What is seen in there is the business of `clip`.
"""

import math
from typing import NamedTuple

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, Boundaries, Floats, Offsets, Rows, Views
from sousveil.kernels.grid import compute_column, compute_row

CELL_M = 50.0
"""Side of a cell at least [m], as in the grid of walls."""
CELLS_A_BOX = 4.0
"""How many cells the middling box is wide at most: a fine grid would hold a wide view a thousand times."""
MOST_CELLS = 1 << 22
"""Cells of a grid at most, 32 MiB of offsets."""


class Nearby(NamedTuple):
    """Views sorted into square cells, row by row from the south-west.

    `frame`, `shape`, `start` : as of `arrays.Grid`. `row` : (n), which views are in a cell.
    `box` : (views, 4), west, south, east and north end of what a view sees [m]; of nothing, east lies west of west.
    """

    frame: Floats
    shape: Offsets
    start: Offsets
    row: Rows
    box: Floats


def build_nearby(views: Views, boundaries: Boundaries) -> Nearby:
    """Sort views into cells by what they see."""
    box = np.empty((len(views.x), 4))
    compute_boxes(views, boundaries, box)
    filled = box[box[:, 2] >= box[:, 0]]
    if not len(filled):
        frame, none = np.array([0.0, 0.0, CELL_M]), np.zeros(2, np.int64)
        return Nearby(frame, np.array([1, 1]), none, np.empty(0, np.int32), box)
    west, south = filled[:, :2].min(axis=0)
    wide, high = filled[:, 2:].max(axis=0) - (west, south)
    middling = float(np.sqrt(((filled[:, 2] - filled[:, 0]) * (filled[:, 3] - filled[:, 1])).mean()))
    side = max(CELL_M, middling / CELLS_A_BOX, math.sqrt(wide) * math.sqrt(high / MOST_CELLS))
    side = max(side, wide / MOST_CELLS, high / MOST_CELLS)
    frame = np.array([west, south, side])
    shape = np.array([int(wide / side) + 1, int(high / side) + 1])
    start = np.zeros(int(shape[0] * shape[1]) + 1, np.int64)
    count_boxes(box, frame, shape, start)
    nearby = Nearby(frame, shape, start, np.empty(int(start[-1]), np.int32), box)
    fill_boxes(nearby, start.copy())
    return nearby


@kernel
def compute_boxes(views: Views, boundaries: Boundaries, out: Floats) -> None:
    """Put into `out` the box around what each view sees; arcs reach farther than their ends."""
    for view in range(len(views.x)):
        out[view, 0] = out[view, 1] = math.inf
        out[view, 2] = out[view, 3] = -math.inf
        begin, end = boundaries.start[view], boundaries.start[view + 1]
        for at in range(begin, end):
            x, y = boundaries.x[at], boundaries.y[at]
            _widen(out, view, x, y)
            if boundaries.mark[at] == ARC:
                then = at + 1 if at + 1 < end else begin
                _widen_by_arc(views, view, (x, y, boundaries.x[then], boundaries.y[then]), out)


@kernel
def _widen(out: Floats, view: int, x: float, y: float) -> None:
    out[view, 0], out[view, 1] = min(out[view, 0], x), min(out[view, 1], y)
    out[view, 2], out[view, 3] = max(out[view, 2], x), max(out[view, 3], y)


@kernel
def _widen_by_arc(views: Views, view: int, ends: tuple[float, float, float, float], out: Floats) -> None:
    """An arc of at most a quarter passes a compass point where its ends lie on either side of it."""
    cx, cy, reach = views.x[view], views.y[view], views.range_m[view]
    px, py, qx, qy = ends[0] - cx, ends[1] - cy, ends[2] - cx, ends[3] - cy
    if py < 0.0 <= qy:
        _widen(out, view, cx + reach, cy)
    if px > 0.0 >= qx:
        _widen(out, view, cx, cy + reach)
    if py > 0.0 >= qy:
        _widen(out, view, cx - reach, cy)
    if px < 0.0 <= qx:
        _widen(out, view, cx, cy - reach)


@kernel
def count_boxes(box: Floats, frame: Floats, shape: Offsets, start: Offsets) -> None:
    """Count the boxes in front of each cell's own into `start`, which comes in as zeros."""
    columns, rows = shape[0], shape[1]
    for view in range(len(box)):
        if box[view, 2] >= box[view, 0]:
            first, last = (
                compute_column(box[view, 0], frame, columns),
                compute_column(box[view, 2], frame, columns),
            )
            for row in range(
                compute_row(box[view, 1], frame, rows), compute_row(box[view, 3], frame, rows) + 1
            ):
                for column in range(first, last + 1):
                    start[row * columns + column + 1] += 1
    for cell in range(columns * rows):
        start[cell + 1] += start[cell]


@kernel
def fill_boxes(nearby: Nearby, cursor: Offsets) -> None:
    """Note each view in its cells; `cursor` comes in as a copy of `nearby.start`."""
    columns, rows = nearby.shape[0], nearby.shape[1]
    for view in range(len(nearby.box)):
        west, south, east, north = nearby.box[view]
        if east >= west:
            first = compute_column(west, nearby.frame, columns)
            last = compute_column(east, nearby.frame, columns)
            for row in range(
                compute_row(south, nearby.frame, rows), compute_row(north, nearby.frame, rows) + 1
            ):
                for column in range(first, last + 1):
                    cell = row * columns + column
                    nearby.row[cursor[cell]] = view
                    cursor[cell] += 1
