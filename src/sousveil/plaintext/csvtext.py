"""CSV (RFC 4180, UTF-8, line feeds; a comma unless said otherwise) into cells that know their place, and back.

Leaves what a cell means to the caller; a cell is always text.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from sousveil.problems import Origin, Problem, Severity


@cache
def _build_cell(delimiter: str) -> re.Pattern[str]:
    """A cell before a delimiter, the end of its line, or the end."""
    mark = re.escape(delimiter)
    return re.compile(rf'(?:"((?:[^"]++|"")*+)"|([^{mark}"\n]*))(?=[{mark}\n]|\Z)')


class Cell(NamedTuple):
    """A cell's text and where it begins."""

    text: str
    line: int
    column: int


DELIMITERS = (";", "\t", ",", "|")


def tell_delimiter(text: str, header: int = 1) -> str:
    """What stands most often in the line of headings; spreadsheets write semicolons where the comma is decimal."""
    line = "".join(text.split("\n", header)[header - 1 : header])
    return max(DELIMITERS, key=line.count)


def parse_csv(
    text: str, path: str, *, delimiter: str = ",", first: int = 1
) -> tuple[list[list[Cell]], list[Problem]]:
    """The rows of a table from its line `first` on; blank lines are left out.

    A row with a quote out of place is lost, the rest of its line with it, and named; were it the first, whose cells are
    the headings, no row is read.
    """
    cell = _build_cell(delimiter)
    rows: list[list[Cell]] = []
    problems: list[Problem] = []
    at, line = _find_line(text, first), first
    while at < len(text):
        row, fault, at, line = _parse_row(text, at, line, cell)
        if fault:
            origin = Origin(path, *fault)
            problems.append(Problem(message="csv-quote", severity=Severity.ERROR, origin=origin))
            if not rows:
                break
        elif len(row) > 1 or row[0].text:
            rows.append(row)
    return rows, problems


def _parse_row(
    text: str, at: int, line: int, cell: re.Pattern[str]
) -> tuple[list[Cell], tuple[int, int] | None, int, int]:
    """The cells of a row, line and column of a quote out of place, and where and in which line the next row begins."""
    row: list[Cell] = []
    start = at
    while True:
        found = cell.match(text, at)
        if found is None:
            # A cell that is not closed would take the lines below it along: they begin anew.
            return row, (line, at - start + 1), _find_line(text, 2, at), line + 1
        quoted, bare = found.groups()
        row.append(Cell(bare if quoted is None else quoted.replace('""', '"'), line, at - start + 1))
        inside = text.count("\n", at, found.end())
        if inside:
            line, start = line + inside, text.rfind("\n", at, found.end()) + 1
        at = found.end() + 1
        if at > len(text) or text[at - 1] == "\n":
            return row, None, at, line + 1


def _find_line(text: str, number: int, at: int = 0) -> int:
    """Where a line begins, counted from the one at `at`; the end of the text where there is none."""
    for _ in range(1, number):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def render_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV with line feeds; a cell is quoted where it must be."""
    return "".join(",".join(map(_render_cell, row)) + "\n" for row in rows)


def _render_cell(text: str) -> str:
    if re.search(r'[",\n\r]|^\s|\s$', text):
        return '"' + text.replace('"', '""') + '"'
    return text
