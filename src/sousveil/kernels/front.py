"""The way into the loops: brings arrays to their form, makes room for the answer, and lets the loops run.

Checks here once what the loops take on trust. Holds no policy: what is a wall and where a camera stands is given.
"""

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from sousveil.kernels.area import compute_areas
from sousveil.kernels.arrays import Boundaries, Floats, Grid, Offsets, Scratch, Views, Walls
from sousveil.kernels.gather import PEN_PLACES, REAL_ROWS, WHOLE_ROWS, count_most_candidates
from sousveil.kernels.grid import count_cells, fill_cells
from sousveil.kernels.sweep import copy_boundaries, sweep_views
from sousveil.kernels.threads import THREADS, run_parts

CELL_M = 50.0
"""Side of a cell [m]: for ranges of 50 and 100 m in Helsinki and Monaco neither 25 nor 100 m was a tenth faster."""
MOST_CELLS = 1 << 22
"""Cells of a grid at most, 32 MiB of offsets; over a larger country the cells grow."""
CHUNK = 2_048
"""Views that a thread takes at once: some milliseconds of work."""
MOST_STEPS = (1 << 16) - 1
"""Steps of each coordinate along Morton's curve: over a country of 600 km, of 10 m, less than what a view sees."""
SPREADING = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))
"""How far bits move on, and which places they may then stand in: groups of eight, four, two, one."""
CORNERS_PER_VIEW = 24
"""Room for corners that is made first, for each view; where it is too little, twice as much is made."""


def build_walls(corners: npt.ArrayLike) -> Walls:
    """Walls from an array (n, 2, 2) of beginnings and ends [m], what is solid on the left of each.

    Walls without length are left out of sight by the loops; they keep their row.

    Raises:
        ValueError: another shape, or a coordinate that is not a finite number.
    """
    return build_straight("wall", corners)


def build_straight(what: str, ends: npt.ArrayLike) -> Walls:
    """Walls, or whatever else is straight and called `what`, from their ends: as `build_walls`."""
    given = np.asarray(ends, dtype=np.float64)
    if given.size == 0:
        given = given.reshape(0, 2, 2)
    if given.ndim != 3 or given.shape[1:] != (2, 2):
        raise ValueError(f"{what}s have the shape (n, 2, 2), not {given.shape}")
    if not np.isfinite(given).all():
        raise ValueError(f"{what} {int(np.argmin(np.isfinite(given).all(axis=(1, 2))))} is not finite")
    columns = np.ascontiguousarray(given.reshape(-1, 4).T)
    return Walls(columns[0], columns[1], columns[2], columns[3])


def build_grid(walls: Walls, *, cell_m: float = CELL_M) -> Grid:
    """Sort walls into cells of a side of `cell_m`, or larger where there would be more than `MOST_CELLS`."""
    if not len(walls.ax):
        return _make_grid(np.array([0.0, 0.0, cell_m]), np.array([1, 1]), np.zeros(2, np.int64))
    west, south = min(walls.ax.min(), walls.bx.min()), min(walls.ay.min(), walls.by.min())
    wide = max(walls.ax.max(), walls.bx.max()) - west
    high = max(walls.ay.max(), walls.by.max()) - south
    side = max(cell_m, math.sqrt(wide) * math.sqrt(high / MOST_CELLS), wide / MOST_CELLS, high / MOST_CELLS)
    frame = np.array([west, south, side])
    shape = np.array([int(wide / side) + 1, int(high / side) + 1])
    start = np.zeros(int(shape[0] * shape[1]) + 1, np.int64)
    reach = np.empty(2)
    count_cells(walls, frame, shape, start, reach)
    grid = _make_grid(frame, shape, start)
    fill_cells(walls, grid, start.copy(), reach)
    return grid


def _make_grid(frame: Floats, shape: Offsets, start: Offsets) -> Grid:
    count = int(start[-1])
    return Grid(frame, shape.astype(np.int64), start, np.empty((4, count)), np.empty(count, np.int32))


