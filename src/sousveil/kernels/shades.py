"""Finds where, seen from a camera above low walls, ground begins to be hidden and where it comes into view again.

The first half of `patches`: nothing is drawn here. Assumes flat ground and flat roofs.

    A target at height t and distance r is hidden by a wall of height h at the distance e < r, from a camera at H, if

        r <= e (H - t)/(H - h)        that is        1/r >= 1/e · s,   s = (H - h)/(H - t)

    Of a building, the wall through which the ray leaves hides farthest, and what is inside is no ground. So the ground
    is hidden from where a ray enters a building to where the shade of the wall ends through which it leaves: a line
    parallel to that wall, 1/s times as far from the camera. The shade of a wall as high as the camera has no end, and
    what lies behind it in every direction matters to nothing: `skyline` says where that is.
"""

import math
from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Elevations, Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.gather import compute_key, find_rows, find_span
from sousveil.kernels.grid import compute_column, compute_row
from sousveil.kernels.skyline import Skyline, fill_far, is_behind

# Rows of Room.real: a line's normal; an event's direction and key (event 2i: line i begins, 2i + 1: it ends); what a
# line is worth (1/r, times the length of the direction) where the piece at hand begins and ends; the key at which the
# patch that last ended at it began.
NORMAL_X, NORMAL_Y, EVENT_X, EVENT_Y, KEY, HERE, THERE, SINCE = range(8)
# Rows of Room.whole: a line's wall, and whether shade begins there (1, for good: 2) or ends (−1); the lines in the
# direction at hand, the nearest first; events in order; room for sorting; of the patch that last ended at a line: its
# place, the line where it begins, and in which step it was drawn; and the counts named below.
WALL, STEP, ACTIVE, ORDER, SPARE, PATCH, BEFORE, DRAWN, COUNT = range(9)
# Places in the last row of Room.whole: lines, events, lines at hand, patches, steps drawn; buildings around the camera.
LINES, EVENTS, RISEN, PATCHES, STEPS, AROUND = range(6)
# Places in Room.pen: key and direction where the piece at hand begins and where it ends; camera; range.
FROM_KEY, FROM_X, FROM_Y, TO_KEY, TO_X, TO_Y, CAMERA_X, CAMERA_Y, RANGE = range(9)
REAL_ROWS, WHOLE_ROWS, PEN_PLACES = 8, 9, 9
FOR_GOOD = 2


class Room(NamedTuple):
    """Working room of one thread; rows and places are named above.

    `met` : (walls), the last search that met a wall, −1 before: a wall stands in several cells, and counts once.
    `far` : how far one sees at most in each of `skyline.SHARES` of the turn, squared [m²].
    """

    real: Floats
    whole: Offsets
    pen: Floats
    met: Rows
    far: Floats


@kernel
def compute_shade(top: float, eye: float, target: float) -> float:
    """The share s of 1/r at which the shade of a wall ends: 0 for none too long, 1 for no shade at all."""
    if top >= eye:
        return 0.0
    if target >= eye or top <= target:
        return 1.0
    return (eye - top) / (eye - target)


@kernel
def gather_shades(
    skyline: Skyline, views: Views, heights: Elevations, room: Room, view: int, width: float
) -> None:
    """Note every line within range, sector and skyline at which shade begins or ends, and its events."""
    grid = skyline.others
    x, y, reach = views.x[view], views.y[view], views.range_m[view]
    pen, whole = room.pen, room.whole
    pen[CAMERA_X], pen[CAMERA_Y], pen[RANGE] = x, y, reach
    pen[FROM_X], pen[FROM_Y] = views.from_x[view], views.from_y[view]
    pen[FROM_KEY] = compute_key(views.from_x[view], views.from_y[view])
    whole[COUNT, LINES] = whole[COUNT, EVENTS] = whole[COUNT, RISEN] = 0
    whole[COUNT, AROUND] = count_around(grid, heights, room, view)
    fill_far(skyline, view, pen[CAMERA_X], pen[CAMERA_Y], pen[FROM_KEY], room.far)
    for corner in range(skyline.start[view], skyline.start[view + 1]):
        wall = skyline.mark[corner]
        if wall >= 0 and room.met[wall] != 2 * view:
            room.met[wall] = 2 * view
            whole[WALL, whole[COUNT, LINES]] = wall
            note_line(skyline.ends, room, skyline.place[wall], 0.0, width)
    for row in range(*find_rows(grid, y, reach)):
        first, last = find_span(grid, row, x, y, reach)
        for at in range(first, last):
            wall = grid.row[at]
            if room.met[wall] != 2 * view:
                room.met[wall] = 2 * view
                shade = compute_shade(heights.top[wall], heights.eye[view], heights.target[view])
                whole[WALL, whole[COUNT, LINES]] = wall
                note_line(grid.ends, room, at, shade, width)


