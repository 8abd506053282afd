"""Log-linear models of counts with one cell that nobody can see, fitted by maximum likelihood.

Knows arrays only: what a row means, and which models there are, its callers say.

The counts `y[i]` are Poisson with means `exp(offset[i] + design[i] @ beta)`. The first column of a design is 1, and in
the unseen cell every other column is 0, so the unseen count is estimated by `exp(beta[0])` (Fienberg 1972, Biometrika
59, 591–603).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CHI2_95 = 3.841458820694124
"""The 0.95 quantile of chi-square with one degree of freedom (the square of the normal's 0.975, 1.959963984540054)."""
MOST_STEPS = 60
"""Newton steps: a fit that exists takes under 20; one whose parameter runs to infinity gains about 1 a step."""
SMALL_STEP = 1e-7
"""A Newton step after which to stop: the error left is about its square."""
SINGULAR = 1e10
"""Condition number from which on parameters cannot be told apart by what floats hold."""
LARGEST_LOG = 700.0
"""The exponential of more is no finite float."""
TINY = 1e-300
LEAST_UNSEEN = 1e-4
"""An unseen count taken for none."""
CLOSE = 1e-6
"""How exactly limits are found, in standard errors of the unseen's logarithm."""
FARTHEST = 1e4
"""An upper limit is looked for up to this many times the number seen; beyond, the table sets none."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts seen, shape (n,), with their design, shape (n, p), and offset, shape (n,)."""

    counts: Floats
    design: Floats
    offset: Floats

    @property
    def seen(self) -> float:
        """Everything counted."""
        return float(self.counts.sum())


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit gives: parameters, their covariance, and the mean of each cell."""

    beta: Floats
    covariance: Floats
    means: Floats

    @property
    def unseen(self) -> float:
        """The estimated count of the cell nobody sees."""
        return math.exp(float(self.beta[0]))

    @property
    def unseen_se(self) -> float:
        """Standard error of the total: Poisson variation of the unseen, and doubt about its mean (delta method)."""
        return math.sqrt(self.unseen + self.unseen**2 * float(self.covariance[0, 0]))


def fit_cells(cells: Cells) -> Fit | None:
    """The maximum-likelihood fit; None where it does not exist, or the table does not tell its parameters apart."""
    beta = solve_cells(cells)
    if beta is None:
        return None
    means = np.exp(cells.offset + cells.design @ beta)
    information = (cells.design.T * means) @ cells.design
    # Parameters that cannot be told apart leave rounding errors where a zero should be.
    scale = np.sqrt(np.diag(information))
    if not (scale > 0).all() or np.linalg.cond(information / np.outer(scale, scale)) > SINGULAR:
        return None
    covariance: Floats = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return Fit(beta, covariance, means)


def solve_cells(cells: Cells, start: Floats | None = None) -> Floats | None:
    """The parameters of the fit by Newton's method from `start`; None where they run to infinity.

    With a log link Newton's method is iteratively reweighted least squares.
    """
    counts, design, offset = cells.counts, cells.design, cells.offset
    eta = np.log(counts + 0.5) if start is None else offset + design @ start
    beta = np.full(design.shape[1], np.inf) if start is None else start
    with np.errstate(all="ignore"):  # what overflows on its way to infinity is found by its step
        for _ in range(MOST_STEPS):
            means = np.exp(np.minimum(eta, LARGEST_LOG))
            weighted = design.T * means
            right = weighted @ (eta - offset) + design.T @ (counts - means)
            try:
                after = np.asarray(np.linalg.solve(weighted @ design, right), dtype=np.float64)
            except np.linalg.LinAlgError:
                return None
            step = float(np.abs(after - beta).max())
            beta, eta = after, offset + design @ after
            if step < SMALL_STEP * (1 + float(np.abs(beta).max())):
                return beta
            if math.isnan(step):
                return None
    return None


def compute_deviance(counts: Floats, means: Floats) -> float:
    """G²: twice the log-likelihood ratio against a model with a parameter for every cell."""
    held = counts > 0
    terms = counts[held] * np.log(counts[held] / means[held])
    return max(0.0, 2 * float(terms.sum() - (counts - means).sum()))


def compute_log_likelihood(counts: Floats, means: Floats) -> float:
    """The Poisson log-likelihood, constants included."""
    logs = np.log(means, where=counts > 0, out=np.zeros_like(means))
    return float((counts * logs - means).sum()) - sum(math.lgamma(count + 1) for count in counts)


def compute_interval(cells: Cells, fit: Fit) -> tuple[float, float | None]:
    """The totals that the table does not reject at 5 %: profile likelihood of the multinomial (Cormack 1992).

    The lower limit is at least what was seen; the upper is None where no total is large enough to be rejected.
    """
    seen, profile = cells.seen, _Profile(cells, fit)
    ends = math.log(LEAST_UNSEEN), math.log(FARTHEST * seen)
    middle = min(max(math.log(max(fit.unseen, LEAST_UNSEEN)), ends[0]), ends[1])
    width = min(2.0, math.sqrt(float(fit.covariance[0, 0]) + 1 / max(fit.unseen, 1.0)))
    top = _find_top(profile, middle, ends=ends, width=width)
    highest = profile.height(top)

    def excess(log_unseen: float) -> float:
        """How far a total is from being rejected; positive while it is not."""
        return CHI2_95 - 2 * (highest - profile.height(log_unseen))

    lower = _walk(excess, top, step=-2 * width, end=ends[0])
    upper = _walk(excess, top, step=2 * width, end=ends[1])
    close = width * CLOSE
    least = seen if excess(lower) > 0 else seen + math.exp(find_root(excess, lower, top, close=close))
    most = None if excess(upper) > 0 else seen + math.exp(find_root(excess, upper, top, close=close))
    return least, most


def _find_top(profile: "_Profile", middle: float, *, ends: tuple[float, float], width: float) -> float:
    """Where the likelihood is highest; an end where it rises up to that."""
    low = _walk(lambda at: -profile.slope(at), middle, step=-width, end=ends[0])
    high = _walk(profile.slope, middle, step=width, end=ends[1])
    if profile.slope(low) <= 0:
        return low
    return high if profile.slope(high) >= 0 else find_root(profile.slope, low, high, close=width / 1000)


def _walk(function: Callable[[float], float], start: float, *, step: float, end: float) -> float:
    """The first place from `start` in steps where a function is not positive; `end` if there is none before it."""
    at = start
    while function(at) > 0 and at != end:
        at = max(at + step, end) if step < 0 else min(at + step, end)
    return at


class _Profile:
    """The multinomial log-likelihood of a total, all else fitted; its argument is the logarithm of the unseen."""

    def __init__(self, cells: Cells, fit: Fit) -> None:
        unseen = np.zeros((1, cells.design.shape[1]))
        unseen[0, 0] = 1
        self._cells = cells
        self._design = np.vstack([unseen, cells.design])
        self._offset = np.concatenate([[0.0], cells.offset])
        self._start = fit.beta
        self._known: dict[float, tuple[Floats, Floats | None]] = {}

    def _fit(self, log_unseen: float) -> tuple[Floats, Floats | None]:
        """The counts with the unseen first, and the shares fitted to them; a total asked for again is known."""
        if log_unseen not in self._known:
            self._known[log_unseen] = self._solve(math.exp(log_unseen))
        return self._known[log_unseen]

    def _solve(self, unseen: float) -> tuple[Floats, Floats | None]:
        counts = np.concatenate([[unseen], self._cells.counts])
        cells = Cells(counts, self._design, self._offset)
        beta = solve_cells(cells, self._start)
        if beta is None:  # too far from the last: begin anew
            beta = solve_cells(cells)
        if beta is None:
            return counts, None
        self._start = beta  # the next total asked for is near
        return counts, np.exp(self._offset + self._design @ beta) / counts.sum()

    def height(self, log_unseen: float) -> float:
        """The log-likelihood, without the constant of the seen cells."""
        unseen = math.exp(log_unseen)
        counts, shares = self._fit(log_unseen)
        if shares is None:
            return -math.inf
        logs = float((counts * np.log(np.maximum(shares, TINY))).sum())
        return math.lgamma(unseen + self._cells.seen + 1) - math.lgamma(unseen + 1) + logs

    def slope(self, log_unseen: float) -> float:
        """The derivative by the total; the other parameters being at their best, they do not enter it."""
        unseen = math.exp(log_unseen)
        _, shares = self._fit(log_unseen)
        if shares is None:
            return 0.0
        rises = compute_digamma(unseen + self._cells.seen + 1) - compute_digamma(unseen + 1)
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


def find_root(function: Callable[[float], float], a: float, b: float, *, close: float) -> float:
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
