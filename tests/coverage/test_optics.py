"""Optics beside printed tables, and the levels of both editions."""

import math

import pytest

from sousveil.coverage.levels import SCALES
from sousveil.coverage.optics import ANGLES_DEG, compute_focal_px, compute_range_m, suppose_lens


@pytest.mark.parametrize(
    ("width", "pixels", "focal"),
    [(87.6, 1920, 1001), (67.7, 1920, 1431), (81.2, 2688, 1568), (90, 2000, 1000)],
)
def test_a_focal_length_in_pixels(width: float, pixels: int, focal: float) -> None:
    assert compute_focal_px(width, pixels) == pytest.approx(focal, rel=1e-3)


@pytest.mark.parametrize(("level", "distance"), [(25, 62.7), (62.5, 25.1), (125, 12.5), (250, 6.3)])
def test_distances_that_makers_print(level: float, distance: float) -> None:
    # 1/3 inch, 4 megapixels, 2.8 mm: the figures 63, 25, 13 and 6 m of many data sheets.
    assert compute_range_m(1568, level, rise_m=0) == pytest.approx(distance, abs=0.05)


def test_height_shortens_the_range_and_can_end_it() -> None:
    assert compute_range_m(1000, 200, rise_m=3) == 4  # a slant of 5 m
    assert compute_range_m(1000, 200, rise_m=-3) == 4
    assert compute_range_m(1000, 200, rise_m=5) == 0
    assert compute_range_m(1000, 200, rise_m=8) == 0


@pytest.mark.parametrize("width", [0, 180, 360, math.nan])
def test_a_pinhole_does_not_open_so_wide(width: float) -> None:
    with pytest.raises(ValueError, match="pinhole"):
        compute_focal_px(width, 1920)


@pytest.mark.parametrize("kind", ANGLES_DEG)
def test_a_supposed_lens_has_a_sensor_that_exists(kind: str) -> None:
    # From 1,280 pixels across (720p) to 4,512 (12 megapixels): else an angle and a length are paired that no lens has.
    lenses = suppose_lens(kind)
    assert lenses is not None
    pixels = [2 * lens.focal_px * math.tan(math.radians(lens.width_deg) / 2) for lens in lenses]
    assert 1_200 <= pixels[0] < pixels[1] < pixels[2] <= 4_512


def test_of_an_unknown_kind_nothing_is_supposed() -> None:
    assert suppose_lens("") is None
    assert suppose_lens("doorbell") is None


@pytest.mark.parametrize("name", SCALES)
def test_levels_grow_finer(name: str) -> None:
    values = list(SCALES[name].px_per_m.values())
    assert values == sorted(set(values))


def test_the_editions_have_their_levels() -> None:
    assert list(SCALES["2014"].px_per_m.values()) == [12.5, 25, 62.5, 125, 250]
    assert list(SCALES["2025"].px_per_m.values()) == [20, 40, 80, 125, 250, 500, 1500]
