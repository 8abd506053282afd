"""The ground a camera sees over walls lower than itself, exactly: patches between two rays and two lines.

The twin of `sweep` for walls of known height, with the same patches where every wall is as high as the camera. Along a
direction, what is seen changes only at the lines that `shades` finds; between two events, their order only where two
cross, and 1/r is linear in the direction.
"""

import math

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, CAMERA, Elevations, Floats, Patches, Views
from sousveil.kernels.gather import compute_width
from sousveil.kernels.shades import (
    ACTIVE,
    AROUND,
    BEFORE,
    CAMERA_X,
    CAMERA_Y,
    COUNT,
    DRAWN,
    EVENT_X,
    EVENT_Y,
    EVENTS,
    FOR_GOOD,
    FROM_KEY,
    FROM_X,
    FROM_Y,
    HERE,
    KEY,
    LINES,
    NORMAL_X,
    NORMAL_Y,
    ORDER,
    PATCH,
    PATCHES,
    RANGE,
    RISEN,
    SINCE,
    SPARE,
    STEP,
    STEPS,
    THERE,
    TO_KEY,
    TO_X,
    TO_Y,
    WALL,
    Room,
    gather_shades,
)
from sousveil.kernels.skyline import Skyline
from sousveil.kernels.sorting import sort_events
from sousveil.kernels.sweep import SAME


@kernel
def sweep_patches(
    skyline: Skyline, views: Views, heights: Elevations, room: Room, out: Patches, first: int
) -> int:
    """Draw the patches of the views from `first` on and say which is the first for which `out` had no room."""
    whole = room.whole
    for view in range(first, len(views.x)):
        whole[COUNT, PATCHES] = out.start[view]
        width = compute_width(views, view)
        if width > 0.0:
            gather_shades(skyline, views, heights, room, view, width)
            sort_events(room.real[KEY], whole[ORDER], whole[SPARE], whole[COUNT, EVENTS])
            follow_events(views, room, out, view, width)
        if whole[COUNT, PATCHES] > len(out.near):
            return view
        out.start[view + 1] = whole[COUNT, PATCHES]
    return len(views.x)


@kernel
def follow_events(views: Views, room: Room, out: Patches, view: int, width: float) -> None:
    """Draw one view, from event to event."""
    real, whole, pen = room.real, room.whole, room.pen
    pen[FROM_KEY] = 0.0
    whole[COUNT, STEPS] = 0
    whole[DRAWN, whole[COUNT, LINES]] = -1  # of the circle, behind the last line
    for index in range(whole[COUNT, EVENTS]):
        event = whole[ORDER, index]
        if real[KEY, event] >= width:
            break
        draw_until(room, out, real[KEY, event], real[EVENT_X, event], real[EVENT_Y, event])
        if event & 1:
            forget(room, event >> 1)
        else:
            whole[ACTIVE, whole[COUNT, RISEN]] = event >> 1
            whole[COUNT, RISEN] += 1
    if views.around[view]:
        draw_until(room, out, width, views.from_x[view], views.from_y[view])
        for at in range(out.start[view], min(whole[COUNT, PATCHES], len(out.near))):
            if out.ray[at, 1] == whole[COUNT, STEPS]:
                out.ray[at, 1] = 0  # the ray with which the round began
    else:
        draw_until(room, out, width, views.to_x[view], views.to_y[view])


@kernel
def forget(room: Room, line: int) -> None:
    """Take a line that ends from those at hand."""
    whole = room.whole
    kept = 0
    for at in range(whole[COUNT, RISEN]):
        whole[ACTIVE, kept] = whole[ACTIVE, at]
        kept += whole[ACTIVE, at] != line
    whole[COUNT, RISEN] = kept


