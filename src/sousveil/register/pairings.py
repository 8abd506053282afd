"""How sure each pair is when each camera is seen once by each list: by every way of pairing that is possible.

Knows weights only. The probability of a pair is the share that the ways with it have of all ways, each way weighing
the product of its pairs' odds; so a rival that fits nearly as well shows in it, which the best way alone would hide.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from .candidates import Floats
from .fields import Rows

LEAST_ODDS = 1e-4
"""Pairs with lower odds are left out, so that far neighbours do not tie a whole city into one question."""
MOST_STATES = 2048
"""Ways to have used up one side, beyond which a group is not counted out: ours, some tenths of a second."""
MESSAGES = 12
"""Rounds of telling: groups of neighbours are seldom more pairs across."""
MOST_AT_ONE = 4
"""Pairs of one observation that stands for several cameras, at most, in one way."""


class Option(NamedTuple):
    """What one row may be paired with: its weight, the room it takes, and which pairs it is."""

    weight: float
    takes: int
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of rows, the odds of each, and how many partners each row of either side may have."""

    left: Rows
    right: Rows
    odds: Floats
    room: tuple[Rows, Rows]


@dataclass(slots=True)
class Group:
    """Pairs that hang together, as a sum over all ways of pairing them, row by row of the left side.

    What is still free of the right side is one whole number: a few bits for each column, above them a guard that a
    subtraction clears when it takes more than there is. `keeps[i]` has the bits of the columns that rows after i still
    need; `after[i][free]` is the weight of all ways to pair rows i and later.
    """

    options: list[list[Option]]
    keeps: list[int]
    guards: int
    start: int
    after: list[dict[int, float]] = field(default_factory=list)

    def list_ways(self, row: int, free: int) -> Iterator[tuple[Option, int]]:
        """What a row may be paired with, and what is free then."""
        guards, keep = self.guards, self.keeps[row]
        for option in self.options[row]:
            left = free - option.takes
            if left & guards == guards:
                yield option, left & keep | guards

    def draw(self, rng: np.random.Generator) -> Iterator[int]:
        """The pairs of one way, drawn as often as it weighs."""
        free = self.start
        for row in range(len(self.options)):
            ways = list(self.list_ways(row, free))
            mass = np.array([option.weight * self.after[row + 1][left] for option, left in ways])
            option, free = ways[int(rng.choice(len(ways), p=mass / mass.sum()))]
            yield from option.pairs


def label_groups(edges: Edges) -> Rows:
    """The number of the group that each pair hangs together with."""
    lefts, rights = len(edges.room[0]), len(edges.room[1])
    joined = coo_array(
        (np.ones(len(edges.left)), (edges.left, lefts + edges.right)), shape=(lefts + rights, lefts + rights)
    )
    _, labels = connected_components(joined, directed=False)
    return np.asarray(labels[edges.left], dtype=np.int64)


def split_groups(labels: Rows, wanted: Rows) -> list[Rows]:
    """The wanted pairs of each group, groups and pairs in order."""
    order = wanted[np.argsort(labels[wanted], kind="stable")]
    return [rows for rows in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(rows)]


def compute_probabilities(edges: Edges) -> Floats:
    """The probability of each pair under all ways of pairing its group."""
    out = np.zeros(len(edges.left))
    kept = np.flatnonzero(edges.odds >= LEAST_ODDS)
    if not len(kept):
        return out
    likely = Edges(edges.left[kept], edges.right[kept], edges.odds[kept], edges.room)
    labels = label_groups(likely)
    out[kept], star = _pair_stars(likely, np.bincount(labels)[labels])
    for rows in split_groups(labels, np.flatnonzero(~star)):
        group = build_group(likely, rows)
        out[kept[rows]] = (
            compute_marginals(group, rows)
            if group
            else bound_odds(likely.left[rows], likely.right[rows], likely.odds[rows])
        )
    return out


