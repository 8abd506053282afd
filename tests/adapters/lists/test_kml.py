"""Places drawn in XML: placemarks and waypoints, what stands beside them, and documents made to harm."""

import io
import zipfile

import pytest

from sousveil.adapters.lists import packed
from sousveil.adapters.lists.kml import read_kmz, read_places_in_xml
from sousveil.adapters.lists.rows import Reader
from sousveil.adapters.lists.sightings import Sightings
from sousveil.records.camera_list import ReadAs

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Not a camera</name><Folder>
<Placemark><name>Теразије</name><description><![CDATA[<b>dome</b> call pera@x.rs]]></description>
  <ExtendedData><Data name="Tip"><value>kupola</value></Data><Data name="Telefon"><value>011</value></Data>
  <SchemaData><SimpleData name="Boja">bela</SimpleData></SchemaData></ExtendedData>
  <Point><coordinates>
    20.4573,44.8176,0
  </coordinates></Point></Placemark>
<Placemark><name>Line</name><LineString><coordinates>20,44 21,44</coordinates></LineString></Placemark>
<Placemark><name>Broken</name><Point><coordinates>here</coordinates></Point></Placemark>
</Folder></Document></kml>
"""
GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">
<metadata><author><name>Pera</name></author></metadata>
<wpt lat="44.8176" lon="20.4573"><time>2024-05-04T10:00:00Z</time><name>A1</name><desc>camera on the wall</desc></wpt>
<trk><name>my way home</name><trkseg><trkpt lat="44" lon="20"><time>2024-05-04T10:00:00Z</time></trkpt></trkseg></trk>
</gpx>
"""


def read(text: str | bytes, **how: object) -> Sightings:
    raw = text if isinstance(text, bytes) else text.encode()
    return read_places_in_xml(raw, Reader(ReadAs.model_validate(how), "a.kml"))


def test_placemarks() -> None:
    found = read(KML, columns={"Tip": "kind"}, words={"kupola": "dome"})
    first, line, broken = found.observations
    assert (first.names["name"], first.lonlat, first.kinds) == ("Теразије", (20.4573, 44.8176), ("dome",))
    assert (line.lonlat, broken.lonlat) == (None, None)
    assert "pera@" not in repr(found)
    assert [(p.message, p.origin and p.origin.line) for p in found.problems] == [
        ("camera-column.person", 3),
        ("camera-column.unread", 3),
        ("camera-place.shape", 9),
        ("camera-place.none", 10),
        ("camera-place.drawn", 10),
    ]


def test_what_stands_beside_a_placemark_is_named_where_it_stands() -> None:
    raw = (
        '<kml><Document><Placemark>\n<ExtendedData><Data name="direction">\n'
        "  <value>90100</value></Data></ExtendedData>\n"
        "<Point><coordinates>20.4,44.8</coordinates></Point></Placemark></Document></kml>"
    )
    assert [(p.message, str(p.origin)) for p in read(raw).problems] == [("camera-value.beyond", "a.kml:3:3")]


def test_waypoints_and_never_a_track() -> None:
    found = read(GPX)
    (one,) = found.observations
    assert (one.names["name"], one.lonlat, one.checked) == ("A1", (20.4573, 44.8176), "2024-05-04")
    assert "Pera" not in repr(found)
    assert "home" not in repr(found)


def pack(content: bytes, name: str = "doc.kml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(name, content)
    return out.getvalue()


def test_a_packed_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 1_000_000)
    reader = Reader(ReadAs(), "a.kmz")
    assert len(read_kmz(pack(KML.encode()), reader).observations) == 3
    assert read_kmz(pack(b"x", "a.txt"), reader).failed
    assert read_kmz(pack(KML.encode())[:300], reader).failed
    bomb = read_kmz(pack(b"\0" * 1_000_001), reader)
    assert [p.message for p in bomb.problems] == ["camera-file.bomb"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (KML[: KML.index("<Placemark><name>Broken")], 2),
        ('<!DOCTYPE x [<!ENTITY a "b">]><kml><Placemark><name>&a;</name></Placemark></kml>', 0),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><kml/>', 0),
        ("<kml", 0),
        ("<kml/>", 0),
    ],
)
def test_documents_that_are_broken_or_made_to_harm(text: str, kept: int) -> None:
    found = read(text)
    assert found.failed
    assert len(found.observations) == kept
    assert found.problems[-1].message in {"camera-file.xml", "camera-file.unmarked"}


PLACES = "<Placemark><name>Café</name><Point><coordinates>20.4,44.8</coordinates></Point></Placemark>"
WAYS = '<wpt lat="44.8" lon="20.4"><name>Bakery</name><time>2024-05-04</time></wpt>'
TRACK = "<trk><name>past the cameras</name></trk>"


@pytest.mark.parametrize(
    ("text", "how", "kept"),
    [
        (f"<kml><Document>{PLACES}</Document></kml>", {}, 0),
        (f"<kml><Document><name>Kamere u Beogradu</name>{PLACES}</Document></kml>", {}, 1),
        (f"<kml><Folder><name>CCTV</name>{PLACES}</Folder></kml>", {}, 1),
        (f"<kml><Folder>{PLACES.replace('Café', 'Kamera 4')}</Folder></kml>", {}, 1),
        (f"<kml>{PLACES}</kml>", {"columns": {"name": "name"}}, 1),
        (f"<kml>{PLACES.replace('<name>Café</name>', '')}</kml>", {}, 0),
        (f"<kml>{PLACES.replace('<name>Café</name>', '')}</kml>", {"columns": {"name": "name"}}, 1),
        (f"<gpx>{WAYS}{TRACK}</gpx>", {}, 0),
        (f"<gpx>{TRACK}{WAYS}</gpx>", {}, 0),
        (f"<gpx><metadata><name>cameras</name></metadata>{WAYS}</gpx>", {}, 1),
        (f"<gpx>{WAYS}</gpx>", {"columns": {"desc": "note"}}, 0),
        (f"<gpx>{WAYS}</gpx>", {"columns": {"name": "ref"}}, 1),
    ],
)
def test_places_are_cameras_only_where_somebody_says_so(text: str, how: dict[str, object], kept: int) -> None:
    found = read(text, **how)
    assert len(found.observations) == kept
    assert found.failed == (not kept)
    assert not kept or found.observations[0].lonlat == (20.4, 44.8)
