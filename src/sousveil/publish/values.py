"""What a claim's value is in words.

Says one value; compares nothing, and reads figures as the evidence room does.
"""

from sousveil.evidence.figures import claim_language, claim_quantity, usual_unit
from sousveil.records.case import Case
from sousveil.records.claim import Category, Claim, Class, Dated, Members, Quotation, Rank, Trend
from sousveil.records.digits import uses_comma
from sousveil.records.printing import print_quantity
from sousveil.records.quantity import Quantity

from .dates import say_date
from .tongue import choose_text, list_words, quote, say_word, swap_signs, tell
from .words import join_unit, say_class

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
        return quantity_words(quantity, claim_language(claim, case), language)
    return _shape_words(claim, case, language)


def quantity_words(quantity: Quantity, printed_in: str | None, language: str) -> str:
    """A quantity in few words; `printed_in` is the language of the words that it was read in.

    >>> quantity_words(Quantity(amount="1,000", hedge="over"), "en", "sr-Latn")
    'preko 1.000'
    >>> quantity_words(Quantity(amount="1.000", hedge="over"), "sr", "en")
    'over 1,000'
    """
    bare = quantity.model_copy(update={"unit": None})
    words = print_quantity(bare, language)
    printed = uses_comma(printed_in)
    words = words if printed == uses_comma(language) else swap_signs(words, comma=printed)
    if (
        quantity.amount is None
        and quantity.hedge != "between"
        and quantity.state == "known"
        and quantity.unit
    ):
        return join_unit(tell("unit.of", language, number=words), quantity.unit, language)
    return join_unit(words, quantity.unit or "", language) if quantity.state == "known" else words


def _shape_words(claim: Claim, case: Case, language: str) -> str:
    """The value of a claim that is no quantity."""
    match claim.value:
        case Category(category=word):
            text = say_word(word, language)
        case Dated(date=date):
            text = say_date(date, language)
        case Trend(trend=trend, start=start, end=end):
            text = say_word(trend, language)
            text = tell("value.steady", language, trend=text) if claim.value.steady else text
            if start and end:
                text = tell("value.span", language, trend=text, start=start, end=end)
        case Rank(rank=rank, of=of, among=among):
            whole = among or of
            place = _ordinal(rank) if language == "en" else f"{rank}."
            text = tell("value.rank", language, rank=place, whole=whole) if whole else place
        case Class(in_class=name, scheme=scheme):
            record = case.schemes.get(scheme)
            text = quote(name, language)
            if record:
                scheme = choose_text(record.title, language, case.manifest.language)[0]
                text = tell("value.class", language, name=text, scheme=scheme)
        case Members(members=members, class_of=sort):
            own = case.manifest.language
            names = [
                choose_text(case.places[m].name, language, own)[0] if m in case.places else m for m in members
            ]
            listed = list_words(names, language)
            text = tell("value.members", language, members=listed, **{"class": say_class(sort, language)})
        case Quotation(words=words):
            text = quote(words, language)
        case _:
            text = quote(claim.stated, language)
    return text


def value_language(claim: Claim, case: Case, language: str) -> str:
    """The language of a claim's value where it is in words of the case or its source; empty for the page's own."""
    if quantity_of(claim, case) is not None:
        return ""
    match claim.value:
        case Category(category=word):
            own = language == "en" or say_word(word, language) != say_word(word)
            return "" if own else case.manifest.language
        case Dated() | Trend() | Rank() | Class() | Members():
            return ""
    return claim_language(claim, case) or ""


def _ordinal(number: str) -> str:
    """`1st`, `22nd`, `13th`."""
    teen = len(number) > 1 and number[-2] == "1"
    return number + ("th" if teen else _ENDINGS.get(number[-1], "th"))
