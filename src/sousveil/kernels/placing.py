"""Where cameras stand in truth: outside of walls, on which a map's few decimetres often put them.

Loops over cameras; the policy they follow is explained in `city.placement`. What is solid lies on the left of a wall.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Grid, Rows
from sousveil.kernels.grid import compute_column, compute_row

FREE, NEAR_WALL, ON_WALL, INSIDE, INDOOR, NOWHERE = range(6)
"""Rules; `city.placement` names them."""
ON_WALL_M = 1e-3
"""Nearer than this a camera is on the wall: two exact sweeps agreed on all of 2,000 places a millimetre outside, not at
a thousandth of that."""
NEAR_WALL_M = 0.5
"""Nearer than this a camera outside is thought to hang on the wall: 91 of 254 cameras on maps of four places did."""
DEEPEST_M = 3.0
"""So deep inside a building a camera is still taken for one that hangs on its wall: 45 of 59 inside one did."""
AWAY_M = 5e-3
"""How far before the wall a camera is put, in the middle of 1 to 10 mm."""
CORNER_M = 1e-2
"""How far from a wall's ends it is put, so that it does not stand on the next wall."""
ROOM_M = 0.5
"""So much room must be before the wall: in a narrower slit between outlines that nearly touch no camera hangs."""


class Placing(NamedTuple):
    """Cameras and where they are put: all by camera.

    `x`, `y` : as given. `placed_x`, `placed_y` : where it is put, as given if it is not moved. `rule` : see above.
    `wall` : the wall it hangs on, -1 for none. `gap_m` : how far from the nearest wall it was given, at most
    `DEEPEST_M`, infinite beyond.
    """

    x: Floats
    y: Floats
    placed_x: Floats
    placed_y: Floats
    rule: npt.NDArray[np.int8]
    wall: Rows
    gap_m: Floats


class Pens(NamedTuple):
    """Scratch of one thread: the wall looked at last (2), the wall found (6), a place (2), and the first two again."""

    beyond: Floats
    found: Floats
    spot: Floats
    check_beyond: Floats
    check_found: Floats


@kernel
def count_around(grid: Grid, x: float, y: float) -> int:
    """How many buildings a place lies in: what a ray to the east passes on leaving, minus on entering."""
    columns, rows = grid.shape[0], grid.shape[1]
    if not grid.frame[1] <= y <= grid.frame[1] + rows * grid.frame[2]:
        return 0
    row = compute_row(y, grid.frame, rows)
    around = 0
    for column in range(compute_column(x, grid.frame, columns), columns):
        cell = row * columns + column
        for at in range(grid.start[cell], grid.start[cell + 1]):
            ax, ay = grid.ends[0, at], grid.ends[1, at]
            bx, by = grid.ends[2, at], grid.ends[3, at]
            if (ay > y) == (by > y):
                continue
            across = ax + (bx - ax) * ((y - ay) / (by - ay))
            # A wall stands in several cells, and counts in the one where the ray meets it.
            if across > x and compute_column(across, grid.frame, columns) == column:
                around += 1 if by > ay else -1
    return around


@kernel
def find_nearest(grid: Grid, x: float, y: float, beyond: Floats, found: Floats) -> int:
    """The nearest wall after one at distance `beyond[0]` and row `beyond[1]`, ties by row; -1 within `DEEPEST_M`.

    `found` (6) : its distance, row, and ends.
    """
    columns, rows = grid.shape[0], grid.shape[1]
    found[0], found[1] = math.inf, -1.0
    for row in range(
        compute_row(y - DEEPEST_M, grid.frame, rows), compute_row(y + DEEPEST_M, grid.frame, rows) + 1
    ):
        first = compute_column(x - DEEPEST_M, grid.frame, columns)
        last = compute_column(x + DEEPEST_M, grid.frame, columns)
        for at in range(grid.start[row * columns + first], grid.start[row * columns + last + 1]):
            ax, ay = grid.ends[0, at], grid.ends[1, at]
            bx, by = grid.ends[2, at], grid.ends[3, at]
            share = compute_share(x - ax, y - ay, bx - ax, by - ay)
            gap = math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y)
            wall = float(grid.row[at])
            later = gap > beyond[0] or (gap == beyond[0] and wall > beyond[1])
            sooner = gap < found[0] or (gap == found[0] and wall < found[1])
            if gap <= DEEPEST_M and later and sooner:
                found[0], found[1] = gap, wall
                found[2], found[3], found[4], found[5] = ax, ay, bx, by
    return int(found[1])


