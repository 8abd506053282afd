"""What a real scene answers to a number of cameras: the place where simulated trips and placements come in.

Receives tables that were computed on a scene; simulates nothing itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .numbers import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Trips on a scene, for rising numbers of cameras and for each of several draws of their places.

    devices : (k,) cameras, increasing. walk_share : (p, k) share of trips that some camera sees. cameras_met : (p, k)
    cameras met on a trip, mean. null_met : (k,) the same for cameras that stand anywhere on open ground there. `place`
    names the scene, `residents` live there, as far as is known of `known_share` of its ground; `there` cameras are on
    its map. `with_there` : (p, k) share of trips that some camera sees where `drawn` of those stand there besides.
    """

    place: str
    residents: float
    devices: Floats
    walk_share: Floats
    cameras_met: Floats
    null_met: Floats
    area_km2: float | None = None
    known_share: float = 1.0
    there: int = 0
    drawn: int = 0
    with_there: Floats | None = None

    def __post_init__(self) -> None:
        shape = (len(self.walk_share), len(self.devices))
        if self.walk_share.shape != shape or self.cameras_met.shape != shape:
            raise ValueError(f"tables have a row a placement and a column a number of cameras: {shape}")
        if self.null_met.shape != self.devices.shape or np.any(np.diff(self.devices) <= 0):
            raise ValueError("numbers of cameras increase, and each has its null")

    def find_walk_share(self, devices: Floats, placement: Floats) -> Floats:
        """Share of trips seen, draw by draw: `placement` is the share of placements by which fewer are.

        Between two columns, and between two placements, linearly. Which placement it is that gives a value, is lost.
        """
        return self._find(self.walk_share, devices, placement)

    def find_share_with_there(self, devices: Floats, placement: Floats) -> Floats:
        """Share of trips seen, draw by draw, where the cameras come on top of those on the map."""
        if self.with_there is None:
            raise ValueError(f"of no camera on the map of {self.place} anything can be said")
        return self._find(self.with_there, devices, placement)

    def find_ratio(self, devices: Floats, placement: Floats) -> Floats:
        """Cameras met to what chance gives; above 1 where cameras stand where people go."""
        null = np.interp(devices, self.devices, self.null_met)
        return self._find(self.cameras_met, devices, placement) / np.maximum(null, np.finfo(np.float64).tiny)

    def _find(self, table: Floats, devices: Floats, placement: Floats) -> Floats:
        by_value = np.sort(table, axis=0)
        row, lower = _split(placement * (len(table) - 1), len(table))
        column = np.interp(devices, self.devices, np.arange(len(self.devices)))
        column, left = _split(column, len(self.devices))
        upper, right = np.minimum(lower + 1, len(table) - 1), np.minimum(left + 1, len(self.devices) - 1)
        first = by_value[lower, left] + column * (by_value[lower, right] - by_value[lower, left])
        last = by_value[upper, left] + column * (by_value[upper, right] - by_value[upper, left])
        found: Floats = first + row * (last - first)
        return found


def _split(at: Floats, count: int) -> tuple[Floats, NDArray[np.int64]]:
    """A place between rows as the row below it and what is left."""
    below = np.minimum(at.astype(np.int64), max(0, count - 2))
    return at - below, below
