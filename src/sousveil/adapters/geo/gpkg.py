"""Population grids as GeoPackages: cells with a number of residents.

Reads only. OGC GeoPackage 1.3 (OGC 12-128r17): a SQLite file whose shapes are well-known binary behind a header.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import shapely  # type: ignore[import-untyped]
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from sousveil.problems import Origin, Problem, Severity
from sousveil.records.population import PopulationGrid

RESIDENTS = ("population", "residents", "pop", "asukkaita", "asyht", "stanovnika", "vaesto")
"""Columns that hold the residents, the first that a table has; compared in lower case."""
MAGIC = b"GP"
_EXTENTS = (0, 32, 48, 48, 64)
"""Bytes of the box in a shape's header, by its kind (OGC 12-128r17, table 5)."""
WGS84 = 4326


class NoGrid(Exception):
    """A file that holds no population grid; its text says why."""


def read_grid(path: Path, name: str) -> tuple[PopulationGrid, list[Problem]]:
    """The cells of a file, and problems with `name` as their place."""
    origin = Origin(name)
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as database:
            return _read_cells(database, origin)
    except (sqlite3.Error, NoGrid) as error:
        problem = Problem(
            message="residents-file", severity=Severity.ERROR, origin=origin, args={"reason": str(error)}
        )
        return build_grid([]), [problem]


def build_grid(cells: list[tuple[str, shapely.Polygon, float]]) -> PopulationGrid:
    """A grid out of ids, outlines [°] and residents."""
    corners = [shapely.get_coordinates(cell)[:-1] for _, cell, _ in cells]
    return PopulationGrid(
        lonlat=np.concatenate([np.zeros((0, 2)), *corners]),
        start=np.cumsum([0, *(len(one) for one in corners)]).astype(np.int64),
        residents=np.array([residents for *_, residents in cells], dtype=np.float64),
        ids=tuple(id_ for id_, *_ in cells),
    )


def _read_cells(database: sqlite3.Connection, origin: Origin) -> tuple[PopulationGrid, list[Problem]]:
    """All sound cells of the first table of shapes."""
    table, column, residents, transformer = _find_table(database)
    # Names of tables and columns cannot be arguments; quotes in them are doubled.
    query = f"SELECT rowid, {_quote(column)}, {_quote(residents)} FROM {_quote(table)}"  # noqa: S608
    cells: list[tuple[str, shapely.Polygon, float]] = []
    problems: list[Problem] = []
    for row, shape, count in database.execute(query):
        id_ = f"cell/{row}"
        known = isinstance(count, int | float) and count >= 0
        polygons = list(_read_polygons(shape))
        if len(polygons) != 1 or (count is not None and not known):
            reason = "no polygon" if len(polygons) != 1 else f"{count!r} residents"
            problems.append(
                Problem(
                    message="residents-cell",
                    severity=Severity.WARNING,
                    origin=origin,
                    args={"id": id_, "reason": reason},
                    record=id_,
                )
            )
            continue
        place = shapely.transform(polygons[0], lambda xy: np.stack(transformer.transform(*xy.T), axis=1))
        cells.append((id_, place, float(count) if known else np.nan))
    return build_grid(cells), problems


def _find_table(database: sqlite3.Connection) -> tuple[str, str, str, Transformer]:
    """The table, its column of shapes, its column of residents, and the way to degrees; raises NoGrid."""
    found = database.execute(
        "SELECT table_name, column_name, g.srs_id, organization, organization_coordsys_id, definition "
        "FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys USING (srs_id) ORDER BY table_name"
    ).fetchone()
    if found is None:
        raise NoGrid("it has no table of shapes")
    table, column, _, organization, number, definition = found
    names = [one[1] for one in database.execute(f"PRAGMA table_info({_quote(table)})")]
    lower = {one.lower(): one for one in names}
    residents = next((lower[one] for one in RESIDENTS if one in lower), None)
    if residents is None:
        raise NoGrid(f"none of the columns {', '.join(names)} is named {', '.join(RESIDENTS)}")
    try:
        system = CRS.from_authority(organization, number) if organization else CRS.from_wkt(str(definition))
    except CRSError as error:
        raise NoGrid(f"its coordinate system {organization}:{number} is not known") from error
    return table, column, residents, Transformer.from_crs(system, CRS.from_epsg(WGS84), always_xy=True)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_polygons(shape: object) -> Iterator[shapely.Polygon]:
    """The sound polygons of a shape behind its header; none where it is no shape."""
    if not isinstance(shape, bytes) or shape[:2] != MAGIC or len(shape) < 8:
        return
    kind = shape[3] >> 1 & 7
    if kind >= len(_EXTENTS):
        return
    found = shapely.from_wkb(shape[8 + _EXTENTS[kind] :], on_invalid="ignore")
    for part in shapely.get_parts(found) if found is not None else ():
        if shapely.get_type_id(part) == shapely.GeometryType.POLYGON and shapely.is_valid(part):
            yield part
