"""The form in which a case keeps observations: what is written reads back equal, whatever it says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.adapters.json_items import parse_items
from sousveil.adapters.lists.observations import read_observations, render_observations, sort_key
from sousveil.adapters.lists.sightings import Sightings
from sousveil.records.camera import Device, HeightReading, Meaning, Observation, State, View

WORDS = st.lists(st.text(max_size=5), max_size=3).map(tuple)
TEXT = st.text(max_size=8)
NUMBER = st.floats(-1e6, 1e6)
VIEWS = st.builds(View, NUMBER, st.none() | NUMBER, st.sampled_from(Meaning))
OBSERVATIONS = st.builds(
    Observation,
    id=TEXT,
    lonlat=st.none() | st.tuples(st.floats(0.001, 180), st.floats(-90, -0.001)),
    device=st.sampled_from(Device),
    state=st.sampled_from(State),
    kinds=WORDS,
    views=st.lists(VIEWS, max_size=3).map(tuple),
    tilt_deg=st.none() | st.tuples(NUMBER, NUMBER),
    height_m=st.none() | NUMBER,
    height_reading=st.none() | st.sampled_from(HeightReading),
    mounts=WORDS,
    zones=WORDS,
    settings=WORDS,
    count=st.none() | st.integers(),
    checked=TEXT,
    since=TEXT,
    until=TEXT,
    edited=TEXT,
    version=st.none() | st.integers(),
    names=st.dictionaries(st.sampled_from(["ref", "name", "street"]), st.text(min_size=1, max_size=8)),
    parts=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    texts=st.dictionaries(TEXT, TEXT, max_size=3),
    left=WORDS,
)


def read(text: str) -> Sightings:
    return read_observations(parse_items(text, "a.geojson", within=("features",)), "a.geojson")


@given(st.lists(OBSERVATIONS, max_size=4))
def test_what_is_written_reads_back_equal(observations: list[Observation]) -> None:
    text = render_observations(observations, {"attribution": "us", "as_of": "2024", "licence": ""})
    found = read(text)
    assert not found.problems
    assert found.observations == sorted(observations, key=lambda one: sort_key(one.id))
    assert (found.attribution, found.as_of) == ("us", "2024")
    assert render_observations(found.observations, {"attribution": "us", "as_of": "2024"}) == text
    assert len(json.loads(text)["features"]) == len(observations)


def test_ids_are_sorted_by_the_numbers_in_them() -> None:
    ids = ["way/2", "node/10", "node/9", "a10b2", "a10b10"]
    assert sorted(ids, key=sort_key) == ["a10b2", "a10b10", "node/9", "node/10", "way/2"]


@pytest.mark.parametrize(
    "feature",
    [
        "7",
        "{}",
        '{"id":"x","geometry":null,"properties":{}}',
        '{"id":"x","geometry":null,"properties":{"device":"drone","state":"installed"}}',
        '{"id":"x","geometry":{"coordinates":[1]},"properties":{"device":"camera","state":"installed"}}',
        '{"id":"x","geometry":null,"properties":{"device":"camera","state":"installed","views":[{}]}}',
        '{"id":"x","geometry":null,"properties":{"device":"camera","state":"installed","tilt_deg":["a"]}}',
        '{"id":"x","geometry":null,"properties":{"device":"camera","state":"installed","count":"many"}}',
    ],
)
def test_a_feature_changed_by_hand_is_named_and_the_next_is_read(feature: str) -> None:
    sound = '{"id":"y","geometry":null,"properties":{"device":"camera","state":"installed"}}'
    found = read(f'{{"type":"FeatureCollection","sousveil":1,"features":[\n{feature},\n{sound}\n]}}')
    assert [one.id for one in found.observations] == ["y"]
    (problem,) = found.problems
    assert problem.message == "camera-file.feature"
    assert problem.origin == ("a.geojson", 2, 1)


def test_a_newer_format_is_not_read() -> None:
    found = read('{"sousveil":2,"features":[]}')
    assert found.failed
    assert [one.message for one in found.problems] == ["camera-file.format"]
