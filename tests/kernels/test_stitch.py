"""Over low walls: the rings that patches make, beside shapely's union of them, and all that is counted from rings."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.kernels import along, front, front_patches
from sousveil.kernels.arrays import ARC, CAMERA, LIFT, Boundaries, Elevations, Floats, Patches, Views
from sousveil.kernels.ground import compute_multiplicity
from sousveil.kernels.reference_cover import find_parts_exactly
from sousveil.kernels.slabs import compute_multiplicity_exactly

from .shapes import PLACES, WIDTHS, Corners, box, clearance, outlines, same, see

EXACT_M2 = 1e-6
NEAR_M = 1e-8
CHORDS = 256
"""Of a quarter of a circle: an arc of 60 m is then drawn within 1 mm."""
EYES = st.sampled_from([3.0, 6.0, 12.0])
TARGETS = st.sampled_from([0.0, 0.5, 1.6])
TOPS = st.lists(st.sampled_from([0.0, 1.0, 2.5, 4.0, 9.0, math.nan]), min_size=8, max_size=8)
Given = tuple[list[float], float, float, float]
SCENES = st.tuples(TOPS, EYES, TARGETS, WIDTHS)
LINES = st.tuples(*[st.floats(-60, 60)] * 4)
Line = tuple[float, float, float, float]


def raise_walls(
    corners: Corners, tops: Sequence[float], views: Views, eye: float, target: float
) -> Elevations:
    """Each building of so many walls as there are for each height is as high."""
    each = np.repeat(tops, len(corners) // len(tops))
    return front_patches.build_elevations(each, views, eye_m=eye, target_m=target)


def set_scene(corners: Corners, place: tuple[float, float], scene: Given) -> tuple[Views, Elevations]:
    """One view among triangles, each as high as the scene says."""
    tops, eye, target, width = scene
    views = front.build_views(*place, range_m=50, bearing_deg=15, width_deg=width)
    return views, raise_walls(corners, tops[: len(corners) // 3], views, eye, target)


def look_over(corners: Corners, views: Views, heights: Elevations) -> tuple[Boundaries, Patches]:
    grid = front.build_grid(front.build_walls(corners))
    return (
        front_patches.compute_boundaries_over(grid, views, heights),
        front_patches.compute_patches(grid, views, heights),
    )


def draw_patches(views: Views, patches: Patches, view: int = 0) -> shapely.Geometry:
    """The union of a view's patches, by shapely, its arcs in many chords."""
    middle = np.array([views.x[view], views.y[view]])
    shapes = []
    for at in range(patches.start[view], patches.start[view + 1]):
        near, far, then, last = np.stack([patches.x[at], patches.y[at]], axis=1)
        side = (
            draw_arc(middle, float(views.range_m[view]), far, then) if patches.far[at] == ARC else [far, then]
        )
        shapes.append(shapely.Polygon([near, *side, last]).buffer(0))
    return shapely.union_all(shapes, grid_size=1e-7) if shapes else shapely.Polygon()


def draw_arc(middle: Floats, reach: float, first: Floats, last: Floats) -> list[Floats]:
    (px, py), (qx, qy) = first - middle, last - middle
    begin = math.atan2(py, px)
    turn = math.atan2(px * qy - py * qx, px * qx + py * qy)
    angles = begin + turn * np.linspace(0, 1, CHORDS + 1)
    inner = middle + reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)[1:-1]
    return [first, *inner, last]


def trace_rings(views: Views, boundaries: Boundaries, view: int = 0) -> list[list[Floats]]:
    """The corners of each ring of a view, its arcs in many chords."""
    middle = np.array([views.x[view], views.y[view]])
    rings: list[list[Floats]] = [[]]
    begin, end = boundaries.start[view], boundaries.start[view + 1]
    for at in range(begin, end):
        corner = np.array([boundaries.x[at], boundaries.y[at]])
        if boundaries.mark[at] == LIFT:
            rings.append([])
            continue
        rings[-1].append(corner)
        if boundaries.mark[at] == ARC:
            after = at + 1 if at + 1 < end else begin  # a view of one ring has no mark at its end
            then = np.array([boundaries.x[after], boundaries.y[after]])
            rings[-1] += draw_arc(middle, float(views.range_m[view]), corner, then)[1:-1]
    return [ring for ring in rings if ring]


def draw_rings(views: Views, boundaries: Boundaries, view: int = 0) -> shapely.Geometry:
    """What is inside of an odd number of rings, the way shapely sees it."""
    shape = shapely.Polygon()
    for ring in trace_rings(views, boundaries, view):
        drawn = shapely.make_valid(shapely.Polygon(ring), method="structure", keep_collapsed=False)
        # A width of 0 leaves nothing of lines in which both touch.
        shape = shapely.buffer(shapely.symmetric_difference(shape, drawn, grid_size=1e-7), 0)
    return shape


