"""The way into `patches`: what is seen over low walls, with room made for the answer.

As `front`, of which it takes walls, grid and views; heights of walls and cameras are given to it, not supposed here.
"""

import numpy as np
import numpy.typing as npt

from sousveil.kernels import shades
from sousveil.kernels.arrays import CAMERA, RADIUS, Boundaries, Elevations, Floats, Grid, Patches, Views
from sousveil.kernels.gather import count_most_candidates
from sousveil.kernels.patches import compute_patch_areas, sweep_patches
from sousveil.kernels.shades import Room

PATCHES_PER_VIEW = 24
"""Room for patches that is made first, for each view; where it is too little, twice as much is made."""


def build_elevations(
    top_m: npt.ArrayLike, views: Views, *, eye_m: npt.ArrayLike, target_m: npt.ArrayLike = 0.0
) -> Elevations:
    """Elevations from that of each wall [m], and of each view's camera and of what it looks for (one, or one a view).

    A wall of unknown height, NaN, hides everything behind it: what is then seen is seen however high it is.

    Raises:
        ValueError: a camera or target whose height is not finite or below the ground.
    """
    top = np.array(top_m, dtype=np.float64)
    top[np.isnan(top)] = np.inf
    eye, target = (
        np.array(np.broadcast_to(np.asarray(one, np.float64), views.x.shape)) for one in (eye_m, target_m)
    )
    if not all(np.isfinite(one).all() and (one >= 0).all() for one in (eye, target)):
        raise ValueError("a camera or what it looks for has a height that is not finite, or negative")
    return Elevations(top, eye, target)


def compute_patches(grid: Grid, views: Views, heights: Elevations) -> Patches:
    """What each view sees of ground that is not built on: patches that do not overlap, in the order of the views."""
    count = len(views.x)
    room = build_room(int(count_most_candidates(grid, views)), len(heights.top))
    out = _make_patches(count, PATCHES_PER_VIEW * count + 8)
    done = sweep_patches(grid, views, heights, room, out, 0)
    while done < count:
        more, used = _make_patches(count, 2 * len(out.near)), int(out.start[done])
        more.start[: done + 1] = out.start[: done + 1]
        more.x[:used], more.y[:used] = out.x[:used], out.y[:used]
        more.near[:used], more.far[:used] = out.near[:used], out.far[:used]
        room.met.fill(-1)
        out = more
        done = sweep_patches(grid, views, heights, room, out, done)
    used = int(out.start[-1])
    return Patches(out.start, out.x[:used], out.y[:used], out.near[:used], out.far[:used])


def list_patches(views: Views, boundaries: Boundaries) -> Patches:
    """The same form for what is seen where walls hide all behind them: each piece of a boundary, from the camera on."""
    count = len(boundaries.x)
    then = np.arange(1, count + 1)
    ended = boundaries.start[1:] > boundaries.start[:-1]
    then[boundaries.start[1:][ended] - 1] = boundaries.start[:-1][ended]
    view = np.repeat(np.arange(len(views.x)), np.diff(boundaries.start))
    kept = boundaries.mark != RADIUS
    start = np.concatenate([[0], np.cumsum(kept)])[boundaries.start]
    columns = [
        np.stack([camera[view], corner, corner[then], camera[view]], axis=1)[kept]
        for camera, corner in ((views.x, boundaries.x), (views.y, boundaries.y))
    ]
    near = np.full(int(kept.sum()), CAMERA, np.int32)
    return Patches(start, columns[0], columns[1], near, boundaries.mark[kept])


def compute_seen_areas(views: Views, patches: Patches) -> Floats:
    """The area [m²] that each view sees."""
    areas = np.zeros(len(views.x))
    compute_patch_areas(views, patches, areas)
    return areas


def build_room(most: int, walls: int) -> Room:
    """Working room for views that meet at most so many walls of so many."""
    size = 2 * most + 8
    real, whole = np.empty((shades.REAL_ROWS, size)), np.empty((shades.WHOLE_ROWS, size), np.int64)
    return Room(real, whole, np.empty(shades.PEN_PLACES), np.full(walls, -1, np.int32))


def _make_patches(views: int, patches: int) -> Patches:
    corners = np.empty((2, patches, 4))
    near, far = np.empty((2, patches), np.int32)
    return Patches(np.zeros(views + 1, np.int64), corners[0], corners[1], near, far)