@kernel
def compute_share(px: float, py: float, dx: float, dy: float) -> float:
    """How far along a wall (dx, dy) the foot of a place (px, py) from its beginning lies, from 0 to 1."""
    square = dx * dx + dy * dy
    if square == 0.0:
        return 0.0
    return min(max((px * dx + py * dy) / square, 0.0), 1.0)


@kernel
def put_before(grid: Grid, x: float, y: float, found: Floats, spot: Floats) -> bool:
    """Put into `spot` (2) the place just before a wall; False where that is solid, or a slit."""
    dx, dy = found[4] - found[2], found[5] - found[3]
    length = math.hypot(dx, dy)
    if length == 0.0:
        return False
    edge = min(CORNER_M / length, 0.5)
    share = min(max(compute_share(x - found[2], y - found[3], dx, dy), edge), 1.0 - edge)
    foot_x, foot_y = found[2] + share * dx, found[3] + share * dy
    spot[0], spot[1] = foot_x + AWAY_M * dy / length, foot_y - AWAY_M * dx / length
    room_x, room_y = foot_x + ROOM_M * dy / length, foot_y - ROOM_M * dx / length
    return count_around(grid, spot[0], spot[1]) <= 0 and count_around(grid, room_x, room_y) <= 0


@kernel
def is_clear(grid: Grid, pens: Pens) -> bool:
    """Whether no wall is so near to the place just found that a camera would stand on it."""
    pens.check_beyond[0], pens.check_beyond[1] = -1.0, -1.0
    find_nearest(grid, pens.spot[0], pens.spot[1], pens.check_beyond, pens.check_found)
    return bool(pens.check_found[0] >= ON_WALL_M)


@kernel
def place_cameras(grid: Grid, placing: Placing, pens: Pens) -> None:
    """Put every camera where it can stand."""
    beyond, found, spot = pens.beyond, pens.found, pens.spot
    for camera in range(len(placing.x)):
        x, y = placing.x[camera], placing.y[camera]
        placing.placed_x[camera], placing.placed_y[camera] = x, y
        placing.wall[camera], placing.gap_m[camera] = -1, math.inf
        if not (math.isfinite(x) and math.isfinite(y)):
            placing.rule[camera] = NOWHERE
            continue
        beyond[0], beyond[1] = -1.0, -1.0
        wall = find_nearest(grid, x, y, beyond, found)
        is_inside = count_around(grid, x, y) > 0
        placing.gap_m[camera] = found[0]
        if not is_inside and found[0] >= ON_WALL_M:
            is_near = found[0] <= NEAR_WALL_M
            placing.rule[camera] = NEAR_WALL if is_near else FREE
            placing.wall[camera] = wall if is_near else -1
            continue
        placing.rule[camera] = INDOOR
        on_wall = found[0] < ON_WALL_M
        while wall >= 0:
            if put_before(grid, x, y, found, spot) and is_clear(grid, pens):
                placing.rule[camera] = ON_WALL if on_wall else INSIDE
                placing.placed_x[camera], placing.placed_y[camera] = spot[0], spot[1]
                placing.wall[camera] = wall
                break
            beyond[0], beyond[1] = found[0], found[1]
            wall = find_nearest(grid, x, y, beyond, found)
