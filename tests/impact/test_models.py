"""The models beside published figures and beside second ways of computing."""

import csv
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.impact import comparison, following, null, optics, plates, radio, sensing, storage
from sousveil.impact.radio import Uplink
from tools.gen_validation import AXXON, list_odd_lenses

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


def test_the_lens_table_of_a_maker_and_its_two_odd_rows() -> None:
    off = list_odd_lenses()
    assert len(AXXON) == 16
    assert off == [(7, 3, 12, "1/2"), (11, 3, 18, "1/2")]
    # The second would be right for the smaller sensor, so the sensor is probably what is misprinted.
    assert optics.compute_lens_mm(11, 3, optics.SENSOR_MM["1/3"]) == pytest.approx(17.6)


@pytest.mark.parametrize(("height", "nearest"), [(3, 6.1), (4, 10.4), (6, 19.1), (8, 27.7), (10, 36.4)])
def test_how_near_a_high_camera_may_look(height: float, nearest: float) -> None:
    assert optics.compute_nearest_m(height - 1.6, 13) == pytest.approx(nearest, abs=0.05)
    assert optics.compute_depression_deg(height - 1.6, nearest) == pytest.approx(13, abs=0.15)


def test_a_wide_camera_on_a_high_pole_nowhere_matches_a_face() -> None:
    focal_px = optics.compute_lens_px(2.8, 5.37, 1920)
    assert focal_px == pytest.approx(1001, abs=0.5)
    assert optics.compute_face_reach(focal_px, 8, 250, 13).is_empty
    low = optics.compute_face_reach(focal_px, 2.2, 250, 13)
    assert not low.is_empty
    assert low.far_m == pytest.approx(math.sqrt(4.004**2 - 0.6**2), abs=0.01)


def test_what_makers_ask_of_plates_and_shutters() -> None:
    ask = [round(optics.compute_plate_px_per_m(px)) for px in optics.PLATE_PX.values()]
    assert ask == [250, 327, 538]
    assert optics.compute_exposure_s(45 / 3.6) == pytest.approx(1 / 500)
    assert optics.compute_exposure_s(90 / 3.6) == pytest.approx(1 / 1000)


def test_a_footprint_ends_at_the_horizon() -> None:
    near, far = optics.compute_footprint_m(5, 20, 40)
    assert near == pytest.approx(5 / math.tan(math.radians(40)))
    assert far == math.inf
    assert optics.compute_footprint_m(5, 70, 50)[0] == 0


@pytest.mark.parametrize(("focal", "sensor"), [(0, 5.0), (-1, 5.0), (2.8, 0)])
def test_a_lens_that_cannot_be(focal: float, sensor: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        optics.compute_lens_px(focal, sensor, 1920)


def test_three_bounds_for_a_camera_that_turns() -> None:
    tour = optics.compute_tour(61.6, home=False)
    assert (tour.potential, round(tour.expected, 2), tour.home) == (1, 0.17, 0)


# --- plates, radio, storage ----------------------------------------------------------------------------------------


def test_plates_misread_in_the_united_kingdom() -> None:
    assert plates.compute_misreads(40e6, 0.97) == pytest.approx(1.2e6)
    assert plates.compute_false_hits(40e6, 0.97, 1e-6) == pytest.approx(1.2)
    assert plates.compute_wrong_hits(100.0, 0.15) == pytest.approx(15)


@pytest.mark.parametrize(
    ("efficiency", "share", "cameras"),
    [(0.735, 0.4, [28, 14, 7, 3]), (1.4, 0.4, [53, 26, 13, 6]), (1.4, 0.6, [80, 40, 20, 10])],
)
def test_cameras_that_stream_through_a_site(efficiency: float, share: float, cameras: list[int]) -> None:
    uplink = Uplink(20, share, efficiency, 0.8)
    assert [radio.compute_site_cameras(uplink, rate) for rate in (0.5, 1, 2, 4)] == cameras


def test_what_is_left_for_each_of_a_hundred() -> None:
    assert radio.compute_rate_each_mbit_s(3 * 56.0, 1.0, 100.0) == pytest.approx(1.68)
    assert radio.compute_rate_each_mbit_s(3 * 5.9, 1.0, 100.0) == pytest.approx(0.18, abs=0.005)
    assert radio.compute_live_share(350.0, 3_500.0, 0.5) == pytest.approx(0.2)
    assert radio.compute_live_share(350.0, 3_500.0, 0.0) == 1


def test_the_storage_that_a_maker_counts() -> None:
    assert storage.compute_huawei_tb(1_000, 2, 15) == pytest.approx(374, abs=0.5)
    assert storage.compute_day_gb(2.048) == pytest.approx(22.1, abs=0.05)
    assert storage.compute_storage_tb(3_500.0, 4.0, 40.0) == pytest.approx(6_050, rel=1e-3)
    assert storage.compute_camera_days(storage.compute_storage_tb(7.0, 4.0, 3.0), 4.0) == pytest.approx(21)


# --- chance --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("density", "radius", "width", "walk"),
    [(1e-4, 25, 100, 500), (3e-4, 40, 60, 300), (1e-4, 30, 180, 200), (5e-5, 50, 20, 1_000)],
)
def test_the_formula_of_chance_beside_thrown_cameras(
    density: float, radius: float, width: float, walk: float
) -> None:
    area, rim = null.compute_sector_area_m2(radius, width), null.compute_sector_rim_m(radius, width)
    met = null.simulate_cameras_met(density, radius, width, walk, throws=20_000, seed=7)
    expected = null.compute_cameras_met(density, area, rim, walk)
    assert expected == pytest.approx(met.mean(), rel=0.03)
    assert null.compute_walk_share(expected) == pytest.approx(np.mean(met > 0), rel=0.03)
    assert met.var() == pytest.approx(met.mean(), rel=0.05)  # Poisson


