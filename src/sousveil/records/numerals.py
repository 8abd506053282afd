"""Numbers in a phrase's tokens: in digits, in words, vague ones, and sums of two magnitudes.

Finds where they stand and how they are printed; hedges and units are `reading`'s.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sousveil.units import CURRENCIES, WRITTEN

from .bands import MAGNITUDES
from .digits import parse_digits
from .words import CARDINALS, MAGNITUDE_WORDS, MULTIPLIERS, PORTION_NAMES, PORTIONS, VAGUE_WORDS

_NAMES = frozenset(["ALL", "TRY"])
"""Codes of currencies that are English words."""
CURRENCY_MARKS = frozenset(
    [
        "$",
        "€",
        "£",
        "us$",
        "a$",
        "au$",
        "c$",
        "ca$",
        *(code.lower() for code in CURRENCIES if code not in _NAMES),
    ]
)
LONGEST_PHRASE = 6
"""Tokens of the longest phrase looked for: `an own unit of five words` is one."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number found: its digits as printed, magnitude word, hedge it implies, and the tokens it takes."""

    digits: str
    magnitude: str | None
    start: int
    end: int
    hedge: str | None = None
    ordinal: bool = False


def match_phrase(tokens: list[str], at: int, table: Mapping[tuple[str, ...], str]) -> tuple[str, int]:
    """The longest phrase of the table that begins at a token, and its length; nothing and 0 if there is none."""
    for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
        if found := table.get(tuple(tokens[at : at + length])):
            return found, length
    return "", 0


def find_numbers(tokens: list[str], *, comma: bool) -> Iterator[Number]:
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
        number = _with_rest(tokens, number, comma=comma)
        at = number.end
        yield number


def _with_rest(tokens: list[str], number: Number, *, comma: bool) -> Number:
    """A number together with the smaller one that `and` adds to it: 15 million and 300 thousand are 15.3 million."""
    after = number.end + 1
    joined = tokens[number.end : after] in (["and"], ["i"]) and after < len(tokens)
    opens = {"between", "izmedju", "izmedu"} & set(tokens[max(0, number.start - 2) : number.start])
    rest = (_in_digits(tokens, after) or _in_words(tokens, after, comma=comma)) if joined else None
    if rest is None or rest.ordinal or opens or not number.digits:
        return number
    if not number.magnitude:
        return _with_scaled(tokens, number, rest)
    whole, part = MAGNITUDES[number.magnitude], MAGNITUDES.get(rest.magnitude or "", 1)
    language = "sr" if comma else "en"
    try:
        added = parse_digits(rest.digits, language).value * part
        total = parse_digits(number.digits, language).value + added / whole
    except ValueError:
        return number
    # What is added is no small part; `2 million and 5` are two figures.
    if not rest.magnitude and 100 * added < whole:
        return number
    if not 0 < added < whole:
        return number
    return Number(_decimal(total, comma=comma), number.magnitude, number.start, rest.end, number.hedge)


def _with_scaled(tokens: list[str], number: Number, rest: Number) -> Number:
    """A number in words together with one whose magnitude stands behind it: `milijardu i 200 miliona`."""
    step = 10 ** (len(number.digits) - len(number.digits.rstrip("0")))
    if tokens[number.start][0].isdigit() or not rest.magnitude or not rest.digits.isdigit():
        return number
    added = int(rest.digits) * MAGNITUDES[rest.magnitude]
    return (
        replace(number, digits=str(int(number.digits) + added), end=rest.end) if 0 < added < step else number
    )


def _decimal(value: Fraction, *, comma: bool) -> str:
    """Exact digits of a number whose denominator divides a power of ten."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    whole, fraction = divmod(int(value * 10**places), 10**places)
    return f"{whole}{',' if comma else '.'}{fraction:0{places}d}" if places else str(whole)


def _is_portion(tokens: list[str], at: int) -> bool:
    return (tokens[at + 1] if tokens[at] == "-" and at + 1 < len(tokens) else tokens[at]) in PORTION_NAMES


def _in_digits(tokens: list[str], at: int) -> Number | None:
    token = tokens[at]
    if not token[0].isdigit():
        return None
    if token[-1].isalpha():
        return Number(token[:-2], None, at, at + 1, ordinal=True)
    signed = at > 0 and tokens[at - 1] == "minus"
    start, digits = (at - 1, f"-{token}") if signed else (at, token)
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    priced = start > 0 and tokens[start - 1] in CURRENCY_MARKS
    magnitude = MAGNITUDE_WORDS.get(after)
    # `m` is a metre unless money stands before the figure or behind it.
    priced = priced or (at + 2 < len(tokens) and WRITTEN.get(tokens[at + 2]) in CURRENCIES)
    if magnitude is None or (after == "m" and not priced):
        return Number(digits, None, start, at + 1)
    return Number(digits, magnitude, start, at + 2)


def _in_words(tokens: list[str], at: int, *, comma: bool) -> Number | None:
    """A number in words: `three hundred and fifty`, `twenty-five`, `dve hiljade`, `half a million`."""
    if tokens[at] in PORTIONS:
        digits, rest = PORTIONS[tokens[at]].replace(".", "," if comma else "."), tokens[at + 1 : at + 3]
        magnitude = next((MAGNITUDE_WORDS[t] for t in rest if t in MAGNITUDE_WORDS), None)
        if magnitude:
            return Number(
                digits, magnitude, at, at + 1 + next(i for i, t in enumerate(rest, 1) if t in MAGNITUDE_WORDS)
            )
        return Number(digits, None, at, at + 1)
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
    return Number(str(total + group), None, at, end) if end > at else None


def _last_step(group: int) -> int:
    """How small the next word of a number must be: after `three hundred` under 100, after `twenty` under 10."""
    return 10 ** (len(str(group)) - len(str(group).rstrip("0"))) if group % 10 == 0 else 0


def _goes_on(tokens: list[str], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1] in CARDINALS


def _vague(tokens: list[str], at: int) -> Number | None:
    """`hundreds`, `stotine`, `tens of thousands`."""
    hedge = VAGUE_WORDS.get(tokens[at])
    if hedge is None:
        return None
    after = tokens[at + 1 : at + 3]
    if len(after) == 2 and after[0] == "of" and after[1].rstrip("s") in MAGNITUDE_WORDS:
        return Number("", MAGNITUDE_WORDS[after[1].rstrip("s")], at, at + 3, hedge)
    if after and after[0] in ("hiljada", "miliona", "milijardi", "biliona"):
        return Number("", MAGNITUDE_WORDS[after[0]], at, at + 2, hedge)
    return Number("", None, at, at + 1, hedge)
