"""Files of cameras that are empty, made to harm, or written by programs that have their own JSON."""

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # has no stubs of its own

from sousveil.adapters import json_items
from sousveil.messages import render_problem
from sousveil.workbench.cameras.reading import read_cameras

POINT = (
    '{{"type": "Feature", "id": "{id}", "properties": {about},'
    ' "geometry": {{"type": "Point", "coordinates": [{at}]}}}}'
)
CAMERA = '{"man_made": "surveillance", "height": 4}'


def write(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def collection(*features: str) -> bytes:
    return f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}'.encode()


def write_book_with_entities() -> bytes:
    plain, out = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as book, zipfile.ZipFile(out, "w") as new:
        for name in book.namelist():
            part = book.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part
            new.writestr(name, part)
    return out.getvalue()


def test_a_gzip_of_blanks_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json.gz", gzip.compress(b" " * 2**28, compresslevel=1))
    tracemalloc.start()
    found = read_cameras(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.failed
    assert [problem.message for problem in found.problems] == ["camera-file.packed"]
    assert peak < 2**26


def test_a_list_that_packs_well_is_read(tmp_path: Path) -> None:
    raw = collection(*(POINT.format(id=number, about=CAMERA, at="20.4, 44.8") for number in range(2_000)))
    assert len(read_cameras(write(tmp_path, "a.geojson.gz", gzip.compress(raw))).observations) == 2_000


def test_a_place_that_is_no_number_costs_one_record(tmp_path: Path) -> None:
    empty = '{"man_made": "surveillance", "height": NaN}'
    features = (("1", empty, "20.4, 44.8"), ("2", CAMERA, "NaN, 44.8"), ("3", CAMERA, "20.5, 44.8"))
    raw = collection(*(POINT.format(id=id_, about=about, at=at) for id_, about, at in features))
    found = read_cameras(write(tmp_path, "a.geojson", raw))
    assert [one.lonlat for one in found.observations] == [(20.4, 44.8), None, (20.5, 44.8)]
    assert [one.height_m for one in found.observations] == [None, 4, 4]
    told = [(problem.message, problem.record) for problem in found.problems]
    assert told == [("camera-place.number", "2"), ("camera-odd.nan", "")]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.geojson", b"", "there is nothing in it"),
        ("a.csv", b"\n\n", "there is nothing in it"),
        ("a.geojson", collection(), "no camera is in it"),
        ("a.kml", b'<!DOCTYPE x [<!ENTITY a "b">]><kml/>', "document type or entities, which are refused"),
        ("a.gpkg", b"SQLite format 3\0" + b"\x10\xff" * 40, "export it as GeoJSON"),
    ],
)
def test_a_file_without_cameras_says_so(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    path = write(tmp_path, name, raw)
    found = read_cameras(path)
    assert not found.observations
    (problem,) = found.problems
    assert render_problem(problem).startswith(f"{path}:1:1: ")
    assert said in render_problem(problem)


def test_a_damaged_spreadsheet_is_named_on_one_line(tmp_path: Path) -> None:
    found = read_cameras(write(tmp_path, "a.xlsx", write_book_with_entities()))
    (problem,) = found.problems
    said = render_problem(problem)
    assert "\n" not in said
    assert "Unable to read workbook" not in said


@pytest.mark.parametrize(
    ("most", "raw", "kept"),
    [
        (
            "MOST_ITEMS",
            collection(*(POINT.format(id=number, about=CAMERA, at="20.4, 44.8") for number in range(9))),
            4,
        ),
        ("MOST_VALUES", b'{"elements": [{"id": 1, "tags": [[], [], []]}]}', 0),
    ],
)
def test_a_file_of_more_than_the_memory_holds_is_not_read_on(
    most: str, raw: bytes, kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.json", raw)
    monkeypatch.setattr(json_items, most, 4)
    monkeypatch.setattr(json_items, "MOST_VALUES" if most == "MOST_ITEMS" else "MOST_ITEMS", 1000)
    found = read_cameras(path)
    assert len(found.observations) == kept
    assert [problem.message for problem in found.problems] == ["camera-file"]
    assert "more than 4 " in render_problem(found.problems[0])


NAME = r"\ud800a \uD83D\uDE00 \\ud800 \udc00\ud800"
HALVES = f'{{"elements": [{{"id": 1, "tags": {{"man_made": "surveillance", "name": "{NAME}"}}}}]}}'


def test_half_a_letter_is_read_as_one_that_cannot_be(tmp_path: Path) -> None:
    (one,) = read_cameras(write(tmp_path, "a.json", HALVES.encode())).observations
    assert one.names["name"] == "�a 😀 \\ud800 ��"


def test_an_element_that_is_none_does_not_hide_what_the_others_are(tmp_path: Path) -> None:
    raw = b'{"elements": [null, {"id": 1, "lat": 44.8, "lon": 20.4, "tags": {"man_made": "surveillance"}}]}'
    found = read_cameras(write(tmp_path, "a.json", raw))
    assert [one.id for one in found.observations] == ["node/1"]
    assert [problem.message for problem in found.problems] == ["camera-file.element"]


LIST = "ref,lon,lat,kind\nŠ,20.4,44.8,dome\n"
MARKS = "<kml><Placemark><name>Kamera Š</name><Point><coordinates>20.4,44.8</coordinates></Point></Placemark></kml>"
ELEMENTS = (
    '{"elements": [{"id": 1, "lat": 44.8, "lon": 20.4, "tags": {"man_made": "surveillance", "ref": "Š"}}]}'
)


@pytest.mark.parametrize(("name", "text"), [("a.csv", LIST), ("a.kml", MARKS), ("a.json", ELEMENTS)])
def test_utf_16_that_says_so_needs_no_option(name: str, text: str, tmp_path: Path) -> None:
    (one,) = read_cameras(write(tmp_path, name, text.encode("utf-16"))).observations
    assert one.lonlat == (20.4, 44.8)
    assert "Š" in " ".join(one.names.values())


def test_of_two_columns_of_one_heading_the_first_is_read(tmp_path: Path) -> None:
    rows = [["ref", "lon", "lat", "lon", "kind"], ["A", "20.4", "44.8", "21", "dome"]]
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    table = "\n".join(map(",".join, rows)).encode()
    for path, column in (
        (write(tmp_path, "a.csv", table), 13),
        (write(tmp_path, "a.xlsx", out.getvalue()), 4),
    ):
        found = read_cameras(path)
        assert [one.lonlat for one in found.observations] == [(20.4, 44.8)]
        assert [(one.message, str(one.origin)) for one in found.problems] == [
            ("camera-column.twice", f"{path}:1:{column}")
        ]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.json", b"\n<!DOCTYPE HTML><html><body>504</body></html>", "camera-file.page"),
        ("a.csv", b"<html>Gateway</html>", "camera-file.page"),
        ("a.osm.pbf", b"", "camera-file.nothing"),
        ("a.csv", b"ref,lon,lat,kind\n1,2277000.5,5591000.2,dome\n", "camera-place.metres"),
        ("a.csv", b"ref,lon,lat,kind\n1,220.5,100.2,dome\n", "camera-place.beyond"),
    ],
)
def test_what_was_probably_meant_is_said(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    found = read_cameras(write(tmp_path, name, raw))
    assert [problem.message for problem in found.problems] == [said]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            (
                '{"osm3s": {}, "elements": [\n{"type": "node", "id": 1, "lon": 6.1, "lat": 46.2, "tags": {"man_made":'
                ' "surveillance", "height": "3",\n "height": "4"}}]}'
            ),
            ["3:2 'height'"],
        ),
        (
            '[{"osmId": 1, "lat": 40.1, "lon": -74.1,\n "lat": 40.2}, {"osmId": 2, "lat": 40.1, "lon": -74}]',
            ["2:2 'lat'"],
        ),
        (
            '{"type": "FeatureCollection", "features": [], "features": ['
            + POINT.format(id=2, about=CAMERA, at="6,46")
            + "]}",
            ["1:47 'features'"],
        ),
        (
            '{"osm3s": {}, "osm3s": {"a": 1, "\\u0061": 2}, "elements": [{"id": "}{", "id": 1, "tags": {}}]}',
            ["1:15 'osm3s'", "1:33 'a'", "1:73 'id'"],
        ),
    ],
)
def test_a_name_that_stands_twice_is_named_where_it_does(tmp_path: Path, raw: str, said: list[str]) -> None:
    found = read_cameras(write(tmp_path, "a.json", raw.encode()), path="a.json")
    twice = [problem for problem in found.problems if problem.message == "camera-twice.name"]
    assert [
        f"{one.origin.line}:{one.origin.column} {one.args['name']!r}" for one in twice if one.origin
    ] == said


def test_names_that_stand_twice_everywhere_do_not_fill_the_screen(tmp_path: Path) -> None:
    elements = ",".join(f'{{"osmId": {id_}, "lat": 40, "lon": -74, "lat": 41}}' for id_ in range(300))
    found = read_cameras(write(tmp_path, "a.json", f"[{elements}]".encode()))
    counts = [problem.message for problem in found.problems]
    assert counts.count("camera-twice.name") == 100
    assert [one.args["n"] for one in found.problems if one.message == "camera-twice.names"] == [200]
