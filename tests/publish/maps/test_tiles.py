"""Tiles hold every feature, in the same bytes each time; read here by their wire format alone and by GDAL."""

import gzip
import json
from pathlib import Path

import numpy as np
import pyogrio  # type: ignore[import-untyped]
import pytest
import shapely  # type: ignore[import-untyped]
from pmtiles.reader import MemorySource, Reader, all_tiles
from pyproj import Transformer

from sousveil.publish.maps.layers import Areas, Band, MapLayers
from sousveil.publish.maps.tables import (
    Column,
    TileTable,
    build_lines,
    build_polygons,
    build_tables,
    find_first_day,
    find_last_day,
    name_pages,
    total_streets,
)
from sousveil.publish.maps.tiles import build_tiles, cut_table, list_words
from tests.publish.maps.small_map import CAMERAS, build_small_map


@pytest.fixture(scope="module")
def layers() -> MapLayers:
    return build_small_map()


@pytest.fixture(scope="module")
def archive(layers: MapLayers) -> bytes:
    return build_tiles(build_tables(layers), bounds=layers.bounds, attribution="© OpenStreetMap contributors")


def read_layers(tile: bytes) -> dict[str, int]:
    """Names of a tile's layers with their numbers of features, by the wire format alone (MVT 2.1, 4.1)."""
    found: dict[str, int] = {}
    for number, body in read_fields(tile):
        if number == 3:
            fields = read_fields(body)
            name = next(value for key, value in fields if key == 1).decode()
            assert name not in found, "a layer stands twice in a tile"
            found[name] = sum(key == 2 for key, _ in fields)
    return found


def read_fields(body: bytes) -> list[tuple[int, bytes]]:
    """The fields of a protocol buffer; numbers come out as empty."""
    at, found = 0, []
    while at < len(body):
        key, at = read_number(body, at)
        if key & 7 == 2:
            size, at = read_number(body, at)
            found.append((key >> 3, body[at : at + size]))
            at += size
        else:
            assert key & 7 == 0
            _, at = read_number(body, at)
            found.append((key >> 3, b""))
    return found


