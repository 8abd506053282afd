"""Minimal repairs: the smallest changes after which figures that disagree would agree.

Every candidate is tried by recomputing; one that works *would explain* the disagreement, which does not say that it
does. It knows formulas and readings only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, islice, pairwise

from sousveil.problems import Argument
from sousveil.records.bands import MAGNITUDES, Reading, half_widths, read_quantity
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.digits import parse_digits
from sousveil.records.finding import Repair
from sousveil.records.interval import Interval
from sousveil.records.measure import Rate
from sousveil.records.quantity import Quantity

from .bounds import evaluate
from .comparable import tax_basis
from .formula import DATE, Formula, NotComputable
from .rates import rate_interval, tax_rates

RESULT = "="
"""The name under which the stated result stands among the operands."""

_LIKELY = (
    "repair.hedge",
    "repair.cut",
    "repair.tax",
    "repair.currency",
    "repair.complement",
    "repair.other",
    "repair.points",
    "repair.relative",
    "repair.unit",
    "repair.total",
    "repair.digits",
    "repair.thousand",
)
"""Sorts of change from likely to unlikely, by the first part of their message: an ordering of ours."""

_TRIED_TOGETHER = 200
"""How many pairs of changes are tried when no single one explains; pairs are ordered from likely to unlikely."""


@dataclass(frozen=True, slots=True)
class Operand:
    """An input of a formula: its id, reading, the claim behind it if one is, its words and the basis it is given on.

    `quantity` is the figure as printed, typed or read from the words.
    """

    id: str
    reading: Reading
    claim: Claim | None
    stated: str
    basis: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A candidate: which operand would read as what, and the message that says so."""

    name: str
    interval: Interval
    message: str
    args: Mapping[str, Argument]


def find_repairs(
    formula: Formula, operands: Mapping[str, Operand], result: Operand, case: Case
) -> tuple[Repair, ...]:
    """Every single change that would explain a failed recomputation; pairs only where no single one would."""
    everything = {**operands, RESULT: result}
    changes = [c for name, o in everything.items() for c in _changes(name, o, everything, case)]
    changes += [*_other_base(result), *_points(operands, result)]
    changes.sort(key=lambda change: _LIKELY.index(change.message.partition("-")[0]))
    single = [c for c in changes if _agrees(formula, operands, result, (c,))]
    if single:
        return tuple(_repair((c,), everything) for c in _one_a_currency(single))
    pairs = (p for p in combinations(changes, 2) if p[0].name != p[1].name)
    tried = islice(pairs, _TRIED_TOGETHER)
    return tuple(_repair(p, everything) for p in tried if _agrees(formula, operands, result, p))[:3]


def _one_a_currency(changes: list[Change]) -> list[Change]:
    """Changes of currency that differ in the dated rate only, as one with all the rates."""
    kept: dict[object, Change] = {}
    for place, change in enumerate(changes):
        key = (change.name, change.args["currency"]) if change.message == "repair.currency" else place
        if key in kept:
            rates = f"{kept[key].args['rates']}, {change.args['rates']}"
            kept[key] = replace(kept[key], args={**change.args, "rates": rates})
        else:
            kept[key] = change
    return list(kept.values())


def _repair(changes: tuple[Change, ...], operands: Mapping[str, Operand]) -> Repair:
    ids = tuple(operands[c.name].id for c in changes)
    if len(changes) == 1:
        return Repair(message=changes[0].message, args=changes[0].args, changes=ids)
    first, second = (Repair(message=c.message, args=c.args) for c in changes)
    return Repair(message=first.message, args=first.args, changes=ids, together_with=(second,))


def _agrees(
    formula: Formula, operands: Mapping[str, Operand], result: Operand, changes: tuple[Change, ...]
) -> bool:
    values = {name: o.reading.normal for name, o in operands.items()}
    target = result.reading.normal
    for change in changes:
        if change.name == RESULT:
            target = change.interval
        else:
            values[change.name] = change.interval
    try:
        return evaluate(formula, values).meets(target)
    except NotComputable:
        return False


def _changes(name: str, operand: Operand, everything: Mapping[str, Operand], case: Case) -> Iterator[Change]:
    """Candidate changes to one figure, likely ones first."""
    args = {"id": operand.id, "stated": operand.stated}
    reading = operand.reading
    yield from _without_hedge(name, operand, args)
    yield from _cut_off(name, operand, args)
    if (
        sum(name.startswith("money:") for name, _ in reading.unit.dimensions) == 1
    ):  # an exchange rate is no price
        yield from _tax(name, operand, everything, case)
        yield from _currency(name, operand, case)
        yield from _per_unit(name, operand, everything)
    bounded = all(o.reading.normal.is_bounded for o in everything.values())
    if reading.unit.dimensions == DATE.dimensions or not bounded:
        # A misprint in one figure says little where another has no end: nearly any would make them agree.
        return
    yield from _digits(name, operand, args)
    for factor, message in ((1000, "repair.thousand-up"), (Fraction(1, 1000), "repair.thousand-down")):
        yield Change(name, reading.normal.scaled(factor), message, args)


def _without_hedge(name: str, operand: Operand, args: Mapping[str, Argument]) -> Iterator[Change]:
    quantity = operand.quantity
    if quantity is None or quantity.hedge in ("exact", "between") or quantity.amount is None:
        return
    printed = parse_digits(quantity.amount, operand.language)
    scale = (MAGNITUDES[quantity.magnitude] if quantity.magnitude else 1) * operand.reading.unit.factor
    half = half_widths(printed, exact=False)[1]
    plain = Interval.closed((printed.value - half) * scale, (printed.value + half) * scale)
    yield Change(name, plain, "repair.hedge", {**args, "hedge": quantity.hedge.replace("_", " ")})


