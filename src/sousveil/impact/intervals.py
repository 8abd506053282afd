"""Intervals of rates that were counted, and how many events to expect in a trial to come.

Knows nothing of what is counted.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, betaln, gammaln  # type: ignore[import-untyped]

from .numbers import Floats

LEVEL = 0.95
"""How much of its distribution an interval of a rate holds, if nothing else is said."""
_REACH = 12.0
"""Standard deviations above the mean up to which counts are summed; beyond lies less than floats resolve."""


class Counted(NamedTuple):
    """Events out of how many: a rate that never loses its denominator."""

    events: int
    of: int

    @property
    def rate(self) -> float:
        """Events for each trial."""
        return self.events / self.of


def require_counted(events: int, of: int | None) -> Counted:
    """The two as a rate; ValueError where the denominator is missing or cannot be."""
    if of is None or of <= 0:
        raise ValueError(f"{events} events: of how many? A rate needs a denominator above 0, not {of!r}")
    if not 0 <= events <= of:
        raise ValueError(f"{events} events out of {of} cannot be")
    return Counted(events, of)


def compute_exact(counted: Counted, level: float = LEVEL) -> tuple[float, float]:
    """The interval of Clopper and Pearson (1934, Biometrika 26, 404–413).

    One-sided where nothing happened, or nothing else did: with none in n the upper end at 95 % is about 3/n.
    """
    events, of = counted
    tail = (1 - level) / (1 if events in (0, of) else 2)
    low = 0.0 if events == 0 else float(betaincinv(events, of - events + 1, tail))
    high = 1.0 if events == of else float(betaincinv(events + 1, of - events, 1 - tail))
    return low, high


def compute_posterior(counted: Counted, level: Floats | float) -> Floats:
    """Quantiles of what the rate may be: Beta(x + 1/2, n − x + 1/2), by the prior of Jeffreys (1946)."""
    events, of = counted
    return np.asarray(betaincinv(events + 0.5, of - events + 0.5, level), dtype=np.float64)


def predict_events(counted: Counted, trials: int, levels: tuple[float, ...]) -> tuple[int, ...]:
    """Quantiles of how many events so many further trials bring: beta-binomial with the posterior above.

    P(k) = C(m, k) B(k + a, m − k + b) / B(a, b), a = x + 1/2, b = n − x + 1/2. Assumes: the trials to come are as those
    that were counted, and do not depend on one another.
    """
    a, b = counted.events + 0.5, counted.of - counted.events + 0.5
    mean = trials * a / (a + b)
    spread = np.sqrt(mean * (1 + trials / (a + b)) + 1)
    k = np.arange(min(trials, int(mean + _REACH * spread) + 1) + 1, dtype=np.float64)
    log_p = (
        gammaln(trials + 1)
        - gammaln(k + 1)
        - gammaln(trials - k + 1)
        + betaln(k + a, trials - k + b)
        - betaln(a, b)
    )
    total = np.cumsum(np.exp(log_p))
    return tuple(int(np.searchsorted(total, level)) for level in levels)
