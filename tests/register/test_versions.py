"""Two versions of a list, with references, with a map's ids, and with neither."""

from dataclasses import replace

import pytest

from sousveil.records.camera import Observation
from sousveil.register.versions import What, compare_versions

STREETS = ["Takovska 2", "Nemanjina 4", "Balkanska 1", "Resavska 8", "Beogradska 3", "Svetogorska 9"]


def enter(number: int, east_m: float | None = None, ref: str = "", **said: str) -> Observation:
    east = 200 * number if east_m is None else east_m
    names = {"address": STREETS[number % 6], **said} | ({"ref": ref} if ref else {})
    return Observation(id=f"row/{number}", lonlat=(20.4 + east / 78_900, 44.8), names=names)


def say(old: list[Observation], new: list[Observation]) -> list[tuple[What, str, str]]:
    changes, _ = compare_versions(old, new)
    return [(one.what, one.old.id if one.old else "", one.new.id if one.new else "") for one in changes]


@pytest.mark.parametrize("refs", [True, False], ids=["with references", "without"])
def test_new_moved_changed_and_first_missing(*, refs: bool) -> None:
    old = [enter(n, ref=f"R{n}" if refs else "") for n in range(12)]
    new = [replace(one, id=f"row/{n + 50}") for n, one in enumerate(old)]
    new[3] = replace(new[3], lonlat=(20.4 + (600 + 12) / 78_900, 44.8))
    new[5] = replace(new[5], names={**new[5].names, "operator": "MUP"})
    gone, added = new.pop(7), replace(enter(30, 9000, ref="R99" if refs else ""), id="row/new")
    changes, same = compare_versions(old, [*new, added])
    assert same == 9
    assert say(old, [*new, added]) == [
        (What.NEW, "", "row/new"),
        (What.MOVED, "row/3", "row/53"),
        (What.CHANGED, "row/5", "row/55"),
        (What.FIRST_MISSING, gone.id.replace("57", "7"), ""),
    ]
    moved = next(one for one in changes if one.what is What.MOVED)
    assert moved.moved_m == pytest.approx(12, abs=0.1)
    changed = next(one for one in changes if one.what is What.CHANGED)
    assert changed.fields == (("operator", "", "MUP"),)


def test_far_moves_are_seen_where_a_reference_stands() -> None:
    old = [enter(n, ref=f"R{n}") for n in range(5)]
    new = [replace(old[0], lonlat=(20.5, 44.8)), *old[1:]]
    assert say(old, new) == [(What.MOVED, "row/0", "row/0")]


def test_two_that_nothing_tells_apart_are_uncertain() -> None:
    bare = [replace(enter(n), names={}) for n in range(8)]
    old = [*bare, replace(enter(20, 5000), names={})]
    new = [*bare, replace(enter(21, 5006), names={}), replace(enter(22, 4994), names={})]
    changes, same = compare_versions(old, new)
    assert same == 8
    assert {one.what for one in changes} == {What.UNCERTAIN}


def test_the_same_list_has_no_changes_whatever_its_order() -> None:
    old = [enter(n) for n in range(9)] + [enter(3)]
    assert compare_versions(old, old[::-1]) == ((), 10)
    assert compare_versions([], []) == ((), 0)
