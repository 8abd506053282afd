"""OpenStreetMap objects as observations: what the tags mean, what is dropped, what is named."""

import pytest

from sousveil.adapters.osm.tags import About, build_observation, is_device
from sousveil.messages import render_problem
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.camera import Device, HeightReading, Meaning, Observation, State

ABOUT = About(id="node/7", origin=Origin("a.json", 3, 5), lonlat=(20.46, 44.81))


def read(**tags: str) -> tuple[Observation, list[Problem]]:
    """An observation by tags; `__` stands for the colon."""
    named = {key.replace("__", ":"): text for key, text in tags.items()}
    return build_observation({"man_made": "surveillance", **named}, ABOUT)


def messages(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems]


def test_a_camera_with_everything_in_order() -> None:
    seen, problems = read(
        surveillance="outdoor",
        surveillance__type="camera",
        surveillance__zone="traffic",
        camera__type="fixed",
        camera__mount="street_light",
        camera__direction="90",
        camera__angle="15",
        camera__height="3,5 m",
        camera__count="2",
        operator="MUP",
        check_date="2024-03-01",
        start_date="2019",
    )
    assert not problems
    assert (seen.device, seen.state, seen.kinds) == (Device.CAMERA, State.INSTALLED, ("fixed",))
    assert [(view.bearing_deg, view.meaning) for view in seen.views] == [(90, Meaning.BEARING)]
    assert (seen.tilt_deg, seen.height_m, seen.height_reading) == (
        (-15, -15),
        3.5,
        HeightReading.ABOVE_GROUND,
    )
    assert (seen.mounts, seen.zones, seen.settings, seen.count) == (
        ("street_lamp",),
        ("traffic",),
        ("outdoor",),
        2,
    )
    assert (seen.checked, seen.since, seen.names) == ("2024-03-01", "2019", {"operator": "MUP"})
    assert seen.left == ()
    assert seen.texts["camera:height"] == "3,5 m"


@pytest.mark.parametrize(
    ("tags", "device"),
    [
        ({"surveillance__type": "ALPR"}, Device.ALPR),
        ({"surveillance__type": "ANPR"}, Device.ALPR),
        ({"surveillance__type": "camera;ALPR"}, Device.ALPR),
        ({"surveillance__type": "Camera"}, Device.CAMERA),
        ({"surveillance__type": "guard"}, Device.GUARD),
        ({"surveillance__type": "gunshot_detector"}, Device.GUNSHOT_DETECTOR),
        ({"surveillance__type": "webcam"}, Device.WEBCAM),
        ({"surveillance": "webcam", "surveillance__type": "camera"}, Device.WEBCAM),
        ({"camera__type": "webcam"}, Device.WEBCAM),
        ({"contact__webcam": "https://example.org/cam", "surveillance__type": "camera"}, Device.WEBCAM),
        ({"surveillance": "cctv"}, Device.CAMERA),
        ({"surveillance": "guard"}, Device.GUARD),
        ({"camera__type": "dome"}, Device.CAMERA),
        ({"highway": "speed_camera"}, Device.SPEED_CAMERA),
        ({"surveillance": "public"}, Device.UNKNOWN),
    ],
)
def test_what_sort_of_device(tags: dict[str, str], device: Device) -> None:
    seen, problems = read(**tags)
    assert seen.device is device
    assert not problems


@pytest.mark.parametrize(
    ("tags", "state"),
    [
        ({"disused__man_made": "surveillance"}, State.DISUSED),
        ({"removed__man_made": "surveillance"}, State.REMOVED),
        ({"razed__man_made": "surveillance"}, State.REMOVED),
        ({"abandoned__man_made": "surveillance"}, State.DISUSED),
        ({"proposed__man_made": "surveillance"}, State.PLANNED),
        ({"planned__man_made": "surveillance"}, State.PLANNED),
        ({"construction__man_made": "surveillance"}, State.PLANNED),
        ({"man_made": "surveillance", "disused": "yes"}, State.DISUSED),
        ({"man_made": "surveillance", "removed": "yes"}, State.REMOVED),
        ({"man_made": "surveillance", "disused": "no"}, State.INSTALLED),
        ({"man_made": "surveillance", "surveillance": "fake"}, State.DUMMY),
        ({"man_made": "surveillance", "fake": "yes"}, State.DUMMY),
        ({"man_made": "surveillance", "camera__type": "dummy"}, State.DUMMY),
        ({"man_made": "surveillance", "operational_status": "operational"}, State.OPERATING),
        ({"man_made": "surveillance", "operational_status": "broken"}, State.DISUSED),
        ({"removed__highway": "speed_camera"}, State.REMOVED),
    ],
)
def test_where_in_its_life(tags: dict[str, str], state: State) -> None:
    named = {key.replace("__", ":"): text for key, text in tags.items()}
    assert is_device(named)
    seen, problems = build_observation(named, ABOUT)
    assert seen.state is state
    assert not problems
    assert not seen.left


