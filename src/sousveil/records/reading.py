"""Figures in a phrase: what a person's words say, as quantities to compare with what was typed.

A reading is a suggestion: the record holds what a person typed, and the checker complains where the words of the
source say otherwise. English and Serbian, both scripts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sousveil.units import WRITTEN

from .digits import uses_comma
from .quantity import Quantity
from .tokens import split_phrase
from .words import (
    AFTER,
    CARDINALS,
    HEDGES,
    MAGNITUDE_WORDS,
    MULTIPLIERS,
    ORDINALS,
    PER,
    PORTION_NAMES,
    PORTIONS,
    STATES,
    VAGUE_WORDS,
)

_HEDGE_OF = {tuple(phrase.split("-")): hedge for hedge, words in HEDGES.items() for phrase in words.split()}
_STATE_OF = {tuple(phrase.split("-")): state for state, words in STATES.items() for phrase in words.split()}
_AFTER_OF = {tuple(phrase.split("-")): hedge for phrase, hedge in AFTER.items()}
_PER = {tuple(phrase.split("-")) for phrase in PER}
_UNIT_OF = {tuple(phrase.split("-")): name for phrase, name in WRITTEN.items()}
_DASHES = frozenset("–—-")
_CURRENCY_MARKS = frozenset({"$", "€", "£", "us$", "usd", "eur", "rsd", "gbp", "chf", "cny"})
_HEADS = frozenset({"person", "household", "km2"})
_AREAS = frozenset({"city", "municipality", "country", "location", "site"})
_REACH = 6
"""How many words may stand between a figure and the unit it counts: `1,000 new high-resolution Huawei cameras`."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number found: its digits as printed, magnitude word, hedge it implies, and the tokens it takes."""

    digits: str
    magnitude: str | None
    start: int
    end: int
    hedge: str | None = None
    ordinal: bool = False


@lru_cache(maxsize=65536)
def read_figures(phrase: str, language: str | None = None) -> tuple[Quantity, ...]:
    """Every figure of a phrase, in the order printed; a withheld or unknown one counts.

    >>> read_figures("up to 3,500 additional cameras")[0].hedge
    'up_to'
    """
    comma = uses_comma(language)
    tokens = split_phrase(phrase, comma=comma)
    numbers = list(_numbers(tokens, comma=comma))
    if not numbers:
        state = next((s for i in range(len(tokens)) if (s := _match(tokens, i, _STATE_OF)[0])), "")
        return (_build(state=state),) if state else ()
    return tuple(_quantities(tokens, numbers))


def read_ordinals(phrase: str) -> tuple[int, ...]:
    """Every place in an order a phrase names: `7th`, `fourth`, `sedmo`."""
    tokens = split_phrase(phrase)
    numbered = (int(t[:-2]) for t in tokens if t[-2:] in ("st", "nd", "rd", "th") and t[:-2].isdigit())
    placed = (int(n) for n, dot, word in zip(tokens, tokens[1:], tokens[2:], strict=False)
              if n.isdigit() and dot == "." and word in ("mesto", "mestu", "mesta"))  # fmt: skip
    return (*numbered, *placed, *(ORDINALS[t] for t in tokens if t in ORDINALS))


def _match(tokens: list[str], at: int, table: Mapping[tuple[str, ...], str]) -> tuple[str, int]:
    """The longest phrase of the table that begins at a token, and its length; nothing and 0 if there is none."""
    for length in range(min(4, len(tokens) - at), 0, -1):
        if found := table.get(tuple(tokens[at : at + length])):
            return found, length
    return "", 0


def _numbers(tokens: list[str], *, comma: bool) -> Iterator[_Number]:
    """Numbers in digits and in words, left to right."""
    at = 0
    while at < len(tokens):
        number = _in_digits(tokens, at) or _in_words(tokens, at, comma=comma) or _vague(tokens, at)
        if number is None:
            at += 1
            continue
        at = number.end
        if tokens[at : at + 1] and _is_portion(tokens, at):
            at += 1
            continue  # two thirds: no decimal says it exactly
        again = _in_words(tokens, at + 1, comma=comma) if tokens[at : at + 1] == ["("] else None
        if (
            again
            and again.digits == re.sub(r"\D", "", number.digits)
            and tokens[again.end : again.end + 1] == [")"]
        ):
            at = again.end + 1  # 5 (five)
            number = replace(number, end=at)
        yield number


