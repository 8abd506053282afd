"""Dates with doubt: the part of EDTF (ISO 8601-2:2019, levels 0 and 1) a case needs, and dates in words.

Understands years, months, days, seasons (21–24), unspecified digits (`201X`, `2019-XX`), qualifiers `?` `~` `%`,
intervals with open (`..`) and unknown (empty) ends. It knows no clock: today is an argument where it matters.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""First and last month of ISO 8601-2 seasons, northern meteorological; winter runs into the next year."""

_SIMPLE = re.compile(
    r"(?P<year>\d{2}(?:\d{2}|\dX|XX))(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?P<mark>[?~%])?"
)


@dataclass(frozen=True, slots=True)
class When:
    """A date or interval as written, with the earliest and latest day it can mean; None is an open end.

    `approximate` and `uncertain` carry EDTF's `~` and `?`; the bounds are those of the digits alone.
    `unknown_start` and `unknown_end` tell an empty end (somebody may know) from an open one (`..`).
    """

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool = False
    uncertain: bool = False
    unknown_start: bool = False
    unknown_end: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def is_day(self) -> bool:
        """Whether it names one day."""
        return self.earliest is not None and self.earliest == self.latest

    def widened(self) -> "When":
        """The bounds with one unit of the precision written added at each end where the date is `~` or `?`.

        The width is a policy of ours: EDTF leaves it open.
        """
        if not (self.approximate or self.uncertain) or self.earliest is None or self.latest is None:
            return self
        unit = self.latest - self.earliest + timedelta(days=1)
        return When(self.text, self.earliest - unit, self.latest + unit, self.approximate, self.uncertain)

    def overlaps(self, other: "When") -> bool:
        """Whether some day can lie in both, doubts included."""
        a, b = self.widened(), other.widened()
        starts_late = a.earliest is not None and b.latest is not None and a.earliest > b.latest
        ends_early = a.latest is not None and b.earliest is not None and a.latest < b.earliest
        return not (starts_late or ends_early)

    def contains(self, other: "When") -> bool:
        """Whether every day the other can mean is one that this can mean."""
        starts = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        ends = self.latest is None or (other.latest is not None and other.latest <= self.latest)
        return starts and ends

    def years_from(self, other: "When") -> int:
        """Whole years that surely lie between the two; 0 where they may meet or an end is open."""
        first, second = (self, other) if self.surely_before(other) else (other, self)
        if first.latest is None or second.earliest is None or not first.surely_before(second):
            return 0
        return (second.earliest - first.latest).days // 365

    def surely_before(self, other: "When") -> bool:
        """Whether every day this can mean comes before every day the other can."""
        a, b = self.widened(), other.widened()
        return a.latest is not None and b.earliest is not None and a.latest < b.earliest

    def possibly_before(self, other: "When") -> bool:
        """Whether some day this can mean comes before some day the other can."""
        a, b = self.widened(), other.widened()
        return a.earliest is None or b.latest is None or a.earliest < b.latest


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _point(text: str) -> When:
    match = _SIMPLE.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is not an EDTF date; write YYYY, YYYY-MM or YYYY-MM-DD, with ? or ~ behind if unsure"
        )
    year, month, day, mark = match.group("year", "month", "day", "mark")
    approximate, uncertain = mark in ("~", "%"), mark in ("?", "%")
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first == 0:
        raise ValueError(f"{text!r}: there is no year 0000 in a case")
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError(f"{text!r} has a day without a month; write YYYY-MM-DD")
        return When(text, date(first, 1, 1), date(last, 12, 31), approximate, uncertain)
    if first != last:
        raise ValueError(
            f"{text!r} has a month in an unspecified year; write the year in full or leave the month out"
        )
    return _month(text, first, int(month), day, (approximate, uncertain))


def _month(text: str, year: int, month: int, day: str | None, doubt: tuple[bool, bool]) -> When:
    if month in _SEASONS and day is None:
        begin, end = _SEASONS[month]
        return When(text, date(year, begin, 1), _last_day(year + (end < begin), end), *doubt)
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r}: there is no month {month:02}; write 01 to 12, or a season 21 to 24")
    if day in (None, "XX"):
        return When(text, date(year, month, 1), _last_day(year, month), *doubt)
    number, longest = int(day), monthrange(year, month)[1]
    if not 1 <= number <= longest:
        raise ValueError(f"{text!r} does not exist: {year}-{month:02} has {longest} days")
    return When(text, date(year, month, number), date(year, month, number), *doubt)


