"""What 1,000 cameras on the streets of real cities see, all around, on one thread, beside pysovist, the exact peer.

The peer has no index of walls: it is handed those near each camera (a shapely STRtree finds them), made into its plan
before the clock starts; what that takes stands in a line of its own. Both see the same raw outlines, and must agree.
At least 250 times as fast for a range of 50 m, 150 times for 100 m.
"""

import os
import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium
import pysovist  # type: ignore[import-untyped]
import shapely  # type: ignore[import-untyped]

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.scene import Scene, build_scene
from sousveil.kernels import front
from sousveil.kernels.arrays import Views
from sousveil.kernels.sweep import sweep_views

DATA = Path(os.environ.get("SOUSVEIL_DATA", Path(__file__).parents[2] / "shared" / "data"))
CITIES = ("helsinki-centre-2019-04", "monaco-2025-02", "malta-2018-08")
RANGES_M = (50, 100)
CAMERAS = 1_000
ROUNDS = 3
SEED = 4
AGREE_M2 = 1e-6
SPREAD_M = 3.0  # how far from the middle of a street cameras stand
FAR_M = 1e5  # farther than any extract is wide
PEER = "pysovist"

Points = npt.NDArray[np.float64]


def read_streets(path: Path, scene: Scene) -> Points:
    """Pieces of streets (n, 2, 2) in the scene's metres."""
    pieces = []
    ways = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
    for way in ways:
        if isinstance(way, osmium.osm.Way):
            line = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
            pieces += list(pairwise(line))
    return scene.frame.to_xy(np.array(pieces).reshape(-1, 2)).reshape(-1, 2, 2)


def draw_places(path: Path, scene: Scene, tree: shapely.STRtree) -> Points:
    """Places along streets, as likely on each metre, outside buildings."""
    rng = np.random.default_rng(SEED)
    streets = read_streets(path, scene)
    lengths = np.hypot(*(streets[:, 1] - streets[:, 0]).T)
    on = rng.choice(len(streets), 4 * CAMERAS, p=lengths / lengths.sum())
    share = rng.uniform(0, 1, (len(on), 1))
    places = (
        streets[on, 0] + share * (streets[on, 1] - streets[on, 0]) + rng.normal(0, SPREAD_M, (len(on), 2))
    )
    inside = [is_inside(place, scene, tree) for place in places]
    return np.asarray(places[~np.array(inside)][:CAMERAS])


def is_inside(place: Points, scene: Scene, tree: shapely.STRtree) -> bool:
    """Whether the walls that an eastward ray meets lead more often into a building than out."""
    rows = tree.query(shapely.linestrings([place, (place[0] + FAR_M, place[1])]), predicate="intersects")
    rise = np.sign(scene.walls.by[rows] - scene.walls.ay[rows])
    return bool(rise.sum() > 0)


def build_plans(
    segments: Points, tree: shapely.STRtree, places: Points, range_m: float
) -> list[pysovist.Plan]:
    """The peer's plan for each camera: the walls within its range."""
    discs = shapely.box(*(places - range_m).T, *(places + range_m).T)
    found = tree.query(discs, predicate="intersects")
    ends = np.searchsorted(found[0], np.arange(len(places) + 1))
    return [pysovist.Plan(segments[found[1][a:b]]) for a, b in pairwise(ends)]


class Ours:
    """The sweep with everything ready, as it runs on one thread of a whole city."""

    def __init__(self, scene: Scene, views: Views) -> None:
        self.views = views
        self.grid = scene.grid
        self.out = front.compute_boundaries(self.grid, views)
        self.scratch = front.build_scratch(10 * len(scene.walls.ax) + 10)

    def run(self) -> None:
        """All boundaries once."""
        sweep_views(self.grid, self.views, self.scratch, self.out, 0, len(self.views.x))

    def compute_areas(self) -> Points:
        """The areas of what was drawn."""
        return front.compute_view_areas(self.views, self.out)


class Theirs:
    """The peer with its plans made."""

    def __init__(self, plans: list[pysovist.Plan], places: Points, range_m: float) -> None:
        self.pairs = list(zip(plans, places, strict=True))
        self.range_m = range_m
        self.areas = np.empty(len(plans))

    def run(self) -> None:
        """All isovists once."""
        for at, (plan, place) in enumerate(self.pairs):
            self.areas[at] = pysovist.isovist(plan, place, max_distance=self.range_m).area


def measure_city(name: str) -> Iterator[Measure]:
    """One city, both ranges."""
    path = DATA / f"{name}.osm.pbf"
    scene = build_scene(read_outlines(path, path.name)[0])
    versions = read_versions("sousveil", "numba", "numpy", "pysovist", "shapely")
    about = About(what=name, peer_name=PEER, versions=versions, data_digest=digest_data(path))
    walls = scene.walls
    segments = np.stack([walls.ax, walls.ay, walls.bx, walls.by], axis=1).reshape(-1, 2, 2)
    tree = shapely.STRtree(shapely.linestrings(segments))
    places = draw_places(path, scene, tree)
    for range_m in RANGES_M:
        ours = Ours(scene, front.build_views(places[:, 0], places[:, 1], range_m=range_m))
        begin = time.perf_counter()
        theirs = Theirs(build_plans(segments, tree, places, range_m), places, range_m)
        planning_s = time.perf_counter() - begin
        mine, peer = run_pairs(partial(time_call, ours.run), partial(time_call, theirs.run), n=ROUNDS)
        check_agreement(ours.compute_areas(), theirs.areas)
        each = 1e6 / len(places)
        what = f"{name}, {len(walls.ax):,} walls, {len(places):,} cameras, {range_m} m: a camera"
        yield build_measure(what, [t * each for t in mine], [t * each for t in peer], unit="µs", about=about)
        yield build_measure(f"{what}'s plan for the peer", [planning_s * each], [], unit="µs", about=about)


def check_agreement(ours: Points, theirs: Points) -> None:
    """Raise if an area differs: a fast wrong answer is none."""
    apart = float(np.abs(ours - theirs).max())
    if not apart <= AGREE_M2:
        raise RuntimeError(f"an area differs by {apart} m²")


def measure() -> Iterator[Measure]:
    """Every city whose extract is there."""
    for name in CITIES:
        if (DATA / f"{name}.osm.pbf").is_file():
            yield from measure_city(name)
        else:
            print(
                f"{name}: skipped, there is no {name}.osm.pbf in {DATA.name}/ (set SOUSVEIL_DATA)", flush=True
            )


if __name__ == "__main__":
    raise SystemExit(report(measure()))
