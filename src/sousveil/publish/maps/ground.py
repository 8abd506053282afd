"""Visible ground from metres to longitude and latitude, arcs drawn as chords, for the map and its tiles.

Draws what was computed: areas in square metres are those of the exact boundaries, never of these drawings.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.coverage.ground import Ground
from sousveil.coverage.optics import Bands
from sousveil.coverage.outline import list_rings
from sousveil.crs import Frame

from .layers import Areas, Grounds

Rows = npt.NDArray[np.int64]


def draw_ground(ground: Ground, frame: Frame) -> tuple[Areas, Rows]:
    """The areas of the views of which something is known and seen, and which views those are."""
    rings = list_rings(ground)
    areas = Areas(
        lonlat=frame.to_lonlat(rings.points),
        ring_start=rings.start,
        ring_row=rings.view,
        ring_is_hole=rings.is_hole,
    )
    return areas, rings.shown


class Part(NamedTuple):
    """Ground of one level and reach: its bands, and the camera and scenario (-1: all) of each view."""

    bands: Bands[Ground]
    level: int
    reach: int
    camera: Rows
    scenario: Rows


def join_grounds(parts: Sequence[Part], frame: Frame) -> Grounds:
    """Ground of several levels and reaches as rows."""
    found = [
        (*draw_ground(ground, frame), ground, part, band)
        for part in parts
        for band, ground in enumerate(part.bands)
    ]
    if not found:
        return Grounds()
    counts = [len(rows) for _, rows, *_ in found]
    firsts = np.cumsum([0, *counts[:-1]])
    starts = [np.diff(areas.ring_start) for areas, *_ in found]
    areas = Areas(
        lonlat=np.concatenate([areas.lonlat for areas, *_ in found]),
        ring_start=np.concatenate([[0], np.cumsum(np.concatenate(starts))]),
        ring_row=np.concatenate(
            [areas.ring_row + first for (areas, *_), first in zip(found, firsts, strict=True)]
        ),
        ring_is_hole=np.concatenate([areas.ring_is_hole for areas, *_ in found]),
    )
    return Grounds(
        areas=areas,
        camera=np.concatenate([part.camera[rows] for _, rows, _, part, _ in found]),
        level=np.repeat([part.level for *_, part, _ in found], counts),
        band=np.repeat([band for *_, band in found], counts),
        reach=np.repeat([part.reach for *_, part, _ in found], counts),
        area_m2=np.concatenate([ground.area_m2[rows] for _, rows, ground, *_ in found]),
        scenario=np.concatenate([part.scenario[rows] for _, rows, _, part, _ in found]),
    )