def _is_portion(tokens: list[str], at: int) -> bool:
    return (tokens[at + 1] if tokens[at] == "-" and at + 1 < len(tokens) else tokens[at]) in PORTION_NAMES


def _in_digits(tokens: list[str], at: int) -> _Number | None:
    token = tokens[at]
    if not token[0].isdigit():
        return None
    if token[-1].isalpha():
        return _Number(token[:-2], None, at, at + 1, ordinal=True)
    signed = at > 0 and tokens[at - 1] == "minus"
    start, digits = (at - 1, f"-{token}") if signed else (at, token)
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    priced = start > 0 and tokens[start - 1] in _CURRENCY_MARKS
    magnitude = MAGNITUDE_WORDS.get(after)
    # `m` is a metre unless money stands before the figure.
    if magnitude is None or (after == "m" and not priced):
        return _Number(digits, None, start, at + 1)
    return _Number(digits, magnitude, start, at + 2)


def _in_words(tokens: list[str], at: int, *, comma: bool) -> _Number | None:
    """A number in words: `three hundred and fifty`, `twenty-five`, `dve hiljade`, `half a million`."""
    if tokens[at] in PORTIONS:
        digits, rest = PORTIONS[tokens[at]].replace(".", "," if comma else "."), tokens[at + 1 : at + 3]
        magnitude = next((MAGNITUDE_WORDS[t] for t in rest if t in MAGNITUDE_WORDS), None)
        if magnitude:
            return _Number(
                digits, magnitude, at, at + 1 + next(i for i, t in enumerate(rest, 1) if t in MAGNITUDE_WORDS)
            )
        return _Number(digits, None, at, at + 1)
    if tokens[at] in VAGUE_WORDS:
        return None  # `hiljade` by itself says thousands, after `dve` it says two thousand
    total = group = 0
    end = at
    for index in range(at, len(tokens)):
        token = tokens[index]
        if token in CARDINALS and (group == 0 or CARDINALS[token] < _last_step(group)):
            group, end = group + CARDINALS[token], index + 1
        elif token in MULTIPLIERS and (group or index == at):
            scaled = max(group, 1) * MULTIPLIERS[token]
            total, group = (total, scaled) if MULTIPLIERS[token] == 100 else (total + scaled, 0)
            end = index + 1
        elif not (token in ("and", "i", "-") and end > at and _goes_on(tokens, index)):
            break
    return _Number(str(total + group), None, at, end) if end > at else None


def _last_step(group: int) -> int:
    """How small the next word of a number must be: after `three hundred` under 100, after `twenty` under 10."""
    return 10 ** (len(str(group)) - len(str(group).rstrip("0"))) if group % 10 == 0 else 0


def _goes_on(tokens: list[str], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1] in CARDINALS


def _vague(tokens: list[str], at: int) -> _Number | None:
    """`hundreds`, `stotine`, `tens of thousands`."""
    hedge = VAGUE_WORDS.get(tokens[at])
    if hedge is None:
        return None
    after = tokens[at + 1 : at + 3]
    if len(after) == 2 and after[0] == "of" and after[1].rstrip("s") in MAGNITUDE_WORDS:
        return _Number("", MAGNITUDE_WORDS[after[1].rstrip("s")], at, at + 3, hedge)
    if after and after[0] in ("hiljada", "miliona", "milijardi", "biliona"):
        return _Number("", MAGNITUDE_WORDS[after[0]], at, at + 2, hedge)
    return _Number("", None, at, at + 1, hedge)


def _quantities(tokens: list[str], numbers: list[_Number]) -> Iterator[Quantity]:
    index = 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if number.ordinal:
            index += 1
        elif following and _is_range(tokens, number, following):
            unit, used = _unit(tokens, following, numbers[index + 2 :])
            unit = unit or _UNIT_OF.get(tuple(tokens[max(0, number.start - 1) : number.start]))
            magnitude = following.magnitude or number.magnitude
            ends = {"low": number.digits, "high": following.digits}
            yield _build(hedge="between", magnitude=magnitude, unit=unit, **ends)
            index += 2 + used
        else:
            unit, used = _unit(tokens, number, numbers[index + 1 :])
            yield _quantity(tokens, number, unit)
            index += 1 + used


