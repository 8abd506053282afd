"""Visible ground of cameras: where the level of detail is reached and no building stands between.

Takes cameras that are placed already (none inside a building). Flat ground, walls that hide all behind them unless
their heights are given, nothing that nobody has mapped; a tagged sector counts before a supposed one. An unknown
direction is no direction: the high band is all around, the low one unknown, which is not zero; the typical one looks
away from the wall that a camera hangs on, a guess, and is unknown where it hangs on none.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from sousveil.city.scene import Scene
from sousveil.coverage.once import (
    Sector,
    Seen,
    cut_views,
    find_alike,
    find_several,
    join_views,
    take_boundaries,
    take_views,
)
from sousveil.coverage.optics import (
    ALL_ROUND_DEG,
    FACE_M,
    HEIGHTS_M,
    PLATE_M,
    PLATE_READER,
    ZOOMED_PX,
    Bands,
    compute_range_m,
    suppose_lens,
)
from sousveil.kernels.arrays import Boundaries, Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.front import build_views, compute_boundaries, compute_view_areas
from sousveil.kernels.front_patches import build_elevations, compute_boundaries_over

LOW, TYPICAL, HIGH = range(3)
MOVABLE = frozenset({"dome", "panning"})
AIM = attrgetter("kind", "bearing_deg", "width_deg", "height_m", "facade_deg", "sweep_deg")
"""What sector and range follow from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A camera at its place in the scene's frame; None and the empty kind are what nobody has said.

    `kind` is fixed, panning, dome or plate_reader. `bearing_deg` is clockwise from north, `width_deg` a sector that was
    tagged, `sweep_deg` how far it turns around its bearing (or may: a sector of which nobody says what it is),
    `facade_deg` the bearing away from the wall that the camera hangs on.
    """

    id: str
    x_m: float
    y_m: float
    kind: str = ""
    bearing_deg: float | None = None
    width_deg: float | None = None
    height_m: float | None = None
    facade_deg: float | None = None
    sweep_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What each station sees in one band, in the stations' order; `known` is False where that cannot be said.

    `area_m2` is NaN where it is not known. Over low walls a view's boundary may be several rings (`kernels.arrays`).
    `once` : the same ground to count cameras in: what several views of one camera see only once, and what several
    cameras see once for all of them. `silent` : how many cameras there are of which the band says nothing.
    """

    views: Views
    boundaries: Boundaries
    known: np.typing.NDArray[np.bool_]
    area_m2: Floats
    once: Seen
    silent: int


class Look(NamedTuple):
    """What is looked for: with so many pixels a metre, at one moment or (`reachable`) wherever a camera can be turned.

    `target_m` : how high above the ground it is: a plate or a face if None.
    """

    px_per_m: float
    reachable: bool = False
    target_m: float | None = None


def compute_ground(
    scene: Scene,
    stations: Sequence[Station],
    *,
    px_per_m: float,
    reachable: bool = False,
    tops: Bands[Floats] | None = None,
    target_m: float | None = None,
) -> Bands[Ground]:
    """Ground seen with at least so many pixels a metre: in one moment, or what a movable camera can be turned to.

    `reachable` gives domes all directions, and panning cameras also their longest lens, but in the low band: what they
    can watch, though never at once. `tops` : (buildings) in each band, how high they are [m] (`tops.suppose_tops`);
    without it walls hide all behind them. `target_m` is how high above the ground what is looked for is: a plate or a
    face if None.
    """
    look = Look(px_per_m, reachable, target_m)
    return Bands(*(compute_band(scene, stations, look, band, tops and tops[band]) for band in range(3)))


class Aimed(NamedTuple):
    """Views before anything is drawn, equal ones once.

    `heights` : (2, views), how high cameras hang and what they look for [m]. `own` : (stations), each one's view.
    `times` : (views), how many cameras see what a view sees, once each. `known`, `silent` : as of `Ground`.
    """

    views: Views
    heights: Floats
    own: Offsets
    times: Rows
    known: np.typing.NDArray[np.bool_]
    silent: int


def compute_band(
    scene: Scene, stations: Sequence[Station], look: Look, band: int, tops: Floats | None = None
) -> Ground:
    """The same in one band; equal views are swept once."""
    aimed = aim_band(stations, look, band, over=tops is not None)
    walls = tops[scene.wall_building] if tops is not None else None
    drawn = draw_boundaries(scene.grid, aimed.views, aimed.heights, walls)
    counted = np.flatnonzero(aimed.times)
    return Ground(
        take_views(aimed.views, aimed.own),
        take_boundaries(drawn, aimed.own),
        aimed.known,
        np.where(aimed.known, compute_view_areas(aimed.views, drawn)[aimed.own], np.nan),
        Seen(take_views(aimed.views, counted), take_boundaries(drawn, counted), aimed.times[counted]),
        aimed.silent,
    )


