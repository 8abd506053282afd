"""How dense cameras are by a survey of streets, in pictures or on the spot, with the survey's own doubt.

Of pictures, cameras per kilometre of street = p · (1000 / m) · 2 / r: p the share of pictures with a camera, m the
metres of street a picture stands for, 2 because a picture shows one side, r the share of cameras that the survey finds
(Sheng, Yao & Goel 2021, "Surveilling Surveillance", AIES '21). On the spot, cameras found a kilometre, over r. Where r
is not known it is left out, and what comes out is the density of what such a survey finds.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWS = 20_000
SEED = 20251125


@dataclass(frozen=True, slots=True)
class Density:
    """Cameras per kilometre of street, with the 95 % interval over what was counted and over how many are found.

    `whole` : whether it is of all cameras there are; else of those that such a survey finds.
    """

    per_km: float
    interval: tuple[float, float]
    whole: bool = True


def estimate_density(
    pictures: tuple[int, int], metres_a_picture: float, recall: tuple[int, int] | None, *, seed: int = SEED
) -> Density:
    """Density from pictures with a camera of all pictures, and cameras found of those known to be there.

    Both shares are drawn from their Beta distributions (Jeffreys' prior), so that a recall measured on few cameras
    widens the interval. ValueError where a count is no part of its whole.
    """
    _check_part(pictures)
    _check_length(metres_a_picture, "metres a picture")
    rng = np.random.default_rng(seed)
    scale = 2 * 1000 / metres_a_picture
    return _divide(pictures[0] / pictures[1] * scale, _draw_share(pictures, rng) * scale, recall, rng)


def estimate_found_density(
    found: int, street_km: float, recall: tuple[int, int] | None, *, seed: int = SEED
) -> Density:
    """Density from cameras found along so many kilometres of street.

    The count is drawn as Poisson's mean given it (Gamma distribution, Jeffreys' prior); the recall as above. ValueError
    where a count is no part of its whole, or nothing was surveyed.
    """
    if found < 0:
        raise ValueError(f"{found} cameras: right would be 0 or more")
    _check_length(street_km, "kilometres of street")
    rng = np.random.default_rng(seed)
    return _divide(found / street_km, rng.gamma(found + 0.5, 1.0, DRAWS) / street_km, recall, rng)


def _check_part(counts: tuple[int, int]) -> None:
    part, whole = counts
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole}: right would be a part of a whole of at least 1")


def _check_length(length: float, what: str) -> None:
    if not 0 < length < math.inf:
        raise ValueError(f"{length:g} {what}: right would be more than 0")


def _draw_share(counts: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float64]:
    part, whole = counts
    return rng.beta(part + 0.5, whole - part + 0.5, DRAWS)


def _divide(
    middle: float, drawn: npt.NDArray[np.float64], recall: tuple[int, int] | None, rng: np.random.Generator
) -> Density:
    """A density over the share that is found, where that is known."""
    if recall is not None:
        _check_part(recall)
        if not recall[0]:
            raise ValueError(f"0 of {recall[1]} found: from a survey that finds nothing nothing follows")
        middle, drawn = middle / (recall[0] / recall[1]), drawn / _draw_share(recall, rng)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Density(middle, (float(low), float(high)), whole=recall is not None)
