"""Time limits against a calendar read by hand, public holidays against the law's list, and steps that are all shown."""

from datetime import date, timedelta

import pytest
from dateutil.easter import EASTER_ORTHODOX, easter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from sousveil.evidence.deadlines import Calendar, Standing, end_term, stand
from sousveil.records.things import Letter, Request
from sousveil.workbench.requests import read_deadlines, say_step

RULES, HOLIDAYS = read_deadlines()


def ask(received: str | None, *letters: tuple[str, str], **more: object) -> Request:
    written = tuple(Letter.model_validate({"date": day, "kind": kind}) for day, kind in letters)
    said = {
        "id": "r-x",
        "title": "T",
        "body": "a-x",
        "state": "sent",
        "rules": "rs-foi",
        "received": received,
    }
    return Request.model_validate({**said, "letters": written, **more})


def on(request: Request, day: str) -> Standing:
    return stand(request, RULES, HOLIDAYS, date.fromisoformat(day))


def test_holidays_are_those_of_the_law() -> None:
    (serbia,) = HOLIDAYS
    held = {date.fromisoformat(one.date): one for one in serbia.days}
    for year in range(serbia.first, serbia.last + 1):
        sunday = easter(year, EASTER_ORTHODOX)
        church = {sunday + timedelta(days=n) for n in (-2, -1, 0, 1)} | {date(year, 1, 7)}
        state = {date(year, m, d) for m, d in ((1, 1), (1, 2), (2, 15), (2, 16), (5, 1), (5, 2), (11, 11))}
        own = {day for day, one in held.items() if day.year == year and one.moved_from is None}
        assert own == church | state
        moved = {one.moved_from for day, one in held.items() if day.year == year and one.moved_from}
        assert moved == {day.isoformat() for day in state if day.weekday() == 6}
    # The year 2017 by the editors of a law gazette's site: 1 to 3 January, as the first was a Sunday.
    assert held[date(2017, 1, 3)].moved_from == "2017-01-01"
    # 2021: Labour Day on Sunday, 2 May, was Easter too, and Monday its second day; Tuesday was free for it.
    assert date(2021, 5, 4) in held


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02", "2026-03-17"),  # Monday and 15 days: a Tuesday
        ("2026-03-06", "2026-03-23"),  # ends on Saturday the 21st: Monday
        ("2025-12-17", "2026-01-05"),  # 1 and 2 January are feasts, 3 and 4 a week-end
        ("2026-03-26", "2026-04-14"),  # ends on Good Friday; Easter Monday is the 13th
        (
            "2022-12-17",
            "2023-01-04",
        ),  # ends on Sunday 1 January; the 2nd is a feast and the 3rd stands for the 1st
    ],
)
def test_fifteen_days(received: str, due: str) -> None:
    standing = on(ask(received), "2026-12-01")
    assert standing.due[-1].day.isoformat() == due
    assert standing.overdue == (date(2026, 12, 1) - date.fromisoformat(due)).days
    assert not standing.due[-1].verified


def test_every_step_is_shown() -> None:
    steps = [say_step(step) for step in on(ask("2025-12-17"), "2026-12-01").due[0].steps]
    assert steps == [
        "begins with receipt on 2025-12-17, a day that is not counted",
        "15 days: 2026-01-01",
        "2026-01-01 is no day on which the term ends (New Year): 2026-01-02",
        "2026-01-02 is no day on which the term ends (New Year): 2026-01-03",
        "2026-01-03 is no day on which the term ends (Saturday): 2026-01-04",
        "2026-01-04 is no day on which the term ends (Sunday): 2026-01-05",
    ]


def test_notice_of_reasons_makes_it_forty_days() -> None:
    found = on(ask("2026-03-02", ("2026-03-05", "extension")), "2026-04-01")
    assert [one.term for one in found.due] == ["answer", "extended"]
    assert found.due[-1].day == date(2026, 4, 14)  # 11 April is Holy Saturday, 12 and 13 Easter
    assert found.overdue == 0


def test_forty_eight_hours() -> None:
    found = on(ask("2026-03-02", terms=["urgent"]), "2026-03-10")
    assert [(one.term, one.day.isoformat()) for one in found.due] == [("urgent", "2026-03-04")]


@pytest.mark.parametrize(("received", "due"), [("2026-01-31", "2026-03-02"), ("2026-05-15", "2026-06-15")])
def test_a_month_ends_with_its_last_day(received: str, due: str) -> None:
    # 31 January and a month: 28 February 2026, a Saturday, hence Monday, 2 March
    assert on(ask(received, rules="gdpr-access"), "2026-12-01").due[-1].day.isoformat() == due


def test_working_days_leave_out_week_ends() -> None:
    assert on(ask("2026-03-02", rules="eu-documents"), "2026-12-01").due[-1].day == date(2026, 3, 23)


def test_a_refusal_opens_fifteen_days_for_a_complaint() -> None:
    found = on(ask("2026-03-02", ("2026-03-10", "refusal")), "2026-12-01")
    assert found.complaint is not None
    assert found.complaint.day == date(2026, 3, 25)
    assert found.overdue == 0


def test_a_late_answer_was_late_and_is_no_longer() -> None:
    found = on(ask("2026-03-02", ("2026-03-20", "answer"), state="answered"), "2026-12-01")
    assert (found.overdue, found.state) == (3, "answered")


@pytest.mark.parametrize("received", ["2026-03", "2026-03-02~", None])
def test_nothing_is_computed_from_a_day_that_is_not_known(received: str | None) -> None:
    found = on(ask(received), "2026-12-01")
    assert found.overdue is None
    assert not found.due
    assert "day of receipt" in say_step(found.missing[0])


def test_a_year_without_holidays_is_said() -> None:
    steps = on(ask("2033-03-02"), "2033-12-01").due[0].steps
    assert "2033 are not held" in say_step(steps[-1])


def test_a_reply_has_the_day_it_was_asked_for() -> None:
    found = on(ask(None, kind="reply", due="2026-03-10", rules=None), "2026-03-12")
    assert (found.overdue, found.due[0].term) == (2, "reply")


@given(st.dates(date(2015, 1, 2), date(2030, 6, 30)))
def test_a_term_ends_on_an_open_day_and_never_early(begin: date) -> None:
    rule = RULES["rs-foi"]
    days = Calendar(rule, HOLIDAYS)
    end, _ = end_term(rule.terms[0], begin, days)
    assert not days.closed(end)
    assert end >= begin + timedelta(days=15)
    assert all(days.closed(begin + timedelta(days=n)) for n in range(15, (end - begin).days))