def test_a_view_wider_than_half_round_has_no_null_model() -> None:
    with pytest.raises(ValueError, match="convex"):
        null.compute_sector_rim_m(25.0, 200.0)
    assert null.compute_place_share(1e-3, 1_000.0) == pytest.approx(1 - math.exp(-1))


@pytest.mark.parametrize(("trips", "allowed"), [(10, 0.04), (50, 0.015), (200, 0.015)])
def test_balls_in_bins_beside_simulated_trips(trips: int, allowed: float) -> None:
    chance = np.random.default_rng(11)
    popularity = chance.lognormal(0, 1, 2_000)
    popularity /= popularity.sum()
    bins, runs = 28, 200
    seen = [
        len(np.unique(chance.choice(2_000, size=trips * bins, p=popularity))) / 2_000 for _ in range(runs)
    ]
    assert sensing.compute_seen_share(popularity, trips, bins) == pytest.approx(np.mean(seen), rel=allowed)


def test_how_many_trips_are_needed() -> None:
    popularity = np.array([0.5, 0.3, 0.2])
    needed = sensing.compute_trips_needed(popularity, 0.9, 2)
    assert sensing.compute_seen_share(popularity, needed, 2) >= 0.9
    assert sensing.compute_seen_share(popularity, needed - 1, 2) < 0.9
    with pytest.raises(ValueError, match="add up"):
        sensing.compute_seen_share(np.array([0.5, 0.2]), 1, 1)
    with pytest.raises(ValueError, match="ever visited"):
        sensing.compute_trips_needed(np.array([1.0, 0.0]), 0.9, 1)


@pytest.mark.parametrize(
    ("name", "distance", "rates"),
    [
        ("Market-1501", 5.03, [0.998, 0.982, 0.953, 0.901]),
        ("MSMT17", 4.79, [0.997, 0.970, 0.928, 0.856]),
        ("other clothes (Celeb-ReID)", 3.22, [0.925, 0.670, 0.492, 0.331]),
        ("vehicles (AI City 2021)", 3.77, [0.971, 0.829, 0.692, 0.536]),
    ],
)
def test_linking_shrinks_with_the_crowd(name: str, distance: float, rates: list[float]) -> None:
    calibration = following.CALIBRATIONS[name]
    found = following.compute_distance(calibration.rank1, calibration.candidates)
    assert found == pytest.approx(distance, abs=0.006)
    crowd = np.array([10.0, 200.0, 1_000.0, 5_000.0])
    assert following.compute_rank1(found, crowd) == pytest.approx(rates, abs=6e-4)
    assert following.compute_link(calibration, crowd, np.ones(4)) == pytest.approx(rates, abs=6e-4)


def test_a_first_rank_beside_drawn_scores() -> None:
    chance = np.random.default_rng(5)
    right = chance.normal(2, 1, 40_000)
    best = chance.normal(0, 1, (40_000, 20)).max(axis=1)
    assert following.compute_rank1(2.0, 20) == pytest.approx(np.mean(right > best), abs=0.01)
    assert following.compute_chain(np.array([0.5]), 3) == pytest.approx([0.25])
    with pytest.raises(ValueError, match="chance"):
        following.compute_distance(0.001, 10)


# --- comparison ----------------------------------------------------------------------------------------------------


def read_2025() -> list[comparison.City]:
    path = FIXTURES / "comparitech_2025_via_mchu1.csv"
    if not path.is_file():
        pytest.skip("the table of 2025 is not here; its licence is not known, so it is not shipped")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            comparison.City(
                row["City"], row["Country"], int(row["Population (2025)"]), int(row["# of CCTV Cameras"]),
                float(row["# of cameras per 1,000 people"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def test_the_table_of_2025_row_by_row() -> None:
    cities = read_2025()
    elsewhere = [city for city in cities if city.country != "China"]
    every, other = comparison.summarise(cities), comparison.summarise(elsewhere)
    assert (every.rows, every.wrong) == (142, ())
    assert every.mean == pytest.approx(139.96, abs=0.005)
    assert (other.rows, round(other.mean, 2), round(other.median, 2)) == (103, 5.82, 2.08)
    rates = [cameras / 1_681.405 for cameras in (1_000, 3_500, 8_000)]
    assert [round(comparison.compute_percentile(rate, elsewhere)) for rate in rates] == [21, 50, 71]


def test_a_printed_rate_that_does_not_follow_is_found() -> None:
    shanghai = comparison.City("Shanghai", "China", 27_058_480, 1_000_000, 39.96)
    found = comparison.recompute_city(shanghai)
    assert not found.agrees
    assert found.per_1000 == pytest.approx(36.96, abs=0.005)
    assert comparison.summarise([shanghai]).wrong == (found,)
    london = comparison.City("London", "United Kingdom", 9_840_740, 131_882, 13.40)
    assert comparison.recompute_city(london).agrees


@given(st.integers(1, 10**6), st.integers(1, 10**7))
def test_per_head_and_per_area(cameras: int, residents: int) -> None:
    found = comparison.compute_per_1000(float(cameras), float(residents))
    assert found == pytest.approx(float(Fraction(cameras * 1_000, residents)))
    assert comparison.compute_per_km2(float(cameras), 360.0) == pytest.approx(cameras / 360)


def test_without_residents_there_is_no_rate() -> None:
    with pytest.raises(ValueError, match="no residents"):
        comparison.compute_per_1000(1_000.0, 0.0)
