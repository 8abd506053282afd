"""The walking network: places where streets meet, and the stretches between them, for simulated walks and given ones.

Streets meet where they share a vertex of the map, and only there: a bridge does not meet what passes below. Says how
people could walk; that they do, nobody knows. Of two ends the shortest way is computed; no way is ever proposed for
being seen less.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components, dijkstra  # type: ignore[import-untyped]
from scipy.spatial import KDTree  # type: ignore[import-untyped]

from sousveil.city.streets import Streets
from sousveil.crs import Frame
from sousveil.kernels.arrays import Floats, Offsets, Rows


@dataclass(frozen=True)
class Network:
    """Nodes by row, and the stretches of street between them.

    `xy` : (nodes, 2) [m]. `node_id` : (nodes), the vertex on the map. `ends` : (edges, 2), rows of nodes. `length_m`,
    `street` : (edges), along the street, and its row. `vertex_start`, `vertex` : the vertices of edge e, as rows of
    `Streets.xy` from its first end to its second, are `vertex[vertex_start[e] : vertex_start[e + 1]]`.
    """

    frame: Frame
    xy: Floats
    node_id: Offsets
    ends: npt.NDArray[np.int64]
    length_m: Floats
    street: Rows
    vertex_start: Offsets
    vertex: Offsets

    @cached_property
    def steps(self) -> csr_array:
        """(nodes, nodes) [m], the shortest stretch between neighbours, in both directions."""
        first, last = self.ends[self._shortest].T
        length = self.length_m[self._shortest]
        both = np.concatenate([first, last]), np.concatenate([last, first])
        return csr_array((np.concatenate([length, length]), both), shape=(len(self.xy), len(self.xy)))

    @cached_property
    def _shortest(self) -> Offsets:
        """One edge for each pair of neighbours, the shortest; those that lead back to where they begin are left out."""
        pair = np.sort(self.ends, axis=1)
        order = np.lexsort((self.length_m, pair[:, 1], pair[:, 0]))
        order = order[pair[order, 0] != pair[order, 1]]
        _, first = np.unique(pair[order], axis=0, return_index=True)
        kept: Offsets = order[first]
        return kept

    @cached_property
    def component(self) -> Rows:
        """(nodes), the connected part each belongs to; 0 is the part with the most nodes."""
        if not len(self.xy):
            return np.zeros(0, np.int32)
        labels = connected_components(self.steps, directed=False)[1]
        by_size = np.argsort(-np.bincount(labels), kind="stable")
        rank = np.empty(len(by_size), np.int32)
        rank[by_size] = np.arange(len(by_size))
        parts: Rows = rank[labels]
        return parts

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(self.xy)

    def find_nearest(self, xy: npt.ArrayLike) -> tuple[Offsets, Floats]:
        """The nearest node to each place (n, 2) [m], and how far it is; UnreachableError in an empty network."""
        if not len(self.xy):
            raise UnreachableError("there is no street to walk on")
        gap, node = self._tree.query(np.asarray(xy, dtype=np.float64).reshape(-1, 2))
        return node.astype(np.int64), gap

    def find_path(self, first: int, last: int) -> Offsets:
        """The nodes of the shortest way between two, both included.

        Raises:
            UnreachableError: no street leads from one to the other.
        """
        _, before = dijkstra(self.steps, directed=False, indices=first, return_predecessors=True)
        path = [last]
        while path[-1] != first:
            step = int(before[path[-1]])
            if step < 0:
                raise UnreachableError("no street leads from one end to the other")
            path.append(step)
        return np.array(path[::-1], dtype=np.int64)

    def draw_path(self, path: Offsets, streets: Streets) -> Floats:
        """The line (n, 2) [m] along the streets of a way through these nodes."""
        followed = (streets.xy[rows] for _, rows in self._follow(path))
        return np.concatenate([self.xy[path[:1]], *followed])

    def find_streets(self, path: Offsets) -> Rows:
        """(n - 1), the row of the street that each straight piece of that line belongs to."""
        followed = (np.full(len(rows), self.street[edge], np.int32) for edge, rows in self._follow(path))
        return np.concatenate([np.empty(0, np.int32), *followed])

    def _follow(self, path: Offsets) -> Iterator[tuple[int, Offsets]]:
        """The edges of a way through these nodes, and the vertices of each behind its first."""
        chosen = {tuple(sorted(self.ends[edge].tolist())): int(edge) for edge in self._shortest}
        for first, last in zip(path[:-1].tolist(), path[1:].tolist(), strict=True):
            edge = chosen[first, last] if first < last else chosen[last, first]
            rows = self.vertex[self.vertex_start[edge] : self.vertex_start[edge + 1]]
            yield edge, (rows if self.ends[edge, 0] == first else rows[::-1])[1:]


class UnreachableError(ValueError):
    """No way leads there; its text says why."""


def build_network(streets: Streets) -> Network:
    """The network of the streets on which people may walk, also in tunnels; a street is cut where others meet it."""
    start, lines = streets.start, streets.lines
    street = np.repeat(np.arange(len(streets), dtype=np.int32), np.diff(start))
    on = np.flatnonzero(lines.walkable[street])
    street = street[on]
    node = lines.node[on]
    opens = np.append(True, street[1:] != street[:-1])[: len(on)]
    closes = np.append(opens[1:], True)[: len(on)]
    _, number, times = np.unique(node, return_inverse=True, return_counts=True)
    cut = opens | closes | (times[number] > 1)
    at = np.flatnonzero(cut)
    within = ~opens[at[1:]] if len(at) else np.zeros(0, dtype=np.bool_)
    begin, end = at[:-1][within], at[1:][within]
    ids, rows = np.unique(node[at], return_inverse=True)
    place = np.empty(len(on), np.int64)
    place[at] = rows
    where = np.zeros((len(ids), 2))
    where[rows] = streets.xy[on[at]]
    step = np.hypot(*(streets.xy[on][1:] - streets.xy[on][:-1]).T)
    run = np.concatenate([np.zeros(min(len(on), 1)), np.cumsum(step)])
    sizes = end - begin + 1
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    along = np.arange(first[-1]) + np.repeat(begin - first[:-1], sizes)
    return Network(
        frame=streets.frame,
        xy=where,
        node_id=ids,
        ends=np.stack([place[begin], place[end]], axis=1),
        length_m=run[end] - run[begin],
        street=street[begin],
        vertex_start=first,
        vertex=on[along],
    )
