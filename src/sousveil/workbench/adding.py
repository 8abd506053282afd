"""What one is asked for a new record, whether an answer fits, and what can be suggested.

Talks to nobody and writes nothing; terminal and desk ask the same questions and judge answers alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import get_args

from sousveil.adapters.foreign import build_item, split_name
from sousveil.adapters.references.table import put_field
from sousveil.case.agree import check_agreement
from sousveil.case.complaints import build_model
from sousveil.case.fields import Meaning, read_meanings
from sousveil.case.skeleton import make_id
from sousveil.messages import render_message
from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Problem, Severity
from sousveil.records.base import Record
from sousveil.records.case import KINDS, Case, Origins
from sousveil.records.claim import Stance, Status
from sousveil.records.quantity import Quantity
from sousveil.records.reading import read_figures
from sousveil.records.source import SourceClass, SourceType
from sousveil.records.things import Event
from sousveil.records.when import parse_edtf, suggest_date

from .importing import list_fields

Value = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: the field it fills, its words, the words allowed, and whether it may stay open."""

    field: str
    words: str
    choices: tuple[str, ...] = ()
    needed: bool = False


SOURCE = (
    Question(field="title", words="Title", needed=True),
    Question(field="type", words="What it is", choices=get_args(SourceType), needed=True),
    Question(field="kind", words="What sort of voice it is", choices=get_args(SourceClass), needed=True),
    Question(field="author", words="Authors, as `Family, Given; Family, Given` or the name of a body"),
    Question(field="container-title", words="Journal, newspaper or site it stands in"),
    Question(field="publisher", words="Publisher"),
    Question(field="issued", words="Date (2024, 2024-03, 2024-03-30, or in words)"),
    Question(field="URL", words="Address"),
    Question(field="language", words="Language (en, sr-Latn, sr-Cyrl …)"),
    Question(field="via", words="Sources through which you know it, if you have not read it yourself"),
)
CLAIM = (
    Question(field="source", words="Source (its id)", needed=True),
    Question(field="locator", words="Where in the source (page, paragraph, table, note)", needed=True),
    Question(field="stated", words="The shortest phrase that holds the figure, word for word", needed=True),
    Question(field="subject", words="What it is about (an id, or a word that claims share)", needed=True),
    Question(field="measure", words="Which property of it (cameras, list_price …)", needed=True),
    Question(field="value", words="How the phrase reads"),
    Question(field="stance", words="How the source says it", choices=get_args(Stance)),
    Question(field="status", words="Status", choices=get_args(Status)),
    Question(field="scope.place", words="Place it covers"),
    Question(field="valid", words="When it holds (2024, 2017/2019, or in words)"),
    Question(field="via", words="Whom the source relies on for this, nearest first"),
    Question(field="summary", words="What is claimed, in your own words"),
)
EVENT = (
    Question(field="date", words="Date (2024-03-30, 2017/2019, or in words)", needed=True),
    Question(field="title", words="What happened, in a line", needed=True),
    Question(
        field="kind",
        words="What sort of event",
        choices=get_args(Event.model_fields["kind"].annotation),
        needed=True,
    ),
    Question(field="summary", words="What happened, in your own words"),
    Question(field="actors", words="Who took part (ids)"),
    Question(field="places", words="Where (ids)"),
    Question(field="claims", words="Claims that show it (ids)"),
    Question(field="sources", words="Sources that show it (ids)"),
    Question(field="after", words="Events that must have come before (ids)"),
)
QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {"sources": SOURCE, "claims": CLAIM, "events": EVENT}
)


def set_answer(kind: str, value: Value, name: str, text: str) -> Value:
    """The record so far with one more field; several ids or names in an answer stand between semicolons."""
    changed = {key: dict(one) if isinstance(one, dict) else one for key, one in value.items()}
    if name == "author":
        return {**changed, "author": [split_name(part) for part in text.split(";") if part.strip()]}
    put_field(changed, name, text, lists=list_fields(KINDS[kind][1]))
    return changed


def check_answer(kind: str, value: Value, name: str, case: Case) -> list[str]:
    """What is wrong with one field of a record that is not whole yet, in sentences."""
    top = name.partition(".")[0]
    _, complaints = _make_record(kind, value)
    found = [
        p
        for p in complaints
        if p.code != "missing-field" and p.fields and p.fields[0].partition(".")[0] == top
    ]
    sentences = [render_message(problem.message, problem.args) for problem in found]
    return sentences or list(_check_meaning(kind, value.get(top), top, case))


