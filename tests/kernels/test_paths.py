"""Shortest ways beside scipy and a twin, and what is met on them beside ways walked one by one."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

from sousveil.kernels.paths import Graph, Profile
from sousveil.kernels.reference_paths import find_ways, walk
from sousveil.kernels.trees import (
    Seers,
    build_graph,
    compute_passes,
    count_cameras,
    grow,
    keep,
    list_ways,
    make_room,
    undergo,
)

CAMERAS = 5


def draw_graph(seed: int, nodes: int, edges: int, *, whole: bool) -> tuple[Graph, Profile, Seers]:
    """Any graph: parallel edges, loops, parts apart; lengths in whole metres make ties."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, nodes, (edges, 2))
    length = rng.integers(0, 4, edges).astype(np.float64) if whole else rng.exponential(50, edges)
    cuts = np.sort(rng.uniform(0, 1, (edges, 4)), axis=1) * length[:, None]
    seen = rng.random(edges) < 0.4
    lead = np.stack([cuts[:, 0], length - cuts[:, 3]], axis=1)
    profile = Profile(
        length_m=length,
        seen_m=np.where(seen, cuts[:, 1] - cuts[:, 0] + cuts[:, 3] - cuts[:, 2], 0.0),
        inner_m=np.where(seen, cuts[:, 2] - cuts[:, 1], 0.0),
        level=np.where(seen, rng.integers(1, 4, edges), 0).astype(np.int32),
        lead_m=np.where(seen[:, None], lead, np.inf).reshape(-1),
    )
    counts = np.where(seen, rng.integers(1, 4, edges), 0)
    rows = [rng.choice(CAMERAS, count, replace=False) for count in counts.tolist()]
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return (
        build_graph(ends, length, nodes),
        profile,
        (start, np.concatenate([np.empty(0), *rows]).astype(np.int32)),
    )


def distances(graph: Graph, origin: int) -> npt.NDArray[np.float64]:
    """By another library; of parallel edges the shortest, and an edge without length a very short one."""
    nodes = len(graph.start) - 1
    table = np.full((nodes, nodes), np.inf)
    source = np.repeat(np.arange(nodes), np.diff(graph.start))
    np.minimum.at(table, (source, graph.to), np.maximum(graph.length_m, 1e-30))
    row, column = np.nonzero(np.isfinite(table))
    return np.asarray(
        dijkstra(csr_array((table[row, column], (row, column)), (nodes, nodes)), indices=origin)
    )


@given(st.integers(0, 10_000), st.integers(1, 25), st.integers(0, 60), st.booleans())
def test_every_way_is_that_of_the_twin(seed: int, nodes: int, edges: int, whole: bool) -> None:  # noqa: FBT001
    graph, profile, seers = draw_graph(seed, nodes, edges, whole=whole)
    room, times = make_room(graph), np.zeros(CAMERAS, np.int32)
    for origin in range(min(nodes, 3)):  # the second finds the room as the first left it
        ways = find_ways(graph, origin)
        tree = grow(graph, origin, room)
        assert tree.node.tolist() == list(ways)
        shortest = distances(graph, origin)
        assert tree.distance_m == pytest.approx(shortest[tree.node], abs=1e-12)
        assert np.array_equal(tree.place >= 0, np.isfinite(shortest))
        ends = np.random.default_rng(seed).integers(0, nodes, 4)
        for some, at in (
            (tree, np.arange(len(tree.node))),
            (part := keep(tree, ends, room), part.place[ends[tree.place[ends] >= 0]]),
        ):
            start, steps = list_ways(some, at)
            undergone = undergo(some, profile, room)
            met = count_cameras(some, seers, times, room)
            assert not times.any()
            for row, (place, node) in enumerate(zip(at.tolist(), some.node[at].tolist(), strict=True)):
                assert steps[start[row] : start[row + 1]].tolist() == ways[node]
                walked = walk(ways[node], profile, seers)
                found = [some.distance_m[place]] + [
                    float(one[place]) for one in undergone if one is not undergone.open_m
                ]
                assert found == pytest.approx(list(walked[:-1]), abs=1e-9)
                assert met[place] == len(walked.cameras)
        assert np.array_equal(part.place[ends] < 0, np.isinf(shortest[ends]))
        assert len(part.node) == len(
            {origin}.union(*(passed(graph, origin, ways.get(end, [])) for end in ends.tolist()))
        )


def passed(graph: Graph, origin: int, way: list[int]) -> set[int]:
    """The nodes that a way passes."""
    return {origin, *(int(graph.to[np.flatnonzero(graph.way == step)[0]]) for step in way)}


def test_trips_pass_every_node_on_their_way() -> None:
    graph, _, _ = draw_graph(3, 20, 40, whole=False)
    tree = grow(graph, 0, make_room(graph))
    passes = compute_passes(tree, np.ones(len(tree.node)))
    expected = np.zeros(20)
    for way in find_ways(graph, 0).values():
        expected[list(passed(graph, 0, way))] += 1.0
    assert passes == pytest.approx(expected[tree.node])


def test_a_very_long_step_among_short_ones() -> None:
    graph = build_graph([(0, 1), (1, 2), (2, 3)], [1e-3, 5e7, 1e-3], 4)
    tree = grow(graph, 0, make_room(graph))
    assert tree.node.tolist() == [0, 1, 2, 3]
    assert tree.distance_m[3] == pytest.approx(5e7 + 2e-3)


@pytest.mark.parametrize(
    ("ends", "length", "said"),
    [([(0, 1)], [-1.0], "at least 0"), ([(0, 1)], [np.nan], "finite"), ([(0, 2)], [1.0], "nodes 0 to 1")],
)
def test_what_is_no_graph(ends: list[tuple[int, int]], length: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build_graph(ends, length, 2)


def test_nothing_to_walk_on() -> None:
    graph = build_graph(np.empty((0, 2)), [], 1)
    assert grow(graph, 0, make_room(graph)).node.tolist() == [0]
