"""Where a case is, as far as it says: its places on earth, and the box of its map.

Reads the beginning of an extract and nothing else of it.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium

from sousveil.records.case import Case


def find_boxes(folder: Path, case: Case) -> npt.NDArray[np.float64]:
    """West, south, east and north [°] of all that a case says of where it is; (0, 4) where it says nothing."""
    boxes = [
        (one.lon, one.lat) * 2 for one in case.places.values() if one.lon is not None and one.lat is not None
    ]
    if case.manifest.city:
        boxes += read_box(folder / case.manifest.city.extract)
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def read_box(path: Path) -> list[tuple[float, float, float, float]]:
    """The box that the header of an extract states; nothing where it states none, or cannot be read."""
    try:
        box = osmium.io.Reader(str(path)).header().box()
    except (RuntimeError, OSError):  # osmium raises nothing narrower
        return []
    if not box.valid():
        return []
    west, south, east, north = (
        box.bottom_left.lon,
        box.bottom_left.lat,
        box.top_right.lon,
        box.top_right.lat,
    )
    return [(west, south, east, north)]
