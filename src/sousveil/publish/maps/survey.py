"""Where nobody looked for cameras: the part of a city outside all that lists claim to cover.

Takes lists at their word, and where none says where it looked, supposes nothing.
"""

from collections.abc import Iterable

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene
from sousveil.city.surveyed import survey
from sousveil.records.camera_list import CameraList

from .layers import Areas


def draw_unsurveyed(lists: Iterable[CameraList], scene: CityScene) -> Areas:
    """The unsurveyed parts of the map; none where no list says where it looked: all is open then."""
    looked = [one for about in lists for one in about.surveyed]
    if not looked:
        return Areas()
    parts = survey(scene, looked).unsurveyed
    rings = [
        (row, ring, number > 0)
        for row, part in enumerate(parts)
        for number, ring in enumerate([part.exterior, *part.interiors])
    ]
    corners = [scene.frame.to_lonlat(shapely.get_coordinates(ring)[:-1]) for _, ring, _ in rings]
    return Areas(
        lonlat=np.concatenate([np.empty((0, 2)), *corners]),
        ring_start=np.concatenate([[0], np.cumsum([len(one) for one in corners])]).astype(np.int64),
        ring_row=np.array([row for row, *_ in rings], dtype=np.int64),
        ring_is_hole=np.array([is_hole for *_, is_hole in rings], dtype=np.bool_),
    )


def count_silent(lists: Iterable[CameraList]) -> int:
    """How many lists do not say where somebody looked."""
    return sum(not about.surveyed for about in lists)