def _make_record(kind: str, value: Value) -> tuple[Record | None, list[Problem]]:
    """The record by itself, or what its fields are complained of."""
    return build_model(build_item(value, {"": (1, 1)}), KINDS[kind][1])


def _find_meaning(kind: str, name: str) -> Meaning | None:
    return next((one for one in read_meanings(KINDS[kind][1]) if one.field == name), None)


def _check_meaning(kind: str, value: object, name: str, case: Case) -> Iterator[str]:
    """Whether ids lead somewhere and dates can be read."""
    meaning = _find_meaning(kind, name)
    texts = value if isinstance(value, list) else [value]
    for text in texts if meaning else ():
        if meaning and isinstance(text, str):
            yield from _check_text(text, meaning, case)


def _check_text(text: str, meaning: Meaning, case: Case) -> Iterator[str]:
    if meaning.what == "date":
        try:
            parse_edtf(text)
        except ValueError as error:
            yield str(error)
    known = [id_ for kind in meaning.kinds for id_ in getattr(case, kind, ())]
    if meaning.what == "reference" and text not in known:
        near = get_close_matches(text, known, n=3, cutoff=0.5)
        hint = f"the nearest are {', '.join(near)}" if near else f"there are {len(known)} in the case"
        wanted = " or ".join(kind.removesuffix("s") for kind in meaning.kinds)
        yield f"{meaning.field}: found {text!r}, but there is no such {wanted}; {hint}"


def suggest_answer(kind: str, name: str, text: str) -> str | None:
    """A date in words as EDTF; None where the answer is no such thing."""
    meaning = _find_meaning(kind, name)
    if meaning is None or meaning.what != "date":
        return None
    return suggest_date(fold_for_search(text).lower())


def suggest_readings(value: Value, case: Case) -> tuple[Quantity, ...]:
    """The figures that the words of a claim hold, as far as they can be read."""
    source = case.sources.get(str(value.get("source")))
    language = (source.language if source else None) or case.manifest.language
    return read_figures(str(value["stated"]), language)


def suggest_id(kind: str, value: Value, case: Case) -> str:
    """A free id out of what the record says."""
    match kind:
        case "sources":
            authors = value.get("author")
            first = authors[0] if isinstance(authors, list) and authors else {}
            name = first.get("family") or first.get("literal") or " ".join(str(value["title"]).split()[:3])
            stem = f"s-{make_id(name)}-{str(value.get('issued', ''))[:4]}"
        case "claims":
            stem = f"c-{str(value['source']).removeprefix('s-')}-{make_id(str(value['measure']))}"
        case _:
            stem = f"e-{make_id(' '.join(str(value['title']).split()[:4]))}-{str(value['date'])[:4]}"
    stem = stem.rstrip("-")[:70]
    numbered = (f"{stem}-{number}" for number in range(2, 10_000))
    return stem if case.get(stem) is None else next(id_ for id_ in numbered if case.get(id_) is None)


def build_record(kind: str, value: Value, case: Case) -> tuple[Record | None, list[str]]:
    """The record, and what is wrong with it as a whole; none where anything is."""
    record, wrong = judge_record(kind, value, case)
    return record, [render_message(problem.message, problem.args) for problem in wrong]


def judge_record(
    kind: str, value: Value, case: Case, *, former: str = ""
) -> tuple[Record | None, list[Problem]]:
    """The same, as problems with their fields; `former` is the id of the record that it takes the place of."""
    record, complaints = _make_record(kind, value)
    if record is None:
        return None, complaints
    if record.id != former and case.get(record.id) is not None:
        return None, [_report_taken(record.id, case)]
    everyone = {**getattr(case, kind), record.id: record}
    joined = replace(case, origins=Origins({}), **{kind: everyone})  # type: ignore[arg-type]  # of its kind
    wrong = [p for p in check_agreement(joined) if p.record == record.id and p.severity is Severity.ERROR]
    return (None if wrong else record), wrong


def _report_taken(identity: str, case: Case) -> Problem:
    """That an id belongs to another record."""
    args = {"id": identity, "first": str(case.origins.of(identity))}
    return Problem(message="desk-taken", severity=Severity.ERROR, args=args, record=identity, fields=("id",))
