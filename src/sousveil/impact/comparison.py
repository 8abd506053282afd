"""Cameras by head and by area beside other cities, with what each figure counts.

A number of cameras says little without its base and its definition: whether private ones count, whether the city or
its region is meant. Both bases are always given, and no city is ranked by one figure alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .numbers import Number


@dataclass(frozen=True, slots=True)
class City:
    """One row of a published table: what it prints for a city."""

    name: str
    country: str
    residents: int
    cameras: int
    per_1000: float


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A row with the rate that follows from its own figures; `agrees` within half of the last digit printed."""

    city: City
    per_1000: float

    @property
    def agrees(self) -> bool:
        """Whether the printed rate follows from the printed figures, to two decimals."""
        return abs(self.per_1000 - self.city.per_1000) <= 0.005 + 1e-9


@dataclass(frozen=True, slots=True)
class Summary:
    """A table recomputed: how many rows hold, those that do not, and two means that must not be taken for one another.

    `mean` weighs cities alike, `pooled` weighs residents alike.
    """

    rows: int
    wrong: tuple[Recomputed, ...]
    mean: float
    pooled: float
    median: float


def compute_per_1000(cameras: Number, residents: Number) -> Number:
    """Cameras for a thousand residents; ValueError where there are none."""
    if np.any(np.asarray(residents) <= 0):
        raise ValueError("there are no residents to count cameras by")
    return cameras / residents * 1000


def compute_per_km2(cameras: Number, area_km2: Number) -> Number:
    """Cameras for a square kilometre."""
    return cameras / area_km2


def recompute_city(city: City) -> Recomputed:
    """The rate that follows from a row's own figures."""
    return Recomputed(city, float(compute_per_1000(float(city.cameras), float(city.residents))))


def summarise(cities: Sequence[City]) -> Summary:
    """A table of cities recomputed row by row."""
    rows = [recompute_city(city) for city in cities]
    rates = [row.per_1000 for row in rows]
    return Summary(
        rows=len(rows),
        wrong=tuple(row for row in rows if not row.agrees),
        mean=float(np.mean(rates)),
        pooled=sum(c.cameras for c in cities) / sum(c.residents for c in cities) * 1000,
        median=float(np.median(rates)),
    )


def compute_percentile(rate: float, cities: Sequence[City]) -> float:
    """Percentage of the cities that have a lower rate, all to the two decimals that are printed."""
    return 100 * sum(city.per_1000 < round(rate, 2) for city in cities) / len(cities)
