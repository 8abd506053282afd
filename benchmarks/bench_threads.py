"""The sweep on two threads, with more cameras, and in how much memory, over a large city made of copies of Helsinki.

Two threads are held against a kernel that only computes, in the same run: what they gain of what the machine has to
give; at least 0.9 of it. Cameras grow from 1,000 to 265,000, and each costs as much. Memory is that of a process of its
own that holds a million buildings as columns of corners and looks at them tile by tile; at most 1 GiB.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numba
import numpy as np
import numpy.typing as npt
from bench_sweep import CITIES, DATA

from _harness import (
    PYTHON,
    About,
    Measure,
    build_measure,
    digest_data,
    read_versions,
    report,
    run_command,
    run_pairs,
    time_call,
)
from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.scene import Scene, build_scene
from sousveil.kernels import front
from sousveil.kernels.arrays import Grid, Views

SIDE = 7  # copies along each side: 21,315 buildings, as in the reference's city
RANGE_M = 50.0
COUNTS = (1_000, 10_000, 100_000, 265_000)
BUILDINGS, CAMERAS = 1_000_000, 100_000
ROUNDS = 11  # another process that runs for a moment moves a round by a tenth
STEPS = 160_000_000  # of the control kernel: as long as a hundred thousand cameras
SEED = 5
PATH = DATA / f"{CITIES[0]}.osm.pbf"

Points = npt.NDArray[np.float64]


def read_corners() -> tuple[Scene, Points]:
    """The scene of one copy, and its walls (n, 2, 2)."""
    scene = build_scene(read_outlines(PATH, PATH.name)[0])
    walls = scene.walls
    return scene, np.stack([walls.ax, walls.ay, walls.bx, walls.by], axis=1).reshape(-1, 2, 2)


def build_city() -> tuple[Grid, Points]:
    """The grid of a city of copies, and its south-western and north-eastern corner."""
    _, corners = read_corners()
    step = np.ptp(corners.reshape(-1, 2), axis=0)
    copies = [corners + step * (column, row) for column in range(SIDE) for row in range(SIDE)]
    whole = np.concatenate(copies)
    return front.build_grid(front.build_walls(whole)), np.stack(
        [whole.min(axis=(0, 1)), whole.max(axis=(0, 1))]
    )


def draw_views(frame: Points, count: int) -> Views:
    """Cameras anywhere: what stands inside a building sees through its walls, and costs as much."""
    places = np.random.default_rng(SEED).uniform(frame[0], frame[1], (count, 2))
    return front.build_views(places[:, 0], places[:, 1], range_m=RANGE_M)


@numba.njit(nogil=True)
def compute_only(steps: int) -> float:
    """Work without memory: a logistic map."""
    x = 0.5
    for _ in range(steps):
        x = 3.9 * x * (1.0 - x)
    return x


def run_control(threads: int) -> None:
    """The control's steps, shared among threads."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(compute_only, [STEPS // threads] * threads))


def compute_share(run: Callable[[int], object]) -> float:
    """The time on two threads as a share of the time on one."""
    alone = time_call(partial(run, 1))
    return time_call(partial(run, 2)) / alone


def measure_threads(grid: Grid, frame: Points, about: About) -> Iterator[Measure]:
    """What two threads gain, ours and the control's."""
    views = draw_views(frame, CAMERAS)

    def run(threads: int) -> None:
        front.compute_boundaries(grid, views, threads=threads)

    ours, control = run_pairs(partial(compute_share, run), partial(compute_share, run_control), n=ROUNDS)
    what = f"{CAMERAS:,} cameras, {RANGE_M:.0f} m: time on two threads as a share of that on one"
    yield build_measure(what, ours, control, unit="", about=about)


def measure_growth(grid: Grid, frame: Points, about: About) -> Iterator[Measure]:
    """The cost of a camera as there are more of them, beside its cost where there are fewest."""
    few = draw_views(frame, COUNTS[0])
    for count in COUNTS[1:]:
        many = draw_views(frame, count)
        ours, peer = run_pairs(
            partial(time_call, partial(front.compute_boundaries, grid, many, threads=1)),
            partial(time_call, partial(front.compute_boundaries, grid, few, threads=1)),
            n=3,
        )
        each = 1e6 / count, 1e6 / COUNTS[0]
        times = [one * each[0] for one in ours], [one * each[1] for one in peer]
        yield build_measure(f"{count:,} cameras, {RANGE_M:.0f} m: a camera", *times, unit="µs", about=about)


def see_tiles() -> None:
    """Hold a million buildings as columns of corners and look at them copy by copy, keeping all boundaries."""
    scene, corners = read_corners()
    copies = BUILDINGS // len(scene.ids)
    columns = np.tile(corners, (copies, 1, 1))
    frame = np.stack([corners.min(axis=(0, 1)), corners.max(axis=(0, 1))])
    kept = []
    for tile in range(copies):
        walls = front.build_walls(columns[tile * len(corners) : (tile + 1) * len(corners)])
        kept.append(
            front.compute_boundaries(front.build_grid(walls), draw_views(frame, CAMERAS // copies + 1))
        )


def measure_memory(about: About) -> Iterator[Measure]:
    """Peak memory of a process that looks at a million buildings."""
    run = run_command([PYTHON, str(Path(__file__)), "--tiles"])
    what = f"{BUILDINGS:,} buildings in columns, {CAMERAS:,} cameras, tile by tile: peak memory"
    yield build_measure(what, [run.peak_mib], [], unit="MiB", about=about)


def measure() -> Iterator[Measure]:
    """Everything, if the extract is there."""
    if not PATH.is_file():
        print(f"skipped, there is no {PATH.name} in {DATA.name}/ (set SOUSVEIL_DATA)", flush=True)
        return
    grid, frame = build_city()
    versions, digest = read_versions("sousveil", "numba", "numpy"), digest_data(PATH)
    yield from measure_threads(
        grid, frame, About(what="", peer_name="control kernel", versions=versions, data_digest=digest)
    )
    few = f"{COUNTS[0]:,} cameras"
    yield from measure_growth(
        grid, frame, About(what="", peer_name=few, versions=versions, data_digest=digest)
    )
    yield from measure_memory(About(what="", peer_name="", versions=versions, data_digest=digest))


if __name__ == "__main__":
    if sys.argv[1:] == ["--tiles"]:
        see_tiles()
        raise SystemExit(0)
    raise SystemExit(report(measure()))
