"""Rows of the validation page from textbooks and papers that speak of no camera: what the models are made of.

A model whose arithmetic is known by another name must give what is printed there.
"""

import math
from collections.abc import Iterator

import numpy as np

from sousveil.coverage.levels import SCALES
from sousveil.impact import faces, following, intervals, null, optics, sensing, trips
from sousveil.impact.intervals import Counted
from tools.validation_printed import Row, build_printed

CHOICE = "forced choice: Hacker & Ratcliff 1979, Percept. Psychophys. 26, 168–170, recalled"


def list_levels() -> Iterator[Row]:
    """Levels of detail by the millimetres that a pixel shows, and by pixels for each metre."""
    printed = {
        "2014": {"monitor": "80", "detect": "40", "observe": "16", "recognise": "8", "identify": "4"},
        "2025": {"overview": "50", "outline": "25", "discern": "12.5", "perceive": "8", "characterise": "4",
                 "validate": "2", "scrutinise": "0.667"},
    }  # fmt: skip
    for scale in SCALES.values():
        for name, density in scale.px_per_m.items():
            edition = next(one for one in printed if one in scale.edition)
            whence = f"IEC 62676-4:{edition}, as makers quote it"
            yield build_printed(
                f"{name}: millimetres a pixel", printed[edition][name], 1_000 / density, whence
            )


def list_views() -> Iterator[Row]:
    """The horizontal angles that photographers know of lenses for film of 35 mm, 36 mm wide."""
    for focal, printed in (
        (14, "104.3"), (20, "84.0"), (24, "73.7"), (28, "65.5"), (35, "54.4"), (50, "39.6"), (85, "23.9"),
        (105, "19.5"), (200, "10.3"), (300, "6.87"),
    ):  # fmt: skip
        focal_px = optics.compute_lens_px(focal, 36, 3_600)
        ours = math.degrees(2 * math.atan2(1_800, focal_px))
        yield build_printed(
            f"film of 35 mm, {focal} mm: horizontal angle [°]", printed, ours, "tables of lenses"
        )


def list_intervals() -> Iterator[Row]:
    """Exact intervals of shares, and chances that come together."""
    for events, of, low, high in ((81, 263, "0.2527", "0.3676"), (15, 148, "0.0578", "0.1617"),
                                  (1, 29, "0.0009", "0.1776")):  # fmt: skip
        ends = intervals.compute_exact(Counted(events, of))
        for name, printed, ours in zip(("lower", "upper"), (low, high), ends, strict=True):
            yield build_printed(f"{events} out of {of}: {name} end, 95 %", printed, ours,
                                "Newcombe 1998, Stat. Med. 17, 857–872, recalled")  # fmt: skip
    yield Row("none in 1,000: upper end, 95 %", 3 / 1_000, intervals.compute_exact(Counted(0, 1_000))[1], 0.005,
              "Hanley & Lippman-Hand 1983, JAMA 249, 1743–1745: 3 / n; one-sided")  # fmt: skip
    for prevalence, hits, wrong, printed, whence in (
        (1e-3, 1.0, 0.05, "2%", "Casscells, Schoenberger & Graboys 1978, N. Engl. J. Med. 299, 999–1001"),
        (0.01, 0.8, 0.096, "7.8%", "Gigerenzer & Hoffrage 1995, Psychol. Rev. 102, 684–704"),
        (1e-4, 0.999, 1e-4, "50%", "Gigerenzer, Hoffrage & Ebert 1998, AIDS Care 10, 197–211"),
    ):
        ours = float(faces.compute_precision(prevalence, hits, wrong))
        yield build_printed(
            f"{prevalence:g} ill, {hits:g} found, {wrong:g} wrongly: share right", printed, ours, whence
        )
    for chance, tries, printed in ((1 / 6, 4, "0.518"), (1 / 36, 24, "0.491")):
        ours = float(faces.compute_yearly_risk(chance, tries))
        yield build_printed(
            f"1 in {1 / chance:.0f}, {tries} times: at least once", printed, ours, "de Méré's dice"
        )


def list_identities() -> Iterator[Row]:
    """Closed forms to which the models come down."""
    for distance, others, printed in ((1.0, 1, "0.760"), (2.0, 1, "0.921"), (1.0, 2, "0.634"), (1.0, 3, "0.552"),
                                      (0.0, 9, "0.100")):  # fmt: skip
        ours = float(following.compute_rank1(distance, others))
        yield build_printed(f"d′ {distance:g}, best of {others + 1}", printed, ours,
                            CHOICE)  # fmt: skip
    needle = float(null.compute_cameras_met(1.0, 0.0, 2.0, 1.0))
    yield build_printed(
        "needles of 1 m, one a square metre, met on 1 m", "0.6366", needle, "Buffon 1777: 2 / π"
    )
    disc = float(null.compute_cameras_met(1.0, math.pi, 2 * math.pi, 1.0))
    yield build_printed(
        "discs of 1 m radius, one a square metre, met on 1 m", "5.1416", disc, "Steiner: π + 2"
    )
    yield build_printed(
        "a mean of one event: at least one", "0.632", float(null.compute_walk_share(1.0)), "1 − 1/e"
    )
    days = np.full(365, 1 / 365)
    yield build_printed("days of a year on which one of 23 was born", "22.32",
                        365 * sensing.compute_seen_share(days, 23, 1), "365 (1 − (364/365)²³)")  # fmt: skip
    yield build_printed("a sample as large as its urn: share drawn", "0.632",
                        sensing.compute_seen_share(np.full(100_000, 1e-5), 100_000, 1),
                        "Efron 1983, J. Am. Stat. Assoc. 78, 316–331")  # fmt: skip
    for places in (4, 50):
        drawn = np.arange(1.0, places + 1)
        found = trips.weigh_radiation(drawn, np.arange(float(places)), zone_m=0.0)[1:].sum()
        yield Row(f"radiation from 1 of {drawn.sum():g}: share that leaves", 1 - 1 / drawn.sum(), float(found), 1e-9,
                  "1 − m / M: Masucci et al. 2013, Phys. Rev. E 88, 022812")  # fmt: skip
    first, second = trips.weigh_gravity(np.ones(2), np.array([0.0, 500 * math.log(2)]), decay_m=500.0)
    yield Row("gravity: what is left after ln 2 of its length", 0.5, float(second / first), 1e-9, "half-life")
