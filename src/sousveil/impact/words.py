"""Results as short words: three digits, percent for shares, one in so many for what is rare.

Rounds for readers only; findings keep their numbers.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_RARE = 1e-3
_SURE = 0.999
CHANCE = "probability"
"""A chance; unlike a share, which may be all of something, one that is nearly sure is not called sure."""
STRETCH = "stretch"
"""Metres of ground between two ends, of which there are none where the far one comes before the near one."""
NO_RANGE = "no range stated"
"""In place of an interval, where no number that a result rests on has a range."""
_SAID: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("ratio", "factor", "exponent", "camera", "alert/day", "read/day", "hit", "camera/unit"), ""
        ),
        **dict.fromkeys(("camera/1000 person", "camera/km2", "camera/location"), ""),
        **dict.fromkeys(("degree", "degree down"), "°"),
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
    return show_together([value], unit)[0]


def show_together(values: Sequence[float], unit: str) -> tuple[str, ...]:
    """Results that stand beside one another, in one way: no `1 in 1,250` beside percent.

    >>> show_together([0.0008, 0.0741], "share"), show_together([1e-6, 3e-6], "share")
    (('0.08 %', '7.41 %'), ('1 in 1,000,000', '1 in 333,000'))
    """
    rare = max(values) < _RARE
    return tuple(_show(value, unit, rare=rare) for value in values)


def show_range(low: float, high: float, unit: str) -> str:
    """The two ends of an interval, or why there are no two.

    >>> show_range(0.0008, 0.0741, "share"), show_range(3.0, 3.0, "camera"), show_range(0.9995, 1.0, CHANCE)
    ('0.08 % to 7.41 %', 'no range stated', 'over 99.9 % at both ends')
    """
    if low == high:
        return NO_RANGE
    first, last = show_together([low, high], unit)
    return f"{first} at both ends" if first == last else f"{first} to {last}"


def _show(value: float, unit: str, *, rare: bool) -> str:
    if unit == CHANCE and value > _SURE:
        return f"over {_round(100 * _SURE)} %"
    if unit in ("share", CHANCE):
        return f"1 in {_round(1 / value)}" if rare and value > 0 else f"{_round(100 * value)} %"
    if unit == STRETCH:
        return f"{_round(value)} m" if value > 0 else "nowhere"
    shown = _SAID.get(unit, unit)
    return f"{_round(value)} {shown}" if shown else _round(value)


def state(values: Sequence[float], unit: str) -> str:
    """A number that was given, or the two ends of its range, with the digits that it was given with.

    >>> state([1681405], "person"), state([30, 40], "day"), state([0.86, 0.92], "share")
    ('1,681,405 people', '30 to 40 days', '86 % to 92 %')
    """
    if unit in ("share", CHANCE):
        return " to ".join(show_together(values, "share")) if values else ""
    shown = _SAID.get(unit, unit)
    return " ".join(filter(None, (" to ".join(f"{value:,.10g}" for value in values), shown)))


def _round(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "no end"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{rounded:,.{max(0, places)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")
