"""What chance alone gives: cameras thrown on a plain without houses, looking anywhere.

The measure by which a real network is read, observed over null; no forecast, because cameras follow people.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sousveil.coverage.optics import HALF_TURN_DEG

from .numbers import Floats, Number


def compute_sector_area_m2(radius_m: Number, width_deg: Number) -> Number:
    """Area of what a camera sees: θ r² / 2."""
    result: Number = np.radians(width_deg) * radius_m**2 / 2
    return result


def compute_sector_rim_m(radius_m: Number, width_deg: Number) -> Number:
    """Rim of what a camera sees: 2 r + θ r. Only convex views have a null model: θ is at most 180°."""
    if np.any(np.asarray(width_deg) > HALF_TURN_DEG):
        raise ValueError("the null model is for convex views, of 180° at most")
    result: Number = 2 * radius_m + np.radians(width_deg) * radius_m
    return result


def compute_place_share(density_m2: Number, area_m2: Number) -> Number:
    """Share of places that some camera sees: 1 − exp(−λ A)."""
    result: Number = -np.expm1(-density_m2 * area_m2)
    return result


def compute_cameras_met(density_m2: Number, area_m2: Number, rim_m: Number, walk_m: Number) -> Number:
    """Cameras met on a straight walk, expected: λ (A + ℓ P / π).

    The area in which a camera must stand to see part of the walk is that of the view swept along it; its mean over all
    directions is A + ℓ P / π by Cauchy's formula for the mean width of a convex body (Santaló 2004, Integral Geometry
    and Geometric Probability, I.1.5). The count is Poisson.
    """
    return density_m2 * (area_m2 + walk_m * rim_m / math.pi)


def compute_walk_share(cameras_met: Number) -> Number:
    """Share of walks that some camera sees: 1 − exp(−cameras met)."""
    result: Number = -np.expm1(-cameras_met)
    return result


def simulate_cameras_met(
    density_m2: float, radius_m: float, width_deg: float, walk_m: float, *, throws: int, seed: int
) -> Floats:
    """How many cameras each of `throws` walks meets when cameras are thrown: the slow twin of the formula.

    A camera meets the walk if its view and the walk share a point; both are tested exactly, no walk is sampled.
    """
    chance = np.random.default_rng(seed)
    counts = np.empty(throws)
    wide, tall = walk_m + 2 * radius_m, 2 * radius_m
    for throw in range(throws):
        n = int(chance.poisson(density_m2 * wide * tall))
        x = chance.uniform(-radius_m, walk_m + radius_m, n)
        y = chance.uniform(-radius_m, radius_m, n)
        looks = chance.uniform(0, 2 * math.pi, n)
        counts[throw] = np.count_nonzero(_meets(x, y, looks, (radius_m, math.radians(width_deg), walk_m)))
    return counts


def _meets(x: Floats, y: Floats, looks: Floats, view: tuple[float, float, float]) -> NDArray[np.bool_]:
    """Whether the sector of each camera at (x, y) meets the walk from (0, 0) to (ℓ, 0).

    The part of the walk within the radius is an interval; seen from the camera its ends stand in two directions, less
    than half a turn apart, and it meets the sector where the two ranges of directions overlap.
    """
    radius, width, walk = view
    half = np.sqrt(np.maximum(radius**2 - y**2, 0))
    start, end = np.maximum(x - half, 0), np.minimum(x + half, walk)
    first = np.arctan2(-y, start - x) - looks
    last = np.arctan2(-y, end - x) - looks
    middle = np.arctan2(np.sin((first + last) / 2), np.cos((first + last) / 2))
    gap = np.abs(np.arctan2(np.sin(first - last), np.cos(first - last)))
    # The bisector of two directions is known up to half a turn: take the one that lies between them.
    towards = np.cos(first - middle) < 0
    middle = np.where(towards, middle + math.pi, middle)
    off = np.abs(np.arctan2(np.sin(middle), np.cos(middle)))
    found: NDArray[np.bool_] = (start < end) & (off <= (width + gap) / 2)
    return found
