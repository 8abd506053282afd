"""Slow, obvious twin of `placing`: every wall looked at for every camera; never called by the product."""

import math

from sousveil.kernels.arrays import Walls
from sousveil.kernels.placing import (
    AWAY_M,
    CORNER_M,
    DEEPEST_M,
    FREE,
    INDOOR,
    INSIDE,
    NEAR_WALL,
    NEAR_WALL_M,
    NOWHERE,
    ON_WALL,
    ON_WALL_M,
    ROOM_M,
)

Place = tuple[float, float]


def place_slowly(walls: Walls, x: float, y: float) -> tuple[int, int, Place]:
    """The rule, wall and place of one camera."""
    if not (math.isfinite(x) and math.isfinite(y)):
        return NOWHERE, -1, (x, y)
    near = sorted((measure_gap(walls, wall, (x, y)), wall) for wall in range(len(walls.ax)))
    near = [one for one in near if one[0] <= DEEPEST_M]
    gap = near[0][0] if near else math.inf
    if not is_solid(walls, (x, y)) and gap >= ON_WALL_M:
        return (NEAR_WALL, near[0][1], (x, y)) if gap <= NEAR_WALL_M else (FREE, -1, (x, y))
    for _, wall in near:
        spot, room = find_before(walls, wall, (x, y))
        clear = all(measure_gap(walls, one, spot) >= ON_WALL_M for one in range(len(walls.ax)))
        if clear and not is_solid(walls, spot) and not is_solid(walls, room):
            return (ON_WALL if gap < ON_WALL_M else INSIDE), wall, spot
    return INDOOR, -1, (x, y)


def is_solid(walls: Walls, place: Place) -> bool:
    """Whether a place lies in any building: walls wind around it."""
    turns = 0
    for ax, ay, bx, by in zip(*walls, strict=True):
        if (ay > place[1]) != (by > place[1]) and ax + (bx - ax) * ((place[1] - ay) / (by - ay)) > place[0]:
            turns += 1 if by > ay else -1
    return turns > 0


def measure_gap(walls: Walls, wall: int, place: Place) -> float:
    """How far a place is from a wall."""
    return math.dist(find_foot(walls, wall, place, 0.0), place)


def find_foot(walls: Walls, wall: int, place: Place, edge_m: float) -> Place:
    """The point of a wall nearest to a place, no nearer to the wall's ends than this."""
    ax, ay = float(walls.ax[wall]), float(walls.ay[wall])
    dx, dy = float(walls.bx[wall]) - ax, float(walls.by[wall]) - ay
    length = math.hypot(dx, dy)
    if length == 0:
        return ax, ay
    edge = min(edge_m / length, 0.5)
    share = ((place[0] - ax) * dx + (place[1] - ay) * dy) / length**2
    share = min(max(share, edge), 1 - edge)
    return ax + share * dx, ay + share * dy


def find_before(walls: Walls, wall: int, place: Place) -> tuple[Place, Place]:
    """The places just before a wall, and where there must be room."""
    x, y = find_foot(walls, wall, place, CORNER_M)
    dx, dy = float(walls.bx[wall] - walls.ax[wall]), float(walls.by[wall] - walls.ay[wall])
    length = math.hypot(dx, dy) or math.inf
    ahead = dy / length, -dx / length
    return (x + AWAY_M * ahead[0], y + AWAY_M * ahead[1]), (x + ROOM_M * ahead[0], y + ROOM_M * ahead[1])
