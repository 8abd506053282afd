"""What a file holds that is no list, or that only a person at a spreadsheet or a map would see: named, never lost."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # has no stubs of its own
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]  # as above
from osmium.osm.mutable import Node

from sousveil.adapters.lists.sightings import MOST_LETTERS, Sightings, check_axes
from sousveil.adapters.osm.words import WITHHELD, clean_text
from sousveil.messages import render_problem
from sousveil.problems import Origin, Severity
from sousveil.records.camera import Observation
from sousveil.records.camera_list import ReadAs
from sousveil.workbench.cameras.listing import number_twice
from sousveil.workbench.cameras.reading import read_cameras

CAMERA = {"man_made": "surveillance"}


def read(folder: Path, name: str, raw: bytes | str, **how: object) -> tuple[Sightings, str]:
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    found = read_cameras(path, ReadAs.model_validate(how), path=name)
    return found, "\n".join(render_problem(problem) for problem in found.problems)


def feature(geometry: object) -> dict[str, object]:
    return {"type": "Feature", "id": "a", "properties": CAMERA, "geometry": geometry}


def pack(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            "locked with a password; save it as .xlsx",
        ),
        (
            "a.ods",
            pack("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            "save it as .xlsx or .csv",
        ),
        ("a.parquet", b"PAR1" + bytes(9), "export it as GeoJSON"),
        ("a.shp", b"\0\0\x27\x0a" + bytes(99), "Shapefile"),
        ("a.csv", b"BZh91AY", "unpack it first"),
        ("a.csv", b"%PDF-1.7", "no table can be told"),
        (
            "a.json",
            '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C">\n<html>Error</html>',
            "a web page",
        ),
        ("a.geojson", json.dumps(feature({"type": "Point", "coordinates": [20, 44]})), "found a Feature"),
        ("a.geojson", (json.dumps(feature(None)) + "\n") * 2, "right would be a FeatureCollection"),
        ("a.geojson", "\x1e" + json.dumps(feature(None)), "right would be a FeatureCollection"),
        ("a.json", '{"type": "Topology", "objects": {}, "arcs": []}', "found a Topology"),
        ("a.xml", '<osm version="0.6"><node id="1"/></osm>', "begins with <osm>; right would be KML or GPX"),
    ],
)
def test_what_is_not_read_is_told_for_what_it_is(
    tmp_path: Path, name: str, raw: bytes | str, said: str
) -> None:
    found, told = read(tmp_path, name, raw)
    assert found.failed
    assert not found.observations
    assert told.startswith(f"{name}:1:1: error: ")
    assert said in told


@pytest.mark.parametrize(
    ("geometry", "place", "said"),
    [
        ({"type": "Point", "coordinates": [20.5, 44.8, 117.0, 3]}, (20.5, 44.8), ""),
        ({"type": "MultiPoint", "coordinates": [[20.5, 44.8]]}, (20.5, 44.8), ""),
        ({"type": "MultiPoint", "coordinates": [[20.5, 44.8], [20.6, 44.8]]}, None, "draws a MultiPoint"),
        ({"type": "GeometryCollection", "geometries": []}, None, "draws a GeometryCollection"),
        (
            {"type": "Polygon", "coordinates": [[[20, 44], [21, 44], [21, 45], [20, 44]]]},
            None,
            "draws a Polygon",
        ),
        (
            {"type": "Point", "coordinates": ["20.5", "44.8"]},
            None,
            "longitude '20.5', latitude '44.8'; right",
        ),
        ({"type": "Point", "coordinates": [20.5, None]}, None, "longitude 20.5, latitude null; right"),
        ({"type": "Point", "coordinates": []}, None, "has no place"),
    ],
)
def test_what_a_feature_draws(
    tmp_path: Path, geometry: object, place: tuple[float, float] | None, said: str
) -> None:
    raw = json.dumps({"type": "FeatureCollection", "features": [feature(geometry)]})
    found, told = read(tmp_path, "a.geojson", raw)
    assert [one.lonlat for one in found.observations] == [place]
    assert said in told
    assert bool(said) == ("warning: a: " in told)
    found, told = read(tmp_path, "b.geojson", raw, columns={"man_made": "note"})
    if place or "draws" in said:
        assert [one.lonlat for one in found.observations] == [place]
        assert said in told


def test_what_a_drawing_points_to_and_cannot_say(tmp_path: Path) -> None:
    mark = "<Placemark><name>{}</name><Point><coordinates>{}</coordinates></Point></Placemark>"
    link = "<NetworkLink><Link><href>http://example.org/x.kml</href></Link></NetworkLink>"
    marks = mark.format("A", "20.5,44.8") + mark.format("B", "20.5, 44.8, 3")
    found, told = read(tmp_path, "cameras.kml", f"<kml><Document>{link}{marks}</Document></kml>")
    assert [one.lonlat for one in found.observations] == [(20.5, 44.8), None]
    assert (
        "cameras.kml:1:35: warning: what stands behind the link 'http://example.org/x.kml' is not fetched"
        in told
    )
    assert "found the coordinates '20.5, 44.8, 3'; right would be longitude,latitude without blanks" in told
    found, told = read(tmp_path, "b.kml", f"<kml><Document>{link}</Document></kml>")
    assert found.failed
    assert "is not fetched; fetch it and import it too" in told


HEADINGS = ["ref", "name", "lat", "lon", "kind"]


def read_book(
    folder: Path, fill: Callable[[Workbook, Worksheet], object], **how: object
) -> tuple[Sightings, str]:
    book, out = Workbook(), io.BytesIO()
    book.active.append(HEADINGS)
    fill(book, book.active)
    book.save(out)
    return read(folder, "a.xlsx", out.getvalue(), **how)


def test_a_formula_without_its_result_is_named(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.append([1, "A", "=44+0.8", "=20+0.5", "fixed"])
        sheet.append([2, "B", 44.8, 20.5, "fixed"])

    found, told = read_book(tmp_path, fill)
    assert [one.lonlat for one in found.observations] == [None, (20.5, 44.8)]
    assert "a.xlsx:2:3: warning: 2 cells, first C2, hold formulas without their results" in told


def test_merged_cells_are_named_where_a_row_loses_by_them(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.append([1, "Slavija", 44.8, 20.5, "fixed"])
        sheet.append([2, None, 44.8, 20.6, "fixed"])
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("F1:G1")

    found, told = read_book(tmp_path, fill)
    assert [one.names.get("name") for one in found.observations] == ["Slavija", None]
    assert "a.xlsx:2:2: warning: the cells B2:B3 are one; only the uppermost" in told
    assert "F1" not in told


def test_a_hidden_sheet_is_not_read_for_the_first(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.append(["old", "A", 44.8, 20.5, "fixed"])
        sheet.sheet_state = "hidden"
        other = book.create_sheet("2026")
        other.append(HEADINGS)
        other.append(["new", "B", 44.8, 20.5, "fixed"])
        book.active = 1

    found, told = read_book(tmp_path, fill)
    assert [one.id for one in found.observations] == ["new"]
    assert "note: only the sheet '2026' is read; there are also Sheet, which `--sheet` would read" in told
    found, told = read_book(tmp_path, fill, sheet="Sheet")
    assert [one.id for one in found.observations] == ["old"]
    assert "--sheet" not in told


def test_a_day_in_the_place_of_a_coordinate(tmp_path: Path) -> None:
    _, told = read(tmp_path, "a.csv", "ref,lat,lon,kind\n1,2044-08-01,2020-04-05,fixed\n")
    assert "a.csv:2:14: warning: 1: '2020-04-05' is a day, which spreadsheets make of numbers" in told


@pytest.mark.parametrize("mark", ["'", "’", " ", "\u00a0"])
def test_metres_in_threes_are_read_where_the_mark_is_no_decimal_mark(tmp_path: Path, mark: str) -> None:
    row = f"1,2{mark}600{mark}072.37,1{mark}200{mark}147.07,fixed"
    found, _ = read(tmp_path, "a.csv", f"ref,x,y,kind\n{row}\n", crs="EPSG:2056")
    assert found.observations[0].lonlat == pytest.approx((7.43958, 46.95241), abs=1e-4)


def test_the_line_in_which_excel_says_the_delimiter(tmp_path: Path) -> None:
    found, told = read(tmp_path, "a.csv", "sep=;\nref;lat;lon;kind\n1;44.8;x;fixed\n2;44.8;20.5;fixed\n")
    assert [one.lonlat for one in found.observations] == [None, (20.5, 44.8)]
    assert told.startswith("a.csv:3:8: warning: 1: 'x'")


def test_a_row_that_says_nothing_is_no_camera(tmp_path: Path) -> None:
    found, told = read(tmp_path, "a.csv", "ref,lat,lon,kind,total\n1,44.8,20.5,fixed,\n,,,,17\n")
    assert [one.id for one in found.observations] == ["1"]
    assert "a.csv:3:1: warning: row/3: has nothing in the columns that are read, and is left out" in told


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_a_text_without_end_is_left_out_at_once(tmp_path: Path, form: str) -> None:
    long = "x." * 1_000_000
    begun = time.process_time()
    if form == "csv":
        found, told = read(tmp_path, "a.csv", f"ref,name,lat,lon,kind\n1,{long},44.8,20.5,fixed\n")
    else:
        at = {"type": "Point", "coordinates": [20.5, 44.8]}
        one = {"type": "Feature", "properties": {"name": long, **CAMERA}, "geometry": at}
        found, told = read(
            tmp_path, "a.geojson", json.dumps({"type": "FeatureCollection", "features": [one]})
        )
    assert time.process_time() - begun < 10
    assert [(one.lonlat, one.names.get("name")) for one in found.observations] == [((20.5, 44.8), None)]
    assert f"name has 2000000 characters; up to {MOST_LETTERS} are read" in told


def test_looking_for_addresses_takes_no_longer_by_the_square() -> None:
    begun = time.process_time()
    assert clean_text("name", "x." * (MOST_LETTERS // 2)) == "x." * (MOST_LETTERS // 2)
    assert (
        time.process_time() - begun < 2
    )  # a tenth of it; without a bound on the name before the @ it took ten
    assert clean_text("name", "ask +381 11 123 45 67ana.b@example.org now") == f"ask {WITHHELD}{WITHHELD} now"


def test_many_of_one_id_are_numbered_at_once() -> None:
    found = Sightings(observations=[Observation(id="1", lonlat=None)] * 20_000)
    begun = time.process_time()
    assert number_twice(found)[-1].id == "1~20000"
    assert time.process_time() - begun < 5  # each counted from the first on takes minutes


def test_a_history_of_objects_is_no_list_of_what_stands(tmp_path: Path) -> None:
    file = tmp_path / "a.osh.pbf"
    writer = osmium.SimpleWriter(osmium.io.File(str(file), "osh.pbf"))
    for version, visible in ((1, True), (2, False)):
        tags = CAMERA if visible else {}
        writer.add_node(Node(id=7, version=version, visible=visible, location=(20.5, 44.8), tags=tags))
    writer.close()
    found = read_cameras(file)
    assert found.failed
    assert not found.observations
    assert [problem.severity for problem in found.problems] == [Severity.ERROR]
    assert "osmium time-filter" in render_problem(found.problems[0])


def test_an_object_that_was_deleted_is_left_aside(tmp_path: Path) -> None:
    nodes = [
        {"type": "node", "id": id_, "lat": 44.8, "lon": 20.5, "visible": visible, "tags": CAMERA}
        for id_, visible in ((1, True), (2, False))
    ]
    found, _ = read(tmp_path, "a.json", json.dumps({"osm3s": {}, "elements": nodes}))
    assert [one.id for one in found.observations] == ["node/1"]
    assert found.others == 1


def pack_bytes(number: int, content: bytes) -> bytes:
    """A field of bytes as protocol buffers write it; short ones only."""
    assert len(content) < 2**14
    size = (
        bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 127 | 128, len(content) >> 7])
    )
    return bytes([number << 3 | 2]) + size + content


def pack_block(kind: bytes, content: bytes) -> bytes:
    blob = pack_bytes(1, content)
    head = pack_bytes(1, kind) + b"\x18" + bytes([len(blob)])
    return len(head).to_bytes(4) + head + blob


def test_an_object_whose_letters_cannot_be_read_costs_one_record(tmp_path: Path) -> None:
    words = [b"", b"man_made", b"surveillance", b"name", b"\xff\xfe"]
    table = pack_bytes(1, b"".join(pack_bytes(1, word) for word in words))
    place = b"\x40\x80\x80\x80\x01\x48\x80\x80\x80\x02"
    nodes = [
        pack_bytes(1, b"\x08\x02" + pack_bytes(2, b"\1\3") + pack_bytes(3, b"\2\4") + place),
        pack_bytes(1, b"\x08\x04" + pack_bytes(2, b"\1") + pack_bytes(3, b"\2") + place),
    ]
    schema = pack_block(b"OSMHeader", pack_bytes(4, b"OsmSchema-V0.6"))
    raw = schema + pack_block(b"OSMData", table + pack_bytes(2, b"".join(nodes)))
    found, told = read(tmp_path, "a.osm.pbf", raw)
    assert [one.id for one in found.observations] == ["node/2"]
    assert told == (
        "a.osm.pbf:1:1: warning: node/1: its tags or roles are not in UTF-8, and it is left out [camera-file]"
    )


def test_a_node_beyond_the_earth_is_not_one_without_a_place(tmp_path: Path) -> None:
    file = tmp_path / "a.osm.pbf"
    writer = osmium.SimpleWriter(str(file))
    writer.add_node(Node(id=1, location=(200.0, 44.8), tags=CAMERA))
    writer.add_node(Node(id=2, tags=CAMERA))
    writer.close()
    found = read_cameras(file)
    assert [one.lonlat for one in found.observations] == [None, None]
    assert [problem.message for problem in found.problems] == ["camera-place.beyond", "camera-place.none"]


def write_points(places: list[tuple[float, float]]) -> str:
    return "ref,lat,lon,kind\n" + "".join(
        f"{n},{lat:.4f},{lon:.4f},fixed\n" for n, (lon, lat) in enumerate(places)
    )


def test_rows_that_are_turned_among_others_are_named(tmp_path: Path) -> None:
    right = [(20.45 + n / 1000, 44.81 + n / 1000) for n in range(30)]
    some = [(lat, lon) if n % 3 == 1 else (lon, lat) for n, (lon, lat) in enumerate(right)]
    _, told = read(tmp_path, "a.csv", write_points(some))
    assert told == (
        "a.csv:3:11: warning: 10 of 30 records on earth (first 1) lie far from the others, and would lie among them "
        "with latitude and longitude swapped; look which is which in their rows [camera-place]"
    )
    wide = [(n * 12.0 - 170, n * 5.0 - 70) for n in range(29)]
    for places in (right, wide):
        _, told = read(tmp_path, "a.csv", write_points(places))
        assert "swapped" not in told


def test_a_list_that_lies_elsewhere_as_a_whole() -> None:
    found = Sightings()
    found.observe(Observation(id="a", lonlat=(14.45, 44.81)), Origin("a.csv", 2), Origin("a.csv", 2, 3))
    check_axes(found, np.array([(20.3, 44.7, 20.6, 44.9)]), "a.csv")
    (problem,) = found.problems
    assert render_problem(problem).startswith("a.csv:2:3: note: all 1 records on earth lie far from where")
    assert problem.args["km"] == 462  # 5.85° of longitude at 44.8°


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32"])
def test_a_zero_byte_in_a_table(tmp_path: Path, encoding: str) -> None:
    found, told = read(tmp_path, "a.csv", write_points([(20.5, 44.8)]).encode(encoding))
    assert found.failed
    assert "say so with `--encoding utf-16`, else it is damaged" in told


def test_what_lies_beside_the_first_document_is_named(tmp_path: Path) -> None:
    mark = "<kml><Placemark><name>camera</name><Point><coordinates>20.5,44.8</coordinates></Point></Placemark></kml>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("doc.kml", mark)
        packed.writestr("files/more.kml", mark)
    found, told = read(tmp_path, "a.kmz", out.getvalue())
    assert len(found.observations) == 1
    assert (
        "note: only 'doc.kml' is read; there are also files/more.kml, which would have to be taken out"
        in told
    )
