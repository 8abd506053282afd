"""Visible ground from metres to longitude and latitude, arcs drawn as chords, for the map and its tiles.

Draws what was computed: areas in square metres are those of the exact boundaries, never of these drawings.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sousveil.coverage.ground import Ground
from sousveil.coverage.optics import Bands
from sousveil.crs import Frame
from sousveil.kernels.arrays import ARC

from .map_layers import Areas, Grounds

_STEP_RAD = np.radians(7.5)  # a chord then stays within 0.2 % of the radius (1 − cos 3.75°): 10 cm of 50 m
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


def draw_ground(ground: Ground, frame: Frame) -> tuple[Areas, Rows]:
    """The areas of the views of which something is known and seen, and which views those are."""
    start = ground.boundaries.start
    size = np.diff(start)
    shown = np.flatnonzero(ground.known & (size >= 2) & (ground.views.range_m > 0))
    corner = np.concatenate([np.arange(start[row], start[row + 1]) for row in shown] or [np.empty(0, int)])
    following = corner + 1
    ends = np.cumsum(size[shown])
    following[ends - 1] = start[shown]
    view = np.repeat(shown, size[shown])
    points, count = _walk_arcs(ground, corner, following, view)
    sizes = np.add.reduceat(count, ends - size[shown]) if len(shown) else np.empty(0, int)
    areas = Areas(
        lonlat=frame.to_lonlat(points),
        ring_start=np.concatenate([[0], np.cumsum(sizes)]),
        ring_row=np.arange(len(shown)),
        ring_is_hole=np.zeros(len(shown), dtype=np.bool_),
    )
    return areas, shown


def _walk_arcs(ground: Ground, corner: Rows, following: Rows, view: Rows) -> tuple[Floats, Rows]:
    """Each corner, and behind one that begins an arc the points along it; and how many points that makes."""
    views, lines = ground.views, ground.boundaries
    middle = np.stack([views.x[view], views.y[view]], axis=1)
    at = np.stack([lines.x[corner], lines.y[corner]], axis=1)
    first = np.arctan2(*(at - middle).T[::-1])
    last = np.arctan2(lines.y[following] - middle[:, 1], lines.x[following] - middle[:, 0])
    turn = np.where(lines.mark[corner] == ARC, (last - first) % (2 * np.pi), 0.0)
    count = np.maximum(1, np.ceil(turn / _STEP_RAD)).astype(np.int64)
    whose = np.repeat(np.arange(len(corner)), count)
    step = np.arange(len(whose)) - np.repeat(np.cumsum(count) - count, count)
    angle = first[whose] + turn[whose] * step / count[whose]
    around = np.stack([np.cos(angle), np.sin(angle)], axis=1) * views.range_m[view[whose]][:, None]
    return np.where(step[:, None] > 0, middle[whose] + around, at[whose]), count


def join_grounds(parts: Sequence[tuple[Bands[Ground], int, int, Rows]], frame: Frame) -> Grounds:
    """Ground of several levels and reaches as rows; a part is its bands, level, reach and its views' cameras."""
    found = [
        (*draw_ground(ground, frame), ground, camera, level, reach, band)
        for bands, level, reach, camera in parts
        for band, ground in enumerate(bands)
    ]
    if not found:
        return Grounds()
    counts = [len(rows) for _, rows, *_ in found]
    starts = [np.diff(areas.ring_start) for areas, *_ in found]
    areas = Areas(
        lonlat=np.concatenate([areas.lonlat for areas, *_ in found]),
        ring_start=np.concatenate([[0], np.cumsum(np.concatenate(starts))]),
        ring_row=np.arange(sum(counts)),
        ring_is_hole=np.zeros(sum(counts), dtype=np.bool_),
    )
    return Grounds(
        areas=areas,
        camera=np.concatenate([camera[rows] for _, rows, _, camera, *_ in found]),
        level=np.repeat([level for *_, level, _, _ in found], counts),
        band=np.repeat([band for *_, band in found], counts),
        reach=np.repeat([reach for *_, reach, _ in found], counts),
        area_m2=np.concatenate([ground.area_m2[rows] for _, rows, ground, *_ in found]),
    )
