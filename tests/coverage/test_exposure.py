"""Streets, areas and walks under cameras of known sectors: what can be worked out by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import Scene
from sousveil.city.streets import Pieces
from sousveil.coverage.exposure import trace_path
from sousveil.coverage.ground import Ground, Station, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.multiplicity import measure_cover
from sousveil.coverage.optics import Bands
from sousveil.coverage.streets import measure_streets, sum_by_kind
from sousveil.crs import Frame
from sousveil.kernels import front
from sousveil.kernels.arrays import Floats

DETECT = SCALES["2014"].px_per_m["detect"]
EMPTY = Scene(Frame(0, 0), front.build_grid(front.build_walls([])), np.zeros(0, np.int32), ())
REACHES = (40, 57, 96)
"""How far the three bands see at the height of a face [m]."""


def station(id_: str, x_m: float, y_m: float = 0.0) -> Station:
    return Station(id=id_, x_m=x_m, y_m=y_m, kind="fixed", height_m=1.6, width_deg=360.0)


def look(stations: Sequence[Station]) -> Bands[Ground]:
    return compute_ground(EMPTY, stations, px_per_m=DETECT)


def pieces(*lines: tuple[float, float, float, float], street: Sequence[int]) -> Pieces:
    ax, ay, bx, by = (np.array(column, dtype=np.float64) for column in zip(*lines, strict=True))
    return Pieces(ax, ay, bx, by, np.array(street, np.int32), np.zeros(len(lines)))


ONE = station("node/1", 0)
ROAD = pieces((-200, 0, 0, 0), (0, 0, 200, 0), (-200, 500, 200, 500), street=[0, 0, 1])
EAST = shapely.box(20, -10, 300, 10)


def test_a_street_through_three_circles() -> None:
    for found, reach in zip(measure_streets(ROAD, 2, look([ONE])), REACHES, strict=True):
        assert found.metres[0, :3] == pytest.approx([400 - 2 * reach, 2 * reach, 0], abs=1e-9)
        assert found.metres[1, 0] == 400
        assert found.share == pytest.approx(2 * reach / 800)


def test_ground_that_nobody_surveyed_leaves_the_share() -> None:
    found = measure_streets(ROAD, 2, look([ONE]), unsurveyed=[EAST]).typical
    assert found.metres[0, :2] == pytest.approx(
        [143, 77], abs=1e-9
    )  # from -200 to 20 of 400 m, -57 to 20 seen
    assert found.elsewhere[0, :2] == pytest.approx([143, 37], abs=1e-9)
    assert found.share == pytest.approx(77 / 620)


def test_where_nothing_was_surveyed_there_is_no_share() -> None:
    everywhere = shapely.box(-1000, -1000, 1000, 1000)
    assert math.isnan(measure_streets(ROAD, 2, look([ONE]), unsurveyed=[everywhere]).low.share)


def test_residents_of_unknown_streets_are_not_zero() -> None:
    density = np.array([0.5, 0.0, np.nan])
    found = measure_streets(ROAD, 2, look([ONE]), residents_per_m=density).high
    assert found.residents[:2] == pytest.approx([52, 48])
    assert found.unweighted_m == pytest.approx(400)
    assert measure_streets(ROAD, 2, look([ONE])).high.unweighted_m == pytest.approx(800)


def test_several_cameras_and_kinds() -> None:
    found = measure_streets(ROAD, 2, look([ONE, station("node/2", 40)]), most=2).low
    assert found.metres[0] == pytest.approx([280, 80, 40], abs=1e-9)
    kinds = sum_by_kind(found, ("footway", "footway"))
    assert kinds["footway"] == pytest.approx([680, 80, 40], abs=1e-9)


def test_cameras_of_which_a_band_says_nothing_are_counted() -> None:
    unknown = Station(id="node/9", x_m=0, y_m=0, kind="fixed")
    found = measure_streets(ROAD, 2, look([unknown]))
    assert [band.silent for band in found] == [1, 1, 0]
    assert found.low.watched_m == 0 < found.high.watched_m
    assert [band.silent for band in measure_cover(look([unknown]))] == [1, 1, 0]
    assert [band.silent for band in trace_path([(0, 0), (9, 0)], [unknown], look([unknown]))] == [1, 1, 0]


@pytest.mark.parametrize(("exact", "within"), [(True, 1e-9), (None, 1e-9), (False, 1e-3)])
def test_two_circles_cover_less_than_twice_one(exact: bool | None, within: float) -> None:  # noqa: FBT001
    found = measure_cover(look([ONE, station("node/2", 40)]), exact=exact, step_m=0.1).low.areas
    lens = 2 * 40**2 * math.acos(0.5) - 20 * math.sqrt(4 * 40**2 - 40**2)
    assert found.area_m2[:2] == pytest.approx([2 * math.pi * 1600 - 2 * lens, lens], rel=within)
    assert found.union_m2 == pytest.approx(2 * math.pi * 1600 - lens, rel=within)


WALK: Floats = np.array([(-100.0, 0.0), (0.0, 0.0), (0.0, 0.0), (100.0, 0.0)])


def test_a_walk_past_two_cameras() -> None:
    stations = [station("node/2", 40), station("node/1", -30)]
    found = trace_path(WALK, stations, look(stations)).low
    spans = [
        (0, 30, ()),
        (30, 100, ("node/1",)),  # from -70 to 10, the other from 0
        (100, 110, ("node/1", "node/2")),
        (110, 180, ("node/2",)),
        (180, 200, ()),
    ]
    assert [span.cameras for span in found.spans] == [cameras for _, _, cameras in spans]
    assert [(s.begin_m, s.end_m) for s in found.spans] == [
        pytest.approx(span[:2], abs=1e-9) for span in spans
    ]
    assert found.cameras == ("node/1", "node/2")
    assert (found.length_m, found.seen_m, found.unseen_m) == pytest.approx((200, 150, 50), abs=1e-9)
    assert (found.first_seen_m, found.last_seen_m) == pytest.approx((30, 180), abs=1e-9)
    assert found.longest_gap == found.spans[0]


def test_more_is_seen_of_a_walk_in_a_higher_band() -> None:
    low, typical, high = (exposure.seen_m for exposure in trace_path(WALK, [ONE], look([ONE])))
    assert (low, typical, high) == pytest.approx((80, 114, 192), abs=1e-9)


def test_a_gap_in_ground_that_nobody_surveyed_is_no_gap() -> None:
    found = trace_path(WALK, [ONE], look([ONE]), unsurveyed=[shapely.box(-300, -10, -10, 10)]).low
    gap = found.longest_gap
    assert gap is not None
    assert (gap.begin_m, gap.end_m, gap.cameras, gap.surveyed) == (140, 200, (), True)
    assert found.unseen_m == pytest.approx(60, abs=1e-9)
    assert found.seen_m == pytest.approx(80, abs=1e-9)
    assert [span.surveyed for span in found.spans] == [False, False, True, True]


def test_a_walk_that_nobody_sees() -> None:
    far = trace_path(WALK + 1000, [ONE], look([ONE])).high
    assert (far.first_seen_m, far.last_seen_m, far.cameras, far.seen_m) == (None, None, (), 0)
    assert far.longest_gap == far.spans[0]
    assert (far.spans[0].begin_m, far.spans[0].end_m) == pytest.approx((0, 200))


@pytest.mark.parametrize("path", [[], [(0.0, 0.0)], [(0.0, 0.0), (0.0, 0.0)]])
def test_a_walk_without_length_undergoes_nothing(path: list[tuple[float, float]]) -> None:
    found = trace_path(path, [ONE], look([ONE])).low
    assert (found.length_m, found.longest_gap, found.spans) == (0, None, ())
