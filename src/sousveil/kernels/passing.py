"""Which parts of a line a view sees, of the wedges between the two ends of the line alone.

For views whose wedges follow each other all around, and lines of less than half a turn; the others are the business of
`clip`.
"""

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats
from sousveil.kernels.clip import BEHIND_M, Ends, clip_to_circle, clip_to_side, compute_gap

# Places are made unsigned where they are known to be none from the end: what is spared is a tenth of the time.


@kernel
def passes_by(ends: Ends) -> bool:
    """Whether a line is less than half a turn, by more than rounding."""
    ax, ay, bx, by = ends
    across, ahead = ax * by - ay * bx, ax * bx + ay * by
    return bool(ahead > 0.0 or abs(across) > BEHIND_M * (abs(bx - ax) + abs(by - ay)))


@kernel
def pass_wedges(
    ends: Ends, reach: float, side: Floats, which: tuple[int, int], out: tuple[Floats, Floats], start: int
) -> int:
    """Write from `start` on where the parts of a line that a view sees begin and end, and say where they stop.

    `which` : how many wedges there are, and one that begins before the first end of the line, counter-clockwise.
    """
    ax, ay, bx, by = ends
    last, at = which
    span = clip_to_circle(ends, reach)
    turned = ax * by < ay * bx
    sx, sy = (bx, by) if turned else (ax, ay)
    at = seek(sx, sy, side, last, at)
    # Along its side a line may be seen farther in the wedge before.
    back = side[at, 0] * sy == side[at, 1] * sx
    if back:
        at = (at if at > 0 else last) - 1
    stop, near, far = start, 0.0, 1.0 if turned else 0.0
    for _ in range(last):
        wedge = side[np.uint64(at)]
        right_a, right_b = wedge[3] * ax - wedge[2] * ay, wedge[3] * bx - wedge[2] * by
        front_a = wedge[4] * ax + wedge[5] * ay + wedge[6]
        front_b = wedge[4] * bx + wedge[5] * by + wedge[6]
        inside, rest = (right_b, right_a) if turned else (right_a, right_b)
        # From where it came into the wedge to where it leaves it, or ends.
        near, far = far, (right_a / (right_a - right_b) if inside > 0.0 else far)
        if rest >= 0.0:
            far = 0.0 if turned else 1.0
        low, high = clip_to_side(front_a, front_b, max(span[0], min(near, far)), min(span[1], max(near, far)))
        if low < high:
            stop = add_part(out, (low, high), compute_gap(ends) if stop > start else -1.0, stop)
        if rest > 0.0 and not back:
            break
        back = False
        at = at + 1 if at + 1 < last else 0
    return stop


@kernel
def seek(x: float, y: float, side: Floats, last: int, at: int) -> int:
    """The first wedge from one on that does not end before a direction."""
    for _ in range(last):
        wedge = side[np.uint64(at)]
        if wedge[2] * y <= wedge[3] * x:
            break
        at = at + 1 if at + 1 < last else 0
    return at


@kernel
def add_part(out: tuple[Floats, Floats], part: tuple[float, float], gap: float, stop: int) -> int:
    """Write a part, or lengthen the one before where they lie no farther apart than `gap`; negative: there is none."""
    begin, end = out
    low, high = part
    before, here = np.uint64(stop - 1), np.uint64(stop)
    if gap >= 0.0 and low <= end[before] + gap and high >= begin[before] - gap:
        begin[before], end[before] = min(begin[before], low), max(end[before], high)
        return stop
    begin[here], end[here] = low, high
    return stop + 1
