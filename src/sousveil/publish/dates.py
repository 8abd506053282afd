"""Dates in words.

Works on EDTF as it stands in records; makes no judgement about what a date means.
"""

import re
from functools import lru_cache

from .tongue import tell

_KEPT = 10_000  # dates remembered: a page says the same one many times
_SEASONS = {"21": 0, "22": 1, "23": 2, "24": 3}  # ISO 8601-2, 4.8
_MARKS = {"~": "about", "?": "uncertain", "%": "about_uncertain"}
_POINT = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-\d\d)?)?[~?%]?"
DATES = re.compile(rf"(?<![\w./:=-])(?:(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.)|{_POINT})(?![\w/=-]|\.\d)")
# The full stop of a year, which another mark takes the place of.
_STOPPED = re.compile(r"(\b\d{4})\.(?=[,.;:)])")


@lru_cache(maxsize=_KEPT)
def say_date(edtf: str | None, language: str = "en") -> str:
    """A date in words.

    >>> say_date("2024-03"), say_date("2019~"), say_date("2017/..")
    ('March 2024', 'about 2019', 'since 2017')
    >>> (
    ...     say_date("2025-08-14", "sr-Latn"),
    ...     say_date("2019-02/2020-03", "sr-Latn"),
    ...     say_date("../2018-08", "sr-Cyrl"),
    ... )
    ('14. avgusta 2025.', 'februar 2019 – mart 2020.', 'до августа 2018.')
    """
    if not edtf:
        return ""
    start, slash, end = edtf.partition("/")
    if not slash:
        return _say_point(start, language)
    if start in {"", ".."}:
        return tell("date.until", language, date=_say_point(end, language, after=True))
    if end in {"", ".."}:
        since = tell("date.since", language, date=_say_point(start, language, after=True))
        return tell("date.end_unknown", language, since=since) if end == "" else since
    span = tell("date.span", language, start=_say_point(start, language), end=_say_point(end, language))
    return span.replace(". –", " –") if language != "en" else span


def join_stops(text: str, language: str) -> str:
    """A text in which no full stop of a year stands before another mark."""
    return text if language == "en" else _STOPPED.sub(r"\1", text)


def _say_point(text: str, language: str, *, after: bool = False) -> str:
    """A day, month, season or year; `after` a preposition names have another form in Serbian."""
    mark = text[-1:] if text[-1:] in _MARKS else ""
    year, _, rest = text.removesuffix(mark).partition("-")
    month, _, day = rest.partition("-")
    case = "_of" if after or day or mark in {"~", "%"} else ""
    if re.fullmatch(r"\d{3}X", year):
        words = tell("date.decade", language, year=f"{year[:3]}0")
    elif month in _SEASONS:
        season = tell(f"date.seasons{case}", language).split(", ")[_SEASONS[month]]
        words = tell("date.month", language, month=season, year=year)
    elif month.isdigit() and 1 <= int(month) <= 12:
        name = tell(f"date.months{case}", language).split(", ")[int(month) - 1]
        key = "date.day" if day.isdigit() else "date.month"
        words = tell(key, language, day=day.lstrip("0"), month=name, year=year)
    else:
        words = tell("date.year", language, year=year) if year.isdigit() else year
    return tell(f"date.{_MARKS[mark]}", language, date=words) if mark else words
