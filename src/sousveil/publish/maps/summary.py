"""What the first page says of the cameras on a map: how many, of how many nothing is known, how much street they watch.

Adds up what the layers hold. Ground of several cameras is not added, because it overlaps; metres of streets are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .layers import BANDS, REACHES, Level, MapLayers, Reach
from .tables import measure_streets, total_streets


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLength:
    """Metres of streets that some camera watches at one moment, in three bands; None is not known.

    `supposed` : cameras of unknown kind are taken for another kind.
    """

    supposed: bool
    low_m: int | None
    typical_m: int | None
    high_m: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySummary:
    """The cameras of a map in a few figures; `unseeing` of them are in no length. `streets_m` : all streets [m]."""

    cameras: int
    lists: int
    unseeing: int
    level: Level
    streets_m: int
    watched: tuple[WatchedLength, ...]


def build_summary(layers: MapLayers, level: int) -> CitySummary:
    """The figures at a level, the one that the map shows first."""
    totals = [one for one in total_streets(layers) if one.level == level and one.reach is Reach.INSTANT]
    rows = [[one.scenario, *(one.metres[band] for band in BANDS)] for one in totals]
    return CitySummary(
        cameras=len(layers.cameras),
        lists=len({name for one in layers.cameras for name in one.lists}),
        unseeing=sum(layers.without_ground.values()),
        level=layers.levels[level],
        streets_m=round(float(measure_streets(layers).sum())),
        watched=tuple(_list_watched(layers, level, np.array(rows, dtype=np.float64).reshape(-1, 4))),
    )


def _list_watched(layers: MapLayers, level: int, rows: npt.NDArray[np.float64]) -> Iterator[WatchedLength]:
    """Sums over streets by scenario; a band of which nothing is known has none."""
    reach = REACHES.index(Reach.INSTANT)
    for scenario in range(max(len(layers.scenarios), 1)):
        sums = rows[rows[:, 0] == scenario, 1:].sum(axis=0)
        low, typical, high = (
            None if (level, band, reach, scenario) in layers.watched.unknown else round(float(sums[band]))
            for band in range(len(BANDS))
        )
        yield WatchedLength(supposed=scenario > 0, low_m=low, typical_m=typical, high_m=high)
