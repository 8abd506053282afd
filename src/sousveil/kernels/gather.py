"""Finds the walls a view can meet and notes where each begins and ends around the camera.

The first half of the sweep: nothing is drawn here.
"""

import math

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Grid, Scratch, Views
from sousveil.kernels.grid import PAD, compute_column, compute_row

# Rows of Scratch.real. Of n walls, event w is where wall w begins and n + w where it ends: the direction, and the key;
# then, again, the keys of the events listed.
NORMAL_X, NORMAL_Y, EVENT_X, EVENT_Y, KEY, LISTED_KEY = range(6)
# Rows of Scratch.whole: where in the grid a wall stands, and its row; which wall ends in the corner where it begins
# (−1: none); its place among the walls in the direction at hand (−1: not among them), and those; the events listed, and
# their order; room; the counts named below.
NEAR, WALL, JOINED, PLACE, ACTIVE, LISTED, ORDER, SPARE, COUNT = range(9)
# Places in the last row of Scratch.whole.
WALLS, EVENTS, RISEN, CORNERS, MARK = range(5)
# Places in Scratch.pen: key and direction where the piece at hand begins (while walls are gathered: the sector);
# direction where it ends; last point drawn; camera; range.
FROM_KEY, FROM_X, FROM_Y, TO_X, TO_Y, PEN_X, PEN_Y, CAMERA_X, CAMERA_Y, RANGE = range(10)
REAL_ROWS, WHOLE_ROWS, PEN_PLACES = 6, 9, 10


@kernel
def compute_key(x: float, y: float) -> float:
    """A number in [0, 4) that grows with the angle of (x, y); a quarter turn adds 1. No trigonometry."""
    share = y / (abs(x) + abs(y))
    front = share if y >= 0.0 else 4.0 + share
    return 2.0 - share if x < 0.0 else front


@kernel
def compute_width(views: Views, view: int) -> float:
    """The width of a view's sector in keys: 4 all around, 0 where there is nothing to see."""
    if not views.range_m[view] > 0.0:
        return 0.0
    if views.around[view]:
        return 4.0
    begin = compute_key(views.from_x[view], views.from_y[view])
    width = compute_key(views.to_x[view], views.to_y[view]) - begin
    return width + 4.0 if width < 0.0 else width


@kernel
def count_candidates(grid: Grid, views: Views, view: int) -> int:
    """How many walls stand in the cells that a view's range touches: the most that it can meet."""
    reach = views.range_m[view]
    columns = grid.shape[0]
    west = compute_column(views.x[view] - reach, grid.frame, columns)
    end = compute_column(views.x[view] + reach, grid.frame, columns) + 1
    south = compute_row(views.y[view] - reach, grid.frame, grid.shape[1])
    north = compute_row(views.y[view] + reach, grid.frame, grid.shape[1])
    total = 0
    for row in range(south, north + 1):
        total += grid.start[row * columns + end] - grid.start[row * columns + west]
    return int(total)


@kernel
def count_most_candidates(grid: Grid, views: Views) -> int:
    """The most walls that any of the views can meet."""
    most = 0
    for view in range(len(views.x)):
        most = max(most, count_candidates(grid, views, view))
    return most


@kernel
def find_rows(grid: Grid, y: float, reach: float) -> tuple[int, int]:
    """The first row of cells that a circle touches, and the one after the last."""
    first = compute_row(y - reach, grid.frame, grid.shape[1])
    return first, compute_row(y + reach, grid.frame, grid.shape[1]) + 1


@kernel
def find_span(grid: Grid, row: int, x: float, y: float, reach: float) -> tuple[int, int]:
    """Where the walls begin and end that stand in the cells of a row that a circle touches."""
    columns, side = grid.shape[0], grid.frame[2]
    # The circle is widest where the row comes nearest; the outermost rows also hold what lies beyond them.
    south = grid.frame[1] + row * side
    away = max(south - y if row > 0 else 0.0, y - south - side if row + 1 < grid.shape[1] else 0.0, 0.0)
    half = math.sqrt(max(reach * reach - away * away, 0.0)) + side * PAD
    west = row * columns + compute_column(x - half, grid.frame, columns)
    east = row * columns + compute_column(x + half, grid.frame, columns)
    return int(grid.start[west]), int(grid.start[east + 1])


@kernel
def gather_walls(grid: Grid, views: Views, scratch: Scratch, view: int, width: float) -> None:
    """Note every wall that faces the camera within range and sector, and its events."""
    cx, cy, reach = views.x[view], views.y[view], views.range_m[view]
    scratch.pen[CAMERA_X], scratch.pen[CAMERA_Y], scratch.pen[RANGE] = cx, cy, reach
    scratch.pen[FROM_X], scratch.pen[FROM_Y] = views.from_x[view], views.from_y[view]
    scratch.pen[FROM_KEY] = compute_key(views.from_x[view], views.from_y[view])
    found = 0
    for row in range(*find_rows(grid, cy, reach)):
        first, last = find_span(grid, row, cx, cy, reach)
        found = pick_facing(grid.ends, scratch, first, last, found)
    scratch.whole[COUNT, WALLS] = found
    measure_walls(grid, scratch, found)
    measure_keys(scratch, found)
    list_events(scratch, found, width)


