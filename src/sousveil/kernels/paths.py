"""Shortest ways from one place to all others, and what is met on them: a tree an origin, walked down once.

No way is kept: a measure of the way to a node follows from that to the node before it, so that one pass down the tree
gives it for every destination. Ways are those of length alone; what is seen decides none.
"""

import math
from typing import NamedTuple

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Offsets, Rows


class Graph(NamedTuple):
    """Steps from node to node, those of a node one after another.

    `start` : (nodes + 1), where the steps of a node begin. `to` : (steps), where each leads. `way` : (steps), twice the
    row of its edge, plus one where it goes from the edge's second end to its first. `length_m` : (steps), at least 0.
    """

    start: Offsets
    to: Rows
    way: Rows
    length_m: Floats


class Tree(NamedTuple):
    """The shortest ways from one origin, by node; of ways of one length the one over the node that comes first.

    `distance_m` : infinite where no step leads. `before`, `way` : the node before it and the step from there, −1 for
    the origin and where no step leads. `order` : nodes by distance, then row; as many as are reached.
    """

    distance_m: Floats
    before: Rows
    way: Rows
    order: Rows


class Queue(NamedTuple):
    """Nodes to be looked at, in buckets by distance that are used again in a round; all empty between two origins.

    `bucket` : (a power of two), the first entry of each, −1 for none; together they reach farther than the longest
    step. `key`, `node`, `after` : (steps + 1), entries, and the next one of the same bucket. `a_metre` : (1), buckets.
    """

    bucket: Rows
    key: Floats
    node: Rows
    after: Rows
    a_metre: Floats


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
    """What the way from the origin to each node undergoes; only nodes that are reached are written.

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
    for node in range(len(tree.before)):
        tree.distance_m[node] = math.inf
        tree.before[node] = tree.way[node] = -1
    tree.distance_m[origin] = 0.0
    put(queue, 0, 0.0, origin)
    entries, waiting, reached, turn = 1, 1, 0, 0
    while waiting > 0:
        entry = take_nearest(queue, turn & (len(queue.bucket) - 1))
        if entry < 0:
            turn += 1
            continue
        waiting -= 1
        distance, node = queue.key[entry], queue.node[entry]
        # A node stands there once for each time it came nearer; only the last counts.
        if distance > tree.distance_m[node]:
            continue
        tree.order[reached] = node
        reached += 1
        for step in range(graph.start[node], graph.start[node + 1]):
            to, then = graph.to[step], distance + graph.length_m[step]
            if then < tree.distance_m[to]:
                tree.distance_m[to], tree.before[to], tree.way[to] = then, node, graph.way[step]
                put(queue, entries, then, to)
                entries += 1
                waiting += 1
    return reached


@kernel
def put(queue: Queue, entry: int, key: float, node: int) -> None:
    """Put a node into the bucket of its distance."""
    bucket = int(key * queue.a_metre[0]) & (len(queue.bucket) - 1)
    queue.key[entry], queue.node[entry], queue.after[entry] = key, node, queue.bucket[bucket]
    queue.bucket[bucket] = entry


@kernel
def take_nearest(queue: Queue, bucket: int) -> int:
    """Take the nearest out of a bucket, of two as near the lower row, so that ties fall alike; −1 from an empty one."""
    best = queue.bucket[bucket]
    if best < 0:
        return -1
    before, last, entry = -1, best, queue.after[best]
    while entry >= 0:
        if queue.key[entry] < queue.key[best] or (
            queue.key[entry] == queue.key[best] and queue.node[entry] < queue.node[best]
        ):
            best, before = entry, last
        last, entry = entry, queue.after[entry]
    if before < 0:
        queue.bucket[bucket] = queue.after[best]
    else:
        queue.after[before] = queue.after[best]
    return int(best)


@kernel
def descend(tree: Tree, reached: int, profile: Profile, out: Undergone) -> None:
    """Write what the way to each node undergoes, from the origin down."""
    for at in range(reached):
        node, way = tree.order[at], tree.way[tree.order[at]]
        if way < 0:
            out.seen_m[node] = out.gap_m[node] = out.open_m[node] = 0.0
            out.first_m[node], out.last_m[node], out.level[node] = math.inf, -math.inf, 0
            continue
        before, edge = tree.before[node], way // 2
        out.seen_m[node] = out.seen_m[before] + profile.seen_m[edge]
        out.level[node] = max(out.level[before], profile.level[edge])
        first, last, gap = out.first_m[before], out.last_m[before], out.gap_m[before]
        lead, length = profile.lead_m[way], profile.length_m[edge]
        if lead == math.inf:
            still = out.open_m[before] + length
        else:
            first = min(first, tree.distance_m[before] + lead)
            gap = max(gap, out.open_m[before] + lead, profile.inner_m[edge])
            still = profile.lead_m[way ^ 1]
            last = tree.distance_m[node] - still
        out.first_m[node], out.last_m[node] = first, last
        out.open_m[node], out.gap_m[node] = still, max(gap, still)


@kernel
def link_tree(tree: Tree, reached: int, child: Rows, sibling: Rows) -> None:
    """Write the first node after each and the next one after the same node, −1 for none, in the order of the tree."""
    for at in range(reached):
        child[tree.order[at]] = -1
    for at in range(reached - 1, 0, -1):
        node = tree.order[at]
        sibling[node] = child[tree.before[node]]
        child[tree.before[node]] = node
    sibling[tree.order[0]] = -1


@kernel
def count_met(
    tree: Tree, links: tuple[Rows, Rows], seers: tuple[Offsets, Rows], times: Rows, met: Rows
) -> None:
    """Write how many different cameras the way to each node meets, going down each branch and up again.

    `seers` : where the cameras of each edge begin, and the cameras. `times` : (cameras), 0 before and after.
    """
    child, sibling = links
    node = tree.order[0]
    met[node] = 0
    down = child[node] >= 0
    while down or tree.before[node] >= 0:
        if down:
            before, node = node, child[node]
            met[node] = met[before] + _enter(tree.way[node] // 2, seers, times)
        else:
            _leave(tree.way[node] // 2, seers, times)
            if sibling[node] < 0:
                node = tree.before[node]
                continue
            before, node = tree.before[node], sibling[node]
            met[node] = met[before] + _enter(tree.way[node] // 2, seers, times)
        down = child[node] >= 0


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
def add_passes(tree: Tree, reached: int, flow: Floats) -> None:
    """From trips that end at each node, in `flow`, to trips that end at it or pass it: up the tree."""
    for at in range(reached - 1, 0, -1):
        node = tree.order[at]
        flow[tree.before[node]] += flow[node]


@kernel
def count_steps(tree: Tree, ends: Rows, out: Offsets) -> None:
    """Write how many steps lead to each of `ends`."""
    for at in range(len(ends)):
        node, count = ends[at], 0
        while tree.before[node] >= 0:
            node = tree.before[node]
            count += 1
        out[at] = count


@kernel
def write_ways(tree: Tree, ends: Rows, start: Offsets, out: Rows) -> None:
    """Write the steps to each of `ends` from the origin on, where `start` says."""
    for at in range(len(ends)):
        node, place = ends[at], start[at + 1]
        while tree.before[node] >= 0:
            place -= 1
            out[place] = tree.way[node]
            node = tree.before[node]


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
