"""Real camera records, every one: what was read, what was reported, and that nothing fell between."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sousveil.records.camera import Device, Meaning, State
from sousveil.workbench.cameras.reading import Listed, list_cameras
from tools import camera_forms

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared with the real records is not here")


@pytest.fixture(scope="module")
def swiss() -> Listed:
    return list_cameras([DATA / "switzerland-surveillance-nodes-2023-06.json"])


@pytest.fixture(scope="module")
def american() -> Listed:
    return list_cameras([DATA / "us-alpr-nodes-2026-04.json.gz"])


def count_messages(listed: Listed, *prefixes: str) -> dict[str, int]:
    return dict(Counter(one.message for one in listed.problems if one.message.startswith(prefixes)))


def test_every_swiss_record_is_there(swiss: Listed) -> None:
    assert len(swiss.observations) == 2_144
    assert swiss.others == 0
    assert Counter(one.device for one in swiss.observations) == {
        Device.CAMERA: 1_716,
        Device.SPEED_CAMERA: 3,
        Device.UNKNOWN: 293,
        Device.WEBCAM: 128,
        Device.ALPR: 2,
        Device.GUARD: 2,
    }
    assert Counter(one.kinds for one in swiss.observations) == {
        ("fixed",): 804,
        (): 652,
        ("dome",): 624,
        ("panning",): 60,
        ("panorama",): 3,
        ("dome", "fixed"): 1,
    }
    assert [one.id for one in swiss.observations if one.state is State.DUMMY] != []
    assert Counter(one.count for one in swiss.observations if one.count) == {2: 20, 3: 5, 4: 2}


def test_swiss_directions(swiss: Listed) -> None:
    views = [view for one in swiss.observations for view in one.views]
    assert Counter(view.meaning for view in views) == {
        Meaning.BEARING: 484,
        Meaning.ALL_ROUND: 47,
        Meaning.SWEEP: 1,
    }
    said = [one for one in swiss.observations if {"camera:direction", "direction"} & one.texts.keys()]
    assert len(said) == sum(1 for one in swiss.observations if one.views) == 529


def test_what_was_reported_of_the_swiss_records(swiss: Listed) -> None:
    assert count_messages(swiss, "camera-value", "camera-conflict", "camera-place") == {
        "camera-value.tilt-beyond": 7,
        "camera-value.word": 3,
        "camera-value.height-beyond": 1,
        "camera-value.height-low": 1,
    }


def test_every_american_record_is_there(american: Listed) -> None:
    assert len(american.observations) == 61_768
    assert all(one.lonlat for one in american.observations)
    assert sum(1 for one in american.observations if one.texts.get("direction")) == 60_101
    assert count_messages(american, "camera-value") == {
        "camera-value.traffic": 116,
        "camera-value.beyond": 50,
        "camera-value.relative": 15,
        "camera-value.direction": 11,
        "camera-value.date": 1,
        "camera-value.date-old": 1,
    }


def test_no_american_direction_is_lost_between_read_and_reported(american: Listed) -> None:
    named = {one.record for one in american.problems if one.message.startswith("camera-value")}
    for one in american.observations:
        text = one.texts.get("direction", "")
        parts = [part for part in re.split("[;,]", text) if part.strip()]
        assert len(one.views) == len(parts) or one.id in named, text


def test_plain_degrees_are_read_as_they_stand(american: Listed) -> None:
    for one in american.observations:
        text = one.texts.get("direction", "")
        if re.fullmatch(r"\d{1,3}", text) and int(text) < 360:
            assert [view.bearing_deg for view in one.views] == [int(text)]
        elif re.fullmatch(r"\d{1,3}-\d{1,3}", text):
            start, end = map(int, text.split("-"))
            assert [view.width_deg for view in one.views] == [(end - start) % 360 or 360]


def test_an_official_list_keeps_its_places() -> None:
    listed = list_cameras([DATA / "trafford-council-cctv-2024-03.geojson"])
    assert len(listed.observations) == 163
    assert all(one.lonlat for one in listed.observations)
    assert {one.left for one in listed.observations} == {("area_code", "area_name", "camera_id", "location")}


def test_the_page_of_forms_is_in_step() -> None:
    assert camera_forms.PAGE.read_text(encoding="utf-8") == camera_forms.render_page(DATA), (
        "run `python tools/camera_forms.py` with the folder of the data"
    )