def test_a_prefix_is_taken_off_the_tags_beside() -> None:
    seen, problems = build_observation(
        {"removed:man_made": "surveillance", "removed:camera:type": "dome", "removed:camera:direction": "NB"},
        ABOUT,
    )
    assert (seen.state, seen.kinds) == (State.REMOVED, ("dome",))
    assert problems[0].args["value"] == "NB"


@pytest.mark.parametrize(
    "tags",
    [
        {"man_made": "mast"},
        {"highway": "street_lamp"},
        {},
        {"note": "surveillance"},
        {"type": "route"},
        {"x:man_made": "surveillance"},
    ],
)
def test_what_is_no_device(tags: dict[str, str]) -> None:
    assert not is_device(tags)


def test_an_enforcement_relation_stands_apart() -> None:
    tags = {"type": "enforcement", "enforcement": "average_speed", "maxspeed": "80"}
    assert is_device(tags)
    seen, _ = build_observation(tags, ABOUT)
    assert seen.device is Device.ENFORCEMENT
    assert seen.left == ("maxspeed",)


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        ("dome", Meaning.ALL_ROUND),
        ("panning", Meaning.ALL_ROUND),
        ("fixed", Meaning.BEARING),
        ("static", Meaning.BEARING),
    ],
)
def test_360_by_kind(kind: str, meaning: Meaning) -> None:
    seen, problems = read(camera__type=kind, camera__direction="360")
    assert [view.meaning for view in seen.views] == [meaning]
    assert not problems


def test_360_of_a_camera_of_unknown_kind_is_named() -> None:
    for tags in ({}, {"camera__type": "dome;fixed"}):
        seen, problems = read(camera__direction="360", **tags)
        assert not seen.views
        assert messages(problems) == ["camera-value.full"]
    seen, problems = read(camera__direction="360", surveillance__type="ALPR")
    assert seen.views[0].meaning is Meaning.BEARING


def test_ranges_by_kind() -> None:
    for kind, meaning in (
        ("panning", Meaning.SWEEP),
        ("fixed", Meaning.FIELD_OF_VIEW),
        ("", Meaning.UNKNOWN),
    ):
        seen, _ = read(camera__type=kind, camera__direction="45-90")
        assert seen.views[0].meaning is meaning


def test_the_more_special_direction_counts_and_a_conflict_is_named() -> None:
    seen, problems = read(camera__direction="90", direction="100", surveillance__direction="93")
    assert seen.views[0].bearing_deg == 90
    assert messages(problems) == ["camera-conflict"]
    assert render_problem(problems[0]) == (
        "a.json:3:5: warning: node/7: direction='100' disagrees with camera:direction='90', which is used "
        "[camera-conflict]"
    )


def test_directions_across_north_do_not_disagree() -> None:
    _, problems = read(camera__direction="358", direction="2")
    assert not problems


def test_another_tag_stands_in_where_the_first_cannot_be_read() -> None:
    seen, problems = read(camera__direction="forward", direction="90")
    assert seen.views[0].bearing_deg == 90
    assert messages(problems) == ["camera-value.relative"]


@pytest.mark.parametrize("highway", ["street_lamp", "traffic_signals", "stop", "give_way"])
def test_the_direction_of_a_lamp_is_the_lamps(highway: str) -> None:
    seen, problems = read(highway=highway, direction="90")
    assert not seen.views
    assert [(problem.message, problem.severity) for problem in problems] == [("camera-lamp", Severity.NOTE)]
    seen, _ = read(highway=highway, direction="90", camera__direction="180")
    assert [view.bearing_deg for view in seen.views] == [180]


