"""How much ground is seen by how many cameras, exactly: for a few hundred views, and as the judge of `cover`.

The ground is cut into slabs at every height at which a boundary has a corner or two boundaries cross. Within a slab
none cross, so their order in x is the same throughout, and the area between neighbours has a closed form.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import ARC, LIFT, Boundaries, Floats, Rows, Views
from sousveil.kernels.ground import MOST, Multiplicity, count_times

THIN_M = 1e-11
"""Slabs thinner than this [m] are left out, and pieces that rise less are level: a kilometre of one is 1e-8 m²."""


class Rims(NamedTuple):
    """Pieces of boundaries that rise or fall all along: x is cx + lean·y, plus side·√(reach² − (y − cy)²).

    `low`, `high` : the heights between which one lies. `side` : +1 or −1 for a side of a circle, 0 for a straight
    piece, which has no reach. `rise` : for how many cameras a view counts that begins on the way east,
    less than none where one ends.
    """

    low: Floats
    high: Floats
    cx: Floats
    lean: Floats
    cy: Floats
    reach: Floats
    side: Floats
    rise: Floats


def compute_multiplicity_exactly(
    views: Views, boundaries: Boundaries, times: Rows | None = None, *, most: int = MOST
) -> Multiplicity:
    """As `ground.compute_multiplicity`, without lines: time grows with the square of the number of views."""
    rims = build_rims(views, boundaries, count_times(views, times))
    areas, total = np.zeros(most), 0.0
    heights = np.unique(np.concatenate([rims.low, rims.high, *find_crossings(rims)]))
    for low, high in pairwise(heights.tolist()):
        if high - low > THIN_M:
            seeing, between = measure_slab(rims, low, high)
            np.add.at(areas, np.minimum(seeing, most) - 1, between)
            total += float(seeing @ between)
    return Multiplicity(areas, np.zeros(most), float(areas.sum()), 0.0, total)


def build_rims(views: Views, boundaries: Boundaries, times: Rows) -> Rims:
    """Cut boundaries where they turn from rising to falling; level pieces bound no slab from the side."""
    view = np.repeat(np.arange(len(views.x)), np.diff(boundaries.start))
    then = np.arange(1, len(view) + 1)
    filled = boundaries.start[1:] > boundaries.start[:-1]
    then[boundaries.start[1:][filled] - 1] = boundaries.start[:-1][filled]
    ends = np.stack([boundaries.x, boundaries.y, boundaries.x[then], boundaries.y[then], times[view]])
    arc = boundaries.mark == ARC
    circles = np.stack([views.x, views.y, views.range_m])[:, view[arc]]
    straight = ~arc & (boundaries.mark != LIFT)
    parts = [_build_straight(ends[:, straight]), *_build_sides(ends[:, arc], circles)]
    columns = np.concatenate(parts, axis=1)
    begin, end = columns[:2]
    kept = np.abs(end - begin) > THIN_M
    rise = np.where(end < begin, columns[-1], -columns[-1])
    return Rims(*np.stack([np.minimum(begin, end), np.maximum(begin, end), *columns[2:-1], rise])[:, kept])


def _build_straight(ends: Floats) -> Floats:
    px, py, qx, qy, times = ends
    level = np.abs(qy - py) <= THIN_M
    lean = (qx - px) / np.where(level, 1.0, qy - py)
    none = np.zeros_like(px)
    return np.stack([py, qy, px - lean * py, lean, none, none, none, times])


def _build_sides(ends: Floats, circles: Floats) -> Iterator[Floats]:
    """An arc of at most a quarter that passes the north or the south of its circle is two pieces, else one."""
    (px, py, qx, qy, times), (cx, cy, reach) = ends, circles
    north, south = (px > cx) & (cx >= qx), (px < cx) & (cx <= qx)
    turns = north | south
    tip = np.where(north, cy + reach, cy - reach)
    none = np.zeros_like(cx)
    first = np.where(turns, np.where(north, 1.0, -1.0), np.where(px + qx > 2 * cx, 1.0, -1.0))
    yield np.stack([py, np.where(turns, tip, qy), cx, none, cy, reach, first, times])
    yield np.stack([tip, qy, cx, none, cy, reach, -first, times])[:, turns]


def find_crossings(rims: Rims) -> Iterator[Floats]:
    """Every height at which two pieces can cross; a few at which they do not only make one slab two."""
    order = np.argsort(rims.low, kind="stable")
    rims = Rims(*(column[order] for column in rims))
    ends = np.searchsorted(rims.low, rims.high)
    for one, last in enumerate(ends):
        other = Rims(*(column[one + 1 : last] for column in rims))
        mine = Rims(*(column[one] for column in rims))
        straight = other.side == 0
        with np.errstate(all="ignore"):  # parallel lines, circles apart: no number, no crossing
            alike = (Rims(*(column[kept] for column in other)) for kept in (straight, ~straight))
            found = np.concatenate([np.empty(0), *(ys for others in alike for ys in _cross(mine, others))])
        yield found[(found > mine.low) & (found < mine.high)]


def _cross(one: Rims, other: Rims) -> Iterator[Floats]:
    """Heights at which a piece crosses others, all straight or all round."""
    if not len(other.low):
        return
    if one.side == 0 and other.side[0] == 0:
        yield (other.cx - one.cx) / (one.lean - other.lean)
    elif one.side == 0 or other.side[0] == 0:
        line, circle = (one, other) if one.side == 0 else (other, one)
        # (cx + lean y − circle.cx)² + (y − circle.cy)² = reach²
        apart = line.cx + line.lean * circle.cy - circle.cx
        square = 1 + line.lean**2
        root = np.sqrt(square * circle.reach**2 - apart**2)
        yield circle.cy + (-line.lean * apart + root) / square
        yield circle.cy + (-line.lean * apart - root) / square
    else:
        dx, dy = other.cx - one.cx, other.cy - one.cy
        square = dx**2 + dy**2
        along = (square + one.reach**2 - other.reach**2) / (2 * square)
        root = np.sqrt(one.reach**2 / square - along**2)
        yield one.cy + along * dy + root * dx
        yield one.cy + along * dy - root * dx


def measure_slab(rims: Rims, low: float, high: float) -> tuple[npt.NDArray[np.int64], Floats]:
    """How many views see the ground between neighbouring pieces of a slab (only where one does), and its areas."""
    here = Rims(*(column[(rims.low <= low) & (rims.high >= high)] for column in rims))
    middle = (low + high) / 2
    round_ = here.side != 0
    away = np.where(round_, middle - here.cy, 0.0)
    x = here.cx + here.lean * middle + here.side * np.sqrt(np.maximum(here.reach**2 - away**2, 0.0))
    order = np.argsort(x, kind="stable")
    share = np.where(round_, here.reach, 1.0)
    sweep = [_integrate(np.clip((edge - here.cy) / share, -1.0, 1.0), here.reach) for edge in (low, high)]
    area = (here.cx + here.lean * middle) * (high - low) + here.side * (sweep[1] - sweep[0])
    seeing = np.cumsum(here.rise[order]).astype(np.int64)[:-1]
    seen = seeing > 0
    return seeing[seen], np.diff(area[order])[seen]


def _integrate(share: Floats, reach: Floats) -> Floats:
    """The integral of √(reach² − y²) from 0 to share·reach."""
    area: Floats = reach**2 / 2 * (share * np.sqrt(1 - share**2) + np.arcsin(share))
    return area
