"""Which parts of which street 1,000 cameras of Helsinki see, on one thread, beside shapely.

Shapely is asked in four ways: piece by piece, all pairs at once, prepared polygons, and one multiline a camera; the
fastest of a first round is the peer. Its tree of streets and its polygons are made before the clock starts; ours is
handed boundaries and makes everything else while it runs. What we find must lie between shapely's answers for arcs
drawn as chords and as tangents, the latter a micrometre wider, so that footways along walls are inside. At
least 50 times as fast.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]
from _outlines import draw_polygons
from bench_sweep import DATA, RANGES_M, draw_places, read_streets

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.scene import build_scene
from sousveil.kernels import along, front
from sousveil.kernels.arrays import Boundaries, Floats, Rows, Views
from sousveil.kernels.clip import Lines
from sousveil.kernels.streets import Sightings

CITY = "helsinki-centre-2019-04"
ROUNDS = 3
AGREE_M = 1e-6
WALL_M = 1e-6  # footways mapped along walls: ours are seen, shapely's lie in or out as their rounding has it

Shapes = npt.NDArray[np.object_]


def sum_by(rows: Rows, metres: Floats, count: int) -> Floats:
    """Metres by camera."""
    return np.bincount(rows, metres, count).astype(np.float64)


class Streets:
    """Shapely's side: pieces, their tree, and polygons of what each camera sees."""

    def __init__(self, ends: Floats, polygons: Shapes) -> None:
        self.pieces = shapely.linestrings(ends)
        self.tree = shapely.STRtree(self.pieces)
        self.polygons = polygons

    def clip_pieces(self) -> Floats:
        """Piece by piece."""
        total = np.zeros(len(self.polygons))
        for row, polygon in enumerate(self.polygons):
            for piece in self.tree.query(polygon):
                total[row] += polygon.intersection(self.pieces[piece]).length
        return total

    def clip_pairs(self) -> Floats:
        """All pairs that touch, at once."""
        rows, pieces = self.tree.query(self.polygons, predicate="intersects")
        clipped = shapely.intersection(self.polygons[rows], self.pieces[pieces])
        return sum_by(rows, shapely.length(clipped), len(self.polygons))

    def clip_prepared(self) -> Floats:
        """Prepared polygons: what one covers is taken whole, only the rest is cut."""
        shapely.prepare(self.polygons)
        rows, pieces = self.tree.query(self.polygons, predicate="intersects")
        polygons, found = self.polygons[rows], self.pieces[pieces]
        across = ~shapely.contains_properly(polygons, found)
        lengths = shapely.length(found)
        lengths[across] = shapely.length(shapely.intersection(polygons[across], found[across]))
        return sum_by(rows, lengths, len(self.polygons))

    def clip_multilines(self) -> Floats:
        """One multiline a camera: the pieces near it."""
        rows, pieces = self.tree.query(self.polygons)
        near = shapely.multilinestrings(self.pieces[pieces], indices=rows)
        filled = np.unique(rows)
        total = np.zeros(len(self.polygons))
        total[filled] = shapely.length(shapely.intersection(self.polygons[filled], near))
        return total


def clip_ours(lines: Lines, views: Views, boundaries: Boundaries) -> Sightings:
    """Everything from the boundaries to the parts of each piece that each camera sees."""
    return along.compute_sightings(lines, along.build_field(views, boundaries), threads=1)


def sum_ours(lines: Lines, found: Sightings, count: int) -> Floats:
    """Metres that each camera sees."""
    length = np.repeat(np.hypot(lines.bx - lines.ax, lines.by - lines.ay), np.diff(found.start))
    return sum_by(found.row, (found.end - found.begin) * length, count)


def choose_peer(streets: Streets) -> tuple[str, Callable[[], Floats]]:
    """The fastest of the four ways."""
    ways = {
        "piece by piece": streets.clip_pieces,
        "all pairs at once": streets.clip_pairs,
        "prepared": streets.clip_prepared,
        "one multiline a camera": streets.clip_multilines,
    }
    times = {name: time_call(way) for name, way in ways.items()}
    best = min(times, key=lambda name: times[name])
    said = ", ".join(f"{name} {1e6 * took / len(streets.polygons):,.0f} µs" for name, took in times.items())
    return f"shapely, {best} (of: {said})", ways[best]


def check_agreement(ours: Floats, inside: Floats, outside: Floats) -> None:
    """Raise unless ours lies between arcs as chords and arcs as tangents."""
    short, long = float((inside - ours).max()), float((ours - outside).max())
    if not max(short, long) <= AGREE_M:
        raise RuntimeError(
            f"a camera sees {short} m less than within its arcs, or {long} m more than without"
        )


def measure() -> Iterator[Measure]:
    """Both ranges."""
    path = DATA / f"{CITY}.osm.pbf"
    scene = build_scene(read_outlines(path, path.name)[0])
    ends = read_streets(path, scene)
    lines = along.build_lines(ends)
    walls = np.stack(scene.walls, axis=1).reshape(-1, 2, 2)
    places = draw_places(path, scene, shapely.STRtree(shapely.linestrings(walls)))
    versions = read_versions("sousveil", "numba", "numpy", "shapely")
    for range_m in RANGES_M:
        views = front.build_views(places[:, 0], places[:, 1], range_m=range_m)
        boundaries = front.compute_boundaries(scene.grid, views)
        streets = Streets(ends, draw_polygons(views, boundaries))
        name, peer = choose_peer(streets)
        ours = partial(clip_ours, lines, views, boundaries)
        mine, theirs = run_pairs(partial(time_call, ours), partial(time_call, peer), n=ROUNDS)
        tangents = shapely.buffer(draw_polygons(views, boundaries, outside=True), WALL_M, join_style="mitre")
        outside = Streets(ends, tangents).clip_pairs()
        check_agreement(sum_ours(lines, ours(), len(places)), peer(), outside)
        about = About(what=CITY, peer_name=name, versions=versions, data_digest=digest_data(path))
        each = 1e6 / len(places)
        what = f"{CITY}, {len(ends):,} street pieces, {len(places):,} cameras, {range_m} m: a camera"
        yield build_measure(
            what, [t * each for t in mine], [t * each for t in theirs], unit="µs", about=about
        )


if __name__ == "__main__":
    raise SystemExit(report(measure()))
