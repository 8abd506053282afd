"""Quantities as intervals in three bands: how far the printed words can be stretched.

*strict*: every printed digit counts. *normal*: zeros after the first two digits may only fill. *loose*: no filling
zero counts. Each band contains the one before it. The rules are those of `docs/quantities.md`; the last-digit rule and
the allowance for a truncated result follow Nuijten et al. 2016, doi:10.3758/s13428-015-0664-2 (statcheck).
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache

from sousveil.units import DIMENSIONLESS, Unit, is_share

from .digits import Printed, parse_digits
from .interval import Interval
from .quantity import Quantity

MAGNITUDES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

ABOUT = Fraction(1, 10)
"""Half-width of `about`, depth of `nearly`, as a share of the figure: a convention of ours, printed with the rule."""

SHARE = Fraction(1, 10)
"""How far a share in words may lie off, as a share of it or of what is left, whichever is less: a third is 30 to 37
percent, nine in ten 89 to 91. A convention of ours."""

VAGUE = {"tens": (20, 99), "dozens": (24, 99), "hundreds": (200, 999), "thousands": (2000, 9999)}
"""`hundreds` means at least two and fewer than ten of them; `dozens` at least two dozen and fewer than a hundred."""


class Band(StrEnum):
    """How generously printed words are read."""

    STRICT = "strict"
    NORMAL = "normal"
    LOOSE = "loose"


@dataclass(frozen=True)
class Reading:
    """What a quantity can mean, in base units: one interval a band, the face value, and the rule that was used.

    `face` reads every printed digit as exact; `result` is the loose band for a figure that somebody computed and may
    have cut off instead of rounding.
    """

    strict: Interval
    normal: Interval
    loose: Interval
    face: Interval
    result: Interval
    unit: Unit
    rule: str

    def band(self, band: Band) -> Interval:
        """The interval of one band."""
        return {Band.STRICT: self.strict, Band.NORMAL: self.normal, Band.LOOSE: self.loose}[band]

    @cached_property
    def _hash(self) -> int:
        return hash((self.strict, self.normal, self.loose, self.face, self.result, self.unit, self.rule))

    def __hash__(self) -> int:
        # Readings are keys of many look-ups, and hashing ten fractions takes longer than most of these.
        return self._hash

    @classmethod
    def exactly(cls, interval: Interval, unit: Unit, rule: str) -> "Reading":
        """The same interval in every band."""
        return cls(interval, interval, interval, interval, interval, unit, rule)


def read_quantity(
    quantity: Quantity, unit: Unit = DIMENSIONLESS, language: str | None = None
) -> Reading | None:
    """The intervals of a quantity given in `unit`; None where it is unknown, withheld or none.

    Raises ValueError where its digits are no number.
    """
    if quantity.state != "known":
        return None
    factor = (MAGNITUDES[quantity.magnitude] if quantity.magnitude else 1) * unit.factor
    if quantity.amount is not None and is_share(unit):
        return _read_share(quantity.hedge, parse_digits(quantity.amount, language).value * factor, unit)
    if quantity.amount is not None:
        exact = unit.discrete and quantity.magnitude is None
        return _read_amount(
            quantity.hedge, parse_digits(quantity.amount, language), factor, unit, exact=exact
        )
    if quantity.low is None or quantity.high is None:
        low, high = VAGUE[quantity.hedge]
        return Reading.exactly(Interval.closed(low * factor, high * factor), unit, quantity.hedge)
    ends = parse_digits(quantity.low, language).value, parse_digits(quantity.high, language).value
    if ends[0] > ends[1]:
        raise ValueError(
            f"`between` runs from {quantity.low!r} down to {quantity.high!r}; write the lower one first"
        )
    return Reading.exactly(Interval.closed(ends[0] * factor, ends[1] * factor), unit, "between")


def _read_share(hedge: str, value: Fraction, unit: Unit) -> Reading:
    """The bands of `one in three`: exact where every word counts, else about that share."""
    strict, wide = (_hedged(hedge, value, half) for half in (Fraction(0), SHARE * min(value, abs(1 - value))))
    return Reading(strict, wide, wide, strict, wide, unit, hedge if hedge != "exact" else "share")


@lru_cache(maxsize=65536)
def _read_amount(hedge: str, printed: Printed, factor: Fraction, unit: Unit, *, exact: bool) -> Reading:
    """The bands of one printed amount; cached, because a case prints few different figures many times."""
    value = printed.value * factor
    widths = half_widths(printed, exact=exact)
    cut = max(widths[2], printed.place) if widths[0] else widths[2]
    bands = {half: _hedged(hedge, value, half * factor) for half in {*widths, cut, Fraction(0)}}
    strict, normal, loose = (bands[half] for half in widths)
    rule = hedge if hedge != "exact" else "last_digit" if widths[0] else "count"
    return Reading(strict, normal, loose, bands[Fraction(0)], bands[cut], unit, rule)


def half_widths(printed: Printed, *, exact: bool) -> tuple[Fraction, Fraction, Fraction]:
    """Half the width of the strict, normal and loose band, in printed units.

    `exact` is for counts of whole things: their digits count in full, and only filling zeros of a count of a hundred
    or more leave room.

    >>> [int(w) for w in half_widths(parse_digits("8,000"), exact=True)]
    [0, 50, 500]
    """
    last = printed.place / 2
    kept = max(0, min(printed.zeros, len(printed.digits) - 2))
    normal, loose = last * 10**kept, last * 10**printed.zeros
    if not exact or not printed.is_whole:
        return last, max(last, normal), max(last, loose)
    if abs(printed.value) < 100:
        return Fraction(0), Fraction(0), Fraction(0)
    return Fraction(0), normal if kept else Fraction(0), loose if printed.zeros else Fraction(0)


def _hedged(hedge: str, value: Fraction, half: Fraction) -> Interval:
    tenth = abs(value) * ABOUT
    floor = None if value < 0 else Fraction(0)
    match hedge:
        case "over":
            return Interval(value, None, low_open=True)
        case "at_least":
            return Interval(value, None)
        case "under":
            return Interval(floor if floor != value else None, value, high_open=True)
        case "up_to":
            return Interval(floor, value)
        case "nearly":
            return Interval(value - tenth, value, low_open=tenth > 0)
        case "about":
            return Interval(value - max(half, tenth), value + max(half, tenth))
        case _:
            return Interval(value - half, value + half)
