"""Shortest ways from one place to all others, and what is met on them: a tree an origin, walked down once.

No way is kept: a measure of the way to a node follows from that to the node before it, so that one pass down the tree
gives it for every destination. Ways are those of length alone; what is seen decides none.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Offsets, Rows

Places = npt.NDArray[np.uint32]
"""Where something stands; without sign, as the compiler then adds no case for counting from the end: a seventh less."""
NONE = np.uint32(2**32 - 1)
"""No entry of a queue."""


class Graph(NamedTuple):
    """Steps from node to node, those of a node one after another.

    `start` : (nodes + 1), where the steps of a node begin. `to` : (steps), where each leads. `way` : (steps), twice the
    row of its edge, plus one where it goes from the edge's second end to its first. `length_m` : (steps), at least 0.
    """

    start: Places
    to: Places
    way: Places
    length_m: Floats


class Tree(NamedTuple):
    """The shortest ways from one origin, the nearest node first, of two as near the lower row.

    So each stands after the node before it, and mostly near it in memory. `node` : (reached), rows. `before` :
    (reached), the place here of the node before it; of ways of one length the one over the node that comes first.
    `way`, `distance_m` : (reached), the step from there, and how far from the origin. For the origin, which stands
    first, `before` and `way` say nothing. `place` : (nodes), where each node stands here, −1 where no step leads.
    """

    node: Rows
    before: Places
    way: Places
    distance_m: Floats
    place: Rows


class Queue(NamedTuple):
    """Nodes to be looked at, in buckets by distance that are used again in a round; all empty between two origins.

    `bucket` : (a power of two), the first entry of each; together they reach farther than the longest step. `key`,
    `node`, `before`, `way` : (steps + 1), entries. `after` : (steps + 1), the next one of the same bucket, or the next
    one to spare; `spare` : (1), the first of those. `a_metre` : (1), buckets. `nearest_m` : (nodes), so far.
    """

    bucket: Places
    key: Floats
    node: Places
    before: Places
    way: Places
    after: Places
    spare: Places
    a_metre: Floats
    nearest_m: Floats


class Profile(NamedTuple):
    """What is seen along each edge.

    `length_m`, `seen_m`, `inner_m`, `level` : (edges); `inner_m` is the longest part between two seen ones, `level` the
    best level of detail, 0 for none. `lead_m` : (ways), metres before the first that is seen, going that way; infinite
    where nothing is.
    """

    length_m: Floats
    seen_m: Floats
    inner_m: Floats
    level: Rows
    lead_m: Floats


class Undergone(NamedTuple):
    """What the way from the origin to each node of a tree undergoes, in the order of the tree.

    `gap_m` : the longest part not seen, `open_m` : the one at its end. `first_m`, `last_m` : from the origin to where
    it is seen first and last; infinite, and minus infinity, where it never is.
    """

    seen_m: Floats
    gap_m: Floats
    open_m: Floats
    first_m: Floats
    last_m: Floats
    level: Rows


@kernel
def join_seen(begin: Floats, end: Floats, edge: Offsets, out: Profile) -> None:
    """Write what is seen along each edge from parts of it in their order; parts that touch are one.

    `out.seen_m` and `out.inner_m` come in as zeros, `out.lead_m` as infinite; `out.level` is left.
    """
    reach = 0.0
    for part in range(len(begin)):
        row = edge[part]
        first, last = max(begin[part], 0.0), min(end[part], out.length_m[row])
        if part == 0 or edge[part - 1] != row:
            out.lead_m[2 * row] = reach = first
        out.inner_m[row] = max(out.inner_m[row], first - reach)
        out.seen_m[row] += max(last - max(first, reach), 0.0)
        reach = max(reach, last)
        out.lead_m[2 * row + 1] = out.length_m[row] - reach


@kernel
def grow_tree(graph: Graph, origin: int, tree: Tree, queue: Queue) -> int:
    """Write the tree of an origin and say how many nodes are reached (Dijkstra 1959, Numer. Math. 1, 269–271).

    Buckets are narrow, so that the nearest node is one of a few (Dial 1969, Commun. ACM 12, 632–633, for lengths that
    are no whole numbers).
    """
    for at in range(len(tree.place)):
        queue.nearest_m[at], tree.place[at] = math.inf, -1
    queue.nearest_m[origin] = 0.0
    put(queue, 0.0, np.uint32(origin), np.uint32(0), np.uint32(0))
    waiting, reached, turn = 1, 0, 0
    while waiting > 0:
        entry = take_nearest(queue, np.uint32(turn & (len(queue.bucket) - 1)))
        if entry == NONE:
            turn += 1
            continue
        waiting -= 1
        distance, node = queue.key[entry], queue.node[entry]
        # A node stands there once for each time it came nearer; only the last counts.
        if distance > queue.nearest_m[node]:
            continue
        place = np.uint32(reached)
        tree.node[place], tree.distance_m[place], tree.place[node] = node, distance, place
        tree.before[place], tree.way[place] = queue.before[entry], queue.way[entry]
        for step in range(graph.start[node], graph.start[np.uint32(node + 1)]):
            to, then = graph.to[step], distance + graph.length_m[step]
            if then < queue.nearest_m[to]:
                queue.nearest_m[to] = then
                put(queue, then, to, place, graph.way[step])
                waiting += 1
        reached += 1
    return reached


@kernel
def put(queue: Queue, key: float, node: np.uint32, before: np.uint32, way: np.uint32) -> None:
    """Put a node into the bucket of its distance."""
    bucket, entry = np.uint32(int(key * queue.a_metre[0]) & (len(queue.bucket) - 1)), queue.spare[0]
    queue.key[entry], queue.node[entry], queue.before[entry], queue.way[entry] = key, node, before, way
    queue.spare[0], queue.after[entry] = queue.after[entry], queue.bucket[bucket]
    queue.bucket[bucket] = entry


@kernel
def take_nearest(queue: Queue, bucket: np.uint32) -> np.uint32:
    """Take the nearest out of a bucket, of two as near the lower row, as ties fall alike; `NONE` from an empty one.

    Its entry stands until the next is put.
    """
    best: np.uint32 = queue.bucket[bucket]
    if best == NONE:
        return NONE
    before, last, entry = NONE, best, queue.after[best]
    while entry != NONE:
        if queue.key[entry] < queue.key[best] or (
            queue.key[entry] == queue.key[best] and queue.node[entry] < queue.node[best]
        ):
            best, before = entry, last
        last, entry = entry, queue.after[entry]
    if before == NONE:
        queue.bucket[bucket] = queue.after[best]
    else:
        queue.after[before] = queue.after[best]
    queue.after[best], queue.spare[0] = queue.spare[0], best
    return best


@kernel
def keep_ways(tree: Tree, ends: Rows, new: Rows, out: Tree) -> int:
    """Write the part of a tree that leads to nodes `ends` and say how many it has; `new` : (reached), scratch.

    `out.place` is written for the nodes of the part, and for ends to which no step leads.
    """
    for at in range(len(tree.node)):
        new[at] = -1
    new[0] = 0
    for at in range(len(ends)):
        if tree.place[ends[at]] < 0:
            out.place[ends[at]] = -1
        else:
            new[tree.place[ends[at]]] = 0
    for at in range(len(tree.node) - 1, 0, -1):
        if new[at] == 0:
            new[tree.before[at]] = 0
    kept = 0
    for at in range(len(tree.node)):
        if new[at] == 0:
            out.node[kept], out.way[kept], out.distance_m[kept] = (
                tree.node[at],
                tree.way[at],
                tree.distance_m[at],
            )
            out.before[kept] = new[tree.before[at]] if at > 0 else 0
            new[at] = out.place[tree.node[at]] = kept
            kept += 1
    return kept


@kernel
def descend(tree: Tree, profile: Profile, out: Undergone) -> None:
    """Write what the way to each node undergoes, from the origin down."""
    out.seen_m[0] = out.gap_m[0] = out.open_m[0] = 0.0
    out.first_m[0], out.last_m[0], out.level[0] = math.inf, -math.inf, 0
    for at in range(1, len(tree.node)):
        before, way = tree.before[at], tree.way[at]
        edge = np.uint32(way // 2)
        out.seen_m[at] = out.seen_m[before] + profile.seen_m[edge]
        out.level[at] = max(out.level[before], profile.level[edge])
        first, last, gap = out.first_m[before], out.last_m[before], out.gap_m[before]
        lead, length = profile.lead_m[way], profile.length_m[edge]
        if lead == math.inf:
            still = out.open_m[before] + length
        else:
            first = min(first, tree.distance_m[before] + lead)
            gap = max(gap, out.open_m[before] + lead, profile.inner_m[edge])
            still = profile.lead_m[way ^ 1]
            last = tree.distance_m[at] - still
        out.first_m[at], out.last_m[at] = first, last
        out.open_m[at], out.gap_m[at] = still, max(gap, still)


@kernel
def link_tree(tree: Tree, child: Rows, sibling: Rows) -> None:
    """Write the first node after each and the next one after the same node, −1 for none, in the order of the tree."""
    for at in range(len(tree.node)):
        child[at] = -1
    for at in range(len(tree.node) - 1, 0, -1):
        sibling[at] = child[tree.before[at]]
        child[tree.before[at]] = at
    sibling[0] = -1


@kernel
def count_met(
    tree: Tree, links: tuple[Rows, Rows], seers: tuple[Offsets, Rows], times: Rows, met: Rows
) -> None:
    """Write how many different cameras the way to each node meets, going down each branch and up again.

    `seers` : where the cameras of each edge begin, and the cameras. `times` : (cameras), 0 before and after.
    """
    child, sibling = links
    at = 0
    met[at] = 0
    down = child[at] >= 0
    while down or at > 0:
        if down:
            before, at = at, child[at]
            met[at] = met[before] + _enter(tree.way[at] // 2, seers, times)
        else:
            _leave(tree.way[at] // 2, seers, times)
            if sibling[at] < 0:
                at = tree.before[at]
                continue
            before, at = tree.before[at], sibling[at]
            met[at] = met[before] + _enter(tree.way[at] // 2, seers, times)
        down = child[at] >= 0


@kernel
def _enter(edge: int, seers: tuple[Offsets, Rows], times: Rows) -> int:
    """Come under the cameras of an edge and say how many of them are new on the way."""
    new = 0
    for at in range(seers[0][edge], seers[0][edge + 1]):
        new += times[seers[1][at]] == 0
        times[seers[1][at]] += 1
    return new


@kernel
def _leave(edge: int, seers: tuple[Offsets, Rows], times: Rows) -> None:
    for at in range(seers[0][edge], seers[0][edge + 1]):
        times[seers[1][at]] -= 1


@kernel
def add_passes(tree: Tree, flow: Floats) -> None:
    """From trips that end at each node, in `flow`, to trips that end at it or pass it: up the tree."""
    for at in range(len(tree.node) - 1, 0, -1):
        flow[tree.before[at]] += flow[at]


@kernel
def count_steps(tree: Tree, ends: Rows, out: Offsets) -> None:
    """Write how many steps lead to each of `ends`, places in the tree."""
    for end in range(len(ends)):
        at, count = ends[end], 0
        while at > 0:
            at = tree.before[at]
            count += 1
        out[end] = count


@kernel
def write_ways(tree: Tree, ends: Rows, start: Offsets, out: Rows) -> None:
    """Write the steps to each of `ends`, places in the tree, from the origin on, where `start` says."""
    for end in range(len(ends)):
        at, place = ends[end], start[end + 1]
        while at > 0:
            place -= 1
            out[place] = tree.way[at]
            at = tree.before[at]


@kernel
def meet_first(
    start: Offsets, way: Rows, seers: tuple[Offsets, Rows], last: Rows, first: Rows, met: Offsets
) -> None:
    """Add to `met` (cameras) the trips that meet each, and write the lowest row that each trip meets into `first`.

    `start`, `way` : the steps of each trip. `last` : (cameras), −1, scratch. `first` : (trips), as many as there are
    cameras where none is met.
    """
    for trip in range(len(start) - 1):
        first[trip] = len(last)
        for at in range(start[trip], start[trip + 1]):
            edge = way[at] // 2
            for seer in range(seers[0][edge], seers[0][edge + 1]):
                camera = seers[1][seer]
                if last[camera] != trip:
                    last[camera] = trip
                    met[camera] += 1
                    first[trip] = min(first[trip], camera)
