"""Files of camera records in every form: what is read, what is said of damage, and what is dropped."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.adapters.json_items import parse_items
from sousveil.adapters.lists.deflock import parse_deflock
from sousveil.adapters.lists.geojson import parse_geojson, render_geojson
from sousveil.adapters.lists.overpass import parse_overpass
from sousveil.adapters.lists.sightings import Sightings
from sousveil.adapters.osm.words import OSM
from sousveil.problems import Origin
from sousveil.records.camera import Device, State

CAMERA = {"man_made": "surveillance", "camera:direction": "90"}


def messages(found: Sightings) -> list[str]:
    return [problem.message for problem in found.problems]


def overpass(*elements: object, **head: object) -> Sightings:
    return parse_overpass(json.dumps({"version": 0.6, **head, "elements": elements}), "a.json")


def test_an_answer_of_overpass() -> None:
    found = overpass(
        {
            "type": "node",
            "id": 5,
            "lat": 44.8,
            "lon": 20.4,
            "version": 3,
            "timestamp": "2024-01-02T03:04:05Z",
            "user": "mapper_name",
            "uid": 12,
            "changeset": 99,
            "tags": CAMERA,
        },
        {"type": "way", "id": 6, "center": {"lat": 44.9, "lon": 20.5}, "tags": CAMERA},
        {
            "type": "way",
            "id": 7,
            "bounds": {"minlat": 44.0, "minlon": 20.0, "maxlat": 45.0, "maxlon": 21.0},
            "tags": CAMERA,
        },
        {"type": "node", "id": 8, "lat": 44.8, "lon": 20.4},
        {
            "type": "relation",
            "id": 9,
            "center": {"lat": 44.9, "lon": 20.5},
            "members": [{"type": "node", "ref": 5, "role": "device"}],
            "tags": {"type": "enforcement", "enforcement": "maxspeed"},
        },
        osm3s={"timestamp_osm_base": "2024-02-01T00:00:00Z"},
    )
    assert [one.id for one in found.observations] == ["node/5", "way/6", "way/7", "relation/9"]
    assert [one.lonlat for one in found.observations] == [
        (20.4, 44.8),
        (20.5, 44.9),
        (20.5, 44.5),
        (20.4, 44.8),  # where its device stands, not its own middle
    ]
    assert found.others == 1
    assert found.as_of == "2024-02-01T00:00:00Z"
    node, *_, relation = found.observations
    assert (node.version, node.edited) == (3, "2024-01-02T03:04:05Z")
    assert "mapper_name" not in repr(found)
    assert relation.device is Device.ENFORCEMENT
    assert relation.parts == (("device", "node/5"),)


def test_ways_and_relations_stand_where_nodes_of_the_answer_do() -> None:
    enforcement = {"type": "enforcement", "enforcement": "maxspeed"}
    device = {"type": "node", "ref": 2, "role": "device"}
    found = overpass(
        {"type": "way", "id": 6, "nodes": [1, 2, 404], "tags": CAMERA},
        {"type": "way", "id": 7, "nodes": [404], "tags": CAMERA},
        {
            "type": "way",
            "id": 8,
            "bounds": {"minlat": 44, "minlon": 20, "maxlat": 45, "maxlon": 21},
            "tags": CAMERA,
        },
        {
            "type": "relation",
            "id": 9,
            "center": {"lat": 44.9, "lon": 20.5},
            "members": [device],
            "tags": enforcement,
        },
        {
            "type": "relation",
            "id": 10,
            "members": [{**device, "lat": 44.7, "lon": 20.3}],
            "tags": enforcement,
        },
        {"type": "node", "id": 1, "lat": 44.5, "lon": 20.4},
        {"type": "node", "id": 2, "lat": 45.0, "lon": 20.6},
    )
    assert [one.lonlat for one in found.observations] == [
        (20.5, 44.75), None, (20.5, 44.5), (20.6, 45.0), (20.3, 44.7),
    ]  # fmt: skip
    assert messages(found) == ["camera-place.none"]


def test_properties_about_persons_are_dropped_in_any_language() -> None:
    persons = {
        "Ime i prezime": "Ana Anić",
        "snimio": "Ana Anić",
        "kontakt": "Ana Anić",
        "reported_by": "Ana Anić",
    }
    feature = {
        "type": "Feature",
        "properties": {**CAMERA, **persons, "contact:webcam": "https://example.org", "Naziv": "Trg"},
        "geometry": {"type": "Point", "coordinates": [20.4, 44.8]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature, feature]})
    found = parse_geojson(text, "a.json")
    assert "Ana" not in repr(found)
    assert found.observations[0].device is Device.WEBCAM
    assert messages(found) == ["camera-column.person"] * 3 + ["camera-left"]


def test_an_answer_with_a_remark_is_a_failure() -> None:
    found = overpass(
        {"type": "node", "id": 5, "lat": 1.0, "lon": 1.0, "tags": CAMERA}, remark="runtime error: timed out"
    )
    assert found.failed
    assert not found.observations
    assert messages(found) == ["camera-file.remark"]


def test_the_bare_list_of_elements_with_their_places() -> None:
    tags = '"tags": {"man_made": "surveillance", "direction": "NB"}'
    text = f'[\n  {{"type": "node", "id": 5, "lat": 1, "lon": 1,\n   {tags}}}\n]'
    found = parse_overpass(text, "a.json")
    assert found.problems[0].origin == Origin("a.json", 2, 3)


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (20.4, 44.8, []),
        (None, None, ["camera-place.none"]),
        ("20.4", 44.8, ["camera-place.number"]),
        (True, 44.8, ["camera-place.number"]),
        (20.4, None, ["camera-place.number"]),
        (20.4, 120.0, ["camera-place.swapped"]),
        (190.0, 44.8, ["camera-place.beyond"]),
        (0, 0, ["camera-place.zero"]),
        (-180, 90, []),
    ],
)
def test_places(lon: object, lat: object, said: list[str]) -> None:
    found = overpass({"type": "node", "id": 5, "lon": lon, "lat": lat, "tags": CAMERA})
    assert messages(found) == said
    assert (found.observations[0].lonlat is None) == bool(said)


def test_a_list_of_plate_readers() -> None:
    elements = [
        {
            "osmId": 1,
            "osmType": "node",
            "lat": 35.1,
            "lon": -101.9,
            "operator": "Amarillo Police Department",
            "direction": 0.5,
            "directionCardinal": "338-23",
            "surveillanceZone": "traffic",
            "mountType": "pole",
            "startDate": "2024",
        },
        {"osmId": 2, "osmType": "way", "lat": 35.1, "lon": -101.9, "direction": 270.0, "colour": "red"},
    ]
    found = parse_deflock(json.dumps(elements), "a.json")
    first, second = found.observations
    assert (first.id, first.device, first.since) == ("node/1", Device.ALPR, "2024")
    assert (first.views[0].bearing_deg, first.views[0].width_deg) == (0.5, 45)
    assert (first.mounts, first.zones) == (("pole",), ("traffic",))
    assert (second.id, second.views[0].bearing_deg) == ("way/2", 270)
    assert messages(found) == ["camera-left"]
    assert found.problems[0].args["key"] == "colour"


def test_an_object_of_a_map_that_does_not_watch_is_no_camera() -> None:
    point = {"type": "Point", "coordinates": [20.4, 44.8]}
    tags = [
        {"@id": "node/1", **CAMERA},
        {"@id": "node/2", "amenity": "bench"},
        {"full_id": "n3", "highway": "stop"},
    ]
    features = [{"type": "Feature", "properties": one, "geometry": point} for one in tags]
    found = parse_geojson(json.dumps({"type": "FeatureCollection", "features": features}), "a.json")
    assert [one.id for one in found.observations] == ["node/1"]
    assert found.others == 2


def test_points_in_geojson() -> None:
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"@id": "node/5", **CAMERA},
                "geometry": {"type": "Point", "coordinates": [20.4, 44.8]},
            },
            {
                "type": "Feature",
                "properties": {"camera_id": 1001.0},
                "geometry": {"type": "Point", "coordinates": [20.4, 44.8, 70]},
            },
            {
                "type": "Feature",
                "properties": {"ref": "b"},
                "geometry": {"type": "Polygon", "coordinates": []},
            },
            {"type": "Feature", "properties": None, "geometry": None},
            {"type": "Point", "coordinates": [1, 2]},
        ],
    }
    found = parse_geojson(json.dumps(collection), "a.json")
    assert [one.id for one in found.observations] == ["node/5", "feature/2", "b", "feature/4"]
    assert [one.lonlat for one in found.observations] == [(20.4, 44.8), (20.4, 44.8), None, None]
    assert found.attribution == OSM
    assert sorted(messages(found)) == [
        "camera-file.element",
        "camera-left",
        "camera-place.none",
        "camera-place.shape",
    ]
    assert found.observations[1].texts == {"camera_id": "1001"}


def test_another_reference_system_is_refused() -> None:
    collection = {"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3857"}}, "features": []}
    found = parse_geojson(json.dumps(collection), "a.json")
    assert found.failed
    assert messages(found) == ["camera-file.crs"]


def test_what_is_written_as_geojson_is_geojson() -> None:
    found = overpass(
        {
            "type": "node",
            "id": 5,
            "lat": 44.8,
            "lon": 20.4,
            "tags": {**CAMERA, "removed": "yes", "camera:angle": "15"},
        },
        {"type": "node", "id": 6, "tags": CAMERA},
    )
    written = json.loads(
        render_geojson(found.observations, attribution="© OpenStreetMap contributors, ODbL 1.0")
    )
    assert written["attribution"].startswith("© OpenStreetMap")
    first, second = written["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [20.4, 44.8]}
    assert first["properties"] == {
        "device": "camera",
        "state": State.REMOVED.value,
        "views": [{"bearing_deg": 90, "width_deg": None, "meaning": "bearing"}],
        "tilt_deg": [-15, -15],
    }
    assert second["geometry"] is None


@pytest.mark.parametrize(
    ("text", "elements", "place", "said"),
    [
        ('[{"a": 1},\n {"a": 2},\n {"a": ', 2, (3, 8), "Expecting value"),
        ('{"elements": [{"a": 1}, {"a" 2}]}', 1, (1, 30), "Expecting ':' delimiter"),
        ('[{"a": 1} {"a": 2}]', 1, (1, 11), "expected , or ]"),
        ("[1] [2]", 1, (1, 5), "after the end"),
        ('"text"', 0, (1, 1), "neither a list nor an object"),
        ("", 0, (1, 1), "neither a list nor an object"),
        ("[" * 100_000, 0, (1, 2), "nested too deeply"),
        ("{elements: []}", 0, (1, 2), "expected a name in quotes"),
    ],
)
def test_damage_is_named_where_it_is_and_what_stands_before_is_read(
    text: str, elements: int, place: tuple[int, int], said: str
) -> None:
    found = parse_items(text, "a.json", within=("elements",))
    assert len(found.items) == elements
    assert found.fault is not None
    origin, reason = found.fault
    assert (origin.line, origin.column) == place
    assert said in reason


def test_what_is_no_number_is_read_as_not_said_and_the_rest_goes_on() -> None:
    found = parse_items('[{"a": NaN}, {"a": -Infinity, "b": 1}]', "a.json", within=())
    assert [element for _, element in found.items] == [{"a": None}, {"a": None, "b": 1}]
    assert found.unsaid == 2
    assert found.fault is None


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3), max_size=5
    ),
    st.booleans(),
)
def test_elements_are_those_that_json_has(elements: list[dict[str, object]], indented: bool) -> None:  # noqa: FBT001
    text = json.dumps({"x": [1], "elements": elements, "y": {}}, indent=2 if indented else None)
    found = parse_items(text, "a.json", within=("elements",))
    assert [element for _, element in found.items] == elements
    assert found.fault is None
    assert set(found.head) == {"x", "y"}
    lines = text.split("\n")
    assert all(lines[origin.line - 1][origin.column - 1] == "{" for origin, _ in found.items)


@pytest.mark.parametrize(
    ("properties", "head", "kept"),
    [
        ({"name": "Café", "amenity": "cafe"}, {}, 0),
        ({}, {}, 0),
        ({"name": "Kamera 4"}, {}, 1),
        ({"ref": "4"}, {"name": "cctv_sites"}, 1),
        ({"direction": "90"}, {}, 1),
        ({"highway": "speed_camera"}, {}, 1),
    ],
)
def test_points_are_cameras_only_where_something_says_so(
    properties: dict[str, str], head: dict[str, str], kept: int
) -> None:
    point = {"type": "Point", "coordinates": [20.4, 44.8]}
    features = [{"type": "Feature", "properties": properties, "geometry": point}]
    found = parse_geojson(json.dumps({"type": "FeatureCollection", **head, "features": features}), "a.json")
    assert len(found.observations) == kept
    assert messages(found) == ([] if kept else ["camera-column.other"])
