"""How far a view sees along each of its hands: tells of most lines near it that they are seen whole or not at all.

Hands point all around, evenly spread in keys, and do not know of walls what lies between them but bounds: from one to
the next a view sees all that is nearer than the least and nothing that is farther than the greatest of its reaches
there. What a line is of which they tell neither is the business of `clip`.
"""

import math
from typing import NamedTuple

import numpy as np

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Rows
from sousveil.kernels.clip import BEHIND_M
from sousveil.kernels.gather import compute_key
from sousveil.kernels.nearby import AX, AY, BX, BY, LINE, Near
from sousveil.kernels.sorting import TURN

HANDS = 64
"""More than most views have wedges; a power of two."""
LEVELS = 4
"""Reaches are kept over 1, 2, 4 and 8 hands on end."""
PASSED = 1 << LEVELS
"""Hands that a line may pass, a quarter turn: twice the most that are kept together."""
WIDTH = HANDS + PASSED
"""Places of a level: all around, and on to the last hand of a line that begins before the first."""
NOTHING = LEVELS * WIDTH
"""The place of a line that passes more hands, of which nothing is told."""
MARGIN = 1e-6
"""A line is told about if it is nearer or farther by more than this share: a thousand times what rounding makes of a
wall that passes a millimetre from the camera."""
BULGE = (1.0 + MARGIN) / math.cos(TURN / HANDS) ** 2
"""Between two places of a straight wall, an angle 2 α apart, it comes as near as cos α times the nearer one. The key
grows by at least half the angle (d key / d angle = 1 / (1 + |sin 2 angle|)), so that α is TURN / HANDS at most."""
TINY = 1e-300
"""Added to what would be divided by nothing where a line ends at the camera."""
# Rows of `Near.ends` and `Near.whole` that are filled here: squares of a line's greatest distance from the camera and
# of its least, the latter as a fraction; its first hand, counter-clockwise, and the two places in `Hands` that cover
# those it passes; the lines not told about.
FAR, OVER, UNDER = range(4, 7)
FIRST, ONE, OTHER, OPEN = range(3, 7)


def draw_hands() -> Floats:
    """The directions of the hands, of length 1: (2, HANDS), x and y."""
    share = np.arange(HANDS) / HANDS * TURN
    # |x| + |y| = 1 is where a key is a way along a square.
    square = abs((share - [[0.0], [1.0]]) % TURN - TURN / 2) - 1.0
    length = np.hypot(square[0], square[1])
    ends: Floats = square / length
    return ends


POINTS = draw_hands()


class Hands(NamedTuple):
    """The reach of one view along its hands, as inverse squares [1/m²]; +∞ where it sees nothing.

    `wedge` : (HANDS), the wedge that holds the direction of each. `nearest`, `farthest` : (NOTHING + 1), the greatest
    and the least between each hand and the next; then between each and the second, the fourth, the eighth after it.
    `along` : (HANDS + 1), room.
    """

    wedge: Rows
    nearest: Floats
    farthest: Floats
    along: Floats


@kernel
def fill_hands(side: Floats, last: int, reach: float, out: Hands) -> None:
    """Write the reach of a view, whose wedges follow each other all around, along its hands."""
    nearest, farthest = out.nearest, out.farthest
    for hand in range(HANDS):
        nearest[hand], farthest[hand] = 0.0, math.inf
    nearest[NOTHING], farthest[NOTHING] = math.inf, 0.0
    end = compute_key(side[0, 0], side[0, 1]) * (HANDS / TURN) + BEHIND_M
    over = measure_piece(side, last - 1, reach)
    for at in range(last):
        x, y = side[at, 0], side[at, 1]
        was, over = over, measure_piece(side, at, reach)
        begin, end = end, compute_key(side[at, 2], side[at, 3]) * (HANDS / TURN) + BEHIND_M
        share = 1.0 / (x * x + y * y)
        one, other = look_along(was, x, y, share), look_along(over, x, y, share)
        # In both spaces between hands if it lies on one, as far as rounding goes.
        for hand in (int(begin), int(begin + (HANDS - 2.0 * BEHIND_M))):
            space = hand & (HANDS - 1)
            nearest[space] = max(nearest[space], one, other)
            farthest[space] = min(farthest[space], one, other)
        for turned in range(int(begin) + 1, int(end if end > begin else end + HANDS) + 1):
            hand = turned & (HANDS - 1)
            out.wedge[hand] = at
            out.along[hand] = look_along(over, POINTS[0, hand], POINTS[1, hand], 1.0)
    join_hands(out)


@kernel
def measure_piece(side: Floats, at: int, reach: float) -> tuple[float, float, float]:
    """What ends a view in a wedge, so that (a x + b y)² + c is the inverse square of its distance along (x, y)."""
    a, b, c = side[at, 4], side[at, 5], side[at, 6]
    if a == 0.0 and b == 0.0:
        return 0.0, 0.0, 1.0 / (reach * reach) if c > 0.0 else math.inf
    return a / c, b / c, 0.0


