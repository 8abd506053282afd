"""Residents: grids read, cut at the scene's edge, shared out; what no cell covers is unknown."""

import math
from collections.abc import Sequence
from pathlib import Path

import geopandas  # type: ignore[import-untyped]
import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.geo.gpkg import read_grid
from sousveil.adapters.geo.grid_csv import parse_grid
from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.residents import lay_grid, share_among_buildings, share_among_pieces
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.records.population import PopulationGrid
from tests.adapters.osm import maps as draw

DATA = Path(__file__).parents[3] / "shared" / "data"
GRID = DATA / "helsinki-population-grid-2020.gpkg"
HELSINKI = DATA / "helsinki-centre-2019-04.osm.pbf"


def cells(*rows: str) -> PopulationGrid:
    grid, problems = parse_grid("\n".join(["west,south,east,north,residents", *rows]), "grid.csv")
    assert not problems
    return grid


def town(folder: Path, heights: Sequence[str] = ("10", "30")) -> CityScene:
    """Two equal houses in the box from 0 to 0.004° by 0.002°, and a street along its southern edge."""
    corners = [(0, 0), (4, 0), (4, 2), (0, 2), (1, 1), (1.5, 1), (1.5, 1.5), (1, 1.5)]
    corners += [(2.5, 1), (3, 1), (3, 1.5), (2.5, 1.5)]
    nodes = [draw.Node(at, (x / 1000, y / 1000)) for at, (x, y) in enumerate(corners, start=1)]
    tags = [{"building": "yes"} | ({"height": height} if height else {}) for height in heights]
    ways = [
        draw.Way(1, (5, 6, 7, 8, 5), tags[0]),
        draw.Way(2, (9, 10, 11, 12, 9), tags[1]),
        draw.Way(3, (1, 2), {"highway": "residential"}),
    ]
    path = draw.write_map(folder / "town.osm.pbf", nodes, ways, box=(0, 0, 0.004, 0.002))
    return build_city_scene(read_extract(path, "town")[0])


def test_a_cell_counts_by_its_share_of_area_and_what_none_covers_is_unknown(tmp_path: Path) -> None:
    # The western cell lies half outside; nothing covers the eastern quarter; one cell is withheld.
    grid = cells("-0.001,0,0.001,0.002,80", "0.001,0,0.002,0.002,30", "0.002,0,0.003,0.002,")
    found = lay_grid(grid, town(tmp_path))
    assert found.in_scene == pytest.approx([40, 30, math.nan], rel=1e-6, nan_ok=True)
    assert found.total == pytest.approx(70)
    assert found.whole == 110
    assert found.covered_m2 / found.area_m2 == pytest.approx(0.5, rel=1e-6)


def test_residents_are_shared_by_floor_area_where_every_height_is_known(tmp_path: Path) -> None:
    found = lay_grid(cells("0,0,0.004,0.002,100"), town(tmp_path))
    assert share_among_buildings(found, town(tmp_path)).share == pytest.approx([25, 75], rel=1e-6)
    some = town(tmp_path, ("10", ""))
    assert share_among_buildings(found, some).share == pytest.approx([50, 50], rel=1e-6)


def test_where_nothing_can_be_shared_among_residents_are_kept_apart(tmp_path: Path) -> None:
    scene = town(tmp_path)
    found = lay_grid(cells("0,0,0.002,0.002,10", "0.0035,0.0005,0.004,0.002,7"), scene)
    houses = share_among_buildings(found, scene)
    assert houses.share == pytest.approx([10, math.nan], nan_ok=True)
    assert houses.unplaced == pytest.approx(7)
    streets = share_among_pieces(found, scene)
    assert streets.share == pytest.approx([10])
    assert streets.unplaced == pytest.approx(7)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a,0,1,1,5", 1),
        ("0,b,1,1,5", 3),
        ("1,0,0,1,5", 1),
        ("0,0,1,1,-5", 9),
        ("0,0,1,1,nan", 9),
        ("0,0,1,1,inf", 9),
        ("0,0,500,1,5", 1),
        ("0,0", 1),
    ],
)
def test_a_row_that_is_no_cell_is_named_and_the_rest_goes_on(row: str, column: int) -> None:
    grid, problems = parse_grid(f"west,south,east,north,residents\n{row}\n0,0,1,1,5\n", "grid.csv")
    assert grid.residents.tolist() == [5]
    assert [(one.message, str(one.origin)) for one in problems] == [
        ("residents-cell", f"grid.csv:2:{column}")
    ]


@pytest.mark.parametrize("content", [b"", b"junk" * 100])
def test_a_file_that_is_no_geopackage_is_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "grid.gpkg"
    path.write_bytes(content)
    grid, problems = read_grid(path, path.name)
    assert (len(grid), [one.message for one in problems]) == (0, ["residents-file"])
    assert [one.message for one in parse_grid("a,b\n", "x")[1]] == ["residents-file"]


@pytest.mark.skipif(not GRID.is_file(), reason="the grid is not beside the checkout, in shared/data")
def test_helsinki_has_the_residents_that_another_library_counts() -> None:
    grid, problems = read_grid(GRID, GRID.name)
    scene = build_city_scene(read_extract(HELSINKI, HELSINKI.name)[0])
    found = lay_grid(grid, scene)
    table = geopandas.read_file(GRID)
    box = shapely.box(*scene.box)
    near = table[table.intersects(box)].to_crs(3067)
    assert not problems
    assert (len(grid), grid.residents.sum()) == (len(table), table["population"].sum())
    assert (len(found.cells), found.whole) == (len(near), near["population"].sum()) == (22, 7801)
    edge = geopandas.GeoSeries([box], crs=4326).to_crs(3067).iloc[0]
    share = near.intersection(edge).area / near.area
    assert found.total == pytest.approx((share * near["population"]).sum(), rel=1e-3)
    # The northern 280 m have no cell.
    missing = (found.area_m2 - found.covered_m2) / found.area_m2
    assert missing == pytest.approx(1 - near.intersection(edge).union_all().area / edge.area, abs=1e-3)
    assert missing > 0.15
    houses = share_among_buildings(found, scene)
    assert np.nansum(houses.share) + houses.unplaced == pytest.approx(found.total)