def _cut_off(name: str, operand: Operand, args: Mapping[str, Argument]) -> Iterator[Change]:
    """The last digit was cut off, not rounded: the figure lies up to one unit of it higher."""
    quantity = operand.quantity
    if (
        quantity is None
        or quantity.hedge != "exact"
        or quantity.amount is None
        or operand.reading.normal.is_point
    ):
        return
    printed = parse_digits(quantity.amount, operand.language)
    scale = (MAGNITUDES[quantity.magnitude] if quantity.magnitude else 1) * operand.reading.unit.factor
    upper = (printed.value + printed.place) * scale
    yield Change(name, Interval(printed.value * scale, upper, high_open=True), "repair.cut-off", args)


def _tax(name: str, operand: Operand, everything: Mapping[str, Operand], case: Case) -> Iterator[Change]:
    """One price with tax beside others without it; only where the record does not settle it."""
    for text in tax_rates(case.manifest):
        rate = 1 + parse_digits(text).value / 100
        args: dict[str, Argument] = {"id": operand.id, "stated": operand.stated, "rate": text}
        prices = {n: tax_basis(o.basis.get("tax")) for n, o in everything.items() if o.reading.unit.currency}
        own, others = prices[name], {tax for n, tax in prices.items() if n != name}
        if own != "incl" and others <= {None, "incl"}:
            yield Change(name, operand.reading.normal.scaled(rate), "repair.tax-excluded", args)
        if own != "excl" and others <= {None, "excl"}:
            yield Change(name, operand.reading.normal.scaled(1 / rate), "repair.tax-included", args)


def _currency(name: str, operand: Operand, case: Case) -> Iterator[Change]:
    """The figure is really in another currency, at a dated rate of the case."""
    own = operand.reading.unit.currency
    for rate in case.rates:
        factor = rate_interval(rate, own)
        if factor is None:
            continue
        other = rate.target_currency if rate.source_currency == own else rate.source_currency
        args: dict[str, Argument] = {
            "id": operand.id,
            "stated": operand.stated,
            "currency": other,
            "own": own,
            **_dated(rate),
        }
        yield Change(name, operand.reading.normal * factor, "repair.currency", args)


def _dated(rate: Rate) -> dict[str, Argument]:
    pair = f"{rate.source_currency}/{rate.target_currency}"
    return {"rates": f"{rate.low}–{rate.high} {pair} of {rate.period}"}


def _per_unit(name: str, operand: Operand, everything: Mapping[str, Operand]) -> Iterator[Change]:
    """A price for one taken for the price of all, or the other way round."""
    for other_name, other in everything.items():
        if other_name in (name, RESULT) or not other.reading.unit.is_count:
            continue
        count = other.reading.normal
        args: dict[str, Argument] = {"id": operand.id, "stated": operand.stated, "count": other.stated}
        yield Change(name, operand.reading.normal * count, "repair.unit-for-total", args)
        if 0 not in count:
            yield Change(name, operand.reading.normal / count, "repair.total-for-unit", args)


def _digits(name: str, operand: Operand, args: Mapping[str, Argument]) -> Iterator[Change]:
    """Two neighbouring digits changed places in printing."""
    quantity = operand.quantity
    if quantity is None or quantity.hedge != "exact" or quantity.amount is None:
        return
    text = quantity.amount
    places = [i for i, c in enumerate(text) if c.isdigit()]
    for left, right in pairwise(places):
        letters = list(text)
        letters[left], letters[right] = letters[right], letters[left]
        swapped = "".join(letters)
        if swapped == text or (swapped[0] == "0" and text[0] != "0"):
            continue
        misprint = quantity.model_copy(update={"amount": swapped})
        reading = read_quantity(misprint, operand.reading.unit, operand.language)
        if reading is not None:
            yield Change(name, reading.normal, "repair.digits", {**args, "swapped": swapped})


def _points(operands: Mapping[str, Operand], result: Operand) -> Iterator[Change]:
    """A change of a share in points where a proportion was meant, or the other way.

    From 12 to 15 percent is 3 points, and 25 percent more.
    """
    if result.reading.unit.name != "percent":
        return
    for operand in operands.values():
        if operand.reading.unit.name == "percent" and 0 not in operand.reading.normal:
            args: dict[str, Argument] = {"id": result.id, "stated": result.stated, "base": operand.stated}
            yield Change(RESULT, result.reading.normal / operand.reading.normal, "repair.points", args)
            yield Change(RESULT, result.reading.normal * operand.reading.normal, "repair.relative", args)


def _other_base(result: Operand) -> Iterator[Change]:
    """A share given for its complement, or on the other base: 57 % off, 57 % of, 57 % added."""
    if result.reading.unit.dimensions or result.reading.unit.name not in ("percent", "per_mille", "ratio"):
        return
    args: dict[str, Argument] = {"id": result.id, "stated": result.stated}
    share = result.reading.normal
    one = Interval.point(1)
    yield Change(RESULT, one - share, "repair.complement", args)
    if share.high is not None and share.low is not None and share.low > -1:
        yield Change(RESULT, share / (one + share), "repair.other-base", args)
        if share.high < 1:
            yield Change(RESULT, share / (one - share), "repair.other-base", args)