@lru_cache(maxsize=8192)
def parse_edtf(text: str) -> When:
    """Read an EDTF date or interval; raises ValueError with a text fit for a reader.

    >>> parse_edtf("2019-03").latest
    datetime.date(2019, 3, 31)
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _point(text)
    if "/" in end:
        raise ValueError(f"{text!r} has more than two ends; an interval is START/END")
    a = None if start in ("", "..") else _point(start)
    b = None if end in ("", "..") else _point(end)
    if a is None and b is None:
        raise ValueError(f"{text!r} has no date at either end")
    if a and b and a.earliest and b.latest and a.earliest > b.latest:
        raise ValueError(f"{text!r} ends before it begins; write the earlier date first")
    return When(
        text,
        a.earliest if a else None,
        b.latest if b else None,
        any(p.approximate for p in (a, b) if p),
        any(p.uncertain for p in (a, b) if p),
        unknown_start=start == "",
        unknown_end=end == "",
    )


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januara januaru",
            "february feb februar februara februaru",
            "march mar mart marta martu",
            "april apr aprila aprilu",
            "may maj maja maju",
            "june jun juna junu",
            "july jul jula julu",
            "august aug avgust avgusta avgustu avg",
            "september sep sept septembar septembra septembru",
            "october oct oktobar oktobra oktobru okt",
            "november nov novembar novembra novembru",
            "december dec decembar decembra decembru",
        ),
        start=1,
    )
    for name in names.split()
}
_SEASON_WORDS = {
    "spring": 21, "prolece": 21, "proleca": 21, "proljece": 21, "summer": 22, "leto": 22, "leta": 22, "ljeto": 22,
    "autumn": 23, "fall": 23, "jesen": 23, "jeseni": 23, "winter": 24, "zima": 24, "zime": 24,
}  # fmt: skip
_EARLY = {"early": 1, "pocetkom": 1, "pocetak": 1, "mid": 5, "sredinom": 5, "late": 9, "krajem": 9, "end": 9}
"""First month of the third of a year that `early`, `mid` and `late` are read as: a convention of ours."""


def suggest_date(words: str) -> str | None:
    """An EDTF reading of a date in words, English or Serbian in Latin letters without diacritics; None if unsure.

    `words` is folded already: lower case, Cyrillic as Latin, no diacritics. Only a suggestion: a person decides.

    >>> suggest_date("30. mart 2019")
    '2019-03-30'
    """
    text = " ".join(words.replace(",", " ").replace("-", " ").split())
    if match := re.search(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b", text):
        return _checked(f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}")
    if (match := re.search(r"\b(\d{1,2})(?:st|nd|rd|th|\.)?\s([a-z]+)\s(\d{4})\b", text)) and match[
        2
    ] in _MONTHS:
        return _checked(f"{match[3]}-{_MONTHS[match[2]]:02}-{int(match[1]):02}")
    if (match := re.search(r"\b([a-z]+)\s(\d{1,2})(?:st|nd|rd|th)?\s(\d{4})\b", text)) and match[
        1
    ] in _MONTHS:
        return _checked(f"{match[3]}-{_MONTHS[match[1]]:02}-{int(match[2]):02}")
    if match := re.search(r"\b([a-z]+)\s(?:of\s)?(\d{4})\b", text):
        return _month_or_season(match[1], match[2])
    return match[1] if (match := re.search(r"\b((?:1[89]|20)\d\d)\b", text)) else None


def _month_or_season(word: str, year: str) -> str:
    if word in _MONTHS:
        return f"{year}-{_MONTHS[word]:02}"
    if word in _SEASON_WORDS:
        return f"{year}-{_SEASON_WORDS[word]}"
    if word in _EARLY:
        first = _EARLY[word]
        return f"{year}-{first:02}/{year}-{first + 3:02}"
    return year


def _checked(text: str) -> str | None:
    try:
        parse_edtf(text)
    except ValueError:
        return None
    return text
