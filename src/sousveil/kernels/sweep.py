"""The ground a camera sees, exactly: a sweep over the directions in which walls begin and end.

Straight walls and arcs, no rays; in the plane, walls of any height hiding all behind them. Decides nothing about where
a camera stands: one inside a building sees through that building's walls, and is moved or set apart before.

    Along a direction u (of any length), the line of a wall lies at the distance r with

        |u|/r = n · u        n = (e_y, -e_x) / (p x e)        p: from camera to wall, e: along the wall

    which is linear in u. So a wall that is behind the nearest one in the direction in which it begins (or the nearest
    one does) and in the direction in which it ends (or the nearest one does) is behind it in between, and only where
    one of these fails the walls at hand are compared: by the upper envelope of linear functions.
"""

import math

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, RADIUS, Boundaries, Floats, Grid, Offsets, Scratch, Views
from sousveil.kernels.gather import (
    ACTIVE,
    CAMERA_X,
    CAMERA_Y,
    CORNERS,
    COUNT,
    EVENT_X,
    EVENT_Y,
    EVENTS,
    FROM_KEY,
    FROM_X,
    FROM_Y,
    JOINED,
    LISTED,
    LISTED_KEY,
    MARK,
    NORMAL_X,
    NORMAL_Y,
    ORDER,
    PEN_X,
    PEN_Y,
    PLACE,
    RANGE,
    RISEN,
    SPARE,
    TO_X,
    TO_Y,
    WALL,
    WALLS,
    compute_width,
    gather_walls,
)
from sousveil.kernels.sorting import sort_events

SAME = 1e-12
"""Two distances whose inverses differ by less than this share are one: at 100 m a tenth of a nanometre, and a thousand
times the rounding of float64."""
SAME_M = 1e-9
"""Two corners nearer than this [m] are one: a millionth of the millimetre to which coordinates are kept."""
SKY = -1
"""No wall: in this direction the view ends at its range."""


@kernel
def sweep_views(grid: Grid, views: Views, scratch: Scratch, out: Boundaries, first: int, last: int) -> int:
    """Draw the boundaries of the views `first` … `last` − 1 and say which is the first for which `out` had no room.

    `out.start[first]` says where to begin; what stands before is not touched.
    """
    for view in range(first, last):
        scratch.whole[COUNT, CORNERS] = out.start[view]
        width = compute_width(views, view)
        if width > 0.0:
            gather_walls(grid, views, scratch, view, width)
            key, whole = scratch.real[LISTED_KEY], scratch.whole
            sort_events(key, whole[ORDER], whole[SPARE], whole[COUNT, EVENTS])
            sweep_view(views, scratch, out, view, width)
        if scratch.whole[COUNT, CORNERS] > len(out.x):
            return view
        out.start[view + 1] = scratch.whole[COUNT, CORNERS]
    return last


@kernel
def sweep_view(views: Views, scratch: Scratch, out: Boundaries, view: int, width: float) -> None:
    """Draw one view: from the first side of its sector to the second, then back to where it began."""
    pen, whole = scratch.pen, scratch.whole
    pen[FROM_KEY], pen[FROM_X], pen[FROM_Y] = 0.0, views.from_x[view], views.from_y[view]
    whole[COUNT, MARK] = RADIUS
    around = views.around[view]
    if not around:
        draw_corner(scratch, out, 0.0, 0.0, RADIUS)
    nearest = follow_events(scratch, out, width)
    x, y = (views.from_x[view], views.from_y[view]) if around else (views.to_x[view], views.to_y[view])
    draw_piece(scratch, out, nearest, width, x, y)
    if whole[COUNT, CORNERS] <= len(out.x):
        begin = out.start[view]
        x, y = out.x[begin] - pen[CAMERA_X], out.y[begin] - pen[CAMERA_Y]
        if abs(x - pen[PEN_X]) > SAME_M or abs(y - pen[PEN_Y]) > SAME_M:
            draw_corner(scratch, out, pen[PEN_X], pen[PEN_Y], RADIUS)


