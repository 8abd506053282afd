"""Log-linear models of counts with one cell that nobody can see, fitted by maximum likelihood.

Knows arrays only: what a row means, and which models there are, its callers say.

The counts `y[i]` are Poisson with means `exp(offset[i] + design[i] @ beta)`. The first column of a design is 1, and in
the unseen cell every other column is 0, so the unseen count is estimated by `exp(beta[0])` (Fienberg 1972, Biometrika
59, 591–603).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_STEPS = 40
"""Newton steps: a fit that exists takes under 20; one whose parameter runs to infinity gains about 1 a step."""
SMALL_STEP = 1e-5
"""A Newton step after which to stop: the error left is about its square."""
SINGULAR = 1e10
"""Condition number from which on parameters cannot be told apart by what floats hold."""
LARGEST_LOG = 700.0
"""The exponential of more is no finite float."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts seen, shape (n,), with their design, shape (n, p), and offset, shape (n,).

    `start` are parameters near the fit, shape (p,), where they are known beforehand.
    """

    counts: Floats
    design: Floats
    offset: Floats
    start: Floats | None = None

    @property
    def seen(self) -> float:
        """Everything counted."""
        return float(self.counts.sum())


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit gives: the mean of each cell, the logarithm of the unseen and its variance, and parameters.

    `log_unseen` is minus infinity where the likelihood rises until nothing is unseen, infinity where it rises without
    end, and nan where any number of unseen things fits as well; of these the variance is nan and `beta` None.
    Where some cells run empty and the others say what the unseen is, `face` are those others.
    """

    means: Floats
    log_unseen: float
    variance: float
    beta: Floats | None
    face: Cells | None = None

    @property
    def unseen(self) -> float:
        """The estimated count of the cell nobody sees."""
        return math.exp(self.log_unseen)

    @property
    def unseen_se(self) -> float:
        """Standard error of the total: Poisson variation of the unseen, and doubt about its mean (delta method)."""
        return math.sqrt(self.unseen + self.unseen**2 * self.variance)


def fit_regular(cells: Cells) -> Fit | None:
    """The maximum-likelihood fit; None where it does not exist, or the table does not tell its parameters apart."""
    beta = solve_cells(cells, cells.start)
    if beta is None:
        return None
    means = np.exp(cells.offset + cells.design @ beta)
    information = (cells.design.T * means) @ cells.design
    # Parameters that cannot be told apart leave rounding errors where a zero should be.
    scale = np.sqrt(np.diag(information))
    if not (scale > 0).all() or np.linalg.cond(information / np.outer(scale, scale)) > SINGULAR:
        return None
    return Fit(means, float(beta[0]), float(np.linalg.inv(information)[0, 0]), beta)


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
