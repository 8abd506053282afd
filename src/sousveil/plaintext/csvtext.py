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
    return re.compile(rf'(?:"((?:[^"]|"")*)"|([^{mark}"\n]*))(?=[{mark}\n]|\Z)')


class Cell(NamedTuple):
    """A cell's text and where it begins."""

    text: str
    line: int
    column: int


def parse_csv(text: str, path: str, *, delimiter: str = ",") -> tuple[list[list[Cell]], list[Problem]]:
    """The rows of a table; blank lines are left out. Reading ends at the first quote that is out of place."""
    cell = _build_cell(delimiter)
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at, line, start = 0, 1, 0
    while at < len(text):
        found = cell.match(text, at)
        if found is None:
            origin = Origin(path, line, at - start + 1)
            return rows, [Problem(message="csv-quote", severity=Severity.ERROR, origin=origin)]
        quoted, bare = found.groups()
        row.append(Cell(bare if quoted is None else quoted.replace('""', '"'), line, at - start + 1))
        inside = text.count("\n", at, found.end())
        if inside:
            line, start = line + inside, text.rfind("\n", at, found.end()) + 1
        at = found.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at < len(text):
                continue
            row.append(Cell("", line, at - start + 1))
        at, line, start = at + 1, line + 1, at + 1
        if len(row) > 1 or row[0].text:
            rows.append(row)
        row = []
    return rows, []


def render_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV with line feeds; a cell is quoted where it must be."""
    return "".join(",".join(map(_render_cell, row)) + "\n" for row in rows)


def _render_cell(text: str) -> str:
    if re.search(r'[",\n\r]|^\s|\s$', text):
        return '"' + text.replace('"', '""') + '"'
    return text
