"""OpenStreetMap's nodes, ways and relations as columns, and the ways to look into them.

Knows how objects refer to each other; what a tag means is the business of others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.rings import fill_rows

Column = TypeVar("Column", bound=npt.NDArray[Any])

NONE = -1
"""No string, no row."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Tags by row: whose they are (ascending), and key and value as positions in `OsmColumns.strings`."""

    owner: Rows
    key: Rows
    value: Rows


@dataclass(frozen=True)
class OsmColumns:
    """What a file holds.

    `node_id` : (nodes), ascending, and `lonlat` : (nodes, 2) [°]. `way_id` : (ways); the nodes of way r are those of
    `ref` from `ref_start[r]` up to `ref_start[r + 1]`. `relation_id` : (relations); its members alike, from
    `member_start`: `member` (id), `member_kind` (0 node, 1 way, 2 relation), `member_role` (position in `strings`).
    `strings` : every text of a tag or role once. `box` : west, south, east, north [°], None where the file says none.
    """

    node_id: Offsets
    lonlat: Floats
    way_id: Offsets
    ref_start: Offsets
    ref: Offsets
    relation_id: Offsets
    member_start: Offsets
    member: Offsets
    member_kind: Offsets
    member_role: Rows
    node_tags: Tags
    way_tags: Tags
    relation_tags: Tags
    strings: tuple[str, ...]
    box: tuple[float, float, float, float] | None

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """From a text to its position among the strings."""
        return {text: code for code, text in enumerate(self.strings)}

    @cached_property
    def way_order(self) -> Offsets:
        """The rows of ways in the order of their ids."""
        return np.argsort(self.way_id, kind="stable")

    @cached_property
    def sorted_ways(self) -> Offsets:
        """The ids of ways, ascending."""
        return self.way_id[self.way_order]

    def find_values(self, tags: Tags, key: str, count: int) -> npt.NDArray[np.int32]:
        """The value of one key by owner, of so many owners; `NONE` for those without it."""
        values = np.full(count, NONE, dtype=np.int32)
        at = tags.key == self.codes.get(key, NONE)
        values[tags.owner[at]] = tags.value[at]
        return values

    def find_with(self, tags: Tags, key: str, values: Sequence[str] | None = None) -> Offsets:
        """The owners of a tag with this key, and with one of these values where any are given."""
        at = np.flatnonzero(tags.key == self.codes.get(key, NONE))
        if values is not None:
            at = at[np.isin(tags.value[at], [self.codes.get(value, NONE) for value in values])]
        return tags.owner[at].astype(np.int64)

    def list_texts(
        self, tags: Tags, owners: Offsets, pattern: re.Pattern[str]
    ) -> Iterator[tuple[int, str, str]]:
        """The position among these owners (ascending), key and value of each tag whose key matches."""
        used = np.unique(tags.key)
        wanted = used[[pattern.fullmatch(self.strings[code]) is not None for code in used]]
        at = np.flatnonzero(np.isin(tags.key, wanted))
        place = np.searchsorted(owners, tags.owner[at])
        held = place < len(owners)
        held[held] = owners[place[held]] == tags.owner[at[held]]
        rows = zip(
            place[held].tolist(), tags.key[at[held]].tolist(), tags.value[at[held]].tolist(), strict=True
        )
        return ((row, self.strings[key], self.strings[value]) for row, key, value in rows)

    def locate(self, nodes: Offsets) -> Offsets:
        """The rows of nodes by their ids; `NONE` for those the file does not hold."""
        return find_rows(self.node_id, nodes)

    def locate_ways(self, ways: Offsets) -> Offsets:
        """The rows of those ways, of these ids, that the file holds."""
        rows = find_rows(self.sorted_ways, ways)
        found: Offsets = self.way_order[rows[rows != NONE]]
        return found

    def take_refs(self, ways: Offsets) -> tuple[Offsets, Offsets]:
        """The nodes of some ways one after another, and where those of each begin (ways + 1)."""
        at, start = gather(self.ref_start, ways)
        return self.ref[at], start


def find_rows(ids: Offsets, wanted: Offsets) -> Offsets:
    """Where each of the wanted stands among ascending ids, `NONE` for one that does not."""
    rows = np.empty(len(wanted), np.int64)
    fill_rows(ids, wanted, rows)
    return rows


def join_parts(parts: list[Column], none: Column) -> Column:
    """One column of several parts, `none` if there is none; they are let go one by one, not to stand twice."""
    if not parts:
        return none
    whole = np.empty((sum(len(one) for one in parts), *none.shape[1:]), dtype=none.dtype)
    end = len(whole)
    while parts:
        last = parts.pop()
        whole[end - len(last) : end] = last
        end -= len(last)
    return whole  # type: ignore[return-value]  # of the kind of `none`


def gather(start: Offsets, rows: Offsets) -> tuple[Offsets, Offsets]:
    """Positions of the items of some rows of a ragged column, and where those of each row begin (rows + 1)."""
    sizes = start[rows + 1] - start[rows]
    begin = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    at = np.arange(begin[-1]) + np.repeat(start[rows] - begin[:-1], sizes)
    return at, begin


def keep_whole(nodes: Offsets, start: Offsets) -> tuple[Offsets, Offsets, list[int]]:
    """Positions of the vertices to keep, where those of each line begin, and the lines that lost some.

    Of a line with gaps the longest run without one stays: a step across a gap would be invented.
    """
    if not (nodes == NONE).any():
        return np.arange(len(nodes)), start, []
    kept = nodes != NONE
    torn = np.unique(np.repeat(np.arange(len(start) - 1), np.diff(start))[~kept]).tolist()
    for row in torn:
        span = slice(start[row], start[row + 1])
        edges = np.flatnonzero(np.diff(np.concatenate([[False], kept[span], [False]]).astype(np.int8)))
        runs = edges.reshape(-1, 2)
        best = runs[np.argmax(runs[:, 1] - runs[:, 0])] if len(runs) else np.zeros(2, np.int64)
        kept[span] = False
        kept[start[row] + best[0] : start[row] + best[1]] = True
    sizes = np.add.reduceat(np.append(kept, np.False_).astype(np.int64), start[:-1]) * (np.diff(start) > 0)
    begin = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    return np.flatnonzero(kept), begin, torn
