"""What was typed against the words it was typed from: figure, hedge, unit, dates, ranks.

A person types the reading; this complains where the source's own phrase says otherwise.
"""

from collections.abc import Iterator

from sousveil.problems import Argument, Problem, Severity
from sousveil.records.bands import MAGNITUDES
from sousveil.records.case import Case
from sousveil.records.claim import Claim, Rank
from sousveil.records.digits import parse_digits
from sousveil.records.quantity import Quantity
from sousveil.records.reading import read_figures, read_ordinals
from sousveil.units import Unit, parse_unit, same_dimension

from .figures import Figures, claim_language, claim_unit, figures_in_phrase, own_words, usual_unit

READ = frozenset({"en", "sr", "hr", "bs", "me", "sh", "cnr"})
"""Languages whose phrases the grammar reads; in others the typed reading stands by itself."""


def check_wording(case: Case, figures: Figures) -> Iterator[Problem]:
    """Every claim whose value can be held against its phrase."""
    counted = frozenset((c.subject, c.measure) for c in case.claims.values() if isinstance(c.value, Quantity))
    for claim in case.claims.values():
        if isinstance(claim.value, Quantity):
            yield from _check_quantity(claim, claim.value, case, figures)
        elif isinstance(claim.value, Rank):
            named = read_ordinals(claim.stated)
            if named and int(claim.value.rank) not in named:
                yield _problem(
                    claim, "stated.rank", {"typed": claim.value.rank, "read": tuple(map(str, named))}
                )
        elif claim.id not in figures.readings:
            yield from _check_phrase(claim, case, counted)


def _check_phrase(claim: Claim, case: Case, counted: frozenset[tuple[str, str]]) -> Iterator[Problem]:
    """A phrase that is to be read, but holds several figures, or none where one is to be expected."""
    if not (claim.value is None or isinstance(claim.value, str)):
        return
    read = figures_in_phrase(claim, case)
    if len(read) > 1:
        yield _problem(claim, "stated.several", {"read": tuple(map(_show, read))}, Severity.NOTE)
    elif read or isinstance(claim.value, str) or _expects_figure(claim, case, counted):
        yield _problem(claim, "stated.no-value", {}, Severity.NOTE)


def _expects_figure(claim: Claim, case: Case, counted: frozenset[tuple[str, str]]) -> bool:
    """Whether a claim's measure is a quantity: declared, by its name, or in other claims about the subject."""
    measure = case.measures.get(claim.measure)
    if measure is not None:
        return measure.kind == "quantity"
    return usual_unit(claim.measure) is not None or (claim.subject, claim.measure) in counted


def _check_quantity(claim: Claim, typed: Quantity, case: Case, figures: Figures) -> Iterator[Problem]:
    language = claim_language(claim, case)
    try:
        unit = claim_unit(claim, typed, case, figures.known_units)
        for digits in filter(None, (typed.amount, typed.low, typed.high)):
            parse_digits(digits, language)
    except ValueError as error:
        yield _problem(claim, "stated.unreadable", {"why": str(error)}, Severity.ERROR)
        return
    if typed.state != "known" or (language or "en").partition("-")[0] not in READ:
        return
    read = read_figures(claim.stated, language, own=own_words(case))
    if not read:
        yield _problem(claim, "stated.no-figure", {}, Severity.NOTE)
        return
    same = [q for q in read if _same_figure(q, typed, language) or _same_share(q, typed, unit, language)]
    if not same:
        shown = tuple(_show(q) for q in read)
        yield _problem(claim, "stated.figure", {"typed": _show(typed), "read": shown})
        return
    if all(q.hedge != typed.hedge for q in same):
        yield _problem(claim, "stated.hedge", {"typed": typed.hedge, "read": tuple(q.hedge for q in same)})
    units = [q.unit for q in same if q.unit]
    if units and not any(_agrees(u, unit, figures) for u in units):
        yield _problem(claim, "stated.unit", {"typed": unit.name, "read": tuple(units)}, Severity.NOTE)


def _agrees(read: str, typed: Unit, figures: Figures) -> bool:
    """Whether the words' unit is the one typed, or its upper part: a price for each is often printed as a price."""
    each = typed.name.partition("/")[0]
    found = parse_unit(read, figures.known_units)
    return same_dimension(found, typed) or same_dimension(found, parse_unit(each, figures.known_units))


def _same_figure(a: Quantity, b: Quantity, language: str | None) -> bool:
    """Whether two readings have the same digits and magnitude, however they are written."""
    if (a.amount is None) != (b.amount is None) or (a.low is None) != (b.low is None):
        return False
    pairs = [(x, y) for x, y in ((a.amount, b.amount), (a.low, b.low), (a.high, b.high)) if x and y]
    scale_a, scale_b = (MAGNITUDES.get(q.magnitude or "", 1) for q in (a, b))
    try:
        return all(
            parse_digits(x, language).value * scale_a == parse_digits(y, language).value * scale_b
            for x, y in pairs
        )
    except ValueError:
        return False


def _same_share(read: Quantity, typed: Quantity, unit: Unit, language: str | None) -> bool:
    """Whether a share in words was typed as a number, as far as it was written out: `a third` as 33 or 33.3 percent."""
    if (
        not (read.unit or "").startswith("in ")
        or read.amount is None
        or typed.amount is None
        or unit.dimensions
    ):
        return False
    said = parse_digits(read.amount, language).value * parse_unit(str(read.unit)).factor
    printed = parse_digits(typed.amount, language)
    return abs(said / unit.factor - printed.value) <= printed.place / 2


def _show(quantity: Quantity) -> str:
    words = (quantity.hedge.replace("_", " ") if quantity.hedge != "exact" else "", quantity.amount or "")
    span = f"{quantity.low}–{quantity.high}" if quantity.low else ""
    return " ".join(filter(None, (*words, span, quantity.magnitude or "", quantity.unit or "")))


def _problem(
    claim: Claim, message: str, args: dict[str, Argument], severity: Severity = Severity.WARNING
) -> Problem:
    return Problem(
        message=message,
        severity=severity,
        at=(claim.id, "value", "stated"),
        args={"id": claim.id, "stated": claim.stated, **args},
        record=claim.id,
        fields=("value", "stated"),
    )