def test_the_direction_of_a_speed_camera_is_its_own() -> None:
    seen, problems = build_observation({"highway": "speed_camera", "direction": "90"}, ABOUT)
    assert seen.views[0].bearing_deg == 90
    assert not problems


def test_angle_and_tilt_have_opposite_signs() -> None:
    seen, problems = read(camera__angle="15", camera__tilt="-15")
    assert seen.tilt_deg == (-15.0, -15.0)
    assert not problems
    upward, said = read(camera__angle="15", camera__tilt="15")
    assert upward.tilt_deg == (15.0, 15.0)
    assert messages(said) == ["camera-conflict"]


@pytest.mark.parametrize(
    ("tags", "height", "reading", "said"),
    [
        ({"height": "4", "ele": "3454"}, 4, HeightReading.MOUNT_OR_SIZE, []),
        ({"camera__height": "4", "height": "9"}, 4, HeightReading.ABOVE_GROUND, []),
        ({"ele": "10m"}, 10, HeightReading.ELEVATION, ["camera-odd.elevation"]),
        ({"ele": "3454"}, None, None, []),
        ({"ele": "high"}, None, None, ["camera-value.height"]),
        ({"height": "90"}, None, None, ["camera-value.height-beyond"]),
    ],
)
def test_heights(
    tags: dict[str, str], height: float | None, reading: HeightReading | None, said: list[str]
) -> None:
    seen, problems = read(**tags)
    assert (seen.height_m, seen.height_reading) == (height, reading)
    assert messages(problems) == said


@pytest.mark.parametrize(
    ("tags", "left"),
    [
        ({"ele": "3454"}, ("ele",)),
        ({"height": "4", "ele": "3454"}, ("ele",)),
        ({"camera__height": "4", "height": "9"}, ("height",)),
        ({"camera__height": "90", "height": "9"}, ()),
    ],
)
def test_what_stands_beside_a_height_is_left(tags: dict[str, str], left: tuple[str, ...]) -> None:
    assert read(**tags)[0].left == left


@pytest.mark.parametrize(
    ("tags", "settings", "said"),
    [
        ({"indoor": "yes"}, ("indoor",), []),
        ({"location": "indoor", "surveillance": "public"}, ("public", "indoor"), []),
        ({"indoor": "yes", "surveillance": "indoor"}, ("indoor",), []),
        ({"indoor": "yes", "surveillance": "outdoor"}, ("outdoor",), ["camera-conflict"]),
        ({"indoor": "no", "location": "roof"}, (), []),
    ],
)
def test_what_hangs_inside_is_said_by_other_tags_too(
    tags: dict[str, str], settings: tuple[str, ...], said: list[str]
) -> None:
    seen, problems = read(**tags)
    assert seen.settings == settings
    assert messages(problems) == said


def test_who_runs_the_camera_need_not_run_the_bank() -> None:
    seen, problems = read(operator="Bank", surveillance__operator="Guards", brand="A", camera__brand="a")
    assert seen.names == {"operator": "Guards", "brand": "a"}
    assert messages(problems) == ["camera-conflict"]
    assert problems[0].args["other"] == "surveillance:operator"


@pytest.mark.parametrize(
    ("tags", "device"),
    [
        ({"surveillance": "speed_camera"}, Device.SPEED_CAMERA),
        ({"surveillance": "maxspeed", "surveillance__type": "camera"}, Device.SPEED_CAMERA),
        ({"surveillance": "public;speed_camera", "surveillance__type": "camera"}, Device.CAMERA),
        ({"surveillance": "maxspeed", "surveillance__type": "ALPR"}, Device.ALPR),
        ({"surveillance__type": "speed_camera"}, Device.SPEED_CAMERA),
        ({"surveillance": "red_light", "surveillance__type": "camera"}, Device.CAMERA),
    ],
)
def test_what_only_watches_speed_is_a_speed_camera(tags: dict[str, str], device: Device) -> None:
    seen, problems = read(**tags)
    assert seen.device is device
    assert not problems


