"""Phrases as people print them, and the figures a careful reader takes from them."""

import re
from pathlib import Path

import pytest

from sousveil.records.quantity import Quantity
from sousveil.records.reading import read_figures, read_ordinals
from sousveil.units import UNITS

TABLE = Path(__file__).with_name("phrases.txt")


def read_rows() -> list[tuple[str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split(" | ")] for line in lines if line and line[0] != "#"]
    return [(language, phrase, figures) for language, phrase, figures in rows]


def show(quantity: Quantity) -> str:
    if quantity.state != "known":
        return quantity.state
    digits = quantity.amount or (f"{quantity.low}..{quantity.high}" if quantity.low else "")
    hedge = "" if quantity.hedge == "exact" else quantity.hedge
    return " ".join(filter(None, (hedge, digits, quantity.magnitude, quantity.unit)))


@pytest.mark.parametrize(("language", "phrase", "figures"), read_rows())
def test_a_phrase_reads_as_a_careful_reader_reads_it(language: str, phrase: str, figures: str) -> None:
    assert (" ; ".join(map(show, read_figures(phrase, language))) or "-") == figures


def test_the_table_is_long_enough_to_mean_something() -> None:
    rows = read_rows()
    assert len(rows) >= 150
    assert {language for language, _, _ in rows} == {"en", "sr-Latn", "sr-Cyrl"}


@pytest.mark.parametrize(
    ("phrase", "places"),
    [("ranked 7th of 45", (7,)), ("the fourth largest", (4,)), ("sedmo mesto", (7,)), ("седмо место", (7,)),
     ("the 21st and the 2nd", (21, 2)), ("4. mesto", (4,)), ("4 cameras", ())],
)  # fmt: skip
def test_places_in_an_order_are_read(phrase: str, places: tuple[int, ...]) -> None:
    assert read_ordinals(phrase) == places


OWN = frozenset({("speed trap", "speed_trap"), ("speed traps", "speed_trap"), ("radar", "speed_trap"),
                 ("radara", "speed_trap"), ("number plate camera", "anpr")})  # fmt: skip


@pytest.mark.parametrize(
    ("language", "phrase", "figures"),
    [
        ("en", "2,500 speed traps", "2,500 speed_trap"),
        ("sr-Latn", "preko 40 radara", "over 40 speed_trap"),
        ("sr-Cyrl", "40 радара", "40 speed_trap"),
        ("en", "1 number-plate camera", "1 camera"),
        ("en", "1 number plate camera", "1 anpr"),
        ("en", "2 speed traps per 1,000 people", "2 speed_trap/1000 person"),
        ("en", "between 20 and 30 speed traps", "between 20..30 speed_trap"),
        ("en", "40 cameras", "40 camera"),
    ],
)
def test_units_of_the_case_are_read(language: str, phrase: str, figures: str) -> None:
    assert " ; ".join(map(show, read_figures(phrase, language, own=OWN))) == figures
    if "camera" not in figures:
        assert " ; ".join(map(show, read_figures(phrase, language))) != figures


def test_the_page_of_quantities_names_every_unit() -> None:
    page = (Path(__file__).parents[2] / "docs/quantities.md").read_text(encoding="utf-8")
    section = page.partition("## Units")[2].partition("## Formulas")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[2])]
    assert sorted(named) == sorted(UNITS)
