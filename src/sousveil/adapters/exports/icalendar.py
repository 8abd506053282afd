"""Days with a title as an iCalendar (RFC 5545), all-day events that hold nobody's time.

Writes only; the stamp is the day it is told, so that the same days give the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_LONGEST = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day to remember: a name that stays the same between exports, what it is, and what to know of it."""

    uid: str
    day: date
    summary: str
    description: str


def render_calendar(days: Iterable[CalendarDay], *, stamp: date) -> str:
    """The calendar as text with CRLF line breaks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sousveil//requests//EN", "CALSCALE:GREGORIAN"]
    for one in days:
        lines += _event(one, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def _event(one: CalendarDay, stamp: date) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{escape(one.uid)}",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(one.summary)}",
        f"DESCRIPTION:{escape(one.description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    """Text as a value of type TEXT (RFC 5545, 3.3.11); control characters have no place in one."""
    plain = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or (c >= " " and c != "\x7f"))
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(mark, written)
    return plain


def fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, later ones after a blank; no letter is cut in two."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
