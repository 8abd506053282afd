"""Where nobody looked for cameras: the part of a city outside every area that a list claims to cover.

Takes lists at their word, and where none says where it looked, supposes nothing.
"""

from collections.abc import Iterable

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene
from sousveil.records.camera_list import CameraList

from .map_layers import Areas


def draw_unsurveyed(lists: Iterable[CameraList], scene: CityScene) -> tuple[Areas, tuple[str, ...]]:
    """The unsurveyed parts of the map with their words; none where no list says an area, which leaves all open."""
    surveyed = [
        shapely.make_valid(shapely.Polygon(one.area))
        for about in lists
        for one in about.surveyed
        if len(one.area) > 2
    ]
    if not surveyed:
        return Areas(), ()
    left = shapely.difference(shapely.box(*scene.box), shapely.union_all(surveyed))
    parts = [part for part in shapely.get_parts(left) if part.geom_type == "Polygon"]
    rings = [
        (row, ring, number > 0)
        for row, part in enumerate(parts)
        for number, ring in enumerate([part.exterior, *part.interiors])
    ]
    corners = [shapely.get_coordinates(ring)[:-1] for _, ring, _ in rings]
    areas = Areas(
        lonlat=np.concatenate([np.empty((0, 2)), *corners]),
        ring_start=np.concatenate([[0], np.cumsum([len(one) for one in corners])]).astype(np.int64),
        ring_row=np.array([row for row, *_ in rings], dtype=np.int64),
        ring_is_hole=np.array([is_hole for *_, is_hole in rings], dtype=np.bool_),
    )
    return areas, ("not surveyed",) * len(parts)


def describe_survey(lists: Iterable[CameraList]) -> str:
    """What is known of where somebody looked, in a sentence; empty where every list says an area."""
    silent = sum(not any(len(one.area) > 2 for one in about.surveyed) for about in lists)
    if not silent:
        return ""
    who = "One list of cameras does" if silent == 1 else f"{silent} lists of cameras do"
    return (
        f"{who} not say which ground was surveyed: a street without cameras may be one where nobody looked."
    )
