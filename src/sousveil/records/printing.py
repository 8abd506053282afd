"""Quantities as words again: the short form a reader sees, in English or Serbian, and that reads back the same."""

from collections.abc import Mapping

from sousveil.plaintext.script import to_cyrillic

from .quantity import Quantity
from .words import PRINTED


def print_quantity(quantity: Quantity, language: str = "en") -> str:
    """The quantity in words, digits as they were printed; `reading.read_figures` reads it back.

    >>> print_quantity(Quantity(amount="3", magnitude="million", hedge="over", unit="USD"))
    'over 3 million USD'
    """
    words = PRINTED["sr" if language.startswith("sr") else "en"]
    unit = f" {_unit(quantity.unit)}" if quantity.unit else ""
    if quantity.state != "known":
        return _scripted(words[quantity.state], language) + unit
    if quantity.amount is None and quantity.low is None:
        return _scripted(_vague(quantity, words), language) + unit
    if quantity.hedge == "between":
        text = words["between"].format(low=quantity.low, high=quantity.high)
    else:
        hedge = "" if quantity.hedge == "exact" else words[quantity.hedge] + " "
        text = f"{hedge}{quantity.amount}"
    if quantity.magnitude:
        text += f" {words[quantity.magnitude]}"
    return _scripted(text, language) + unit


def _vague(quantity: Quantity, words: Mapping[str, str]) -> str:
    """`hundreds`, `tens of thousands`, `desetine hiljada`."""
    text = words[quantity.hedge]
    if quantity.magnitude is None:
        return text
    return f"{text} {words['of']}{words[quantity.magnitude]}{words['plural']}"


def _unit(unit: str) -> str:
    return unit.replace("percentage_point", "percentage points").replace("/", " per ")


def _scripted(text: str, language: str) -> str:
    return to_cyrillic(text) if "Cyrl" in language else text
