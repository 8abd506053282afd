"""What a real scene answers to a number of cameras: the place where simulated trips and placements come in.

Receives tables that were computed on a scene; simulates nothing itself.
"""

from dataclasses import dataclass

import numpy as np

from .numbers import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Trips on a scene, for rising numbers of cameras and for each of several draws of their places.

    devices : (k,) cameras, increasing. walk_share : (p, k) share of trips that some camera sees. cameras_met : (p, k)
    cameras met on a trip, mean. null_met : (k,) the same by the null model on the same area. `place` names the scene
    and `basis` what the numbers are scaled by; `residents` live there.
    """

    place: str
    basis: str
    residents: float
    devices: Floats
    walk_share: Floats
    cameras_met: Floats
    null_met: Floats

    def __post_init__(self) -> None:
        shape = (len(self.walk_share), len(self.devices))
        if self.walk_share.shape != shape or self.cameras_met.shape != shape:
            raise ValueError(f"tables have a row a placement and a column a number of cameras: {shape}")
        if self.null_met.shape != self.devices.shape or np.any(np.diff(self.devices) <= 0):
            raise ValueError("numbers of cameras increase, and each has its null")

    def find_walk_share(self, devices: Floats, placement: Floats) -> Floats:
        """Share of trips seen, draw by draw: placements by a number in 0–1, cameras between two columns linearly."""
        return self._find(self.walk_share, devices, placement)

    def find_ratio(self, devices: Floats, placement: Floats) -> Floats:
        """Cameras met to what chance gives; above 1 where cameras stand where people go."""
        null = np.interp(devices, self.devices, self.null_met)
        return self._find(self.cameras_met, devices, placement) / np.maximum(null, np.finfo(np.float64).tiny)

    def _find(self, table: Floats, devices: Floats, placement: Floats) -> Floats:
        rows = np.minimum((placement * len(table)).astype(np.int64), len(table) - 1)
        at = np.clip(np.interp(devices, self.devices, np.arange(len(self.devices))), 0, len(self.devices) - 1)
        left = np.minimum(at.astype(np.int64), max(0, len(self.devices) - 2))
        right = np.minimum(left + 1, len(self.devices) - 1)
        found: Floats = table[rows, left] + (at - left) * (table[rows, right] - table[rows, left])
        return found
