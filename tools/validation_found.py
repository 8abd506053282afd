"""Rows of the validation page from public pages found in November 2026: worked examples, a report, a paper's shares.

Each repeats what somebody printed; where what it rests on was not printed, the row says what is taken.
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq  # type: ignore[import-untyped]
from scipy.special import ndtri  # type: ignore[import-untyped]

from sousveil.coverage.optics import compute_focal_px
from sousveil.impact import faces, optics, sensing, storage
from tools.validation_printed import Row, build_printed

STREETS = 4_000
"""Segments of street that are drawn; their number does not matter to shares."""


def list_pictures() -> Iterator[Row]:
    """How much of the world a pixel shows, in worked examples of other trades."""
    focal = compute_focal_px(71, 4_056)
    source = "SubC Imaging, guide to photography under water"
    yield build_printed("4,056 pixels over 71° at 2 m [mm a pixel]", "0.70", 2_000 / focal, source)
    yield build_printed("the same: width of the picture [m]", "2.85", 4_056 * 2 / focal, source)
    pixels = 0.01 / 200 * optics.compute_lens_px(100, 24, 6_000)
    yield build_printed("100 mm before 24 mm and 6,000 pixels: 1 cm at 200 m [pixels]", "1.25", pixels,
                        "photo.stackexchange.com, question 65311")  # fmt: skip


def list_suedkreuz() -> Iterator[Row]:
    """False alerts of the report's scenario, 20 cameras with 15,000 passers-by each in a day, as we read it."""
    report = "final report of the Federal Police 2018, by neues deutschland"
    passages = 20 * 15_000.0
    ours = float(faces.compute_false_alerts(passages, 0.0, 0.0034)) / 24
    yield Row(
        "Südkreuz: 20 cameras, 0.34 %: false alerts an hour", 42, ours, 0.02, f"{report}; rate by CILIP"
    )
    ours = float(faces.compute_false_alerts(passages, 0.0, 0.00018 / 100))
    source = f"{report}; rate by the Ministry of the Interior"
    yield build_printed("Südkreuz: 20 cameras, 0.00018 %: false alerts a day", "0.5", ours, source)


def list_searches() -> Iterator[Row]:
    """A list searched, each comparison by itself: from one comparison to the list, and back."""
    source = "J. Daugman, Cambridge: searches of a database"
    for size, printed in ((200, "0.181"), (2_000, "0.86"), (10_000, "0.99995")):
        ours = float(faces.compute_yearly_risk(0.001, float(size)))
        yield build_printed(f"0.001 for each of {size:,} on a list: some false match", printed, ours, source)
    ours = float(faces.compute_match_rate(0.181, 200))
    yield build_printed("0.181 with a list of 200: one comparison", "0.001", ours, source)
    yield build_printed("London: false alerts for each face, as the force prints it", "0.0003%", 10 / 3_147_436,
                        "Metropolitan Police 2024–25, by Freevacy")  # fmt: skip


def list_stores() -> Iterator[Row]:
    """Worked examples of makers and calculators."""
    yield build_printed("a day of 4 Mbit/s [GB]", "43.2", storage.compute_day_gb(4.0), "calculatorlib.com")
    for cameras, rate, days, printed, source in (
        (4, 4.0, 30, "5.184", "calculatorlib.com"), (8, 4.0, 30, "10.4", "calculatorshelf.com"),
        (8, 4.0, 1, "0.346", "calculatorshelf.com"), (1, 1.024, 1, "0.011", "a worked example, pdfcoffee.com"),
        (1, 1.5, 1, "0.0162", "A-SONI, questions and answers"),
    ):  # fmt: skip
        ours = storage.compute_storage_tb(float(cameras), rate, float(days))
        yield build_printed(f"{cameras} of {rate:g} Mbit/s for {days} d [TB]", printed, ours, source)
    ours = storage.compute_storage_tb(10.0, 2.048, 30.0)
    yield Row("10 of 2.048 Mbit/s for 30 d [TB]", 6.635, ours, 1e-4, "the same; cut off after its digits")


def list_taxis() -> Iterator[Row]:
    """Streets of Manhattan that taxis drive in a day: two published shares give two numbers, which give the third.

    How often streets are driven is taken as log-normal; its spread and the length of a day's drives follow from a third
    by 10 taxis and 85 % by 1,000.
    """

    def share(spread: float, length: float, taxis: int) -> float:
        weights = np.exp(spread * ndtri((np.arange(STREETS) + 0.5) / STREETS))
        return sensing.compute_seen_share(weights / weights.sum(), taxis, length * STREETS)

    def find_length(spread: float) -> float:
        return float(np.exp(brentq(lambda log: share(spread, np.exp(log), 10) - 1 / 3, -6, 4)))

    spread = float(brentq(lambda one: share(one, find_length(one), 1_000) - 0.85, 2, 3.5))
    yield Row(
        "Manhattan: streets seen by 30 taxis, from those by 10 and 1,000",
        0.5,
        share(spread, find_length(spread), 30),
        0.1,
        "O'Keeffe et al. 2019, by Tech Briefs (about 30)",
    )
