"""What trips undergo on a city's walking network of 70,000 nodes: trees walked down, beside ways found one by one.

First from 1,000 origins to every node, on one thread, beside scipy's Dijkstra, which finds distances alone: at most
1.25 times as long. Then one table of 1,000,000 pairs of origin and destination beside pandana with its paths, which
it lists without what they undergo: at least 20 times as fast on as many threads; pandana's preparation stands in a
line of its own. Distances must agree with both, and 50,000 ways walked one by one must undergo the same.
"""

import os
import time
from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree  # type: ignore[import-untyped]
from scipy.spatial import Delaunay  # type: ignore[import-untyped]

from _harness import About, Measure, build_measure, read_versions, report, run_pairs, time_call
from sousveil.impact.exposure import Undergoes, Watch, expose_pairs, sort_near
from sousveil.kernels.paths import Profile
from sousveil.kernels.reference_paths import walk
from sousveil.kernels.threads import THREADS
from sousveil.kernels.trees import build_graph, grow, list_ways, make_room, undergo

try:
    import pandas as pd  # type: ignore[import-untyped]
    from pandana import Network  # type: ignore[import-not-found]
except ImportError:
    Network = None

NODES, EDGES = 70_000, 98_242
SIDE_M = 20_000.0
ORIGINS, ENDS = 1_000, 1_000
SAMPLE = 50_000
CAMERAS = 3_500
WATCHED = 0.1
"""Share of the edges that some camera sees."""
ROUNDS = int(os.environ.get("SOUSVEIL_ROUNDS", "2"))
SEED = 6
AGREE_M = 1e-6
CHUNK = 25
"""Origins that scipy is handed at a time, whose distances stay in memory."""


