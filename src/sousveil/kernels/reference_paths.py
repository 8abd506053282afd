"""Slow, obvious twin of the loops over shortest ways: a heap of Python's, and each way walked from its beginning.

The judge of `paths` in tests; never called by the product.
"""

import heapq
import math
from collections.abc import Sequence
from typing import NamedTuple

from sousveil.kernels.paths import Graph, Profile
from sousveil.kernels.trees import Seers


class Walked(NamedTuple):
    """What one way undergoes; `gap_m` the longest part that is not seen, `cameras` those that see any of it."""

    length_m: float
    seen_m: float
    gap_m: float
    first_m: float
    last_m: float
    level: int
    cameras: frozenset[int]


def find_ways(graph: Graph, origin: int) -> dict[int, list[int]]:
    """The steps of the shortest way to each node that is reached, of ways of one length over the node settled first."""
    ways: dict[int, list[int]] = {}
    best = {origin: 0.0}
    last: dict[int, list[int]] = {origin: []}
    waiting = [(0.0, origin)]
    while waiting:
        distance, node = heapq.heappop(waiting)
        if node in ways:
            continue
        ways[node] = last[node]
        for step in range(int(graph.start[node]), int(graph.start[node + 1])):
            to, then = int(graph.to[step]), distance + float(graph.length_m[step])
            if then < best.get(to, math.inf):
                best[to], last[to] = then, [*ways[node], int(graph.way[step])]
                heapq.heappush(waiting, (then, to))
    return ways


def walk(ways: Sequence[int], profile: Profile, seers: Seers) -> Walked:
    """Walk along steps and note every place where something changes."""
    at, seen, level = 0.0, 0.0, 0
    cameras: set[int] = set()
    gaps, sightings, since = [0.0], [], 0.0
    for way in ways:
        edge = way // 2
        cameras.update(seers[1][seers[0][edge] : seers[0][edge + 1]].tolist())
        length, lead = float(profile.length_m[edge]), float(profile.lead_m[way])
        if lead < math.inf:
            seen += float(profile.seen_m[edge])
            level = max(level, int(profile.level[edge]))
            end = at + length - float(profile.lead_m[way ^ 1])
            gaps += [at + lead - since, float(profile.inner_m[edge])]
            sightings += [at + lead, end]
            since = end
        at += length
    first, last = (sightings[0], sightings[-1]) if sightings else (math.inf, -math.inf)
    return Walked(at, seen, max(*gaps, at - since), first, last, level, frozenset(cameras))
