"""How much ground cameras see together, and how much of it by how many: low, typical and high.

A camera counts once, however many of its views see a place. Square metres of all open ground, streets or not; what
share of a place that is, is asked of its streets.
"""

from dataclasses import dataclass

import numpy as np

from sousveil.coverage.ground import Ground
from sousveil.coverage.once import Seen
from sousveil.coverage.optics import Bands
from sousveil.kernels.ground import MOST, STEP_M, Multiplicity, compute_multiplicity
from sousveil.kernels.slabs import compute_multiplicity_exactly

EXACT_VIEWS = 100
"""Different views up to which areas are computed exactly unless said otherwise: a second or two of work."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Ground in one band, and how many cameras there are of which this band says nothing."""

    areas: Multiplicity
    silent: int


def measure_cover(
    ground: Bands[Ground], *, step_m: float = STEP_M, most: int = MOST, exact: bool | None = None
) -> Bands[Cover]:
    """Ground by how many cameras see it: exactly, or from lines `step_m` apart with what that may cost."""
    return Bands(*(measure_band(band, step_m=step_m, most=most, exact=exact) for band in ground))


def measure_band(
    ground: Ground, *, step_m: float = STEP_M, most: int = MOST, exact: bool | None = None
) -> Cover:
    """The same of one band."""
    return measure_seen(ground.once, ground.silent, step_m=step_m, most=most, exact=exact)


def measure_seen(
    seen: Seen, silent: int, *, step_m: float = STEP_M, most: int = MOST, exact: bool | None = None
) -> Cover:
    """The same of what is seen in a band that says nothing of so many cameras."""
    few = int(np.count_nonzero(seen.views.range_m)) <= EXACT_VIEWS if exact is None else exact
    areas = (
        compute_multiplicity_exactly(*seen, most=most)
        if few
        else compute_multiplicity(*seen, step_m=step_m, most=most)
    )
    return Cover(areas, silent)
