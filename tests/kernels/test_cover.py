"""Areas by number of views: exact slabs beside shapely and random places, lines beside the slabs."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.kernels import front, ground
from sousveil.kernels.arrays import ARC, Boundaries, Floats, Views
from sousveil.kernels.ground import Multiplicity, compute_multiplicity
from sousveil.kernels.slabs import compute_multiplicity_exactly

from .shapes import PLACES, WHOLE, WIDTHS, Corners, box, boxes, clearance, outlines, see

PLACED = st.lists(
    st.tuples(WHOLE, WHOLE, st.sampled_from([0.5, 3.0, 7.0, 20.0]), WIDTHS), min_size=1, max_size=6
)


def look(places: Sequence[tuple[float, float, float, float]]) -> Views:
    x, y, reach, width = np.array(places).T
    return front.build_views(x, y, range_m=reach, bearing_deg=10.0 * np.arange(len(x)), width_deg=width)


def draw(views: Views, boundaries: Boundaries, view: int) -> shapely.Polygon:
    """What a view sees with arcs of a thousand corners, as another library has it."""
    begin, end = boundaries.start[view], boundaries.start[view + 1]
    x, y = boundaries.x[begin:end] - views.x[view], boundaries.y[begin:end] - views.y[view]
    corners: list[Floats] = [np.empty((0, 2))]
    for at, mark in enumerate(boundaries.mark[begin:end]):
        corners.append(np.array([[x[at], y[at]]]))
        if mark == ARC:
            then = (at + 1) % len(x)
            first = math.atan2(y[at], x[at])
            turn = (math.atan2(y[then], x[then]) - first) % (2 * math.pi)
            angles = first + np.linspace(0, turn, 1000)
            corners.append(views.range_m[view] * np.column_stack([np.cos(angles), np.sin(angles)]))
    outline = np.concatenate(corners) + np.array([views.x[view], views.y[view]])
    return shapely.make_valid(shapely.Polygon(outline)) if len(outline) > 2 else shapely.Polygon()


def check_sums(found: Multiplicity, views: Views, boundaries: Boundaries, *, within_m2: float) -> None:
    areas = front.compute_view_areas(views, boundaries)
    assert found.sum_m2 == pytest.approx(areas.sum(), abs=within_m2)
    assert found.area_m2 @ np.arange(1, len(found.area_m2) + 1) == pytest.approx(found.sum_m2, abs=1e-6)
    assert found.union_m2 == pytest.approx(found.area_m2.sum(), abs=1e-6)
    assert areas.max() - within_m2 <= found.union_m2 <= areas.sum() + within_m2


def test_two_circles_share_a_lens() -> None:
    views = front.build_views([0, 10], [0, 0], range_m=10)
    # Two circular segments over a chord at half the radius: 2 R² arccos(1/2) − R² √3 / 2.
    lens = 200 * math.acos(0.5) - 50 * math.sqrt(3)
    expected = [200 * math.pi - 2 * lens, lens]
    found = compute_multiplicity_exactly(views, see([], views))
    assert found.area_m2[:3] == pytest.approx([*expected, 0], abs=1e-9)
    scanned = compute_multiplicity(views, see([], views), step_m=0.01)
    assert scanned.area_m2[:2] == pytest.approx(expected, abs=0.01)
    assert (np.abs(scanned.area_m2[:2] - expected) <= scanned.error_m2[:2]).all()


def test_the_same_view_twice_is_seen_twice() -> None:
    views = front.build_views([3, 3], [4, 4], range_m=10, width_deg=90)
    for compute in (compute_multiplicity_exactly, compute_multiplicity):
        found = compute(views, see([], views), most=2)
        assert found.area_m2 == pytest.approx(
            [0, 25 * math.pi], abs=0.2 * (compute is compute_multiplicity) + 1e-9
        )


@given(boxes(), PLACED)
def test_whole_metres_are_covered_exactly(  # walls and corners of several views on each other
    corners: Corners, places: list[tuple[float, float, float, float]]
) -> None:
    views = look(places)
    boundaries = see(corners, views)
    found = compute_multiplicity_exactly(views, boundaries)
    check_sums(found, views, boundaries, within_m2=1e-6)
    union = shapely.union_all([draw(views, boundaries, view) for view in range(len(places))], grid_size=1e-6)
    assert found.union_m2 == pytest.approx(union.area, rel=1e-5, abs=2e-3)


@given(outlines(), st.lists(st.tuples(PLACES, st.floats(1, 40), WIDTHS), min_size=1, max_size=5))
def test_any_views_are_covered_exactly(
    corners: Corners, given_places: list[tuple[tuple[float, float], float, float]]
) -> None:
    assume(all(clearance(corners, *place) > 1e-3 for place, _, _ in given_places))
    views = look([(*place, reach, width) for place, reach, width in given_places])
    boundaries = see(corners, views)
    found = compute_multiplicity_exactly(views, boundaries)
    check_sums(found, views, boundaries, within_m2=1e-6)
    union = shapely.union_all([draw(views, boundaries, view) for view in range(len(given_places))])
    assert found.union_m2 == pytest.approx(union.area, rel=1e-5, abs=1e-3)


def many(count: int = 80) -> tuple[Views, Boundaries]:
    rng = np.random.default_rng(11)
    corners = [
        wall
        for x, y in rng.uniform(-90, 90, (60, 2))
        for wall in [((x, y), (x + 9, y + 2)), ((x + 9, y + 2), (x, y))]
    ]
    x, y, bearing, reach = rng.uniform([[-90], [-90], [0], [5]], [[90], [90], [360], [60]], (4, 80))[
        :, :count
    ]
    views = front.build_views(x, y, range_m=reach, bearing_deg=bearing, width_deg=100)
    return views, see(corners, views)


def test_random_places_are_seen_by_as_many_views() -> None:
    views, boundaries = many()
    found = compute_multiplicity_exactly(views, boundaries)
    rng = np.random.default_rng(12)
    places = shapely.points(rng.uniform(-150, 150, (200_000, 2)))
    tree = shapely.STRtree(places)
    inside = tree.query([draw(views, boundaries, view) for view in range(80)], predicate="contains")[1]
    seen = np.bincount(inside, minlength=len(places))
    share = np.bincount(seen, minlength=12)[1:12] / len(places)
    spread = 4 * np.sqrt(np.maximum(share, 1e-5) / len(places))
    assert (np.abs(found.area_m2[:11] / 300**2 - share) <= spread).all()


@pytest.mark.parametrize(("step_m", "share"), [(0.1, 1e-4), (0.5, 1e-3), (2.0, 1e-2)])
def test_lines_come_near_to_what_is_exact(step_m: float, share: float) -> None:
    views, boundaries = many()
    exact = compute_multiplicity_exactly(views, boundaries)
    found = compute_multiplicity(views, boundaries, step_m=step_m)
    assert found.union_m2 == pytest.approx(exact.union_m2, rel=share)
    assert abs(found.union_m2 - exact.union_m2) <= found.union_error_m2
    assert (np.abs(found.area_m2 - exact.area_m2) <= found.error_m2).all()
    check_sums(found, views, boundaries, within_m2=share * exact.sum_m2)


def test_the_last_holds_what_more_views_see() -> None:
    for compute in (compute_multiplicity_exactly, compute_multiplicity):
        all_of_them, few = compute(*many()), compute(*many(), most=3)
        assert few.area_m2 == pytest.approx(
            [*all_of_them.area_m2[:2], all_of_them.area_m2[2:].sum()], rel=1e-12
        )
        assert (few.union_m2, few.sum_m2) == pytest.approx(
            (all_of_them.union_m2, all_of_them.sum_m2), rel=1e-12
        )


@given(st.integers(1, 79))
def test_another_camera_never_lowers_what_is_seen(count: int) -> None:
    more, less = (compute_multiplicity(*many(number), step_m=2.0).area_m2 for number in (80, count))
    assert (more[::-1].cumsum() >= less[::-1].cumsum() - 1e-6).all()


def test_threads_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "ROWS_A_PART", 8)
    one, other = (compute_multiplicity(*many(), threads=threads) for threads in (1, 3))
    assert one.area_m2.tobytes() == other.area_m2.tobytes()


def test_no_view_covers_nothing() -> None:
    views = front.build_views(np.zeros(2), np.zeros(2), range_m=0)
    for compute in (compute_multiplicity_exactly, compute_multiplicity):
        found = compute(views, see([], views))
        assert (found.union_m2, found.sum_m2, found.area_m2.max()) == (0, 0, 0)


@pytest.mark.parametrize("step_m", [0.0, -1.0, math.nan, math.inf])
def test_lines_lie_some_way_apart(step_m: float) -> None:
    with pytest.raises(ValueError, match="lines"):
        compute_multiplicity(*many(2), step_m=step_m)


def test_squares_side_by_side_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.uniform(-30, 70, (2, 25))
    views = front.build_views(x, y, range_m=rng.uniform(1, 30, 25), width_deg=rng.choice([60, 360], 25))
    corners = np.concatenate([box(at * 9.0, at % 4 * 13.0, 6.0, 4.0) for at in range(6)])
    boundaries = see(corners, views)
    times = rng.integers(1, 4, 25).astype(np.int32)
    whole = compute_multiplicity(views, boundaries, times, most=6)
    side = 20.0  # ten times `GROUPS` lines
    squares = [
        ground.measure_square(
            views, boundaries, times, (west * side, south * side), lines=round(side / ground.STEP_M), most=6
        )
        for west in range(-4, 6)
        for south in range(-4, 6)
    ]
    parts = ground.sum_lines(np.sum(squares, axis=0))
    assert sum(1 for one in squares if one.any()) > 9
    for ours, theirs in zip(parts, whole, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-9)
