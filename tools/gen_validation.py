"""Writes docs/validation.md: what others have published, what our models give, and the difference.

`python -m tools.gen_validation` writes it; `--check` only says whether it is out of step. Needs a published table in
the folder `shared/fixtures` beside the checkout; its licence is not known, so single rows and sums are printed alone.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sousveil.coverage.optics import compute_focal_px, compute_range_m
from sousveil.impact import (
    comparison,
    faces,
    following,
    intervals,
    null,
    optics,
    plates,
    radio,
    sensing,
    storage,
)
from sousveil.impact.comparison import City
from sousveil.impact.intervals import Counted
from sousveil.impact.radio import Uplink
from tools import validation_found as found_rows
from tools import validation_known as known_rows
from tools import validation_printed as printed_rows
from tools.validation_printed import BELGRADE, Row
from tools.validation_words import NOT_HELD, SLIPS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "validation.md"
TABLE = ROOT.parent / "shared" / "fixtures" / "comparitech_2025_via_mchu1.csv"
SEED = 11

AXXON = (
    (3, 4, 4, "1/3"), (3, 4, 5, "1/2"), (3, 3, 5, "1/3"), (3, 3, 6, "1/2"), (7, 4, 8, "1/3"), (7, 4, 10, "1/2"),
    (7, 3, 10, "1/3"), (7, 3, 12, "1/2"), (11, 4, 13, "1/3"), (11, 4, 18, "1/2"), (11, 3, 18, "1/2"),
    (11, 3, 23, "1/2"), (15, 4, 18, "1/3"), (15, 4, 23, "1/2"), (15, 3, 23, "1/3"), (15, 3, 30, "1/2"),
)  # fmt: skip
"""AxxonSoft, requirements for reading plates: distance [m], width [m], focal length [mm], sensor. Printed lengths are
those of lenses that are sold, so that the exact ones lie beside them."""
AXXON_WITHIN = 0.1201
"""How far a printed lens lies from the exact one in the rows that hold."""

INTRODUCTION = """\
# Validation of the impact models

