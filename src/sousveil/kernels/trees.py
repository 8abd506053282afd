"""The way into the loops over shortest ways: makes graphs and room, and grows a tree an origin.

As `front` does for the sweep: checks once what the loops take on trust, and holds no policy.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.paths import (
    Graph,
    Profile,
    Queue,
    Tree,
    Undergone,
    add_passes,
    count_met,
    count_steps,
    descend,
    grow_tree,
    link_tree,
    write_ways,
)

BUCKETS_A_STEP = 128
"""Buckets that the mean step is wide: of 16 to 1,024 the fastest on 70,000 nodes, by little."""
MOST_BUCKETS = 1 << 20
"""Buckets at most, 4 MiB; where one step is very long they grow wider."""

Seers = tuple[Offsets, Rows]
"""Cameras by edge: where those of an edge begin (edges + 1), and their rows."""


class Room(NamedTuple):
    """What one thread grows its trees in; an answer stands until the next."""

    tree: Tree
    queue: Queue
    undergone: Undergone


def build_graph(ends: npt.ArrayLike, length_m: npt.ArrayLike, nodes: int) -> Graph:
    """Steps in both directions from edges (n, 2) between so many nodes.

    Raises:
        ValueError: an edge whose ends are no nodes, or whose length is negative or not finite.
    """
    edges = np.asarray(ends, dtype=np.int64).reshape(-1, 2)
    lengths = np.asarray(length_m, dtype=np.float64)
    if lengths.shape != (len(edges),) or not (np.isfinite(lengths) & (lengths >= 0)).all():
        raise ValueError("each edge has a length, finite and at least 0 m")
    if len(edges) and not (edges.min() >= 0 and edges.max() < nodes):
        raise ValueError(f"edges join nodes 0 to {nodes - 1}")
    source = np.concatenate([edges[:, 0], edges[:, 1]])
    order = np.argsort(source, kind="stable")
    row = np.arange(len(edges))
    return Graph(
        start=np.searchsorted(source[order], np.arange(nodes + 1)).astype(np.int64),
        to=np.concatenate([edges[:, 1], edges[:, 0]])[order].astype(np.int32),
        way=np.concatenate([2 * row, 2 * row + 1])[order].astype(np.int32),
        length_m=np.concatenate([lengths, lengths])[order],
    )


def make_room(graph: Graph) -> Room:
    """Room for the trees of a graph."""
    nodes, steps = len(graph.start) - 1, len(graph.to)
    longest = float(graph.length_m.max(initial=0.0))
    wide = max(float(graph.length_m.mean()) / BUCKETS_A_STEP if steps else 0.0, longest / (MOST_BUCKETS - 2))
    wide = wide or 1.0
    # One more than the longest step reaches, and one for the bucket at hand.
    buckets = 1 << math.ceil(math.log2(longest / wide + 2))
    rows = [np.empty(size, np.int32) for size in (nodes, nodes, nodes, nodes, steps + 1, steps + 1)]
    metres = [np.empty(nodes) for _ in range(6)]
    return Room(
        Tree(metres[0], rows[0], rows[1], rows[2]),
        Queue(np.full(buckets, -1, np.int32), np.empty(steps + 1), rows[4], rows[5], np.array([1 / wide])),
        Undergone(metres[1], metres[2], metres[3], metres[4], metres[5], rows[3]),
    )


def grow(graph: Graph, origin: int, room: Room) -> Offsets:
    """Grow the tree of an origin in `room.tree`, and list the nodes that are reached, the nearest first."""
    reached = int(grow_tree(graph, origin, room.tree, room.queue))
    found: Offsets = room.tree.order[:reached].astype(np.int64)
    return found


def undergo(room: Room, reached: int, profile: Profile) -> Undergone:
    """What the ways of the tree in `room` undergo, by node; those that are not reached keep what was there."""
    descend(room.tree, reached, profile, room.undergone)
    return room.undergone


def count_cameras(room: Room, reached: int, seers: Seers, times: Rows) -> Rows:
    """How many different cameras the way to each node meets; `times` : (cameras), zeros, and zeros again after."""
    nodes = len(room.tree.before)
    links = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    met = np.zeros(nodes, np.int32)
    link_tree(room.tree, reached, *links)
    count_met(room.tree, links, seers, times, met)
    return met


def list_ways(room: Room, ends: npt.ArrayLike) -> tuple[Offsets, Rows]:
    """The steps from the origin to each of some nodes, as `Graph.way` has them: where each begins, and all of them."""
    nodes = np.asarray(ends, dtype=np.int32)
    counts = np.empty(len(nodes), np.int64)
    count_steps(room.tree, nodes, counts)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    ways = np.empty(int(start[-1]), np.int32)
    write_ways(room.tree, nodes, start, ways)
    return start, ways


def compute_passes(room: Room, reached: int, ending: Floats) -> Floats:
    """Trips that pass each node or end there, from those that end there.

    (Brandes 2001, J. Math. Sociol. 25, 163–177, with one way to each node.)
    """
    flow = ending.copy()
    add_passes(room.tree, reached, flow)
    return flow
