"""Stitches the patches that a view sees over low walls to rings, which are drawn and counted as one ground.

Takes what `patches` drew; knows no walls and no heights.

    On a ray, what is seen before it and what is seen behind it are stretches. Where only one of them is, the ring runs
    along the ray. So the ends of all stretches on a ray, in order of distance, belong together two by two: where a
    piece of a ring comes in (a far side that ends there, a near side that, clockwise, ends there) and where one goes
    out.

         camera ----n====f---------      n, f: near and far end of what is seen before the ray
                    |    '---.           N, F: behind it; n and N belong together, and f and F: the ring steps outward
         camera ----N========F-----
"""

from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, CAMERA, LIFT, RADIUS, Boundaries, Floats, Offsets, Patches, Views
from sousveil.kernels.sweep import SAME_M

# The four corners of a patch are 4i … 4i + 3: pieces of rings come in at even corners and go out at odd ones.
FAR_FROM, NEAR_FROM = 1, 3
NONE = -1
CORNERS_A_PATCH = 8
"""Of two pieces, each with its own corner, one on the ray before it, and one that closes a ring."""
# Rows of Yarn.whole: the nearest corner on a ray; behind a corner the next on its ray; the corner that belongs to it;
# corners in hand; whether a piece has been drawn.
NEAREST, NEXT, MATE, HAND, DONE = range(5)
WHOLE_ROWS = 5
# Places in Yarn.pen: where the last piece ended; where the ring began.
PEN_X, PEN_Y, FIRST_X, FIRST_Y = range(4)
PEN_PLACES = 4


class Yarn(NamedTuple):
    """Working room of one thread: for the corners and the rays of the view that has most; rows are named above.

    `away` : the square of a corner's distance from the camera [m²].
    """

    whole: Offsets
    away: Floats
    pen: Floats


@kernel
def trace_rings(views: Views, patches: Patches, room: Yarn, out: Boundaries) -> None:
    """Write the rings of every view; `out` has room for `CORNERS_A_PATCH`."""
    for view in range(len(views.x)):
        first, last = patches.start[view], patches.start[view + 1]
        count = 4 * (last - first)
        sort_corners(views, view, patches, room)
        match_corners(patches, first, count, room)
        at = out.start[view]
        for corner in range(1, count, 2):
            begins_at_camera = corner & 3 == NEAR_FROM and patches.near[first + (corner >> 2)] == CAMERA
            if not room.whole[DONE, corner] and not begins_at_camera:
                at = draw_ring(patches, first, corner, room, out, at)
        out.start[view + 1] = at


@kernel
def find_ray(patches: Patches, first: int, corner: int) -> int:
    """On which ray a corner lies."""
    return int(patches.ray[first + (corner >> 2), (corner & 3) >> 1])


@kernel
def sort_corners(views: Views, view: int, patches: Patches, room: Yarn) -> None:
    """Put the corners of a view in order of distance on each ray."""
    whole, away, first = room.whole, room.away, patches.start[view]
    count = 4 * (patches.start[view + 1] - first)
    for corner in range(count):
        whole[NEAREST, find_ray(patches, first, corner)] = NONE
        whole[DONE, corner] = 0
    for corner in range(count):
        x = patches.x[first + (corner >> 2), corner & 3] - views.x[view]
        y = patches.y[first + (corner >> 2), corner & 3] - views.y[view]
        away[corner] = x * x + y * y
        ray = find_ray(patches, first, corner)
        before, then = NONE, whole[NEAREST, ray]
        while then != NONE and away[then] <= away[corner]:
            before, then = then, whole[NEXT, then]
        whole[NEXT, corner] = then
        if before == NONE:
            whole[NEAREST, ray] = corner
        else:
            whole[NEXT, before] = corner


@kernel
def match_corners(patches: Patches, first: int, count: int, room: Yarn) -> None:
    """Find for each corner where a piece comes in that where one goes out: its neighbour on the ray.

    Rounding may change the order of corners that lie together; in and out are as many on every ray all the same.
    """
    whole = room.whole
    for corner in range(count):
        ray = find_ray(patches, first, corner)
        then, held = whole[NEAREST, ray], 0
        whole[NEAREST, ray] = NONE
        while then != NONE:
            if held > 0 and (whole[HAND, held - 1] - then) & 1:
                held -= 1
                other = whole[HAND, held]
                whole[MATE, then], whole[MATE, other] = other, then
            else:
                whole[HAND, held] = then
                held += 1
            then = whole[NEXT, then]


@kernel
def draw_ring(patches: Patches, first: int, corner: int, room: Yarn, out: Boundaries, at: int) -> int:
    """Write the ring that goes out from a corner after the `at` corners there are; say how many there are then."""
    whole, pen = room.whole, room.pen
    begin, mark, then = at, LIFT, corner
    while not whole[DONE, then]:
        whole[DONE, then] = 1
        patch, from_far = first + (then >> 2), then & 3 == FAR_FROM
        end = then + 1 if from_far else then - 3
        x, y = patches.x[patch, then & 3], patches.y[patch, then & 3]
        drawn = patches.far[patch] if from_far else patches.near[patch]
        apart = at > begin and (abs(x - pen[PEN_X]) > SAME_M or abs(y - pen[PEN_Y]) > SAME_M)
        if apart:
            at = put_corner(out, at, pen[PEN_X], pen[PEN_Y], RADIUS)
        # Of the camera itself there is no side to draw; the same wall again makes no new corner.
        if drawn != CAMERA and (apart or drawn != mark or drawn == ARC):
            at = put_corner(out, at, x, y, drawn)
        mark = drawn
        if at == begin + 1:
            pen[FIRST_X], pen[FIRST_Y] = out.x[begin], out.y[begin]
        pen[PEN_X], pen[PEN_Y] = patches.x[patch, end & 3], patches.y[patch, end & 3]
        then = whole[MATE, end]
    if abs(pen[FIRST_X] - pen[PEN_X]) > SAME_M or abs(pen[FIRST_Y] - pen[PEN_Y]) > SAME_M:
        at = put_corner(out, at, pen[PEN_X], pen[PEN_Y], RADIUS)
    return put_corner(out, at, pen[FIRST_X], pen[FIRST_Y], LIFT)


@kernel
def put_corner(out: Boundaries, at: int, x: float, y: float, mark: int) -> int:
    """Write a corner; say how many there are then."""
    out.x[at], out.y[at], out.mark[at] = x, y, mark
    return at + 1
