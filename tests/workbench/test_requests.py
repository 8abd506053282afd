"""Batches, complaints and calendars of a small case; the calendar by the rules of RFC 5545."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from sousveil.adapters.exports.icalendar import CalendarDay, render_calendar
from sousveil.case.load import load_case
from sousveil.evidence.batches import Batch
from sousveil.problems import PublishRefused, Severity, UsageError
from sousveil.workbench.requests import (
    list_requests,
    make_calendar,
    save_letter,
    write_batch,
    write_complaint,
)

CASE = 'format = 1\nid = "small"\ntitle = "T"\nlanguage = "en"\nas_of = "2026-04-01"\njurisdiction = "RS"\n'
REQUESTS = (
    '- {id: r-late, title: "Signs, and; more", body: a-0, state: sent, rules: rs-foi, received: "2026-03-02"}\n'
    '- {id: r-no, title: Lists, body: a-0, state: refused, rules: rs-foi, received: "2026-03-02",\n'
    '   letters: [{date: "2026-03-10", kind: refusal}]}\n'
    '- {id: r-new, title: New, body: a-1, state: sent, rules: rs-foi, received: "2026-03-30"}\n'
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    actors = "".join(f'- {{id: a-{n}, kind: public_body, name: "Opština {n} {{body}}"}}\n' for n in range(42))
    for path, text in {"case.toml": CASE, "actors/a.yaml": actors, "requests/r.yaml": REQUESTS}.items():
        (tmp_path / "case" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "case" / path).write_text(text, encoding="utf-8")
    return tmp_path / "case"


def batch(template: str = "{date}\nTo {body}: {title}. {annex}\n", name: str = "signs") -> Batch:
    return Batch(
        id=name, title="Signs", template=template, rules="rs-foi", date="2026-04-01", annex="annex.csv"
    )


def test_forty_two_bodies_get_a_letter_and_the_case_their_drafts(small: Path) -> None:
    written = write_batch(small, batch(), [f"a-{n}" for n in range(42)], small.parent / "letters")
    assert len(written) == 43
    letter = (small.parent / "letters" / "r-signs-7.txt").read_text(encoding="utf-8")
    assert letter == "2026-04-01\nTo Opština 7 {body}: Signs. annex.csv\n"  # a name is not filled in again
    case, problems = load_case(small)
    assert not [p for p in problems if p.severity is Severity.ERROR]
    assert len([one for one in case.requests.values() if one.batch == "signs"]) == 42
    assert {one.state for one in case.requests.values() if one.batch} == {"draft"}


@pytest.mark.parametrize(
    ("template", "names", "said"),
    [("{mayor}", ["a-0"], "{mayor}"), ("x", ["a-77"], "no actor"), ("x", [], "--to")],
)
def test_a_batch_that_cannot_be_is_refused_whole(
    template: str, names: list[str], said: str, small: Path
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        write_batch(small, batch(template), names, small.parent / "letters")
    assert not (small.parent / "letters").exists()
    assert not (small / "requests" / "signs.yaml").exists()


def test_letters_hold_no_identifier_but_that_of_the_sender(small: Path) -> None:
    template = "{body}: {title}. Write to desk@example.org; ask Ana, 064 123 45 67.\n"
    with pytest.raises(PublishRefused, match=r"nothing was written:\n.*r-signs-0\.txt:1:\d+:") as refused:
        write_batch(small, batch(template), ["a-0"], small.parent / "letters")
    assert "desk@" not in str(refused.value)
    assert "--contact" in str(refused.value)
    own = replace(batch(template), contact=("desk@example.org",))
    with pytest.raises(PublishRefused, match="phone") as refused:
        write_batch(small, own, ["a-0"], small.parent / "letters")
    assert not (small.parent / "letters").exists()
    assert not (small / "requests" / "signs.yaml").exists()
    own = replace(own, contact=("desk@example.org", "064 123 45 67"))
    assert len(write_batch(small, own, ["a-0"], small.parent / "letters")) == 2


def test_a_batch_is_not_written_twice(small: Path) -> None:
    write_batch(small, batch(), ["a-0"], small.parent / "letters")
    with pytest.raises(UsageError, match="another name"):
        write_batch(small, batch(), ["a-1"], small.parent / "letters")


def test_a_complaint_on_silence_shows_how_the_term_ran(small: Path) -> None:
    text = write_complaint(list_requests(small), "r-late")
    assert "ended on 2026-03-17. No answer is recorded on 2026-04-01, 15 days later." in text
    assert "- 15 days: 2026-03-17" in text
    assert "Not signed" in text
    assert "not checked in its text" in text


def test_a_complaint_on_a_refusal_says_until_when(small: Path) -> None:
    assert "until 2026-03-25" in write_complaint(list_requests(small), "r-no")


def test_a_complaint_in_cyrillic_leaves_no_latin_word_of_ours(small: Path) -> None:
    text = write_complaint(list_requests(small), "r-late", "sr-Cyrl")
    assert text.startswith("Прималац: Повереник")
    words = re.findall(r"[A-Za-z]{2,}", text)
    assert set(words) <= {"Opština", "Op", "tina", "body", "Signs", "and", "more"}, words
    assert "Рок за одговор истекао је 2026-03-17" in text


def test_no_complaint_before_the_term_has_passed(small: Path) -> None:
    with pytest.raises(UsageError, match="due on 2026-04-14"):
        write_complaint(list_requests(small), "r-new")


def test_a_complaint_is_set_for_print(small: Path) -> None:
    asked = list_requests(small)
    save_letter(small / "c.pdf", write_complaint(asked, "r-late"), asked)
    assert (small / "c.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_how_a_body_answers(small: Path) -> None:
    asked = list_requests(small)
    first, second = asked.bodies
    assert (first.body, first.sent, first.overdue, first.computable) == ("a-0", 2, 1, 2)
    assert first.states == {"overdue": 1, "refused": 1}
    assert first.median_days == 8
    assert (second.overdue, second.median_days) == (0, None)


def unfold(text: str) -> list[str]:
    """Lines of content by RFC 5545, 3.1, each held against its limit first."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    return "\r\n".join(lines).replace("\r\n ", "").split("\r\n")