@kernel
def draw_until(room: Room, out: Patches, key: float, x: float, y: float) -> None:
    """Draw from where the piece at hand begins to a direction, at most a quarter of a turn at once."""
    pen = room.pen
    while key - pen[FROM_KEY] > 1.0:
        pen[TO_KEY], pen[TO_X], pen[TO_Y] = pen[FROM_KEY] + 1.0, -pen[FROM_Y], pen[FROM_X]
        draw_steps(room, out)
        pen[FROM_KEY], pen[FROM_X], pen[FROM_Y] = pen[TO_KEY], pen[TO_X], pen[TO_Y]
    if key > pen[FROM_KEY]:
        pen[TO_KEY], pen[TO_X], pen[TO_Y] = key, x, y
        draw_steps(room, out)
    pen[FROM_KEY], pen[FROM_X], pen[FROM_Y] = key, x, y


@kernel
def draw_steps(room: Room, out: Patches) -> None:
    """Draw the piece at hand, in steps from crossing to crossing: two neighbours change places at each."""
    whole, here, there = room.whole, room.real[HERE], room.real[THERE]
    order_lines(room)
    begin = 0.0
    while True:
        place, crossing = -1, 1.0
        for at in range(whole[COUNT, RISEN] - 1):
            near, far = whole[ACTIVE, at], whole[ACTIVE, at + 1]
            gain = there[far] - there[near]
            if gain > SAME * abs(there[near]):
                lag = max(here[near] - here[far], 0.0)
                if place < 0 or lag / (lag + gain) < crossing:
                    place, crossing = at, lag / (lag + gain)
        end = max(crossing, begin) if place >= 0 else 1.0
        if end > begin:
            draw_step(room, out, begin, end)
        if place < 0:
            return
        whole[ACTIVE, place], whole[ACTIVE, place + 1] = whole[ACTIVE, place + 1], whole[ACTIVE, place]
        begin = end


@kernel
def order_lines(room: Room) -> None:
    """Put the lines at hand in order, the nearest first where the piece begins; of two as near, as at its end."""
    whole, real, pen = room.whole, room.real, room.pen
    here, there = real[HERE], real[THERE]
    for at in range(whole[COUNT, RISEN]):
        line = whole[ACTIVE, at]
        nx, ny = real[NORMAL_X, line], real[NORMAL_Y, line]
        here[line], there[line] = nx * pen[FROM_X] + ny * pen[FROM_Y], nx * pen[TO_X] + ny * pen[TO_Y]
        place = at
        while place > 0 and is_nearer(here, there, line, whole[ACTIVE, place - 1]):
            whole[ACTIVE, place] = whole[ACTIVE, place - 1]
            place -= 1
        whole[ACTIVE, place] = line


@kernel
def is_nearer(here: Floats, there: Floats, line: int, other: int) -> bool:
    """Whether a line is nearer than another where the piece begins, or as near and nearer where it ends."""
    if abs(here[line] - here[other]) > SAME * abs(here[other]):
        return bool(here[line] > here[other])
    return bool(there[line] > there[other])


@kernel
def draw_step(room: Room, out: Patches, begin: float, end: float) -> None:
    """Draw the patches of one step: seen is what lies in no building and in no shade."""
    whole, pen = room.whole, room.pen
    wide, high = pen[TO_X] - pen[FROM_X], pen[TO_Y] - pen[FROM_Y]
    first = pen[FROM_X] + begin * wide, pen[FROM_Y] + begin * high
    last = pen[FROM_X] + end * wide, pen[FROM_Y] + end * high
    whole[COUNT, STEPS] += 1
    deep, near = whole[COUNT, AROUND], CAMERA
    for at in range(whole[COUNT, RISEN]):
        line = whole[ACTIVE, at]
        if whole[STEP, line] > 0:
            if deep == 0:
                draw_patch(room, out, near, line, first, last)
            if whole[STEP, line] == FOR_GOOD:
                return
            deep += 1
        else:
            deep = max(deep - 1, 0)
            near = line
    if deep == 0:
        draw_patch(room, out, near, whole[COUNT, LINES], first, last)