def build_views(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    range_m: npt.ArrayLike,
    bearing_deg: npt.ArrayLike = 0.0,
    width_deg: npt.ArrayLike = 360.0,
) -> Views:
    """Views from places [m], ranges [m], middle bearings [°, clockwise from north] and widths [°, at most 360].

    Raises:
        ValueError: something is not finite, a range is negative, or a width lies outside 0 … 360.
    """
    columns = np.broadcast_arrays(*(np.atleast_1d(one) for one in (x, y, range_m, bearing_deg, width_deg)))
    east, north, reach, bearing, width = (np.array(one, dtype=np.float64) for one in columns)
    if not all(np.isfinite(one).all() for one in (east, north, reach, bearing, width)):
        raise ValueError("a view has a place, range, bearing or width that is not finite")
    if (reach < 0).any() or (width < 0).any() or (width > 360).any():
        raise ValueError("a view's range is at least 0 m, its width 0° to 360°")
    # Bearings turn clockwise, the sweep turns the other way: it begins at the right-hand side of the sector.
    first, last = np.deg2rad(bearing + width / 2), np.deg2rad(bearing - width / 2)
    sides = np.sin(first), np.cos(first), np.sin(last), np.cos(last)
    return Views(east, north, reach, *sides, around=width == 360)


def compute_boundaries(grid: Grid, views: Views, *, threads: int = THREADS) -> Boundaries:
    """What each view sees of the ground: its boundary, in the order of the views, on however many threads."""
    # Neighbours one after the other, so that the walls near them are still at hand.
    order = order_views(views)
    parts = run_parts(partial(_draw_part, grid, views, order), len(order), size=CHUNK, threads=threads)
    chunks = [order[at : at + CHUNK] for at in range(0, len(order), CHUNK)]
    return join_parts(len(order), chunks, parts, threads=threads)


def order_views(views: Views) -> Offsets:
    """Rows of views so that those near each other follow each other."""
    return order_places(views.x, views.y)


def order_places(x: Floats, y: Floats) -> Offsets:
    """Rows of places so that those near each other follow each other: along Morton's curve over all of them."""
    if not len(x):
        return np.zeros(0, np.int64)
    side = max(np.ptp(x), np.ptp(y), 1e-300) / MOST_STEPS
    code = _spread_bits((x - x.min()) / side) | _spread_bits((y - y.min()) / side) << np.uint32(1)
    # By the lower half and then by the upper: numbers of 16 bits are counted into place, larger ones are compared.
    order = np.argsort(code.astype(np.uint16), kind="stable")
    upper = (code >> np.uint32(16)).astype(np.uint16)
    return order[np.argsort(upper[order], kind="stable")]


def _spread_bits(steps: Floats) -> npt.NDArray[np.uint32]:
    """Whole numbers of 16 bits with a nought before each bit, so that another's bits fit between."""
    spread = steps.astype(np.uint32)
    for shift, kept in SPREADING:
        spread = (spread | spread << np.uint32(shift)) & np.uint32(kept)
    return spread


def _draw_part(grid: Grid, views: Views, order: Offsets, first: int, last: int) -> Boundaries:
    these = Views._make(column[order[first:last]] for column in views)
    count = last - first
    scratch = build_scratch(int(count_most_candidates(grid, these)))
    out = _make_boundaries(count, CORNERS_PER_VIEW * count + 8)
    done = sweep_views(grid, these, scratch, out, 0, count)
    while done < count:
        more = _make_boundaries(count, 2 * len(out.x))
        used = int(out.start[done])
        more.start[: done + 1] = out.start[: done + 1]
        more.x[:used], more.y[:used], more.mark[:used] = out.x[:used], out.y[:used], out.mark[:used]
        out = more
        done = sweep_views(grid, these, scratch, out, done, count)
    return out


def join_parts(
    count: int, chunks: Sequence[Offsets], parts: Sequence[Boundaries], *, threads: int = THREADS
) -> Boundaries:
    """Boundaries of so many views from those of the rows of each chunk."""
    start = np.zeros(count + 1, np.int64)
    for rows, part in zip(chunks, parts, strict=True):
        start[rows + 1] = np.diff(part.start)
    np.cumsum(start, out=start)
    whole = _make_boundaries(count, int(start[-1]))._replace(start=start)

    def copy(first: int, last: int) -> None:
        for at in range(first, last):
            copy_boundaries(parts[at], chunks[at], whole)

    run_parts(copy, len(parts), size=1, threads=threads)
    return whole


def compute_view_areas(views: Views, boundaries: Boundaries) -> Floats:
    """The area [m²] inside each boundary."""
    areas = np.zeros(len(views.x))
    compute_areas(views, boundaries, areas)
    return areas


def build_scratch(most: int) -> Scratch:
    """Working room for views that meet at most so many walls, each of which begins and ends."""
    room = 2 * most + 8
    return Scratch(np.empty((REAL_ROWS, room)), np.empty((WHOLE_ROWS, room), np.int64), np.empty(PEN_PLACES))


def _make_boundaries(views: int, corners: int) -> Boundaries:
    start = np.zeros(views + 1, np.int64)
    return Boundaries(start, np.empty(corners), np.empty(corners), np.empty(corners, np.int32))
