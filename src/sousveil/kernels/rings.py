"""Looks up rows by ascending ids, and tells which rings surely do not touch themselves.

Says `sure` only where rounding cannot be wrong; what is not sure is for an exact judge to decide.
"""

import numpy as np
import numpy.typing as npt

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Offsets

ROUNDING = 4e-16
"""Of the two products whose difference says on which side of a line a point lies, rounding can take at most
(3 + 16 ε) ε, ε = 2^-53, which is 3.4e-16 (Shewchuk 1997, Adaptive precision floating-point arithmetic, section 4.3)."""
MOST_CORNERS = 64
"""Every edge is held against every other; longer rings are dearer here than for a judge that sorts them first."""


@kernel
def fill_rows(ids: Offsets, wanted: Offsets, out: Offsets) -> None:
    """Write where each of the wanted first stands among ascending ids, −1 where it does not.

    Each search begins where the last one ended and doubles its steps: what is drawn together was numbered together.
    """
    count, at = len(ids), 0
    for index in range(len(wanted)):
        id_, step = wanted[index], 1
        if at < count and ids[at] < id_:
            low = at + 1
            while at + step < count and ids[at + step] < id_:
                low = at + step + 1
                step *= 2
            high = min(at + step, count)
        else:
            high = at
            while at - step >= 0 and ids[at - step] >= id_:
                high = at - step
                step *= 2
            low = max(at - step + 1, 0)
        while low < high:
            middle = (low + high) // 2
            if ids[middle] < id_:
                low = middle + 1
            else:
                high = middle
        out[index] = low if low < count and ids[low] == id_ else -1
        at = low


@kernel
def fill_sure(corners: Floats, start: Offsets, out: npt.NDArray[np.bool_]) -> None:
    """Write for each ring, its first corner said again at its end, whether it surely never meets itself."""
    for ring in range(len(start) - 1):
        first, last = start[ring], start[ring + 1] - 1
        sure = 3 <= last - first <= MOST_CORNERS
        at = first
        while sure and at < last:
            following = at + 1 if at + 1 < last else first
            sure = goes_on(corners, at, following)
            other = at + 2
            while sure and other < last:
                # The last edge ends where the first begins.
                sure = (at == first and other == last - 1) or lies_apart(corners, at, other)
                other += 1
            at += 1
        out[ring] = sure


@kernel
def goes_on(corners: Floats, at: int, following: int) -> bool:
    """Whether an edge surely does not turn back along the one before it; edges without length are never sure."""
    ax, ay = corners[at + 1, 0] - corners[at, 0], corners[at + 1, 1] - corners[at, 1]
    bx, by = (
        corners[following + 1, 0] - corners[following, 0],
        corners[following + 1, 1] - corners[following, 1],
    )
    turned = abs(ax * by - ay * bx) > ROUNDING * (abs(ax * by) + abs(ay * bx))
    return bool(turned or ax * bx + ay * by > ROUNDING * (abs(ax * bx) + abs(ay * by)))


@kernel
def lies_apart(corners: Floats, one: int, other: int) -> bool:
    """Whether two edges surely have no point in common."""
    for axis in range(2):
        a, b = corners[one, axis], corners[one + 1, axis]
        c, d = corners[other, axis], corners[other + 1, axis]
        if max(a, b) < min(c, d) or max(c, d) < min(a, b):
            return True
    return bool(is_aside(corners, one, other) or is_aside(corners, other, one))


@kernel
def is_aside(corners: Floats, one: int, other: int) -> bool:
    """Whether the second edge surely lies on one side of the line through the first."""
    x, y = corners[one, 0], corners[one, 1]
    dx, dy = corners[one + 1, 0] - x, corners[one + 1, 1] - y
    left, right = 0, 0
    for at in range(other, other + 2):
        along, across = dx * (corners[at, 1] - y), dy * (corners[at, 0] - x)
        allowed = ROUNDING * (abs(along) + abs(across))
        left += int(along - across > allowed)
        right += int(across - along > allowed)
    return 2 in (left, right)
