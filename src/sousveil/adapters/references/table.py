"""Records from a table (CSV): a row is a record, a column the dotted name of a field, as in `value.amount`.

Knows the form only; which fields there are, and which of them are lists, its caller says.
"""

from collections.abc import Collection

from sousveil.adapters.foreign import Foreign, Place, Reading, build_item
from sousveil.plaintext.csvtext import Cell, parse_csv, tell_delimiter
from sousveil.problems import Severity

BETWEEN = ";"
"""Stands between the elements of a list in one cell; a table that is divided by semicolons quotes such a cell."""


def parse_table(text: str, path: str, *, known: Collection[str], lists: Collection[str]) -> Reading:
    """The rows below the header; an empty cell is a field that is not there, a column not `known` is left."""
    rows, problems = parse_csv(text, path, delimiter=tell_delimiter(text))
    reading = Reading(problems=problems)
    if not rows:
        reading.report("table-empty", path, (1, 1), Severity.ERROR)
        return reading
    header = rows[0]
    kept = [number for number, cell in enumerate(header) if cell.text.strip().split(".")[0] in known]
    for number, cell in enumerate(header):
        if number not in kept:
            name = cell.text.strip()
            reading.report("import-column", path, (cell.line, cell.column), Severity.WARNING, name=name)
    for row in rows[1:]:
        if len(row) != len(header):
            place = (row[0].line, row[0].column)
            reading.report("row-width", path, place, Severity.ERROR, cells=len(row), wanted=len(header))
            continue
        cells = [(header[number].text.strip(), row[number]) for number in kept if row[number].text.strip()]
        reading.entries.append(_read(cells, (row[0].line, row[0].column), lists))
    return reading


def _read(cells: list[tuple[str, Cell]], place: Place, lists: Collection[str]) -> Foreign:
    """One row."""
    value: dict[str, object] = {}
    places = {"": place}
    for name, cell in cells:
        put_field(value, name, cell.text, lists=lists)
        path = name.split(".")
        for depth in range(len(path), 0, -1):
            places.setdefault(".".join(path[:depth]), (cell.line, cell.column))
    return Foreign(build_item(value, places))


def put_field(value: dict[str, object], name: str, text: str, *, lists: Collection[str]) -> None:
    """Set a dotted field within mappings that are made as needed; a plain value in the way stays, and checks say so."""
    *path, last = name.split(".")
    for part in path:
        inner = value.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        value = inner
    parts = [part.strip() for part in text.split(BETWEEN)]
    value[last] = [part for part in parts if part] if name in lists else text.strip()
