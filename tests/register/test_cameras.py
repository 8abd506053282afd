"""Cameras concluded from observations: each observation in one, ids that outlive merge and split, states with dates."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.records.camera import Observation, State
from sousveil.records.camera_decision import CameraDecision, Verdict
from sousveil.register.cameras import CameraState
from sousveil.register.decide import digest_observations
from sousveil.register.life import tell_life
from sousveil.register.lists import ListedCameras
from sousveil.register.match import Doubt
from sousveil.register.piles import Pile, Register, build_register

LON, LAT = 20.46, 44.81


def see(id_: str, east_m: float, ref: str = "", state: State = State.INSTALLED, **said: str) -> Observation:
    place = LON + east_m / 78_900, LAT  # metres in a degree of longitude at 44.81°
    names = {"ref": ref} if ref else {}
    return Observation(id=id_, lonlat=place, names=names, state=state, **said)  # type: ignore[arg-type]


def decide(id_: str, verdict: Verdict, *keys: str, inputs: str | None = None) -> CameraDecision:
    return CameraDecision(
        id=id_,
        verdict=verdict,
        observations=keys,
        by="A. Editor",
        date="2025-01-02",
        reason="Seen.",
        inputs=inputs,
    )


OFFICIAL = [see(f"{n}", 100 * n, f"R{n}") for n in range(20)] + [see("20", 5000)]
CITIZEN = [see(f"{n}", 100 * n + 2, f"R{n}", checked="2024-06-01") for n in range(5, 20)] + [
    see("new", 7000, "X9"),
    see("maybe", 5001),
]


def build(
    official: Sequence[Observation] = OFFICIAL,
    citizen: Sequence[Observation] = CITIZEN,
    decisions: Sequence[CameraDecision] = (),
) -> Register:
    lists = (
        ListedCameras(
            id="mup", kind="official", observations=tuple(official), as_of="2023", position_error_m=5
        ),
        ListedCameras(
            id="walk", kind="citizens", observations=tuple(citizen), as_of="2024-06", position_error_m=5
        ),
    )
    return build_register(lists, decisions=decisions)


def of(register: Register, key: str) -> str:
    return next(camera.id for camera in register.cameras if key in camera.observations)


def test_four_piles() -> None:
    found = build()
    counts = {pile: len(found.list_pile(pile)) for pile in Pile}
    assert counts == {Pile.BOTH: 15, Pile.OFFICIAL: 5, Pile.CITIZEN: 1, Pile.AMBIGUOUS: 2}
    assert of(found, "walk:new") == found.list_pile(Pile.CITIZEN)[0].id


def test_what_only_an_official_list_says_is_unverified() -> None:
    cameras = {key: camera for camera in build().cameras for key in camera.observations}
    assert cameras["mup:1"].state is CameraState.UNVERIFIED
    assert cameras["mup:7"].state is CameraState.INSTALLED
    assert [moment.date for moment in cameras["mup:7"].history] == ["2023", "2024-06-01"]


def test_an_id_outlives_merge_and_split() -> None:
    apart = build()
    first, second = of(apart, "mup:20"), of(apart, "walk:maybe")
    assert first != second
    joined = build(decisions=[decide("d-1", "same", "mup:20", "walk:maybe")])
    camera = next(one for one in joined.cameras if "mup:20" in one.observations)
    assert (camera.id, camera.supersedes, camera.decisions) == (first, (second,), ("d-1",))
    again = build()
    assert (of(again, "mup:20"), of(again, "walk:maybe")) == (first, second)
    assert again.cameras == apart.cameras


def test_a_decision_keeps_two_apart() -> None:
    found = build(decisions=[decide("d-1", "different", "mup:7", "walk:7")])
    assert of(found, "mup:7") != of(found, "walk:7")
    cameras = {key: camera for camera in found.cameras for key in camera.observations}
    assert cameras["mup:7"].decisions == cameras["walk:7"].decisions == ("d-1",)
    assert not found.problems


def test_where_a_person_could_not_tell_nothing_is_linked() -> None:
    left = [decide("d-1", "ambiguous", "mup:7", "walk:7"), decide("d-2", "ambiguous", "mup:20", "walk:maybe")]
    found = build(decisions=left)
    assert found.piles[of(found, "mup:7")] is found.piles[of(found, "walk:7")] is Pile.AMBIGUOUS
    doubts = {link.doubt for link in found.links if link.left in ("mup:7", "mup:20")}
    assert doubts == {Doubt.LEFT}
    assert not found.problems
    later = CameraDecision.model_validate(
        {**left[0].model_dump(), "id": "d-3", "verdict": "same", "date": "2025-02"}
    )
    again = build(decisions=[*left, later])
    assert of(again, "mup:7") == of(again, "walk:7")


def test_verdicts_on_a_camera() -> None:
    decisions = [decide("d-1", "gone", "walk:7"), decide("d-2", "indoor", "walk:8")]
    cameras = {key: camera for camera in build(decisions=decisions).cameras for key in camera.observations}
    assert cameras["mup:7"].state is CameraState.REMOVED
    assert cameras["mup:7"].history[-1].by == "d-1"
    assert cameras["mup:8"].excluded == "indoor"


def test_a_removal_in_time_order() -> None:
    gone = [see("7", 702, "R7", State.REMOVED, checked="2024-06-01", until="2024-05")]
    cameras = {key: camera for camera in build(citizen=gone).cameras for key in camera.observations}
    assert cameras["mup:7"].state is CameraState.REMOVED
    dates = [moment.date for moment in cameras["mup:7"].history]
    assert dates == sorted(dates) == ["2023", "2024-05", "2024-06-01"]


@pytest.mark.parametrize(
    ("state", "dates", "left"),
    [
        (State.REMOVED, {"since": "2009"}, CameraState.REMOVED),
        (State.DISUSED, {"since": "2012", "checked": "2011"}, CameraState.DISUSED),
        (State.INSTALLED, {"since": "2009", "until": "2015"}, CameraState.REMOVED),
        (State.INSTALLED, {"since": "2009", "until": "2031-12-31"}, CameraState.INSTALLED),
        (State.INSTALLED, {"since": "2030"}, CameraState.PLANNED),
        (State.PLANNED, {"since": "2020"}, CameraState.PLANNED),
        (State.OPERATING, {"since": "201X"}, CameraState.OPERATING),
    ],
)
def test_what_an_observation_is_left_in(state: State, dates: dict[str, str], left: CameraState) -> None:
    found = build(citizen=[see("new", 900, "", state, **dates)])
    camera = next(one for one in found.cameras if "walk:new" in one.observations)
    assert camera.state is left
    assert camera.history[-1].by == "walk:new"


def test_where_no_day_is_known_what_an_observation_says_holds_after_its_dates() -> None:
    assert tell_life(see("1", 0, "", State.DISUSED, since="2009"), "") == [
        ("2009", State.INSTALLED),
        ("", State.DISUSED),
    ]


def test_decisions_that_no_longer_fit_are_named() -> None:
    inputs = digest_observations([OFFICIAL[7], CITIZEN[2]])
    sound = decide("d-1", "same", "mup:7", "walk:7", inputs=inputs)
    assert not build(decisions=[sound]).problems
    moved = [see("7", 706, "R7"), *CITIZEN[3:]]
    problems = build(citizen=moved, decisions=[sound]).problems
    assert [problem.message for problem in problems] == ["camera-decision.stale"]
    lost = build(decisions=[decide("d-2", "gone", "mup:77"), decide("d-3", "same", "mup:7")]).problems
    assert [problem.message for problem in lost] == ["camera-decision.lost", "camera-decision.alone"]
    contrary = [decide("d-1", "same", "mup:7", "walk:7"), decide("d-2", "different", "walk:7", "mup:7")]
    assert [one.message for one in build(decisions=contrary).problems] == ["camera-decision.contrary"]


ROWS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", "A", "B", "C"])), max_size=7).map(
    lambda rows: [see(f"o{n}", east, ref) for n, (east, ref) in enumerate(rows)]
)
VERDICTS = st.lists(
    st.tuples(st.sampled_from(["same", "different"]), st.integers(0, 6), st.integers(0, 6)), max_size=3
)


@settings(max_examples=30, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=3), VERDICTS, st.randoms(use_true_random=False))
def test_no_observation_is_lost_and_decisions_cancel(
    lists: list[list[Observation]], verdicts: list[tuple[Verdict, int, int]], numbers: Random
) -> None:
    listed = [
        ListedCameras(
            id=f"l{n}", kind=("official", "map", "press")[n], observations=tuple(one), position_error_m=5
        )
        for n, one in enumerate(lists)
    ]
    decisions = [
        decide(f"d-{n}", verdict, f"l0:o{a}", f"l{len(lists) - 1}:o{b}")
        for n, (verdict, a, b) in enumerate(verdicts)
    ]
    plain = build_register(listed)
    decided = build_register(listed, decisions=decisions)
    for register in (plain, decided):
        keys = [key for camera in register.cameras for key in camera.observations]
        assert sorted(keys) == sorted(key for one in listed for key in one.keys)
        assert len({camera.id for camera in register.cameras}) == len(register.cameras)
        assert set(register.piles) == {camera.id for camera in register.cameras}
    assert build_register(listed).cameras == plain.cameras
    numbers.shuffle(listed)
    assert build_register(listed, decisions=decisions[::-1]).cameras == decided.cameras
