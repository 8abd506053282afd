"""Which totals a table does not reject, for many models side by side: the steps of `profile`, for all at once.

Knows arrays only. Every function takes the rows it is asked about, and an argument for each.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import gammaln, psi  # type: ignore[import-untyped]

from .batches import Batch, Fits, Ints, compute_means, solve_batch
from .loglinear import Floats
from .profile import CHI2_95, CLOSE, FARTHEST, LEAST_UNSEEN, MOST_STEPS, TINY, WIDEST

MOST_TURNS = 200
"""Turns of false position; 40 are enough where it gains nothing over halving."""
Curves = Callable[[Ints, Floats], Floats]


def compute_limits(batch: Batch, fits: Fits) -> tuple[Floats, Floats]:
    """Limits of the total (m,), lower and upper, as `profile.compute_interval` finds those of one; nan for no upper."""
    seen, profiles = batch.seen, _Profiles(batch, fits.beta)
    ends = float(np.log(LEAST_UNSEEN)), float(np.log(FARTHEST * seen))
    every = np.arange(len(batch.models))
    middle = np.clip(fits.log_unseen, *ends)
    width = np.minimum(WIDEST, np.sqrt(fits.variance + 1 / np.maximum(np.exp(fits.log_unseen), 1.0)))
    top = _find_tops(profiles, middle, ends=ends, width=width)
    highest = profiles.heights(every, top)

    def excess(rows: Ints, at: Floats) -> Floats:
        """How far totals are from being rejected; positive while they are not."""
        gap: Floats = CHI2_95 - 2 * (highest[rows] - profiles.heights(rows, at))
        return gap

    def fall(rows: Ints, at: Floats) -> Floats:
        """Its derivative."""
        slope: Floats = 2 * np.exp(at) * profiles.slopes(rows, at)
        return slope

    limits = []
    for end, step in ((ends[0], -2 * width), (ends[1], 2 * width)):
        outside = _walk(excess, top, step=step, end=end)
        open_ = excess(every, outside) > 0
        rows = np.flatnonzero(~open_)
        limit = np.full(len(every), np.nan)
        limit[rows] = seen + np.exp(
            _find_limits(excess, fall, rows, (outside[rows], top[rows]), close=width[rows] * CLOSE)
        )
        limits.append(limit)
    return np.where(np.isnan(limits[0]), seen, limits[0]), limits[1]


def _find_limits(
    excess: Curves, fall: Curves, rows: Ints, between: tuple[Floats, Floats], *, close: Floats
) -> Floats:
    """Where the excess is 0 between places outside and tops: by Newton's method, else by false position."""
    outside, top = between
    least, most = np.minimum(outside, top), np.maximum(outside, top)
    found, at = np.full(len(rows), np.nan), outside.copy()
    on = np.arange(len(rows))
    for _ in range(MOST_STEPS):
        if not len(on):
            break
        slope, here = fall(rows[on], at[on]), at[on]
        with np.errstate(all="ignore"):
            after = here - excess(rows[on], here) / slope
        inside = (least[on] <= after) & (after <= most[on])  # nan is not
        near = inside & (np.abs(after - here) < close[on])
        found[on[near]] = after[near]
        at[on] = after
        on = on[inside & ~near]
    left = np.flatnonzero(np.isnan(found))
    found[left] = find_roots(excess, rows[left], (outside[left], top[left]), close=close[left])
    return found


def _find_tops(profiles: "_Profiles", middle: Floats, *, ends: tuple[float, float], width: Floats) -> Floats:
    """Where the likelihoods are highest; an end where one rises up to that."""
    every = np.arange(len(middle))
    low = _walk(lambda rows, at: -profiles.slopes(rows, at), middle, step=-width, end=ends[0])
    high = _walk(profiles.slopes, middle, step=width, end=ends[1])
    falls, rises = profiles.slopes(every, low) <= 0, profiles.slopes(every, high) >= 0
    top = np.where(falls, low, high)
    rows = np.flatnonzero(~falls & ~rises)
    top[rows] = find_roots(profiles.slopes, rows, (low[rows], high[rows]), close=width[rows] / 1000)
    return top


def _walk(function: Curves, start: Floats, *, step: Floats, end: float) -> Floats:
    """The first places from `start` in steps where a function is not positive; `end` if there is none before it."""
    at, rows = start.copy(), np.arange(len(start))
    while len(rows):
        rows = rows[(function(rows, at[rows]) > 0) & (at[rows] != end)]
        after = at[rows] + step[rows]
        at[rows] = np.where(step[rows] < 0, np.maximum(after, end), np.minimum(after, end))
    return at