def test_a_low_house_leaves_a_hole_with_its_shade() -> None:
    corners = box(5, -4, 5, 8)
    views = front.build_views(0, 0, range_m=60)
    boundaries, _ = look_over(corners, views, raise_walls(corners, [4.0], views, 6, 0))
    assert list(boundaries.mark).count(LIFT) == 2
    # Each wall's shade ends 6/(6 − 4) = 3 times as far away: what is hidden is the house and all on the way there.
    hidden = shapely.MultiPoint([(5, -4), (5, 4), (30, -12), (30, 12), (15, -12), (15, 12)]).convex_hull
    assert 60 * 60 * math.pi - front.compute_view_areas(views, boundaries)[0] == pytest.approx(hidden.area)


@given(outlines(twisted=False), PLACES, SCENES)
def test_rings_are_the_union_of_the_patches(
    corners: Corners, place: tuple[float, float], scene: Given
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    views, heights = set_scene(corners, place, scene)
    boundaries, patches = look_over(corners, views, heights)
    seen = front_patches.compute_seen_areas(views, patches)
    assert abs(front.compute_view_areas(views, boundaries) - seen)[0] <= EXACT_M2
    if LIFT in boundaries.mark:
        apart = draw_rings(views, boundaries).symmetric_difference(draw_patches(views, patches))
        assert apart.area < 1e-4


@given(outlines(twisted=False), PLACES, SCENES)
def test_every_ring_is_closed_and_its_areas_are_counted_alike(
    corners: Corners, place: tuple[float, float], scene: Given
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    views, heights = set_scene(corners, place, scene)
    boundaries, patches = look_over(corners, views, heights)
    area = front_patches.compute_seen_areas(views, patches)[0]
    exact = compute_multiplicity_exactly(views, boundaries)
    assert exact.sum_m2 == pytest.approx(area, abs=1e-5)
    assert exact.area_m2[0] == pytest.approx(area, abs=1e-5)
    lines = compute_multiplicity(views, boundaries, step_m=0.25)
    assert lines.union_m2 == pytest.approx(area, abs=max(3 * lines.union_error_m2, 10.0))
    drawn = draw_patches(views, patches)
    if not drawn.is_empty:
        # Rings, and no patches: a slit of no width between walls that meet may reach farther than the ground seen.
        corners_of_all = np.concatenate(trace_rings(views, boundaries))
        found = along.build_field(views, boundaries).box[0]
        assert found == pytest.approx([*corners_of_all.min(axis=0), *corners_of_all.max(axis=0)], abs=1e-3)
        assert shapely.box(*found).buffer(1e-3).contains(drawn)


@given(outlines(twisted=False), PLACES, SCENES, LINES)
def test_any_line_is_cut_exactly_over_low_walls(
    corners: Corners, place: tuple[float, float], scene: Given, line: Line
) -> None:
    length = math.hypot(line[2] - line[0], line[3] - line[1])
    assume(clearance(corners, *place) > 1e-3 and length > 1e-3)
    views, heights = set_scene(corners, place, scene)
    boundaries, patches = look_over(corners, views, heights)
    found = along.compute_sightings(
        along.build_lines([np.reshape(line, (2, 2))]), along.build_field(views, boundaries)
    )
    seen_m = float((found.end - found.begin).sum()) * length
    judges = [
        draw_patches(views, patches).intersection(shapely.LineString(np.reshape(beside, (2, 2)))).length
        for beside in list_beside(line, length)
    ]
    assert min(judges) - 0.01 <= seen_m <= max(judges) + 0.01
    exact = [
        sum(end - begin for begin, end in find_parts_exactly(views, boundaries, 0, one)) * length
        for one in list_beside(line, length)
    ]
    assert min(exact) - 1e-6 <= seen_m <= max(exact) + 1e-6
    parts = sorted(zip(found.begin.tolist(), found.end.tolist(), strict=True))
    assert all(one[1] < other[0] for one, other in pairwise(parts))


def list_beside(line: Line, length: float) -> list[Line]:
    """The line and those a hundredth of a micrometre beside it: one that runs along something is seen or not."""
    dx, dy = (line[1] - line[3]) * NEAR_M / length, (line[2] - line[0]) * NEAR_M / length
    return [(line[0] + s * dx, line[1] + s * dy, line[2] + s * dx, line[3] + s * dy) for s in (-1, 0, 1)]


@given(outlines(), PLACES, st.floats(1, 60), WIDTHS)
def test_without_a_low_wall_in_range_it_is_the_sweep_to_the_last_bit(
    corners: Corners, place: tuple[float, float], range_m: float, width: float
) -> None:
    views = front.build_views(*place, range_m=range_m, width_deg=width)
    heights = raise_walls(corners, [6.0], views, 6, 0)
    far_away = box(1000, 1000, 5, 5)
    grid = front.build_grid(front.build_walls([*corners, *far_away]))
    more = Elevations(np.append(heights.top, np.full(4, 2.0)), heights.eye, heights.target)
    assert same(
        front_patches.compute_boundaries_over(grid, views, more), front.compute_boundaries(grid, views)
    )


@given(outlines(twisted=False), PLACES, st.floats(1, 12), st.floats(0, 12), st.floats(0, 12), TARGETS)
def test_higher_walls_and_lower_targets_show_no_more_and_higher_cameras_no_less(
    corners: Corners, place: tuple[float, float], eye: float, top: float, more: float, target: float
) -> None:
    assume(clearance(corners, *place) > 1e-3)
    assume(not (top < eye <= top + more or eye <= top < eye + more))  # one on a roof, one below it, inside
    views = front.build_views(*place, range_m=50)
    seen, higher, lifted, taller = (
        front.compute_view_areas(
            views, look_over(corners, views, raise_walls(corners, [walls], views, *lift))[0]
        )[0]
        for walls, lift in (
            (top, (eye, 0)),
            (top + more, (eye, 0)),
            (top, (eye + more, 0)),
            (top, (eye, target)),
        )
    )
    assert higher - EXACT_M2 <= seen <= lifted + EXACT_M2
    assert seen <= taller + EXACT_M2


def draw_town(rng: np.random.Generator, views: int = 60) -> tuple[Corners, Views, Elevations]:
    corners = [wall for x, y in rng.uniform(-90, 90, (60, 2)) for wall in box(x, y, 9, 7)]
    x, y, bearing, reach, eye = rng.uniform(
        [[-90], [-90], [0], [5], [2]], [[90], [90], [360], [60], [14]], (5, views)
    )
    eyes = front.build_views(x, y, range_m=reach, bearing_deg=bearing, width_deg=rng.choice([80, 360], views))
    tops = np.repeat(rng.choice([1.0, 3.0, 5.0, 9.0, math.nan], 60), 4)
    return corners, eyes, front_patches.build_elevations(tops, eyes, eye_m=eye, target_m=1.6)


def test_many_views_at_once_are_each_what_they_are_alone_and_the_union_is_shapelys() -> None:
    corners, views, heights = draw_town(np.random.default_rng(3))
    boundaries, patches = look_over(corners, views, heights)
    assert (patches.near != CAMERA).any()
    areas = front.compute_view_areas(views, boundaries)
    assert areas == pytest.approx(front_patches.compute_seen_areas(views, patches), abs=EXACT_M2)
    for row in range(len(areas)):
        view = Views._make(column[row : row + 1] for column in views)
        alone, _ = look_over(
            corners, view, Elevations(heights.top, heights.eye[row : row + 1], heights.target[row : row + 1])
        )
        assert front.compute_view_areas(view, alone)[0] == pytest.approx(areas[row], abs=EXACT_M2)
    drawn = [draw_patches(views, patches, row) for row in range(len(areas))]
    exact = compute_multiplicity_exactly(views, boundaries)
    assert exact.union_m2 == pytest.approx(shapely.union_all(drawn, grid_size=1e-7).area, rel=1e-5)
    assert exact.sum_m2 == pytest.approx(areas.sum(), rel=1e-9)
    assert areas.max() <= exact.union_m2 <= areas.sum()
    lines = compute_multiplicity(views, boundaries, step_m=0.05)
    assert lines.union_m2 == pytest.approx(exact.union_m2, rel=1e-3)


def test_threads_and_chunks_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    corners, views, heights = draw_town(np.random.default_rng(4))
    grid = front.build_grid(front.build_walls(corners))
    whole = front_patches.compute_boundaries_over(grid, views, heights)
    monkeypatch.setattr(front_patches, "CHUNK", 7)
    assert same(front_patches.compute_boundaries_over(grid, views, heights, threads=2), whole)


def test_a_camera_knows_the_roof_it_stands_on_however_far_its_walls_are() -> None:
    corners = [*box(-300, -5, 900, 10), *box(40, 10, 20, 20)]
    views = front.build_views([0.0, 450.0, 0.0], [0.0, 2.0, 30.0], range_m=40)
    heights = front_patches.build_elevations(np.repeat([3.0, 6.0], 4), views, eye_m=8.0, target_m=1.6)
    grid = front.build_grid(front.build_walls(corners), cell_m=10)
    boundaries = front_patches.compute_boundaries_over(grid, views, heights)
    patches = front_patches.compute_patches(grid, views, heights)
    areas = front.compute_view_areas(views, boundaries)
    assert areas == pytest.approx(front_patches.compute_seen_areas(views, patches), abs=EXACT_M2)
    # On the roof the ground begins where its shade ends: at 5 m · (8 − 1.6) / (8 − 3), on either side.
    strip = 2 * (6.4 * math.sqrt(40**2 - 6.4**2) + 40**2 * math.asin(6.4 / 40))
    assert areas[0] == pytest.approx(math.pi * 40**2 - strip)


def test_low_walls_leave_the_flat_views_alone() -> None:
    corners, views, heights = draw_town(np.random.default_rng(5))
    blind = heights._replace(eye=np.where(np.arange(60) % 2, heights.eye, 0.5))
    boundaries, flat = look_over(corners, views, blind)[0], see(corners, views)
    for row in range(0, 60, 2):
        one, other = (
            tuple(
                column[each.start[row] : each.start[row + 1]].tobytes()
                for column in (each.x, each.y, each.mark)
            )
            for each in (boundaries, flat)
        )
        assert one == other