@kernel
def pick_facing(ends: Floats, scratch: Scratch, first: int, last: int, found: int) -> int:
    """Add to the walls near by those that turn their outer side to the camera and come within its range."""
    cx, cy, square = scratch.pen[CAMERA_X], scratch.pen[CAMERA_Y], scratch.pen[RANGE] * scratch.pen[RANGE]
    ax, ay, bx, by = ends[0, first:last], ends[1, first:last], ends[2, first:last], ends[3, first:last]
    chosen, near = scratch.whole[SPARE], scratch.whole[NEAR]
    # Two loops, because the first, without a place to fill, runs on several walls at once.
    for at in range(len(ax)):
        px, py, qx, qy = ax[at] - cx, ay[at] - cy, bx[at] - cx, by[at] - cy
        ex, ey = bx[at] - ax[at], by[at] - ay[at]
        # The wall's length times its line's distance from the camera, which stands on the right where it is negative.
        across = px * ey - py * ex
        faces = (across < 0.0) & (across * across < square * (ex * ex + ey * ey))
        ends_near = (px * px + py * py <= square) | (qx * qx + qy * qy <= square)
        passes = (px * ex + py * ey < 0.0) & (qx * ex + qy * ey > 0.0)
        chosen[at] = np.int64(faces & (ends_near | passes))
    for at in range(len(ax)):
        near[found] = first + at
        found += chosen[at]
    return found


@kernel
def measure_walls(grid: Grid, scratch: Scratch, count: int) -> None:
    """Note where each wall, clipped to the circle, begins and ends, and the normal of its line."""
    cx, cy, square = scratch.pen[CAMERA_X], scratch.pen[CAMERA_Y], scratch.pen[RANGE] * scratch.pen[RANGE]
    real, near, wall = scratch.real, scratch.whole[NEAR, :count], scratch.whole[WALL, :count]
    ax, ay, bx, by = grid.ends[0], grid.ends[1], grid.ends[2], grid.ends[3]
    normal_x, normal_y = real[NORMAL_X, :count], real[NORMAL_Y, :count]
    begin_x, begin_y = real[EVENT_X, :count], real[EVENT_Y, :count]
    end_x, end_y = real[EVENT_X, count : 2 * count], real[EVENT_Y, count : 2 * count]
    for slot in range(count):
        at = np.uint64(near[slot])
        wall[slot] = grid.row[at]
        px, py, qx, qy = ax[at] - cx, ay[at] - cy, bx[at] - cx, by[at] - cy
        ex, ey = bx[at] - ax[at], by[at] - ay[at]
        across, share = px * ey - py * ex, 1.0 / (ex * ex + ey * ey)
        middle = -(px * ex + py * ey) * share
        half = math.sqrt(max(square - across * across * share, 0.0) * share)
        enters, leaves = middle - half, middle + half
        # Seen from the right-hand side a wall turns clockwise: its end comes first.
        begin_x[slot] = px + leaves * ex if leaves < 1.0 else qx
        begin_y[slot] = py + leaves * ey if leaves < 1.0 else qy
        end_x[slot] = px + enters * ex if enters > 0.0 else px
        end_y[slot] = py + enters * ey if enters > 0.0 else py
        normal_x[slot], normal_y[slot] = ey / across, -ex / across


@kernel
def measure_keys(scratch: Scratch, count: int) -> None:
    """Give every event its key, counted from where the sector begins."""
    real, first = scratch.real, scratch.pen[FROM_KEY]
    key, x, y = real[KEY, : 2 * count], real[EVENT_X, : 2 * count], real[EVENT_Y, : 2 * count]
    for event in range(len(key)):
        turned = compute_key(x[event], y[event]) - first
        key[event] = turned + 4.0 if turned < 0.0 else turned


@kernel
def list_events(scratch: Scratch, count: int, width: float) -> None:
    """List the events in the sector; where a wall ends in the corner in which the one before begins, one does for both.

    The walls across the side where the sector begins are at hand from the first.
    """
    real, whole = scratch.real, scratch.whole
    events, risen, before = 0, 0, -1
    for slot in range(count):
        begin, end = real[KEY, slot], real[KEY, count + slot]
        turned = end - begin
        whole[PLACE, slot] = whole[JOINED, slot] = -1
        # A wall that faces us covers less than half a turn (2 in keys); rounding can turn around one seen edge-on.
        if not (turned < -2.0 or (0.0 < turned <= 2.0 and begin < width)):
            continue
        if turned < 0.0 and end > 0.0:
            whole[ACTIVE, risen], whole[PLACE, slot] = slot, risen
            risen += 1
        if (
            before == slot - 1
            and real[EVENT_X, count + slot] == real[EVENT_X, before]
            and real[EVENT_Y, count + slot] == real[EVENT_Y, before]
        ):
            whole[JOINED, before] = slot
        else:
            whole[LISTED, events], real[LISTED_KEY, events] = count + slot, end
            events += 1
        whole[LISTED, events], real[LISTED_KEY, events] = slot, begin
        events += 1
        before = slot
    whole[COUNT, EVENTS], whole[COUNT, RISEN] = events, risen
