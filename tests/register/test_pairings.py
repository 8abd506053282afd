"""The probability of pairs, beside every way of pairing written out one by one."""

from collections.abc import Iterator
from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.register.pairings import (
    Edges,
    bound_odds,
    build_group,
    compute_probabilities,
    estimate_probabilities,
)

PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)), st.floats(0.01, 100), min_size=1, max_size=8
)
ROOM = st.lists(st.integers(1, 2), min_size=4, max_size=4)


def build(pairs: dict[tuple[int, int], float], left: list[int], right: list[int]) -> Edges:
    rows = np.array(sorted(pairs), dtype=np.int64)
    odds = np.array([pairs[a, b] for a, b in rows.tolist()])
    return Edges(rows[:, 0], rows[:, 1], odds, (np.array(left), np.array(right)))


def list_ways(edges: Edges) -> Iterator[tuple[int, ...]]:
    """Every set of pairs for which there is room, by trying all."""
    every = range(len(edges.left))
    for size in range(len(edges.left) + 1):
        for chosen in combinations(every, size):
            used: tuple[list[int], list[int]] = ([0] * 4, [0] * 4)
            for pair in chosen:
                a, b = edges.left[pair], edges.right[pair]
                taken = min(edges.room[0][a], edges.room[1][b])
                used[0][a] += taken
                used[1][b] += taken
            if all((np.array(u) <= room).all() for u, room in zip(used, edges.room, strict=True)):
                yield chosen


def count_out(edges: Edges) -> list[float]:
    ways = [(chosen, prod(float(edges.odds[pair]) for pair in chosen)) for chosen in list_ways(edges)]
    total = sum(weight for _, weight in ways)
    return [sum(w for chosen, w in ways if pair in chosen) / total for pair in range(len(edges.left))]


@settings(max_examples=150, deadline=None)
@given(PAIRS, ROOM, ROOM)
def test_probabilities_are_those_of_all_ways(
    pairs: dict[tuple[int, int], float], left: list[int], right: list[int]
) -> None:
    edges = build(pairs, left, right)
    assert compute_probabilities(edges) == pytest.approx(count_out(edges), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_the_bound_is_never_above(pairs: dict[tuple[int, int], float]) -> None:
    edges = build(pairs, [1] * 4, [1] * 4)
    bound = bound_odds(edges.left, edges.right, edges.odds)
    assert (bound <= np.array(count_out(edges)) + 1e-12).all()


def test_the_quick_way_is_exact_on_a_chain() -> None:
    edges = build({(0, 0): 3.0, (1, 0): 0.5, (1, 1): 2.0, (2, 1): 7.0}, [1] * 4, [1] * 4)
    found = estimate_probabilities(edges.left, edges.right, edges.odds)
    assert found == pytest.approx(count_out(edges), rel=1e-9)


def test_two_that_fit_as_well_share_the_doubt() -> None:
    edges = build({(0, 0): 1e6, (0, 1): 1e6, (1, 0): 1e6, (1, 1): 1e6}, [1] * 4, [1] * 4)
    assert compute_probabilities(edges) == pytest.approx([0.5] * 4, abs=1e-3)


def test_drawn_ways_come_as_often_as_they_weigh() -> None:
    edges = build({(0, 0): 3.0, (0, 1): 1.0, (1, 0): 2.0, (1, 1): 0.5, (2, 1): 1.0}, [1] * 4, [1] * 4)
    group = build_group(edges, np.arange(5))
    assert group
    rng = np.random.default_rng(1)
    counts = np.zeros(5)
    for _ in range(4000):
        for pair in group.draw(rng):
            counts[pair] += 1
    assert counts / 4000 == pytest.approx(count_out(edges), abs=0.03)  # four standard errors