@kernel
def follow_events(scratch: Scratch, out: Boundaries, width: float) -> int:
    """Draw all but the last piece and give the slot of the wall on which that one lies (or `SKY`)."""
    real, whole = scratch.real, scratch.whole
    walls = whole[COUNT, WALLS]
    nearest = find_nearest(scratch, scratch.pen[FROM_X], scratch.pen[FROM_Y])
    for index in range(whole[COUNT, EVENTS]):
        at = whole[ORDER, index]
        event, key = whole[LISTED, at], real[LISTED_KEY, at]
        x, y = real[EVENT_X, event], real[EVENT_Y, event]
        if key >= width:
            break
        if event < walls:
            gone = whole[JOINED, event]
            change = nearest in (SKY, gone) or is_before(real, event, nearest, x, y)
        else:
            gone = event - walls
            change = gone == nearest or (nearest != SKY and is_clearly_before(real, gone, nearest, x, y))
        if change:
            draw_piece(scratch, out, nearest, key, x, y)
        if gone >= 0:
            forget(whole, gone)
        if event < walls:
            whole[ACTIVE, whole[COUNT, RISEN]], whole[PLACE, event] = event, whole[COUNT, RISEN]
            whole[COUNT, RISEN] += 1
        if change:
            nearest = find_nearest(scratch, x, y)
    return nearest


@kernel
def is_before(real: Floats, one: int, other: int, x: float, y: float) -> bool:
    """Whether a wall is nearer in a direction than another, or as near and nearer in the next, counter-clockwise."""
    ours, theirs = real[NORMAL_X, one], real[NORMAL_X, other]
    inverse, against = ours * x + real[NORMAL_Y, one] * y, theirs * x + real[NORMAL_Y, other] * y
    if abs(inverse - against) > SAME * abs(against):
        return bool(inverse > against)
    return bool(real[NORMAL_Y, one] * x - ours * y > real[NORMAL_Y, other] * x - theirs * y)


@kernel
def is_clearly_before(real: Floats, one: int, other: int, x: float, y: float) -> bool:
    """Whether a wall is nearer in a direction than another by more than rounding."""
    inverse = real[NORMAL_X, one] * x + real[NORMAL_Y, one] * y
    against = real[NORMAL_X, other] * x + real[NORMAL_Y, other] * y
    return bool(inverse - against > SAME * abs(against))


@kernel
def forget(whole: Offsets, slot: int) -> None:
    """Take a wall that ends from those at hand, if it is there: one that ends where the sector begins is not."""
    place = whole[PLACE, slot]
    if place >= 0:
        last = whole[COUNT, RISEN] - 1
        other = whole[ACTIVE, last]
        whole[ACTIVE, place], whole[PLACE, other] = other, place
        whole[PLACE, slot] = -1
        whole[COUNT, RISEN] = last


@kernel
def find_nearest(scratch: Scratch, x: float, y: float) -> int:
    """The slot of the nearest wall at hand in a direction, `SKY` where there is none."""
    whole = scratch.whole
    if whole[COUNT, RISEN] == 0:
        return SKY
    nearest = whole[ACTIVE, 0]
    for at in range(1, whole[COUNT, RISEN]):
        if is_before(scratch.real, whole[ACTIVE, at], nearest, x, y):
            nearest = whole[ACTIVE, at]
    return int(nearest)


@kernel
def draw_piece(scratch: Scratch, out: Boundaries, nearest: int, key: float, x: float, y: float) -> None:
    """Draw from where the piece at hand began to a direction, changing walls where one crosses the nearest."""
    pen = scratch.pen
    if key > pen[FROM_KEY]:
        if nearest == SKY:
            draw_arc(scratch, out, key, x, y)
        else:
            pen[TO_X], pen[TO_Y] = x, y
            begin = 0.0
            crossing, then = find_crossing(scratch, nearest, begin)
            while then != SKY:
                draw_wall(scratch, out, nearest, begin, crossing)
                nearest, begin = then, crossing
                crossing, then = find_crossing(scratch, nearest, begin)
            draw_wall(scratch, out, nearest, begin, 1.0)
    pen[FROM_KEY], pen[FROM_X], pen[FROM_Y] = key, x, y


