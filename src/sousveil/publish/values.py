"""What a claim's value is in words, and how its figure reads as an interval.

Reads one claim with the units of its case; compares nothing.
"""

from collections.abc import Iterator

from sousveil.records.bands import Reading, read_quantity
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Category, Claim, Class, Dated, Members, Quotation, Rank, Trend
from sousveil.records.printing import print_quantity
from sousveil.records.quantity import Quantity
from sousveil.records.reading import read_figures
from sousveil.units import DIMENSIONLESS, Unit, parse_unit

from .words import join_unit, list_words, say_date

_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}


def quantity_of(claim: Claim, case: Case) -> Quantity | None:
    """The figure of a claim: as structured, else the only one its words hold, else None."""
    if isinstance(claim.value, Quantity):
        found: Quantity | None = claim.value
    elif claim.value is None or isinstance(claim.value, str):
        figures = read_figures(claim.value or claim.stated, language_of(claim, case) or None)
        found = figures[0] if len(figures) == 1 else None
    else:
        return None
    measure = case.measures.get(claim.measure)
    if found and found.unit is None and measure and measure.unit:
        return found.model_copy(update={"unit": measure.unit})
    return found


def language_of(claim: Claim, case: Case) -> str:
    """The language of a claim's words: its own, else its source's."""
    source = case.sources.get(claim.source)
    return claim.language or (source.language if source else None) or ""


def case_units(case: Case) -> Iterator[tuple[str, Unit]]:
    """The units a case defines, by every word they are written with; those of unknown kind are left out."""
    for unit in case.units.values():
        try:
            known = parse_unit(unit.is_a)
        except ValueError:
            continue
        for name in (unit.id, *unit.words):
            yield name, Unit(unit.id, known.factor, known.dimensions, known.discrete)


def unit_of(name: str | None, case: Case) -> Unit:
    """A unit by its name; one that nobody knows counts as none, and only its word is shown."""
    if not name:
        return DIMENSIONLESS
    try:
        return parse_unit(name, case_units(case))
    except ValueError:
        return DIMENSIONLESS


def reading_of(claim: Claim, case: Case) -> Reading | None:
    """The intervals of a claim's figure; None where it has none or its digits are no number."""
    quantity = quantity_of(claim, case)
    if quantity is None:
        return None
    try:
        return read_quantity(quantity, unit_of(quantity.unit, case), language_of(claim, case) or None)
    except ValueError:
        return None


def value_words(claim: Claim, case: Case, language: str = "en") -> str:
    """A claim's value in few words; its stated phrase where it has no shape of its own."""
    if quantity := quantity_of(claim, case):
        bare = quantity.model_copy(update={"unit": None})
        words = print_quantity(bare, "en")
        return join_unit(words, quantity.unit or "", one=words == "1") if quantity.state == "known" else words
    return _shape_words(claim, case, language)


def _shape_words(claim: Claim, case: Case, language: str) -> str:
    """The value of a claim that is no quantity."""
    match claim.value:
        case Category(category=word, of=others):
            text = f"{word} (of {list_words(others)})" if others else word
        case Dated(date=date):
            text = say_date(date)
        case Trend(trend=trend, start=start, end=end):
            span = f" from {start} to {end}" if start and end else ""
            text = trend + (" at every step" if claim.value.steady else "") + span
        case Rank(rank=rank, of=of, among=among):
            whole = among or of
            text = f"{_ordinal(rank)} of {whole}" if whole else _ordinal(rank)
        case Class(in_class=name, scheme=scheme):
            record = case.schemes.get(scheme)
            text = f"“{name}”" + (f" ({say(record.title, language)})" if record else "")
        case Members(members=members, class_of=sort):
            names = [say(case.places[m].name, language) if m in case.places else m for m in members]
            text = f"{list_words(names)} as {sort}"
        case Quotation(words=words):
            text = f"“{words}”"
        case _:
            text = f"“{claim.stated}”"
    return text


def _ordinal(number: str) -> str:
    """`1st`, `22nd`, `13th`."""
    teen = len(number) > 1 and number[-2] == "1"
    return number + ("th" if teen else _ENDINGS.get(number[-1], "th"))