def _quantity(tokens: list[str], number: _Number, unit: str | None) -> Quantity:
    hedge = number.hedge or _hedge(tokens, number)
    amount = number.digits or None
    return _build(amount=amount, magnitude=number.magnitude, hedge=hedge, unit=unit)


def _build(**fields: str | None) -> Quantity:
    """A quantity of fields found in words; the tables hold only words that a quantity knows."""
    return Quantity.model_validate(fields)


def _is_range(tokens: list[str], first: _Number, second: _Number) -> bool:
    """`between X and Y`, `od X do Y`, `X–Y`, `X to Y`; but `from X to Y` tells of a change and is two figures."""
    if first.hedge or second.hedge or second.ordinal:
        return False
    gap = [t for t in tokens[first.end : second.start] if t not in _CURRENCY_MARKS and t != "%"]
    before = tokens[max(0, first.start - 4) : first.start]
    if {"between", "izmedju", "izmedu"} & set(before):
        return [t for t in gap if (t,) not in _UNIT_OF] in (["and"], ["i"])
    return len(gap) == 1 and (gap[0] in {*_DASHES, "do"} or (gap[0] == "to" and "from" not in before))


def _hedge(tokens: list[str], number: _Number) -> str:
    """The hedge right before a figure, or right behind it and its unit."""
    end = number.start
    while end and tokens[end - 1] in _CURRENCY_MARKS | {"the", "a", "an"}:
        end -= 1
    for length in range(min(5, end), 0, -1):
        if hedge := _HEDGE_OF.get(tuple(tokens[end - length : end])):
            return hedge
    for at in range(number.end, min(number.end + 3, len(tokens))):
        hedge, _ = _match(tokens, at, _AFTER_OF)
        if hedge:
            return hedge
        if tokens[at] in "$€£%+" or (tokens[at],) in _UNIT_OF:
            continue
        break
    return "exact"


def _unit(tokens: list[str], number: _Number, later: list[_Number]) -> tuple[str | None, int]:
    """The unit of a figure, and how many of the later numbers it takes up: `one camera for every 100 inhabitants`."""
    before = tokens[number.start - 1] if number.start else ""
    unit = _UNIT_OF.get((before,), "") if before in _CURRENCY_MARKS else ""
    at, stop = number.end, later[0].start if later else len(tokens)
    if not unit:
        unit, at = _unit_after(tokens, at, min(stop, number.end + _REACH))
    denominator, used = _denominator(tokens, at, later)
    if denominator:
        return f"{unit or 'item'}/{denominator}", used
    return unit or None, 0


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


def _unit_after(tokens: list[str], start: int, stop: int) -> tuple[str, int]:
    if tokens[start : start + 1] == ["-"]:
        stop = min(stop, start + 2)  # 30-day period; but 2-megapixel cameras are not two cameras
    for at in range(start, stop):
        if tokens[at] in ".;:!?()" or any(tuple(tokens[at : at + n]) in _PER for n in (2, 1)):
            # `per cent` begins like a rate and is a unit.
            unit, length = _match(tokens, at, _UNIT_OF)
            return (unit, at + length) if length == 2 else ("", start)
        if tokens[at] in _ENDS:
            return "", start
        unit, length = _match(tokens, at, _UNIT_OF)
        if unit:
            return _with_slash(tokens, unit, at + length)
    return "", start


def _with_slash(tokens: list[str], unit: str, at: int) -> tuple[str, int]:
    """`Mbit/s` as one unit."""
    below = _UNIT_OF.get(tuple(tokens[at + 1 : at + 2]), "") if tokens[at : at + 1] == ["/"] else ""
    return (f"{unit}/{below}", at + 2) if below else (unit, at)


def _denominator(tokens: list[str], at: int, later: list[_Number]) -> tuple[str, int]:
    length = next((n for n in (2, 1) if tuple(tokens[at : at + n]) in _PER), 0)
    if not length:
        return "", 0
    at += length
    number = later[0] if later and later[0].start == at and later[0].digits else None
    unit, _ = _unit_after(tokens, number.end if number else at, len(tokens[: at + _REACH]))
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
