"""A camera counts once where several of its views see the same: by whole degrees that are counted one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.city.scene import Scene
from sousveil.city.streets import Pieces
from sousveil.coverage.exposure import trace_path
from sousveil.coverage.ground import Ground, Station, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.multiplicity import measure_band
from sousveil.coverage.optics import Bands
from sousveil.coverage.streets import measure_streets
from sousveil.crs import Frame
from sousveil.kernels import front
from sousveil.kernels.arrays import Floats

DETECT = SCALES["2014"].px_per_m["detect"]
REACH_M = 57.0
"""How far a fixed camera at the height of a face sees in the typical band."""
RANDOM = np.random.default_rng(20)
HOUSES = RANDOM.uniform(-50, 50, (30, 1, 2)) + np.array([[-2, -2], [2, -2], [2, 2], [-2, 2]])
HOUSES = HOUSES[np.hypot(*HOUSES.mean(axis=1).T) > 5]
WALLS = np.stack([HOUSES, np.roll(HOUSES, -1, axis=1)], axis=2).reshape(-1, 2, 2)
SECTORS = st.lists(
    st.tuples(st.integers(0, 359), st.integers(1, 90).map(lambda half: 2 * half)), min_size=1, max_size=5
)


def view(bearing: float, width: float, id_: str = "node/1", height_m: float = 1.6) -> Station:
    return Station(
        id=id_,
        x_m=0,
        y_m=0,
        kind="fixed",
        height_m=height_m,
        bearing_deg=float(bearing),
        width_deg=float(width),
    )


def look(*stations: Station, walls: Floats | None = None, top_m: float | None = None) -> Bands[Ground]:
    drawn = front.build_walls(np.empty((0, 2, 2)) if walls is None else walls)
    scene = Scene(Frame(0, 0), front.build_grid(drawn), np.zeros(len(drawn.ax), np.int32), ("way/1",))
    tops = None if top_m is None else Bands(*(np.full(len(drawn.ax), top_m) for _ in range(3)))
    return compute_ground(scene, stations, px_per_m=DETECT, tops=tops)


def by_k(ground: Ground) -> list[float]:
    return [float(one) for one in measure_band(ground, most=3).areas.area_m2]


def count_degrees(sectors: list[tuple[int, int]]) -> int:
    """Whole degrees that one sector or more covers."""
    return len({(b + at) % 360 for b, width in sectors for at in range(-width // 2, width // 2)})


@given(SECTORS)
def test_views_of_one_camera_count_once(sectors: list[tuple[int, int]]) -> None:
    seen = count_degrees(sectors) / 360 * math.pi * REACH_M**2
    ground = look(*(view(*one) for one in sectors)).typical
    assert by_k(ground) == pytest.approx([seen, 0, 0], abs=1e-6)
    assert len(ground.area_m2) == len(sectors)  # drawn they are whole, each for itself
    assert ground.area_m2.tolist() == pytest.approx([w / 360 * math.pi * REACH_M**2 for _, w in sectors])


@given(SECTORS, st.sampled_from([None, 3.0]))
def test_behind_walls_several_views_are_one_of_all_degrees(
    sectors: list[tuple[int, int]], top_m: float | None
) -> None:
    several = look(*(view(*one, height_m=5) for one in sectors), walls=WALLS, top_m=top_m).typical
    degrees = sorted({(b + at) % 360 for b, width in sectors for at in range(-width // 2, width // 2)})
    single = [view(one + 0.5, 1, f"node/{one}", 5) for one in degrees]
    alone = look(*single, walls=WALLS, top_m=top_m).typical.area_m2.sum()
    assert by_k(several) == pytest.approx([alone, 0, 0], abs=1e-6)


def test_streets_and_walks_count_cameras() -> None:
    views = [view(0, 90), view(30, 90), view(60, 40), view(180, 90, "node/2")]
    ground = look(*views)
    # Across the east, 20 m north of the cameras: in view from north-west to north-east of 1, whose views reach 75° too.
    ends = np.array([[-40.0, 20.0, 40.0, 20.0]]).T
    street = Pieces(ends[0], ends[1], ends[2], ends[3], np.zeros(1, np.int32), np.zeros(1))
    found = measure_streets(street, 1, ground, most=3).typical
    assert found.metres[0] == pytest.approx([20, 60, 0, 0], abs=1e-9)
    walk = trace_path([(-40, 20), (40, 20)], views, ground).typical
    assert [one.cameras for one in walk.spans] == [(), ("node/1",)]
    assert walk.seen_m == pytest.approx(60, abs=1e-9)


def test_two_cameras_at_one_place_are_two() -> None:
    ground = look(view(0, 90), view(0, 90, "node/2"), view(0, 90)).typical
    assert by_k(ground) == pytest.approx([0, math.pi * REACH_M**2 / 4, 0])


def test_a_panning_camera_with_two_sweeps_can_turn_everywhere_but_once() -> None:
    sweeps = [
        Station(id="node/1", x_m=0, y_m=0, kind="panning", height_m=1.6, bearing_deg=b, sweep_deg=120.0)
        for b in (0.0, 90.0)
    ]
    scene = Scene(
        Frame(0, 0), front.build_grid(front.build_walls(np.empty((0, 2, 2)))), np.zeros(0, np.int32), ()
    )
    found = compute_ground(scene, sweeps, px_per_m=DETECT, reachable=True)
    assert found.low.silent == 0
    # Each from its middle to half of its sweep and half of its opening of 59° to either side: 269° together.
    reach = 48_268 / 25
    assert by_k(found.typical) == pytest.approx([269 / 360 * math.pi * reach**2, 0, 0], rel=1e-9)
    assert [one.silent for one in compute_ground(scene, sweeps, px_per_m=DETECT)] == [1, 0, 0]
