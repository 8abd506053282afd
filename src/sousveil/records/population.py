"""Residents by cell of a grid, as columns.

Holds figures and outlines; which of them fall on a scene is computed elsewhere.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class PopulationGrid:
    """Cells, whole and without overlap, and who lives in each.

    `lonlat` : (corners, 2) [°], one cell after another, none with its first corner repeated. `start` : (cells + 1),
    where the corners of a cell begin. `residents` : (cells), NaN where the source withholds or does not know them.
    """

    lonlat: npt.NDArray[np.float64]
    start: npt.NDArray[np.int64]
    residents: npt.NDArray[np.float64]
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)
