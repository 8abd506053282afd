"""GeoParquet 1.1: tables with a geometry, for geographic information systems and data frames.

Writes only, and always longitude and latitude on WGS 84. Whose data it is and under what licence stands in the file.
"""

import io
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import shapely  # type: ignore[import-untyped]

Geometries = npt.NDArray[np.object_]
Column = Sequence[object] | npt.NDArray[np.generic]

HILBERT_ORDER = 16
"""Halvings of each side of the box: cells of 15 cm over ten kilometres."""
ROWS_A_GROUP = 20_000
EDGES = ("xmin", "ymin", "xmax", "ymax")


def render_geoparquet(
    geometry: Geometries,
    columns: Mapping[str, Column],
    about: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A table as a file: rows along a Hilbert curve, so that neighbours stand together; `about` in its metadata.

    Raises:
        ValueError: a column of another length than the geometries, or one called as they are.
    """
    for name, column in columns.items():
        if len(column) != len(geometry) or name in {"geometry", "bbox"}:
            raise ValueError(f"column {name!r} has {len(column)} rows for {len(geometry)} geometries")
    order = find_hilbert_order(geometry)
    shapes = geometry[order]
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    made = {name: _take(column, order) for name, column in columns.items()}
    made["bbox"] = pa.StructArray.from_arrays([pa.array(edge) for edge in bounds.T], names=list(EDGES))
    made["geometry"] = pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())
    metadata = {"geo": json.dumps(describe(geometry)), **about}
    table = pa.table(made).replace_schema_metadata(metadata)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", row_group_size=ROWS_A_GROUP)
    return out.getvalue()


def describe(geometry: Geometries) -> dict[str, object]:
    """The metadata that GeoParquet asks for (specification 1.1.0); without `crs` it is OGC:CRS84."""
    kinds = sorted(
        {str(shapely.GeometryType(one).name) for one in set(shapely.get_type_id(geometry).tolist())}
    )
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": [NAMES[kind] for kind in kinds if kind in NAMES],
        "covering": {"bbox": {edge: ["bbox", edge] for edge in EDGES}},
    }
    if len(geometry):
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(geometry)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


NAMES = {
    "POINT": "Point",
    "LINESTRING": "LineString",
    "POLYGON": "Polygon",
    "MULTIPOINT": "MultiPoint",
    "MULTILINESTRING": "MultiLineString",
    "MULTIPOLYGON": "MultiPolygon",
}


def find_hilbert_order(geometry: Geometries) -> npt.NDArray[np.int64]:
    """The order of the middles of geometries along a Hilbert curve over their box."""
    bounds = shapely.bounds(geometry).reshape(-1, 4)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    low = np.nanmin(middle, axis=0, initial=np.inf)
    side = (
        max(float(np.nanmax(middle, axis=0, initial=-np.inf).max() - low.min()), 1e-9) if len(middle) else 1.0
    )
    cells = np.nan_to_num((middle - low) / side * ((1 << HILBERT_ORDER) - 1)).astype(np.int64)
    return np.argsort(find_distance(cells[:, 0], cells[:, 1]), kind="stable")


def find_distance(x: npt.NDArray[np.int64], y: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How far along the curve cells lie (Warren, Hacker's Delight, ch. 16: a quadrant a step, turned as it lies)."""
    x, y = x.copy(), y.copy()
    distance = np.zeros(len(x), np.int64)
    for bit in reversed(range(HILBERT_ORDER)):
        right, up = (x >> bit) & 1, (y >> bit) & 1
        distance += ((3 * right) ^ up) << (2 * bit)
        mirrored = (up == 0) & (right == 1)
        all_ones = (1 << HILBERT_ORDER) - 1
        x, y = np.where(mirrored, all_ones - x, x), np.where(mirrored, all_ones - y, y)
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
    return distance


def _take(column: Column, order: npt.NDArray[np.int64]) -> pa.Array:
    return pa.array(column).take(pa.array(order))
