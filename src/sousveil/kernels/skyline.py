"""How far a view sees where walls stand that hide everything, so that what is hidden anyway is not looked at.

Bounds what `shades` gathers: generously, never too near. Decides nothing about what is seen.
"""

from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, RADIUS, Elevations, Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.gather import compute_key, compute_width, find_rows, find_span
from sousveil.kernels.sorting import TURN

SHARES = 64
"""Into how many equal shares of the keys a turn is cut: at 50 m each is about as wide as half a building."""
LAST = SHARES - 1
BEYOND = 1.0 + 1e-9
"""A wall as far away as the skyline is not behind it: rounding may have moved either."""

Point = tuple[float, float]


class Skyline(NamedTuple):
    """What each view sees if nothing stands but walls that hide everything from it.

    `start`, `x`, `y`, `mark` : as of `arrays.Boundaries`. `ends` : (4, n), where walls begin and end, as of
    `arrays.Grid`. `place` : (walls), where in `ends` a wall stands. `others` : the walls that are not among these.
    """

    start: Offsets
    x: Floats
    y: Floats
    mark: Rows
    ends: Floats
    place: Offsets
    others: Grid


@kernel
def compute_direction(key: float) -> Point:
    """A direction whose `gather.compute_key` is `key`."""
    turned = key - TURN if key >= TURN else key
    x = 1.0 - turned if turned <= 2.0 else turned - 3.0
    if turned <= 1.0:
        return x, turned
    return x, (2.0 - turned if turned <= 3.0 else turned - 4.0)


@kernel
def fill_far(skyline: Skyline, view: int, cx: float, cy: float, from_key: float, far: Floats) -> None:
    """Put into `far` (SHARES) the square of how far one sees at most in each share of the turn, from `from_key` on."""
    for share in range(SHARES):
        far[share] = 0.0
    begin, end = skyline.start[view], skyline.start[view + 1]
    for at in range(begin, end):
        if skyline.mark[at] != RADIUS:
            then = at + 1 if at + 1 < end else begin
            first = skyline.x[at] - cx, skyline.y[at] - cy
            last = skyline.x[then] - cx, skyline.y[then] - cy
            widen_far(far, first, last, from_key, skyline.mark[at] == ARC)


@kernel
def find_share(x: float, y: float, from_key: float) -> int:
    """In which share of the turn a direction lies."""
    return int((compute_key(x, y) - from_key + TURN) * (SHARES / TURN)) & LAST


@kernel
def widen_far(far: Floats, first: Point, last: Point, from_key: float, arc: bool) -> None:  # noqa: FBT001
    """Make `far` reach to a piece of the skyline: a wall is farthest at one end of what lies in a share."""
    (px, py), (qx, qy) = first, last
    here, there = px * px + py * py, qx * qx + qy * qy
    most, across = max(here, there), px * qy - py * qx
    share, final = find_share(px, py, from_key), find_share(qx, qy, from_key)
    # Less than half a turn: what seems more is rounding of a piece that is hardly seen.
    steps = (final - share) & LAST
    if steps > SHARES // 2:
        far[share], far[final] = max(far[share], most), max(far[final], most)
        return
    for _ in range(steps):
        edge = most
        if not arc:
            ux, uy = compute_direction((share + 1) * (TURN / SHARES) + from_key)
            length = across / ((qy - py) * ux + (px - qx) * uy)
            edge = min(length * length * (ux * ux + uy * uy), most)
        far[share] = max(far[share], here, edge)
        share, here = (share + 1) & LAST, edge
    far[final] = max(far[final], here, there)


@kernel
def is_behind(far: Floats, begin: Point, end: Point, keys: Point) -> bool:
    """Whether a line, seen from the camera, lies behind the skyline all along; `keys` count from the sector's side."""
    (px, py), (qx, qy) = begin, end
    share = int(keys[0] * (SHARES / TURN)) & LAST
    steps = (int(keys[1] * (SHARES / TURN)) - share) & LAST
    if steps > SHARES // 2:
        return False
    most = 0.0
    for _ in range(steps + 1):
        most = max(most, far[share])
        share = (share + 1) & LAST
    return measure_nearest(px, py, qx - px, qy - py) > most * BEYOND


@kernel
def measure_nearest(px: float, py: float, ex: float, ey: float) -> float:
    """The square of the least distance from the camera to the line from p along e."""
    along = min(max(-(px * ex + py * ey) / (ex * ex + ey * ey), 0.0), 1.0)
    x, y = px + along * ex, py + along * ey
    return x * x + y * y


@kernel
def find_low(grid: Grid, views: Views, heights: Elevations, out: Rows) -> None:
    """Put into `out` (views) 1 for each view that has a wall lower than its camera within its range, else 0."""
    for view in range(len(views.x)):
        out[view] = 0
        if compute_width(views, view) > 0.0:
            out[view] = has_low(grid, views, heights, view)


@kernel
def has_low(grid: Grid, views: Views, heights: Elevations, view: int) -> int:
    """Whether a view has a wall lower than its camera within its range: 1 or 0."""
    x, y, reach = views.x[view], views.y[view], views.range_m[view]
    eye, ends = heights.eye[view], grid.ends
    for row in range(*find_rows(grid, y, reach)):
        first, last = find_span(grid, row, x, y, reach)
        for at in range(first, last):
            if heights.top[grid.row[at]] < eye:
                px, py = ends[0, at] - x, ends[1, at] - y
                nearest = measure_nearest(px, py, ends[2, at] - ends[0, at], ends[3, at] - ends[1, at])
                if not nearest > reach * reach:
                    return 1
    return 0