def test_a_device_among_others_with_a_blank_is_one() -> None:
    assert is_device({"man_made": "street_lamp; surveillance"})


@pytest.mark.parametrize(
    ("tags", "part"),
    [
        ({"camera__type": "public"}, "public"),
        ({"camera__mount": "dome"}, "dome"),
        ({"surveillance": "no"}, "no"),
        ({"surveillance__type": "drone"}, "drone"),
        ({"operational_status": "maybe"}, "maybe"),
    ],
)
def test_a_word_that_is_not_read_is_named_with_the_words_that_are(tags: dict[str, str], part: str) -> None:
    _, problems = read(**tags)
    assert messages(problems) == ["camera-value.word"]
    assert problems[0].args["part"] == part
    assert problems[0].record == "node/7"


def test_several_mounts() -> None:
    assert read(camera__mount="wall/ceiling")[0].mounts == ("wall", "ceiling")
    assert read(surveillance__zone="area,street")[0].zones == ("area", "street")


def test_a_tag_that_is_not_read_is_left() -> None:
    seen, _ = read(amenity="restaurant", faces="2", level="-1", note="in the passage")
    assert seen.left == ("amenity", "faces")


@pytest.mark.parametrize(
    "key",
    [
        "contact__phone",
        "phone",
        "email",
        "contact__email",
        "fax",
        "operator__phone",
        "user",
        "uid",
        "changeset",
        "created_by",
        "@user",
        "osm_user",
        "meta",
    ],
)
def test_what_is_about_persons_is_dropped(key: str) -> None:
    seen, problems = read(**{key: "Mira Primer +381 11 1234567 mira@example.org"})
    assert "Mira" not in repr(seen) + repr(problems)
    assert seen.left == ()


@pytest.mark.parametrize("secret", ["mira@example.org", "+381 11 123 45 67", "011/1234-567", "@mira_p"])
def test_contacts_in_free_text_are_hidden(secret: str) -> None:
    seen, _ = read(note=f"ask {secret} about it", operator=f"Kiosk, {secret}")
    assert secret not in repr(seen)
    assert seen.texts["note"] == "ask [withheld] about it"


def test_a_name_that_says_it_is_not_known_is_none() -> None:
    assert read(brand="Unknown", manufacturer="?")[0].names == {}
    assert read(surveillance__operator="City")[0].names == {"operator": "City"}


@pytest.mark.parametrize(
    ("tags", "device", "said"),
    [
        ({"surveillance__type": "camera", "surveillance": "guard"}, Device.CAMERA, "camera, guard"),
        ({"surveillance__type": "guard;ALPR"}, Device.ALPR, "alpr, guard"),
        ({"surveillance__type": "ALPR", "surveillance": "webcam"}, Device.ALPR, "alpr, webcam"),
        ({"surveillance__type": "camera", "surveillance": "webcam"}, Device.WEBCAM, ""),
        ({"surveillance__type": "ALPR", "surveillance": "camera"}, Device.ALPR, ""),
        ({"surveillance__type": "guard", "surveillance": "guard"}, Device.GUARD, ""),
    ],
)
def test_devices_that_contradict_each_other_are_named(
    tags: dict[str, str], device: Device, said: str
) -> None:
    seen, problems = read(**tags)
    assert seen.device is device
    assert [problem.args["said"] for problem in problems if problem.message == "camera-odd.devices"] == (
        [said] if said else []
    )


def test_numbers_of_pictures_and_days_are_no_telephone_numbers() -> None:
    seen, _ = read(
        mapillary="801631670788961",
        brand="Q108485435",
        note="seen 2023-01-15 and 2019-04-30; ask 064 123-4567",
    )
    assert seen.texts["mapillary"] == "801631670788961"
    assert seen.names["brand"] == "Q108485435"
    assert seen.texts["note"] == "seen 2023-01-15 and 2019-04-30; ask [withheld]"


def test_the_street_of_an_address_is_read() -> None:
    seen, _ = read(addr__street="Takovska", addr__housenumber="7")
    assert seen.names["street"] == "Takovska"
    assert "addr:street" not in seen.left
