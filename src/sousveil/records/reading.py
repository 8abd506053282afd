"""Figures in a phrase: what a person's words say, as quantities to compare with what was typed.

A reading is a suggestion: the record holds what a person typed, and the checker complains where the words of the
source say otherwise. English and Serbian, both scripts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sousveil.plaintext.script import fold_for_search
from sousveil.units import WRITTEN

from .digits import uses_comma
from .numerals import CURRENCY_MARKS, Number, find_numbers, match_phrase
from .quantity import Quantity
from .shares import find_shares
from .tokens import split_phrase
from .words import AFTER, HEDGES, ORDINALS, PER, RATES, STATES

OwnUnits = frozenset[tuple[str, str]]
"""How a case writes units of its own: (phrase, name of the unit)."""

_HEDGE_OF = {tuple(phrase.split("-")): hedge for hedge, words in HEDGES.items() for phrase in words.split()}
_STATE_OF = {tuple(phrase.split("-")): state for state, words in STATES.items() for phrase in words.split()}
_AFTER_OF = {tuple(phrase.split("-")): hedge for phrase, hedge in AFTER.items()}
_PER = {tuple(phrase.split("-")) for phrase in PER}
_UNIT_OF = {tuple(phrase.split("-")): name for phrase, name in WRITTEN.items()}
_DASHES = frozenset("–—-")
_HEDGE_WORDS = frozenset(word for phrase in _HEDGE_OF for word in phrase)
_HEADS = frozenset({"person", "household", "km2"})
_AREAS = frozenset({"city", "municipality", "country", "location", "site"})
_REACH = 6
"""How many words may stand between a figure and the unit it counts: `1,000 new high-resolution Huawei cameras`."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The tokens of a phrase, and the words that name units in it."""

    tokens: list[str]
    units: Mapping[tuple[str, ...], str]

    def unit_at(self, at: int) -> str:
        """The unit that one token names; the empty string where it names none."""
        return self.units.get(tuple(self.tokens[at : at + 1]), "") if at >= 0 else ""


@lru_cache(maxsize=64)
def _unit_words(own: OwnUnits) -> Mapping[tuple[str, ...], str]:
    """The words for units by their tokens; a case's own go before those known to all."""
    return {**_UNIT_OF, **{tuple(split_phrase(words)): name for words, name in sorted(own)}}


@lru_cache(maxsize=65536)
def read_figures(
    phrase: str, language: str | None = None, *, own: OwnUnits = frozenset()
) -> tuple[Quantity, ...]:
    """Every figure of a phrase, in the order printed, shares in words first; a withheld or unknown one counts.

    `own` are the words for units that only this case knows.

    >>> read_figures("up to 3,500 additional cameras")[0].hedge
    'up_to'
    """
    comma = uses_comma(language)
    tokens = split_phrase(phrase, comma=comma)
    numbers = list(find_numbers(tokens, comma=comma))
    shares = tuple(_shares(fold_for_search(phrase).lower(), comma=comma))
    if not numbers and not shares:
        state = next((s for i in range(len(tokens)) if (s := match_phrase(tokens, i, _STATE_OF)[0])), "")
        return (_build(state=state),) if state else ()
    return (*shares, *_quantities(_Phrase(tokens, _unit_words(own)), numbers))


def _shares(folded: str, *, comma: bool) -> Iterator[Quantity]:
    """`nearly two out of five` as a figure in fifths."""
    for start, _, part, whole in find_shares(folded):
        before = split_phrase(folded[:start], comma=comma)
        number = Number(part, None, len(before), len(before))
        yield _quantity(_Phrase(before, _UNIT_OF), number, f"in {whole}")


def read_ordinals(phrase: str) -> tuple[int, ...]:
    """Every place in an order a phrase names: `7th`, `fourth`, `sedmo`."""
    tokens = split_phrase(phrase)
    numbered = (int(t[:-2]) for t in tokens if t[-2:] in ("st", "nd", "rd", "th") and t[:-2].isdigit())
    placed = (int(n) for n, dot, word in zip(tokens, tokens[1:], tokens[2:], strict=False)
              if n.isdigit() and dot == "." and word in ("mesto", "mestu", "mesta"))  # fmt: skip
    return (*numbered, *placed, *(ORDINALS[t] for t in tokens if t in ORDINALS))


def _quantities(phrase: _Phrase, numbers: list[Number]) -> Iterator[Quantity]:
    index = 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if number.ordinal:
            index += 1
        elif following and _is_range(phrase, number, following):
            unit, used = _unit(phrase, following, numbers[index + 2 :])
            unit = unit or phrase.unit_at(number.start - 1) or None
            magnitude = following.magnitude or number.magnitude
            ends = {"low": number.digits, "high": following.digits}
            yield _build(hedge="between", magnitude=magnitude, unit=unit, **ends)
            index += 2 + used
        else:
            unit, used = _unit(phrase, number, numbers[index + 1 :])
            yield _quantity(phrase, number, unit)
            index += 1 + used


def _quantity(phrase: _Phrase, number: Number, unit: str | None) -> Quantity:
    hedge = number.hedge or _hedge(phrase, number)
    amount = number.digits or None
    return _build(amount=amount, magnitude=number.magnitude, hedge=hedge, unit=unit)


def _build(**fields: str | None) -> Quantity:
    """A quantity of fields found in words; the tables hold only words that a quantity knows."""
    return Quantity.model_validate(fields)


