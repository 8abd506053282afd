"""Brings sources, claims and events from other people's files into a case.

Adds records and changes none: an id that is taken stays with the record that has it. A record that does not fit is
reported and left out, and each file of the case is written once, whole.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Union, cast, get_args, get_origin

from sousveil.adapters.foreign import Foreign, Reading
from sousveil.adapters.references.bibtex import parse_bibtex
from sousveil.adapters.references.csl import parse_csl
from sousveil.adapters.references.ris import parse_ris
from sousveil.adapters.references.table import parse_table
from sousveil.case.agree import check_agreement
from sousveil.case.complaints import build_model
from sousveil.case.fields import written_names
from sousveil.case.load import load_case
from sousveil.case.skeleton import make_id
from sousveil.case.write import add_record, write_text, write_value
from sousveil.plaintext.guard import parse_bytes
from sousveil.plaintext.spans import append_record
from sousveil.plaintext.yaml12 import Item
from sousveil.problems import Origin, Problem, Related, Severity, UsageError, sort_problems
from sousveil.records.base import Record
from sousveil.records.case import KINDS, Case, Origins

READERS = MappingProxyType({".bib": parse_bibtex, ".ris": parse_ris, ".json": parse_csl})
PREFIXES = MappingProxyType({"sources": "s-", "claims": "c-", "events": "e-"})
GUESSED = MappingProxyType(
    {
        "article-journal": "academic",
        "book": "academic",
        "chapter": "academic",
        "paper-conference": "academic",
        "thesis": "academic",
        "article-newspaper": "journalism",
        "article-magazine": "journalism",
        "bill": "official",
        "hearing": "official",
        "legal_case": "official",
        "legislation": "official",
        "regulation": "official",
        "personal_communication": "primary",
        "interview": "primary",
    }
)
"""Type → what sort of voice it mostly is; everything else begins as `reference`. A guess, and said to be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was brought in, the files written, and what was wrong or is to be looked at."""

    records: tuple[Record, ...]
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def import_sources(file: Path, folder: Path, *, kind: str = "", write: bool = True) -> Imported:
    """Sources from a BibTeX, RIS or CSL-JSON file, told apart by its name's ending."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise UsageError(
            f"{file}: found the ending {file.suffix!r}; sources are read from {', '.join(READERS)}"
        )
    reading = _read(file, lambda text: reader(text, str(file)))
    entries = []
    for entry in reading.entries:
        value = _complete_source(entry, kind, str(file), reading.problems)
        entries.append(replace(entry, item=Item(value, entry.item.marks)))
    return _bring_in("sources", entries, reading.problems, file=file, folder=folder, write=write)


def import_table(what: str, file: Path, folder: Path, *, write: bool = True) -> Imported:
    """Claims or events from a CSV file whose columns are dotted names of fields; they go into a file of its name."""
    if file.suffix.lower() != ".csv":
        raise UsageError(f"{file}: found the ending {file.suffix!r}; {what} are read from .csv")
    model = KINDS[what][1]
    lists = list_fields(model)
    reading = _read(file, lambda text: parse_table(text, str(file), known=written_names(model), lists=lists))
    return _bring_in(what, reading.entries, reading.problems, file=file, folder=folder, write=write)


def list_fields(model: type[Record]) -> frozenset[str]:
    """The fields of a model that hold several values."""
    return frozenset(
        field.alias or name for name, field in model.model_fields.items() if _is_list(field.annotation)
    )


def _is_list(annotation: object) -> bool:
    if get_origin(annotation) in {Union, UnionType}:
        return any(_is_list(one) for one in get_args(annotation))
    return get_origin(annotation) is tuple


