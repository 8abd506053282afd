"""Visible ground of cameras: bands, directions nobody knows, movable cameras, walls."""

import math

import numpy as np
import pytest

from sousveil.city.scene import Scene
from sousveil.coverage.ground import Station, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.optics import PLATE_PX_PER_M, Bands
from sousveil.crs import Frame
from sousveil.kernels import front

DETECT = SCALES["2014"].px_per_m["detect"]
# A wall across the north, 30 m ahead, 200 m wide; its outer side faces south.
WALL = [[[-100.0, 30.0], [100.0, 30.0]]]


def build(corners: list[list[list[float]]]) -> Scene:
    walls = front.build_walls(np.array(corners).reshape(-1, 2, 2))
    return Scene(Frame(0, 0), front.build_grid(walls), np.zeros(len(corners), np.int32), ("way/1",))


def areas(station: Station, *, reachable: bool = False, scene: Scene | None = None) -> Bands[float]:
    found = compute_ground(scene or build([]), [station], px_per_m=DETECT, reachable=reachable)
    return Bands(*(float(ground.area_m2[0]) for ground in found))


def station(**said: float | str) -> Station:
    given = {"id": "node/1", "x_m": 0.0, "y_m": 0.0, "kind": "fixed", "height_m": 1.6} | said
    return Station(**given)  # type: ignore[arg-type]


def sector(width_deg: float, range_m: float) -> float:
    return width_deg / 360 * math.pi * range_m * range_m


def test_a_fixed_camera_in_the_open_sees_three_sectors() -> None:
    expected = [sector(82, reach) for reach in (40, 57, 96)]
    assert areas(station(bearing_deg=0)) == pytest.approx(expected, rel=1e-12)


def test_a_tagged_sector_counts_before_the_supposed_one() -> None:
    assert areas(station(bearing_deg=0, width_deg=45)).typical == pytest.approx(sector(45, 57), rel=1e-12)


def test_an_unknown_direction_is_not_zero_ground() -> None:
    found = areas(station())
    assert np.isnan([found.low, found.typical]).all()
    assert found.high == pytest.approx(sector(360, 96), rel=1e-12)


def test_a_camera_on_a_wall_is_guessed_to_look_away_from_it() -> None:
    found = areas(station(facade_deg=90))
    assert np.isnan(found.low)
    assert found.typical == pytest.approx(sector(82, 57), rel=1e-12)
    assert found.high == pytest.approx(sector(360, 96), rel=1e-12)
    assert areas(station(facade_deg=90, bearing_deg=0)).low == pytest.approx(sector(82, 40), rel=1e-12)


def test_a_plate_reader_reads_plates_about_fourteen_metres_away() -> None:
    reader = station(kind="plate_reader", bearing_deg=0, height_m=0.5)
    found = compute_ground(build([]), [reader], px_per_m=PLATE_PX_PER_M)
    # 1,920 pixels over 52 cm plates of 130 pixels, by tan: 12.2, 14.3 and 18.9 m.
    reaches = [1920 / (2 * 250 * math.tan(math.radians(width / 2))) for width in (35, 30, 23)]
    assert [float(g.area_m2[0]) for g in found] == pytest.approx([sector(30, r) for r in reaches], rel=1e-3)


@pytest.mark.parametrize("said", [{"kind": ""}, {"kind": "doorbell"}])
def test_of_a_kind_nobody_named_nothing_is_said(said: dict[str, str]) -> None:
    assert np.isnan(areas(station(bearing_deg=0, **said))).all()


def test_a_movable_camera_has_two_grounds() -> None:
    for kind, width, reach in (("dome", 82, 52), ("panning", 59, 69)):
        moment = areas(station(kind=kind, bearing_deg=10))
        assert moment.typical == pytest.approx(sector(width, reach), rel=1e-12)
        turned = areas(station(kind=kind, bearing_deg=10), reachable=True)
        assert all(more > less for more, less in zip(turned, moment, strict=True))


def test_at_the_least_a_panning_camera_does_not_zoom() -> None:
    found = areas(station(kind="panning"), reachable=True)
    reaches = (43, 48_268 / 25, 48_268 / 25)  # 43 m: the tenth of a hundred at the wide end, as at one moment
    assert found == pytest.approx([sector(360, reach) for reach in reaches], rel=1e-12)


def test_an_unknown_height_widens_the_bands() -> None:
    unknown = areas(Station(id="node/1", x_m=0, y_m=0, kind="fixed", bearing_deg=0))
    reaches = [math.sqrt(d * d - (h - 1.6) ** 2) for d, h in zip((40, 57, 96), (12, 5, 3), strict=True)]
    assert unknown == pytest.approx([sector(82, reach) for reach in reaches], rel=1e-12)


def test_a_wall_ends_the_view() -> None:
    found = areas(station(bearing_deg=0), scene=build(WALL[:1]))
    half = math.radians(41)
    # Even the 40 m of the low band end behind the wall, whose ends lie 30 / cos(41°) = 39.75 m away.
    assert found == pytest.approx([30 * 30 * math.tan(half)] * 3, rel=1e-12)


def test_several_cameras_keep_their_order() -> None:
    stations = [station(bearing_deg=0), station(), station(bearing_deg=180)]
    found = compute_ground(build(WALL), stations, px_per_m=DETECT)
    assert found.typical.known.tolist() == [True, False, True]
    assert found.typical.area_m2[2] == pytest.approx(sector(82, 57), rel=1e-12)
    assert found.typical.area_m2[0] < found.typical.area_m2[2]
    assert len(found.typical.boundaries.start) == 4


def test_more_detail_is_seen_on_less_ground() -> None:
    one = [station(bearing_deg=30)]
    seen = [
        compute_ground(build(WALL), one, px_per_m=level).high.area_m2[0]
        for level in SCALES["2025"].px_per_m.values()
    ]
    assert seen == sorted(seen, reverse=True)


def test_no_camera_sees_nothing() -> None:
    assert len(compute_ground(build(WALL), [], px_per_m=DETECT).low.area_m2) == 0
