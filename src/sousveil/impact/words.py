"""Results as short words: three digits, percent for shares, one in so many for what is rare.

Rounds for readers only; findings keep their numbers.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

_RARE = 1e-3
_SAID: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("ratio", "factor", "exponent", "camera", "alert/day", "read/day", "hit", "camera/unit"), ""
        ),
        **dict.fromkeys(("camera/1000 person", "camera/km2", "camera/location"), ""),
        "degree": "°",
        "day": "days",
        "day/year": "days a year",
        "pixel": "pixels",
        "km2": "km²",
        "cell/unit": "cells a unit",
        "device": "devices",
        "person": "people",
        "location": "locations",
        "unit": "units",
        "passage/camera/day": "people a camera and day",
        "passage/person/day": "passages a day",
        "vehicle/camera/day": "vehicles a camera and day",
    }
)
"""Units as they stand behind a number; empty where the sentence says what is counted."""


def show(value: float, unit: str) -> str:
    """A result for a sentence.

    >>> show(3.18e-6, "share"), show(0.3542, "share"), show(12345.0, "camera"), show(1.73, "PB")
    ('1 in 314,000', '35.4 %', '12,300', '1.73 PB')
    """
    if unit in ("share", "probability"):
        if 0 < value < _RARE:
            return f"1 in {_round(1 / value)}"
        return f"{_round(100 * value)} %"
    shown = _SAID.get(unit, unit)
    return f"{_round(value)} {shown}" if shown else _round(value)


def _round(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "no end"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{rounded:,.{max(0, places)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")
