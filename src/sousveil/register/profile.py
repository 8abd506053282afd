"""Which totals a table of counts does not reject: the profile likelihood of a log-linear model.

Knows arrays only, as `loglinear` does.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .existence import reduce_cells
from .loglinear import Cells, Fit, Floats, solve_cells

CHI2_95 = 3.841458820694124
"""The 0.95 quantile of chi-square with one degree of freedom (the square of the normal's 0.975, 1.959963984540054)."""
TINY = 1e-300
LEAST_UNSEEN = 1e-4
"""An unseen count taken for none."""
CLOSE = 1e-6
"""How exactly limits are found, in standard errors of the unseen's logarithm."""
FARTHEST = 1e4
"""An upper limit is looked for up to this many times the number seen; beyond, the table sets none."""
MOST_STEPS = 10
"""Newton steps to a limit; where they do not lead there, it is found by halving."""
WIDEST = 2.0
"""Steps are no longer than this in the unseen's logarithm."""


Curve = Callable[[float], float]


def compute_interval(cells: Cells, fit: Fit) -> tuple[float, float | None] | None:
    """The totals that the table does not reject at 5 %: profile likelihood of the multinomial (Cormack 1992).

    The lower limit is at least what was seen; the upper is None where no total is large enough to be rejected. None
    where any total fits as well.
    """
    if math.isnan(fit.log_unseen):
        return None
    seen, profile = cells.seen, _build_profile(cells, fit)
    ends = math.log(LEAST_UNSEEN), math.log(FARTHEST * seen)
    middle = min(max(fit.log_unseen, ends[0]), ends[1])
    regular = math.isfinite(fit.log_unseen)
    width = min(WIDEST, math.sqrt(fit.variance + 1 / max(fit.unseen, 1.0))) if regular else WIDEST
    top = _find_top(profile, middle, ends=ends, width=width)
    highest = profile.height(top)

    def excess(log_unseen: float) -> float:
        """How far a total is from being rejected; positive while it is not."""
        return CHI2_95 - 2 * (highest - profile.height(log_unseen))

    def fall(log_unseen: float) -> float:
        """Its derivative."""
        return 2 * math.exp(log_unseen) * profile.slope(log_unseen)

    lower = _walk(excess, top, step=-2 * width, end=ends[0])
    upper = _walk(excess, top, step=2 * width, end=ends[1])
    close = width * CLOSE
    least = seen if excess(lower) > 0 else seen + math.exp(_find_limit(excess, fall, lower, top, close=close))
    most = None if excess(upper) > 0 else seen + math.exp(_find_limit(excess, fall, upper, top, close=close))
    return least, most


def _find_limit(excess: Curve, fall: Curve, outside: float, top: float, *, close: float) -> float:
    """Where the excess is 0 between a place outside and the top: by Newton's method, which stays outside of a hump."""
    at = outside
    for _ in range(MOST_STEPS):
        slope = fall(at)
        after = at - excess(at) / slope if slope else math.nan
        if not min(outside, top) <= after <= max(outside, top):
            break
        if abs(after - at) < close:
            return after
        at = after
    return find_root(excess, outside, top, close=close)


def _find_top(profile: "_Profile", middle: float, *, ends: tuple[float, float], width: float) -> float:
    """Where the likelihood is highest; an end where it rises up to that."""
    low = _walk(lambda at: -profile.slope(at), middle, step=-width, end=ends[0])
    high = _walk(profile.slope, middle, step=width, end=ends[1])
    if profile.slope(low) <= 0:
        return low
    return high if profile.slope(high) >= 0 else find_root(profile.slope, low, high, close=width / 1000)


def _walk(function: Curve, start: float, *, step: float, end: float) -> float:
    """The first place from `start` in steps where a function is not positive; `end` if there is none before it."""
    at = start
    while function(at) > 0 and at != end:
        at = max(at + step, end) if step < 0 else min(at + step, end)
    return at


def _build_profile(cells: Cells, fit: Fit) -> "_Profile":
    """The profile of cells and of the unseen before them, without what runs empty at any total.

    Where the other cells say what the unseen is, the same cells run empty whether or not it is known.
    """
    if fit.beta is not None:
        return _Profile(_add_unseen(cells), cells.seen, fit.beta)
    known = _add_unseen(fit.face) if fit.face else reduce_cells(_add_unseen(cells))
    return _Profile(known, cells.seen, None)


def _add_unseen(cells: Cells) -> Cells:
    """The cells with the unseen before them."""
    unseen = np.zeros((1, cells.design.shape[1]))
    unseen[0, 0] = 1
    return Cells(
        np.concatenate([[1.0], cells.counts]),
        np.vstack([unseen, cells.design]),
        np.concatenate([[0.0], cells.offset]),
    )


@dataclass(slots=True)
class _Profile:
    """The multinomial log-likelihood of a total, all else fitted; its argument is the logarithm of the unseen.

    The first of `cells` is the unseen one; `start` are parameters of a total nearby, None where none are known.
    """

    cells: Cells
    seen: float
    start: Floats | None
    known: dict[float, tuple[Floats, Floats | None]] = field(default_factory=dict)

    def _fit(self, log_unseen: float) -> tuple[Floats, Floats | None]:
        """The counts with the unseen first, and the shares fitted to them; a total asked for again is known."""
        if log_unseen not in self.known:
            self.known[log_unseen] = self._solve(math.exp(log_unseen))
        return self.known[log_unseen]

    def _solve(self, unseen: float) -> tuple[Floats, Floats | None]:
        counts = self.cells.counts.copy()
        counts[0] = unseen
        cells = Cells(counts, self.cells.design, self.cells.offset)
        beta = solve_cells(cells, self.start)
        if beta is None and self.start is not None:  # too far from the last: begin anew
            beta = solve_cells(cells)
        if beta is None:
            return counts, None
        self.start = beta  # the next total asked for is near
        return counts, np.exp(cells.offset + cells.design @ beta) / counts.sum()

    def height(self, log_unseen: float) -> float:
        """The log-likelihood, without the constant of the seen cells."""
        unseen = math.exp(log_unseen)
        counts, shares = self._fit(log_unseen)
        if shares is None:
            return -math.inf
        logs = float((counts * np.log(np.maximum(shares, TINY))).sum())
        return math.lgamma(unseen + self.seen + 1) - math.lgamma(unseen + 1) + logs

    def slope(self, log_unseen: float) -> float:
        """The derivative by the total; the other parameters being at their best, they do not enter it."""
        unseen = math.exp(log_unseen)
        _, shares = self._fit(log_unseen)
        if shares is None:
            return 0.0
        rises = compute_digamma(unseen + self.seen + 1) - compute_digamma(unseen + 1)
        return rises + math.log(max(float(shares[0]), TINY))


def compute_digamma(x: float) -> float:
    """The derivative of the logarithm of the gamma function, for positive x (Abramowitz & Stegun 6.3.5, 6.3.18).

    >>> round(compute_digamma(1.0), 9)
    -0.577215665
    """
    below = 0.0
    while x < 10:
        below, x = below - 1 / x, x + 1
    square = 1 / (x * x)
    return (
        below
        + math.log(x)
        - 0.5 / x
        - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    )


def find_root(function: Curve, a: float, b: float, *, close: float) -> float:
    """Where a continuous function changes sign between a and b (Illinois variant of false position).

    >>> round(find_root(lambda x: x * x - 2, 0.0, 2.0, close=1e-12), 9)
    1.414213562
    """
    at_a, at_b = function(a), function(b)
    for _ in range(200):
        if abs(b - a) < close or at_b == 0:
            break
        between = (a + b) / 2
        if math.isfinite(at_a) and math.isfinite(at_b) and at_a != at_b:
            between = b - at_b * (b - a) / (at_b - at_a)
        value = function(between)
        if (value > 0) != (at_b > 0):
            a, at_a = b, at_b
        else:
            at_a /= 2
        b, at_b = between, value
    return b
