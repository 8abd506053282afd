"""What simulated trips undergo: seen or not, how much of the way, by how many cameras, and how long not at all.

All trips from an origin follow from one pass down its tree of shortest ways; single trips are never looked up again.
Cameras that nobody knows are not in it, so that what is called unseen is unseen by the cameras given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sousveil.city.network import Network, UnreachableError
from sousveil.city.streets import Streets
from sousveil.coverage.ground import Ground
from sousveil.kernels.along import build_field, build_lines, compute_sightings
from sousveil.kernels.arrays import Boundaries, Floats, Offsets, Rows, Views
from sousveil.kernels.clip import Lines
from sousveil.kernels.front import order_places
from sousveil.kernels.paths import Graph, Profile, Tree, Undergone, join_seen
from sousveil.kernels.threads import THREADS, run_parts
from sousveil.kernels.trees import Room, Seers, build_graph, count_cameras, grow, keep, make_room, undergo

from .trips import ORIGINS_A_PART, Demand, Model, weigh_destinations

END_M = 100.0
"""How much of a way's end gives away where it leads (`reference` of the models: the first and last 100 m)."""
SLIVER_M = 1e-6
"""Stretches shorter than this come from rounding at corners, and are not seen."""


@dataclass(frozen=True, slots=True)
class EdgeLines:
    """The straight pieces of the edges of a network that lie outdoors, edge by edge from their first ends.

    `edge`, `at_m` : (pieces), the edge of each and how far along it the piece begins. `length_m` : (edges), also of
    those in tunnels and buildings, which no camera of the street sees.
    """

    pieces: Lines
    edge: Offsets
    at_m: Floats
    length_m: Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """Parts of edges that views see, edge by edge: from and to [m along the edge], and which view."""

    begin_m: Floats
    end_m: Floats
    edge: Offsets
    view: Rows


@dataclass(frozen=True, slots=True)
class Watch:
    """What cameras see of the edges of a network: the measures along each, and which cameras see any of it."""

    profile: Profile
    seers: Seers
    cameras: int


@dataclass(frozen=True, slots=True)
class Undergoes:
    """What trips undergo, by trip: metres, NaN where no street leads; `level` 0 and `first_m` NaN where never seen."""

    length_m: Floats
    seen_m: Floats
    gap_m: Floats
    first_m: Floats
    last_m: Floats
    level: Rows
    cameras: Rows


@dataclass(frozen=True, slots=True)
class Expected:
    """All trips of a model, each as often as it is made.

    Shares of trips: `seen` by at least one camera, `begins` and `ends` seen within the first and the last 100 m.
    `seen_way` : share of all metres walked. Means over trips: `cameras` that are met, `length_m`, `gap_m`, the longest
    part not seen. `lost` : the share of origins from where no street leads to anything.
    """

    seen: float
    begins: float
    ends: float
    seen_way: float
    cameras: float
    length_m: float
    gap_m: float
    lost: float


def draw_edges(network: Network, streets: Streets) -> EdgeLines:
    """The pieces of the edges of a network on its streets."""
    sizes = np.diff(network.vertex_start)
    edge = np.repeat(np.arange(len(sizes)), sizes)
    within = edge[1:] == edge[:-1]
    corners = streets.xy[network.vertex]
    step = np.where(within, np.hypot(*(corners[1:] - corners[:-1]).T), 0.0)
    run = np.concatenate([np.zeros(min(len(edge), 1)), np.cumsum(step)])
    at = run - run[network.vertex_start[:-1][edge]] if len(edge) else run
    kept = np.flatnonzero(within & (step > 0))
    kept = kept[streets.outdoors[network.street[edge[kept]]]]
    ends = np.stack([corners[kept], corners[kept + 1]], axis=1)
    return EdgeLines(build_lines(ends), edge[kept], at[kept], network.length_m)


