"""Lines beside their exact twin: which parts are seen, by how many, and what must hold of any of it."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.kernels import along, front
from sousveil.kernels.arrays import Floats, Views
from sousveil.kernels.front import build_grid
from sousveil.kernels.meet import Field
from sousveil.kernels.nearby import Near, count_near, gather_near
from sousveil.kernels.reference_cover import find_parts_exactly
from sousveil.kernels.streets import Sightings

from .shapes import PLACES, WHOLE, WIDTHS, Corners, box, boxes, clearance, outlines, see

Line = tuple[float, float, float, float]
SCREEN: Corners = [((10.0, 10.0), (10.0, -10.0))]
NEAR_M = 1e-8
"""Ends agree to ten times what the two computations are allowed to see behind a wall."""
WHOLE_LINES = st.tuples(WHOLE, WHOLE, WHOLE, WHOLE)
LINES = st.tuples(*[st.floats(-60, 60)] * 4)


def field(corners: Corners, views: Views) -> Field:
    return along.build_field(views, see(corners, views))


def look(x: float, y: float, range_m: float, bearing_deg: float = 0.0, width_deg: float = 360.0) -> Views:
    return front.build_views(x, y, range_m=range_m, bearing_deg=bearing_deg, width_deg=width_deg)


def find(lines: Sequence[Line], where: Field) -> Sightings:
    return along.compute_sightings(along.build_lines(np.reshape(lines, (-1, 2, 2))), where)


def parts(line: Line, where: Field) -> list[tuple[float, float]]:
    found = find([line], where)
    return sorted(zip(found.begin.tolist(), found.end.tolist(), strict=True))


def length(line: Line) -> float:
    return math.hypot(line[2] - line[0], line[3] - line[1])


def seen_m(line: Line, where: Field) -> float:
    return sum(end - begin for begin, end in parts(line, where)) * length(line)


def exact_parts(line: Line, corners: Corners, views: Views) -> list[tuple[float, float]]:
    return find_parts_exactly(views, see(corners, views), 0, line)


def exact_range_m(line: Line, corners: Corners, views: Views) -> tuple[float, float]:
    """The least and the most that the twin finds on the line and a hundredth of a micrometre beside it."""
    dx, dy = (
        (one - other) * NEAR_M / length(line) for one, other in ((line[1], line[3]), (line[2], line[0]))
    )
    beside = [(line[0] + s * dx, line[1] + s * dy, line[2] + s * dx, line[3] + s * dy) for s in (-1, 0, 1)]
    found = [sum(end - begin for begin, end in exact_parts(one, corners, views)) for one in beside]
    return min(found) * length(line), max(found) * length(line)


def metres(lines: Sequence[Line], where: Field, most: int = 300, threads: int = 1) -> Floats:
    ends = along.build_lines(np.reshape(lines, (-1, 2, 2)))
    return along.compute_metres(ends, where, most=most, threads=threads)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ((-30, 0, 30, 0), [(10 / 60, 40 / 60)]),  # into the circle, up to the screen
        ((15, 0, 30, 0), []),  # behind the screen
        ((-30, 0, -5, 0), [(0.4, 1)]),  # towards the camera, where one arc ends and the next begins
        ((0, 5, 0, 30), [(0, 0.6)]),
        ((0, -30, 0, -5), [(0.4, 1)]),
        ((5, -30, 5, 30), [(0.5 - math.sqrt(375) / 60, 0.5 + math.sqrt(375) / 60)]),
        ((10, -5, 10, 5), [(0, 1)]),  # along the foot of the screen
        ((10, -10, 10, 10), [(0, 1)]),  # all of it
        ((0, 0, 20, 20), [(0, math.sqrt(0.5))]),  # from the camera along the edge of the shadow
        ((-20, 20, 20, 20), []),  # touches the circle
        ((0, 0, 0, 0), []),  # no length
    ],
)
def test_a_screen_cuts_lines(line: Line, expected: list[tuple[float, float]]) -> None:
    assert np.allclose(parts(line, field(SCREEN, look(0, 0, 20))), expected, rtol=0, atol=1e-9)


def test_a_screen_leaves_two_parts_of_a_line_behind_it() -> None:
    # In the shadow where |y| < 15 at x = 15; the circle ends at √(25² − 15²) = 20.
    assert np.allclose(
        parts((15, -25, 15, 25), field(SCREEN, look(0, 0, 25))), [(0.1, 0.2), (0.8, 0.9)], rtol=0, atol=1e-9
    )


@given(outlines(), PLACES, LINES, st.floats(1, 60), st.floats(0, 360), WIDTHS)
def test_any_line_is_cut_exactly(
    corners: Corners, place: tuple[float, float], line: Line, range_m: float, bearing: float, width: float
) -> None:
    assume(clearance(corners, *place) > 1e-3 and length(line) > 1e-3)
    views = look(*place, range_m, bearing, width)
    least, most = exact_range_m(line, corners, views)
    assume(most - least <= 1e-6)  # else it runs along something, and the next test is its judge
    found, exact = parts(line, field(corners, views)), exact_parts(line, corners, views)
    share = NEAR_M / length(line)
    wide, expected = ([part for part in one if part[1] - part[0] > share] for one in (found, exact))
    assert np.allclose(wide, expected, rtol=0, atol=share)


@given(boxes(), WHOLE, WHOLE, st.sampled_from([0.5, 3.0, 7.0, 20.0]), WHOLE_LINES, WIDTHS)
def test_lines_along_walls_and_through_corners(
    corners: Corners, x: float, y: float, range_m: float, line: Line, width: float
) -> None:
    assume(length(line) > 0)
    views = look(x, y, range_m, 0, width)
    least, most = exact_range_m(line, corners, views)
    assert least - 1e-6 <= seen_m(line, field(corners, views)) <= most + 1e-6


def many(count: int = 60) -> tuple[Field, list[Line]]:
    rng = np.random.default_rng(7)
    corners = [wall for x, y in rng.uniform(-90, 90, (60, 2)) for wall in box(x, y, 9, 7)]
    x, y, bearing, reach = rng.uniform([[-90], [-90], [0], [5]], [[90], [90], [360], [60]], (4, 60))[
        :, :count
    ]
    lines: list[Line] = [tuple(line) for line in rng.uniform(-90, 90, (40, 4)).tolist()]
    return field(corners, front.build_views(x, y, range_m=reach, bearing_deg=bearing, width_deg=100)), lines


@pytest.mark.parametrize("reach", [0.5, 4.0, 30.0])
@pytest.mark.parametrize("count", [100, pytest.param(400, marks=pytest.mark.trial)])
def test_lines_of_all_directions_are_cut_exactly(reach: float, count: int) -> None:
    # At length so many that some pass each number of hands, beginning at each.
    rng = np.random.default_rng(17)
    corners = [wall for x, y in rng.uniform(-40, 40, (25, 2)) for wall in box(x, y, 4, 3)]
    views = look(0.3, -0.2, 40.0)
    assert clearance(corners, 0.3, -0.2) > 1e-3
    begin = rng.uniform(-45, 45, (count, 2))
    lines: list[Line] = [
        (*one, *other)
        for one, other in zip(begin, begin + rng.uniform(-reach, reach, (count, 2)), strict=True)
    ]
    where, boundaries = field(corners, views), see(corners, views)
    assert len(boundaries.x) > 30
    for line in lines:
        exact = find_parts_exactly(views, boundaries, 0, line)
        assert np.allclose(parts(line, where), exact, rtol=0, atol=NEAR_M / length(line))


def test_metres_by_views_sum_to_the_length_and_to_the_parts() -> None:
    where, lines = many()
    found, sightings = metres(lines, where), find(lines, where)
    assert np.allclose(found.sum(axis=1), [length(line) for line in lines], rtol=0, atol=1e-9)
    line = np.repeat(np.arange(len(lines)), np.diff(sightings.start))
    each = (sightings.end - sightings.begin) * np.array([length(one) for one in lines])[line]
    assert np.allclose(found @ np.arange(301), np.bincount(line, each, len(lines)), rtol=0, atol=1e-9)


def test_the_last_column_holds_what_more_views_see() -> None:
    where, lines = many()
    all_of_them, few = metres(lines, where), metres(lines, where, most=2)
    assert np.allclose(few, np.column_stack([all_of_them[:, :2], all_of_them[:, 2:].sum(axis=1)]), atol=1e-9)
    assert few[:, 2].sum() > 0


def test_views_agree_with_a_sample_of_places() -> None:
    where, lines = many()
    rng = np.random.default_rng(8)
    sightings = find(lines, where)
    stretches = along.compute_stretches(sightings)
    start, seers = along.list_seers(sightings, stretches)
    for at in rng.integers(0, len(stretches.begin), 200):
        line = int(np.searchsorted(stretches.start, at, "right")) - 1
        share = rng.uniform(stretches.begin[at], stretches.end[at])
        part = slice(sightings.start[line], sightings.start[line + 1])
        sees = (sightings.begin[part] <= share) & (share <= sightings.end[part])
        expected = sorted(sightings.row[part][sees].tolist())
        assert seers[start[at] : start[at + 1]].tolist() == expected
        assert stretches.views[at] == len(expected)


def test_stretches_follow_each_other_from_end_to_end() -> None:
    where, lines = many()
    stretches = along.compute_stretches(find(lines, where))
    first, last = stretches.start[:-1], stretches.start[1:] - 1
    assert (stretches.begin[first] == 0).all()
    assert (stretches.end[last] == 1).all()
    inner = np.setdiff1d(np.arange(len(stretches.begin)), first)
    assert (stretches.begin[inner] == stretches.end[inner - 1]).all()
    assert (stretches.end > stretches.begin).all()


@given(st.integers(0, 39), st.floats(0.01, 0.99))
def test_cutting_a_line_in_two_changes_nothing(at: int, share: float) -> None:
    where, lines = many()
    ax, ay, bx, by = line = lines[at]
    x, y = ax + share * (bx - ax), ay + share * (by - ay)
    halves = metres([(ax, ay, x, y), (x, y, bx, by)], where)
    assert np.allclose(halves.sum(axis=0), metres([line], where)[0], rtol=0, atol=1e-6)


@given(st.integers(1, 59))
def test_another_camera_never_lowers_what_is_seen(count: int) -> None:
    (all_of_them, lines), (fewer, _) = many(), many(count)
    more, less = (metres(lines, where)[:, ::-1].cumsum(axis=1) for where in (all_of_them, fewer))
    assert (more >= less - 1e-9).all()


def test_threads_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    where, lines = many()
    whole = metres(lines, where)
    monkeypatch.setattr(along, "LINES_A_PART", 7)
    monkeypatch.setattr(along, "VIEWS_A_PART", 7)
    assert metres(lines, where, threads=1).tobytes() == whole.tobytes()
    assert metres(lines, where, threads=3).tobytes() == whole.tobytes()
    ends = along.build_lines(np.reshape(lines, (-1, 2, 2)))
    one, other = (along.compute_sightings(ends, where, threads=threads) for threads in (1, 3))
    assert repr(one) == repr(other)
    assert one.begin.tobytes() == other.begin.tobytes()


def test_lines_taken_in_halves_are_measured_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    where, lines = many()
    whole = metres(lines, where)
    monkeypatch.setattr(along, "AT_ONCE", 10)
    assert metres(lines, where).tobytes() == whole.tobytes()


def test_room_grows_for_lines_of_many_parts() -> None:
    posts = [wall for x in range(-30, 31) for wall in box(x, 5, 0.1, 0.1)]
    line = (-40.0, 6.0, 40.0, 6.0)
    found, exact = (
        find(40 * [line], field(posts, look(0.5, 0, 60))),
        exact_parts(line, posts, look(0.5, 0, 60)),
    )
    assert len(exact) > 50
    assert (np.diff(found.start) == len(exact)).all()
    assert np.allclose(np.sort(found.begin[-len(exact) :]), [begin for begin, _ in exact], rtol=0, atol=1e-9)


def test_a_thousand_cameras_on_one_place() -> None:
    views = front.build_views(np.zeros(1000), np.zeros(1000), range_m=10)
    found = metres([(-20, 0, 20, 0)], field([], views), most=1000)
    assert found[0, [0, 1000]] == pytest.approx([20, 20], abs=1e-9)
    assert found.sum() == pytest.approx(40, abs=1e-9)


@pytest.mark.parametrize("seen", [False, True])
def test_where_there_is_nothing_nothing_is_found(*, seen: bool) -> None:
    where = field([], look(0, 0, 10 if seen else 0))
    assert metres([], where).shape == (0, 301)
    assert len(find([], where).row) == 0
    assert metres([(0, 0, 5, 0)], where)[0, int(seen)] == 5
    assert along.compute_stretches(find([(0, 0, 5, 0)], where)).views.tolist() == [int(seen)]


@pytest.mark.parametrize("ends", [[1.0, 2.0], [[[0, 0], [1, math.nan]]]])
def test_lines_of_another_shape_are_refused(ends: list[float]) -> None:
    with pytest.raises(ValueError, match="line"):
        along.build_lines(ends)


@pytest.mark.parametrize("line", [(0.0, 0.0, 5.0, 3.0), (5.0, 3.0, 0.0, 0.0), (-4.0, 0.0, 0.0, 0.0)])
def test_a_line_that_ends_at_the_camera_is_seen_like_any_other(line: Line) -> None:
    assert seen_m(line, field(SCREEN, look(0.0, 0.0, 50.0))) == pytest.approx(length(line))


def test_a_view_that_sees_nothing_meets_no_line_and_writes_nowhere() -> None:
    lines = along.build_lines(np.reshape([(10.0, -5.0, 10.0, 5.0)] * 50, (-1, 2, 2)))
    where = field([], look(0.0, 0.0, 50.0))
    where.box[0] = math.inf, math.inf, -math.inf, -math.inf
    room = Near(np.zeros((7, 1)), np.full((7, 60), -7, np.int32), np.full(50, -1, np.int32))
    count = np.empty(1, np.int32)
    count_near(build_grid(lines), where.box, count)
    assert count[0] == 0
    assert gather_near(build_grid(lines), where.views, where.box, 0, room) == 0
    assert (room.whole == -7).all()
