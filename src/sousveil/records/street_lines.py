"""Streets and footways as columns: lines of a map, their names in every script, and what they are.

Holds coordinates, names and where they came from; no geometry is done here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .ids import Ids

Flags = npt.NDArray[np.bool_]
Names = tuple[tuple[str, str], ...]
"""Names of one thing with the tag each came from, such as `("name:sr-Latn", "Kneza Miloša")`; `name` first."""


@dataclass(frozen=True, slots=True)
class StreetLines:
    """Streets by row, one polyline after another.

    `lonlat` : (vertices, 2) [°]. `node` : (vertices), the vertex on the map; streets that share one are joined there.
    `start` : (streets + 1), where the vertices of a street begin. `ids` : the object on the map, such as `way/27`.
    `kinds` : OpenStreetMap's value of `highway`. `names` : all names that are tagged, in whatever script.
    `walkable` : whether people on foot may use it, as far as the map says. `tunnel`, `bridge`, `indoor`, `covered`,
    `plaza` (its line runs around a square) : what is tagged. `layer` : the order of crossing things, 0 unless tagged.
    """

    lonlat: npt.NDArray[np.float64]
    node: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    ids: Ids
    kinds: tuple[str, ...]
    names: tuple[Names, ...]
    walkable: Flags
    tunnel: Flags
    bridge: Flags
    indoor: Flags
    covered: Flags
    plaza: Flags
    layer: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)
