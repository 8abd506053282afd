"""How dense cameras are by a survey of street-view pictures, with the survey's own doubt.

Cameras per kilometre of street = p · (1000 / m) · 2 / r: p the share of pictures with a camera, m the metres of street
a picture stands for, 2 because a picture shows one side, r the share of cameras that the survey finds (Sheng, Yao &
Goel 2021, "Surveilling Surveillance", AIES '21).
"""

from dataclasses import dataclass

import numpy as np

DRAWS = 20_000
SEED = 20251125


@dataclass(frozen=True, slots=True)
class Density:
    """Cameras per kilometre of street, with the 95 % interval over the pictures and over how many are found."""

    per_km: float
    interval: tuple[float, float]


def estimate_density(
    pictures: tuple[int, int], metres_a_picture: float, recall: tuple[int, int], *, seed: int = SEED
) -> Density:
    """Density from pictures with a camera of all pictures, and cameras found of those known to be there.

    Both shares are drawn from their Beta distributions (Jeffreys' prior), so that a recall measured on few cameras
    widens the interval. ValueError where a count is no part of its whole.
    """
    for part, whole in (pictures, recall):
        if not 0 <= part <= whole or not whole:
            raise ValueError(f"{part} of {whole}: right would be a part of a whole of at least 1")
    if metres_a_picture <= 0 or not recall[0]:
        raise ValueError("metres a picture and cameras found are more than 0")
    rng = np.random.default_rng(seed)
    share, found = (rng.beta(part + 0.5, whole - part + 0.5, DRAWS) for part, whole in (pictures, recall))
    scale = 2 * 1000 / metres_a_picture
    low, high = np.quantile(share * scale / found, (0.025, 0.975))
    middle = pictures[0] / pictures[1] * scale / (recall[0] / recall[1])
    return Density(middle, (float(low), float(high)))
