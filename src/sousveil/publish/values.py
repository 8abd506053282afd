"""What a claim's value is in words.

Says one value; compares nothing, and reads figures as the evidence room does.
"""

from sousveil.evidence.figures import claim_quantity, usual_unit
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Category, Claim, Class, Dated, Members, Quotation, Rank, Trend
from sousveil.records.printing import print_quantity
from sousveil.records.quantity import Quantity

from .words import join_unit, list_words, say_class, say_date

_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}


def quantity_of(claim: Claim, case: Case) -> Quantity | None:
    """The figure of a claim with the unit it is in, where it has one."""
    found = claim_quantity(claim, case)
    if found is None or found.unit is not None:
        return found
    measure = case.measures.get(claim.measure)
    unit = (measure.unit if measure else None) or usual_unit(claim.measure)
    return found.model_copy(update={"unit": unit}) if unit else found


def value_words(claim: Claim, case: Case, language: str = "en") -> str:
    """A claim's value in few words; its stated phrase where it has no shape of its own."""
    if quantity := quantity_of(claim, case):
        bare = quantity.model_copy(update={"unit": None})
        words = print_quantity(bare, "en")
        if (
            quantity.amount is None
            and quantity.hedge != "between"
            and quantity.state == "known"
            and quantity.unit
        ):
            return join_unit(f"{words} of", quantity.unit)
        return (
            join_unit(words, quantity.unit or "", one=words.split(" ")[-1] == "1")
            if quantity.state == "known"
            else words
        )
    return _shape_words(claim, case, language)


def _shape_words(claim: Claim, case: Case, language: str) -> str:
    """The value of a claim that is no quantity."""
    match claim.value:
        case Category(category=word):
            text = word
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
            text = f"{list_words(names)} as {say_class(sort)}"
        case Quotation(words=words):
            text = f"“{words}”"
        case _:
            text = f"“{claim.stated}”"
    return text


def _ordinal(number: str) -> str:
    """`1st`, `22nd`, `13th`."""
    teen = len(number) > 1 and number[-2] == "1"
    return number + ("th" if teen else _ENDINGS.get(number[-1], "th"))
