"""What cameras above the street see over roofs of known height, on one thread, beside the slow twin and the flat sweep.

The city is the Lower East Side of New York, where most buildings have a height. No package known to us computes this
exactly, so that the peer is our own twin in exact rational numbers, on a few of the cameras; the areas must agree. The
second line is what looking over roofs costs: the same cameras where walls hide all behind them.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import shapely  # type: ignore[import-untyped]
from bench_sweep import AGREE_M2, DATA, draw_places

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.kernels import front
from sousveil.kernels.arrays import Floats, Views, Walls
from sousveil.kernels.front_patches import build_elevations, compute_boundaries_over
from sousveil.kernels.reference_patches import compute_patch_areas_exactly

CITY = "nyc-lower-east-side-2020-01"
PATH = DATA / f"{CITY}.osm.pbf"
RANGE_M = 50.0
EYE_M = 12.0  # on the wall of a fourth floor: above sheds and shops, below most roofs
TARGET_M = 1.6  # a face
CAMERAS = 1_000
FEW = 5
ROUNDS = 3


def see_over(city: CityScene, views: Views) -> Floats:
    """Areas over roofs, from places and heights."""
    heights = build_elevations(city.wall_top_m[:, 0], views, eye_m=EYE_M, target_m=TARGET_M)
    return front.compute_view_areas(
        views, compute_boundaries_over(city.buildings.grid, views, heights, threads=1)
    )


def see_flat(city: CityScene, views: Views) -> Floats:
    """Areas where walls hide all behind them."""
    return front.compute_view_areas(views, front.compute_boundaries(city.buildings.grid, views, threads=1))


def see_exactly(city: CityScene, views: Views) -> Floats:
    """Areas over roofs as the twin has them, which is handed the buildings near each camera, whole: it has no index."""
    walls, areas = city.buildings.walls, np.zeros(len(views.x))
    for view in range(len(views.x)):
        one = Views._make(column[view : view + 1] for column in views)
        west, east = (np.fmin(walls.ax, walls.bx), np.fmax(walls.ax, walls.bx)) - one.x
        south, north = (np.fmin(walls.ay, walls.by), np.fmax(walls.ay, walls.by)) - one.y
        near = (west <= RANGE_M) & (east >= -RANGE_M) & (south <= RANGE_M) & (north >= -RANGE_M)
        near = np.isin(city.buildings.wall_building, city.buildings.wall_building[near])
        heights = build_elevations(city.wall_top_m[near, 0], one, eye_m=EYE_M, target_m=TARGET_M)
        areas[view] = compute_patch_areas_exactly(
            Walls._make(column[near] for column in walls), one, heights
        )[0]
    return areas


def measure() -> Iterator[Measure]:
    """Beside the twin, then beside the flat sweep."""
    if not PATH.is_file():
        print(f"skipped, there is no {PATH.name} in {DATA.name}/ (set SOUSVEIL_DATA)", flush=True)
        return
    city = build_city_scene(read_extract(PATH, PATH.name)[0])
    walls = np.stack(city.buildings.walls, axis=1).reshape(-1, 2, 2)
    places = draw_places(PATH, city.buildings, shapely.STRtree(shapely.linestrings(walls)))[:CAMERAS]
    views = front.build_views(places[:, 0], places[:, 1], range_m=RANGE_M)
    low = see_over(city, views) > see_flat(city, views) + 1.0  # those that do see over a roof
    few = Views._make(column[np.flatnonzero(low)[:FEW]] for column in views)
    apart = float(np.abs(see_over(city, few) - see_exactly(city, few)).max())
    if not apart <= AGREE_M2:
        raise RuntimeError(f"an area differs by {apart} m²")
    versions = read_versions("sousveil", "numba", "numpy")
    about = About(
        what=CITY, peer_name="our slow twin, exact", versions=versions, data_digest=digest_data(PATH)
    )
    ours = partial(time_call, partial(see_over, city, views))
    mine, theirs = run_pairs(ours, partial(time_call, partial(see_exactly, city, few)), n=ROUNDS)
    each = 1e6 / len(places)
    what = f"{CITY}, {len(walls):,} walls, {low.sum():,} of {len(places):,} cameras see over some, {RANGE_M:.0f} m"
    yield build_measure(
        what, [t * each for t in mine], [t * 1e6 / FEW for t in theirs], unit="µs", about=about
    )
    about = About(what=CITY, peer_name="the flat sweep", versions=versions, data_digest=digest_data(PATH))
    mine, theirs = run_pairs(ours, partial(time_call, partial(see_flat, city, views)), n=ROUNDS)
    yield build_measure(what, [t * each for t in mine], [t * each for t in theirs], unit="µs", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
