"""Digits as printed: their value, the place of the last one, and which zeros may only fill.

Knows the two ways of writing decimals and thousands; knows no hedge and no unit.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_COMMA_LANGUAGES = frozenset(
    [
        "sr",
        "hr",
        "bs",
        "me",
        "sh",
        "mk",
        "sl",
        "de",
        "fr",
        "it",
        "es",
        "pt",
        "ro",
        "hu",
        "pl",
        "cs",
        "sk",
        "bg",
        "ru",
        "uk",
        "tr",
        "el",
        "sq",
        "nl",
        "da",
        "nb",
        "sv",
        "fi",
    ]
)
"""Languages whose printed numbers take a decimal comma (CLDR 46, `symbols-numberSystem-latn/decimal`)."""

_GROUPED = re.compile(r"\d{1,3}(?:\D\d{3})+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: exact face value, place value of its last digit, count of zeros that may only fill."""

    value: Fraction
    place: Fraction
    digits: str
    zeros: int

    @property
    def is_whole(self) -> bool:
        """Whether no decimals were printed."""
        return self.place == 1


def uses_comma(language: str | None) -> bool:
    """Whether the language writes 1,5 for one and a half."""
    return (language or "en").partition("-")[0] in _COMMA_LANGUAGES


@lru_cache(maxsize=65536)
def parse_digits(text: str, language: str | None = None) -> Printed:
    """Read printed digits; raises ValueError, fit for a reader, where they are not a number.

    A separator before exactly three digits is read as the language reads it; any other stands before decimals.

    >>> parse_digits("3,500").value, parse_digits("3,500", "sr").value
    (Fraction(3500, 1), Fraction(7, 2))
    """
    body = text.strip().replace("−", "-")
    sign = -1 if body.startswith("-") else 1
    body = re.sub(r"[\s'’  ]", "", re.sub(r"^[+-]", "", body))
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", body):
        raise ValueError(f'{text!r} is not a number; write its digits as printed, for example "3,500"')
    whole, fraction = _split(body, text, comma=uses_comma(language))
    digits = whole + fraction
    zeros = 0 if fraction else len(digits) - len(digits.rstrip("0"))
    value = sign * Fraction(int(digits), 10 ** len(fraction))
    return Printed(
        value, Fraction(1, 10 ** len(fraction)), digits.lstrip("0") or "0", zeros if int(digits) else 0
    )


def _split(body: str, text: str, *, comma: bool) -> tuple[str, str]:
    """Whole and decimal digits of a number that may have separators of both kinds."""
    marks = [c for c in body if c in ".,"]
    if not marks:
        return body, ""
    decimal = "," if comma else "."
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            raise ValueError(f"{text!r} has two decimal separators")
    elif _GROUPED.fullmatch(body) and (len(marks) > 1 or marks[0] != decimal):
        return re.sub(r"[.,]", "", body), ""
    elif len(marks) > 1:
        raise ValueError(f"{text!r} is neither grouped in thousands nor a decimal number")
    else:
        decimal = marks[0]
    whole, _, fraction = body.rpartition(decimal)
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and any(len(g) != 3 for g in groups[1:]):
        raise ValueError(f"{text!r} is not grouped in thousands")
    return "".join(groups), fraction
