"""Outlines of buildings as columns: many at once, as a map holds them.

Holds coordinates and where they came from; no geometry is done here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Outlines:
    """Rings of buildings, one after another, each without its first corner repeated at the end.

    `lonlat` : (corners, 2) [°], in either order around the ring. `ring_start` : (rings + 1), where a ring begins.
    `ring_building` : (rings), the row of its building. `ring_is_hole` : (rings), whether it is a courtyard.
    `ids` : a building's object on the map, by row, such as `way/27`.
    """

    lonlat: npt.NDArray[np.float64]
    ring_start: npt.NDArray[np.int64]
    ring_building: npt.NDArray[np.int32]
    ring_is_hole: npt.NDArray[np.bool_]
    ids: tuple[str, ...]
