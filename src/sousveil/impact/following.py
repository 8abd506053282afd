"""Whether sightings of one person by several cameras could be linked: a modelling device, from published rates.

Nobody is followed here. The rates are of benchmarks with clean pictures and training on the same data, so they flatter
the operator; how they shrink with more candidates is an extrapolation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.optimize import brentq  # type: ignore[import-untyped]
from scipy.special import log_ndtr  # type: ignore[import-untyped]

from .numbers import Floats

_NODES = 201
"""Points of the quadrature; 401 give the same twelve digits."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A published first-rank rate, among how many candidates (not read in the source), and where it stands.

    `walking` : whether people were told apart, not vehicles, whose rates say nothing of trips on foot.
    """

    rank1: float
    candidates: int
    source: str
    walking: bool = True


CALIBRATIONS: Mapping[str, Calibration] = MappingProxyType(
    {
        "Market-1501": Calibration(0.960, 750, "arXiv:2403.11121, supplement"),
        "MSMT17": Calibration(0.881, 3_060, "arXiv:2403.11121, supplement"),
        "other clothes (Celeb-ReID)": Calibration(0.588, 420, "arXiv:2403.11121, supplement"),
        "vehicles (AI City 2021)": Calibration(0.766, 440, "arXiv:2104.14882", walking=False),
    }
)
"""Same clothes on one campus, same clothes on a larger one, other clothes, vehicles."""


@cache
def _list_nodes() -> tuple[Floats, Floats]:
    """Points and weights of the quadrature, which take longer to find than all that is done with them."""
    nodes, weights = hermegauss(_NODES)
    return nodes, weights / np.sqrt(2 * np.pi)


def compute_rank1(distance: float, impostors: Floats | float) -> Floats:
    """Chance that the right one scores above M impostors: r₁(M) = ∫ Φ(z + d′)^M φ(z) dz.

    Assumes: scores are Gaussian with equal variance, d′ standard deviations apart.
    """
    nodes, weights = _list_nodes()
    powers = np.exp(np.multiply.outer(np.asarray(impostors, dtype=np.float64), log_ndtr(nodes + distance)))
    return np.asarray(powers @ weights, dtype=np.float64)


@cache
def compute_distance(rank1: float, candidates: int) -> float:
    """The d′ with which the right one comes first that often among so many."""
    if not 1 / (candidates + 1) < rank1 < 1:
        raise ValueError(
            f"a first-rank rate among {candidates} is better than chance and below 1, not {rank1!r}"
        )
    return float(brentq(lambda d: float(compute_rank1(d, candidates)) - rank1, -1.0, 20.0, xtol=1e-12))


def compute_link(calibration: Calibration, candidates: Floats, detection: Floats) -> Floats:
    """Chance that two sightings are linked: p² r₁(M), when each is detected with p and M others might be meant."""
    distance = compute_distance(calibration.rank1, calibration.candidates)
    return np.asarray(detection**2 * compute_rank1(distance, candidates), dtype=np.float64)


def compute_chain(link: Floats, sightings: int) -> Floats:
    """Chance that a chain of so many sightings is linked from end to end, each link by itself."""
    return np.asarray(link ** (sightings - 1), dtype=np.float64)
