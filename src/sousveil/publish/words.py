"""Units, intervals, codes and names as readers see them.

Works on single values; knows no case and makes no judgement.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType

from sousveil.records.base import Text
from sousveil.records.interval import Interval, show_number
from sousveil.records.source import Name, Source
from sousveil.units import Unit

from .dates import DATES, say_date
from .pieces import Said
from .tongue import choose_text, form_of, list_words, read_words, say_word, show_figures, tell

_PLURALS: Mapping[str, str] = MappingProxyType({"person": "people", "percent": "%", "rank": "rank"})
_UNSAID = frozenset({"", "1", "rank", "ratio"})  # a place in an order and a quotient are bare numbers
_UNCOUNTED = re.compile(r"[A-Z]{3}|k?m2?|mm|cm|ha|[kMGTP]?B|[kMG]?bit|[MG]?Hz|s|1")
BOUNDS = re.compile(
    r"(?P<left>[\[(])(?P<low>[−\d][^\s\[\]()]*|−∞), (?P<high>[−\d][^\s\[\]()]*|∞)(?P<right>[\])])"
)
_CODES = re.compile(r"(?<![\w./:@={-])[a-z]+(?:_[a-z]+)+(?![\w(/@.={-])")
_CONTINENTS = re.compile(
    r"(?<![\w-])(?:africa|antarctica|asia|europe|north[_ ]america|oceania|south[_ ]america)(?![\w-])"
)
# What differs, as the checks say it: lost, added or altered; which facet; in brackets the values.
_DIFFERENCE = re.compile(
    r"(?:(?P<how>lost|added|altered) )?(?P<facet>[a-z_]+)(?: (?P<name>[a-z_]+))? \((?P<values>[^()]*)\)"
)
_FIELD_CLASS = re.compile(r"(continent|country|kind|within) (\S+)")  # a class told by a field of places
_TIMES = frozenset({"year", "month", "week", "day", "hour"})
_LONG = re.compile(r"−?[\d,]*\d\.\d{3,}")
_SHORT_TITLE = 48  # characters of a title that stand for a source without author


def said(text: Text | None, language: str, default: str) -> Said:
    """The words in the language asked for, with the language they are really in; `default` is that of plain words."""
    words, tag = choose_text(text, language, default)
    return Said(text=words, language=tag)


def say_unit(unit: str, language: str = "en", *, form: str = "other") -> str:
    """A unit in words behind a figure, in a plural form.

    >>> say_unit("camera/100 person"), say_unit("city"), say_unit("USD/EUR"), say_unit("USD/EUR/USD/EUR")
    ('cameras per 100 people', 'cities', 'USD per EUR', '')
    >>> say_unit("camera/100 person", "sr-Latn", form="few"), say_unit("USD/camera", "sr-Latn")
    ('kamere na 100 stanovnika', 'USD po kameri')
    """
    head, *below = names = unit.split("/")
    if len(names) % 2 == 0 and names[: len(names) // 2] == names[len(names) // 2 :]:
        return ""  # one rate over another, or a share of the same thing: a bare number
    words = _name_unit(head, language, form)
    for part in below:
        scale, _, name = part.rpartition(" ")
        if scale:
            words += tell("unit.per_many", language, n=scale, unit=_name_unit(name, language, "other"))
        else:
            words += tell("unit.per", language, unit=_name_unit(part, language, "per"))
    return words


def _name_unit(unit: str, language: str, form: str) -> str:
    """A unit in a plural form, or `per` one of it."""
    words = unit.replace("_", " ")
    if language != "en":
        forms = read_words(language).get(f"units.{unit}", {"other": words})
        return forms.get(form) or ("/" if form == "per" else "") + forms["other"]
    return _plural(unit) if form == "other" else words


def _plural(unit: str) -> str:
    words = unit.replace("_", " ")
    if unit in _PLURALS or not unit or _UNCOUNTED.fullmatch(unit):
        return _PLURALS.get(unit, words)
    return words[:-1] + "ies" if re.search(r"[^aeiou]y$", words) else words + "s"


def join_unit(figure: str, unit: str, language: str = "en") -> str:
    """A figure and its unit, joined by a space that does not break."""
    words = "" if unit in _UNSAID else say_unit(unit, language, form=form_of(figure, language))
    return f"{figure}\u00a0{words}" if words else figure


def say_interval(interval: Interval, unit: Unit | None, language: str = "en") -> str:
    """An interval in words, in the given unit.

    >>> say_interval(Interval.over(3), None), say_interval(Interval.closed(1, 2), None)
    ('more than 3', '1 to 2')
    """
    shown = in_unit(interval, unit)
    if shown.low_open and shown.high_open and shown.is_bounded:
        ends = Interval(shown.low, shown.high)
        words = join_unit(_say_ends(ends, language), "" if unit is None else unit.name, language)
        return tell("interval.without_ends", language, interval=words)
    return join_unit(_say_ends(shown, language), "" if unit is None else unit.name, language)


def _say_ends(shown: Interval, language: str) -> str:
    low = "" if shown.low is None else show_figures(show_number(shown.low), language)
    high = "" if shown.high is None else show_figures(show_number(shown.high), language)
    if shown.is_point:
        return high
    if not low and not high:
        return tell("interval.any", language)
    if not high:
        return tell("interval.over" if shown.low_open else "interval.at_least", language, low=low)
    if not low:
        return tell("interval.under" if shown.high_open else "interval.at_most", language, high=high)
    return tell("interval.between", language, low=low, high=high)


def say_bounds(printed: str, language: str = "en") -> str:
    """An interval in brackets in words.

    >>> say_bounds("(3,000,000, ∞)"), say_bounds("[1, 2]"), say_bounds("[1, 2)"), say_bounds("800")
    ('more than 3,000,000', '1 to 2', 'at least 1, less than 2', '800')
    """
    match = BOUNDS.fullmatch(printed)
    if match is None:
        return say_date(printed, language) if DATES.fullmatch(printed) else show_figures(printed, language)
    ends = {"low": show_figures(match["low"], language), "high": show_figures(match["high"], language)}
    low = tell("interval.over" if match["left"] == "(" else "interval.at_least", language, **ends)
    high = tell("interval.under" if match["right"] == ")" else "interval.at_most", language, **ends)
    if match["low"] == "−∞":
        return tell("interval.any", language) if match["high"] == "∞" else high
    if match["high"] == "∞":
        return low
    closed = match["left"] + match["right"] == "[]"
    return tell("interval.between", language, **ends) if closed else f"{low}, {high}"


def shorten_duration(printed: str, unit: str) -> str:
    """Printed digits with two decimals if they are a time, whose days are no more exact; ends outward.

    >>> (
    ...     shorten_duration("[1.59072, 1.99867]", "year"),
    ...     shorten_duration("15.9675", "month"),
    ...     shorten_duration("0.333333", "USD"),
    ... )
    ('[1.59, 2]', '15.97', '0.333333')
    """
    if unit not in _TIMES:
        return printed
    bounded = BOUNDS.sub(
        lambda found: (
            f"{found['left']}{_LONG.sub(partial(_shorten, ROUND_FLOOR), found['low'])}, "
            f"{_LONG.sub(partial(_shorten, ROUND_CEILING), found['high'])}{found['right']}"
        ),
        printed,
    )
    return _LONG.sub(partial(_shorten, ROUND_HALF_EVEN), bounded)


def _shorten(rounding: str, digits: re.Match[str]) -> str:
    number = Decimal(digits[0].replace(",", "").replace("−", "-"))
    text = f"{number.quantize(Decimal('0.01'), rounding):,}".replace("-", "−")
    return text.rstrip("0").rstrip(".")


def say_codes(text: str, language: str = "en") -> str:
    """A text made of codes and dates in words.

    >>> say_codes("status (at_least), time (2020 / ../2018-08), Canada (north_america)")
    'status (at least), time (2020 / until August 2018), Canada (North America)'
    >>> say_codes("lost status (installed / planned)", "sr-Latn")
    'izostavljeno: status (postavljeno / planirano)'
    """
    text = DATES.sub(lambda match: _say_found(match, language), text)
    if language != "en":
        match = _DIFFERENCE.fullmatch(text)
        return _say_difference(match, language) if match else text
    text = _CODES.sub(lambda code: human(code[0]), text)
    return _CONTINENTS.sub(lambda name: name[0].title(), text)


def _say_found(match: re.Match[str], language: str) -> str:
    """A date in words; a plain year, or two plain numbers with a stroke between them, stay."""
    return say_date(match[0], language) if "-" in match[0] or ".." in match[0] else match[0]


def _say_difference(match: re.Match[str], language: str) -> str:
    """What differs between two claims, word by word; words of the case stay as they are."""
    how, facet, name, values = match["how"], match["facet"], match["name"], match["values"]
    head = " ".join(say_word(word, language) for word in (facet, name) if word)
    shown = "".join(say_word(part, language) for part in re.split(r"( / | → )", values))
    head = tell(f"difference.{how}", language, what=head) if how else head
    return f"{head} ({shown})"


def say_class(text: str, language: str = "en") -> str:
    """What members are said to be, where it is told by a field of places.

    >>> say_class("continent europe"), say_class("cities of the project")
    ('continent: Europe', 'cities of the project')
    """
    match = _FIELD_CLASS.fullmatch(text)
    if match is None:
        return text
    value = say_codes(match[2]) if language == "en" else say_word(match[2], language)
    return f"{say_word(match[1], language)}: {value}"


def name_measure(measure: str, subject: str) -> str:
    """A measure and its subject; the subject alone where it begins with the measure's word.

    A comma joins any two of them in any language: `of` would not ("When it began of the network").

    >>> name_measure("When it began", "the network"), name_measure("Fines", "fines 2022")
    ('When it began, the network', 'Fines 2022')
    """
    if subject.casefold().startswith(measure.casefold()):
        return measure + subject[len(measure) :]
    return f"{measure}, {subject}"


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


def short_source(source: Source, language: str, default: str = "en") -> str:
    """How a source is called in a running text: who and which year; `default` is the language of plain titles."""
    names = [name.family or name.literal or "" for name in source.author if name.family or name.literal]
    year = (source.issued or "")[:4]
    title = choose_text(source.title, language, default)[0]
    if not names:
        who = title if len(title) <= _SHORT_TITLE else title[:_SHORT_TITLE].rsplit(" ", 1)[0] + "…"
        who = who if not source.container_title else source.container_title
    elif len(names) <= 2:
        who = list_words(names, language)
    else:
        who = tell("list.others", language, first=names[0])
    return f"{who} {year}".strip()


def human(word: str) -> str:
    """A word of the vocabulary in English: `public_body` → `public body`."""
    return say_word(word)
