"""From cameras to stations: who is drawn, who is counted apart and why, views and guesses."""

import numpy as np
import pytest

from sousveil.city.placement import RULES, Placements, Rule
from sousveil.coverage.ground import HIGH, LOW, TYPICAL, Station, find_sector
from sousveil.coverage.stations import Apart, Stations, build_stations
from sousveil.records.camera import Device, Meaning, Observation, State, View


def put(*rules: Rule, facade_deg: float = np.nan) -> Placements:
    count = len(rules)
    return Placements(
        ids=tuple(f"node/{n}" for n in range(count)),
        original=np.zeros((count, 2)),
        placed=np.tile([3.0, 4.0], (count, 1)),
        rule=np.array([RULES.index(rule) for rule in rules], np.int8),
        wall=np.full(count, -1, np.int32),
        building=("",) * count,
        facade_deg=np.full(count, facade_deg),
        gap_m=np.full(count, np.inf),
    )


def seen(**said: object) -> Observation:
    given = {"id": "node/0", "lonlat": (25.0, 60.0), "device": Device.CAMERA, "kinds": ("fixed",)} | said
    return Observation(**given)  # type: ignore[arg-type]


def build_one(camera: Observation, rule: Rule = Rule.FREE, **options: str) -> Stations:
    return build_stations([camera], put(rule), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("camera", "rule", "reason"),
    [
        (seen(), Rule.FREE, None),
        (seen(), Rule.INDOOR, Apart.INDOOR),
        (seen(settings=("indoor",)), Rule.FREE, Apart.INDOOR),
        (seen(), Rule.NOWHERE, Apart.NOWHERE),
        (seen(device=Device.WEBCAM), Rule.FREE, Apart.DEVICE),
        (seen(device=Device.SPEED_CAMERA), Rule.FREE, Apart.DEVICE),
        (seen(state=State.REMOVED), Rule.FREE, Apart.STATE),
        (seen(state=State.PLANNED), Rule.FREE, Apart.STATE),
        (seen(state=State.DUMMY), Rule.FREE, Apart.STATE),
        (seen(kinds=()), Rule.FREE, Apart.KIND),
        (seen(kinds=("dome", "fixed")), Rule.FREE, Apart.KIND),
        (seen(kinds=("panorama",)), Rule.FREE, Apart.KIND),
        (seen(kinds=(), device=Device.ALPR), Rule.FREE, None),
    ],
)
def test_what_is_not_drawn_is_counted_with_its_reason(
    camera: Observation, rule: Rule, reason: Apart | None
) -> None:
    found = build_one(camera, rule)
    assert found.apart == (reason,)
    assert len(found.aimed) == (reason is None)
    assert found.count_apart() == ({reason: 1} if reason else {})


def test_outside_the_map_nothing_is_drawn() -> None:
    found = build_stations([seen(), seen()], put(Rule.FREE, Rule.FREE), beyond=[True, False])
    assert (found.apart, found.camera) == ((Apart.BEYOND, None), (1,))


def test_a_supposed_kind_is_asked_for_and_named() -> None:
    found = build_one(seen(kinds=()), suppose_kind="fixed")
    assert found.aimed[0].kind == "fixed"
    assert found.supposed == {0}
    assert build_one(seen(), suppose_kind="dome").supposed == frozenset()
    with pytest.raises(ValueError, match="'doorbell'"):
        build_one(seen(kinds=()), suppose_kind="doorbell")


def test_each_view_is_a_station() -> None:
    views = (View(45, None, Meaning.BEARING), View(225, 60, Meaning.FIELD_OF_VIEW))
    found = build_stations([seen(), seen(views=views)], put(Rule.FREE, Rule.FREE))
    assert found.camera == (0, 1, 1)
    assert [(s.bearing_deg, s.width_deg) for s in found.aimed] == [(None, None), (45, None), (225, 60)]


def test_a_direction_is_guessed_from_a_wall_only_where_none_is_said() -> None:
    said = seen(views=(View(10, None, Meaning.BEARING),))
    found = build_stations([seen(), said], put(Rule.NEAR_WALL, Rule.NEAR_WALL, facade_deg=90))
    assert found.guessed == {0}
    assert [find_sector(s, TYPICAL, reachable=False) for s in found.aimed] == [(90, 82), (10, 82)]


def test_all_round_is_no_direction() -> None:
    dome = seen(kinds=("dome",), views=(View(0, 360, Meaning.ALL_ROUND),))
    (station,) = build_one(dome).aimed
    assert (station.bearing_deg, station.width_deg) == (None, None)


@pytest.mark.parametrize(
    ("height_m", "kept"), [(8.0, 8.0), (90.0, None), (0.0, None), (-2.0, None), (None, None)]
)
def test_a_height_that_cannot_be_a_cameras_is_unknown(height_m: float | None, kept: float | None) -> None:
    assert build_one(seen(height_m=height_m)).aimed[0].height_m == kept


def test_a_sweep_is_where_it_may_look_not_what_it_sees_at_once() -> None:
    swept = seen(kinds=("panning",), views=(View(90, 100, Meaning.SWEEP),))
    (station,) = build_one(swept).aimed
    lens = 59
    assert find_sector(station, LOW, reachable=False) is None
    assert find_sector(station, TYPICAL, reachable=False) == (90, lens)
    assert find_sector(station, HIGH, reachable=False) == (90, 100 + lens)
    assert find_sector(station, LOW, reachable=True) == (90, 100 + lens)
    wide = Station(id="", x_m=0, y_m=0, kind="dome", bearing_deg=0, sweep_deg=350)
    assert find_sector(wide, HIGH, reachable=True) == (0, 360)
