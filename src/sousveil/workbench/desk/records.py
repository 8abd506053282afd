"""What the desk does to a case: forms of records filled and read back, as steps that can be shown before they are made.

Judges nothing itself, and writes nothing; `changes` makes the steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from sousveil.case.skeleton import make_id
from sousveil.case.write import render_source, write_value
from sousveil.messages import Refused
from sousveil.plaintext.canonical import render_record
from sousveil.plaintext.spans import replace_record, split_records
from sousveil.problems import Argument, Problem
from sousveil.records.base import Record
from sousveil.records.case import KINDS, Case
from sousveil.records.finding import Finding
from sousveil.records.quantity import Quantity
from sousveil.workbench.adding import (
    Value,
    check_answer,
    judge_record,
    suggest_answer,
    suggest_id,
    suggest_readings,
)

from .changes import Change, Conflict, Step, digest_piece, make_step, read_piece
from .forms import Field, build_fields, read_fields

NONE: Mapping[str, str] = MappingProxyType({})
READING = "reading"
"""Name of the field that says which reading of a claim's words is meant."""
FILE = "file:"
"""Name of the field that says which file of its folder a new record goes into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: its kind, the record it is filled from (none for a new one), its fields, and a digest of that record.

    `readings` are figures that the words of a claim may mean; `files` those a new record may go into.
    """

    kind: str
    record: str = ""
    fields: tuple[Field, ...]
    base: str = ""
    readings: tuple[Quantity, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a filled form, as a message; `field` is empty where it is wrong as a whole."""

    field: str
    message: str
    args: Mapping[str, Argument]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a filled form would do: the step, or why there is none."""

    form: Form
    record: Record | None = None
    faults: tuple[Fault, ...] = ()
    step: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands: its file and, in a file of several, its id."""

    path: str
    record: str = ""


def find_place(case: Case, kind: str, identity: str) -> Place:
    """The place of a record of the case."""
    path = case.origins.path(identity)
    return Place(path=path) if kind == "sources" else Place(path=path, record=identity)


def open_form(
    folder: Path, case: Case, kind: str, identity: str = "", given: Mapping[str, str] = NONE
) -> Form:
    """The form of a record, or of a new one, with what is given filled in."""
    if identity:
        record = _require_record(case, kind, identity)
        place = find_place(case, kind, identity)
        base = digest_piece(read_piece(folder, place.path, place.record))
        value, _ = read_fields(kind, given, record)
        return Form(kind=kind, record=identity, fields=build_fields(kind, value), base=base)
    value, _ = read_fields(kind, given)
    form = Form(kind=kind, fields=build_fields(kind, value), files=_list_files(folder, kind))
    return _suggest(form, value, case)


def draft_record(
    folder: Path, case: Case, kind: str, posted: Mapping[str, str], *, identity: str = "", base: str = ""
) -> Draft:
    """What a filled form would do to a case. Raises Conflict where its record is not what the form was filled from."""
    former = _require_record(case, kind, identity) if identity else None
    place = find_place(case, kind, identity) if identity else None
    now = read_piece(folder, place.path, place.record) if place else None
    if place and digest_piece(now) != base:
        raise Conflict(place.path, now)
    value, unread = read_fields(kind, posted, former)
    value = _complete(kind, {**value, "id": identity} if identity else value, posted, case)
    form = Form(kind=kind, record=identity, fields=_refill(kind, value, posted), base=base)
    if not former:
        form = _suggest(replace(form, files=_list_files(folder, kind)), value, case)
        value = {"id": next(one.text for one in form.fields if one.field == "id"), **value}
    faults = [Fault(field=name, message=why.message, args=why.told) for name, why in unread.items()]
    record = None
    if not faults:
        record, problems = judge_record(kind, value, case, former=identity)
        faults = [_tell(one) for one in problems]
    if record is None:
        return Draft(form=form, faults=tuple(faults))
    if place is None or former is None:
        change = _draft_new(folder, kind, record, posted.get(FILE, ""))
        step = make_step("add", [record.id], [change])
    else:
        # What nobody touched is not written anew, even where its canonical form would be another.
        after = now if value == write_value(former) else _render(kind, record, now or "")
        change = Change(path=place.path, record=place.record, before=now, after=after)
        step = make_step("change", [record.id], [change])
    return Draft(form=form, record=record, step=step)


def fill_verdict(finding: Finding, case: Case, *, today: str) -> tuple[str, dict[str, str]]:
    """The id of the verdict on a finding, if it has one, and what a form for it is filled with."""
    known = next((one for one in case.decisions.values() if one.finding == finding.key), None)
    given = {"finding": finding.key, "inputs": finding.inputs, "date": today, "by": find_name(case)}
    free = _find_free(f"d-{make_id(finding.key)[:60]}", case)
    return (known.id, given) if known else ("", {"id": free, **given})


def find_name(case: Case) -> str:
    """Who decided last, which is who will decide next as a rule; nothing where nobody did."""
    about_findings = [(one.date, one.by) for one in case.decisions.values()]
    about_cameras = [(one.date, one.by) for one in case.camera_decisions.values()]
    return max([("", ""), *about_findings, *about_cameras])[1]


def draft_text(folder: Path, path: str, text: str, *, base: str) -> Step:
    """A file of the case written anew as a whole; Conflict where it is not what the text was made from."""
    now = read_piece(folder, path)
    if digest_piece(now) != base:
        raise Conflict(path, now)
    whole = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    return make_step("change", [path], [Change(path=path, before=now, after=whole)])


def _require_record(case: Case, kind: str, identity: str) -> Record:
    record: Record | None = getattr(case, kind).get(identity) if kind in KINDS else None
    if record is None:
        raise Refused("desk-refused.no-record", id=identity)
    return record


def _complete(kind: str, value: Value, posted: Mapping[str, str], case: Case) -> Value:
    """The value with dates in words as EDTF, and with the reading of a claim's words that was chosen."""
    done = dict(value)
    for name, one in value.items():
        if isinstance(one, str) and check_answer(kind, value, name, case):
            done[name] = suggest_answer(kind, name, one) or one
    chosen = posted.get(READING, "")
    if kind == "claims" and chosen.isdecimal() and "value" not in done and "stated" in done:
        readings = suggest_readings(done, case)
        if 0 < int(chosen) <= len(readings):
            done["value"] = readings[int(chosen) - 1].model_dump(exclude_defaults=True)
    return done


def _refill(kind: str, value: Value, posted: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields as they were filled in, those that could not be read as they were typed."""
    fields = build_fields(kind, value)
    return tuple(
        replace(one, text=posted[one.name]) if one.name in posted and not one.text else one for one in fields
    )


def _suggest(form: Form, value: Value, case: Case) -> Form:
    """The form with an id, and with the readings of a claim's words."""
    readings: tuple[Quantity, ...] = ()
    if form.kind == "claims" and value.get("stated") and "value" not in value:
        readings = suggest_readings(value, case)
    if "id" not in value and (offered := _offer_id(form.kind, value, case)):
        fields = (replace(one, text=offered) if one.field == "id" else one for one in form.fields)
        form = replace(form, fields=tuple(fields))
    return replace(form, readings=readings)


def _offer_id(kind: str, value: Value, case: Case) -> str:
    """A free id out of what is said so far; nothing where too little is."""
    needed = {"sources": ("title",), "claims": ("source", "measure"), "events": ("title", "date")}
    if kind in needed:
        return suggest_id(kind, value, case) if all(value.get(name) for name in needed[kind]) else ""
    named = next((value[name] for name in ("name", "title", "text", "finding") if value.get(name)), "")
    return _find_free(make_id(str(named))[:60], case) if named else ""


def _find_free(stem: str, case: Case) -> str:
    """The id, or the first with a number behind it that is free."""
    number, identity = 2, stem
    while case.get(identity) is not None:
        number, identity = number + 1, f"{stem}-{number}"
    return identity


def _list_files(folder: Path, kind: str) -> tuple[str, ...]:
    """The names of files of its folder that a new record may go into, the kind's own first."""
    place, _ = KINDS[kind]
    if "." in place or kind == "sources":
        return ()
    return tuple(dict.fromkeys([kind, *sorted(path.stem for path in (folder / place).glob("*.yaml"))]))


def _draft_new(folder: Path, kind: str, record: Record, file: str) -> Change:
    """The change that adds a record."""
    place, _ = KINDS[kind]
    value = write_value(record)
    if kind == "sources":
        path = f"{place}/{record.id.removeprefix('s-')}.md"
        return Change(path=path, before=None, after=render_source(value))
    path = place if "." in place else f"{place}/{make_id(file) if file else kind}.yaml"
    require_list(read_piece(folder, path) or "", path)
    return Change(path=path, record=record.id, before=None, after=render_record(value))


def require_list(text: str, path: str) -> None:
    """Refused where a record cannot be set below the last of a file, because its form is another."""
    said = any(line.strip() and not line.startswith("#") for line in text.split("\n"))
    if said and not split_records(text)[0]:
        raise Refused("desk-refused.no-list", path=path)


def _render(kind: str, record: Record, piece: str) -> str:
    """A record written anew where it stands, with its comments."""
    value = write_value(record)
    text = render_source(value) if kind == "sources" else replace_record(piece, record.id, value)
    if text is None:
        raise Refused("desk-refused.lines", id=record.id)
    return text


def _tell(problem: Problem) -> Fault:
    field = problem.fields[0].partition(".")[0] if problem.fields else ""
    return Fault(field=field, message=problem.message, args=problem.args)