def find_roots(function: Curves, rows: Ints, between: tuple[Floats, Floats], *, close: Floats) -> Floats:
    """Where a function changes sign between two places, row by row, as `profile.find_root` finds one.

    >>> one = np.array([0])
    >>> find_roots(
    ...     lambda rows, x: x * x - 2, one, (np.zeros(1), np.full(1, 2.0)), close=np.full(1, 1e-12)
    ... ).round(9)
    array([1.41421356])
    """
    a, b = between[0].copy(), between[1].copy()
    at_a, at_b = function(rows, a), function(rows, b)
    for _ in range(MOST_TURNS):
        on = np.flatnonzero(~((np.abs(b - a) < close) | (at_b == 0)))
        if not len(on):
            break
        x, y, at_x, at_y = a[on], b[on], at_a[on], at_b[on]
        with np.errstate(all="ignore"):
            place = y - at_y * (y - x) / (at_y - at_x)
        place = np.where(np.isfinite(at_x) & np.isfinite(at_y) & (at_x != at_y), place, (x + y) / 2)
        value = function(rows[on], place)
        crossed = (value > 0) != (at_y > 0)
        a[on], at_a[on] = np.where(crossed, y, x), np.where(crossed, at_y, at_x / 2)
        b[on], at_b[on] = place, value
    return b


class _Profiles:
    """The multinomial log-likelihoods of totals, all else fitted; arguments are logarithms of the unseen.

    `start` are parameters of a total nearby; what was asked for before is known.
    """

    def __init__(self, batch: Batch, start: Floats) -> None:
        models, _, parameters = batch.design.shape
        unseen = np.zeros((models, 1, parameters))
        unseen[:, :, 0] = 1
        self.design = np.concatenate([unseen, batch.design], axis=1)
        self.kept = np.concatenate([np.ones((models, 1), dtype=np.bool_), batch.kept], axis=1)
        self.counts, self.seen, self.start = batch.counts, batch.seen, start.copy()
        self.known: list[tuple[Floats, Floats, Floats]] = []

    def heights(self, rows: Ints, at: Floats) -> Floats:
        """The log-likelihoods, without the constant of the seen cells."""
        return self._look(rows, at)[0]

    def slopes(self, rows: Ints, at: Floats) -> Floats:
        """The derivatives by the totals; the other parameters being at their best, they do not enter them."""
        return self._look(rows, at)[1]

    def _look(self, rows: Ints, at: Floats) -> tuple[Floats, Floats]:
        height, slope = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        new = np.ones(len(rows), dtype=np.bool_)
        for places, heights, slopes in self.known:
            hit = new & (places[rows] == at)
            height[hit], slope[hit] = heights[rows[hit]], slopes[rows[hit]]
            new &= ~hit
        if new.any():
            found = self._fit(rows[new], at[new])
            height[new], slope[new] = found
            blank = np.full((3, len(self.start)), np.nan)
            blank[:, rows[new]] = at[new], *found
            self.known.append((blank[0], blank[1], blank[2]))
        return height, slope

    def _fit(self, rows: Ints, at: Floats) -> tuple[Floats, Floats]:
        unseen, seen = np.exp(at), self.seen
        counts = np.column_stack([unseen, np.broadcast_to(self.counts, (len(rows), len(self.counts)))])
        design, kept = self.design[rows], self.kept[rows]
        beta = solve_batch(counts, design, kept, self.start[rows])
        lost = np.flatnonzero(np.isnan(beta[:, 0]))
        if len(lost):  # too far from the last: begin anew
            beta[lost] = solve_batch(counts[lost], design[lost], kept[lost])
        solved = np.isfinite(beta[:, 0])
        self.start[rows[solved]] = beta[solved]  # the next total asked for is near
        shares = compute_means(design, kept, beta) / counts.sum(axis=1)[:, None]
        logs = np.log(np.maximum(shares, TINY))
        height = gammaln(unseen + seen + 1) - gammaln(unseen + 1) + (counts * logs).sum(axis=1)
        slope = psi(unseen + seen + 1) - psi(unseen + 1) + logs[:, 0]
        return np.where(solved, height, -np.inf), np.where(solved, slope, 0.0)