@kernel
def find_crossing(scratch: Scratch, nearest: int, after: float) -> tuple[float, int]:
    """Where in the piece (`after` … 1) another wall comes before the nearest one, and which; (1, SKY): none does."""
    real, whole, pen = scratch.real, scratch.whole, scratch.pen
    ux, uy, vx, vy = pen[FROM_X], pen[FROM_Y], pen[TO_X], pen[TO_Y]
    nx, ny = real[NORMAL_X, nearest], real[NORMAL_Y, nearest]
    end = nx * vx + ny * vy
    crossing, then, most = 1.0, SKY, 0.0
    for at in range(whole[COUNT, RISEN]):
        slot = whole[ACTIVE, at]
        mx, my = real[NORMAL_X, slot], real[NORMAL_Y, slot]
        there = mx * vx + my * vy
        gain = there - end
        if gain > SAME * abs(end):
            lag = (nx * ux + ny * uy) - (mx * ux + my * uy)
            where = max(lag / (lag + gain), after) if lag > 0.0 else after
            if where < crossing or (where == crossing and there > most):
                crossing, then, most = where, int(slot), there
    return crossing, then


@kernel
def draw_wall(scratch: Scratch, out: Boundaries, slot: int, begin: float, end: float) -> None:
    """Draw a wall between two places of the piece at hand (0 … 1); the same wall again makes no new corner."""
    real, pen = scratch.real, scratch.pen
    nx, ny = real[NORMAL_X, slot], real[NORMAL_Y, slot]
    wide, high = pen[TO_X] - pen[FROM_X], pen[TO_Y] - pen[FROM_Y]
    mark = scratch.whole[WALL, slot]
    if mark != scratch.whole[COUNT, MARK]:
        x, y = pen[FROM_X] + begin * wide, pen[FROM_Y] + begin * high
        share = 1.0 / (nx * x + ny * y)
        draw_to(scratch, out, x * share, y * share, mark)
    x, y = pen[FROM_X] + end * wide, pen[FROM_Y] + end * high
    share = 1.0 / (nx * x + ny * y)
    pen[PEN_X], pen[PEN_Y] = x * share, y * share


@kernel
def draw_arc(scratch: Scratch, out: Boundaries, key: float, x: float, y: float) -> None:
    """Draw the circle from where the piece at hand began to a direction, in arcs of at most a quarter."""
    pen = scratch.pen
    at, ux, uy = pen[FROM_KEY], pen[FROM_X], pen[FROM_Y]
    share = pen[RANGE] / math.sqrt(ux * ux + uy * uy)
    ux, uy = ux * share, uy * share
    while at < key:
        draw_to(scratch, out, ux, uy, ARC)
        at, ux, uy = at + 1.0, -uy, ux
        pen[PEN_X], pen[PEN_Y] = ux, uy
    share = pen[RANGE] / math.sqrt(x * x + y * y)
    pen[PEN_X], pen[PEN_Y] = x * share, y * share


@kernel
def draw_to(scratch: Scratch, out: Boundaries, x: float, y: float, mark: int) -> None:
    """Begin a new piece at a point, along a ray from the last one where the two lie apart."""
    pen = scratch.pen
    # After `RADIUS` stands the camera itself, or nothing yet.
    apart = abs(x - pen[PEN_X]) > SAME_M or abs(y - pen[PEN_Y]) > SAME_M
    if apart and scratch.whole[COUNT, MARK] != RADIUS:
        draw_corner(scratch, out, pen[PEN_X], pen[PEN_Y], RADIUS)
    draw_corner(scratch, out, x, y, mark)


@kernel
def draw_corner(scratch: Scratch, out: Boundaries, x: float, y: float, mark: int) -> None:
    """Write a corner, given from the camera, if there is room; count it in any case."""
    at = scratch.whole[COUNT, CORNERS]
    if at < len(out.x):
        out.x[at] = x + scratch.pen[CAMERA_X]
        out.y[at] = y + scratch.pen[CAMERA_Y]
        out.mark[at] = mark
    scratch.whole[COUNT, CORNERS] = at + 1
    scratch.whole[COUNT, MARK] = mark


@kernel
def copy_boundaries(part: Boundaries, rows: Offsets, out: Boundaries) -> None:
    """Put the boundaries of a part to those of the rows they belong to, whose `start` is filled."""
    for view in range(len(rows)):
        to = out.start[rows[view]]
        for at in range(part.start[view], part.start[view + 1]):
            out.x[to], out.y[to], out.mark[to] = part.x[at], part.y[at], part.mark[at]
            to += 1
