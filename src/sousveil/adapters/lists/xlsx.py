"""Lists as spreadsheets (Office Open XML, ISO/IEC 29500), by openpyxl.

Reads values only: no formula is worked out and no macro looked at. What a sheet claims of its size is not believed.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]  # has no stubs of its own
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]  # as above

from sousveil.adapters.lists.packed import BROKEN, open_packed
from sousveil.problems import Origin, Severity

from .places import Row
from .rows import Reader, name_columns, read_rows
from .sheets import choose_sheet, report_unseen
from .sightings import Sightings

MOST_CELLS = 512
"""Cells in a row: no list has as many columns, and a sheet may claim 16,384 in each of a million rows."""
MOST_EMPTY = 1_000
"""Empty rows in a row, after which nothing is looked for."""
DAMAGE = (*BROKEN, InvalidFileException, ParseError, TypeError, AttributeError, IndexError)


def read_workbook(raw: bytes, reader: Reader) -> Sightings:
    """The records of one sheet."""
    found = Sightings()
    path = reader.path
    if open_packed(raw, path, found) is None:
        return found
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and links that openpyxl passes over are no matter here
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            rows = list(_read_rows(book, reader, found))
    except DAMAGE as error:
        found.report("camera-file.workbook", Origin(path), Severity.ERROR, reason=tell_damage(error))
        found.failed = True
        return found
    if found.failed:
        return found
    if not rows:
        found.report("camera-file.empty", Origin(path), Severity.ERROR)
        found.failed = True
        return found
    (top, names), *below = rows
    origins = [Origin(path, top, number) for number in range(1, len(names) + 1)]
    names = name_columns(names, origins, found)
    headings = {name: origin for name, origin in zip(names, origins, strict=True) if name}
    read = read_rows(headings, [_build_row(at, cells, names, path) for at, cells in below], reader)
    read.problems[:0] = found.problems
    return read


def tell_damage(error: Exception) -> str:
    """What is wrong with a workbook on one line: what openpyxl met, where it says no more than that something is."""
    met = error.__cause__ or error.__context__ or error
    if isinstance(
        met, TypeError | AttributeError | IndexError
    ):  # what it says of its own inside helps nobody
        return "its parts do not fit together"
    return " ".join((str(met) or type(met).__name__).split())[:200]


def _read_rows(book: Workbook, reader: Reader, found: Sightings) -> Iterator[tuple[int, list[str]]]:
    """The rows of the sheet from the headings on that hold anything, with their numbers."""
    path, how = reader.path, reader.how
    sheet = choose_sheet(book.worksheets, how.sheet, path, found)
    if sheet is None:
        return
    sheet.reset_dimensions()
    with sheet._get_source() as source:  # noqa: SLF001 - openpyxl hands out values only
        report_unseen(source.read(), how.header, path, found)
    empty = 0
    for at, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(cells) > MOST_CELLS:
            wide: dict[str, str | int] = {"row": at, "cells": len(cells), "most": MOST_CELLS}
            found.report("camera-file.wide", Origin(path, at, MOST_CELLS), Severity.ERROR, **wide)
            found.failed = True
            return
        if at < how.header:
            continue
        texts = [to_cell(cell, how.decimal) for cell in cells]
        empty = 0 if any(texts) else empty + 1
        if empty == MOST_EMPTY:
            begins = at - MOST_EMPTY + 1
            found.report("camera-file.gap", Origin(path, begins), Severity.WARNING, row=begins, n=MOST_EMPTY)
            return
        if not empty:
            yield at, texts


def _build_row(at: int, cells: Sequence[str], names: Sequence[str], path: str) -> Row:
    kept = [
        (name, number, text)
        for number, (name, text) in enumerate(zip(names, cells, strict=False), start=1)
        if name
    ]
    return Row(
        cells={name: text for name, _, text in kept},
        number=at,
        origin=Origin(path, at),
        origins={name: Origin(path, at, number) for name, number, _ in kept},
    )


def to_cell(value: object, mark: str) -> str:
    """A cell as text: days in ISO 8601, whole numbers without a point, others with the mark that is declared."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", mark)
    return " ".join(str(value).split())
