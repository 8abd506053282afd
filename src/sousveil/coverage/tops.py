"""How high buildings are supposed to be in each band of seen ground, also where the map does not say.

Knows no cameras; `kernels.front_patches` takes what it gives. Assumes buildings that reach down to the ground.
"""

import numpy as np

from sousveil.coverage.optics import Bands
from sousveil.kernels.arrays import Floats

LOW_SHARE = 0.1
"""The low percentile, as of lenses (`coverage.optics`)."""
LEAST_KNOWN = 29
"""Fewer buildings of known height say nothing of the lowest tenth: 0.9 ** 29 < 0.05 (Wilks 1941, one-sided limits)."""


def find_least_known(top_m: Floats) -> float | None:
    """The lowest tenth of the known heights [m], taken for the others in the high band; None where few are known."""
    known = top_m[:, 0][~np.isnan(top_m[:, 0])]
    return float(np.quantile(known, LOW_SHARE)) if len(known) >= LEAST_KNOWN else None


def suppose_tops(top_m: Floats) -> Bands[Floats]:
    """Heights of buildings [m] for low, typical and high ground, from (buildings, 3) low, typical and high tops.

    The lower a building, the more ground: the low band takes the high top. A building of unknown height, NaN, hides all
    behind it in the low and typical bands, as where no height is known at all. In the high band it is as high as the
    lowest tenth of the known: those that are tagged are rather the high ones, so that a middle would say too little.
    """
    least, supposed = top_m[:, 0], find_least_known(top_m)
    if supposed is not None:
        least = np.where(np.isnan(least), supposed, least)
    low, typical, high = (
        np.where(np.isnan(column), np.inf, column) for column in (top_m[:, 2], top_m[:, 1], least)
    )
    return Bands(low, typical, high)