def _pair_stars(edges: Edges, size: Rows) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Probabilities where all pairs of a group share one observation, which has one partner or none; and which do.

    `size` (pairs) is how many pairs the group of each has.
    """
    out, star = np.zeros(len(size)), np.zeros(len(size), dtype=bool)
    for side, room in zip((edges.left, edges.right), edges.room, strict=True):
        hub = (np.bincount(side)[side] == size) & ((room[side] == 1) | (size == 1))
        out[hub] = (edges.odds / (1 + np.bincount(side, weights=edges.odds)[side]))[hub]
        star |= hub
    return out, star


def build_group(edges: Edges, rows: Rows) -> Group | None:
    """The ways of pairing a group; None where there are too many to count."""
    left, right = edges.left[rows].tolist(), edges.right[rows].tolist()
    room, odds = edges.room, edges.odds[rows].tolist()
    if len(set(left)) < len(set(right)):
        left, right, room = right, left, (room[1], room[0])
    shifts, width, start, guards = {}, 0, 0, 0
    for column in sorted(set(right)):
        shifts[column] = width
        start |= int(room[1][column]) << width
        width += int(room[1][column]).bit_length() + 1
        guards |= 1 << width - 1
    by_row = defaultdict[int, list[int]](list)
    for pair, a in enumerate(left):
        by_row[a].append(pair)
    options, keeps, needed = [], [], 0
    order = _order_rows(by_row, right)
    for a in order:
        takes = {p: min(int(room[0][a]), int(room[1][right[p]])) for p in by_row[a]}
        costs = {p: (taken, taken << shifts[right[p]]) for p, taken in takes.items()}
        options.append(list(_list_options(costs, int(room[0][a]), odds)))
    for a in reversed(order):
        keeps.append(needed)
        for pair in by_row[a]:
            needed |= (1 << int(room[1][right[pair]]).bit_length()) - 1 << shifts[right[pair]]
    group = Group(options, keeps[::-1], guards, start | guards)
    return group if _sum_up(group) else None


def _order_rows(by_row: Mapping[int, Sequence[int]], right: Sequence[int]) -> list[int]:
    """Rows so that those which share columns follow each other: fewer columns are in question at a time."""
    by_column = defaultdict[int, list[int]](list)
    for row, pairs in by_row.items():
        for pair in pairs:
            by_column[right[pair]].append(row)
    order = [min(by_row)]
    met = set(order)
    for row in order:
        beside = {other for pair in by_row[row] for other in by_column[right[pair]]}
        order += sorted(beside - met)
        met |= beside
    return order


def _list_options(costs: Mapping[int, tuple[int, int]], room: int, odds: Sequence[float]) -> Iterator[Option]:
    """What one row may be paired with: nothing, one pair, or several where it stands for several cameras."""
    yield Option(1.0, 0, ())
    for size in range(1, min(room, len(costs), MOST_AT_ONE) + 1):
        for chosen in combinations(costs, size):
            if sum(costs[pair][0] for pair in chosen) <= room:
                yield Option(
                    prod(odds[pair] for pair in chosen), sum(costs[pair][1] for pair in chosen), chosen
                )


def _sum_up(group: Group) -> bool:
    """Fill `after`; whether there were few enough ways."""
    reached = [{group.start}]
    for row in range(len(group.options)):
        found = {left for free in reached[-1] for _, left in group.list_ways(row, free)}
        if len(found) > MOST_STATES:
            return False
        reached.append(found)
    after = [dict.fromkeys(reached.pop(), 1.0)]
    for row in reversed(range(len(group.options))):
        later = after[-1]
        after.append(
            {
                free: sum(option.weight * later[left] for option, left in group.list_ways(row, free))
                for free in reached[row]
            }
        )
    group.after = after[::-1]
    return True


def compute_marginals(group: Group, rows: Rows) -> Floats:
    """The probability of each pair of a group."""
    out = np.zeros(len(rows))
    total = group.after[0][group.start]
    before = {group.start: 1.0}
    for row in range(len(group.options)):
        later, then = group.after[row + 1], defaultdict[int, float](float)
        for free, weight in before.items():
            for option, left in group.list_ways(row, free):
                then[left] += weight * option.weight
                for pair in option.pairs:
                    out[pair] += weight * option.weight * later[left] / total
        before = then
    return out


def bound_odds(left: Rows, right: Rows, odds: Floats) -> Floats:
    """No more than the true probability of each pair, where a group is too large to count: as if rivals were free.

    With the odds w of a pair and the sums A and B of its rivals' at either end, all ways weigh at most
    w + (1 + A)(1 + B) times those that leave both ends out of account, as pairing fewer never weighs more.
    """
    rivals = [np.bincount(side, weights=odds)[side] - odds for side in (left, right)]
    return np.asarray(odds / (odds + (1 + rivals[0]) * (1 + rivals[1])))


def estimate_probabilities(left: Rows, right: Rows, odds: Floats) -> Floats:
    """About the probability of each pair, quickly, for all groups at once: exact where no group has a ring of pairs.

    Each end of a pair is told how free the other is of all its other pairs, again and again (sum-product for the
    monomer-dimer model: Zdeborová & Mézard 2006, J. Stat. Mech. P05003). In rings it is too sure of the likeliest.
    """
    from_left, from_right = np.ones(len(odds)), np.ones(len(odds))
    for _ in range(MESSAGES):
        from_left = _tell(left, odds * from_right)
        from_right = _tell(right, odds * from_left)
    both = odds * from_left * from_right
    return np.asarray(both / (1 + both))


def _tell(rows: Rows, told: Floats) -> Floats:
    """How free the end of each pair is of the other pairs there."""
    return np.asarray(1 / (1 + np.maximum(np.bincount(rows, weights=told)[rows] - told, 0.0)))
