"""From a folder to what an export is made from: the public case, its figures read, its disputes found.

Everything is computed on the public part of the case, so that nothing rests on a withheld record. Writes nothing.
"""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

from sousveil.adapters.exports.told import Dispute, Told, Value
from sousveil.evidence import check
from sousveil.evidence.figures import claim_quantity, read_figures_of
from sousveil.messages import render_message
from sousveil.publish.dates import say_date
from sousveil.publish.values import value_words
from sousveil.publish.words import in_unit
from sousveil.records.bands import Reading
from sousveil.records.case import Case
from sousveil.records.finding import Finding, Verdict

DISPUTED = frozenset({Verdict.INCONSISTENT, Verdict.TENSION})
DIGITS = 15
"""Significant digits of a bound that has no end in decimals, rounded outwards: what a double holds (IEEE 754)."""


def tell_case(public: Case, *, as_of: str, language: str = "en") -> Told:
    """What is exported of a public case."""
    readings = read_figures_of(public).readings
    values = {id_: _value(id_, readings.get(id_), public, language) for id_ in public.claims}
    manifest, lists = public.manifest, public.lists.values()
    credits_ = [
        text if isinstance(text, str) else text.get(language, next(iter(text.values())))
        for text in manifest.attribution
    ]
    credits_ += [
        f"{one.attribution} ({one.licence or 'no licence stated'})" for one in lists if one.attribution
    ]
    return Told(
        case=public,
        as_of=as_of,
        language=language,
        values=values,
        disputes=tuple(_list_disputes(public)),
        dates={event.id: say_date(event.date) for event in public.events.values()},
        attribution=tuple(dict.fromkeys(credits_)),
    )


def write_bound(end: Fraction | None, *, up: bool) -> str:
    """A bound as a decimal, exact where it ends, else rounded away from the interval; empty for none.

    >>> write_bound(Fraction(5, 2), up=True), write_bound(Fraction(2, 3), up=False)
    ('2.5', '0.666666666666666')
    """
    if end is None:
        return ""
    with localcontext(prec=DIGITS, rounding=ROUND_CEILING if up else ROUND_FLOOR) as context:
        if end.denominator == 1:
            return str(end.numerator)
        exact = Fraction(end.numerator * 10**DIGITS, end.denominator)
        if exact.denominator == 1:
            context.prec = DIGITS + len(str(exact.numerator))
        return f"{(Decimal(end.numerator) / Decimal(end.denominator)).normalize():f}"


def _value(id_: str, reading: Reading | None, public: Case, language: str) -> Value:
    """How a claim reads: its normal band in its own unit."""
    claim = public.claims[id_]
    words = value_words(claim, public, language).replace("\u00a0", " ")
    quantity = claim_quantity(claim, public)
    if reading is None or quantity is None:
        return Value(words=words)
    bounds = in_unit(reading.normal, reading.unit)
    face = in_unit(reading.face, reading.unit)
    plain = quantity.hedge == "exact" and quantity.state == "known" and face.is_point
    return Value(
        words=words,
        unit=reading.unit.name,
        low=write_bound(bounds.low, up=False),
        high=write_bound(bounds.high, up=True),
        low_open=bounds.low_open,
        high_open=bounds.high_open,
        rule=reading.rule,
        plain=write_bound(face.low, up=False) if plain else "",
    )


def _list_disputes(public: Case) -> Iterator[Dispute]:
    """What the check found not to agree; a person's verdict on it stands with it."""
    for found in check(public):
        if isinstance(found, Finding) and found.verdict in DISPUTED:
            decided = f" (the editors: {found.decided.replace('_', ' ')})" if found.decided else ""
            yield Dispute(
                key=found.key,
                verdict=found.verdict.value,
                sentence=render_message(found.message, found.args) + decided,
                rests_on=tuple(dict.fromkeys(filter(None, (found.record, *found.rests_on)))),
            )