What others have published or computed, what the models here give for the same, and the difference. A row holds where
the difference is within what stands behind it; "its digits" means that ours rounds to what is printed. Published
figures that do not follow from their own inputs are below, and after them what is held against nothing here, and why.
"""


def read_table() -> tuple[City, ...]:
    """The table of 2025, as printed."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            City(
                row["City"], row["Country"], int(row["Population (2025)"]), int(row["# of CCTV Cameras"]),
                float(row["# of cameras per 1,000 people"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def list_optics() -> Iterator[Row]:
    """Lenses, densities, plates, shutters."""
    focal = compute_focal_px(52, 2560)
    for level, printed in ((25, 105.0), (62, 42.3), (125, 21.0), (250, 10.5)):
        ours = compute_range_m(focal, level, rise_m=0)
        yield Row(
            f"2,560 pixels over 52°: distance of {level} px/m [m]",
            printed,
            ours,
            0.005,
            "JVSG, a worked example",
        )
    focal = compute_focal_px(81.2, 2688)
    for density, printed in ((25, 63), (62.5, 25), (125, 13), (250, 6)):
        ours = compute_range_m(focal, density, rise_m=0)
        yield Row(
            f"4 megapixels, 2.8 mm: distance of {density:g} px/m [m]",
            printed,
            ours,
            0.05,
            "many data sheets, rounded",
        )
    for height, printed in ((3, 6.1), (4, 10.4), (6, 19.1), (8, 27.7), (10, 36.4)):
        ours = optics.compute_nearest_m(height - 1.6, 13)
        yield Row(
            f"nearest face at 13° from {height} m [m]",
            printed,
            ours,
            0.01,
            "EN IEC 62676-4 by MOBOTIX; geometry",
        )
    for maker, printed in zip(optics.PLATE_PX, (250, 327, 538), strict=True):
        ours = optics.compute_plate_px_per_m(optics.PLATE_PX[maker])
        yield Row(f"plate, {maker} [px/m]", printed, ours, 0.005, "the maker's manual, over 520 mm")
    for speed, printed in ((45, 500), (90, 1000)):
        yield Row(
            f"1 / shutter at {speed} km/h [1/s]",
            printed,
            1 / optics.compute_exposure_s(speed / 3.6),
            1e-9,
            "AxxonSoft",
        )
    held = [row for row in AXXON if row not in list_odd_lenses()]
    yield Row(
        "lens table of 16 rows: rows within 12 %",
        14,
        len(held),
        0,
        "AxxonSoft, requirements for reading plates",
    )


def list_odd_lenses() -> list[tuple[int, int, int, str]]:
    """Rows of the lens table whose lens lies far from the exact one."""
    return [
        row for row in AXXON
        if abs(optics.compute_lens_mm(row[0], row[1], optics.SENSOR_MM[row[3]]) / row[2] - 1) > AXXON_WITHIN
    ]  # fmt: skip


def list_faces() -> Iterator[Row]:
    """Alerts, their intervals, and what follows from two of them."""
    met = Counted(10, 3_147_436)
    low, high = intervals.compute_exact(met)
    report = "Metropolitan Police 2024–25, by The Register and BBC"
    yield Row("London: false alerts for each face", 3.18e-6, met.rate, 0.002, report)
    yield Row("London: lower end, 95 %", 1.52e-6, low, 0.005, "Clopper and Pearson")
    yield Row("London: upper end, 95 %", 5.84e-6, high, 0.005, "Clopper and Pearson")
    yield Row("London: share of alerts that are right", 0.9952, 1 - 10 / 2_077, 1e-4, report)
    yield Row(
        "London: false alerts in 1 M faces, 97.5 % point",
        8,
        intervals.predict_events(met, 10**6, (0.975,))[0],
        0,
        "beta-binomial",
    )
    npl = "National Physical Laboratory 2023"
    for size, rate in ((10_000, 1 / 6_000), (1_000, 1 / 60_000)):
        yield Row(
            f"one comparison, from the rate with a list of {size:,}",
            1.667e-8,
            faces.compute_match_rate(rate, size),
            0.001,
            npl,
        )
    yield Row(
        "Cardiff 2017: share of alerts that are right", 0.070, 173 / (173 + 2_297), 0.01, "South Wales Police"
    )
    yield Row(
        "Cardiff 2017: false alerts for each of the crowd",
        1.35e-2,
        Counted(2_297, 170_000).rate,
        0.003,
        "South Wales Police; crowd of 170,000",
    )
    yield Row(
        "Südkreuz: false alerts a day among 160,000",
        160,
        faces.compute_false_alerts(160_000.0, 0.0, 0.001),
        1e-9,
        "rbb24",
    )
    yield from found_rows.list_suedkreuz()
    yield from found_rows.list_searches()
    for rate, risk in ((1.67e-4, 0.57), (1.67e-5, 0.080), (3.18e-6, 0.016)):
        yield Row(
            f"risk of a year at {rate:g}",
            risk,
            faces.compute_yearly_risk(rate, 5_000.0),
            0.02,
            "20 passages on 250 days; arithmetic",
        )


def list_networks() -> Iterator[Row]:
    """Plates, radio, storage."""
    yield Row(
        "plates misread a day in the United Kingdom",
        1.2e6,
        plates.compute_misreads(40e6, 0.97),
        1e-9,
        "Surveillance Camera Commissioner",
    )
    for efficiency, share, printed in ((0.735, 0.4, 14), (1.4, 0.4, 26), (1.4, 0.6, 40)):
        ours = radio.compute_site_cameras(Uplink(20, share, efficiency, 0.8), 1.0)
        yield Row(
            f"cameras of 1 Mbit/s a site, {efficiency:g} bit/s/Hz, {share:.0%}",
            printed,
            ours,
            0,
            "planning of LTE; arithmetic",
        )
    yield Row(
        "left for each of 100 at a site's best [Mbit/s]",
        1.68,
        radio.compute_rate_each_mbit_s(168.0, 1.0, 100.0),
        0.001,
        "Huawei eNodeB, 56 Mbit/s a cell",
    )
    yield Row(
        "1,000 cameras of 2 Mbit/s for 15 days [TB]",
        374,
        storage.compute_huawei_tb(1_000, 2, 15),
        0.002,
        "Huawei VCN3000, sizing example",
    )
    yield Row("a day of 2,048 kbit/s [GB]", 22.1, storage.compute_day_gb(2.048), 0.002, "ludafarm")


def list_chance() -> Iterator[Row]:
    """Formulas beside what is thrown, drawn or simulated."""
    for density, radius, width, walk in (
        (1e-4, 25.0, 100.0, 500.0),
        (3e-4, 40.0, 60.0, 300.0),
        (5e-5, 50.0, 20.0, 1_000.0),
    ):
        area, rim = null.compute_sector_area_m2(radius, width), null.compute_sector_rim_m(radius, width)
        thrown = null.simulate_cameras_met(density, radius, width, walk, throws=20_000, seed=SEED)
        what = f"cameras met on {walk:g} m, radius {radius:g} m, {width:g}°"
        yield Row(
            what,
            float(thrown.mean()),
            null.compute_cameras_met(density, area, rim, walk),
            0.03,
            "20,000 throws",
        )
    chance = np.random.default_rng(SEED)
    popularity = chance.lognormal(0, 1, 2_000)
    popularity /= popularity.sum()
    for trips, allowed in ((10, 0.04), (50, 0.015), (200, 0.015)):
        runs = (chance.choice(2_000, size=trips * 28, p=popularity) for _ in range(200))
        seen = float(np.mean([len(np.unique(run)) for run in runs])) / 2_000
        yield Row(
            f"share of bins met by {trips} trips",
            seen,
            sensing.compute_seen_share(popularity, trips, 28),
            allowed,
            "200 simulations",
        )
    for name, printed in (("Market-1501", 0.901), ("MSMT17", 0.856), ("other clothes (Celeb-ReID)", 0.331)):
        one = following.CALIBRATIONS[name]
        ours = float(following.compute_rank1(following.compute_distance(one.rank1, one.candidates), 5_000))
        yield Row(
            f"first rank among 5,000, {name}",
            printed,
            ours,
            0.002,
            f"{one.source}; extrapolated independently",
        )


def list_cities() -> Iterator[Row]:
    """The table of cities, its sums and single rows."""
    cities = read_table()
    elsewhere = [city for city in cities if city.country != "China"]
    every, other = comparison.summarise(cities), comparison.summarise(elsewhere)
    source = "Comparitech 2025"
    yield Row("rows whose rate follows from their own figures", 142, every.rows - len(every.wrong), 0, source)
    yield Row("mean of all 142 cities", 139.96, every.mean, 1e-4, source)
    yield Row("mean of the 103 outside China", 5.82, other.mean, 1e-3, source)
    for name, printed in (("London", 13.40), ("Moscow", 19.63), ("Paris", 4.93), ("Berlin", 2.46)):
        city = next(one for one in cities if one.name == name)
        yield Row(
            f"{name}, cameras for 1,000 residents",
            printed,
            comparison.recompute_city(city).per_1000,
            2e-3,
            source,
        )
    for cameras, percentile in ((1_000, 21), (3_500, 50), (8_000, 71)):
        rate = cameras / BELGRADE * 1_000
        ours = comparison.compute_percentile(rate, elsewhere)
        yield Row(
            f"{cameras:,} in Belgrade: percentile outside China",
            percentile,
            ours,
            0.03,
            "an independent count",
        )


SECTIONS = (
    (
        "Optics",
        (list_optics, printed_rows.list_lenses, printed_rows.list_densities, found_rows.list_pictures),
    ),
    ("Faces", (list_faces, printed_rows.list_trials, printed_rows.list_alerts)),
    (
        "Plates, radio, storage",
        (list_networks, printed_rows.list_radio, printed_rows.list_storage, found_rows.list_stores),
    ),
    ("Chance", (list_chance, printed_rows.list_links, found_rows.list_taxis)),
    ("Cities", (list_cities, printed_rows.list_heads)),
    (
        "What the models are made of",
        (
            known_rows.list_levels,
            known_rows.list_views,
            known_rows.list_intervals,
            known_rows.list_identities,
        ),
    ),
)


def list_rows() -> list[Row]:
    """Every row of the page."""
    return [row for _, lists in SECTIONS for rows in lists for row in rows()]


def render_page() -> str:
    """The page."""
    parts = ["<!-- Generated by `python -m tools.gen_validation`. -->\n\n", INTRODUCTION]
    for title, lists in SECTIONS:
        parts.append(
            f"\n## {title}\n\n| what | published | ours | difference | within | whence |\n|---|---|---|---|---|---|\n"
        )
        parts += [render_row(row) for rows in lists for row in rows()]
    parts += ["\n## What does not agree\n\n", *render_odd(), SLIPS]
    return "".join([*parts, "\n## What is held against nothing here\n\n", NOT_HELD])


def render_row(row: Row) -> str:
    """One line of a table."""
    within = f"±{row.allowed:.2%}" if row.allowed > 1e-6 else "the same"
    within = "its digits" if row.printed else within
    published = row.printed or f"{row.published:{row.shown}}"
    held = "" if row.holds else " **does not hold**"
    return (
        f"| {row.what} | {published} | {row.ours:{row.shown}} | {row.difference + 0.0:+.2%}{held} "
        f"| {within} | {row.source} |\n"
    )


def render_odd() -> Iterator[str]:
    """Published figures that do not follow, and why they are taken for slips."""
    for distance, width, focal, sensor in list_odd_lenses():
        exact = optics.compute_lens_mm(distance, width, optics.SENSOR_MM[sensor])
        small = optics.compute_lens_mm(distance, width, optics.SENSOR_MM["1/3"])
        yield (
            f"- AxxonSoft prints {focal} mm for {distance} m, {width} m and a sensor of {sensor} inch; a pinhole gives "
            f"{exact:.1f} mm, and {small:.1f} mm for 1/3 inch.\n"
        )
    shanghai = comparison.recompute_city(City("Shanghai", "China", 27_058_480, 1_000_000, 39.96))
    yield (
        f"- A copy of Comparitech's table of 2020 prints {shanghai.city.per_1000} cameras for 1,000 residents of "
        f"Shanghai; its own figures give {shanghai.per_1000:.2f}, so a digit was probably changed.\n"
    )
    yield (
        "- Every Chinese city of the table of 2025 has one national rate, 494.25, so that the mean of all cities says "
        "nothing of a city; both means stand above.\n"
    )


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is out of step and return 1."""
    page = render_page()
    same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
    if "--check" in arguments:
        print("validation: in step" if same else "validation: docs/validation.md differs")
        return int(not same)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
