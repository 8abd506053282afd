"""Placements that are drawn: the null beside its formula, known cameras first, seeds, and where cameras can be."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.network import build_network
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.impact import null
from sousveil.impact.exposure import EdgeLines, draw_edges
from sousveil.impact.placements import (
    Design,
    Ground,
    Look,
    Sites,
    Tried,
    count_passes,
    draw_views,
    meet_trips,
    scatter,
    suppose_look,
    try_placements,
    weigh_corners,
)
from sousveil.impact.trips import Trips, build_demand, build_walks, simulate_trips
from sousveil.kernels.along import build_lines
from sousveil.kernels.front import build_grid, build_views, build_walls
from sousveil.kernels.trees import build_graph

HELSINKI = Path(__file__).parents[2] / "examples" / "helsinki" / "places" / "helsinki-centre-2019-04.osm.pbf"
WALK_M, RANGE_M, WIDTH_DEG = 300.0, 25.0, 100.0
LOOK = Look(RANGE_M, WIDTH_DEG)


@pytest.fixture(scope="module")
def scene() -> CityScene:
    return build_city_scene(read_extract(HELSINKI, HELSINKI.name)[0])


@pytest.fixture(scope="module")
def ground(scene: CityScene) -> Ground:
    network = build_network(scene.streets)
    trips = simulate_trips(
        build_walks(network), build_demand(network, scene, None), model="gravity", count=400, seed=1
    )
    return Ground(scene.buildings.grid, draw_edges(network, scene.streets), trips)


@pytest.fixture(scope="module")
def corners(scene: CityScene) -> Sites:
    network = build_network(scene.streets)
    return weigh_corners(scene, network, build_walks(network), seed=1)


def plain() -> Ground:
    """One straight walk on a plain without houses."""
    lines = EdgeLines(
        build_lines([[(0, 0), (WALK_M, 0)]]), np.zeros(1, np.int64), np.zeros(1), np.array([WALK_M])
    )
    one = np.zeros(1, np.int32)
    trips = Trips(one, one, np.array([WALK_M]), np.array([0, 1]), one, 0)
    return Ground(build_grid(build_walls(np.empty((0, 2, 2)))), lines, trips)


def test_cameras_thrown_anywhere_meet_walks_as_the_null_model_says() -> None:
    wide, high, count = WALK_M + 4 * RANGE_M, 4 * RANGE_M, 400
    rng = np.random.default_rng(2)
    xy = rng.uniform((-2 * RANGE_M, -2 * RANGE_M), (WALK_M + 2 * RANGE_M, 2 * RANGE_M), (50_000, 2))
    design = Design(Sites("thrown", xy, np.full(len(xy), 1 / len(xy)), 1.0), LOOK)
    tried = try_placements(plain(), design, [4, count], seed=1)
    met = null.compute_cameras_met(
        count / (wide * high), null.compute_sector_area_m2(RANGE_M, WIDTH_DEG),
        null.compute_sector_rim_m(RANGE_M, WIDTH_DEG), WALK_M,
    )  # fmt: skip
    assert tried.cameras_met[:, 1].mean() == pytest.approx(met, rel=0.03)
    share = 1 - (1 - met / count) ** 4
    assert tried.walk_share[:, 0].mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 200))


def test_the_same_seed_gives_the_same_bytes(ground: Ground, corners: Sites) -> None:
    one, two, other = (
        try_placements(ground, Design(corners, LOOK), [3, 30], seed=seed) for seed in (1, 1, 2)
    )

    def show(tried: Tried) -> bytes:
        return tried.walk_share.tobytes() + tried.cameras_met.tobytes()

    assert show(one) == show(two) != show(other)
    assert (one.walk_share[:, 0] <= one.walk_share[:, 1]).all()
    assert (one.cameras_met[:, 0] <= one.cameras_met[:, 1]).all()
    assert (one.walk_share <= one.cameras_met + 1e-12).all()


def test_draws_come_in_the_order_in_which_they_were_drawn(ground: Ground, corners: Sites) -> None:
    design = Design(corners, LOOK)
    tried = try_placements(ground, design, [30], seed=4)
    for draw in (0, 57, 199):
        first, met = meet_trips(ground, draw_views(design, 30, seed=4, draw=draw))
        assert tried.walk_share[draw, 0] == (first < 30).mean()
        assert tried.cameras_met[draw, 0] == pytest.approx(met.sum() / len(ground.trips))


def test_known_cameras_stand_first(ground: Ground, corners: Sites) -> None:
    known = build_views(
        corners.xy[:7, 0], corners.xy[:7, 1], range_m=40.0, bearing_deg=np.arange(7) * 50.0, width_deg=80.0
    )
    design = Design(corners, LOOK, known)
    tried = try_placements(ground, design, [3, 7, 20], seed=1)
    assert np.ptp(tried.walk_share[:, 0]) > 0
    assert np.ptp(tried.walk_share[:, 1]) == 0
    assert np.ptp(tried.walk_share[:, 2]) > 0
    assert tried.cameras_met[0, 1] == pytest.approx(meet_trips(ground, known)[1].sum() / len(ground.trips))
    views = draw_views(design, 20, seed=1, draw=0)
    assert sorted(views.x[:7].tolist()) == sorted(known.x.tolist())
    assert len(draw_views(design, 3, seed=1, draw=0).x) == 3


def test_places_hold_as_many_cameras_as_they_should(corners: Sites) -> None:
    views = draw_views(Design(corners, LOOK), 20_000, seed=1, draw=0)
    moves = 1 + int(np.count_nonzero((np.diff(views.x) != 0) | (np.diff(views.y) != 0)))
    assert 20_000 / moves == pytest.approx(corners.per_site, rel=0.02)
    alone = draw_views(Design(Sites("alone", corners.xy, corners.weight, 1.0), LOOK), 500, seed=1, draw=0)
    assert Counter(alone.from_x.tolist()).most_common(1)[0][1] == 1  # each looks somewhere else


def test_no_place_lies_in_a_building(scene: CityScene, corners: Sites) -> None:
    walls = np.stack(scene.buildings.walls, axis=1).reshape(-1, 2, 2)
    for sites in (corners, scatter(scene, seed=1)):
        assert sites.weight.sum() == pytest.approx(1)
        rays = shapely.linestrings(np.stack([sites.xy, np.add(sites.xy, (1e5, 1e-3))], axis=1)[:300])
        ray, wall = shapely.STRtree(shapely.linestrings(walls)).query(rays, predicate="intersects")
        around = np.bincount(ray, weights=np.sign(walls[wall, 1, 1] - walls[wall, 0, 1]), minlength=300)
        assert np.count_nonzero(around > 0) == 0


def test_ways_pass_the_middle_of_a_star() -> None:
    # Four leaves: twelve ways lead from one to another, all over the middle.
    graph = build_graph([(0, leaf) for leaf in range(1, 5)], np.ones(4), 5)
    assert count_passes(graph, seed=1).tolist() == [12, 0, 0, 0, 0]


def test_a_look_fills_the_pixels_it_is_asked_for() -> None:
    # 57 m at 25 px/m in the middle of the picture (the median of fixed models), seen from 3.4 m above the face.
    assert suppose_look(25.0).range_m == pytest.approx(np.sqrt(57.0**2 - 3.4**2))
    assert suppose_look(62.5).range_m < suppose_look(25.0).range_m


@pytest.mark.parametrize(
    ("devices", "draws", "said"),
    [([3], 10, "200 times"), ([], 200, "increase"), ([0, 3], 200, "increase"), ([3, 3], 200, "increase")],
)
def test_what_cannot_be_drawn(devices: list[int], draws: int, said: str) -> None:
    sites = Sites("one", np.zeros((1, 2)), np.ones(1), 1.0)
    with pytest.raises(ValueError, match=said):
        try_placements(plain(), Design(sites, LOOK), devices, seed=1, draws=draws)
