"""The way into the loops over shortest ways: makes graphs and room, and grows a tree an origin.

As `front` does for the sweep: checks once what the loops take on trust, and holds no policy.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.paths import (
    NONE,
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
    keep_ways,
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
    """What one thread grows its trees in; an answer stands until the next. `part` : of a tree; `scratch` : (nodes)."""

    tree: Tree
    part: Tree
    queue: Queue
    undergone: Undergone
    scratch: tuple[Rows, Rows]


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
        start=np.searchsorted(source[order], np.arange(nodes + 1)).astype(np.uint32),
        to=np.concatenate([edges[:, 1], edges[:, 0]])[order].astype(np.uint32),
        way=np.concatenate([2 * row, 2 * row + 1])[order].astype(np.uint32),
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
    node, before, way, after = (np.arange(1, steps + 2, dtype=np.uint32) for _ in range(4))
    queue = Queue(
        bucket=np.full(buckets, NONE),
        key=np.empty(steps + 1),
        node=node,
        before=before,
        way=way,
        after=after,
        spare=np.zeros(1, np.uint32),
        a_metre=np.array([1 / wide]),
        nearest_m=np.empty(nodes),
    )
    rows = [np.empty(nodes, np.int32) for _ in range(3)]
    metres = [np.empty(nodes) for _ in range(5)]
    return Room(
        tree=_make_tree(nodes),
        part=_make_tree(nodes),
        queue=queue,
        undergone=Undergone(metres[0], metres[1], metres[2], metres[3], metres[4], rows[0]),
        scratch=(rows[1], rows[2]),
    )


def _make_tree(nodes: int) -> Tree:
    before, way = np.empty(nodes, np.uint32), np.empty(nodes, np.uint32)
    return Tree(np.empty(nodes, np.int32), before, way, np.empty(nodes), np.empty(nodes, np.int32))


def grow(graph: Graph, origin: int, room: Room) -> Tree:
    """The tree of an origin."""
    return _cut(room.tree, grow_tree(graph, origin, room.tree, room.queue))


def keep(tree: Tree, ends: npt.ArrayLike, room: Room) -> Tree:
    """The part of a tree that leads to some nodes; its `place` is right for those and for the nodes before them."""
    return _cut(room.part, keep_ways(tree, np.asarray(ends, dtype=np.int32), room.scratch[0], room.part))


def _cut(tree: Tree, reached: int) -> Tree:
    node, before, way, distance_m, place = tree
    return Tree(node[:reached], before[:reached], way[:reached], distance_m[:reached], place)


def undergo(tree: Tree, profile: Profile, room: Room) -> Undergone:
    """What the ways of a tree undergo, in its order."""
    descend(tree, profile, room.undergone)
    return Undergone._make(column[: len(tree.node)] for column in room.undergone)


def count_cameras(tree: Tree, seers: Seers, times: Rows, room: Room) -> Rows:
    """How many different cameras the way to each node meets, in the order of the tree.

    `times` : (cameras), zeros, and zeros again after.
    """
    met = np.empty(len(tree.node), np.int32)
    link_tree(tree, *room.scratch)
    count_met(tree, room.scratch, seers, times, met)
    return met


def list_ways(tree: Tree, ends: npt.ArrayLike) -> tuple[Offsets, Rows]:
    """The steps from the origin to some places in a tree, as `Graph.way` has them: where each begins, and all."""
    places = np.asarray(ends, dtype=np.int32)
    counts = np.empty(len(places), np.int64)
    count_steps(tree, places, counts)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    ways = np.empty(int(start[-1]), np.int32)
    write_ways(tree, places, start, ways)
    return start, ways


def compute_passes(tree: Tree, ending: Floats) -> Floats:
    """Trips that pass each node or end there, from those that end there, both in the order of the tree.

    (Brandes 2001, J. Math. Sociol. 25, 163–177, with one way to each node.)
    """
    flow = ending.copy()
    add_passes(tree, flow)
    return flow