@kernel
def measure_reach(room: Room, line: int, x: float, y: float) -> float:
    """How far along (x, y) a line stands, in lengths of (x, y)."""
    if line == CAMERA:
        return 0.0
    if line == room.whole[COUNT, LINES]:
        return float(room.pen[RANGE] / math.sqrt(x * x + y * y))
    return float(1.0 / (room.real[NORMAL_X, line] * x + room.real[NORMAL_Y, line] * y))


@kernel
def draw_patch(
    room: Room, out: Patches, near: int, far: int, first: tuple[float, float], last: tuple[float, float]
) -> None:
    """Draw between two lines and two directions, or draw the patch of the step before farther."""
    whole, pen = room.whole, room.pen
    from_near, from_far = measure_reach(room, near, *first), measure_reach(room, far, *first)
    to_near, to_far = measure_reach(room, near, *last), measure_reach(room, far, *last)
    circle = far == whole[COUNT, LINES]
    if not circle and from_far - from_near <= SAME * from_far and to_far - to_near <= SAME * to_far:
        return  # two buildings that touch
    same = whole[DRAWN, far] == whole[COUNT, STEPS] - 1 and whole[BEFORE, far] == near
    if not same or (circle and pen[TO_KEY] - room.real[SINCE, far] > 1.0):
        whole[PATCH, far], whole[BEFORE, far] = whole[COUNT, PATCHES], near
        room.real[SINCE, far] = pen[FROM_KEY]
        whole[COUNT, PATCHES] += 1
        mark_patch(room, out, near, far)
        put_corner(room, out, far, 0, first[0] * from_near, first[1] * from_near)
        put_corner(room, out, far, 1, first[0] * from_far, first[1] * from_far)
    whole[DRAWN, far] = whole[COUNT, STEPS]
    if whole[PATCH, far] < len(out.near):
        out.ray[whole[PATCH, far], 1] = whole[COUNT, STEPS]
    put_corner(room, out, far, 2, last[0] * to_far, last[1] * to_far)
    put_corner(room, out, far, 3, last[0] * to_near, last[1] * to_near)


@kernel
def mark_patch(room: Room, out: Patches, near: int, far: int) -> None:
    """Say on which walls a patch lies, if there is room for it."""
    whole, at = room.whole, room.whole[PATCH, far]
    if at < len(out.near):
        out.near[at] = CAMERA if near == CAMERA else whole[WALL, near]
        out.far[at] = ARC if far == whole[COUNT, LINES] else whole[WALL, far]
        out.ray[at, 0] = whole[COUNT, STEPS] - 1


@kernel
def put_corner(room: Room, out: Patches, far: int, corner: int, x: float, y: float) -> None:
    """Write a corner, given from the camera, of the patch last drawn to a line, if there is room for it."""
    at = room.whole[PATCH, far]
    if at < len(out.near):
        out.x[at, corner], out.y[at, corner] = x + room.pen[CAMERA_X], y + room.pen[CAMERA_Y]


@kernel
def compute_patch_areas(views: Views, patches: Patches, out: Floats) -> None:
    """Put into `out` the area [m²] that each view sees."""
    for view in range(len(views.x)):
        half_square = 0.5 * views.range_m[view] * views.range_m[view]
        total = 0.0
        for at in range(patches.start[view], patches.start[view + 1]):
            px, py = patches.x[at, 1] - views.x[view], patches.y[at, 1] - views.y[view]
            qx, qy = patches.x[at, 2] - views.x[view], patches.y[at, 2] - views.y[view]
            across = px * qy - py * qx
            if patches.far[at] == ARC:
                total += half_square * math.atan2(across, px * qx + py * qy)
            else:
                total += 0.5 * across
            px, py = patches.x[at, 0] - views.x[view], patches.y[at, 0] - views.y[view]
            qx, qy = patches.x[at, 3] - views.x[view], patches.y[at, 3] - views.y[view]
            total -= 0.5 * (px * qy - py * qx)
        out[view] = total
