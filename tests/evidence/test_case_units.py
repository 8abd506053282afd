"""Figures nobody typed out, read in the units of the case and of their measure."""

from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.evidence.figures import read_figures_of
from tests.evidence.build import build, claim

UNITS = "- {id: speed_trap, words: [speed trap, speed traps, radar, radara], is_a: device}\n"
MEASURES = "- {id: cost, title: Cost, unit: EUR}\n- {id: traps, title: Traps, unit: speed_trap}\n"


@pytest.mark.parametrize(
    ("stated", "measure", "low", "unit"),
    [
        ("2,513 speed traps", "installed", 2513, "speed_trap"),
        ("radara: 2,513", "traps", 2513, "speed_trap"),
        ("2,513 speed traps at 40 locations", "traps", 2513, "speed_trap"),
        ("1,000 a year", "cost", None, "EUR/year"),
        ("1,000 euros a year", "cost", None, "EUR/year"),
        ("contract of 12 May 2019", "traps", None, ""),
    ],
)
def test_a_phrase_is_read_in_units_of_the_case(
    stated: str, measure: str, low: int | None, unit: str, tmp_path: Path
) -> None:
    files = {
        "units.yaml": UNITS,
        "measures.yaml": MEASURES,
        "claims/a.yaml": claim("c-a", stated, measure=measure),
    }
    build(tmp_path, files)
    case, problems = load_case(tmp_path)
    assert not problems
    reading = read_figures_of(case).get("c-a")
    assert (reading.unit.name if reading else "") == unit
    if low is not None and reading is not None:
        assert reading.normal.low == low
