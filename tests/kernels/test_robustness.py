"""What real outlines and real tags do to a sweep, one by one; each beside the exact twin."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.kernels import front
from sousveil.kernels.arrays import Views
from sousveil.kernels.reference import compute_areas_exactly

from .shapes import PLACES, WIDTHS, Corners, box, clearance, measure, outlines, reach_along, ring, see

EXACT_M2 = 1e-6
DISC_M2 = math.pi * 400


def look(
    x: float, y: float, range_m: float = 20.0, bearing_deg: float = 0.0, width_deg: float = 360.0
) -> Views:
    return front.build_views(x, y, range_m=range_m, bearing_deg=bearing_deg, width_deg=width_deg)


def check(corners: Corners, views: Views) -> float:
    """The area, which is the exact twin's."""
    seen = float(measure(corners, views)[0])
    assert seen == pytest.approx(compute_areas_exactly(front.build_walls(corners), views)[0], abs=EXACT_M2)
    return seen


def test_nothing_is_seen_through_a_shared_corner() -> None:
    # Two blocks touch at (10, 0), and the line to it goes on between them: it has no ground.
    corners = [*box(10, 0, 5, 30), *box(5, -30, 5, 30)]
    views = look(0, 10, range_m=30)
    check(corners, views)
    for aside in (-1e-9, 1e-9):
        direction = math.sqrt(0.5), (aside - 1.0) * math.sqrt(0.5)
        reach = reach_along(views, see(corners, views), direction)
        assert reach == pytest.approx(10 * math.sqrt(2), abs=1e-6)


def test_walls_on_one_line_with_the_camera_hide_nothing_of_themselves() -> None:
    corners = [*box(5, 0, 3, 2), *box(9, 0, 3, 2), *box(13, -2, 3, 2)]
    assert check(corners, look(0, 0)) < DISC_M2


@pytest.mark.parametrize("place", [(0.0, 0.0), (5.0, 0.0), (0.0, 2.5), (10.0, 10.0)])
def test_a_camera_on_a_corner_or_a_wall_sees_past_that_wall(place: tuple[float, float]) -> None:
    assert check(box(0, 0, 10, 10), look(*place)) > DISC_M2 / 2


def test_walls_without_length_and_walls_twice_change_nothing() -> None:
    corners = box(5, -3, 4, 6)
    empty: Corners = [((7.0, 7.0), (7.0, 7.0)), ((0.0, 0.0), (0.0, 0.0))]
    assert check([*corners, *corners], look(0, 0)) == check(corners, look(0, 0))
    assert measure([*corners, *empty], look(0, 0))[0] == check(corners, look(0, 0))


@pytest.mark.parametrize("width", [2.0, 90.0, 180.0, 270.0, 359.0])
@pytest.mark.parametrize("bearing", [0.0, 1.0, 90.0, 359.0])
def test_sectors_across_north_and_of_half_a_turn_and_more(bearing: float, width: float) -> None:
    corners = [*box(-3, 5, 6, 2), *box(5, -3, 2, 6), *box(-3, -7, 6, 2)]
    check(corners, look(0, 0, bearing_deg=bearing, width_deg=width))


def test_blocks_that_overlap_or_touch_hide_as_their_union_does() -> None:
    whole = check(box(5, -6, 4, 12), look(0, 0))
    assert check([*box(5, -6, 4, 8), *box(5, -2, 4, 8)], look(0, 0)) == pytest.approx(whole, abs=1e-9)
    assert check([*box(5, -6, 4, 6), *box(5, 0, 4, 6)], look(0, 0)) == pytest.approx(whole, abs=1e-9)


def test_in_a_courtyard_one_sees_the_courtyard() -> None:
    hole = [(b, a) for a, b in box(-4, -5, 8, 9)]
    assert check([*box(-10, -10, 20, 20), *hole], look(1, 1)) == pytest.approx(72)


@pytest.mark.parametrize("away", [1e5, 1e6, 2e7])
def test_far_from_the_origin_only_the_rounding_of_coordinates_shows(away: float) -> None:
    corners = [*box(5, -3, 4, 6), *box(-9, 2, 3, 5)]
    moved = [((ax + away, ay - away), (bx + away, by - away)) for (ax, ay), (bx, by) in corners]
    assert check(moved, look(away, -away)) == pytest.approx(check(corners, look(0, 0)), abs=EXACT_M2)


@pytest.mark.parametrize("gap", [1e-3, 1e-6])  # placed cameras keep a millimetre or more
def test_a_wall_and_a_corner_seen_from_a_micrometre(gap: float) -> None:
    check(box(gap, -3, 4, 6), look(0, 0))
    check(ring([(gap, 0.0), (9.0, -4.0), (9.0, 4.0)]), look(0, 0))


def test_a_hundred_thousand_cameras_on_one_point_are_as_many_equal_views() -> None:
    place = np.zeros(100_000)
    views = front.build_views(place, place, range_m=20)
    areas = measure(box(5, -3, 4, 6), views)
    assert len(areas) == 100_000
    assert np.ptp(areas) == 0


def test_more_walls_on_one_spot_than_a_city_has() -> None:
    rng = np.random.default_rng(3)
    corners = [wall for x, y in rng.uniform(5, 6, (2_000, 2)) for wall in box(x, y, 0.5, 0.5)]
    seen = float(measure(corners, look(0, 0))[0])
    assert DISC_M2 / 2 < seen < DISC_M2
    assert seen == pytest.approx(measure(corners[::-1], look(0, 0))[0], abs=EXACT_M2)


@given(outlines(), PLACES, st.floats(0, 360), WIDTHS)
def test_nothing_is_seen_outside_the_sector(
    corners: Corners, place: tuple[float, float], bearing: float, width: float
) -> None:
    views = look(*place, 30, bearing, width)
    seen = see(corners, views)
    x, y = seen.x - views.x[0], seen.y - views.y[0]
    off = (np.degrees(np.arctan2(x, y)) - bearing + 180) % 360 - 180
    assert np.abs(off[np.hypot(x, y) > 1e-3]).max(initial=0) <= width / 2 + 1e-6


@given(outlines(), PLACES, st.floats(1, 30), st.floats(1, 3), st.floats(0, 2 * math.pi))
def test_what_is_seen_in_more_detail_is_what_lies_nearer_of_what_is_seen_in_less(
    corners: Corners, place: tuple[float, float], near_m: float, times: float, angle: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    direction = math.cos(angle), math.sin(angle)
    aside = [(x - place[0]) * direction[1] - (y - place[1]) * direction[0] for (x, y), _ in corners]
    assume(min(map(abs, aside)) > 1e-6)  # a ray past a corner is a tie
    near, far = look(*place, near_m), look(*place, near_m * times)
    more, less = (reach_along(views, see(corners, views), direction) for views in (near, far))
    assert more == pytest.approx(min(less, near_m), abs=1e-6)


@given(outlines(), PLACES, st.floats(1, 60))
def test_boundaries_are_star_shaped(corners: Corners, place: tuple[float, float], range_m: float) -> None:
    assume(clearance(corners, *place) > 1e-3)
    views = look(*place, range_m)
    seen = see(corners, views)
    x, y = seen.x - views.x[0], seen.y - views.y[0]
    turned = np.arctan2(x * np.roll(y, -1) - y * np.roll(x, -1), x * np.roll(x, -1) + y * np.roll(y, -1))
    assert turned.min() >= -1e-9  # never back
    assert turned.sum() == pytest.approx(2 * math.pi)  # once around