def test_the_calendar_holds_what_is_open(small: Path) -> None:
    lines = unfold(make_calendar(list_requests(small)))
    events = "\n".join(lines).split("BEGIN:VEVENT\n")[1:]
    found = {}
    for event in events:
        fields = dict(line.partition(":")[::2] for line in event.splitlines())
        begin = datetime.strptime(fields["DTSTART;VALUE=DATE"], "%Y%m%d").date()  # noqa: DTZ007
        end = datetime.strptime(fields["DTEND;VALUE=DATE"], "%Y%m%d").date()  # noqa: DTZ007
        assert (end - begin).days == 1
        assert re.fullmatch(r"\d{8}T\d{6}Z", fields["DTSTAMP"])
        found[fields["UID"]] = (begin.isoformat(), fields["SUMMARY"])
    assert found == {
        "r-late.answer@sousveil": ("2026-03-17", "Answer: Signs\\, and\\; more"),
        "r-no.complaint@sousveil": ("2026-03-25", "Complaint against a refusal: Lists"),
        "r-new.answer@sousveil": ("2026-04-14", "Answer: New"),
    }
    assert (lines[0], lines[-1], "VERSION:2.0" in lines) == ("BEGIN:VCALENDAR", "END:VCALENDAR", True)


def test_long_words_of_any_script_are_folded_and_cannot_break_out() -> None:
    nasty = "Љајић " * 40 + "\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00;\\,"
    day = CalendarDay(uid="u", day=date(2026, 1, 1), summary=nasty, description="")
    lines = unfold(render_calendar([day], stamp=date(2026, 1, 1)))
    assert lines.count("BEGIN:VEVENT") == 1
    summary = next(line for line in lines if line.startswith("SUMMARY:"))
    back = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], summary.removeprefix("SUMMARY:"))
    assert back == nasty.replace("\r\n", "\n").replace("\x00", "")


def test_a_batch_elsewhere_has_no_time_limits(small: Path) -> None:
    """Those of the Union's institutions would be wrong for a town, and are not taken for want of others."""
    write_batch(small, replace(batch(), rules=""), ["a-0"], small.parent / "letters")
    (draft,) = (one for one in load_case(small)[0].requests.values() if one.batch == "signs")
    assert draft.rules is None
