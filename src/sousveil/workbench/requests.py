"""Requests of a case on a day: where they stand, batches from a template, complaints, and the calendar of due days.

Reads the case and the rules that are shipped; writes letters, drafts and calendars, each whole or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from sousveil.adapters.exports.icalendar import CalendarDay, render_calendar
from sousveil.case.load import load_case
from sousveil.case.write import render_records, write_bytes, write_text
from sousveil.evidence.batches import Batch, BodyCount, Collation, Letters, collate, count_bodies, make_batch
from sousveil.evidence.deadlines import Due, Standing, Step, receipt_of, stand
from sousveil.evidence.figures import when_of
from sousveil.messages import render_message
from sousveil.plaintext.script import to_cyrillic
from sousveil.plaintext.yaml12 import parse_list
from sousveil.problems import Argument, Problem, PublishRefused, UsageError
from sousveil.publish.gate.stops import check_outgoing
from sousveil.publish.paper.letter import set_letter
from sousveil.publish.writer import refuse
from sousveil.records.base import Text, say
from sousveil.records.case import Case
from sousveil.records.rule import DeadlineRule, Holidays
from sousveil.records.things import Actor, Request

RULES = Path(__file__).parents[1] / "data" / "rules"
LETTERS = Path(__file__).parents[1] / "data" / "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The requests of a case as they stand on a day, how bodies answer, and what was wrong with the files."""

    case: Case
    as_of: date
    standings: tuple[Standing, ...]
    bodies: tuple[BodyCount, ...]
    batches: dict[str, Collation]
    problems: tuple[Problem, ...]


def read_deadlines(folder: Path = RULES) -> tuple[dict[str, DeadlineRule], tuple[Holidays, ...]]:
    """The shipped rules of time limits by their ids, and the public holidays."""
    rules = [DeadlineRule.model_validate(value) for value in _read_list(folder / "deadlines.yaml")]
    holidays = [
        Holidays.model_validate({**value, "first": int(str(value["first"])), "last": int(str(value["last"]))})
        for value in _read_list(folder / "holidays.yaml")
    ]
    return {rule.id: rule for rule in rules}, tuple(holidays)


def _read_list(path: Path) -> list[dict[str, object]]:
    parsed = parse_list(path.read_text(encoding="utf-8"), path.name)
    if parsed.problems:
        raise AssertionError(f"the shipped rules are not sound: {parsed.problems[0]}")
    return [item.value for item in parsed.items if isinstance(item.value, dict)]


def list_requests(folder: Path, as_of: str = "") -> Asked:
    """Where every request of a case stands on a day: the one given, else the case's own."""
    case, problems = load_case(folder)
    day = read_day(as_of or case.manifest.as_of or "")
    return stand_all(case, day, tuple(problems))


def stand_all(case: Case, day: date, problems: tuple[Problem, ...] = ()) -> Asked:
    """The requests of a loaded case on a day."""
    rules, holidays = read_deadlines()
    standings = {one.id: stand(one, rules, holidays, day) for one in case.requests.values()}
    named = dict.fromkeys(one.batch for one in case.requests.values() if one.batch)
    return Asked(
        case=case,
        as_of=day,
        standings=tuple(standings.values()),
        bodies=count_bodies(case.requests.values(), standings),
        batches={
            name: collate((one for one in case.requests.values() if one.batch == name), case)
            for name in named
        },
        problems=problems,
    )


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD; UsageError where it is none."""
    when = when_of(text)
    if when is None or not when.is_day or when.earliest is None:
        found = repr(text) if text else "none in case.toml"
        raise UsageError(f"--as-of: found {found}; right would be a day, YYYY-MM-DD")
    return when.earliest


def say_step(step: Step, language: str = "en") -> str:
    """One step of a computation in words."""
    args = {
        name: value if isinstance(value, int) else _in(value, language) for name, value in step.args.items()
    }
    return _say(f"deadline.{step.message}", args, language)


def _say(message: str, args: Mapping[str, Argument], language: str) -> str:
    """A sentence in a language; Serbian Cyrillic is made from Latin, the words filled in too."""
    cyrillic = language in ("sr", "sr-Cyrl")
    said = render_message(message, args, "sr-Latn" if cyrillic else language)
    return to_cyrillic(said) if cyrillic else said


def write_batch(folder: Path, batch: Batch, names: Sequence[str], out: Path) -> list[Path]:
    """Write a letter for each body to `out` and the requests as drafts into the case; UsageError where one is there.

    Letters leave as all else does: PublishRefused where one holds an identifier that is not the sender's `contact`.
    """
    case, _ = load_case(folder)
    if batch.rules and batch.rules not in read_deadlines()[0]:
        raise UsageError(f"--rules {batch.rules}: there are {', '.join(sorted(read_deadlines()[0]))}")
    if not names:
        raise UsageError("name the bodies with --to, or a file of their ids with --bodies")
    made = _make(batch, [_find_body(name, case) for name in names], case)
    drafts = folder / "requests" / f"{batch.id}.yaml"
    if drafts.exists():
        raise UsageError(f"{drafts}: is there already; give the batch another name")
    taken = [one.request.id for one in made if case.get(one.request.id)]
    if taken:
        raise UsageError(f"{taken[0]}: the case has this id already; give the batch another name")
    _let_out_all(made, case, batch.contact)
    written = []
    for one in made:
        written.append(out / f"{one.request.id}.txt")
        written[-1].parent.mkdir(parents=True, exist_ok=True)
        write_text(written[-1], one.text)
    drafts.parent.mkdir(exist_ok=True)
    write_text(drafts, render_records([one.request for one in made]))
    return [drafts, *written]


def _let_out_all(made: Iterable[Letters], case: Case, contact: Iterable[str]) -> None:
    """Raise PublishRefused where a letter holds an identifier of a person that is not the sender's own."""
    try:
        for one in made:
            _let_out(one.text, case, f"{one.request.id}.txt", contact)
    except PublishRefused as error:
        own = "your own address or number may stand in a letter: name it with --contact"
        raise PublishRefused(f"{error}\n{own}") from error


