"""When an answer is due, a complaint may be made, and whether a request is overdue, with every step of the computation.

Knows no clock and no disk: the day is an argument, rules and holidays are records. Where the day of receipt is not
known to the day, nothing is computed and that is said.
"""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sousveil.records.base import Text
from sousveil.records.rule import DeadlineRule, Holidays, Term
from sousveil.records.things import Letter, Request

from .figures import when_of

_REPLY: Text = {"en": "Reply", "sr-Latn": "Izjašnjenje"}
_WEEKEND: Mapping[str, Text] = MappingProxyType(
    {
        "saturday": {"en": "Saturday", "sr-Latn": "subota"},
        "sunday": {"en": "Sunday", "sr-Latn": "nedelja"},
    }
)
_REPLIES = ("answer", "refusal", "not_held")
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: a message id behind `deadline.` and its arguments, of which some are in languages."""

    message: str
    args: Mapping[str, Text | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The day a term ends, how that was computed, by which provision, and whether the text of that was read."""

    term: str
    title: Text
    day: date
    steps: tuple[Step, ...]
    provision: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a request stands on a day: the terms that run, when it was answered, by how many days it is overdue.

    `overdue` is None where no due day can be computed; `missing` says what it would take.
    """

    request: str
    state: str
    due: tuple[Due, ...]
    complaint: Due | None
    answered: date | None
    overdue: int | None
    missing: tuple[Step, ...]


class Calendar:
    """The days on which a rule's terms do not end."""

    def __init__(self, rule: DeadlineRule, holidays: Sequence[Holidays]) -> None:
        self._rule = rule
        kept = [one for one in holidays if one.country == rule.holidays]
        self._days = {date.fromisoformat(day.date): day for one in kept for day in one.days}
        self._years = {year for one in kept for year in range(one.first, one.last + 1)}

    def covers(self, day: date) -> bool:
        """Whether the holidays of that year are held, or the rule asks for none."""
        return self._rule.holidays is None or day.year in self._years

    def closed(self, day: date) -> Text:
        """Why a term does not end on the day; empty where it may."""
        if day in self._days and "holiday" in self._rule.closed:
            return self._days[day].name
        name = ("saturday", "sunday")[day.weekday() - 5] if day.weekday() >= 5 else ""
        return _WEEKEND[name] if name in self._rule.closed else ""


def end_term(term: Term, begin: date, days: Calendar) -> tuple[date, tuple[Step, ...]]:
    """The day a term ends that begins on a day, which itself is not counted, and the steps to it."""
    steps = [Step(f"begins-{term.begins}", {"day": begin.isoformat()})]
    end = _count(term, begin, days)
    steps.append(Step(f"counted-{term.unit}", {"n": term.length, "day": end.isoformat()}))
    while why := days.closed(end):
        later = end + timedelta(days=1)
        steps.append(Step("moved", {"day": end.isoformat(), "why": why, "to": later.isoformat()}))
        end = later
    if not days.covers(end):
        steps.append(Step("no-holidays", {"year": end.year}))
    return end, tuple(steps)


