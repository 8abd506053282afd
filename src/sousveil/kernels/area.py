"""Areas of drawn boundaries: triangles where a wall ends the view, sectors of a circle where its range does.

Takes what `sweep` drew; knows no walls.
"""

import math

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import ARC, LIFT, Boundaries, Floats, Views


@kernel
def compute_areas(views: Views, boundaries: Boundaries, out: Floats) -> None:
    """Put into `out` the area [m²] inside each view's boundary."""
    for view in range(len(views.x)):
        begin, end = boundaries.start[view], boundaries.start[view + 1]
        half_square = 0.5 * views.range_m[view] * views.range_m[view]
        total = 0.0
        for at in range(begin, end):
            then = at + 1 if at + 1 < end else begin
            px, py = boundaries.x[at] - views.x[view], boundaries.y[at] - views.y[view]
            qx, qy = boundaries.x[then] - views.x[view], boundaries.y[then] - views.y[view]
            across = px * qy - py * qx
            if boundaries.mark[at] == ARC:
                total += half_square * math.atan2(across, px * qx + py * qy)
            elif boundaries.mark[at] != LIFT:
                total += 0.5 * across  # clockwise, where the shade of a wall ends: less than nothing
        out[view] = total
