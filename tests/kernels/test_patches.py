"""What is seen over low walls, beside its exact twin, and where it must be what the sweep sees."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.kernels import front, front_patches
from sousveil.kernels.arrays import ARC, CAMERA, Elevations, Patches, Views
from sousveil.kernels.reference_patches import compute_patch_areas_exactly

from .shapes import PLACES, WHOLE, WIDTHS, Corners, box, clearance, outlines

EXACT_M2 = 1e-6
TOPS = st.sampled_from([0.0, 1.0, 2.5, 3.0, 4.0, 9.0, math.nan])
TARGETS = st.sampled_from([0.0, 0.5, 1.6])
BLOCK: Corners = box(10, -50, 10, 100)


def raise_walls(corners: Corners, tops: list[float], views: Views, eye: float, target: float) -> Elevations:
    """Each building of so many walls as there are for each height is as high."""
    each = np.repeat(tops, len(corners) // len(tops))
    return front_patches.build_elevations(each, views, eye_m=eye, target_m=target)


def see(corners: Corners, views: Views, heights: Elevations) -> Patches:
    grid = front.build_grid(front.build_walls(corners))
    return front_patches.compute_patches(grid, views, heights)


def measure(corners: Corners, views: Views, heights: Elevations) -> float:
    return float(front_patches.compute_seen_areas(views, see(corners, views, heights))[0])


def exactly(corners: Corners, views: Views, heights: Elevations) -> float:
    return float(compute_patch_areas_exactly(front.build_walls(corners), views, heights)[0])


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Corners, list[float]]:
    """Boxes on whole metres, each with a height: shared corners and lines, overlaps, the same box twice."""
    count = draw(st.integers(1, 5))
    sizes = st.integers(1, 6).map(float)
    corners = [wall for _ in range(count) for wall in box(draw(WHOLE), draw(WHOLE), draw(sizes), draw(sizes))]
    return corners, [draw(TOPS) for _ in range(count)]


def test_ground_comes_into_view_again_where_the_shade_of_the_far_wall_ends() -> None:
    # Eye at 6 m, roof at 4 m: the shade of the wall at 20 m ends at 20 · 6/(6 − 4) = 60 m; 90 m is the range.
    views = front.build_views(0, 0, range_m=90, bearing_deg=90, width_deg=2)
    seen = see(BLOCK, views, raise_walls(BLOCK, [4.0], views, 6, 0))
    assert (list(seen.near), list(seen.far)) == ([CAMERA, 1], [3, ARC])
    assert sorted({round(x, 9) for x in seen.x[1, [0, 3]]}) == [60.0]
    half = math.radians(1)
    expected = 10 * 10 * math.tan(half) + 90 * 90 * half - 60 * 60 * math.tan(half)
    assert front_patches.compute_seen_areas(views, seen)[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("target", "ends"), [(0.0, 60.0), (0.5, 55.0), (1.6, 44.0)])
def test_what_is_looked_for_is_seen_sooner_the_taller_it_is(target: float, ends: float) -> None:
    views = front.build_views(0, 0, range_m=90, bearing_deg=90, width_deg=2)
    seen = see(BLOCK, views, raise_walls(BLOCK, [4.0], views, 6, target))
    assert seen.x[1, 0] == pytest.approx(ends)  # 20 · (6 − t)/(6 − 4)


@pytest.mark.parametrize(("top", "eye"), [(4.0, 4.0), (4.0, 3.0), (math.nan, 50.0), (math.inf, 50.0)])
def test_a_wall_as_high_as_the_camera_or_of_unknown_height_hides_all_behind_it(
    top: float, eye: float
) -> None:
    views = front.build_views(0, 0, range_m=90, bearing_deg=90, width_deg=2)
    assert list(see(BLOCK, views, raise_walls(BLOCK, [top], views, eye, 0)).far) == [3]


def test_from_a_roof_the_roof_is_no_ground() -> None:
    views = front.build_views(15, 0, range_m=40, bearing_deg=90, width_deg=2)
    seen = see(BLOCK, views, raise_walls(BLOCK, [4.0], views, 6, 0))
    assert list(seen.near) == [1]
    assert seen.x[0, 0] == pytest.approx(15 + 5 * 3)


def test_over_a_low_wall_one_sees_into_the_courtyard() -> None:
    court = [*box(10, -30, 60, 60), *((b, a) for a, b in box(12, -28, 56, 56))]
    views = front.build_views(0, 0, range_m=60, bearing_deg=90, width_deg=10)
    heights = raise_walls(court, [3.0], views, 6, 0)
    inner = see(court, views, heights)
    assert len(inner.near) == 2
    assert inner.x[1, 0] == pytest.approx(24)  # 12 · 6/3
    assert measure(court, views, heights) == pytest.approx(exactly(court, views, heights), abs=EXACT_M2)


@given(blocks(), st.tuples(WHOLE, WHOLE), st.sampled_from([1.0, 3.5, 6.0]), TARGETS, WIDTHS)
def test_whole_metres_are_seen_exactly(
    city: tuple[Corners, list[float]], place: tuple[float, float], eye: float, target: float, width: float
) -> None:
    corners, tops = city
    assume(clearance(corners, *place) > 0)
    views = front.build_views(*place, range_m=20, bearing_deg=15, width_deg=width)
    heights = raise_walls(corners, tops, views, eye, target)
    assert abs(measure(corners, views, heights) - exactly(corners, views, heights)) <= EXACT_M2


def test_what_a_shade_cuts_off_the_circle_is_seen() -> None:
    # The shade ends at 30 m, farther out than the circle of 30.5 m everywhere but in the middle.
    corners = box(5, -4, 5, 8)
    views = front.build_views(0, 0, range_m=30.5)
    heights = raise_walls(corners, [4.0], views, 6, 0)
    assert measure(corners, views, heights) == pytest.approx(exactly(corners, views, heights), abs=EXACT_M2)


@given(outlines(twisted=False), PLACES, st.lists(TOPS, min_size=8, max_size=8), st.floats(0.5, 12), TARGETS)
def test_crossing_outlines_are_seen_exactly(
    corners: Corners, place: tuple[float, float], tops: list[float], eye: float, target: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    views = front.build_views(*place, range_m=50)
    heights = raise_walls(corners, tops[: len(corners) // 3], views, eye, target)
    assert abs(measure(corners, views, heights) - exactly(corners, views, heights)) <= EXACT_M2


@given(outlines(), PLACES, st.floats(1, 60), st.floats(0, 360), WIDTHS)
def test_where_all_walls_are_high_it_is_the_sweep(
    corners: Corners, place: tuple[float, float], range_m: float, bearing: float, width: float
) -> None:
    views = front.build_views(*place, range_m=range_m, bearing_deg=bearing, width_deg=width)
    boundaries = front.compute_boundaries(front.build_grid(front.build_walls(corners)), views)
    seen = front.compute_view_areas(views, boundaries)[0]
    assert measure(corners, views, raise_walls(corners, [math.inf], views, 6, 0)) == pytest.approx(
        seen, abs=EXACT_M2
    )


@given(outlines(twisted=False), PLACES, st.floats(1, 12), st.floats(0, 12), st.floats(0, 12))
def test_a_higher_wall_never_shows_more_and_a_higher_camera_never_less(
    corners: Corners, place: tuple[float, float], eye: float, top: float, more: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    assume(not (top < eye <= top + more or eye <= top < eye + more))  # one on a roof, one below it, inside
    views = front.build_views(*place, range_m=50)
    seen, higher, lifted = (
        measure(corners, views, raise_walls(corners, [walls], views, camera, 0))
        for walls, camera in ((top, eye), (top + more, eye), (top, eye + more))
    )
    assert higher - EXACT_M2 <= seen <= lifted + EXACT_M2


def test_patches_turn_counter_clockwise_and_room_for_them_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    corners = [wall for x, y in rng.uniform(-60, 60, (40, 2)) for wall in box(x, y, 9, 7)]
    views = front.build_views(*rng.uniform(-60, 60, (2, 30)), range_m=50)
    heights = front_patches.build_elevations(np.repeat(rng.uniform(1, 9, 40), 4), views, eye_m=6)
    seen = see(corners, views, heights)
    x, y = (np.stack([one, np.roll(one, -1, axis=1)]) for one in (seen.x, seen.y))
    assert ((x[0] * y[1] - x[1] * y[0]).sum(axis=1) > -EXACT_M2).all()
    monkeypatch.setattr(front_patches, "PATCHES_PER_VIEW", 0)
    again = see(corners, views, heights)
    assert np.array_equal(again.start, seen.start)
    assert np.array_equal(again.x, seen.x)
    assert np.array_equal(again.far, seen.far)


@pytest.mark.parametrize("eye", [math.nan, -1.0, math.inf])
def test_cameras_of_no_height_are_refused(eye: float) -> None:
    with pytest.raises(ValueError, match="height"):
        front_patches.build_elevations([3.0], front.build_views(0, 0, range_m=5), eye_m=eye)