def _count(term: Term, begin: date, days: Calendar) -> date:
    if term.unit == "month":
        months = begin.month - 1 + term.length
        year, month = begin.year + months // 12, months % 12 + 1
        return date(year, month, min(begin.day, calendar.monthrange(year, month)[1]))
    if term.unit == "hour":
        # Without the hour of receipt, the last hour it can end in is that of the same hour so many days on.
        return begin + timedelta(days=-(-term.length // _HOURS_A_DAY))
    end = begin
    left = term.length
    while left:
        end += timedelta(days=1)
        left -= term.unit == "day" or not days.closed(end)
    return end


def stand(
    request: Request, rules: Mapping[str, DeadlineRule], holidays: Sequence[Holidays], as_of: date
) -> Standing:
    """Where a request stands on a day, by the rules it names."""
    answered = _day_of(request, _REPLIES)
    rule = rules.get(request.rules or "")
    due = tuple(_dues(request, rule, holidays)) if rule else _asked(request)
    complaint = _complaint(request, rule, holidays) if rule else None
    last = due[-1].day if due else None
    closed = answered or request.state in ("answered", "withdrawn", "draft")
    overdue = None if last is None else 0 if closed else max(0, (as_of - last).days)
    if last is not None and answered:
        overdue = max(0, (answered - last).days)
    return Standing(
        request=request.id,
        state=_state(request, overdue=bool(overdue), answered=answered),
        due=due,
        complaint=complaint,
        answered=answered,
        overdue=overdue,
        missing=tuple(_lacks(request, rules)) if not due else (),
    )


def _dues(request: Request, rule: DeadlineRule, holidays: Sequence[Holidays]) -> Iterator[Due]:
    """The terms of an answer that hold for the request; the one that holds in the end is last."""
    begin = receipt_of(request)
    if begin is None:
        return
    days = Calendar(rule, holidays)
    wanted = ["answer", *(["extended"] if _day_of(request, ("extension",)) else []), *request.terms]
    for term in rule.terms:
        if (
            term.id in wanted
            and term.begins == "receipt"
            and not ("urgent" in wanted and term.id != "urgent")
        ):
            yield _due(term, begin, days, rule)


def _due(term: Term, begin: date, days: Calendar, rule: DeadlineRule) -> Due:
    end, steps = end_term(term, begin, days)
    verified = bool(term.verified_on or rule.verified_on)
    return Due(
        term=term.id, title=term.title, day=end, steps=steps, provision=term.provision, verified=verified
    )


def _complaint(request: Request, rule: DeadlineRule, holidays: Sequence[Holidays]) -> Due | None:
    """The last day for a complaint against a refusal, where its day is known."""
    refused = _day_of(request, ("refusal",))
    term = next((one for one in rule.terms if one.begins == "decision"), None)
    return _due(term, refused, Calendar(rule, holidays), rule) if refused and term else None


def _asked(request: Request) -> tuple[Due, ...]:
    """The day by which a reply before publication was asked for; no law sets it."""
    day = _exact(request.due)
    if day is None:
        return ()
    steps = (Step("asked", {"day": day.isoformat()}),)
    return (Due(term="reply", title=_REPLY, day=day, steps=steps, provision="", verified=True),)


def receipt_of(request: Request) -> date | None:
    """The day the body received the request, if it is known to the day."""
    return _exact(request.received) or _day_of(request, ("received", "acknowledged"))


def _day_of(request: Request, kinds: tuple[str, ...]) -> date | None:
    """The first day on which a letter of a kind was written."""
    days = [day for letter in request.letters if letter.kind in kinds and (day := _letter_day(letter))]
    return min(days, default=None)


def _letter_day(letter: Letter) -> date | None:
    return _exact(letter.date)


def _exact(text: str | None) -> date | None:
    """The day a date names, if it surely names one."""
    when = when_of(text)
    return when.earliest if when and when.is_day and not (when.approximate or when.uncertain) else None


def _state(request: Request, *, overdue: bool, answered: date | None) -> str:
    """The state as recorded; a sent request that is overdue without an answer is so called."""
    return "overdue" if overdue and not answered and request.state in ("sent", "unknown") else request.state


def _lacks(request: Request, rules: Mapping[str, DeadlineRule]) -> Iterator[Step]:
    """What it would take to compute a due day."""
    if request.kind == "reply":
        yield Step("needs-due", {})
        return
    if request.rules not in rules:
        yield Step("needs-rules", {"known": ", ".join(sorted(rules))})
    if receipt_of(request) is None:
        if request.received:
            yield Step("needs-receipt", {"found": request.received})
        elif request.sent:
            yield Step("needs-receipt-sent", {"sent": request.sent})
        else:
            yield Step("needs-receipt-none", {})
