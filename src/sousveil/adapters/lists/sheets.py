"""What a spreadsheet holds beside its values: which sheet is read, cells that are one, formulas without a result.

Looks at the text of a sheet for what openpyxl passes over when it reads values; works nothing out.
"""

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries  # type: ignore[import-untyped]  # no stubs

from sousveil.problems import Origin, Severity

from .sightings import Sightings

_EMPTY = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell (ISO/IEC 29500-1 §18.3.1.4) with a formula and no value: programs that write sheets leave it out."""
_NAME = re.compile(rb"\br=\"([A-Z]{1,3}[0-9]{1,7})\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")


def choose_sheet(sheets: Sequence[Any], name: str | None, path: str, into: Sightings) -> Any | None:  # noqa: ANN401
    """The sheet of that name, or the first that is not hidden, the others being named; None where there is none."""
    names = [sheet.title for sheet in sheets]
    if not sheets:
        into.report("camera-file.sheetless", Origin(path), Severity.ERROR)
    elif name is not None and name not in names:
        said = {"name": name, "found": ", ".join(names)[:200]}
        into.report("camera-file.sheet", Origin(path), Severity.ERROR, **said)
    else:
        seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
        chosen = sheets[names.index(name)] if name is not None else seen[0]
        if name is None and len(sheets) > 1:
            others = ", ".join(one for one in names if one != chosen.title)[:200]
            into.report("camera-file.sheets", Origin(path), Severity.NOTE, name=chosen.title, found=others)
        return chosen
    into.failed = True
    return None


def report_unseen(xml: bytes, header: int, path: str, into: Sightings) -> None:
    """Name cells below the headings that seem empty: formulas without a result, all but the first of merged ones."""
    empty = [found[1].decode() for cell in _EMPTY.finditer(xml) if (found := _NAME.search(cell[1]))]
    empty = [one for one in empty if coordinate_to_tuple(one)[0] >= header]
    if empty:
        origin = Origin(path, *coordinate_to_tuple(empty[0]))
        into.report("camera-file.formula", origin, Severity.WARNING, n=len(empty), cell=empty[0])
    merged = [found[1].decode() for found in _MERGED.finditer(xml)]
    tall = [one for one in merged if _spans_rows(one, header)]
    if tall:
        origin = Origin(path, *coordinate_to_tuple(tall[0].partition(":")[0]))
        into.report("camera-file.merged", origin, Severity.WARNING, n=len(tall), cell=tall[0])


def _spans_rows(cells: str, header: int) -> bool:
    """Whether a range of cells has more than one row, and one of them below the headings."""
    _, top, _, bottom = range_boundaries(cells)
    return bool(top < bottom and bottom > header)