def watch_edges(lines: EdgeLines, grounds: Sequence[Ground], camera: npt.ArrayLike | None = None) -> Watch:
    """What is seen of edges on the ground of rising levels of detail; the first decides what counts as seen.

    `camera` : (views), the camera of each view, where one has several; every view is one of its own if None.
    """
    views = len(grounds[0].views.x)
    owner = np.arange(views) if camera is None else np.asarray(camera, dtype=np.int64)
    seen = list_seen(lines, grounds[0].views, grounds[0].boundaries)
    level = np.zeros(len(lines.length_m), np.int32)
    level[seen.edge] = 1
    for rank, ground in enumerate(grounds[1:], start=2):
        level[list_seen(lines, ground.views, ground.boundaries).edge] = rank
    cameras = int(owner.max(initial=-1)) + 1
    pair = np.unique(seen.edge * max(cameras, 1) + owner[seen.view])
    start = np.searchsorted(pair // max(cameras, 1), np.arange(len(lines.length_m) + 1)).astype(np.int64)
    profile = _measure_edges(lines.length_m, seen)._replace(level=level)
    return Watch(profile, (start, (pair % max(cameras, 1)).astype(np.int32)), cameras)


def list_seen(lines: EdgeLines, views: Views, boundaries: Boundaries, *, threads: int = THREADS) -> Seen:
    """Which parts of which edges views see; slivers are left out."""
    found = compute_sightings(lines.pieces, build_field(views, boundaries), threads=threads)
    line = np.repeat(np.arange(len(lines.edge)), np.diff(found.start))
    ax, ay, bx, by = (column[line] for column in lines.pieces)
    length = np.hypot(bx - ax, by - ay)
    begin, end = lines.at_m[line] + found.begin * length, lines.at_m[line] + found.end * length
    wide = end - begin > SLIVER_M
    return Seen(begin[wide], end[wide], lines.edge[line[wide]], found.row[wide])


def _measure_edges(length_m: Floats, seen: Seen) -> Profile:
    """What is seen along each edge by anybody: parts that touch are one."""
    order = np.lexsort((seen.begin_m, seen.edge))
    count = len(length_m)
    profile = Profile(
        length_m, np.zeros(count), np.zeros(count), np.zeros(count, np.int32), np.full(2 * count, np.inf)
    )
    join_seen(seen.begin_m[order], seen.end_m[order], seen.edge[order], profile)
    return profile


def expose_pairs(
    graph: Graph, watch: Watch, origins: npt.ArrayLike, destinations: npt.ArrayLike, *, distinct: bool = True
) -> Undergoes:
    """What the trip from each origin to its destination undergoes, in their order; one tree for each origin.

    Without `distinct` the cameras of each trip are not counted and stay 0, which saves a tenth of the time. Of two
    ways that are as long, either.
    """
    graph, watch, place = sort_near(graph, watch)
    begins, ends = place[np.asarray(origins, dtype=np.int64)], place[np.asarray(destinations, dtype=np.int64)]
    order = np.argsort(begins, kind="stable")
    different, first = np.unique(begins[order], return_index=True)
    bounds = np.append(first, len(begins))
    metres = [np.full(len(begins), np.nan) for _ in range(5)]
    whole = [np.zeros(len(begins), np.int32) for _ in range(2)]
    out = Undergoes(metres[0], metres[1], metres[2], metres[3], metres[4], whole[0], whole[1])

    def work(low: int, high: int) -> None:
        room, times = make_room(graph), np.zeros(watch.cameras, np.int32)
        for origin, (begin, end) in zip(different[low:high], pairwise(bounds[low : high + 1]), strict=True):
            rows = order[begin:end]
            tree = keep(grow(graph, int(origin), room), ends[rows], room)
            met = count_cameras(tree, watch.seers, times, room) if distinct else times[:0]
            _write(out, rows, tree.place[ends[rows]], tree, (undergo(tree, watch.profile, room), met))

    run_parts(work, len(different), size=ORIGINS_A_PART)
    return out


def sort_near(graph: Graph, watch: Watch) -> tuple[Graph, Watch, Offsets]:
    """The same with neighbours beside each other in memory, and the new row of each node: half of the time saved."""
    nodes = len(graph.start) - 1
    place = np.empty(nodes, np.int64)
    place[order_places(*_find_corners(graph))] = np.arange(nodes)
    ends = np.empty((len(watch.profile.length_m), 2), np.int64)
    forth = graph.way % 2 == 0
    ends[graph.way[forth] // 2, 0] = place[np.repeat(np.arange(nodes), np.diff(graph.start))[forth]]
    ends[graph.way[forth] // 2, 1] = place[graph.to[forth]]
    length = np.empty(len(ends))
    length[graph.way // 2] = graph.length_m
    order = np.argsort(ends.min(axis=1), kind="stable")
    profile, (start, camera) = watch.profile, watch.seers
    sizes = np.diff(start)[order]
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    at = np.arange(first[-1]) + np.repeat(start[:-1][order] - first[:-1], sizes)
    moved = Profile(
        length_m=profile.length_m[order],
        seen_m=profile.seen_m[order],
        inner_m=profile.inner_m[order],
        level=profile.level[order],
        lead_m=profile.lead_m.reshape(-1, 2)[order].reshape(-1),
    )
    return (
        build_graph(ends[order], length[order], nodes),
        Watch(moved, (first, camera[at]), watch.cameras),
        place,
    )


def _find_corners(graph: Graph) -> tuple[Floats, Floats]:
    """How far each node is from two that lie far from all others, and from each other; as good as a map of them.

    Nodes to which no street leads from there count as the farthest.
    """
    room = make_room(graph)

    def measure(origin: int) -> Floats:
        tree = grow(graph, origin, room)
        found = np.full(len(graph.start) - 1, tree.distance_m[-1])
        found[tree.node] = tree.distance_m
        return found

    first = measure(int(np.argmax(measure(0))))
    opposite = measure(int(np.argmax(first)))
    return first, measure(int(np.argmax(np.minimum(first, opposite))))


def _write(out: Undergoes, rows: Offsets, at: Rows, tree: Tree, found: tuple[Undergone, Rows]) -> None:
    """Write what was found at places in a tree into the rows of their trips, where a street leads to them."""
    there = at >= 0
    rows, at = rows[there], at[there]
    undergone, met = found
    out.length_m[rows] = tree.distance_m[at]
    if len(met):
        out.cameras[rows] = met[at]
    out.seen_m[rows], out.gap_m[rows], out.level[rows] = (
        undergone.seen_m[at],
        undergone.gap_m[at],
        undergone.level[at],
    )
    ever = np.isfinite(undergone.first_m[at])
    rows, at = rows[ever], at[ever]
    out.first_m[rows], out.last_m[rows] = undergone.first_m[at], undergone.last_m[at]


def expect_trips(
    graph: Graph, demand: Demand, watch: Watch, *, model: Model, threads: int = THREADS
) -> Expected:
    """What trips undergo over all origins and destinations, none drawn and none left out.

    Raises:
        UnreachableError: there is no trip at all.
    """
    graph, watch, place = sort_near(graph, watch)
    node = np.argsort(place)
    demand = replace(demand, origins=demand.origins[node], draws=demand.draws[node])
    origins = np.flatnonzero(demand.origins > 0)

    def work(low: int, high: int) -> Floats:
        room, times = make_room(graph), np.zeros(watch.cameras, np.int32)
        total = np.zeros(9)
        for origin in origins[low:high].tolist():
            tree = grow(graph, origin, room)
            share = weigh_destinations(model, tree, demand)
            total += demand.origins[origin] * _add_up(tree, share, watch, times, room)
        return total

    parts = run_parts(work, len(origins), size=ORIGINS_A_PART, threads=threads)
    made, lost, *sums, length, seen_m = np.sum(parts, axis=0).tolist()
    if not made:
        raise UnreachableError("from where people live no street leads to anything")
    seen, begins, ends, cameras, gap = (one / made for one in sums)
    return Expected(seen, begins, ends, seen_m / length, cameras, length / made, gap, lost / (made + lost))


def _add_up(tree: Tree, share: Floats, watch: Watch, times: Rows, room: Room) -> Floats:
    """Sums over the destinations of one origin, in the order in which `expect_trips` reads them."""
    if not share.any():
        return np.array([0.0, 1.0, *[0.0] * 7])
    found, length = undergo(tree, watch.profile, room), tree.distance_m
    met = count_cameras(tree, watch.seers, times, room)
    columns = (
        met > 0,
        found.first_m < END_M,
        length - found.last_m < END_M,
        met,
        found.gap_m,
        length,
        found.seen_m,
    )
    return np.array([1.0, 0.0, *(float(share @ column) for column in columns)])
