"""Indicators: tables of published figures, each column a series with its measure, unit, source and method breaks."""

from collections.abc import Iterator

from pydantic import Field

from .base import Id, Part, Text, Words


class Break(Part):
    """A change of method: figures from `at` on do not compare with earlier ones."""

    at: Words
    why: Text


class Column(Part):
    """One series of a table."""

    name: Words
    title: Text
    measure: Id | None = None
    unit: Words | None = None
    subject: Id | None = None
    source: Id | None = None
    via: tuple[Id, ...] = ()
    locator: Words | None = None
    better: Words | None = Field(
        None, description="`higher` or `lower`: which way is better, where that is defined."
    )
    low: Words | None = Field(None, description="Lowest value the scale allows.")
    high: Words | None = Field(None, description="Highest value the scale allows.")
    breaks: tuple[Break, ...] = ()


class Table(Part):
    """A published table: a key column, series, and rows of cells as printed. An empty cell or `-` is not published."""

    id: Id
    title: Text
    path: Words
    key: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: Text | None = None

    def series(self, column: str) -> Iterator[tuple[str, str]]:
        """Key and cell of every row, in the order printed."""
        names = [c.name for c in self.columns]
        key, value = names.index(self.key), names.index(column)
        for row in self.rows:
            yield row[key], row[value]

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((c for c in self.columns if c.name == name), None)
