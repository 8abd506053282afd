"""Outlines of areas as columns, and the heights of buildings: many at once, as a map holds them.

Holds coordinates and where they came from; no geometry is done here.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from .ids import Ids


@dataclass(frozen=True, slots=True)
class Outlines:
    """Rings of areas, one after another, each without its first corner repeated at the end.

    `lonlat` : (corners, 2) [°], in either order around the ring. `ring_start` : (rings + 1), where a ring begins.
    `ring_row` : (rings), the row of its area. `ring_is_hole` : (rings), whether it is a courtyard or an island.
    `ids` : an area's object on the map, by row, such as `way/27`.
    """

    lonlat: npt.NDArray[np.float64]
    ring_start: npt.NDArray[np.int64]
    ring_row: npt.NDArray[np.int32]
    ring_is_hole: npt.NDArray[np.bool_]
    ids: Ids

    def __len__(self) -> int:
        return len(self.ids)


class HeightRule(StrEnum):
    """What a building's height rests on."""

    UNKNOWN = "unknown"
    TAGGED = "tagged"
    LEVELS = "levels"
    PARTS = "parts"


HEIGHT_RULES = tuple(HeightRule)


@dataclass(frozen=True, slots=True)
class Heights:
    """How high buildings are, by their rows; unknown is NaN, and never 0.

    `top_m` : (buildings, 3), low, typical and high, from the ground to the highest point; of one whose parts tell
    (`parts`), what a tenth, half and nine tenths of its ground do not rise above. `base_m` : (buildings), where
    the building begins above the ground, 0 unless it is tagged. `rule` : (buildings), positions in `HEIGHT_RULES`.
    """

    top_m: npt.NDArray[np.float64]
    base_m: npt.NDArray[np.float64]
    rule: npt.NDArray[np.int8]
