"""A whole city of 10,000 cameras: what each sees, of which street, by how many, and how much ground together.

The city is the Helsinki extract laid out seven times seven: some 20,000 buildings and 320,000 walls. Ours begins with
arrays of walls, street pieces and cameras and uses all processors; ground is measured on lines a metre apart, with
what that may cost. The peer is the fastest stack of packages known to us: pysovist for isovists (its local plans are
made before the clock starts), shapely's tree and prepared clip for streets, disjoint_subset_union_all for the ground.
It counts no cameras a metre, is run on a sample of neighbours, and its time is scaled to all of them. At least 50
times as fast, and at most half a second.
"""

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import pysovist  # type: ignore[import-untyped]
import shapely  # type: ignore[import-untyped]
from bench_streets import Streets
from bench_sweep import DATA, Points, build_plans, is_inside, read_streets

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.scene import Scene, build_scene
from sousveil.kernels import along, front, ground
from sousveil.kernels.arrays import Boundaries, Floats, Views
from sousveil.kernels.ground import Multiplicity
from sousveil.kernels.threads import THREADS

CITY = "helsinki-centre-2019-04"
TILES = 7
CAMERAS = 10_000
SAMPLE = 200
ROUNDS = 5
SEED = 4
RANGES_M = (50, 100)
STEP_M = 1.0
MOST = 8
SPREAD_M = 3.0  # how far from the middle of a street cameras stand
ARC_STEP = math.pi / 32  # a quarter in sixteen pieces, shapely's own measure for a buffer
AGREE = (
    0.01  # arcs as chords lose 0.16 % of a circle's area, and as much again where a street leaves it aslant
)
PEER = "pysovist, STRtree, shapely.intersection, disjoint_subset_union_all"


class City:
    """Arrays of walls and street pieces, and places along streets outside buildings."""

    def __init__(self, scene: Scene, streets: Points) -> None:
        walls = np.stack(scene.walls, axis=1).reshape(-1, 2, 2)
        size = np.ptp(walls.reshape(-1, 2), axis=0)
        moves = np.stack(np.meshgrid(*np.arange(TILES)[None] * size[:, None]), axis=-1).reshape(-1, 1, 1, 2)
        self.walls = (walls + moves).reshape(-1, 2, 2)
        self.streets = (streets + moves).reshape(-1, 2, 2)
        self.tree = shapely.STRtree(shapely.linestrings(self.walls))
        self.places = self.draw_places(scene, shapely.STRtree(shapely.linestrings(walls)), streets, moves)

    def draw_places(self, scene: Scene, tree: shapely.STRtree, streets: Points, moves: Points) -> Points:
        """Places in one tile, outside its buildings, each moved into a tile of its own."""
        rng = np.random.default_rng(SEED)
        length = np.hypot(*(streets[:, 1] - streets[:, 0]).T)
        on = rng.choice(len(streets), 2 * CAMERAS, p=length / length.sum())
        share = rng.uniform(0, 1, (len(on), 1))
        places = streets[on, 0] + share * (streets[on, 1] - streets[on, 0])
        places += rng.normal(0, SPREAD_M, places.shape)
        outside = [place for place in places if not is_inside(place, scene, tree)][:CAMERAS]
        moved: Points = np.array(outside) + moves[rng.integers(0, len(moves), CAMERAS), 0, 0]
        return moved


def run_ours(city: City, views: Views) -> tuple[Boundaries, Floats, Multiplicity]:
    """From arrays to boundaries, metres of each piece by number of cameras, and ground by number of cameras."""
    grid = front.build_grid(front.build_walls(city.walls))
    boundaries = front.compute_boundaries(grid, views, threads=THREADS)
    metres = along.compute_metres(
        along.build_lines(city.streets), along.build_field(views, boundaries), most=MOST
    )
    return boundaries, metres, ground.compute_multiplicity(views, boundaries, step_m=STEP_M)


class Theirs:
    """The peer on a sample of neighbours, its plans and its tree of streets made."""

    def __init__(self, city: City, range_m: float) -> None:
        apart = np.hypot(*(city.places - np.median(city.places, axis=0)).T)
        self.rows = np.argsort(apart)[:SAMPLE]
        self.places, self.range_m = city.places[self.rows], range_m
        self.plans = build_plans(city.walls, city.tree, self.places, range_m)
        self.streets = Streets(city.streets, np.empty(0, dtype=np.object_))
        self.areas, self.metres, self.union = np.empty(0), np.empty(0), 0.0

    def run(self) -> None:
        """Isovists, streets, ground."""
        pairs = zip(self.plans, self.places, strict=True)
        seen = [pysovist.isovist(plan, place, max_distance=self.range_m) for plan, place in pairs]
        self.areas = np.array([one.area for one in seen])
        self.streets.polygons = np.array([shapely.Polygon(one.polygon(ARC_STEP)) for one in seen])
        self.metres = self.streets.clip_prepared()
        self.union = shapely.disjoint_subset_union_all(shapely.make_valid(self.streets.polygons)).area


def check_agreement(city: City, views: Views, theirs: Theirs) -> None:
    """Raise if ours differs from the peer's on its sample by more than its arcs allow."""
    few = Views(*(column[theirs.rows] for column in views))  # type: ignore[arg-type]
    boundaries, metres, cover = run_ours(city, few)
    exact = np.abs(front.compute_view_areas(few, boundaries) - theirs.areas).max()
    if not exact <= 1e-6:
        raise RuntimeError(f"an area differs by {exact} m²")
    all_of_them = along.compute_metres(
        along.build_lines(city.streets), along.build_field(few, boundaries), most=SAMPLE
    )
    for what, mine, other in (
        ("metres", float((all_of_them @ np.arange(SAMPLE + 1)).sum()), float(theirs.metres.sum())),
        ("union", cover.union_m2, theirs.union),
    ):
        if not abs(mine - other) <= AGREE * other:
            raise RuntimeError(f"{what}: {mine} and {other} differ by more than arcs allow")
    if not np.allclose(metres.sum(), all_of_them.sum()):
        raise RuntimeError("metres by number of cameras do not sum to the streets")


def measure() -> Iterator[Measure]:
    """Both ranges."""
    path = DATA / f"{CITY}.osm.pbf"
    scene = build_scene(read_outlines(path, path.name)[0])
    city = City(scene, read_streets(path, scene))
    versions = read_versions("sousveil", "numba", "numpy", "pysovist", "shapely")
    about = About(what=CITY, peer_name=PEER, versions=versions, data_digest=digest_data(path))
    for range_m in RANGES_M:
        views = front.build_views(city.places[:, 0], city.places[:, 1], range_m=range_m)
        theirs = Theirs(city, range_m)
        mine, peer = run_pairs(
            partial(time_call, partial(run_ours, city, views)), partial(time_call, theirs.run), n=ROUNDS
        )
        check_agreement(city, views, theirs)
        cover = run_ours(city, views)[2]
        what = (
            f"{CITY} {TILES}×{TILES}, {len(city.walls):,} walls, {CAMERAS:,} cameras, {range_m} m, {THREADS} threads"
            f" (ground {cover.union_m2 / 1e6:.3f} ± {cover.union_error_m2 / 1e6:.3f} km²;"
            f" peer: {SAMPLE} cameras, scaled)"
        )
        scaled = [took * CAMERAS / SAMPLE for took in peer]
        yield build_measure(what, mine, scaled, unit="s", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
