"""200 draws of 3,500 cameras in a city: what each sees at 50 m, cut to the streets, and the trips that meet it.

The city is the centre of Helsinki laid 7 by 7 times side by side, its streets joined nowhere. At most 40 s on two
threads. The peer is shapely: for a few cameras the visible ground as polygons, which its index of the streets then
cuts; drawing that ground is not in its time. Both must find the same metres.
"""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import shapely  # type: ignore[import-untyped]

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.network import build_network
from sousveil.city.scene import build_city_scene
from sousveil.coverage.once import Seen
from sousveil.coverage.outline import draw_outlines
from sousveil.impact.exposure import EdgeLines, draw_edges, list_seen
from sousveil.impact.placements import Design, Ground, Look, Sites, draw_views, try_placements, weigh_corners
from sousveil.impact.trips import Trips, build_demand, build_walks, simulate_trips
from sousveil.kernels.clip import Lines
from sousveil.kernels.front import build_grid, build_walls, compute_boundaries
from sousveil.kernels.threads import THREADS

DATA = Path(os.environ.get("SOUSVEIL_DATA", Path(__file__).parents[1] / "examples" / "helsinki" / "places"))
NAME = "helsinki-centre-2019-04"
TILES = 7
CAMERAS, DRAWS = 3_500, 200
RANGE_M, WIDTH_DEG = 50.0, 82.0
TRIPS = 1_000
"""In each tile."""
FEW = 200
ROUNDS = 2
SEED = 8
AGREE = 0.01
"""The peer's arcs are chords, up to 0.2 % of the radius inside the circle, and every street that leaves through one is
cut shorter by as much and more."""


def build_city(path: Path) -> tuple[Ground, Design]:
    """The tiles with their walls, streets, trips and corners."""
    scene = build_city_scene(read_extract(path, path.name)[0])
    network = build_network(scene.streets)
    graph = build_walks(network)
    lines, sites = draw_edges(network, scene.streets), weigh_corners(scene, network, graph, seed=SEED)
    trips = simulate_trips(graph, build_demand(network, scene, None), model="gravity", count=TRIPS, seed=SEED)
    size = np.ceil(np.ptp(scene.streets.xy, axis=0)) + 200
    shifts = [size * [column, row] for row in range(TILES) for column in range(TILES)]
    walls = np.stack(scene.buildings.walls, axis=1).reshape(-1, 2, 2)
    grid = build_grid(build_walls(np.concatenate([walls + shift for shift in shifts])))
    many = Sites(sites.rule, np.concatenate([sites.xy + shift for shift in shifts]),
                 np.tile(sites.weight / len(shifts), len(shifts)), sites.per_site)  # fmt: skip
    ground = Ground(grid, repeat_lines(lines, shifts), repeat_trips(trips, len(shifts), len(lines.length_m)))
    return ground, Design(many, Look(RANGE_M, WIDTH_DEG))


def repeat_lines(lines: EdgeLines, shifts: list[np.ndarray]) -> EdgeLines:
    """The streets of every tile."""
    moved = [
        np.stack([(own + shift[axis % 2]) for shift in shifts]).reshape(-1)
        for axis, own in enumerate(lines.pieces)
    ]
    count = len(lines.length_m)
    edge = np.concatenate([lines.edge + count * tile for tile in range(len(shifts))])
    return EdgeLines(
        Lines(*moved), edge, np.tile(lines.at_m, len(shifts)), np.tile(lines.length_m, len(shifts))
    )


def repeat_trips(trips: Trips, tiles: int, edges: int) -> Trips:
    """The trips of every tile."""
    counts = np.tile(np.diff(trips.start), tiles)
    return Trips(
        origin=np.tile(trips.origin, tiles),
        destination=np.tile(trips.destination, tiles),
        length_m=np.tile(trips.length_m, tiles),
        start=np.concatenate([[0], np.cumsum(counts)]),
        way=np.concatenate([trips.way + 2 * edges * tile for tile in range(tiles)]).astype(np.int32),
        lost=trips.lost * tiles,
    )


def measure() -> Iterator[Measure]:
    """All draws; then cutting the streets to what a few cameras see, beside the peer."""
    path = DATA / f"{NAME}.osm.pbf"
    ground, design = build_city(path)
    about = About(
        what="placements",
        peer_name="shapely",
        versions=read_versions("sousveil", "numba", "shapely"),
        data_digest=digest_data(path),
    )
    what = (
        f"{DRAWS} draws of {CAMERAS:,} cameras at {RANGE_M:.0f} m among {ground.grid.ends.shape[1]:,} walls and "
        f"{len(ground.lines.edge):,} pieces of street, {THREADS} threads"
    )
    run = partial(try_placements, ground, design, [1_000, CAMERAS], draws=DRAWS, seed=SEED)
    run()
    yield build_measure(what, [time_call(run) for _ in range(ROUNDS)], [], unit="s", about=about)
    views = draw_views(design, FEW, seed=SEED, draw=0)
    boundaries = compute_boundaries(ground.grid, views)
    drawn, _ = draw_outlines(Seen(views, boundaries, np.ones(FEW, np.int32)))
    streets = shapely.linestrings(np.stack(ground.lines.pieces, axis=1).reshape(-1, 2, 2))
    tree = shapely.STRtree(streets)

    def cut() -> float:
        view, street = tree.query(drawn)
        return float(shapely.length(shapely.intersection(drawn[view], streets[street])).sum())

    def list_own() -> float:
        seen = list_seen(ground.lines, views, boundaries, threads=1)
        return float((seen.end_m - seen.begin_m).sum())

    ours, theirs = list_own(), cut()
    if abs(ours - theirs) > AGREE * ours:
        raise RuntimeError(f"{ours} m and {theirs} m are seen")
    times = run_pairs(partial(time_call, list_own), partial(time_call, cut), n=ROUNDS)
    yield build_measure(f"streets cut to what {FEW} cameras see, one thread", *times, unit="s", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