def draw_network() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Places, edges and lengths: a planar network, connected, with as many edges as a real one has."""
    rng = np.random.default_rng(SEED)
    xy = rng.uniform(0, SIDE_M, (NODES, 2))
    simplices = Delaunay(xy).simplices
    ends = np.unique(np.sort(simplices[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0)
    length = np.hypot(*(xy[ends[:, 0]] - xy[ends[:, 1]]).T)
    tree = minimum_spanning_tree(csr_array((length, ends.T), (NODES, NODES))).tocoo()
    code = np.sort(np.stack([tree.row, tree.col]), axis=0)
    needed = np.isin(ends @ [NODES, 1], code.T @ np.array([NODES, 1]))
    more = rng.choice(np.flatnonzero(~needed), EDGES - int(needed.sum()), replace=False)
    kept = np.sort(np.concatenate([np.flatnonzero(needed), more]))
    return xy, ends[kept], length[kept]


def draw_watch(length: npt.NDArray[np.float64]) -> Watch:
    """Cameras that see the middle of some edges."""
    rng = np.random.default_rng(SEED + 1)
    seen = rng.random(len(length)) < WATCHED
    cuts = np.sort(rng.uniform(0, 1, (2, len(length))), axis=0) * length
    lead = np.where(seen, [cuts[0], length - cuts[1]], np.inf)
    none = np.zeros(len(length))
    profile = Profile(
        length, np.where(seen, cuts[1] - cuts[0], 0.0), none, seen.astype(np.int32), lead.T.reshape(-1)
    )
    start = np.concatenate([[0], np.cumsum(seen)]).astype(np.int64)
    return Watch(profile, (start, rng.integers(0, CAMERAS, int(seen.sum())).astype(np.int32)), CAMERAS)


class Job:
    """The network, and a table of pairs of which each origin has as many."""

    def __init__(self) -> None:
        rng = np.random.default_rng(SEED + 2)
        self.xy, self.ends, self.length = draw_network()
        self.graph = build_graph(self.ends, self.length, NODES)
        self.watch = draw_watch(self.length)
        self.origins = rng.choice(NODES, ORIGINS, replace=False)
        self.pairs = np.repeat(self.origins, ENDS), rng.integers(0, NODES, ORIGINS * ENDS)
        self.matrix = csr_array((self.graph.length_m, self.graph.to, self.graph.start.astype(np.int32)))

    def expose_all(self) -> None:
        """Every measure from each origin to every node; the network is sorted as the product sorts it, each time."""
        graph, watch, place = sort_near(self.graph, self.watch)
        room = make_room(graph)
        for origin in place[self.origins].tolist():
            undergo(grow(graph, origin, room), watch.profile, room)

    def measure_all(self) -> None:
        """The peer: distances from each origin to every node."""
        for at in range(0, ORIGINS, CHUNK):
            dijkstra(self.matrix, indices=self.origins[at : at + CHUNK])

    def expose_table(self, *, distinct: bool = False) -> Undergoes:
        """Every measure of each pair, and, if `distinct`, the different cameras it meets."""
        return expose_pairs(self.graph, self.watch, *self.pairs, distinct=distinct)

    def check_agreement(self) -> None:
        """Distances as scipy has them, and ways walked one by one; RuntimeError else."""
        found = self.expose_table(distinct=True)
        apart = dijkstra(self.matrix, indices=self.origins[:CHUNK])
        theirs = apart[np.repeat(np.arange(CHUNK), ENDS), self.pairs[1][: CHUNK * ENDS]]
        require(np.abs(found.length_m[: CHUNK * ENDS] - theirs).max())
        room = make_room(self.graph)
        for at in range(0, SAMPLE, ENDS):
            tree = grow(self.graph, int(self.pairs[0][at]), room)
            start, ways = list_ways(tree, tree.place[self.pairs[1][at : at + ENDS]])
            for row in range(ENDS):
                one = walk(ways[start[row] : start[row + 1]].tolist(), self.watch.profile, self.watch.seers)
                require(abs(one.seen_m - found.seen_m[at + row]))
                require(abs(one.gap_m - found.gap_m[at + row]))
                require(abs(len(one.cameras) - found.cameras[at + row]))


def require(apart: float) -> None:
    """Raise if two answers differ: a fast wrong answer is none."""
    if not apart <= AGREE_M:
        raise RuntimeError(f"a trip differs by {apart} m")


def measure_table(job: Job) -> Iterator[Measure]:
    """The table of pairs, beside the peer where it is installed."""
    about = About(
        what="pairs",
        peer_name="pandana with paths",
        versions=read_versions("sousveil", "numba", "numpy", "pandana"),
    )
    what = f"{ORIGINS * ENDS:,} pairs from {ORIGINS:,} origins, {THREADS} threads"
    if Network is None:
        print("pandana is not installed: the table stands alone", flush=True)
        yield build_measure(
            what, [time_call(job.expose_table) for _ in range(ROUNDS)], [], unit="s", about=about
        )
        return
    begin = time.perf_counter()
    node_x, node_y = (pd.Series(column) for column in job.xy.T)
    first, last = (pd.Series(column) for column in job.ends.T)
    theirs = Network(node_x, node_y, first, last, pd.DataFrame({"m": job.length}), twoway=True)
    prepared = time.perf_counter() - begin
    few = slice(0, 10_000)
    peer_m = theirs.shortest_path_lengths(job.pairs[0][few], job.pairs[1][few])
    # The peer keeps lengths as whole thousandths.
    ours_m = job.expose_table().length_m[few]
    if np.abs(np.asarray(peer_m) - ours_m).max() > 1.0:
        raise RuntimeError("the peer finds other ways")
    # Once: minutes, and far from the bar.
    mine = [time_call(job.expose_table) for _ in range(ROUNDS)]
    peer = [time_call(partial(theirs.shortest_paths, *job.pairs))]
    yield build_measure(what, mine, peer, unit="s", about=about)
    counted = [time_call(partial(job.expose_table, distinct=True)) for _ in range(ROUNDS)]
    yield build_measure(f"{what}, different cameras counted", counted, [], unit="s", about=about)
    yield build_measure("what pandana prepares for it", [prepared], [], unit="s", about=about)


def measure() -> Iterator[Measure]:
    """Both jobs on one network."""
    job = Job()
    job.check_agreement()
    about = About(
        what="trees",
        peer_name="scipy's Dijkstra, distances alone",
        versions=read_versions("sousveil", "numba", "numpy", "scipy"),
    )
    times = run_pairs(partial(time_call, job.expose_all), partial(time_call, job.measure_all), n=ROUNDS)
    yield build_measure(
        f"all trips from {ORIGINS:,} origins to {NODES:,} nodes, one thread", *times, unit="s", about=about
    )
    yield from measure_table(job)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