@kernel
def look_along(piece: tuple[float, float, float], x: float, y: float, share: float) -> float:
    """The inverse square of the distance of a piece along a direction; `share` : the inverse square of its length."""
    along = piece[0] * x + piece[1] * y
    return along * along * share + piece[2]


@kernel
def join_hands(out: Hands) -> None:
    """Write the bounds between hands from the reaches along them, and those over several."""
    along, nearest, farthest = out.along, out.nearest, out.farthest
    along[HANDS] = along[0]
    for hand in range(HANDS):
        one, other = along[hand], along[hand + 1]
        nearest[hand] = BULGE * max(nearest[hand], one, other)
        farthest[hand] = (1.0 - MARGIN) * min(farthest[hand], one, other)
    for hand in range(PASSED):
        nearest[HANDS + hand], farthest[HANDS + hand] = nearest[hand], farthest[hand]
    for level in range(1, LEVELS):
        step = 1 << (level - 1)
        near, far = (
            nearest[(level - 1) * WIDTH : level * WIDTH],
            farthest[(level - 1) * WIDTH : level * WIDTH],
        )
        nearer, farther = (
            nearest[level * WIDTH : (level + 1) * WIDTH],
            farthest[level * WIDTH : (level + 1) * WIDTH],
        )
        for hand in range(WIDTH - step):
            nearer[hand] = max(near[hand], near[hand + step])
            farther[hand] = min(far[hand], far[hand + step])


@kernel
def find_hand(x: float, y: float) -> np.int32:
    """The hand before a direction, as `gather.compute_key` but so written that several are found at once."""
    share = y / (abs(x) + abs(y) + TINY)
    share = 2.0 - share if x < 0.0 else share
    share = share + TURN if share < 0.0 else share
    return np.int32(share * (HANDS / TURN)) & np.int32(HANDS - 1)


@kernel
def measure_near(near: Near, count: int) -> None:
    """Note how far so many lines are at most and at least, and which hands they pass."""
    ends, whole = near.ends, near.whole
    begin_x, begin_y, end_x, end_y = ends[AX, :count], ends[AY, :count], ends[BX, :count], ends[BY, :count]
    far, over, under = ends[FAR, :count], ends[OVER, :count], ends[UNDER, :count]
    first, low, high = whole[FIRST, :count], whole[ONE, :count], whole[OTHER, :count]
    for at in range(count):
        ax, ay, bx, by = begin_x[at], begin_y[at], end_x[at], end_y[at]
        dx, dy = bx - ax, by - ay
        across, square = ax * by - ay * bx, dx * dx + dy * dy
        begins, ends_at = ax * ax + ay * ay, bx * bx + by * by
        passes = (ax * dx + ay * dy < 0.0) & (bx * dx + by * dy > 0.0)
        # One without length is not seen, however near.
        far[at] = max(begins, ends_at) if square > 0.0 else math.inf
        over[at] = across * across if passes else min(begins, ends_at)
        under[at] = square if passes else 1.0
        one, other = find_hand(ax, ay), find_hand(bx, by)
        turned = across < 0.0
        hand = other if turned else one
        span = ((one - other) if turned else (other - one)) & np.int32(HANDS - 1)
        # The widest of 1, 2, 4 and 8 hands of which two are no more than those passed.
        level = np.int32(span >= 1) + np.int32(span >= 3) + np.int32(span >= 7)
        wide = np.int32(1) << level
        first[at] = hand
        low[at] = level * np.int32(WIDTH) + hand if span < PASSED else np.int32(NOTHING)
        high[at] = (
            level * np.int32(WIDTH) + hand + span + np.int32(1) - wide if span < PASSED else np.int32(NOTHING)
        )


@kernel
def sift_near(near: Near, count: int, hands: Hands, seen: Rows, at: int) -> tuple[int, int]:
    """Write after the first `at` which of so many lines are seen whole, note those not told about, and count both."""
    ends, whole, nearest, farthest = near.ends, near.whole, hands.nearest, hands.farthest
    far, over, under = ends[FAR, :count], ends[OVER, :count], ends[UNDER, :count]
    line, low, high, left = whole[LINE, :count], whole[ONE, :count], whole[OTHER, :count], whole[OPEN]
    opens = 0
    for one in range(count):
        first, second = np.uint64(low[one]), np.uint64(high[one])
        within = far[one] * max(nearest[first], nearest[second]) <= 1.0
        beyond = over[one] * min(farthest[first], farthest[second]) > under[one]
        # Written in any case and counted or not: a branch that nobody can foresee costs more.
        seen[np.uint64(at)], left[np.uint64(opens)] = line[one], one
        at += int(within)
        opens += int(not (within | beyond))
    return at, opens
