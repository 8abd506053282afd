"""No file of camera records, whatever is in it, stops a reading: what cannot be read is a problem."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]  # has no stubs of its own

from sousveil.adapters.lists.sightings import Sightings
from sousveil.messages import render_problem
from sousveil.records.camera_list import ReadAs
from sousveil.workbench.cameras.reading import read_cameras

TABLE = (
    b"what;ref;lon;lat;kind;direction;since;count\ncamera;1;20.4;44.8;dome;45-90;2019;2\nsurveyed;;;;;;;\n"
)
TAGS = {
    "man_made": "surveillance",
    "camera:type": "dome",
    "direction": "45-90",
    "camera:angle": "15",
    "height": "3",
}
NODE = {"type": "node", "id": 1, "lat": 44.8, "lon": 20.4, "tags": TAGS}
POINT = {"type": "Point", "coordinates": [20.4, 44.8]}
OURS = {
    "device": "camera",
    "state": "installed",
    "views": [{"bearing_deg": 1, "width_deg": None, "meaning": "bearing"}],
}


def write_book() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in TABLE.decode().split("\n"):
        book.active.append(line.split(";"))
    book.save(out)
    return out.getvalue()


def write_kmz(text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("doc.kml", text)
    return out.getvalue()


def write_features(properties: object, **head: object) -> bytes:
    feature = {"type": "Feature", "id": "a", "geometry": POINT, "properties": properties}
    return json.dumps({"type": "FeatureCollection", **head, "features": [feature]}).encode()


KML = b"<kml><Placemark><name>camera</name><Point><coordinates>20,44</coordinates></Point></Placemark></kml>"
GPX = b'<gpx><wpt lat="44" lon="20"><name>camera</name><time>2024-05-04T10:00:00Z</time></wpt></gpx>'
FILES = {
    "a.csv": TABLE,
    "a.tsv": TABLE.replace(b";", b"\t"),
    "a.xlsx": write_book(),
    "a.kml": KML,
    "a.kmz": write_kmz(KML),
    "a.gpx": GPX,
    "a.json": json.dumps({"osm3s": {}, "elements": [NODE]}).encode(),
    "b.json": json.dumps([{"osmId": 1, "lat": 44.8, "lon": 20.4, "directionCardinal": "90"}]).encode(),
    "a.geojson": write_features(TAGS),
    "b.geojson": write_features({"what": "camera", "ref": "1"}),
    "c.geojson": write_features(OURS, sousveil=1),
    "a.json.gz": gzip.compress(json.dumps([NODE]).encode(), mtime=0),
    "a.osm.pbf": b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x10" + bytes(16),
}


def read(name: str, raw: bytes, how: ReadAs) -> Sightings:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return read_cameras(path, how)


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"a.osm.pbf"}))
def test_the_files_that_are_spoilt_below_are_sound(name: str) -> None:
    found = read(name, FILES[name], ReadAs())
    assert not found.failed
    assert len(found.observations) == 1


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.binary(max_size=6)), max_size=4
    ),
    st.sampled_from(["utf-8", "windows-1250", "windows-1251", "utf-16"]),
    st.sampled_from([".", ","]),
)
def test_a_spoilt_file_is_read_or_named(
    name: str, cuts: list[tuple[float, int, bytes]], encoding: str, decimal: str
) -> None:
    raw = bytearray(FILES[name])
    for share, length, put in cuts:
        at = int(len(raw) * share)
        raw[at : at + length] = put
    found = read(name, bytes(raw), ReadAs.model_validate({"encoding": encoding, "decimal": decimal}))
    assert found.observations or found.problems or found.others or found.surveyed or not raw or b"[]" in raw
    for problem in found.problems:
        assert render_problem(problem).startswith(str(problem.origin))
        assert problem.message not in render_problem(problem).replace(f"[{problem.code}]", "")


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=40))
def test_any_bytes_are_read_or_named(name: str, raw: bytes) -> None:
    read(name, raw, ReadAs())
