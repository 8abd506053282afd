"""Streets in metres and their pieces."""

from dataclasses import replace

import numpy as np
import pytest

from sousveil.city.streets import Streets, build_pieces, build_streets
from sousveil.crs import Frame
from sousveil.records.ids import WAY, build_ids
from sousveil.records.street_lines import StreetLines

FRAME = Frame(20.46, 44.8)


def draw(*lines: list[tuple[float, float]]) -> Streets:
    """Streets along places in metres; vertices at one place are one node."""
    xy = np.array([place for line in lines for place in line], dtype=np.float64).reshape(-1, 2)
    start = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
    node = np.unique(xy, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64) + 1
    no, count = np.zeros(len(lines), dtype=np.bool_), len(lines)
    record = StreetLines(
        FRAME.to_lonlat(xy), node, start, build_ids(WAY, np.arange(count)), ("footway",) * count,
        ((),) * count, walkable=~no, tunnel=no, bridge=no, indoor=no, covered=no, plaza=no,
        layer=np.zeros(count, np.int8),
    )  # fmt: skip
    return build_streets(record, frame=FRAME)


def test_pieces_follow_their_streets_and_know_how_far_along_they_begin() -> None:
    streets = draw([(0, 0), (3, 4), (3, 10)], [(100, 0), (100, 7)])
    pieces = streets.pieces
    assert pieces.street.tolist() == [0, 0, 1]
    assert pieces.at_m == pytest.approx([0, 5, 0], abs=1e-6)
    assert pieces.bx == pytest.approx([3, 3, 100], abs=1e-6)
    assert streets.length_m == pytest.approx([11, 7], abs=1e-6)
    assert streets.rows == {"way/0": 0, "way/1": 1}


def test_pieces_made_when_asked_for_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sousveil.city.streets.AT_ONCE", 2)
    streets = draw([(0, 0), (3, 4), (3, 4), (3, 10)], [], [(3, 10)], [(3, 10), (100, 7), (100, 9)], [])
    rows = np.array([3, 0, 1, 2])
    (lines, street), (same, of) = streets.pieces.take(rows), streets.steps.take(rows)
    assert street.tolist() == of.tolist() == [3, 0, 0, 3]
    np.testing.assert_array_equal(lines, same)
    np.testing.assert_array_equal(streets.steps.street, streets.pieces.street)
    np.testing.assert_array_equal([streets.steps.ax, streets.steps.ay], streets.pieces[:2])
    pieces = streets.pieces
    each = np.hypot(pieces.bx - pieces.ax, pieces.by - pieces.ay)
    np.testing.assert_array_equal(
        streets.length_m, np.bincount(pieces.street, weights=each, minlength=len(streets))
    )


def test_a_street_is_found_in_every_spelling_of_its_names() -> None:
    streets = draw([(0, 0), (3, 4)], [(100, 0), (100, 7)], [(9, 9), (9, 8), (7, 7)])
    takovska = (("name", "Таковска"), ("name:en", "Takovo Street"))
    named = replace(streets, lines=replace(streets.lines, names=(takovska, (), (("name", "Takovska"),))))
    assert named.find_named("TAKOVSKA") == named.find_named("таковска") == (0, 2)
    assert named.find_named("Takovo street") == (0,)
    assert named.find_named("") == named.find_named("Nemanjina") == ()
    assert named.line(2) == pytest.approx(np.array([(9, 9), (9, 8), (7, 7)]), abs=1e-6)


def test_a_vertex_said_twice_makes_no_piece() -> None:
    pieces = build_pieces(np.array([[0.0, 0], [1, 0], [1, 0], [2, 0]]), np.array([0, 4]))
    assert len(pieces.ax) == 2
    assert pieces.at_m.tolist() == [0, 1]


def test_no_street_joins_the_next_and_one_may_be_a_point_or_nothing() -> None:
    pieces = build_pieces(np.array([[0.0, 0], [1, 0], [5, 5], [7, 7], [8, 7]]), np.array([0, 2, 3, 3, 5, 5]))
    assert pieces.street.tolist() == [0, 3]
    assert len(draw().pieces.ax) == 0


def test_streets_in_tunnels_and_buildings_are_not_outdoors() -> None:
    streets = draw([(0, 0), (1, 0)], [(0, 1), (1, 1)], [(0, 2), (1, 2)])
    flags = np.array([True, False, False])
    lines = replace(streets.lines, tunnel=flags, indoor=flags[::-1].copy())
    assert Streets(FRAME, streets.xy, lines).outdoors.tolist() == [False, True, False]