@kernel
def count_around(grid: Grid, heights: Elevations, room: Room, view: int) -> int:
    """How many buildings lower than it a camera stands on: an eastward ray leaves them once more than it enters."""
    x, y = room.pen[CAMERA_X], room.pen[CAMERA_Y]
    columns, ends = grid.shape[0], grid.ends
    row = compute_row(y, grid.frame, grid.shape[1]) * columns
    first = grid.start[row + compute_column(x, grid.frame, columns)]
    around = 0
    for at in range(first, grid.start[row + columns]):
        wall = grid.row[at]
        up = ends[1, at] <= y < ends[3, at]
        if (up or ends[3, at] <= y < ends[1, at]) and room.met[wall] != 2 * view + 1:
            room.met[wall] = 2 * view + 1
            ex, ey = ends[2, at] - ends[0, at], ends[3, at] - ends[1, at]
            across = (x - ends[0, at]) * ey - (y - ends[1, at]) * ex
            if heights.top[wall] < heights.eye[view] and (across < 0.0) == up:
                around += 1 if up else -1
    return max(around, 0)


@kernel
def note_line(ends: Floats, room: Room, at: int, shade: float, width: float) -> None:
    """Note one wall if it faces the camera, or the end of its shade if it does not, clipped to the circle."""
    pen, reach = room.pen, room.pen[RANGE] * room.pen[RANGE]
    px, py = ends[0, at] - pen[CAMERA_X], ends[1, at] - pen[CAMERA_Y]
    ex, ey = ends[2, at] - ends[0, at], ends[3, at] - ends[1, at]
    across = px * ey - py * ex
    if across > 0.0:
        if shade == 0.0:
            return
        px, py, ex, ey, across = px / shade, py / shade, ex / shade, ey / shade, across / shade / shade
    square = ex * ex + ey * ey
    if across == 0.0 or not across * across < reach * square:
        return
    middle = -(px * ex + py * ey) / square
    half = math.sqrt(reach * square - across * across) / square
    first, last = max(middle - half, 0.0), min(middle + half, 1.0)
    if first >= last:
        return
    line = room.whole[COUNT, LINES]
    room.real[NORMAL_X, line], room.real[NORMAL_Y, line] = ey / across, -ex / across
    room.whole[STEP, line] = (1 if shade > 0.0 else FOR_GOOD) if across < 0.0 else -1
    # Seen from its right-hand side a wall turns clockwise.
    begin, end = 2 * line + (across < 0.0), 2 * line + (across > 0.0)
    room.real[EVENT_X, begin], room.real[EVENT_Y, begin] = px + first * ex, py + first * ey
    room.real[EVENT_X, end], room.real[EVENT_Y, end] = px + last * ex, py + last * ey
    place_events(room, line, width)


@kernel
def place_events(room: Room, line: int, width: float) -> None:
    """Count a line and its events if they lie in the sector; one across its first side is at hand from there."""
    real, whole, at = room.real, room.whole, 2 * line
    for event in range(at, at + 2):
        key = compute_key(real[EVENT_X, event], real[EVENT_Y, event]) - room.pen[FROM_KEY]
        real[KEY, event] = key + 4.0 if key < 0.0 else key
    turned = real[KEY, at + 1] - real[KEY, at]
    # As in `gather`: a line covers less than half a turn.
    if not (turned < -2.0 or (0.0 < turned <= 2.0 and real[KEY, at] < width)):
        return
    begin, end = (real[EVENT_X, at], real[EVENT_Y, at]), (real[EVENT_X, at + 1], real[EVENT_Y, at + 1])
    if not is_behind(room.far, begin, end, (real[KEY, at], real[KEY, at + 1])):
        if turned < 0.0 and real[KEY, at + 1] > 0.0:
            whole[ACTIVE, whole[COUNT, RISEN]] = line
            whole[COUNT, RISEN] += 1
        whole[DRAWN, line] = -1
        whole[COUNT, LINES] = line + 1
        whole[COUNT, EVENTS] = 2 * line + 2
