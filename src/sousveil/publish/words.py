"""Dates, units, intervals and names as readers see them.

Works on single values; knows no case and makes no judgement.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from sousveil.records.base import Text, say
from sousveil.records.interval import Interval, show_number
from sousveil.records.source import Name, Source
from sousveil.units import Unit

from .pieces import Said

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}  # ISO 8601-2, 4.8
_MARKS = {"~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}
_PLURALS: Mapping[str, str] = MappingProxyType({"person": "people", "percent": "%", "rank": "rank"})
_UNSAID = frozenset({"", "1", "rank"})  # a place in an order is a bare number
_UNCOUNTED = re.compile(r"[A-Z]{3}|k?m2?|mm|cm|ha|[kMGTP]?B|[kMG]?bit|[MG]?Hz|s|1")
BOUNDS = re.compile(
    r"(?P<left>[\[(])(?P<low>[−\d][^\s\[\]()]*|−∞), (?P<high>[−\d][^\s\[\]()]*|∞)(?P<right>[\])])"
)
_POINT = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-\d\d)?)?[~?%]?"
DATES = re.compile(rf"(?<![\w./:=-])(?:(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.)|{_POINT})(?![\w/=-]|\.\d)")
_CODES = re.compile(r"(?<![\w./:@={-])[a-z]+(?:_[a-z]+)+(?![\w(/@.={-])")
_CONTINENTS = re.compile(
    r"(?<![\w-])(?:africa|antarctica|asia|europe|north[_ ]america|oceania|south[_ ]america)(?![\w-])"
)
_FIELD_CLASS = re.compile(r"(continent|country|kind|within) (\S+)")  # a class told by a field of places
_SHORT_TITLE = 48  # characters of a title that stand for a source without author


def said(text: Text | None, language: str, default: str) -> Said:
    """The words in the language asked for, with the language they are really in; `default` is that of plain words."""
    if text is None or isinstance(text, str):
        return Said(text=text or "", language=default)
    words = say(text, language)
    return Said(text=words, language=next((tag for tag, value in text.items() if value == words), default))


def say_date(edtf: str | None) -> str:
    """A date in words.

    >>> say_date("2024-03"), say_date("2019~"), say_date("2017/..")
    ('March 2024', 'about 2019', 'since 2017')
    """
    if not edtf:
        return ""
    start, slash, end = edtf.partition("/")
    if not slash:
        return _say_point(start)
    if start in {"", ".."}:
        return f"until {_say_point(end)}"
    if end in {"", ".."}:
        return f"since {_say_point(start)}" + (", end unknown" if end == "" else "")
    return f"{_say_point(start)} to {_say_point(end)}"


def _say_point(text: str) -> str:
    mark = text[-1:] if text[-1:] in _MARKS else ""
    year, _, rest = text.removesuffix(mark).partition("-")
    month, _, day = rest.partition("-")
    year = f"the {year[:3]}0s" if re.fullmatch(r"\d{3}X", year) else year
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    elif month.isdigit() and 1 <= int(month) <= 12:
        words = f"{MONTHS[int(month) - 1]} {year}"
        words = f"{int(day)} {words}" if day.isdigit() else words
    else:
        words = year
    return _MARKS[mark].format(words) if mark else words


def say_unit(unit: str, *, one: bool = False) -> str:
    """A unit in words behind a figure.

    >>> say_unit("camera/100 person"), say_unit("city"), say_unit("USD/EUR"), say_unit("USD/EUR/USD/EUR")
    ('cameras per 100 people', 'cities', 'USD per EUR', '')
    """
    head, *below = names = unit.split("/")
    if len(names) % 2 == 0 and names[: len(names) // 2] == names[len(names) // 2 :]:
        return ""  # one rate over another, or a share of the same thing: a bare number
    words = head.replace("_", " ") if one else _plural(head)
    for part in below:
        scale, _, name = part.rpartition(" ")
        words += f" per {scale} {_plural(name)}" if scale else f" per {part.replace('_', ' ')}"
    return words


def _plural(unit: str) -> str:
    words = unit.replace("_", " ")
    if unit in _PLURALS or not unit or _UNCOUNTED.fullmatch(unit):
        return _PLURALS.get(unit, words)
    return words[:-1] + "ies" if re.search(r"[^aeiou]y$", words) else words + "s"


def join_unit(figure: str, unit: str, *, one: bool = False) -> str:
    """A figure and its unit, joined by a space that does not break."""
    words = "" if unit in _UNSAID else say_unit(unit, one=one)
    return f"{figure}\u00a0{words}" if words else figure


def say_interval(interval: Interval, unit: Unit | None) -> str:
    """An interval in words, in the given unit.

    >>> say_interval(Interval.over(3), None), say_interval(Interval.closed(1, 2), None)
    ('more than 3', '1 to 2')
    """
    shown = in_unit(interval, unit)
    low = None if shown.low is None else show_number(shown.low)
    high = None if shown.high is None else show_number(shown.high)
    name = "" if unit is None else unit.name
    if low is None and high is None:
        return "any number"
    if high is None:
        return join_unit(f"{'more than' if shown.low_open else 'at least'} {low}", name)
    if low is None:
        return join_unit(f"{'less than' if shown.high_open else 'at most'} {high}", name)
    if shown.is_point:
        return join_unit(high, name, one=high == "1")
    open_ends = " (without the ends)" if shown.low_open and shown.high_open else ""
    return join_unit(f"{low} to {high}", name) + open_ends


def say_bounds(printed: str) -> str:
    """An interval in brackets in words.

    >>> say_bounds("(3,000,000, ∞)"), say_bounds("[1, 2]"), say_bounds("[1, 2)"), say_bounds("800")
    ('more than 3,000,000', '1 to 2', 'at least 1, less than 2', '800')
    """
    match = BOUNDS.fullmatch(printed)
    if match is None:
        return say_date(printed) if DATES.fullmatch(printed) else printed
    low = f"{'more than' if match['left'] == '(' else 'at least'} {match['low']}"
    high = f"{'less than' if match['right'] == ')' else 'at most'} {match['high']}"
    if match["low"] == "−∞":
        return "any number" if match["high"] == "∞" else high
    if match["high"] == "∞":
        return low
    return (
        f"{match['low']} to {match['high']}" if match["left"] + match["right"] == "[]" else f"{low}, {high}"
    )


def say_codes(text: str) -> str:
    """A text made of codes and dates in words.

    >>> say_codes("status (at_least), time (2020 / ../2018-08), Canada (north_america)")
    'status (at least), time (2020 / until August 2018), Canada (North America)'
    """
    text = _CODES.sub(lambda code: human(code[0]), DATES.sub(_say_found, text))
    return _CONTINENTS.sub(lambda name: name[0].title(), text)


def _say_found(match: re.Match[str]) -> str:
    """A date in words; a plain year, or two plain numbers with a stroke between them, stay."""
    return say_date(match[0]) if "-" in match[0] or ".." in match[0] else match[0]


def say_class(text: str) -> str:
    """What members are said to be, where it is told by a field of places.

    >>> say_class("continent europe"), say_class("cities of the project")
    ('continent: Europe', 'cities of the project')
    """
    match = _FIELD_CLASS.fullmatch(text)
    return f"{match[1]}: {say_codes(match[2])}" if match else text


def name_measure(measure: str, subject: str, joint: str) -> str:
    """A measure and its subject; the subject alone where it begins with the measure's word.

    >>> name_measure("Cameras", "Belgrade", " of "), name_measure("Fines", "fines 2022", " of ")
    ('Cameras of Belgrade', 'Fines 2022')
    """
    if subject.casefold().startswith(measure.casefold()):
        return measure + subject[len(measure) :]
    return f"{measure}{joint}{subject}"


def in_unit(interval: Interval, unit: Unit | None) -> Interval:
    """An interval of base units, in the given unit."""
    if unit is None or unit.factor == 1:
        return interval
    return interval * Interval.point(Fraction(1) / unit.factor)


def as_float(value: Fraction | None) -> float | None:
    """An end of an interval for drawing."""
    return None if value is None else float(value)


def say_name(name: Name) -> str:
    """A name as it is cited: family name and initials, or a body's name."""
    if name.literal:
        return name.literal
    initials = " ".join(f"{part[0]}." for part in (name.given or "").split())
    return " ".join(filter(None, (name.family, initials)))


def short_source(source: Source, language: str) -> str:
    """How a source is called in a running text: who and which year."""
    names = [name.family or name.literal or "" for name in source.author if name.family or name.literal]
    year = (source.issued or "")[:4]
    title = say(source.title, language)
    if not names:
        who = title if len(title) <= _SHORT_TITLE else title[:_SHORT_TITLE].rsplit(" ", 1)[0] + "…"
        who = who if not source.container_title else source.container_title
    elif len(names) <= 2:
        who = list_words(names)
    else:
        who = f"{names[0]} and others"
    return f"{who} {year}".strip()


def list_words(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; a last one that begins with `and` gets no second."""
    found = [word.removeprefix("and ") for word in words if word]
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def human(word: str) -> str:
    """A word of the vocabulary as a reader sees it: `public_body` → `public body`."""
    return word.replace("_", " ").replace("-", " ")
