"""Sources as CSL-JSON 1.0.2, which Zotero and most reference managers read and write; both ways.

Our records have CSL's shape, so little changes; what CSL has and a source has not is named, never dropped in silence.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from sousveil.adapters.foreign import Foreign, Place, Reading, build_item, find_place, join_date, keep_known
from sousveil.adapters.json_names import build_object, find_repeats
from sousveil.plaintext.yaml12 import Item, parse_list
from sousveil.problems import Severity
from sousveil.records.base import say
from sousveil.records.source import Source, SourceType

TYPES = frozenset(get_args(SourceType))
PLAIN = (
    "title",
    "container-title",
    "publisher",
    "volume",
    "issue",
    "page",
    "number",
    "URL",
    "DOI",
    "language",
    "note",
)
DATES = ("issued", "accessed")
_NAME = ("family", "given", "literal")


def parse_csl(text: str, path: str) -> Reading:
    """The entries of a CSL-JSON file: a list, or one entry."""
    reading = Reading()
    twice: list[str] = []
    try:
        found = json.loads(text, object_pairs_hook=lambda pairs: build_object(pairs, twice))
    except ValueError as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        reading.report("import-syntax.json", path, find_place(text, at), Severity.ERROR, reason=reason)
        return reading
    for name, at in find_repeats(text, twice):
        reading.report("import-twice.name", path, find_place(text, at), Severity.WARNING, name=name)
    for number, entry in enumerate(found if isinstance(found, list) else [found]):
        places = _places(text, number)
        if isinstance(entry, dict):
            reading.entries.append(_read(entry, places))
        else:
            reading.report("import-entry", path, places[""], Severity.ERROR, found=repr(entry)[:60])
    return reading


def render_csl(sources: Iterable[Source]) -> str:
    """Sources as CSL-JSON; our own fields stand under `custom`, as CSL asks."""
    return json.dumps([_write(source) for source in sources], ensure_ascii=False, indent=1) + "\n"


def _places(text: str, number: int) -> dict[str, Place]:
    """The places of an entry and its fields, from our own reader: JSON is YAML."""
    items: Sequence[Item] = parse_list(text, "").items
    if number >= len(items):
        return {"": (1, 1)}
    marks = items[number].marks
    return {name: marks[name] for name in marks} | {"": (marks.line, 1)}


def _read(entry: Mapping[str, object], places: Mapping[str, Place]) -> Foreign:
    """One entry in our fields."""
    rest = dict(entry)
    value: dict[str, object] = {"id": str(rest.pop("id", ""))}
    kind = str(rest.pop("type", ""))
    value["type"] = kind if kind in TYPES else "document"
    names = rest.pop("author", [])
    value["author"] = (
        [_read_name(name) for name in names if isinstance(name, dict)] if isinstance(names, list) else []
    )
    for field in PLAIN:
        if isinstance(rest.get(field), str | int):
            value[field] = str(rest.pop(field)).strip()
    for field in DATES:
        if field in rest:
            value[field] = read_date(rest.pop(field))
    left = {name: json.dumps(one, ensure_ascii=False) for name, one in rest.items() if name != "custom"}
    if kind not in TYPES:
        left["type"] = kind
    return Foreign(build_item(keep_known(value), places), left)


def _read_name(name: Mapping[str, object]) -> dict[str, str]:
    """A name; particles belong to the family name, as they are printed."""
    parts = {field: str(name[field]) for field in _NAME if name.get(field)}
    for particle in ("non-dropping-particle", "dropping-particle"):
        if name.get(particle) and "family" in parts:
            parts["family"] = f"{name[particle]} {parts['family']}"
    return parts


def read_date(date: object) -> str:
    """A CSL date as EDTF: from its parts (two make an interval), else as written; `circa` makes it approximate."""
    if not isinstance(date, dict):
        return str(date)
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        ends = [join_date(*(str(part) for part in end[:3])) for end in parts if isinstance(end, list) and end]
        if date.get("circa"):
            ends = [f"{end}~" for end in ends]
        return "/".join(ends)
    return str(date.get("literal") or date.get("raw") or "")


def _write(source: Source) -> dict[str, object]:
    """One source as CSL; what CSL has no field for stands under `custom`."""
    entry: dict[str, object] = {"id": source.id, "type": source.type, "title": say(source.title)}
    entry["author"] = [name.model_dump(exclude_none=True) for name in source.author]
    given = source.model_dump(mode="json", by_alias=True, exclude_unset=True)
    entry |= {field: given[field] for field in PLAIN if isinstance(given.get(field), str)}
    entry |= {field: _write_date(given[field]) for field in DATES if field in given}
    entry["note"] = say(source.note)
    own: dict[str, object] = {
        name: given[name] for name in ("kind", "archive", "leaked", "via", "republishes") if name in given
    }
    if isinstance(source.title, dict):
        own["title"] = source.title
    return keep_known(entry | {"custom": own})


def _write_date(edtf: str) -> dict[str, object]:
    """A date: parts where it is a plain day, month or year, else the EDTF itself."""
    parts = edtf.split("-")
    if (
        all(part.isdigit() for part in parts)
        and len(parts) <= 3
        and not (len(parts) > 1 and int(parts[1]) > 12)
    ):
        return {"date-parts": [[int(part) for part in parts]]}
    return {"literal": edtf}