def aim_band(stations: Sequence[Station], look: Look, band: int, *, over: bool) -> Aimed:
    """Where stations look in a band; `over` : also over walls, so that views from different heights differ."""
    views, sectors = aim_views(stations, band, look)
    several = find_several([(one.id, one.x_m, one.y_m, one.kind, one.height_m) for one in stations])
    left, of, cut = cut_views(views, several, sectors)
    whose = np.concatenate([np.arange(len(stations)), of])
    every = join_views(views, left)
    heights = _find_heights(stations, band, look)[:, whose]
    first, which = find_alike([*every, *(heights if over else ())])
    known = np.zeros(len(stations), np.bool_)
    known[list(sectors)] = True
    return Aimed(
        take_views(every, first),
        heights[:, first],
        which[: len(stations)],
        np.bincount(np.delete(which, cut), minlength=len(first)).astype(np.int32),
        known,
        len({one.id for one in stations} - {stations[row].id for row in sectors}),
    )


def _find_heights(stations: Sequence[Station], band: int, look: Look) -> Floats:
    """How high each station hangs, and what it looks for (2, stations) [m]."""
    found = [
        (find_eye_m(one, band), find_target_m(one) if look.target_m is None else look.target_m)
        for one in stations
    ]
    return np.array(found, dtype=np.float64).reshape(-1, 2).T


def draw_boundaries(grid: Grid, views: Views, heights: Floats, tops: Floats | None) -> Boundaries:
    """What each view sees from a height that looks for what is at another; `tops` : (walls), how high they are [m]."""
    if tops is None:
        return compute_boundaries(grid, views)
    eye_m, target_m = heights
    return compute_boundaries_over(grid, views, build_elevations(tops, views, eye_m=eye_m, target_m=target_m))


def aim_views(stations: Sequence[Station], band: int, look: Look) -> tuple[Views, dict[int, Sector]]:
    """The view of each station in a band, of no range where it is not known; and the sectors of those that are."""
    aimed: dict[Hashable, tuple[Sector | None, float | None]] = {}
    found = []
    for station in stations:
        # Where it stands matters to neither, so that of many cameras few differ.
        key = AIM(station)
        if key not in aimed:
            aimed[key] = (
                find_sector(station, band, reachable=look.reachable),
                find_range_m(station, band, look),
            )
        found.append(aimed[key])
    known = [sector is not None and reach is not None for sector, reach in found]
    views = build_views(
        np.array([station.x_m for station in stations]),
        np.array([station.y_m for station in stations]),
        range_m=np.where(known, [reach or 0.0 for _, reach in found], 0.0),
        bearing_deg=np.array([sector[0] if sector else 0.0 for sector, _ in found]),
        width_deg=np.array([sector[1] if sector else ALL_ROUND_DEG for sector, _ in found]),
    )
    return views, {row: sector for row, (sector, _) in enumerate(found) if sector and known[row]}


def find_sector(station: Station, band: int, *, reachable: bool) -> tuple[float, float] | None:
    """Bearing and width [°] of what a station sees in a band; None where its kind or direction says too little."""
    lens = suppose_lens(station.kind)
    if lens is None and station.width_deg is None:
        return None
    opening = station.width_deg or (lens[band].width_deg if lens else 0.0)
    bearing = station.bearing_deg
    if station.sweep_deg is not None and bearing is not None:
        # Somewhere in its sweep: the middle is a guess, the whole of it the most.
        if reachable or band == HIGH:
            return bearing % 360.0, min(station.sweep_deg + opening, ALL_ROUND_DEG)
        return (bearing % 360.0, opening) if band == TYPICAL else None
    if station.width_deg == ALL_ROUND_DEG or (reachable and station.kind in MOVABLE):
        return 0.0, ALL_ROUND_DEG
    if bearing is None and band == HIGH:
        return 0.0, ALL_ROUND_DEG
    if bearing is None and band == TYPICAL:
        bearing = station.facade_deg
    return None if bearing is None else (bearing % 360.0, opening)


def find_range_m(station: Station, band: int, look: Look) -> float | None:
    """How far along the ground a station sees a face with so many pixels a metre; None where its kind is unknown."""
    lens = suppose_lens(station.kind)
    if lens is None:
        return None
    # How far a panning camera zooms nobody says: the least is not at all.
    zooms = look.reachable and station.kind == "panning" and band != LOW
    focal = ZOOMED_PX if zooms else lens[band].focal_px
    height = HEIGHTS_M[band] if station.height_m is None else station.height_m
    target = find_target_m(station) if look.target_m is None else look.target_m
    return compute_range_m(focal, look.px_per_m, rise_m=height - target)


def find_target_m(station: Station) -> float:
    """How high above the ground what a station looks for is: a plate, or a face."""
    return PLATE_M if station.kind == PLATE_READER else FACE_M


def find_eye_m(station: Station, band: int) -> float:
    """How high a station hangs, as far as looking over walls goes.

    Where nobody says, the other way round than for its range: the lowest sees over least. So the low band supposes both
    that it hangs high (and sees least far) and that it hangs low (and sees over no wall), the high band the contrary:
    what is between them holds for any height.
    """
    return HEIGHTS_M[HIGH - band] if station.height_m is None else station.height_m