def read_number(body: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (body[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if body[at - 1] < 128:
            return value, at


def tiles_of(archive: bytes, zoom: int) -> list[bytes]:
    tiles = all_tiles(MemorySource(archive))  # type: ignore[no-untyped-call]
    return [gzip.decompress(data) for (z, _, _), data in tiles if z == zoom]


def test_the_same_layers_give_the_same_bytes(layers: MapLayers, archive: bytes) -> None:
    again = build_tiles(
        build_tables(layers), bounds=layers.bounds, attribution="© OpenStreetMap contributors"
    )
    assert again == archive


def read_shapes(
    tile: bytes, place: tuple[int, int, int], folder: Path
) -> tuple[list[list[object]], shapely.Geometry]:
    """What a tile of one layer says and draws, as GDAL reads it, in metres of the web's map."""
    zoom, x, y = place
    file = folder / f"{zoom}" / f"{x}" / f"{y}.pbf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(tile)
    found = pyogrio.read_dataframe(file)
    return found[["name", "k", "until"]].to_numpy().tolist(), found.geometry.union_all()


def to_metres(shape: shapely.Geometry) -> shapely.Geometry:
    way = Transformer.from_crs(4326, 3857, always_xy=True)
    return shapely.transform(shape, lambda lonlat: np.column_stack(way.transform(*lonlat.T)))


SHAPES = [
    shapely.box(20.4, 44.8, 20.6, 44.9).difference(shapely.box(20.46, 44.84, 20.48, 44.86)),
    shapely.MultiPolygon([shapely.box(20.5, 44.5, 20.51, 44.51), shapely.box(20.2, 44.6, 20.3, 44.7)]),
    shapely.LineString([(20.1, 44.4), (20.9, 45.0), (20.9, 44.4)]),
    shapely.MultiLineString([[(20.3, 44.4), (20.3, 44.9)], [(20.5, 44.41), (20.6, 44.42)]]),
    shapely.Point(20.45, 44.82),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: str(shape.geom_type))
def test_another_reader_finds_in_each_tile_what_lies_there(shape: shapely.Geometry, tmp_path: Path) -> None:
    columns: dict[str, Column] = {"name": ["Кнез"], "k": [-3], "until": [99991231]}
    table = TileTable("what", 12, 12, np.array([shape]), columns)
    whole, side = to_metres(shape), 40_075_016.7 / 2**12
    seen = []
    for place, tile in cut_table(table):
        words, got = read_shapes(tile, place, tmp_path)
        assert words == [["Кнез", -3, 99991231]]
        west, north = place[1] * side - 2**11 * side, 2**11 * side - place[2] * side
        box = shapely.box(west, north - side, west + side, north)
        there, here = whole.intersection(box), got.intersection(box)
        assert here.is_empty if there.is_empty else there.hausdorff_distance(here) <= 2 * side / 4096
        seen.append(box)
    assert shapely.union_all(seen).buffer(1).covers(whole)


def test_near_tiles_hold_every_layer_and_far_ones_no_cameras(archive: bytes) -> None:
    near = [name for tile in tiles_of(archive, 15) for name in read_layers(tile)]
    assert set(near) == {
        *("unsurveyed", "water", "waterway", "building", "street", "label"),
        *("camera", "ground", "watched"),
    }
    (far,) = tiles_of(archive, 10)
    assert read_layers(far) == {
        "unsurveyed": 1,
        "water": 1,
        "waterway": 1,
        "street": 1,
        "label": 1,
        "watched_street": 3,
    }


def test_no_camera_is_thinned_out_where_cameras_are_shown(layers: MapLayers) -> None:
    rng = np.random.default_rng(7)
    places = np.array(layers.bounds[:2]) + rng.uniform(0, 0.01, (3000, 2))
    table = TileTable("camera", 13, 15, shapely.points(places), {"id": [f"c-{n}" for n in range(3000)]})
    archive = build_tiles([table], bounds=layers.bounds, attribution="")
    words = {
        value.decode()
        for tile in tiles_of(archive, 13)
        for number, body in read_fields(tile)
        if number == 3
        for key, value in read_fields(body)
        if key == 4
        for _, value in read_fields(value)
    }
    assert words == {f"c-{n}" for n in range(3000)}


def test_the_archive_says_what_it_holds(archive: bytes) -> None:
    reader = Reader(MemorySource(archive))  # type: ignore[no-untyped-call]
    header, said = reader.header(), reader.metadata()  # type: ignore[no-untyped-call]
    assert (header["min_zoom"], header["max_zoom"]) == (9, 15)
    assert header["min_lon_e7"] == 204_600_000
    assert said["attribution"] == "© OpenStreetMap contributors"
    fields = {layer["id"]: layer["fields"] for layer in said["vector_layers"]}
    assert fields["camera"]["operator"] == "String"
    assert fields["camera"]["since"] == "Number"
    assert json.dumps(said, ensure_ascii=True)


def test_the_gate_sees_every_word_of_the_tiles(layers: MapLayers) -> None:
    words = list_words(build_tables(layers)).split("\n")
    assert {"Кнеза Милоша", "Kneza Miloša", "Ministry", "<b>Shop & Co</b>"} <= set(words)


def test_courtyards_stay_open_and_degenerate_rings_are_left_out(layers: MapLayers) -> None:
    buildings, rows = build_polygons(layers.buildings)
    assert rows.tolist() == [0, 1]
    assert [round(shape.area * 1e8) for shape in buildings] == [800, 900]
    line = Areas(np.zeros((2, 2)), np.array([0, 2]), np.array([0]), np.array([False]))
    assert len(build_polygons(line)[0]) == 0
    assert build_lines(layers.streets.lines)[1].tolist() == [0, 1, 2, 3]


def test_metres_of_a_street_are_added_up_by_band_and_scenario(layers: MapLayers) -> None:
    first, second, third = total_streets(layers)
    assert (first.street, first.scenario, first.most) == (0, 0, 4)
    assert dict(first.metres) == {"low": 0.0, "typical": 158.0, "high": 158.0}
    assert (second.scenario, second.metres[Band.TYPICAL]) == (1, 190.0)
    assert (third.street, third.most) == (1, 2)
    # 100 ten-thousandths of a degree at 44.815° north: cos(44.815°) · 111,320 m · 0.01, within 0.3 % of the ellipsoid.
    assert first.length_m == pytest.approx(789.6, rel=4e-3)


def test_days_without_a_date_lie_before_and_after_all_others() -> None:
    assert (find_first_day("2019-05"), find_first_day("")) == (20190501, 0)
    assert (find_last_day("2021"), find_last_day("")) == (20211231, 99991231)


def test_two_cameras_of_like_ids_have_pages_of_their_own() -> None:
    names = name_pages(CAMERAS)
    assert names[0] == "node-1"
    assert names[4:] == ("node-5", "node-5--2")
