"""Lists as tables of text: CSV and its kin, with the delimiter, letters and headings that a body happens to use.

Reads only. The delimiter is told from the line of headings where nobody says it; letters are not guessed.
"""

import re
from dataclasses import replace

from sousveil.plaintext.csvtext import Cell, parse_csv, tell_delimiter
from sousveil.problems import Origin, Severity

from .places import Row
from .rows import Reader, name_columns, read_rows
from .sightings import Sightings

_EXCELS = re.compile(r"sep=([^\n])\n")
"""A first line that only Excel writes, and which says the delimiter."""
ENCODINGS = {"utf-8": "utf-8-sig"}
UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins that says so (RFC 2781 §3.2)."""


def read_table(raw: bytes, reader: Reader) -> Sightings:
    """The records of a table."""
    how, path = reader.how, reader.path
    found = Sightings(failed=True)
    try:
        text = raw.decode("utf-16" if raw.startswith(UTF16) else ENCODINGS.get(how.encoding, how.encoding))
    except UnicodeDecodeError as error:
        said: dict[str, str | int] = {"encoding": how.encoding, "at": error.start + 1}
        found.report("camera-file.letters", Origin(path), Severity.ERROR, **said)
        return found
    if "\0" in text:
        found.report("camera-file.zero", Origin(path), Severity.ERROR, at=text.index("\0") + 1)
        return found
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if first := _EXCELS.match(text):  # its line is left empty, so that lines keep their numbers
        text = text[first.end() - 1 :]
        how = how.model_copy(update={"delimiter": how.delimiter or first[1], "header": max(how.header, 2)})
    delimiter = how.delimiter or tell_delimiter(text, how.header)
    rows, problems = parse_csv(text, path, delimiter=delimiter, first=how.header)
    rows = [row for row in rows if any(cell.text.strip() for cell in row)]
    if not rows:
        found.problems += problems
        found.report("camera-file.empty", Origin(path), Severity.ERROR)
        return found
    wide = Sightings()
    origins = [Origin(path, cell.line, cell.column) for cell in rows[0]]
    names = name_columns([cell.text.strip() for cell in rows[0]], origins, wide)
    headings = {name: origin for name, origin in zip(names, origins, strict=True) if name}
    read = read_rows(headings, [_build_row(row, names, path, wide) for row in rows[1:]], reader)
    lost = [replace(one, severity=Severity.WARNING) for one in problems]  # of a list only the row is
    read.problems += [*lost, *wide.problems]
    return read


def _build_row(cells: list[Cell], names: list[str], path: str, wide: Sightings) -> Row:
    """One row; cells beyond the headings are named."""
    first = cells[0]
    origin = Origin(path, first.line, first.column)
    if any(cell.text.strip() for cell in cells[len(names) :]):
        said: dict[str, str | int] = {"id": f"row/{first.line}", "cells": len(cells), "wanted": len(names)}
        wide.report("camera-row.width", origin, Severity.WARNING, **said)
    kept = [(name, cell) for name, cell in zip(names, cells, strict=False) if name]
    return Row(
        cells={name: " ".join(cell.text.split()) for name, cell in kept},
        number=first.line,
        origin=origin,
        origins={name: Origin(path, cell.line, cell.column) for name, cell in kept},
    )
