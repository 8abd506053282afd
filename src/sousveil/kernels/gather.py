"""Finds the walls a view can meet and notes where each begins and ends around the camera.

The first half of the sweep: nothing is drawn here.
"""

import math

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Grid, Offsets, Scratch, Views
from sousveil.kernels.grid import PAD, compute_column, compute_row

# Rows of Scratch.real: of a wall that faces the camera, and of an event (a wall begins or ends).
NORMAL_X, NORMAL_Y, BEGIN, END, KEY, EVENT_X, EVENT_Y = range(7)
# Rows of Scratch.whole: a wall's row; an event's slot + 1 where a wall begins, −(slot + 1) where it ends; room for
# sorting; slots of the walls in the direction at hand; walls near by; and the counts named below.
WALL, TURN, ORDER, SPARE, ACTIVE, NEAR, COUNT = range(7)
# Places in the last row of Scratch.whole.
KEPT, EVENTS, RISEN, CORNERS, MARK = range(5)
# Places in Scratch.pen: key and direction where the piece at hand begins (while walls are gathered: the sector);
# direction where it ends; last point drawn; camera; range.
FROM_KEY, FROM_X, FROM_Y, TO_X, TO_Y, PEN_X, PEN_Y, CAMERA_X, CAMERA_Y, RANGE = range(10)


@kernel
def compute_key(x: float, y: float) -> float:
    """A number in [0, 4) that grows with the angle of (x, y); a quarter turn adds 1. No trigonometry."""
    share = y / (abs(x) + abs(y))
    if x < 0.0:
        return 2.0 - share
    return share if y >= 0.0 else 4.0 + share


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
def gather_walls(grid: Grid, views: Views, scratch: Scratch, view: int, width: float) -> None:
    """Note every wall that faces the camera within range and sector, and its events."""
    cx, cy, reach = views.x[view], views.y[view], views.range_m[view]
    scratch.pen[CAMERA_X], scratch.pen[CAMERA_Y], scratch.pen[RANGE] = cx, cy, reach
    scratch.pen[FROM_X], scratch.pen[FROM_Y] = views.from_x[view], views.from_y[view]
    scratch.pen[FROM_KEY] = compute_key(views.from_x[view], views.from_y[view])
    scratch.whole[COUNT, KEPT] = scratch.whole[COUNT, EVENTS] = 0
    columns, side = grid.shape[0], grid.frame[2]
    first_row = compute_row(cy - reach, grid.frame, grid.shape[1])
    last_row = compute_row(cy + reach, grid.frame, grid.shape[1])
    for row in range(first_row, last_row + 1):
        # The circle is widest where the row comes nearest; the outermost rows also hold what lies beyond them.
        south = grid.frame[1] + row * side
        away = max(south - cy if row > first_row else 0.0, cy - south - side if row < last_row else 0.0, 0.0)
        half = math.sqrt(max(reach * reach - away * away, 0.0)) + side * PAD
        west = row * columns + compute_column(cx - half, grid.frame, columns)
        east = row * columns + compute_column(cx + half, grid.frame, columns)
        found = pick_facing(
            grid.ends, scratch.pen, scratch.whole[NEAR], grid.start[west], grid.start[east + 1]
        )
        for index in range(found):
            at = scratch.whole[NEAR, index]
            keep_wall(grid.ends, scratch, at, grid.row[at], width)


@kernel
def pick_facing(ends: Floats, pen: Floats, out: Offsets, first: int, last: int) -> int:
    """Put into `out` which of the walls turn their outer side to the camera and come within its range."""
    cx, cy, square = pen[CAMERA_X], pen[CAMERA_Y], pen[RANGE] * pen[RANGE]
    found = 0
    for at in range(first, last):
        px, py = ends[at, 0] - cx, ends[at, 1] - cy
        qx, qy = ends[at, 2] - cx, ends[at, 3] - cy
        ex, ey = ends[at, 2] - ends[at, 0], ends[at, 3] - ends[at, 1]
        # The wall's length times its line's distance from the camera, which stands on the right where it is negative.
        across = px * ey - py * ex
        faces = (across < 0.0) & (across * across < square * (ex * ex + ey * ey))
        ends_near = (px * px + py * py <= square) | (qx * qx + qy * qy <= square)
        passes = (px * ex + py * ey < 0.0) & (qx * ex + qy * ey > 0.0)
        out[found] = at
        found += int(faces & (ends_near | passes))
    return found


@kernel
def keep_wall(ends: Floats, scratch: Scratch, at: int, row: int, width: float) -> None:
    """Note one wall, clipped to the circle."""
    pen = scratch.pen
    px, py = ends[at, 0] - pen[CAMERA_X], ends[at, 1] - pen[CAMERA_Y]
    qx, qy = ends[at, 2] - pen[CAMERA_X], ends[at, 3] - pen[CAMERA_Y]
    ex, ey = ends[at, 2] - ends[at, 0], ends[at, 3] - ends[at, 1]
    across = px * ey - py * ex
    reach = pen[RANGE] * pen[RANGE]
    slot = scratch.whole[COUNT, KEPT]
    if px * px + py * py > reach or qx * qx + qy * qy > reach:
        square = ex * ex + ey * ey
        middle = -(px * ex + py * ey) / square
        half = math.sqrt(reach * square - across * across) / square
        if middle + half < 1.0:
            qx, qy = px + (middle + half) * ex, py + (middle + half) * ey
        if middle - half > 0.0:
            px, py = px + (middle - half) * ex, py + (middle - half) * ey
    real = scratch.real
    share = 1.0 / across
    real[NORMAL_X, slot], real[NORMAL_Y, slot] = ey * share, -ex * share
    scratch.whole[WALL, slot] = row
    # Seen from the right-hand side a wall turns clockwise: its end comes first.
    before = scratch.whole[COUNT, EVENTS]
    real[KEY, before], real[EVENT_X, before], real[EVENT_Y, before] = compute_key(qx, qy), qx, qy
    real[KEY, before + 1], real[EVENT_X, before + 1], real[EVENT_Y, before + 1] = compute_key(px, py), px, py
    _place_events(scratch, slot, before, width)


@kernel
def _place_events(scratch: Scratch, slot: int, at: int, width: float) -> None:
    """Count the two events just written as far as they lie in the sector; a wall across its edge begins twice."""
    real, whole, pen = scratch.real, scratch.whole, scratch.pen
    begin, end = real[KEY, at] - pen[FROM_KEY], real[KEY, at + 1] - pen[FROM_KEY]
    begin = begin + 4.0 if begin < 0.0 else begin
    end = end + 4.0 if end < 0.0 else end
    turned = end - begin
    # A wall that faces us covers less than half a turn (2 in keys); rounding can turn around one seen edge-on.
    if turned > 2.0 or -2.0 <= turned <= 0.0 or (begin >= width and turned > 0.0):
        return
    real[KEY, at], real[KEY, at + 1] = begin, end
    whole[TURN, at], whole[TURN, at + 1] = slot + 1, -slot - 1
    across = turned < 0.0 and end > 0.0
    if across:
        real[KEY, at + 2], whole[TURN, at + 2] = 0.0, slot + 1
        real[EVENT_X, at + 2], real[EVENT_Y, at + 2] = pen[FROM_X], pen[FROM_Y]
    whole[COUNT, EVENTS] = at + 3 if across else at + 2
    whole[COUNT, KEPT] = slot + 1
