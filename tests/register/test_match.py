"""Two lists brought together: what is linked, what is left to a person, and that order changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.records.camera import Meaning, Observation, State, View
from sousveil.register.fields import UNSAID
from sousveil.register.lists import ListedCameras
from sousveil.register.match import Doubt, Link, Matched, match_lists

BELGRADE = (20.46, 44.81)
METRE = 1 / 111_195


def see(id_: str, east_m: float, north_m: float = 0.0, **said: object) -> Observation:
    lon, lat = BELGRADE
    place = lon + east_m * METRE / 0.7095, lat + north_m * METRE  # cos 44.81° = 0.7095
    bearing = said.pop("bearing", None)
    views = () if bearing is None else (View(float(str(bearing)), None, Meaning.BEARING),)
    return Observation(id=id_, lonlat=place, views=views, **said)  # type: ignore[arg-type]


def put(id_: str, observations: Sequence[Observation], kind: str = "map") -> ListedCameras:
    return ListedCameras(id=id_, kind=kind, observations=tuple(observations), position_error_m=5.0)


def match(one: Sequence[Observation], other: Sequence[Observation]) -> Matched:
    return match_lists(put("a", one), put("b", other))


def find(matched: Matched, left: str, right: str) -> Link | None:
    return next((one for one in matched.links if (one.left, one.right) == (f"a:{left}", f"b:{right}")), None)


# A street of cameras 100 m apart, each with its reference, so that the lists teach what agreement is worth.
STREET = [see(f"s{n}", 100 * n, 300, names={"ref": f"K-{n:03}"}, kinds=("fixed",)) for n in range(30)]


def test_a_reference_tells_neighbours_apart() -> None:
    pair = [see("x", 0, names={"ref": "X1"}), see("y", 3, names={"ref": "Y2"})]
    moved = [see("x", 6, names={"ref": "X1"}), see("y", 1, names={"ref": "Y2"})]
    matched = match([*STREET, *pair], [*STREET, *moved])
    for name in ("x", "y", "s3"):
        link = find(matched, name, name)
        assert link
        assert link.linked
    assert not find(matched, "x", "y")


def test_a_direction_tells_neighbours_apart() -> None:
    pair = [see("x", 0, bearing=90), see("y", 1, bearing=270)]
    turned = [see("x", 2, bearing=80), see("y", -1, bearing=275)]
    matched = match([*STREET, *pair], [*STREET, *turned])
    assert {(one.left, one.right) for one in matched.links if one.linked} >= {("a:x", "b:x"), ("a:y", "b:y")}
    assert not find(matched, "x", "y")


def test_nothing_is_linked_by_nearness_alone() -> None:
    matched = match([*STREET, see("x", 0)], [*STREET, see("x", 0)])
    link = find(matched, "x", "x")
    assert link
    assert link.doubt is Doubt.NEARNESS
    assert link.probability > 0.9


CONTRARY: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "kind": ({"kinds": ("dome",)}, {"kinds": ("fixed",)}),
    "direction": ({"bearing": 0}, {"bearing": 180}),
    "direction of the same kind": (
        {"bearing": 0, "kinds": ("fixed",)},
        {"bearing": 180, "kinds": ("fixed",)},
    ),
    "planned and removed": ({"state": State.PLANNED}, {"state": State.REMOVED}),
    "standing and removed": ({"state": State.OPERATING}, {"state": State.REMOVED}),
}


@pytest.mark.parametrize("about", CONTRARY)
@pytest.mark.parametrize("others", [[], STREET])
def test_where_both_contradict_each_other_nearness_is_no_evidence(
    about: str, others: list[Observation]
) -> None:
    one, other = CONTRARY[about]
    link = find(match([*others, see("x", 0, **one)], [*others, see("x", 3, **other)]), "x", "x")
    assert link is None or (link.doubt and link.probability < 0.5)
    # A reference that agrees says more than a kind that does not, where the lists teach what it is worth.
    told: dict[str, Any] = {"names": {"ref": "X1"}}
    link = find(
        match([*STREET, see("x", 0, **one, **told)], [*STREET, see("x", 3, **other, **told)]), "x", "x"
    )
    assert link
    assert link.probability > 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (State.INSTALLED, State.OPERATING),
        (State.PLANNED, State.INSTALLED),
        (State.DISUSED, State.REMOVED),
        (State.INSTALLED, State.DISUSED),
    ],
)
def test_states_of_which_one_follows_on_the_other_are_no_contradiction(one: State, other: State) -> None:
    link = find(match([see("x", 0, state=one)], [see("x", 3, state=other)]), "x", "x")
    assert link
    assert link.probability > 0.9


def test_that_both_stand_says_nothing() -> None:
    link = find(match([see("x", 0)], [see("x", 3)]), "x", "x")
    assert link
    assert set(link.levels) == {UNSAID}


def test_in_print_nothing_that_was_weighed_is_certain() -> None:
    said = {
        p: Link("a:x", "b:x", p, doubt=Doubt.NEARNESS).chance for p in (0.0, 0.004, 0.5, 0.994, 0.996, 1.0)
    }
    assert list(said.values()) == ["< 1%", "< 1%", "50%", "99%", "> 99%", "> 99%"]
    assert Link("a:x", "b:x", 1.0, basis="decision").chance == "100%"


def test_neighbours_that_nothing_tells_apart_are_ambiguous() -> None:
    two = [see("x", 0, kinds=("dome",)), see("y", 4, kinds=("dome",))]
    matched = match([*STREET, *two], [*STREET, *two])
    about = [link for link in matched.links if link.left in {"a:x", "a:y"}]
    assert about
    assert all(link.doubt for link in about)


def test_a_node_for_three_cameras_takes_three() -> None:
    three = [see(f"t{n}", n, bearing=120 * n) for n in range(3)]
    views = tuple(View(120.0 * n, None, Meaning.BEARING) for n in range(3))
    one = replace(see("node", 1), count=3, views=views)
    matched = match([*STREET, one], [*STREET, *three])
    linked = {link.right for link in matched.links if link.left == "a:node" and link.linked}
    assert linked == {"b:t0", "b:t1", "b:t2"}


def test_lists_without_places_are_matched_by_names() -> None:
    streets = ["Takovska", "27. marta", "Nemanjina", "Balkanska", "Resavska", "Beogradska", "Svetogorska"]
    ours = [
        Observation(id=f"r{n}", lonlat=None, names={"address": f"raskrsnica ulica {a} i {b}"})
        for n, (a, b) in enumerate(pairwise(streets))
    ]
    theirs = [
        replace(see(f"m{n}", 500 * n), names={"street": b, "cross_street": a})
        for n, (a, b) in enumerate(pairwise(streets))
    ]
    matched = match(ours, theirs)
    linked = {(link.left, link.right) for link in matched.links if link.linked}
    assert linked == {(f"a:r{n}", f"b:m{n}") for n in range(6)}


def test_streets_near_an_observation_stand_in_for_its_own() -> None:
    ours = [Observation(id="r", lonlat=None, names={"address": "раскрсница Таковске и Светогорске"}), *STREET]
    theirs = [see("m", 0), see("far", 900), *STREET]
    near = {"b:m": ("Takovska", "Svetogorska"), "b:far": ("Takovska", "Ruzveltova")}
    matched = match_lists(put("a", ours), put("b", theirs), near=near)
    best = max((one for one in matched.links if one.left == "a:r"), key=lambda link: link.probability)
    assert best.right == "b:m"


def test_one_object_of_the_map_is_one_camera() -> None:
    matched = match([see("node/7", 0)], [see("node/7", 400)])
    link = find(matched, "node/7", "node/7")
    assert link
    assert (link.linked, link.basis) == (True, "object")


def test_what_says_the_same_of_two_tells_neither_however_near_the_one() -> None:
    two = [see("x", 0, kinds=("dome",)), see("y", 20, kinds=("dome",))]
    matched = match([*STREET, *two], [*STREET, *two])
    link = find(matched, "x", "x")
    assert link
    assert (link.doubt, link.probability > 0.85) == (Doubt.NEARNESS, True)


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.trial)])
def test_ever_so_many_on_one_point_are_named_and_not_compared(count: int) -> None:
    crowd = [see(f"c{n}", 0) for n in range(count)]
    matched = match([*crowd, *STREET], STREET)
    assert len(matched.crowded) == count
    assert sum(link.linked for link in matched.links) == len(STREET)


def test_decisions_hold_and_their_removal_takes_them_back() -> None:
    ours, theirs = [*STREET, see("x", 0)], [*STREET, see("x", 0), see("y", 4)]
    plain = match(ours, theirs)
    same = match_lists(put("a", ours), put("b", theirs), decided={frozenset({"a:x", "b:y"}): True})
    link = find(same, "x", "y")
    assert link
    assert (link.basis, link.linked) == ("decision", True)
    assert not find(same, "x", "x")
    assert not find(
        match_lists(put("a", ours), put("b", theirs), decided={frozenset({"a:x", "b:x"}): False}), "x", "x"
    )
    assert match(ours, theirs).links == plain.links


OBSERVATIONS = st.lists(
    st.builds(
        lambda east, north, kind, bearing, ref: (east, north, kind, bearing, ref),
        st.integers(0, 60),
        st.integers(0, 60),
        st.sampled_from(["", "dome", "fixed"]),
        st.sampled_from([None, 0, 90, 180]),
        st.sampled_from(["", "A", "B"]),
    ),
    max_size=9,
).map(
    lambda rows: [
        see(f"o{n}", e, u, kinds=(k,) if k else (), bearing=b, names={"ref": r} if r else {})
        for n, (e, u, k, b, r) in enumerate(rows)
    ]
)


@settings(max_examples=30, deadline=None)
@given(OBSERVATIONS, OBSERVATIONS, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_each_is_linked_once(
    ours: list[Observation], theirs: list[Observation], numbers: object
) -> None:
    matched = match_lists(put("a", ours), put("b", theirs))
    assert match_lists(put("b", theirs), put("a", ours)).links == matched.links
    shuffled = list(ours)
    numbers.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match_lists(put("a", shuffled), put("b", theirs)).links == matched.links
    for side in ("left", "right"):
        linked = [getattr(link, side) for link in matched.links if link.linked]
        assert len(linked) == len(set(linked))
    assert all(0 <= link.probability <= 1 for link in matched.links)
