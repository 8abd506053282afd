"""Phrases as people print them, and the figures a careful reader takes from them."""

from pathlib import Path

import pytest

from sousveil.records.quantity import Quantity
from sousveil.records.reading import read_figures, read_ordinals

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
