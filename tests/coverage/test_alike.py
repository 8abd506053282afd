"""Cameras that see the same are swept once and count each: as if every one had been drawn for itself."""

from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pytest
import shapely  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.city.scene import Scene
from sousveil.city.streets import Pieces
from sousveil.coverage import ground as visible
from sousveil.coverage.ground import Ground, Station, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.multiplicity import measure_band
from sousveil.coverage.once import find_alike
from sousveil.coverage.optics import Bands
from sousveil.coverage.sights import find_in_view
from sousveil.coverage.streets import measure_streets
from sousveil.crs import Frame
from sousveil.kernels import front
from tests.kernels.shapes import box

DETECT = SCALES["2014"].px_per_m["detect"]
WALLS = [*box(10, 5, 8, 6), *box(-20, -9, 5, 12), *box(16, -30, 9, 9)]
SCENE = Scene(
    Frame(0, 0),
    front.build_grid(front.build_walls(WALLS)),
    np.repeat(np.arange(3, dtype=np.int32), 4),
    ("way/1", "way/2", "way/3"),
)
ENDS = np.array([[-60.0, 2, 60, 3], [0, -60, 1, 60], [-40, -40, 40, 40]]).T
STREETS = Pieces(ENDS[0], ENDS[1], ENDS[2], ENDS[3], np.array([0, 1, 1], np.int32), np.zeros(3))
SPOTS = shapely.points([(30.0, 8.0), (-30.0, 0.0), (0.5, 0.5)])
MANY = 100_000

# Few places, directions and heights, so that many are alike, and several views of one camera among them.
CAMERAS = st.lists(
    st.builds(
        Station,
        id=st.sampled_from(["node/1", "node/2", "node/3", "node/4"]),
        x_m=st.sampled_from([0.0, 3.0]),
        y_m=st.just(0.0),
        kind=st.sampled_from(["fixed", "dome"]),
        bearing_deg=st.sampled_from([None, 0.0, 40.0]),
        height_m=st.sampled_from([3.0, 8.0]),
    ),
    min_size=1,
    max_size=9,
)
TOPS = st.sampled_from([None, Bands(*(np.array([2.0, 6.0, np.inf]),) * 3)])


def keep_apart(columns: list[npt.NDArray[np.float64]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    rows = np.arange(len(columns[0]))
    return rows, rows


def look(cameras: list[Station], tops: Bands[npt.NDArray[np.float64]] | None) -> Bands[Ground]:
    return compute_ground(SCENE, cameras, px_per_m=DETECT, tops=tops)


@settings(max_examples=settings().max_examples // 4)
@given(CAMERAS, TOPS)
def test_alike_cameras_count_as_if_each_were_drawn(
    cameras: list[Station], tops: Bands[npt.NDArray[np.float64]] | None
) -> None:
    once = look(cameras, tops)
    with patch.object(visible, "find_alike", keep_apart):
        singly = look(cameras, tops)
    streets = zip(*(measure_streets(STREETS, 2, each, most=5) for each in (once, singly)), strict=True)
    for one, each, (mine, other) in zip(once, singly, streets, strict=True):
        assert len(one.once.views.x) <= len(each.once.views.x)
        assert one.once.times.sum() == len(each.once.views.x)
        for exact in (True, False):
            found, expected = (measure_band(ground, most=5, exact=exact).areas for ground in (one, each))
            assert found.area_m2 == pytest.approx(expected.area_m2, abs=1e-6)
            assert found.sum_m2 == pytest.approx(expected.sum_m2, abs=1e-6)
        assert mine.metres == pytest.approx(other.metres, abs=1e-9)
        assert mine.silent == other.silent
        assert find_in_view(SPOTS, one.once).tolist() == find_in_view(SPOTS, each.once).tolist()
        # Drawn, each camera has its own ground still.
        np.testing.assert_array_equal(one.area_m2, each.area_m2)
        np.testing.assert_array_equal(one.boundaries.start, each.boundaries.start)
        used = int(one.boundaries.start[-1])
        np.testing.assert_array_equal(one.boundaries.x[:used], each.boundaries.x[:used])


def test_rows_are_alike_only_to_the_last_bit() -> None:
    first, which = find_alike([np.array([2.0, 1.0, 2.0, np.nextafter(2.0, 3.0)]), np.array([7, 7, 7, 7])])
    assert first.tolist() == [0, 1, 3]
    assert which.tolist() == [0, 1, 0, 2]


def test_a_hundred_thousand_cameras_at_one_place_are_one_sweep() -> None:
    crowd = [Station(id=f"node/{at}", x_m=0, y_m=0, kind="dome", height_m=8.0) for at in range(MANY)]
    one, many = look(crowd[:1], None).high, look(crowd, None).high
    assert len(many.once.views.x) == 1
    assert many.once.times.tolist() == [MANY]
    alone, together = measure_band(one).areas, measure_band(many, most=3).areas
    assert together.area_m2.tolist() == [0.0, 0.0, alone.union_m2]
    assert together.sum_m2 == pytest.approx(MANY * alone.sum_m2)
    found = measure_streets(STREETS, 2, Bands(many, many, many), most=2).high
    assert (found.metres[:, 2] > 0).all()
    assert not found.metres[:, 1].any()
