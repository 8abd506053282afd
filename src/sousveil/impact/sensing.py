"""How much of a city is seen at least once, by how many trips: balls thrown into bins.

Trips may be balls and camera sites bins, or the other way round. Says nothing of who was seen.
"""

import numpy as np

from .numbers import Floats


def compute_seen_share(popularity: Floats, trips: int, bins_per_trip: float) -> float:
    """Share of bins met at least once: 1 − (1/N) Σ (1 − p_i)^(B T).

    (O'Keeffe, Anjomshoaa, Strogatz, Santi & Ratti 2019, PNAS 116, 12752–12757.) `popularity` are the shares p_i that
    bins have of all visits; they add up to 1. Assumes: visits fall independently.
    """
    _require_shares(popularity)
    return float(1 - np.mean(np.exp(trips * bins_per_trip * np.log1p(-np.minimum(popularity, 1 - 1e-15)))))


def compute_trips_needed(popularity: Floats, share: float, bins_per_trip: float) -> int:
    """The fewest trips after which that share of bins has been met."""
    if not 0 < share < 1:
        raise ValueError(f"a share to be reached lies between 0 and 1, not {share!r}")
    if np.count_nonzero(popularity) < share * len(popularity):
        raise ValueError("fewer bins than that share are ever visited")
    high = 1
    while compute_seen_share(popularity, high, bins_per_trip) < share:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        reached = compute_seen_share(popularity, middle, bins_per_trip) >= share
        low, high = (low, middle) if reached else (middle, high)
    return high


def _require_shares(popularity: Floats) -> None:
    if not len(popularity) or np.any(popularity < 0) or abs(float(np.sum(popularity)) - 1) > 1e-9:
        raise ValueError("the popularity of bins are shares that add up to 1")
