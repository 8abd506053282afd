"""Devices out of extracts of OpenStreetMap: every sort of object, whole files and broken ones."""

from collections import Counter
from pathlib import Path

import osmium
import pytest

from sousveil.adapters.lists.pbf_cameras import read_pbf_cameras
from sousveil.adapters.osm.words import OSM
from sousveil.records.camera import Device, State
from sousveil.workbench.cameras.reading import read_cameras

DATA = Path(__file__).parents[4] / "shared" / "data"
CAMERA = {"man_made": "surveillance", "camera:direction": "90"}


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(1, 6):
            writer.add_node(
                osmium.osm.mutable.Node(
                    id=number,
                    version=2,
                    location=(20.0 + number, 44.0),
                    user="mapper_name",
                    uid=7,
                    timestamp="2024-01-02T03:04:05Z",
                )
            )
        writer.add_node(
            osmium.osm.mutable.Node(id=6, location=(20.5, 44.5), tags={**CAMERA, "phone": "+381 11 123"})
        )
        writer.add_node(
            osmium.osm.mutable.Node(id=7, location=(20.6, 44.5), tags={"highway": "speed_camera"})
        )
        writer.add_node(
            osmium.osm.mutable.Node(id=8, location=(20.6, 44.5), tags={"removed:man_made": "surveillance"})
        )
        writer.add_node(osmium.osm.mutable.Node(id=9, location=(20.6, 44.5), tags={"highway": "crossing"}))
        writer.add_way(osmium.osm.mutable.Way(id=1, nodes=[1, 3], tags=CAMERA))
        writer.add_way(osmium.osm.mutable.Way(id=2, nodes=[4, 5], tags={"highway": "residential"}))
        for number, members in enumerate(
            ([("n", 7, "device"), ("n", 1, "from")], [("w", 2, "section")], [("n", 99, "device")]), start=1
        ):
            writer.add_relation(
                osmium.osm.mutable.Relation(
                    id=number, members=members, tags={"type": "enforcement", "enforcement": "maxspeed"}
                )
            )
    return path


def test_nodes_ways_and_relations(extract: Path) -> None:
    found = read_pbf_cameras(extract, "town.osm.pbf")
    read = {one.id: one for one in found.observations}
    assert list(read) == ["node/6", "node/7", "node/8", "way/1", "relation/1", "relation/2", "relation/3"]
    assert read["node/6"].views[0].bearing_deg == 90
    assert read["node/7"].device is Device.SPEED_CAMERA
    assert read["node/8"].state is State.REMOVED
    assert read["way/1"].lonlat == pytest.approx((22.0, 44.0))
    assert read["relation/1"].lonlat == pytest.approx((20.6, 44.5))
    assert read["relation/1"].parts == (("device", "node/7"), ("from", "node/1"))
    assert read["relation/2"].lonlat == pytest.approx((24.5, 44.0))
    assert read["relation/3"].lonlat is None
    assert {read[f"relation/{number}"].device for number in (1, 2, 3)} == {Device.ENFORCEMENT}
    assert found.attribution == OSM
    assert [(p.message, p.record) for p in found.problems] == [("camera-place.none", "relation/3")]


def test_who_mapped_and_whom_to_call_is_not_read(extract: Path) -> None:
    said = repr(read_pbf_cameras(extract, "town.osm.pbf"))
    assert "mapper_name" not in said
    assert "381" not in said


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real extracts is not here")
@pytest.mark.parametrize(
    ("name", "surveillance"),
    [
        ("helsinki-centre-2019-04", 221),
        ("monaco-2025-02", 16),
        ("liechtenstein-2024-03", 3),
        ("andorra-2025-01", 9),
        ("malta-2018-08", 7),
        ("nyc-lower-east-side-2020-01", 0),
    ],
)
def test_real_extracts(name: str, surveillance: int) -> None:
    found = read_pbf_cameras(DATA / f"{name}.osm.pbf", name)
    apart = (Device.SPEED_CAMERA, Device.ENFORCEMENT)
    assert sum(one.device not in apart for one in found.observations) == surveillance
    assert not found.failed
    tagged = Counter(
        one.id.partition("/")[0] for one in found.observations if one.device is Device.ENFORCEMENT
    )
    assert set(tagged) <= {"relation"}


@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.95])
def test_an_extract_that_breaks_off(part: float, extract: Path) -> None:
    raw = extract.read_bytes()
    extract.write_bytes(raw[: int(len(raw) * part)])
    found = read_cameras(extract)
    assert found.failed
    assert found.problems[0].message == ("camera-file.extract" if part else "camera-file.nothing")


@pytest.mark.parametrize("at", [20, 200, 400])
def test_an_extract_with_a_wrong_byte_is_damaged(at: int, extract: Path) -> None:
    raw = bytearray(extract.read_bytes())
    raw[at] ^= 0xFF
    extract.write_bytes(raw)
    found = read_cameras(extract)
    assert found.failed
    assert "camera-file.extract" in [p.message for p in found.problems]


def test_a_header_that_claims_ten_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "claim.osm.pbf"
    path.write_bytes(b"\x7f\xff\xff\xff" + b"\x0a\x09OSMHeader\x18\x80\x80\x80\x80\x25")
    found = read_cameras(path)
    assert found.failed
    assert not found.observations
