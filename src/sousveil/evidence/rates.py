"""Rates that repairs try: dated exchange rates as intervals, and rates of value-added tax."""

from fractions import Fraction

from sousveil.records.case import Manifest
from sousveil.records.digits import parse_digits
from sousveil.records.interval import Interval
from sousveil.records.measure import Rate

TAX_RATES = {"RS": ("20", "10")}
"""Rates of value-added tax in percent where a case names none: Serbia, Law on VAT (Off. Gazette 84/2004), Art. 23."""


def tax_rates(manifest: Manifest) -> tuple[str, ...]:
    """The tax rates a case names, else those of its jurisdiction, as printed percentages."""
    return manifest.tax_rates or TAX_RATES.get(manifest.jurisdiction or "", ())


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