def _is_range(phrase: _Phrase, first: Number, second: Number) -> bool:
    """`between X and Y`, `od X do Y`, `X–Y`, `X to Y`; but `from X to Y` tells of a change and is two figures."""
    if first.hedge or second.hedge or second.ordinal:
        return False
    tokens = phrase.tokens
    if "%" in tokens[first.end : second.start] and tokens[second.end : second.end + 1] != ["%"]:
        return False  # dropped 14% to 3,120
    gap = [t for t in tokens[first.end : second.start] if t not in CURRENCY_MARKS and t != "%"]
    before = tokens[max(0, first.start - 4) : first.start]
    if {"between", "izmedju", "izmedu"} & set(before):
        return [t for t in gap if (t,) not in phrase.units] in (["and"], ["i"])
    return len(gap) == 1 and (gap[0] in {*_DASHES, "do"} or (gap[0] == "to" and "from" not in before))


def _hedge(phrase: _Phrase, number: Number) -> str:
    """The hedge right before a figure, or right behind it and its unit."""
    tokens, end = phrase.tokens, number.start
    while end and tokens[end - 1] in CURRENCY_MARKS | {"the", "a", "an"}:
        end -= 1
    for length in range(min(5, end), 0, -1):
        if hedge := _HEDGE_OF.get(tuple(tokens[end - length : end])):
            return "exact" if _is_span(phrase, number, tokens[:end]) else hedge
    for at in range(number.end, min(number.end + 3, len(tokens))):
        hedge, _ = match_phrase(tokens, at, _AFTER_OF)
        if hedge:
            return hedge
        if tokens[at] in "$€£%+" or phrase.unit_at(at):
            continue
        break
    return "exact"


_SPANS = frozenset({"year", "month", "week", "day", "hour"})


def _is_span(phrase: _Phrase, number: Number, before: list[str]) -> bool:
    """Whether `over` says how long the figure before it lasts: £1.2 billion over five years."""
    behind = any(
        phrase.unit_at(at) in _SPANS for at in range(number.end, min(number.end + 2, len(phrase.tokens)))
    )
    told = any(token[0].isdigit() for token in before[:-1])
    return behind and told and before[-1] == "over" and before[-2] not in _ENDS


def _unit(phrase: _Phrase, number: Number, later: list[Number]) -> tuple[str | None, int]:
    """The unit of a figure, and how many of the later numbers it takes up: `one camera for every 100 inhabitants`."""
    before = phrase.tokens[number.start - 1] if number.start else ""
    unit = phrase.unit_at(number.start - 1) if before in CURRENCY_MARKS else ""
    at, stop = number.end, later[0].start if later else len(phrase.tokens)
    if not unit:
        unit, at = _unit_after(phrase, at, min(stop, number.end + _REACH))
    denominator, used = _denominator(phrase, at, later)
    denominator = denominator or _rate_before(phrase.tokens, number.start)
    if denominator:
        return f"{unit or 'item'}/{denominator}", used
    return unit or None, 0


_EACH = frozenset({"apiece", "each"})
_ENDS = frozenset(
    [
        "by",
        "in",
        "at",
        "on",
        "until",
        "from",
        "during",
        "since",
        "before",
        "after",
        "with",
        "for",
        "u",
        "za",
        "kod",
        "pre",
        "posle",
        "iz",
        "sa",
        "tokom",
    ]
)
"""Words behind a figure after which no unit of it follows: 400 by the end of the year."""


def _unit_after(phrase: _Phrase, start: int, stop: int) -> tuple[str, int]:
    tokens = phrase.tokens
    if tokens[start : start + 1] == ["-"]:
        stop = min(stop, start + 2)  # 30-day period; but 2-megapixel cameras are not two cameras
    for at in range(start, stop):
        if tokens[at] in RATES:
            return "", start
        if tokens[at] in ".;:!?()" or any(tuple(tokens[at : at + n]) in _PER for n in (2, 1)):
            # `per cent` begins like a rate and is a unit; `40 frames per second` counts what has no name here.
            unit, length = match_phrase(tokens, at, phrase.units)
            return (unit, at + length) if length == 2 else ("", at if tokens[at] == "per" else start)
        if tokens[at] in _ENDS:
            return "", start
        unit, length = match_phrase(tokens, at, phrase.units)
        if unit:
            return _with_slash(phrase, unit, at + length)
    return "", start


def _with_slash(phrase: _Phrase, unit: str, at: int) -> tuple[str, int]:
    """`Mbit/s` as one unit."""
    below = phrase.unit_at(at + 1) if phrase.tokens[at : at + 1] == ["/"] else ""
    return (f"{unit}/{below}", at + 2) if below else (unit, at)


def _denominator(phrase: _Phrase, at: int, later: list[Number]) -> tuple[str, int]:
    tokens = phrase.tokens
    if at < len(tokens) and tokens[at] in RATES:
        return RATES[tokens[at]], 0
    if at < len(tokens) and tokens[at] in _EACH:
        return "unit", 0
    length = next((n for n in (2, 1) if tuple(tokens[at : at + n]) in _PER), 0)
    if not length:
        return "", 0
    at += length
    number = later[0] if later and later[0].start == at and later[0].digits else None
    unit, _ = _unit_after(phrase, number.end if number else at, len(tokens[: at + _REACH]))
    # Serbian `na` and `po` also say where: 1.000 kamera na 800 lokacija, 1.000 kamera po gradu are no rates.
    word = tokens[at - length]
    if not unit or (word == "na" and unit not in _HEADS) or (word == "po" and unit in _AREAS):
        return "", 0
    if number is None:
        return unit, 0
    scale = re.sub(r"\D", "", number.digits) + {"thousand": "000", "million": "000000"}.get(
        number.magnitude or "", ""
    )
    return f"{scale} {unit}", 1


def _rate_before(tokens: list[str], at: int) -> str:
    """The denominator of an adverb before a figure and its hedge: `mesečno oko 1.000 dinara`."""
    while at and tokens[at - 1] in _HEDGE_WORDS | CURRENCY_MARKS:
        at -= 1
    return RATES.get(tokens[at - 1], "") if at else ""
