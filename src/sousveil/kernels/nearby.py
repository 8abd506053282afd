"""Finds the lines near what a view sees, so that it meets only those.

Lines are sorted into the cells of a grid, as walls are; a view has a box around its ground. What it sees in there is
the business of `clip`.
"""

import math
from typing import NamedTuple

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, Boundaries, Floats, Grid, Rows, Views
from sousveil.kernels.grid import compute_column, compute_row

# Rows of `Near.ends` that are filled here: beginning and end, x and y.
AX, AY, BX, BY = range(4)
# The same of `Near.whole`: which line; where in the grid it was found; whether it touches the box.
LINE, PICKED, TOUCHING = range(3)


class Near(NamedTuple):
    """Working room of one thread: the lines near one view.

    `ends` : (7, n), from the camera, `whole` : (7, n): their rows are named here and in `hands`.
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
def find_cells(grid: Grid, box: Floats) -> tuple[int, int, int, int]:
    """The cells that a box touches: first column, the one after the last, first row, last; none of an empty box."""
    columns, rows = grid.shape[0], grid.shape[1]
    east, north = grid.frame[0] + columns * grid.frame[2], grid.frame[1] + rows * grid.frame[2]
    empty = not box[2] >= box[0]
    if empty or box[2] < grid.frame[0] or box[0] > east or box[3] < grid.frame[1] or box[1] > north:
        return 0, 0, 0, -1
    west = compute_column(box[0], grid.frame, columns)
    end = compute_column(box[2], grid.frame, columns) + 1
    return west, end, compute_row(box[1], grid.frame, rows), compute_row(box[3], grid.frame, rows)


@kernel
def count_near(grid: Grid, box: Floats, out: Rows) -> None:
    """Put into `out` how many lines stand in the cells that the box of each view touches."""
    columns = grid.shape[0]
    for view in range(len(box)):
        out[view] = 0
        west, end, south, north = find_cells(grid, box[view])
        for row in range(south, north + 1):
            out[view] += grid.start[row * columns + end] - grid.start[row * columns + west]


@kernel
def gather_near(grid: Grid, views: Views, box: Floats, view: int, near: Near) -> int:
    """Note the lines that touch the box of a view and say how many."""
    columns = grid.shape[0]
    west, end, south, north = find_cells(grid, box[view])
    found = 0
    for row in range(south, north + 1):
        places = (grid.start[row * columns + west], grid.start[row * columns + end])
        found = pick_touching(grid.ends, box[view], near.whole, places, found)
    count = pick_once(grid.row, view, near, found)
    copy_ends(grid.ends, (views.x[view], views.y[view]), near, count)
    return count


@kernel
def pick_touching(ends: Floats, box: Floats, whole: Rows, which: tuple[int, int], found: int) -> int:
    """Add to the lines picked those of some places in the grid that touch a box."""
    west, south, east, north = box[0], box[1], box[2], box[3]
    first, last = which
    ax, ay, bx, by = ends[0, first:last], ends[1, first:last], ends[2, first:last], ends[3, first:last]
    touching, picked = whole[TOUCHING, : last - first], whole[PICKED]
    # Two loops, because the first, without a place to fill, runs on several lines at once.
    for at in range(len(ax)):
        touching[at] = np.int32(
            (max(ax[at], bx[at]) >= west)
            & (max(ay[at], by[at]) >= south)
            & (min(ax[at], bx[at]) <= east)
            & (min(ay[at], by[at]) <= north)
        )
    for at in range(len(ax)):
        # Written in any case and counted or not: a branch that nobody can foresee costs more.
        picked[np.uint64(found)] = first + at
        found += touching[at]
    return found


@kernel
def pick_once(row: Rows, view: int, near: Near, found: int) -> int:
    """Keep of the lines picked one of each: a line may stand in several cells."""
    picked, line, met = near.whole[PICKED], near.whole[LINE], near.met
    count = 0
    for index in range(found):
        at = picked[index]
        one = row[np.uint64(at)]
        picked[np.uint64(count)], line[np.uint64(count)] = at, one
        count += int(met[np.uint64(one)] != view)
        met[np.uint64(one)] = view
    return count


@kernel
def copy_ends(ends: Floats, camera: tuple[float, float], near: Near, count: int) -> None:
    """Note the ends of the lines picked, from the camera."""
    x, y = camera
    picked = near.whole[PICKED, :count]
    ax, ay, bx, by = (
        near.ends[AX, :count],
        near.ends[AY, :count],
        near.ends[BX, :count],
        near.ends[BY, :count],
    )
    begin_x, begin_y, end_x, end_y = ends[0], ends[1], ends[2], ends[3]
    for index in range(count):
        at = np.uint64(picked[index])
        ax[index], ay[index] = begin_x[at] - x, begin_y[at] - y
        bx[index], by[index] = end_x[at] - x, end_y[at] - y
