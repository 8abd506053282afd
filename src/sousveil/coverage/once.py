"""Several views of one camera, cut so that it sees no ground twice, and equal views of several cameras, seen once.

Views of one camera that hang at one place and see equally far differ in their sectors alone, so that what they see
together is what they see through sectors that do not overlap. It is for counting; a view is drawn whole. Cameras whose
views are equal to the last bit see the same: it is computed once, and counts for all of them.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import Boundaries, Offsets, Rows, Views

Sector = tuple[float, float]
"""Bearing of the middle and width [°]."""
Ends = tuple[float, int, float, int]
"""The ends of what is left of a sector, the anticlockwise one first: degrees from its middle, and whose side it is."""
TURN_DEG = 360.0
THIN_DEG = 1e-9
"""What is left of a sector and narrower than this is rounding: a kilometre away it is 2e-8 m wide."""


class Seen(NamedTuple):
    """Views with their boundaries; `times` : (views), how many cameras see what a view sees."""

    views: Views
    boundaries: Boundaries
    times: Rows


def find_several(keys: Iterable[Hashable]) -> list[list[int]]:
    """The rows of every key that stands more than once."""
    rows: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return [several for several in rows.values() if len(several) > 1]


def cut_views(
    views: Views, several: Sequence[Sequence[int]], sectors: Mapping[int, Sector]
) -> tuple[Views, Offsets, Offsets]:
    """What is left of views of which a wider one of the same camera sees a part; their rows; the rows of all cut.

    `several` : the rows of each camera. `sectors` : of the rows of which something is known.
    """
    left: list[tuple[int, Ends]] = []
    cut: list[int] = []
    for rows in several:
        # By width: what a narrower one leaves of a wider one may be two sectors, the other way round it is one.
        ordered = sorted((row for row in rows if row in sectors), key=lambda row: -sectors[row][1])
        for at, row in enumerate(ordered[1:], start=1):
            ends = _leave(row, ordered[:at], sectors)
            if ends is None or ends[1::2] != (row, row):
                cut.append(row)
                left += [(row, ends)] if ends else []
    of = np.array([row for row, _ in left], dtype=np.int64)
    first, last = (np.array([ends[side] for _, ends in left], dtype=np.int64) for side in (3, 1))
    # A sector begins at its clockwise end. Where a neighbour ends it begins to the last bit, so that no gap is between.
    swapped = first != of, last != of
    rest = Views(
        views.x[of],
        views.y[of],
        views.range_m[of],
        np.where(swapped[0], views.to_x[first], views.from_x[of]),
        np.where(swapped[0], views.to_y[first], views.from_y[of]),
        np.where(swapped[1], views.from_x[last], views.to_x[of]),
        np.where(swapped[1], views.from_y[last], views.to_y[of]),
        np.zeros(len(of), dtype=np.bool_),
    )
    return rest, of, np.array(cut, dtype=np.int64)


def _leave(row: int, wider: Sequence[int], sectors: Mapping[int, Sector]) -> Ends | None:
    """What sectors at least as wide leave of one; None where that is nothing."""
    middle, width = sectors[row]
    low, high, low_of, high_of = -width / 2, width / 2, row, row
    for other in wider:
        bearing, open_deg = sectors[other]
        away = (bearing - middle + TURN_DEG / 2) % TURN_DEG - TURN_DEG / 2
        for turn in (-TURN_DEG, 0.0, TURN_DEG):
            begin, end = away - open_deg / 2 + turn, away + open_deg / 2 + turn
            if begin <= low < end:
                low, low_of = end, other
            if begin < high <= end:
                high, high_of = begin, other
    return (low, low_of, high, high_of) if high - low > THIN_DEG else None


def join_views(views: Views, others: Views) -> Views:
    """Views, and others behind them."""
    return Views(*(np.concatenate(columns) for columns in zip(views, others, strict=True)))


def find_alike(columns: Sequence[npt.NDArray[Any]]) -> tuple[Offsets, Offsets]:
    """Of rows that are equal in every column the first, in the order of the rows; and for each row which of these."""
    table = np.stack([column.astype(np.float64) for column in columns], axis=1)
    # As bytes: rows are compared as a whole, and one that differs in the last bit is another one.
    bytes_ = table.view(np.dtype((np.void, table.itemsize * table.shape[1]))).ravel()
    _, first, which = np.unique(bytes_, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    return first[order], np.argsort(order, kind="stable")[which]


def take_views(views: Views, rows: Offsets) -> Views:
    """Some of the views."""
    return Views._make(column[rows] for column in views)


def take_boundaries(boundaries: Boundaries, rows: Offsets) -> Boundaries:
    """The boundaries of some views."""
    if len(rows) == len(boundaries.start) - 1 and (rows == np.arange(len(rows))).all():
        return boundaries
    sizes = np.diff(boundaries.start)[rows]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    corner = np.arange(start[-1]) + np.repeat(boundaries.start[rows] - start[:-1], sizes)
    return Boundaries(start, *(column[corner] for column in boundaries[1:]))
