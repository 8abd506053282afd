"""Remembers where each field of a record stands, in little room.

A case of a hundred thousand claims has millions of fields, and most records of a kind have one shape; so the places
are kept as one string relative to the record's first line, and equal strings are kept once.
"""

from collections.abc import Iterator, Mapping

Place = tuple[int, int]


class Marks(Mapping[str, Place]):
    """(line, column) from 1 of each dotted field; `""` is the record itself."""

    __slots__ = ("_line", "_packed")

    def __init__(self, line: int, packed: str) -> None:
        """`packed` is what `pack_marks` made, `line` the record's first line, from 1."""
        self._line = line
        self._packed = packed

    @property
    def line(self) -> int:
        """The record's first line."""
        return self._line

    @property
    def packed(self) -> str:
        """The string behind, for a cache."""
        return self._packed

    def __getitem__(self, field: str) -> Place:
        start = self._packed.find(f"\n{field}\t")
        if start < 0:
            raise KeyError(field)
        end = self._packed.find("\n", start + 1)
        line, _, column = self._packed[start + len(field) + 2 : end if end >= 0 else None].partition(" ")
        return self._line + int(line), int(column)

    def __iter__(self) -> Iterator[str]:
        for entry in self._packed.split("\n")[1:]:
            yield entry.partition("\t")[0]

    def __len__(self) -> int:
        return self._packed.count("\n")


def pack_marks(places: list[tuple[str, int, int]]) -> str:
    """Pack (dotted field, line after the record's first from 0, column from 1).

    A field whose name holds a tab or line break is left out.
    """
    return "".join(
        [
            f"\n{field}\t{line} {column}"
            for field, line, column in places
            if "\t" not in field and "\n" not in field
        ]
    )
