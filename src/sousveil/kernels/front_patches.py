"""The way into `patches`: what is seen over low walls, with room made for the answer.

As `front`, of which it takes walls, grid and views; heights of walls and cameras are given to it, not supposed here.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels import shades, stitch
from sousveil.kernels.arrays import (
    Boundaries,
    Elevations,
    Floats,
    Grid,
    Offsets,
    Patches,
    Rows,
    Views,
)
from sousveil.kernels.front import compute_boundaries, join_parts, order_views
from sousveil.kernels.gather import count_most_candidates
from sousveil.kernels.grid import PAD
from sousveil.kernels.patches import compute_patch_areas, sweep_patches
from sousveil.kernels.shades import Room
from sousveil.kernels.skyline import SHARES, Skyline, find_low
from sousveil.kernels.stitch import trace_rings
from sousveil.kernels.threads import THREADS, run_parts

PATCHES_PER_VIEW = 24
"""Room for patches that is made first, for each view; where it is too little, twice as much is made."""
CHUNK = 512
"""Views that a thread takes at once: some milliseconds of work."""


class Layers(NamedTuple):
    """The walls of a grid that hide everything from some views, and the others; `place` : where the former stand."""

    high: Grid
    others: Grid
    place: Offsets


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


def compute_boundaries_over(
    grid: Grid, views: Views, heights: Elevations, *, threads: int = THREADS
) -> Boundaries:
    """What each view sees of ground that is not built on, over walls lower than its camera: its rings.

    A view that has no such wall within its range sees what `front.compute_boundaries` says, to the last bit.
    """
    low = np.empty(len(views.x), np.int32)
    find_low(grid, views, heights, low)
    if not low.any():
        return compute_boundaries(grid, views, threads=threads)
    rows = [np.flatnonzero(low == 0)]
    parts = [compute_boundaries(grid, _take(views, rows[0]), threads=threads)]
    # Cameras of about the same height share a skyline.
    level = np.ceil(heights.eye)
    for one in np.unique(level[low > 0]):
        those = np.flatnonzero((low > 0) & (level == one))
        those = those[order_views(_take(views, those))]
        work = partial(_trace_part, grid, views, heights, those)
        parts += run_parts(work, len(those), size=CHUNK, threads=threads)
        rows += [those[at : at + CHUNK] for at in range(0, len(those), CHUNK)]
    return join_parts(len(views.x), rows, parts, threads=threads)


def cut_grid(grid: Grid, views: Views, *, over: bool = True) -> tuple[Grid, Rows]:
    """The walls in the cells that views reach, numbered anew, and which of the grid's walls these are.

    So room is made for the walls near some cameras, not once more for those of a whole country. `over` : also for those
    that tell which buildings a camera stands on.
    """
    corner, wanted = _mark_cells(grid, views, over=over)
    rows, columns = np.nonzero(wanted)
    cell = (rows + corner[1]) * grid.shape[0] + columns + corner[0]
    count = np.zeros(wanted.shape, np.int64)
    count[wanted] = grid.start[cell + 1] - grid.start[cell]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
    at = np.arange(start[-1]) + np.repeat(grid.start[cell] - start[:-1][wanted.ravel()], count[wanted])
    own, row = np.unique(grid.row[at], return_inverse=True)
    frame = grid.frame + np.array([*corner, 0]) * grid.frame[2]
    shape = np.array(wanted.shape[::-1], np.int64)
    return Grid(frame, shape, start, grid.ends[:, at], row.astype(np.int32)), own


def _mark_cells(grid: Grid, views: Views, *, over: bool) -> tuple[tuple[int, int], npt.NDArray[np.bool_]]:
    """Which cells views reach, and (`over`) those east of them, which say on how many buildings a camera stands.

    The column and row where the marks begin, and marks by row and column.
    """
    west, east = _find_cells(views.x, views.range_m, grid, 0)
    south, north = _find_cells(views.y, views.range_m, grid, 1)
    bottom, top = _find_cells(views.y, np.zeros(len(views.y)), grid, 1)
    first, under = int(west.min()), int(south.min())
    marks = np.zeros((int(north.max()) - under, int(grid.shape[0]) - first), np.bool_)
    for view in range(len(views.x)):
        marks[south[view] - under : north[view] - under, west[view] - first : east[view] - first] = True
        if over:
            marks[bottom[view] - under : top[view] - under, west[view] - first :] = True
    return (first, under), marks


def _find_cells(middle: Floats, reach: Floats, grid: Grid, axis: int) -> tuple[Offsets, Offsets]:
    """Which columns (axis 0) or rows (1) of a grid views reach: the first, and the one after the last."""
    side = grid.frame[2]
    ends = (middle - reach - side * PAD, middle + reach + side * PAD)
    first, last = (
        np.clip(np.floor((end - grid.frame[axis]) / side), 0, grid.shape[axis] - 1).astype(np.int64)
        for end in ends
    )
    return first, last + 1


def split_walls(grid: Grid, top: Floats, level_m: float) -> Layers:
    """The walls that hide everything from cameras up to a level [m], and the others, each in the same cells."""
    high = top[grid.row] >= level_m
    parts = []
    for kept in (high, ~high):
        start = np.concatenate([[0], np.cumsum(kept)])[grid.start]
        parts.append(Grid(grid.frame, grid.shape, start, grid.ends[:, kept], grid.row[kept]))
    place = np.zeros(len(top), np.int64)
    place[parts[0].row] = np.arange(len(parts[0].row))
    return Layers(parts[0], parts[1], place)


def _trace_part(
    grid: Grid, views: Views, heights: Elevations, rows: Offsets, first: int, last: int
) -> Boundaries:
    part = rows[first:last]
    these = _take(views, part)
    near, own = cut_grid(grid, these)
    here = Elevations(heights.top[own], heights.eye[part], heights.target[part])
    layers = split_walls(near, here.top, np.ceil(here.eye[0]))
    drawn = join_patches(these, _draw_patches(layers, these, here))
    of_wall = drawn.mark >= 0
    drawn.mark[of_wall] = own[drawn.mark[of_wall]]
    return drawn


def _take(views: Views, rows: Offsets) -> Views:
    return Views._make(column[rows] for column in views)


def join_patches(views: Views, patches: Patches) -> Boundaries:
    """The rings of what each view sees in patches."""
    most = 4 * int(np.diff(patches.start).max(initial=0)) + int(patches.ray.max(initial=0)) + 1
    room = stitch.Yarn(
        np.empty((stitch.WHOLE_ROWS, most), np.int64), np.empty(most), np.empty(stitch.PEN_PLACES)
    )
    corners = stitch.CORNERS_A_PATCH * len(patches.near)
    start = np.zeros(len(views.x) + 1, np.int64)
    out = Boundaries(start, np.empty(corners), np.empty(corners), np.empty(corners, np.int32))
    trace_rings(views, patches, room, out)
    used = int(start[-1])
    return Boundaries(start, out.x[:used], out.y[:used], out.mark[:used])


def compute_patches(grid: Grid, views: Views, heights: Elevations) -> Patches:
    """What each view sees of ground that is not built on: patches that do not overlap, in the order of the views."""
    return _draw_patches(split_walls(grid, heights.top, heights.eye.max(initial=0.0)), views, heights)


def _draw_patches(layers: Layers, views: Views, heights: Elevations) -> Patches:
    count = len(views.x)
    bound = compute_boundaries(layers.high, views, threads=1)
    skyline = Skyline(*bound, layers.high.ends, layers.place, layers.others)
    most = int(count_most_candidates(layers.others, views) + np.diff(bound.start).max(initial=0))
    room = build_room(most, len(heights.top))
    out = _make_patches(count, PATCHES_PER_VIEW * count + 8)
    done = sweep_patches(skyline, views, heights, room, out, 0)
    while done < count:
        more = _make_patches(count, 2 * len(out.near))
        more.start[: done + 1] = out.start[: done + 1]
        for column, longer in zip(_list_columns(out), _list_columns(more), strict=True):
            longer[: out.start[done]] = column[: out.start[done]]
        room.met.fill(-1)
        out = more
        done = sweep_patches(skyline, views, heights, room, out, done)
    used = int(out.start[-1])
    return Patches(out.start, out.x[:used], out.y[:used], out.near[:used], out.far[:used], out.ray[:used])


def _list_columns(patches: Patches) -> list[npt.NDArray[Any]]:
    return [patches.x, patches.y, patches.near, patches.far, patches.ray]


def compute_seen_areas(views: Views, patches: Patches) -> Floats:
    """The area [m²] that each view sees."""
    areas = np.zeros(len(views.x))
    compute_patch_areas(views, patches, areas)
    return areas


def build_room(most: int, walls: int) -> Room:
    """Working room for views that meet at most so many walls of so many."""
    size = 2 * most + 8
    real, whole = np.empty((shades.REAL_ROWS, size)), np.empty((shades.WHOLE_ROWS, size), np.int64)
    return Room(real, whole, np.empty(shades.PEN_PLACES), np.full(walls, -1, np.int32), np.empty(SHARES))


def _make_patches(views: int, patches: int) -> Patches:
    corners = np.empty((2, patches, 4))
    near, far = np.empty((2, patches), np.int32)
    ray = np.empty((patches, 2), np.int32)
    return Patches(np.zeros(views + 1, np.int64), corners[0], corners[1], near, far, ray)
