"""A piece of a map as columns: buildings, streets, water, places of a kind, and how far it reaches.

Holds what the map says; no geometry is done here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .ids import Ids
from .outlines import Heights, Outlines
from .street_lines import Names, StreetLines


@dataclass(frozen=True, slots=True)
class Lines:
    """Polylines by row; `kinds` : what each is, in OpenStreetMap's words."""

    lonlat: npt.NDArray[np.float64]
    start: npt.NDArray[np.int64]
    ids: Ids
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Places of a kind, such as schools and courts; one may be of several kinds.

    `lonlat` : (places, 2) [°], a node, or the middle of the box around an area. `areas` : the outlines of those that
    are areas, which come first; the rows are those of the places, and a place without a ring is a point.
    """

    lonlat: npt.NDArray[np.float64]
    kinds: tuple[tuple[str, ...], ...]
    names: tuple[Names, ...]
    areas: Outlines

    @property
    def ids(self) -> Ids:
        """The object on the map, by row."""
        return self.areas.ids

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(frozen=True, slots=True)
class Extract:
    """Columns of one extract; `labels` are places that a map is read by: parts of a city, squares, parks.

    `box` : west, south, east, north [°], in which the extract is whole: as its header says, else (`box_is_stated`
    False) the box around its buildings and streets, beyond whose edges nothing is known either way.
    """

    outlines: Outlines
    heights: Heights
    streets: StreetLines
    water_areas: Outlines
    water_lines: Lines
    places: Places
    labels: Places
    box: tuple[float, float, float, float]
    box_is_stated: bool
    attribution: str
