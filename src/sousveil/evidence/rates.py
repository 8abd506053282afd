"""Dated exchange rates as intervals."""

from fractions import Fraction

from sousveil.records.digits import parse_digits
from sousveil.records.interval import Interval
from sousveil.records.measure import Rate


def rate_interval(rate: Rate, target: str) -> Interval | None:
    """What one unit of the other currency costs in `target`; None where the rate does not speak of it."""
    try:
        low, high = parse_digits(rate.low).value, parse_digits(rate.high).value
    except ValueError:
        return None
    if not Fraction(0) < low <= high:
        return None
    cost = Interval.closed(low, high)
    if rate.target_currency == target:
        return cost
    return cost.reciprocal() if rate.source_currency == target else None
