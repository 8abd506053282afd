"""Finds the lines near what a view sees, so that it meets only those.

Lines are sorted into the cells of a grid, as walls are; a view has a box around its ground. What it sees in there is
the business of `clip`.
"""

import math
from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, Boundaries, Floats, Grid, Rows, Views
from sousveil.kernels.grid import compute_column, compute_row


class Near(NamedTuple):
    """Working room of one thread: the lines near one view.

    `ends` : (8, n), from the camera: beginning and end, x and y; the same counter-clockwise. `whole` : (2, n), which
    line; the wedge where to seek that of its first end.
    `met` : (lines), the last view that met a line, −1 before.
    """

    ends: Floats
    whole: Rows
    met: Rows


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
def count_near(grid: Grid, box: Floats, out: Rows) -> None:
    """Put into `out` how many lines stand in the cells that the box of each view touches."""
    columns, rows = grid.shape[0], grid.shape[1]
    for view in range(len(box)):
        out[view] = 0
        if box[view, 2] >= box[view, 0]:
            west = compute_column(box[view, 0], grid.frame, columns)
            end = compute_column(box[view, 2], grid.frame, columns) + 1
            south, north = (
                compute_row(box[view, 1], grid.frame, rows),
                compute_row(box[view, 3], grid.frame, rows),
            )
            for row in range(south, north + 1):
                out[view] += grid.start[row * columns + end] - grid.start[row * columns + west]


@kernel
def gather_near(grid: Grid, views: Views, box: Floats, view: int, near: Near) -> int:
    """Note the lines that touch the box of a view and say how many."""
    west, south, east, north = box[view, 0], box[view, 1], box[view, 2], box[view, 3]
    x, y = views.x[view], views.y[view]
    columns, rows = grid.shape[0], grid.shape[1]
    first = compute_column(west, grid.frame, columns)
    end = compute_column(east, grid.frame, columns) + 1
    count = 0
    for row in range(compute_row(south, grid.frame, rows), compute_row(north, grid.frame, rows) + 1):
        for at in range(grid.start[row * columns + first], grid.start[row * columns + end]):
            ax, ay, bx, by = grid.ends[0, at], grid.ends[1, at], grid.ends[2, at], grid.ends[3, at]
            line = grid.row[at]
            # Written in any case and counted or not: a branch that nobody can foresee costs more.
            near.whole[0, count] = line
            near.ends[0, count], near.ends[1, count] = ax - x, ay - y
            near.ends[2, count], near.ends[3, count] = bx - x, by - y
            count += int(
                (max(ax, bx) >= west)
                & (max(ay, by) >= south)
                & (min(ax, bx) <= east)
                & (min(ay, by) <= north)
                & (near.met[line] != view)
            )
            near.met[line] = view
    return count
