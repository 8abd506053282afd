"""Ids of many objects of a map, as columns: a text of each would take more room than its number and its sort.

Knows how an id is written, `way/27`, and not whether the object is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

SORTS = ("node", "way", "relation")
NODE, WAY, RELATION = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Ids(Sequence[str]):
    """Ids by row, written when asked for. `sort` : (n), positions in `SORTS`; `number` : (n)."""

    sort: npt.NDArray[np.int8]
    number: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.number)

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> "Ids": ...

    def __getitem__(self, row: int | slice) -> "str | Ids":
        if isinstance(row, slice):
            return Ids(self.sort[row], self.number[row])
        return f"{SORTS[self.sort[row]]}/{self.number[row]}"

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds the same ids in the same order."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none


def build_ids(sort: int, number: npt.NDArray[np.int64]) -> Ids:
    """Ids of objects of one sort."""
    return Ids(np.full(len(number), sort, dtype=np.int8), number)


def join_ids(parts: Iterable[Ids]) -> Ids:
    """Ids one after another."""
    given = list(parts)
    return Ids(
        np.concatenate([np.zeros(0, np.int8), *(one.sort for one in given)]),
        np.concatenate([np.zeros(0, np.int64), *(one.number for one in given)]),
    )


def parse_ids(texts: Iterable[str]) -> Ids:
    """Ids from their texts; ValueError where one is none.

    >>> list(parse_ids(["way/27", "node/1"]))
    ['way/27', 'node/1']
    """
    found = [text.split("/") for text in texts]
    sorts = np.array([SORTS.index(sort) for sort, _ in found], dtype=np.int8)
    return Ids(sorts, np.array([int(number) for _, number in found], dtype=np.int64))
