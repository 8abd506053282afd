"""Over the roofs of a real city, points of the ground one by one: in a patch or not, and in sight or not."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.kernels import front, front_patches
from sousveil.kernels.arrays import ARC, Floats, Patches, Views

EXTRACT = Path(__file__).parents[3] / "shared" / "data" / "nyc-lower-east-side-2020-01.osm.pbf"
RANGE_M = 100.0
NEAR_BORDER_M = 1e-6
FLAT_M = 50.0
CHORDS_M2 = 0.02
"""What a circle of 50 m loses to 2,048 chords: π R² (2π / 2048)² / 6 = 0.012 m²."""
EYES_M = (3.0, 6.0, 12.0, 25.0, 60.0)
TARGETS_M = (0.0, 0.5, 1.6)

Flags = npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def city() -> CityScene:
    if not EXTRACT.is_file():
        pytest.skip(f"{EXTRACT.name} is not beside the checkout, in shared/data")
    return build_city_scene(read_extract(EXTRACT, EXTRACT.name)[0])


def is_in_sight(
    city: CityScene, tops: Floats, views: Views, points: Floats, lift: tuple[float, float]
) -> Flags:
    """Whether each point is no building and no wall cuts the line to it: every wall, one by one."""
    eye, target = lift
    camera = np.array([views.x[0], views.y[0]])
    seen, inside = np.ones(len(points), np.bool_), np.zeros(len(points))
    walls = np.stack(city.buildings.walls, axis=1)
    # A wall wholly south, north or west of camera and points neither cuts a line nor is met on the way east.
    low, high = np.minimum(points.min(axis=0), camera), np.maximum(points.max(axis=0), camera)
    near = (walls[:, [1, 3]].min(axis=1) <= high[1]) & (walls[:, [1, 3]].max(axis=1) >= low[1])
    near &= walls[:, [0, 2]].max(axis=1) >= low[0]
    way = points - camera
    for (ax, ay, bx, by), top in zip(walls[near], tops[near], strict=True):
        ex, ey = bx - ax, by - ay
        up = (ay <= points[:, 1]) & (points[:, 1] < by)
        down = (by <= points[:, 1]) & (points[:, 1] < ay)
        west = ((points[:, 0] - ax) * ey - (points[:, 1] - ay) * ex) * np.sign(ey) < 0
        inside += (up & west).astype(float) - (down & west)
        turn = way[:, 0] * ey - way[:, 1] * ex
        with np.errstate(divide="ignore", invalid="ignore"):
            along = ((ax - camera[0]) * ey - (ay - camera[1]) * ex) / turn
            across = ((ax - camera[0]) * way[:, 1] - (ay - camera[1]) * way[:, 0]) / turn
            cuts = (along > 0) & (along < 1) & (across >= 0) & (across <= 1)
            seen &= ~(cuts & (eye - (eye - target) * along <= top))
    return seen & (inside <= 0)


def is_outside(city: CityScene, views: Views, camera: Floats) -> bool:
    """Whether a camera is in no building."""
    return bool(is_in_sight(city, city.wall_top_m[:, 0], views, camera[None], (0.0, 0.0))[0])


def measure_depth(views: Views, patches: Patches, points: Floats) -> Floats:
    """How deep each point lies in the patch it is deepest in [m]; negative outside all."""
    camera = np.array([views.x[0], views.y[0]])
    deepest = np.full(len(points), -np.inf)
    away = views.range_m[0] - np.hypot(*(points - camera).T)
    for x, y, far in zip(patches.x, patches.y, patches.far, strict=True):
        corner = np.stack([x, y], axis=1)
        sides = [(camera, corner[1]), (corner[2], camera), (corner[3], corner[0])]
        sides += [] if far == ARC else [(corner[1], corner[2])]
        depth = away
        for begin, end in sides:
            ex, ey = end - begin
            length = np.hypot(ex, ey)
            if length > 0:  # the near side of a patch that begins at the camera has none
                left = ex * (points[:, 1] - begin[1]) - ey * (points[:, 0] - begin[0])
                depth = np.minimum(depth, left / length)
        deepest = np.maximum(deepest, depth)
    return deepest


def count_differences(city: CityScene, cameras: int, points: int, seed: int) -> tuple[int, int]:
    """Points tried, and points of which the two say different things, farther from a border than rounding."""
    rng = np.random.default_rng(seed)
    walls, tops = city.buildings.walls, city.wall_top_m[:, 1]
    tops = np.where(np.isnan(tops), np.inf, tops)
    grid = city.buildings.grid
    tried = differ = 0
    while tried < cameras * points:
        at = rng.integers(0, len(walls.ax))
        views = front.build_views(
            walls.ax[at] + rng.normal(0, 8), walls.ay[at] + rng.normal(0, 8), range_m=RANGE_M
        )
        lift = float(rng.choice(EYES_M)), float(rng.choice(TARGETS_M))
        here = np.array([[views.x[0], views.y[0]]])
        if not is_in_sight(city, tops, views, here, lift)[0]:
            continue  # inside a building
        heights = front_patches.build_elevations(tops, views, eye_m=lift[0], target_m=lift[1])
        patches = front_patches.compute_patches(grid, views, heights)
        turn, reach = rng.uniform(0, 2 * np.pi, points), RANGE_M * np.sqrt(rng.uniform(0, 1, points))
        these = here + np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)
        depth = measure_depth(views, patches, these)
        seen = is_in_sight(city, tops, views, these, lift)
        differ += int(((depth > 0) != seen)[np.abs(depth) > NEAR_BORDER_M].sum())
        tried += points
    return tried, differ


def test_points_of_new_york_are_in_sight_where_the_patches_say(city: CityScene) -> None:
    assert count_differences(city, cameras=6, points=500, seed=1) == (3_000, 0)


def draw_shades(walls: Floats, camera: Floats) -> shapely.Geometry:
    """What is behind walls, seen from a camera, farther than anybody looks."""
    away = shapely.distance(shapely.Point(camera), shapely.linestrings(walls))
    far = walls + (walls - camera) * (2 * FLAT_M / away)[:, None, None]
    return shapely.union_all(
        shapely.make_valid(shapely.polygons(np.concatenate([walls, far[:, ::-1]], axis=1)))
    )


def test_where_all_is_high_shapely_sees_the_same(city: CityScene) -> None:
    rng = np.random.default_rng(6)
    walls = np.stack(city.buildings.walls, axis=1).reshape(-1, 2, 2)
    lines = shapely.linestrings(walls)
    tree = shapely.STRtree(lines)
    top = np.nan_to_num(city.wall_top_m[:, 0], nan=np.inf)
    tried = 0
    while tried < 12:
        camera = walls[rng.integers(len(walls)), 0] + rng.normal(0, 8, 2)
        near = tree.query(shapely.Point(camera), predicate="dwithin", distance=FLAT_M)
        views = front.build_views(*camera, range_m=FLAT_M)
        if not len(near) or top[near].min() < EYES_M[0] or not is_outside(city, views, camera):
            continue
        if shapely.distance(shapely.Point(camera), lines[near]).min() < 0.1:
            continue
        heights = front_patches.build_elevations(top, views, eye_m=EYES_M[0])
        patches = front_patches.compute_patches(city.buildings.grid, views, heights)
        disc = shapely.Point(camera).buffer(FLAT_M, quad_segs=512)
        seen = disc.difference(draw_shades(walls[near], camera)).area
        assert front_patches.compute_seen_areas(views, patches)[0] == pytest.approx(seen, abs=CHORDS_M2)
        tried += 1


@pytest.mark.trial
@pytest.mark.parametrize("seed", range(2, 6))
def test_many_points_of_new_york_are_in_sight_where_the_patches_say(city: CityScene, seed: int) -> None:
    assert count_differences(city, cameras=50, points=1_000, seed=seed) == (50_000, 0)
