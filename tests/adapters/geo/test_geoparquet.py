"""GeoParquet: read back by geopandas and pyarrow, rows along a curve, whose it is inside the file."""

import io
import json

import geopandas  # type: ignore[import-untyped]
import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.geo.geoparquet import find_distance, find_hilbert_order, render_geoparquet

SHAPES = np.array(
    [shapely.box(24.9, 60.1, 24.91, 60.11), shapely.box(20.4, 44.8, 20.41, 44.81)], dtype=object
)


def test_geopandas_reads_what_was_written() -> None:
    content = render_geoparquet(SHAPES, {"id": ["a", "b"], "area_m2": np.array([1.5, np.nan])})
    frame = geopandas.read_parquet(io.BytesIO(content)).set_index("id")
    assert frame.crs.equals("OGC:CRS84")
    assert frame.geometry["a"].equals(SHAPES[0])
    assert frame.geometry["b"].equals(SHAPES[1])
    assert frame.area_m2["a"] == 1.5
    assert np.isnan(frame.area_m2["b"])


def test_a_box_finds_its_rows() -> None:
    content = render_geoparquet(SHAPES, {"id": ["a", "b"]})
    found = geopandas.read_parquet(io.BytesIO(content), bbox=(20, 44, 21, 45))
    assert found.id.tolist() == ["b"]


def test_licence_and_attribution_stand_in_the_file() -> None:
    content = render_geoparquet(
        SHAPES, {}, {"attribution": "© OpenStreetMap contributors", "licence": "ODbL-1.0"}
    )
    metadata = pq.read_schema(io.BytesIO(content)).metadata
    assert metadata[b"attribution"].decode() == "© OpenStreetMap contributors"
    assert json.loads(metadata[b"geo"])["columns"]["geometry"]["geometry_types"] == ["Polygon"]


def test_the_same_rows_give_the_same_bytes_and_none_is_a_table_too() -> None:
    assert render_geoparquet(SHAPES, {"id": ["a", "b"]}) == render_geoparquet(SHAPES, {"id": ["a", "b"]})
    empty = render_geoparquet(np.empty(0, dtype=object), {"id": []})
    assert len(geopandas.read_parquet(io.BytesIO(empty))) == 0


def test_a_column_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="'id' has 1 rows for 2"):
        render_geoparquet(SHAPES, {"id": ["a"]})


def test_along_the_curve_each_step_leads_to_a_neighbour() -> None:
    side = 32
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(side)))
    at = np.argsort(find_distance(x, y))
    assert np.array_equal(np.sort(find_distance(x, y)), np.arange(side * side))
    assert (np.abs(np.diff(x[at])) + np.abs(np.diff(y[at])) == 1).all()


def test_the_curve_is_found_whatever_the_place() -> None:
    points = shapely.points(np.array([[20.0, 44.0], [20.0, 44.0], [21.0, 45.0]]))
    assert find_hilbert_order(points).tolist() == [0, 1, 2]
