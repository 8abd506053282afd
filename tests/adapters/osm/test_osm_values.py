"""The values people write into camera tags, each form met in real data and some that were not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.adapters.osm.values import (
    parse_count,
    parse_date,
    parse_directions,
    parse_height,
    parse_tilt,
)
from sousveil.records.camera import Meaning, View


def bearings(text: str, *, turns: bool | None = None) -> list[float]:
    return [view.bearing_deg for view in parse_directions(text, turns=turns).views]


def faults(text: str, *, turns: bool | None = None) -> list[str]:
    return [variant for variant, _ in parse_directions(text, turns=turns).faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90", [90]), ("0", [0]), ("000", [0]), ("080", [80]), ("62.5", [62.5]), ("0.01", [0.01]), (" 15 ", [15]),
        ("15°", [15]), ("90 deg", [90]), ("90 degrees", [90]), ("N", [0]), ("nnw", [337.5]), ("south", [180]),
        ("WSW", [247.5]), ("northeast", [45]), ("north-east", [45]), ("North East", [45]),
        ("NorthNorthWest", [337.5]), ("15˚", [15]), ("90 степени", [90]),
        ("45;225", [45, 225]), ("90;160;270", [90, 160, 270]), ("260;;225", [260, 225]),
        ("0;", [0]),
        ("180;nw", [180, 315]), ("360;180", [0, 180]), ("0;0", [0, 0]),
        ("260;305;355;40;100;", [260, 305, 355, 40, 100]),
    ],
)  # fmt: skip
def test_bearings(text: str, expected: list[float]) -> None:
    found = parse_directions(text)
    assert [view.bearing_deg for view in found.views] == expected
    assert {view.meaning for view in found.views} == {Meaning.BEARING}
    assert not found.faults
    assert not found.oddities


@pytest.mark.parametrize(
    ("text", "middle", "width"),
    [
        ("45-90", 67.5, 45), ("338-23", 0.5, 45), ("270-90", 0, 180), ("190-100", 325, 270), ("180-180", 0, 360),
        ("W-E", 0, 180), ("WSW-ESE", 0, 225), ("0-270", 135, 270), ("0-360", 180, 360), ("45 - 90", 67.5, 45),
        ("45–90", 67.5, 45), ("45 to 90", 67.5, 45), ("45°-90°", 67.5, 45), ("-45-45", 0, 90), ("n-E", 45, 90),
        ("320-360", 340, 40),
    ],
)  # fmt: skip
def test_sectors_turn_clockwise(text: str, middle: float, width: float) -> None:
    assert parse_directions(text).views == (View(middle, width, Meaning.UNKNOWN),)


def test_what_a_sector_means_depends_on_whether_the_camera_turns() -> None:
    assert parse_directions("45-90", turns=True).views[0].meaning is Meaning.SWEEP
    assert parse_directions("45-90", turns=False).views[0].meaning is Meaning.FIELD_OF_VIEW


@pytest.mark.parametrize(("text", "said"), [("100-55", ["wide"]), ("180-180", ["wide"]), ("270-90", [])])
def test_a_range_wider_than_a_lens_is_read_and_named(text: str, said: list[str]) -> None:
    found = parse_directions(text, turns=False)
    assert [variant for variant, _ in found.oddities] == said
    assert len(found.views) == 1
    assert not parse_directions(text, turns=True).oddities


def test_several_sectors() -> None:
    assert bearings("338-23;22-67") == [0.5, 44.5]
    assert [view.width_deg for view in parse_directions("180;22-67").views] == [None, 45]


def test_360_is_all_round_on_what_turns_and_north_on_what_does_not() -> None:
    assert parse_directions("360", turns=True).views == (View(0, 360, Meaning.ALL_ROUND),)
    assert parse_directions("360", turns=False).views == (View(0, None, Meaning.BEARING),)
    assert not bearings("360")
    assert faults("360") == ["full"]
    assert bearings("360;90", turns=True) == [0, 90]


@pytest.mark.parametrize(
    ("text", "expected", "oddity"),
    [
        ("-30", [330], "negative"),
        ("-180", [180], "negative"),
        ("-40;75", [320, 75], "negative"),
        ("−30", [330], "negative"),
        ("10--20", [175], "negative"),
        ("70, 210, 300", [70, 210, 300], "comma"),
        ("95, 95", [95, 95], "comma"),
        ("90,125,270", [90, 125, 270], "comma"),
    ],
)
def test_what_is_read_although_it_is_odd(text: str, expected: list[float], oddity: str) -> None:
    assert bearings(text) == expected
    assert [variant for variant, _ in parse_directions(text).oddities] == [oddity]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("90100", "beyond"), ("2765", "beyond"), ("900", "beyond"), ("370", "beyond"),
        ("-500", "beyond"), ("-360", "beyond"),
        ("160150140160165", "beyond"), ("45-400", "beyond"), ("null", "direction"), ("Flock Raven", "direction"),
        ("11:00", "direction"), ("Clockwise 180", "direction"), ("280WY39-J963-T96Q-9KE6-9DR9", "direction"),
        ("", "direction"),
        (";", "direction"), ("N?", "direction"), ("٤٥", "direction"), ("4e2", "direction"), ("62,5", "comma"),
        ("NB", "traffic"),
        ("wb", "traffic"), ("northbound", "traffic"), ("South-bound", "traffic"), ("forward", "relative"),
        ("backward", "relative"), ("both", "relative"),
    ],
)  # fmt: skip
def test_what_is_no_direction_gives_none(text: str, fault: str) -> None:
    assert not bearings(text)
    assert faults(text) == [fault]


def test_what_can_be_read_in_a_list_is_kept_beside_what_cannot() -> None:
    found = parse_directions("345;270:360;500;N")
    assert [view.bearing_deg for view in found.views] == [345, 0]
    assert found.faults == (("direction", "270:360"), ("beyond", "500"))


@given(
    st.floats(0, 359.99).map(lambda value: round(value, 2)),
    st.floats(0, 359.99).map(lambda value: round(value, 2)),
)
def test_any_range_turns_clockwise_from_its_first_end_to_its_second(start: float, end: float) -> None:
    (view,) = parse_directions(f"{start}-{end}").views
    assert view.width_deg is not None
    assert 0 < view.width_deg <= 360
    for angle, side in ((start, -1), (end, 1)):
        gap = (view.bearing_deg + side * view.width_deg / 2 - angle) % 360
        assert min(gap, 360 - gap) == pytest.approx(0, abs=1e-6)


@given(st.text(max_size=40))
def test_any_text_is_read_or_named(text: str) -> None:
    found = parse_directions(text)
    assert found.views or found.faults
    for view in found.views:
        assert 0 <= view.bearing_deg < 360
        assert math.isfinite(view.bearing_deg)


@pytest.mark.parametrize(
    ("text", "down", "expected"),
    [
        ("15", True, (-15, -15)), ("15°", True, (-15, -15)), ("0", True, (0, 0)), ("90", True, (-90, -90)),
        ("10-30", True, (-30, -10)), ("-15", False, (-15, -15)), ("-90-20", False, (-90, 20)),
        ("-90--20", False, (-90, -20)),
        ("20", False, (20, 20)),
    ],
)  # fmt: skip
def test_tilts_have_one_sign(text: str, down: bool, expected: tuple[float, float]) -> None:  # noqa: FBT001
    assert parse_tilt(text, down_is_positive=down) == expected


@pytest.mark.parametrize(
    ("text", "down", "fault"),
    [
        ("120", True, "tilt-beyond"), ("360", True, "tilt-beyond"), ("-15", True, "tilt-beyond"),
        ("95", False, "tilt-beyond"), ("steep", True, "tilt"), ("n-e", True, "tilt"), ("", True, "tilt"),
    ],
)  # fmt: skip
def test_tilts_beyond_straight_down_are_none(text: str, down: bool, fault: str) -> None:  # noqa: FBT001
    assert parse_tilt(text, down_is_positive=down) == (fault, text)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("3,5", 3.5), ("3.5 m", 3.5), ("10m", 10), ("12'", 3.6576), ("12 ft", 3.6576), ("5'6\"", 1.6764), ("3", 3),
        ("3.0", 3), ("4 metres", 4), ("3,5 м", 3.5), ("3,5\u00a0М", 3.5), ("4 метра", 4), ("5 метара", 5), ("4 m.", 4),
        ("6 metara", 6), ("350 cm", 3.5), ("350 цм", 3.5), ("10,5 ft", 3.2004), ("5’6”", 1.6764),
    ],
)  # fmt: skip
def test_heights(text: str, metres: float) -> None:
    assert parse_height(text) == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "fault"),
    [("90", "height-beyond"), ("3454", "height-beyond"), ("0", "height-low"), ("-3", "height-low"), ("high", "height"),
     ("3;4", "height"), ("", "height"), ("5 km", "height"), ("3,5,1 м", "height"), ("3.500,5 m", "height"),
     ("4-6 м", "height"), ("350 м", "height-beyond")],
)  # fmt: skip
def test_what_is_no_height(text: str, fault: str) -> None:
    assert parse_height(text) == (fault, text)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2022-05-03", "2022-05-03"), ("2009-05", "2009-05"), ("2024", "2024"), ("2015/04/11", "2015-04-11"),
        ("2022-5-3", "2022-05-03"), ("~2009", "2009~"), ("2010s", "201X"), ("before 2012", "/2012"),
        ("after 2012-03", "2012-03/"), ("2010..2012", "2010/2012"), ("2019/2021", "2019/2021"),
    ],
)  # fmt: skip
def test_dates(text: str, edtf: str) -> None:
    assert parse_date(text) == edtf


@pytest.mark.parametrize(
    ("text", "fault"),
    [("1923", "date-old"), ("2025-15-10", "date"), ("2022-02-30", "date"), ("spring", "date"), ("", "date"),
     ("03.05.2022", "date"), ("C20", "date"), ("٢٠٢٢", "date")],
)  # fmt: skip
def test_what_is_no_date(text: str, fault: str) -> None:
    assert parse_date(text) == (fault, text)


@pytest.mark.parametrize("text", ["0", "-1", "2+", "two", "", "100", "1.5"])
def test_what_is_no_count(text: str) -> None:
    assert parse_count(text) == ("count", text)


def test_counts() -> None:
    assert [parse_count(text) for text in ("1", "4", " 12 ")] == [1, 4, 12]
