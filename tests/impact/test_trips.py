"""Simulated trips and what they undergo: closed forms on lines and grids, invariances, and paths walked one by one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.network import Network, UnreachableError, build_network
from sousveil.city.residents import Shared
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.city.streets import Streets
from sousveil.coverage.exposure import trace_path
from sousveil.coverage.ground import Station, compute_ground
from sousveil.coverage.optics import Bands
from sousveil.impact.exposure import Watch, draw_edges, expect_trips, expose_pairs, watch_edges
from sousveil.impact.trips import (
    MODELS,
    Demand,
    Model,
    build_demand,
    build_walks,
    simulate_trips,
    weigh_gravity,
    weigh_radiation,
)
from sousveil.kernels.paths import Graph, Profile
from sousveil.kernels.trees import build_graph

HELSINKI = Path(__file__).parents[2] / "examples" / "helsinki" / "places" / "helsinki-centre-2019-04.osm.pbf"
SIDE, STEP = 7, 100.0


@pytest.fixture(scope="module")
def scene() -> CityScene:
    return build_city_scene(read_extract(HELSINKI, HELSINKI.name)[0])


@pytest.fixture(scope="module")
def network(scene: CityScene) -> Network:
    return build_network(scene.streets)


def stand(network: Network, count: int) -> list[Station]:
    """Cameras on street corners, looking anywhere."""
    rng = np.random.default_rng(5)
    return [
        Station(
            id=f"{row:03}", x_m=network.xy[node, 0], y_m=network.xy[node, 1], kind="fixed",
            bearing_deg=float(rng.uniform(0, 360)),
        )
        for row, node in enumerate(rng.choice(len(network.xy), count, replace=False))
    ]  # fmt: skip


def bury(streets: Streets, *, tunnel: bool) -> Streets:
    """All streets in tunnels, or none in a tunnel or a building."""
    flags = np.full(len(streets), tunnel)
    return Streets(streets.frame, streets.xy, replace(streets.lines, tunnel=flags, indoor=flags))


def grid() -> Graph:
    """Streets of 7 by 7 corners, 100 m apart."""
    rows = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    ends = np.concatenate(
        [
            np.stack([rows[:, :-1], rows[:, 1:]], -1).reshape(-1, 2),
            np.stack([rows[:-1], rows[1:]], -1).reshape(-1, 2),
        ]
    )
    return build_graph(ends, np.full(len(ends), STEP), SIDE * SIDE)


def alike(nodes: int) -> Demand:
    return Demand(np.ones(nodes), np.full(nodes, 1 / nodes), float(nodes), 0, 0.0)


def blind(edges: int) -> Watch:
    """Nobody looks."""
    nothing = np.zeros(edges)
    lines = np.zeros(edges, np.int32)
    profile = Profile(np.full(edges, STEP), nothing, nothing, lines, np.full(2 * edges, np.inf))
    return Watch(profile, (np.zeros(edges + 1, np.int64), np.empty(0, np.int32)), 0)


def test_gravity_on_a_line() -> None:
    # Three places as large, at 0, d₀ and 2 d₀: shares as 1 to e.
    weight = weigh_gravity(np.ones(3), np.array([0.0, 500.0, 1000.0]), decay_m=500.0)
    assert weight[1] / weight[2] == pytest.approx(np.e)


def test_radiation_on_a_line_adds_up_to_what_leaves() -> None:
    # The chance to go farther than s is m / (m + s) (Simini et al., eq. 1): sums of T_ij telescope to it.
    drawn = np.array([2.0, 1.0, 3.0, 4.0])
    weight = weigh_radiation(drawn, np.array([0.0, 1.0, 2.0, 3.0]), zone_m=0.0)
    assert np.cumsum(weight[1:]) == pytest.approx([1 - 2 / 3, 1 - 2 / 6, 1 - 2 / 10])


def test_radiation_leaves_its_zone_and_from_nowhere_ends_at_the_first_thing() -> None:
    weight = weigh_radiation(np.array([1.0, 5, 2, 2]), np.array([0.0, 100, 200, 300]), zone_m=150.0)
    assert weight == pytest.approx([0, 0, 6 * 2 / (6 * 8), 6 * 2 / (8 * 10)])
    assert weigh_radiation(np.array([0.0, 0, 2, 2]), np.arange(4.0), zone_m=0.0).tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_trips_on_any_number_of_threads(model: Model) -> None:
    graph, demand = grid(), alike(SIDE * SIDE)
    one, two = (simulate_trips(graph, demand, model=model, count=500, seed=3, threads=n) for n in (1, 2))
    other = simulate_trips(graph, demand, model=model, count=500, seed=4)
    for name in ("origin", "destination", "length_m", "start", "way"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    assert one.way.tobytes() != other.way.tobytes()
    assert np.diff(one.start) * STEP == pytest.approx(one.length_m)


def test_trips_fall_as_often_as_the_model_says() -> None:
    graph, demand = grid(), alike(SIDE * SIDE)
    trips = simulate_trips(graph, demand, model="gravity", count=40_000, seed=1)
    expected = expect_trips(graph, demand, blind(84), model="gravity")
    assert trips.length_m.mean() == pytest.approx(expected.length_m, rel=0.01)
    # By hand: all pairs of corners, distances along the grid.
    x, y = np.divmod(np.arange(SIDE * SIDE), SIDE)
    apart = STEP * (abs(x[:, None] - x) + abs(y[:, None] - y))
    weight = np.where(apart > 0, np.exp(-apart / 940.0), 0.0)
    weight /= weight.sum(axis=1, keepdims=True)
    assert expected.length_m == pytest.approx(float((weight * apart).sum() / len(x)))
    assert (expected.seen, expected.cameras, expected.lost) == (0, 0, 0)
    assert expected.gap_m == pytest.approx(expected.length_m)


def test_where_no_street_leads() -> None:
    graph = build_graph([(0, 1)], [10.0], 4)
    watch = blind(1)
    demand = replace(alike(4), origins=np.array([1.0, 1.0, 1.0, 0.0]))
    trips = simulate_trips(graph, demand, model="gravity", count=300, seed=1)
    assert trips.lost + len(trips) == 300
    assert 60 < trips.lost < 140
    assert expect_trips(graph, demand, watch, model="gravity").lost == pytest.approx(1 / 3)
    found = expose_pairs(graph, watch, [0, 0, 2], [1, 3, 2])
    assert found.length_m == pytest.approx([10, np.nan, 0], nan_ok=True)
    nobody = replace(demand, origins=np.array([0.0, 0.0, 1.0, 0.0]))
    with pytest.raises(UnreachableError, match="no street leads"):
        expect_trips(graph, nobody, watch, model="gravity")
    assert len(simulate_trips(graph, nobody, model="radiation", count=9, seed=1)) == 0


def test_where_nobody_is_known_to_live_every_metre_counts_alike(scene: CityScene, network: Network) -> None:
    pieces = scene.streets.pieces
    nobody = Shared(np.full(len(pieces.ax), np.nan), 0.0)
    first, second = build_demand(network, scene, None), build_demand(network, scene, nobody)
    assert first.residents is None
    assert np.array_equal(first.origins, second.origins)
    walkable = scene.streets.lines.walkable
    assert first.origins.sum() == pytest.approx(scene.streets.length_m[walkable].sum())
    assert first.draws.sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        build_demand(network, scene, None, place_share=1.5)


def test_paths_walked_one_by_one_undergo_the_same(scene: CityScene, network: Network) -> None:
    stations = stand(network, 150)
    ground = compute_ground(scene.buildings, stations, px_per_m=62.5).typical
    # A path is not told that it leads through a tunnel.
    watch = watch_edges(draw_edges(network, bury(scene.streets, tunnel=False)), [ground])
    rng = np.random.default_rng(1)
    main = np.flatnonzero(network.component == 0)
    pairs = rng.choice(main, (40, 2))
    found = expose_pairs(build_walks(network), watch, pairs[:, 0], pairs[:, 1])
    for at, (first, last) in enumerate(pairs.tolist()):
        line = network.draw_path(network.find_path(first, last), scene.streets)
        walked = trace_path(line, stations, Bands(ground, ground, ground)).typical
        assert found.length_m[at] == pytest.approx(walked.length_m)
        assert found.seen_m[at] == pytest.approx(walked.seen_m, abs=1e-4)
        assert found.cameras[at] == len(walked.cameras)
        gap = walked.longest_gap.length_m if walked.longest_gap else 0.0
        assert found.gap_m[at] == pytest.approx(gap, abs=1e-4)
        for ours, theirs in (
            (found.first_m[at], walked.first_seen_m),
            (found.last_m[at], walked.last_seen_m),
        ):
            assert ours == pytest.approx(np.nan if theirs is None else theirs, abs=1e-4, nan_ok=True)


def test_more_cameras_never_see_less_and_tunnels_hide(scene: CityScene, network: Network) -> None:
    stations, graph = stand(network, 60), build_walks(network)
    lines, demand = draw_edges(network, scene.streets), build_demand(network, scene, None)
    few, many = (
        expect_trips(graph, demand, watch_edges(lines, [compute_ground(scene.buildings, some, px_per_m=62.5).typical]),
                     model="gravity")
        for some in (stations[:20], stations)
    )  # fmt: skip
    assert 0 < few.seen < many.seen < 1
    assert few.cameras < many.cameras
    assert few.gap_m > many.gap_m
    ground = compute_ground(scene.buildings, stations, px_per_m=62.5).typical
    buried = watch_edges(draw_edges(network, bury(scene.streets, tunnel=True)), [ground])
    assert not buried.profile.seen_m.any()
    assert not len(buried.seers[1])


def test_levels_of_detail_and_cameras_with_several_views(scene: CityScene, network: Network) -> None:
    stations = stand(network, 30)
    lines = draw_edges(network, scene.streets)
    coarse, fine = (compute_ground(scene.buildings, stations, px_per_m=px).typical for px in (62.5, 250.0))
    both = watch_edges(lines, [coarse, fine])
    assert set(both.profile.level.tolist()) == {0, 1, 2}
    assert np.array_equal(both.profile.level > 0, both.profile.seen_m > 0)
    one = watch_edges(lines, [coarse], camera=np.zeros(30))
    assert one.cameras == 1
    assert np.array_equal(np.diff(one.seers[0]) > 0, np.diff(both.seers[0]) > 0)
