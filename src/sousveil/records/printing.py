"""Quantities as words again: the short form a reader sees, in English or Serbian, and that reads back the same."""

from ..plaintext.script import to_cyrillic
from .quantity import Quantity
from .words import PRINTED


def print_quantity(quantity: Quantity, language: str = "en") -> str:
    """The quantity in words, digits as they were printed; `reading.read_figures` reads it back.

    >>> print_quantity(Quantity(amount="3", magnitude="million", hedge="over", unit="USD"))
    'over 3 million USD'
    """
    words = PRINTED["sr" if language.startswith("sr") else "en"]
    if quantity.state != "known":
        text = words[quantity.state]
    elif quantity.hedge == "between":
        text = words["between"].format(low=quantity.low, high=quantity.high)
    elif quantity.amount is None:
        text = words[quantity.hedge]
        if quantity.magnitude and quantity.hedge != quantity.magnitude + "s":
            text = f"{text} of {words[quantity.magnitude]}s" if words is PRINTED["en"] else f"{text} {words[quantity.magnitude]}"
            return _scripted(text, language) + (f" {quantity.unit}" if quantity.unit else "")
    else:
        text = " ".join(filter(None, ("" if quantity.hedge == "exact" else words[quantity.hedge], quantity.amount)))
    if quantity.magnitude and quantity.amount is not None or quantity.hedge == "between" and quantity.magnitude:
        text += " " + words[quantity.magnitude or ""]
    return _scripted(text, language) + (f" {_unit(quantity.unit)}" if quantity.unit else "")


def _unit(unit: str) -> str:
    return unit.replace("percentage_point", "percentage points").replace("/", " per ")


def _scripted(text: str, language: str) -> str:
    return to_cyrillic(text) if "Cyrl" in language else text
