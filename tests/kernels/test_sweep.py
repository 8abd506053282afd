"""The sweep beside its exact twin, and what must hold of anything that is seen."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.kernels import front
from sousveil.kernels.arrays import ARC, RADIUS, Views
from sousveil.kernels.reference import compute_areas_exactly
from sousveil.kernels.sweep import sweep_views

from .shapes import (
    PLACES,
    WHOLE,
    WIDTHS,
    Corners,
    box,
    boxes,
    clearance,
    measure,
    outlines,
    reach_along,
    same,
    see,
)

EXACT_M2 = 1e-6
BEARINGS = st.floats(0, 360)
SCREEN: Corners = [((10.0, 10.0), (10.0, -10.0))]


def look(x: float, y: float, range_m: float, bearing_deg: float = 0.0, width_deg: float = 360.0) -> Views:
    return front.build_views(x, y, range_m=range_m, bearing_deg=bearing_deg, width_deg=width_deg)


def exactly(corners: Corners, views: Views) -> float:
    return float(compute_areas_exactly(front.build_walls(corners), views)[0])


def test_an_open_square_is_a_circle_of_four_arcs() -> None:
    views = look(3, 4, 10)
    seen = see([], views)
    assert list(seen.mark) == [ARC] * 4
    assert front.compute_view_areas(views, seen)[0] == pytest.approx(100 * math.pi, abs=1e-9)


@pytest.mark.parametrize(("width", "arcs"), [(1, 1), (90, 1), (180, 2), (270, 3), (359, 4)])
def test_an_open_sector_begins_and_ends_at_the_camera(width: float, arcs: int) -> None:
    views = look(-2, 5, 10, bearing_deg=350, width_deg=width)
    seen = see([], views)
    assert (seen.x[0], seen.y[0]) == (-2, 5)
    assert list(seen.mark).count(RADIUS) == 2
    assert arcs <= list(seen.mark).count(ARC) <= arcs + 1
    assert front.compute_view_areas(views, seen)[0] == pytest.approx(width / 360 * 100 * math.pi, abs=1e-9)


def test_a_screen_hides_what_is_behind_it() -> None:
    # A quarter of the directions ends at the screen, a triangle of 20 m by 10 m; the rest is a circle of 20 m.
    expected = 100 + 0.75 * math.pi * 400
    assert measure(SCREEN, look(0, 0, 20))[0] == pytest.approx(expected, abs=1e-9)
    assert exactly(SCREEN, look(0, 0, 20)) == pytest.approx(expected, abs=1e-9)


def test_a_screen_seen_from_its_solid_side_hides_nothing() -> None:
    behind: Corners = [(SCREEN[0][1], SCREEN[0][0])]
    assert measure(behind, look(0, 0, 20))[0] == pytest.approx(math.pi * 400, abs=1e-9)


def test_bearings_are_clockwise_from_north() -> None:
    east = measure(SCREEN, look(0, 0, 20, bearing_deg=90, width_deg=90))[0]
    south = measure(SCREEN, look(0, 0, 20, bearing_deg=180, width_deg=90))[0]
    assert east == pytest.approx(100, abs=1e-9)
    assert south == pytest.approx(100 * math.pi, abs=1e-9)


@given(boxes(), WHOLE, WHOLE, st.sampled_from([0.5, 3.0, 7.0, 20.0]), WIDTHS, st.integers(0, 24))
def test_whole_metres_are_seen_exactly(  # walls that share corners and lines; cameras on a wall, on a corner
    corners: Corners, x: float, y: float, range_m: float, width: float, bearing: int
) -> None:
    views = look(x, y, range_m, bearing * 15.0, width)
    assert abs(measure(corners, views)[0] - exactly(corners, views)) <= EXACT_M2


@given(outlines(), PLACES, st.floats(1, 60), BEARINGS, WIDTHS)
def test_crossing_outlines_are_seen_exactly(
    corners: Corners, place: tuple[float, float], range_m: float, bearing: float, width: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    views = look(*place, range_m, bearing, width)
    assert abs(measure(corners, views)[0] - exactly(corners, views)) <= EXACT_M2


@pytest.mark.parametrize("gap", [1e-3, 1e-6, 1e-9, 1e-12, 0.0])
def test_light_through_a_gap_is_as_wide_as_the_gap(gap: float) -> None:
    corners = [*box(10, 0, 5, 20), *box(10, -20, 5, 20 - gap)]
    views = look(0, 1, 50)
    assert abs(measure(corners, views)[0] - exactly(corners, views)) <= EXACT_M2


@pytest.mark.parametrize("distance", [1.0, 1e-3, 1e-6])
def test_close_to_a_wall(distance: float) -> None:
    corners = [*box(0, 0, 10, 10), *box(-12, 3, 2, 2)]
    views = look(-distance, 4.3, 50)
    assert abs(measure(corners, views)[0] - exactly(corners, views)) <= EXACT_M2


@given(boxes(), boxes(), WHOLE, WHOLE, st.floats(1, 30))
def test_another_wall_never_shows_more(
    corners: Corners, others: Corners, x: float, y: float, range_m: float
) -> None:
    views = look(x, y, range_m)
    assert measure(corners + others, views)[0] <= measure(corners, views)[0] + EXACT_M2


@given(outlines(), PLACES, st.floats(1, 30), st.floats(1, 2))
def test_a_longer_range_never_shows_less(
    corners: Corners, place: tuple[float, float], range_m: float, more: float
) -> None:
    near, far = (measure(corners, look(*place, reach))[0] for reach in (range_m, range_m * more))
    assert near <= far + EXACT_M2


@given(outlines(), PLACES, BEARINGS, st.floats(1, 359))
def test_two_sectors_that_complete_each_other_see_what_one_sees_all_around(
    corners: Corners, place: tuple[float, float], bearing: float, width: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    views = [
        look(*place, 40),
        look(*place, 40, bearing, width),
        look(*place, 40, (bearing + 180) % 360, 360 - width),
    ]
    around, one, other = (measure(corners, view)[0] for view in views)
    assert abs(around - one - other) <= EXACT_M2


@given(outlines(), PLACES, BEARINGS, st.sampled_from([0.0, 1e3, 1e5]))
def test_turning_and_moving_everything_changes_nothing(
    corners: Corners, place: tuple[float, float], angle: float, away: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    turn = np.deg2rad(angle)
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    moved = np.array(corners) @ matrix.T + np.array([away, -away])
    x, y = matrix @ np.array(place) + np.array([away, -away])
    # Coordinates 100 km away are kept to 1.5e-11 m, which a corner at 1 mm from the camera makes 1e-6 m² of ground.
    assert abs(measure(moved, look(x, y, 40))[0] - measure(corners, look(*place, 40))[0]) <= 2e-4


@given(outlines(twisted=False), PLACES, PLACES)
def test_who_sees_is_seen(corners: Corners, one: tuple[float, float], other: tuple[float, float]) -> None:
    dx, dy = other[0] - one[0], other[1] - one[1]
    apart = math.hypot(dx, dy)
    assume(apart > 0.1 and min(clearance(corners, *one), clearance(corners, *other)) > 1e-3)
    assume(not is_inside(corners, one) and not is_inside(corners, other))
    # A ray that touches a corner is a tie; it has no width, and so no ground.
    assume(min(abs((x - one[0]) * dy - (y - one[1]) * dx) for (x, y), _ in corners) > 1e-6 * apart)
    there, back = look(*one, 200), look(*other, 200)
    first = reach_along(there, see(corners, there), (dx / apart, dy / apart))
    second = reach_along(back, see(corners, back), (-dx / apart, -dy / apart))
    assume(min(abs(first - apart), abs(second - apart)) > 1e-6)
    assert (first > apart) == (second > apart)


def is_inside(corners: Corners, place: tuple[float, float]) -> bool:
    """Whether a place is inside a building: the outlines wind around it."""
    ends = np.array(corners) - np.array(place)
    (ax, ay), (bx, by) = ends.transpose(1, 2, 0)
    return bool(np.arctan2(ax * by - ay * bx, ax * bx + ay * by).sum() > 1)


@given(outlines(), PLACES, st.sampled_from([0.7, 5.0, 31.0, 1e6]))
def test_the_side_of_a_cell_changes_nothing(
    corners: Corners, place: tuple[float, float], cell_m: float
) -> None:
    views = look(*place, 35)
    assert measure(corners, views, cell_m)[0] == pytest.approx(measure(corners, views)[0], abs=EXACT_M2)


@given(outlines(), PLACES, BEARINGS, WIDTHS)
def test_a_boundary_turns_counter_clockwise_within_range(
    corners: Corners, place: tuple[float, float], bearing: float, width: float
) -> None:
    views = look(*place, 25, bearing, width)
    seen = see(corners, views)
    x, y = seen.x - views.x[0], seen.y - views.y[0]
    assert np.hypot(x, y).max() <= 25 + 1e-9
    across = x * np.roll(y, -1) - y * np.roll(x, -1)
    assert across.min() >= -EXACT_M2
    arcs = seen.mark == ARC
    ahead = x * np.roll(x, -1) + y * np.roll(y, -1)
    assert (ahead[arcs] >= -EXACT_M2).all()  # at most a quarter each
    assert ((seen.mark >= RADIUS) & (seen.mark < len(corners))).all()


def many_views(count: int, first: int = 0) -> tuple[Corners, Views]:
    rng = np.random.default_rng(20)
    corners = [wall for x, y in rng.uniform(-90, 90, (60, 2)) for wall in box(x, y, 9, 7)]
    x, y, bearing = (
        row[first:count] for row in rng.uniform([[-90], [-90], [0]], [[90], [90], [360]], (3, 200))
    )
    return corners, front.build_views(x, y, range_m=40, bearing_deg=bearing, width_deg=100)


def test_twice_the_same_gives_the_same_bytes() -> None:
    assert same(see(*many_views(200)), see(*many_views(200)))


def test_parts_give_the_whole() -> None:
    parts = [see(*many_views(77)), see(*many_views(200, 77))]
    assert np.concatenate([part.x for part in parts]).tobytes() == see(*many_views(200)).x.tobytes()


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_the_number_of_threads_changes_nothing(
    threads: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    corners, views = many_views(200)
    wanted = see(corners, views)
    monkeypatch.setattr(front, "CHUNK", chunk)
    grid = front.build_grid(front.build_walls(corners))
    assert same(front.compute_boundaries(grid, views, threads=threads), wanted)


def test_neighbours_follow_each_other() -> None:
    x, y = np.meshgrid(np.arange(8.0), np.arange(8.0))
    order = front.order_views(front.build_views(x.ravel(), y.ravel(), range_m=1))
    assert sorted(order) == list(range(64))
    # The first quarter of a square's curve is a quarter of the square.
    assert {(row % 8 < 4, row // 8 < 4) for row in order[:16]} == {(True, True)}


def test_places_stand_along_the_curve_and_equal_ones_in_their_order() -> None:
    steps = np.random.default_rng(9).integers(0, front.MOST_STEPS + 1, (300, 2))
    steps[0], steps[1] = 0, front.MOST_STEPS
    steps[100:200] = steps[:100]

    def step_along(row: int) -> int:
        x, y = (int(one) for one in steps[row])
        return sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(16))

    order = front.order_places(*(steps.T * 0.5 + 1000.0))
    assert list(order) == sorted(range(300), key=step_along)


def test_room_for_corners_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = see(*many_views(100))
    monkeypatch.setattr(front, "CORNERS_PER_VIEW", 0)
    assert same(see(*many_views(100)), wanted)
    assert len(wanted.x) > 100


def test_what_has_no_room_is_said() -> None:
    corners, views = many_views(10)
    grid = front.build_grid(front.build_walls(corners))
    full = front.compute_boundaries(grid, views)
    short = full._replace(start=np.zeros_like(full.start), x=np.zeros(int(full.start[4])))
    assert sweep_views(grid, views, front.build_scratch(1000), short, 0, 10) == 4


@pytest.mark.parametrize(
    ("range_m", "width"),
    [(0, 360), (10, 0)],
)
def test_who_sees_nothing_has_an_empty_boundary(range_m: float, width: float) -> None:
    views = look(0, 0, range_m, width_deg=width)
    seen = see(SCREEN, views)
    assert len(seen.x) == 0
    assert front.compute_view_areas(views, seen)[0] == 0