def _make(batch: Batch, bodies: Sequence[Actor], case: Case) -> list[Letters]:
    try:
        return make_batch(batch, bodies, case.manifest.language)
    except ValidationError as error:
        raise UsageError(
            f"--name {batch.id}: right would be short and in small letters, as 2026-signs"
        ) from error


def _find_body(name: str, case: Case) -> Actor:
    found = case.actors.get(name)
    if found is None:
        raise UsageError(f"--to {name}: the case has no actor of this id")
    return found


def write_complaint(asked: Asked, id_: str, language: str = "") -> str:
    """A complaint about a request, for signing: on silence once the term has passed, or on a refusal."""
    request = asked.case.requests.get(id_)
    if request is None:
        raise UsageError(f"{id_}: the case has no request of this id")
    rules, _ = read_deadlines()
    standing = next(one for one in asked.standings if one.request == id_)
    rule = rules.get(request.rules or "")
    received = receipt_of(request)
    if rule is None or received is None or rule.complaint_to is None:
        why = "; ".join(say_step(step) for step in standing.missing) or "its rules name nobody to complain to"
        raise UsageError(f"{id_}: no complaint can be drafted; it takes {why}")
    tongue = language or asked.case.manifest.language
    due, ground = _ground(asked, standing, tongue)
    words = {
        "to": _in(rule.complaint_to, tongue),
        "body": say(asked.case.actors[request.body].name, tongue)
        if request.body in asked.case.actors
        else request.body,
        "title": say(request.title, tongue),
        "law": f"{_in(rule.title, tongue)}, {due.provision}",
        "received": received.isoformat(),
        "ground": ground,
        "steps": "\n".join(f"- {say_step(step, tongue)}" for step in due.steps),
        "enclosed": _say("complaint.decision-enclosed", {}, tongue) if standing.complaint else "",
        "date": asked.as_of.isoformat(),
        "verified": _say("complaint.checked" if due.verified else "complaint.unchecked", {}, tongue),
    }
    return _let_out(_read_letter("complaint", tongue).format(**words), asked.case)


def _let_out(text: str, case: Case, name: str = "requests.txt", contact: Iterable[str] = ()) -> str:
    """The text, if the privacy gate finds no identifier of a person in it; raises PublishRefused."""
    allowed = [*contact, *(allowance.text for allowance in case.allowances.values())]
    whole = text.replace("\r\n ", "")  # lines of a calendar as they were before they were folded
    refuse(check_outgoing(name, whole.encode(), allowed=allowed), "written")
    return text


def _in(text: Text, language: str) -> str:
    """A text of the rules in a language; Serbian Cyrillic is made from Latin where there is that."""
    if language in ("sr", "sr-Cyrl") and isinstance(text, dict) and "sr-Latn" in text:
        return to_cyrillic(text["sr-Latn"])
    return say(text, language)


def _ground(asked: Asked, standing: Standing, language: str) -> tuple[Due, str]:
    """The term a complaint rests on, and its ground in words; UsageError where there is none yet."""
    if standing.complaint is not None:
        refused = standing.answered.isoformat() if standing.answered else ""
        args = {"refused": refused, "until": standing.complaint.day.isoformat()}
        return standing.complaint, _say("complaint.refusal", args, language)
    last = standing.due[-1]
    if standing.answered or not standing.overdue:
        raise UsageError(
            f"{standing.request}: an answer is due on {last.day}; on {asked.as_of} there is nothing to complain of"
        )
    args = {"due": last.day.isoformat(), "date": asked.as_of.isoformat(), "days": str(standing.overdue)}
    return last, _say("complaint.silence", args, language)


def _read_letter(name: str, language: str) -> str:
    """The template of a letter in a language, English where there is none; Cyrillic is made from Latin."""
    cyrillic = language in ("sr", "sr-Cyrl")
    path = LETTERS / f"{name}.{'sr-Latn' if cyrillic else language}.txt"
    text = (path if path.is_file() else LETTERS / f"{name}.en.txt").read_text(encoding="utf-8")
    if not cyrillic:
        return text
    pieces = text.replace("}", "{").split("{")
    return "".join(f"{{{one}}}" if n % 2 else to_cyrillic(one) for n, one in enumerate(pieces))


def make_calendar(asked: Asked) -> str:
    """The days on which answers are due and complaints end, of requests that are open, as iCalendar."""
    days = (day for one in asked.standings for day in _days(one, asked.case.requests[one.request]))
    return _let_out(render_calendar(days, stamp=asked.as_of), asked.case)


def _days(standing: Standing, request: Request) -> Iterable[CalendarDay]:
    due = () if standing.answered or request.state in ("answered", "withdrawn", "draft") else standing.due
    for one in (*due, *([standing.complaint] if standing.complaint else ())):
        steps = "\n".join(say_step(step) for step in one.steps)
        checked = "" if one.verified else "\nProvision not checked against its text."
        yield CalendarDay(
            uid=f"{request.id}.{one.term}@sousveil",
            day=one.day,
            summary=f"{say(one.title)}: {say(request.title)}",
            description=f"{steps}\n{one.provision}{checked}".strip(),
        )


def save_letter(out: Path, text: str, asked: Asked) -> None:
    """Write a letter, set for print where the name ends in .pdf."""
    if out.suffix.lower() == ".pdf":
        write_bytes(
            out, set_letter(text, as_of=asked.as_of.isoformat(), language=asked.case.manifest.language)
        )
    else:
        write_text(out, text)
