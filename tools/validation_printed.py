"""Rows of the validation page whose published figures are printed with few digits: ours rounds to the same ones.

What a figure is checked against is the text of what was printed, so that its last digit says how near ours must be.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sousveil.coverage.optics import compute_focal_px, compute_range_m
from sousveil.impact import (
    comparison,
    faces,
    following,
    intervals,
    null,
    optics,
    radio,
    storage,
)
from sousveil.impact.intervals import Counted
from sousveil.impact.radio import Uplink

FACE_WIDTH_M, PUPILS_M = 0.16, 0.063
"""Means that were not checked."""
BELGRADE = (
    1_681_405  # residents of the administrative area, census of 2022, not checked with the statistical office
)
STUDY = "a table of the reference, computed by other means"


@dataclass(frozen=True, slots=True)
class Row:
    """A published value and ours; `allowed` is how far apart they may be, relative to the published one."""

    what: str
    published: float
    ours: float
    allowed: float
    source: str
    shown: str = ".5g"
    printed: str = ""

    @property
    def difference(self) -> float:
        """Ours less the published value, relative to it."""
        return self.ours / self.published - 1

    @property
    def holds(self) -> bool:
        """Whether the two agree as far as they should."""
        return abs(self.difference) <= self.allowed


def build_printed(what: str, printed: str, ours: float, source: str) -> Row:
    """A row that holds if ours is within half of the last digit printed: `2.08`, `1.35e-2`, `19%`."""
    scale = 0.01 if printed.endswith("%") else 1.0
    number, _, power = printed.rstrip("%").partition("e")
    decimals = len(number.partition(".")[2])
    unit = 10.0 ** (int(power or 0) - decimals) * scale
    published = float(printed.rstrip("%")) * scale
    # A hair more than half: what ends in a 5 is rounded up by some and to the even digit by others.
    return Row(what, published, ours, 0.5001 * unit / published, source, printed=printed)


def list_lenses() -> Iterator[Row]:
    """Lenses in pixels, from sensor and focal length and from the angle they open to."""
    for name, focal, pixels, angle, printed, near in (
        ("1/2.8″, 2 MP", 2.8, 1920, 87.6, "1001", "4.0"), ("1/2.8″, 2 MP", 4, 1920, 67.7, "1430", "5.7"),
        ("1/2.8″, 2 MP", 12, 1920, 25.2, "4291", "17.2"), ("1/3″, 4 MP", 2.8, 2688, 81.2, "1568", "6.3"),
        ("1/2.7″, 5 MP", 4, 2592, 65.4, "2017", "8.1"), ("1/1.8″, 8 MP", 4, 3840, 87.7, "2000", "8.0"),
        ("1/1.8″, 8 MP", 12, 3840, 35.5, "6000", "24.0"),
    ):  # fmt: skip
        # The angle is printed to a tenth of a degree, which is all that is known of the sensor.
        ours = compute_focal_px(angle, pixels)
        yield Row(f"{name}, {focal:g} mm: focal length [px]", float(printed), ours, 0.003, STUDY)
        reach = compute_range_m(ours, 250, rise_m=0)
        yield build_printed(f"{name}, {focal:g} mm: distance of 250 px/m [m]", near, reach, STUDY)
    for height, distance, printed in (
        (3, 5, "15.6"), (3, 10, "8.0"), (4, 5, "25.6"), (4, 10, "13.5"), (6, 5, "41.3"), (6, 10, "23.7"),
        (6, 15, "16.3"), (8, 5, "52"), (8, 10, "32.6"), (8, 20, "17.7"),
        (10, 5, "59"), (10, 10, "40"), (10, 20, "22.8"),
    ):  # fmt: skip
        ours = optics.compute_depression_deg(height - 1.6, distance)
        yield build_printed(f"depression to a face at {distance} m from {height} m [°]", printed, ours, STUDY)
    for angle, printed in ((61.6, "17%"), (2.3, "0.6%")):
        ours = optics.compute_tour(angle, home=False).expected
        yield build_printed(f"share of a steady tour, {angle:g}°", printed, ours, STUDY)


def list_densities() -> Iterator[Row]:
    """What matchers of faces and readers of plates ask for, as pixels a metre."""
    maker = "AxxonSoft, Huawei recognition module"
    for what, pixels, width, printed, source in (
        ("face of 70 px", 70, FACE_WIDTH_M, "438", maker), ("face of 120 px", 120, FACE_WIDTH_M, "750", maker),
        ("60 px between pupils", 60, PUPILS_M, "952", maker),
        ("face of 24 px", 24, FACE_WIDTH_M, "150", "Amnesty 2022"),
        ("2.7 px for 1 cm of plate", 2.7, 0.01, "270", "Milestone XProtect"),
    ):  # fmt: skip
        yield build_printed(f"{what} [px/m]", printed, pixels / width, source)
    for density, face, pupils in ((250, "40", "16"), (500, "80", "32")):
        yield build_printed(
            f"face at {density} px/m [px]", face, density * FACE_WIDTH_M, "IEC 62676-4; arithmetic"
        )
        yield build_printed(f"between pupils at {density} px/m [px]", pupils, density * PUPILS_M,
                            "IEC 62676-4; arithmetic")  # fmt: skip


def list_trials() -> Iterator[Row]:
    """Published trials with their exact intervals, and how many faces were seen in each deployment."""
    for name, events, of, rate, low, high in (
        ("Essex 2023–25", 1, 383_356, "2.6e-6", "6.6e-8", "1.45e-5"),
        ("Cardiff 2017", 2_297, 170_000, "1.35e-2", "1.30e-2", "1.41e-2"),
        ("South Wales, rugby 2018", 1, 2_251, "4.4e-4", "1.1e-5", "2.5e-3"),
        ("London trials 2018–19, alerts that were right", 8, 42, "19%", "8.6%", "34.1%"),
    ):
        counted = Counted(events, of)
        ends = intervals.compute_exact(counted)
        yield build_printed(f"{name}: rate", rate, counted.rate, "published counts")
        yield build_printed(f"{name}: lower end, 95 %", low, ends[0], "Clopper and Pearson")
        yield build_printed(f"{name}: upper end, 95 %", high, ends[1], "Clopper and Pearson")
    for name, seen, times, each in (
        ("London 2024–25", 3_147_436, 203, "15505"), ("London 2023", 247_764, 13, "19059"),
        ("Oxford Circus 2022", 105_066, 3, "35022"),
    ):  # fmt: skip
        yield build_printed(f"{name}: faces for each deployment", each, seen / times, "published counts")
    met = Counted(10, 3_147_436)
    for level, printed in ((0.5, "3"), (0.025, "0")):
        ours = intervals.predict_events(met, 10**6, (level,))[0]
        # A count of 0 has no relative difference, so that both are shown one higher.
        yield Row(f"London: false alerts in 1 M faces, {level:.1%} point, and one", float(printed) + 1, ours + 1, 0,
                  "beta-binomial")  # fmt: skip


def list_alerts() -> Iterator[Row]:
    """A day of searching faces: false alerts, right ones, and the share that is right."""
    for passages, size, prevalence, rate, wrong, right, precision in (
        (1e5, 1_000, 1e-4, 1.67e-5, "1.7", "8.9", "84%"), (1e5, 10_000, 1e-5, 1.67e-4, "16.7", "0.9", "5%"),
        (1e6, 1_000, 1e-5, 1.67e-5, "16.7", "8.9", "35%"), (1e6, 10_000, 1e-4, 1.67e-4, "167", "89", "35%"),
        (1e6, 10_000, 1e-5, 1.67e-4, "167", "8.9", "5%"),
    ):  # fmt: skip
        what = f"{passages:,.0f} faces a day, list of {size:,}, 1 in {1 / prevalence:,.0f} on it"
        source = "NPL 2023, threshold 0.60; arithmetic"
        yield build_printed(
            f"{what}: false alerts", wrong, faces.compute_false_alerts(passages, prevalence, rate), source
        )
        yield build_printed(
            f"{what}: right alerts", right, faces.compute_true_alerts(passages, prevalence, 0.89), source
        )
        yield build_printed(
            f"{what}: share right", precision, faces.compute_precision(prevalence, 0.89, rate), source
        )
    for name, rate, printed in (("London", 10 / 3_147_436, "3.2"), ("Südkreuz", 1e-3, "1000")):
        ours = faces.compute_false_alerts(1e6, 0.0, rate)
        yield build_printed(f"1,000,000 faces a day, rate of {name}: false alerts", printed, ours, STUDY)


def list_radio() -> Iterator[Row]:
    """Cells of LTE, cameras a site by bit rate, and what is left for each of a hundred."""
    plan = "planning of LTE; arithmetic"
    for efficiency, share, cell, cameras, each in (
        (0.735, 0.4, "5.9", (28, 14, 7, 3), "0.18"), (1.4, 0.4, "11.2", (53, 26, 13, 6), "0.34"),
        (1.4, 0.6, "16.8", (80, 40, 20, 10), "0.50"), (3.5, 0.4, "28", (134, 67, 33, 16), "0.84"),
        (7.0, 0.4, "56", (268, 134, 67, 33), "1.68"),
    ):  # fmt: skip
        mbit_s = radio.compute_cell_mbit_s(20.0, share, efficiency)
        what = f"20 MHz, {share:.0%}, {efficiency:g} bit/s/Hz"
        yield build_printed(f"{what}: cell [Mbit/s]", cell, mbit_s, plan)
        yield build_printed(f"{what}: each of 100 a site [Mbit/s]", each,
                            radio.compute_rate_each_mbit_s(3 * mbit_s, 1.0, 100.0), plan)  # fmt: skip
        for rate, many in zip((0.5, 1.0, 2.0, 4.0), cameras, strict=True):
            site = radio.compute_site_cameras(Uplink(20, share, efficiency, 0.8), rate)
            yield Row(f"{what}: cameras of {rate:g} Mbit/s a site", many, site, 0, plan)
    for share, low, high in ((0.6, "30.6", "45.2"), (0.4, "20.4", "30.2"), (0.2, "10.2", "15.1")):
        for full, printed in ((51.0, low), (75.4, high)):
            ours = radio.compute_cell_mbit_s(20.0, share, full / 20)
            yield build_printed(
                f"{full:g} Mbit/s full time, {share:.0%} of it [Mbit/s]", printed, ours, "3GPP, recalled"
            )


def list_storage() -> Iterator[Row]:
    """What recordings take in 30 and in 40 days, and what the cameras send together."""
    yield build_printed("a day of 1 Mbit/s [GB]", "10.8", storage.compute_day_gb(1.0), "arithmetic")
    for cameras, rate, month, longer, sent in (
        (1_000, 4.0, "1.30", "1.73", "4"), (3_500, 4.0, "4.54", "6.05", "14"), (8_000, 2.0, "5.18", "6.91", "16"),
    ):  # fmt: skip
        what = f"{cameras:,} cameras of {rate:g} Mbit/s"
        for days, printed in ((30, month), (40, longer)):
            ours = storage.compute_storage_tb(cameras, rate, days) / 1e3
            yield build_printed(f"{what}, {days} days [PB]", printed, ours, STUDY)
        yield build_printed(f"{what} together [Gbit/s]", sent, cameras * rate / 1e3, STUDY)


def list_links() -> Iterator[Row]:
    """First ranks among more candidates, and cameras met where as many stand anywhere in Belgrade."""
    for name, apart, ranks in (
        ("Market-1501", "5.03", ("0.998", "0.982", "0.953", "0.901")),
        ("MSMT17", "4.79", ("0.997", "0.970", "0.928", "0.856")),
        ("other clothes (Celeb-ReID)", "3.22", ("0.925", "0.670", "0.492", "0.331")),
        ("vehicles (AI City 2021)", "3.77", ("0.971", "0.829", "0.692", "0.536")),
    ):
        one = following.CALIBRATIONS[name]
        distance = following.compute_distance(one.rank1, one.candidates)
        source = f"{one.source}; extrapolated independently"
        yield build_printed(f"d′, {name}", apart, distance, source)
        for people, printed in zip((10, 200, 1_000, 5_000), ranks, strict=True):
            ours = float(following.compute_rank1(distance, people))
            yield build_printed(f"first rank among {people:,}, {name}", printed, ours, source)
    area, rim = null.compute_sector_area_m2(25.0, 100.0), null.compute_sector_rim_m(25.0, 100.0)
    for cameras, printed in ((1_000, "0.17"), (8_000, "1.34")):
        ours = null.compute_cameras_met(cameras / 360e6, area, rim, 2_000.0)
        yield build_printed(f"{cameras:,} anywhere on 360 km²: met on 2 km", printed, ours, STUDY)


def list_heads() -> Iterator[Row]:
    """Cameras by head from their own figures, in Belgrade and in single rows of older tables."""
    for cameras, printed in (
        (107, "0.06"), (689, "0.41"), (1_000, "0.59"), (1_200, "0.71"), (3_500, "2.08"), (8_000, "4.76"),
        (8_445, "5.02"),
    ):  # fmt: skip
        ours = comparison.compute_per_1000(float(cameras), float(BELGRADE))
        yield build_printed(f"{cameras:,} in Belgrade for 1,000 residents", printed, ours, STUDY)
    for name, cameras, residents, printed in (
        ("Chongqing 2019", 2_579_890, 15_354_067, "168.03"), ("London 2019", 627_707, 9_176_530, "68.40"),
    ):  # fmt: skip
        ours = comparison.compute_per_1000(float(cameras), float(residents))
        yield build_printed(f"{name}, cameras for 1,000 residents", printed, ours, "Comparitech 2019")
