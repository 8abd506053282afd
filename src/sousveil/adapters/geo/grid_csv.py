"""Population grids as CSV tables: `west`, `south`, `east`, `north` [°] and `residents`, one cell a row.

Reads only. A row that makes no cell is named with its place, and the rest goes on.
"""

import math

import shapely  # type: ignore[import-untyped]

from sousveil.plaintext.csvtext import Cell, parse_csv
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.population import PopulationGrid

from .gpkg import build_grid

SIDES = ("west", "south", "east", "north")
RESIDENTS = "residents"


def parse_grid(text: str, path: str) -> tuple[PopulationGrid, list[Problem]]:
    """The cells of a table; an empty number of residents is unknown."""
    rows, problems = parse_csv(text, path)
    header = [cell.text.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in (*SIDES, RESIDENTS) if name not in header]
    if missing:
        reason = f"it lacks the columns {', '.join(missing)}"
        problem = Problem(
            message="residents-file", severity=Severity.ERROR, origin=Origin(path), args={"reason": reason}
        )
        return build_grid([]), [*problems, problem]
    cells = []
    for row in rows[1:]:
        id_ = f"row/{row[0].line}"
        try:
            cells.append((id_, *_read_row(dict(zip(header, row, strict=False)))))
        except (ValueError, KeyError):
            shown = ",".join(cell.text for cell in row)[:60]
            wrong = _find_wrong(dict(zip(header, row, strict=False))) or row[0]
            problems.append(
                Problem(
                    message="residents-cell",
                    severity=Severity.WARNING,
                    origin=Origin(path, wrong.line, wrong.column),
                    args={"id": id_, "reason": repr(shown)},
                    record=id_,
                )
            )
    return build_grid(cells), problems


def _find_wrong(row: dict[str, Cell]) -> Cell | None:
    """The first cell that alone makes the row none; None where it takes several, or one is not there."""
    for name in (*SIDES, RESIDENTS):
        cell = row.get(name)
        try:
            number = float(cell.text.strip() or 0) if cell else 0.0
        except ValueError:
            return cell
        if not math.isfinite(number) or (name == RESIDENTS and number < 0):
            return cell
    return None


def _read_row(row: dict[str, Cell]) -> tuple[shapely.Polygon, float]:
    """A cell and its residents; ValueError where it is none."""
    west, south, east, north = (float(row[side].text) for side in SIDES)
    said = row[RESIDENTS].text.strip()
    residents = float(said) if said else math.nan
    sound = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not sound or residents < 0 or math.isinf(residents) or (said and math.isnan(residents)):
        raise ValueError
    return shapely.box(west, south, east, north), residents
