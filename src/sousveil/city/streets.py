"""Streets in metres: polylines, and the straight pieces they consist of, in the frame of one scene.

Knows nothing of what is seen. A piece leads back to its street by row, a street to the map by id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sousveil.crs import Frame
from sousveil.kernels.arrays import Floats, Offsets, Rows, Walls
from sousveil.plaintext.script import fold_for_search
from sousveil.records.ids import Ids
from sousveil.records.street_lines import Flags, Names, StreetLines

Column = TypeVar("Column", bound=npt.NDArray[Any])

AT_ONCE = 1 << 18
"""Vertices that are measured at once: some MiB."""


class Pieces(NamedTuple):
    """Straight pieces from `a` to `b` [m], in the order of their streets and along each; none is without length.

    `street` : the row of a piece's street. `at_m` : how far along its street a piece begins.
    """

    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats
    street: Rows
    at_m: Floats

    def take(self, rows: npt.NDArray[np.integer[Any]]) -> tuple[Walls, Rows]:
        """Some of the pieces, and the rows of their streets."""
        return Walls(*(column[rows] for column in self[:4])), self.street[rows]


@dataclass(frozen=True, slots=True)
class Steps:
    """The same pieces while none is made: each leads from a vertex to the next. Of a large city they are many.

    `xy`, `start` : as of `Streets`. `first` : (pieces), the vertex at which each begins.
    """

    xy: Floats
    start: Offsets
    first: Rows

    @property
    def ax(self) -> Floats:
        """Where each piece begins, to the east."""
        east: Floats = self.xy[self.first, 0]
        return east

    @property
    def ay(self) -> Floats:
        """Where each piece begins, to the north."""
        north: Floats = self.xy[self.first, 1]
        return north

    @property
    def street(self) -> Rows:
        """The row of each piece's street."""
        return find_streets(self.start, self.first)

    def take(self, rows: npt.NDArray[np.integer[Any]]) -> tuple[Walls, Rows]:
        """Some of the pieces, and the rows of their streets."""
        first = self.first[rows]
        begin, end = self.xy[first], self.xy[first + 1]
        ends = (np.ascontiguousarray(one) for one in (*begin.T, *end.T))
        return Walls(*ends), find_streets(self.start, first)


@dataclass(frozen=True)
class Streets:
    """Streets of one place in one frame; every array is read-only.

    `xy` : (vertices, 2) [m]; the vertices of street r are those from `start[r]` up to `start[r + 1]`.
    `lines` : what the map says of each street, by the same rows.
    """

    frame: Frame
    xy: Floats
    lines: StreetLines

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def start(self) -> Offsets:
        """Where the vertices of each street begin (streets + 1)."""
        return self.lines.start

    @property
    def ids(self) -> Ids:
        """A street's object on the map, by row."""
        return self.lines.ids

    @property
    def names(self) -> tuple[Names, ...]:
        """All names of each street, by row."""
        return self.lines.names

    @property
    def outdoors(self) -> Flags:
        """Which streets lie under the sky or a roof at most: neither in a tunnel nor in a building."""
        return ~(self.lines.tunnel | self.lines.indoor)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """From a street's id to its row."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    @cached_property
    def _named(self) -> Mapping[str, tuple[int, ...]]:
        """From a folded name to the rows of the streets that have it."""
        rows: dict[str, list[int]] = {}
        for row, names in enumerate(self.names):
            for name in {fold_for_search(name) for _, name in names}:
                rows.setdefault(name, []).append(row)
        return {name: tuple(each) for name, each in rows.items()}

    def find_named(self, text: str) -> tuple[int, ...]:
        """The rows of the streets of a name, however it is spelt."""
        return self._named.get(fold_for_search(text), ())

    def line(self, row: int) -> Floats:
        """The vertices (n, 2) [m] of a street."""
        return self.xy[self.start[row] : self.start[row + 1]]

    @cached_property
    def pieces(self) -> Pieces:
        """The straight pieces of all streets, made when first asked for."""
        return build_pieces(self.xy, self.start)

    @cached_property
    def steps(self) -> Steps:
        """The same pieces, to be made some at a time."""
        return list_steps(self.xy, self.start)

    @cached_property
    def length_m(self) -> Floats:
        """The length of each street."""
        total = np.zeros(len(self))
        for first in range(0, len(self.xy) - 1, AT_ONCE):
            step = np.hypot(*np.diff(self.xy[first : first + AT_ONCE + 1], axis=0).T)
            ends = np.arange(first, first + len(step) + 1)
            street = find_streets(self.start, ends)
            within = street[1:] == street[:-1]
            np.add.at(total, street[:-1][within], step[within])
        return _freeze(total)


def build_streets(lines: StreetLines, *, frame: Frame) -> Streets:
    """Streets from lines of a map, in the frame of their scene."""
    return Streets(frame, _freeze(frame.to_xy(lines.lonlat)), lines)


def find_streets(start: Offsets, vertices: npt.NDArray[np.integer[Any]]) -> Rows:
    """The rows of the streets to which vertices belong."""
    return (np.searchsorted(start, vertices, side="right") - 1).astype(np.int32)


def list_steps(xy: Floats, start: Offsets) -> Steps:
    """Steps between following vertices of each polyline; those without length are left out."""
    kept = (xy[1:] != xy[:-1]).any(axis=1)
    last = start[1:-1]
    kept[last[(last > 0) & (last < len(xy))] - 1] = False
    return Steps(xy, start, _freeze(np.flatnonzero(kept).astype(np.int32)))


def build_pieces(xy: Floats, start: Offsets) -> Pieces:
    """Pieces between following vertices of each polyline; those without length are left out."""
    street = np.repeat(np.arange(len(start) - 1, dtype=np.int32), np.diff(start))
    within = street[1:] == street[:-1]
    step = np.hypot(*(xy[1:] - xy[:-1]).T)
    run = np.concatenate([np.zeros(min(len(xy), 1)), np.cumsum(np.where(within, step, 0.0))])
    at = run - run[start[:-1][street]]
    kept = np.flatnonzero(within & (step > 0))
    begin, end = xy[kept], xy[kept + 1]
    ends = [_freeze(np.ascontiguousarray(one)) for one in (*begin.T, *end.T)]
    return Pieces(ends[0], ends[1], ends[2], ends[3], _freeze(street[kept]), _freeze(at[kept]))


def _freeze(column: Column) -> Column:
    column.flags.writeable = False
    return column