def _read(file: Path, parse: Callable[[str], Reading]) -> Reading:
    """The entries of a file, or why it cannot be read."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    text, problems = parse_bytes(raw, str(file))
    reading = parse(text) if text is not None else Reading()
    reading.problems[:0] = problems
    if text is not None and not (reading.entries or reading.problems):
        empty = Problem(message="import-empty", severity=Severity.WARNING, origin=Origin(str(file)))
        reading.problems.append(empty)
    return reading


def _complete_source(entry: Foreign, kind: str, path: str, problems: list[Problem]) -> dict[str, object]:
    """The fields of a source with an id of ours and a sort of voice."""
    value = dict(cast("Mapping[str, object]", entry.item.value))
    name = str(value.get("id") or value.get("title") or "source")
    value["id"] = name if re.fullmatch(r"s-[a-z0-9._-]+", name) else f"{PREFIXES['sources']}{make_id(name)}"
    if not kind:
        value["kind"] = GUESSED.get(str(value["type"]), "reference")
        args = {"id": str(value["id"]), "kind": str(value["kind"]), "type": str(value["type"])}
        problems.append(_problem("import-kind", Severity.NOTE, entry.item, path, **args))
    else:
        value["kind"] = kind
    if entry.left:
        names = ", ".join(sorted(entry.left))
        problems.append(
            _problem("import-left", Severity.NOTE, entry.item, path, id=str(value["id"]), names=names)
        )
    return value


def _bring_in(
    what: str, entries: Sequence[Foreign], problems: list[Problem], *, file: Path, folder: Path, write: bool
) -> Imported:
    """Validate entries, refuse ids that are taken, and write what fits."""
    case, _ = load_case(folder)
    found: dict[str, tuple[Record, Item]] = {}
    for entry in entries:
        record = _validate(entry.item, what, file, problems)
        if record is None:
            continue
        clash = _find_clash(record.id, entry.item, case, found, str(file))
        if clash:
            problems.append(clash)
        else:
            found[record.id] = (record, entry.item)
    faults = _check_fit(what, found, case, str(file))
    problems += faults
    lost = {problem.record for problem in faults if problem.severity is Severity.ERROR}
    records = [record for id_, (record, _) in found.items() if id_ not in lost]
    files = _write(what, records, file.stem, folder) if write else []
    return Imported(records=tuple(records), files=tuple(files), problems=tuple(sort_problems(problems)))


def _validate(item: Item, what: str, file: Path, problems: list[Problem]) -> Record | None:
    """The record of an entry; None, and why, where it does not fit."""
    record, faults = build_model(item, KINDS[what][1], path=str(file))
    problems += faults
    return record


def _find_clash(
    id_: str, item: Item, case: Case, found: Mapping[str, tuple[Record, Item]], path: str
) -> Problem | None:
    """What is wrong with an id that somebody has already."""
    if case.get(id_) is not None:
        first = case.origins.of(id_)
        related = (Related("duplicate-id.first", id_, first),)
        problem = _problem("import-taken", Severity.ERROR, item, path, id=id_, first=str(first))
        return replace(problem, related=related)
    if id_ in found:
        line = found[id_][1].marks.line
        return _problem("import-twice", Severity.ERROR, item, path, id=id_, line=line)
    return None


def _check_fit(what: str, found: Mapping[str, tuple[Record, Item]], case: Case, path: str) -> list[Problem]:
    """What the new records name that is not in the case, and dates or units that cannot be read."""
    records = {**getattr(case, what), **{id_: record for id_, (record, _) in found.items()}}
    places = {id_: (path, item.marks) for id_, (_, item) in found.items()}
    joined = replace(case, origins=Origins(places), **{what: records})  # type: ignore[arg-type]  # of its kind
    return [problem for problem in check_agreement(joined) if problem.record in found]


def _write(what: str, records: Sequence[Record], stem: str, folder: Path) -> list[Path]:
    """Write the records: sources a file each, others together in the file named after where they come from."""
    if not records:
        return []
    if what == "sources":
        return [add_record(folder, what, record) for record in records]
    path = folder / KINDS[what][0] / f"{make_id(stem)}.yaml"
    text = path.read_bytes().decode("utf-8") if path.exists() else ""
    for record in records:
        text = append_record(text, write_value(record))
    write_text(path, text)
    return [path]


def _problem(message: str, severity: Severity, item: Item, path: str, **args: str | int) -> Problem:
    """A problem about an entry, at its first line."""
    line, column = item.marks.get("id", (item.marks.line, 1))
    return Problem(message=message, severity=severity, origin=Origin(path, line, column), args=args)
