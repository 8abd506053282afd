"""The way into the loops over areas: how much ground views see together, and how much of it by how many cameras.

As `front` does for the sweep: checks once what the loops take on trust, and holds no policy.
"""

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from sousveil.kernels.arrays import Boundaries, Floats, Offsets, Rows, Views
from sousveil.kernels.cover import Crossings, Raster, cross_lines, measure_rows, open_lines
from sousveil.kernels.nearby import compute_boxes
from sousveil.kernels.threads import THREADS, run_parts

STEP_M = 0.5
"""Distance of lines [m] unless said otherwise: what it costs in exactness is measured in docs/visible-ground.md."""
ROWS_A_PART = 32
"""Lines that one thread takes at a time: their crossings are all there is in memory of them."""
GROUPS = 4
"""Lines are summed in so many interleaved groups, whose answers tell how much the distance of the lines matters."""
MOST = 64
"""Cameras that are told apart unless said otherwise."""


class Multiplicity(NamedTuple):
    """How much ground is seen by exactly 1, 2 … cameras; the last: by so many or more.

    `area_m2` : (most). `error_m2` : (most), what the distance of the lines may cost; 0 where areas are exact.
    `union_m2`, `union_error_m2` : the same of all that is seen. `sum_m2` : the areas of all cameras, ground seen twice
    counted twice.

    The error is an estimate and no bound: half the range of what every fourth line alone says. Were these four
    independent, that would be two standard errors of their mean (the range of four is 2.06 standard deviations:
    Tippett 1925, Biometrika 17, 364-387).
    """

    area_m2: Floats
    error_m2: Floats
    union_m2: float
    union_error_m2: float
    sum_m2: float


def compute_multiplicity(
    views: Views,
    boundaries: Boundaries,
    times: Rows | None = None,
    *,
    step_m: float = STEP_M,
    most: int = MOST,
    threads: int = THREADS,
) -> Multiplicity:
    """How much ground is seen by how many cameras, from lines `step_m` apart; each view counts `times`, or once.

    Lines lie at odd multiples of half a step wherever the views are, so that another view moves none of them.

    Raises:
        ValueError: the step is not a positive number.
    """
    if not 0 < step_m < math.inf:
        raise ValueError(f"lines lie some way apart, not {step_m!r} m")
    box = _find_boxes(views, boundaries)
    if not len(box.seeing):
        return sum_lines(np.zeros((GROUPS, most + 1)), step_m)
    # A metre of margin, because on its circle a crossing may be rounded out of the box.
    west, east = box.edges[:, 0].min() - 1, box.edges[:, 2].max() + 1
    bottom = math.floor(box.edges[:, 1].min() / step_m)
    rows = math.ceil(box.edges[:, 3].max() / step_m) - bottom
    raster = Raster(west, east, bottom * step_m, step_m)
    seen = views, boundaries, count_times(views, times)
    return sum_lines(_measure_raster(seen, box, raster, rows, most, threads), step_m)


def measure_square(
    views: Views,
    boundaries: Boundaries,
    times: Rows,
    corner: tuple[float, float],
    *,
    lines: int,
    most: int = MOST,
) -> Floats:
    """The same of a square from its south-western corner [m] on, not summed up: (`GROUPS`, most + 1) lengths [m].

    The square has so many lines, `STEP_M` apart. What is found in squares side by side adds up to what is found of all,
    and `sum_lines` says what it comes to, where they begin at multiples of `GROUPS` steps.
    """
    west, south = corner
    side = lines * STEP_M
    box = _find_boxes(views, boundaries)
    met = (box.edges[:, 1] < south + side) & (box.edges[:, 3] > south)
    box = _Boxes(box.edges[met], box.seeing[met])
    if not len(box.seeing):
        return np.zeros((GROUPS, most + 1))
    raster = Raster(west, west + side, south, STEP_M)
    return _measure_raster((views, boundaries, times), box, raster, lines, most)


class _Boxes(NamedTuple):
    """West, south, east and north of what each view sees that sees something, and the rows of those views."""

    edges: Floats
    seeing: Offsets


def _find_boxes(views: Views, boundaries: Boundaries) -> _Boxes:
    box = np.empty((len(views.x), 4))
    compute_boxes(views, boundaries, box)
    seeing = np.flatnonzero(box[:, 2] >= box[:, 0])
    return _Boxes(box[seeing], seeing)


def _measure_raster(
    seen: tuple[Views, Boundaries, Rows],
    box: _Boxes,
    raster: Raster,
    rows: int,
    most: int,
    threads: int = THREADS,
) -> Floats:
    near = _find_members(box, raster, rows)
    work = partial(_measure_part, seen, near, raster, most)
    found: Floats = np.sum(run_parts(work, rows, size=ROWS_A_PART, threads=threads), axis=0)
    return found


def count_times(views: Views, times: Rows | None) -> Rows:
    """For how many cameras each view counts: for one unless it is said."""
    return np.ones(len(views.x), np.int32) if times is None else times


def _find_members(box: _Boxes, raster: Raster, rows: int) -> tuple[Offsets, Rows]:
    """Which views reach which part of the raster: where those of a part begin, and their rows."""
    high, parts = ROWS_A_PART * raster.step, -(-rows // ROWS_A_PART)
    ends = np.floor((box.edges[:, (1, 3)] - raster.south) / high)
    first, last = np.clip(ends, 0, parts - 1).astype(np.int64).T
    counts = last - first + 1
    part = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - first, counts)
    order = np.argsort(part, kind="stable")
    start = np.searchsorted(part[order], np.arange(parts + 1))
    return start, np.repeat(box.seeing, counts)[order].astype(np.int32)


def _measure_part(
    seen: tuple[Views, Boundaries, Rows], near: tuple[Offsets, Rows], raster: Raster, most: int, *rows: int
) -> Floats:
    first, last = rows
    part = first // ROWS_A_PART
    members = near[1][near[0][part] : near[0][part + 1]]
    out = np.zeros((GROUPS, most + 1))
    here = raster._replace(south=raster.south + first * raster.step)
    start = np.zeros(last - first + 1, np.int64)
    cross_lines(*seen, members, here, Crossings(start, np.empty(0), np.empty(0, np.int32)))
    total = int(start.sum())
    if total:
        busiest = open_lines(start)
        found = Crossings(start, np.empty(total), np.empty(total, np.int32))
        cross_lines(*seen, members, here, found)
        measure_rows(here, found, first, np.empty(busiest), np.empty((2, busiest + 1), np.int64), out)
    return out


def sum_lines(lengths: Floats, step_m: float = STEP_M) -> Multiplicity:
    """What lengths on lines (`GROUPS`, most + 1) come to."""
    areas = lengths.sum(axis=0) * step_m
    alone = np.column_stack([lengths[:, :-1], lengths[:, :-1].sum(axis=1)]) * (GROUPS * step_m)
    error = np.ptp(alone, axis=0) / 2
    return Multiplicity(areas[:-1], error[:-1], float(areas[:-1].sum()), float(error[-1]), float(areas[-1]))
