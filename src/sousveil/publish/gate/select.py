"""Chooses what may be published: public records, without what rests on private or embargoed ones.

Decides by the sensitivity and references that records state; it looks for no identifiers (see `scan`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from sousveil.records.base import Part, Record
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim
from sousveil.records.series import Table
from sousveil.records.source import Examination, Sighting
from sousveil.records.things import Decision

from .withheld import NOTHING, Withheld, collect_withheld

P = TypeVar("P", bound=Part)

WITHHELD_WORDS = "withheld by the editors"
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
_KEY_MARKS = re.compile(r"[:+=]")  # between the ids in the key of a finding (`code:record=input+input`)
_BRACES = re.compile(r"\{([a-z0-9][a-z0-9._-]*)\}")

# A required reference takes its record with it when it goes. These optional ones do too, because the record
# rests on what they name.
_RESTS_ON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sources": ("via",),
        "claims": ("via", "asserted_by", "value", "scope", "basis"),
        "derived": ("expect",),
        "schemes": ("source",),
        "lists": ("source",),
        "camera_decisions": ("sources",),
        "scenarios": ("devices", "locations", "units", "bases"),
    }
)
# A part of a record goes with the one who reports it.
_REPORTED_BY: Mapping[type[Part], str] = MappingProxyType({Sighting: "by", Examination: "reported_by"})
# A record that had grounds of these sorts and keeps none of them has nothing left to rest on.
_GROUNDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "events": ("claims", "sources"),
        "actors": ("sources",),
        "contracts": ("claims", "sources", "items"),
        "programmes": ("claims", "states", "devices"),
        "requests": ("claims", "sources"),
        "questions": ("claims", "events"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redactions:
    """How much is left out, by kind of record, without saying which.

    `withheld` is for the gate alone, which looks for it in free text.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    references: int = 0
    withheld: Withheld = NOTHING


def is_public(sensitivity: str, as_of: str) -> bool:
    """Whether a record may be seen on that day; an embargo ends on its day, and a vague `as_of` ends none."""
    if sensitivity == "public":
        return True
    day = _DAY.match(as_of)
    return sensitivity.startswith("embargoed until ") and day is not None and day[0] >= sensitivity[-10:]


def select_public(case: Case, *, as_of: str) -> tuple[Case, Redactions]:
    """The case as it may be published on that day, and how much was left out.

    What rests on a withheld record goes with it, and so on until nothing more goes; other references to it are
    taken out. Statements that count or sum what is now incomplete are no longer read as counts or sums.
    """
    secret = {record.id for record in case.records() if not is_public(record.sensitivity, as_of)}
    gone = secret | _unread(case)
    public, references = _without(case, gone)
    while found := _lost(case, public) - gone:
        gone |= found
        public, references = _without(case, gone)
    if not gone:
        return case, Redactions()
    counts = {kind: len(getattr(case, kind)) - len(getattr(public, kind)) for kind in KINDS}
    counts["series"] = sum(len(t.columns) for t in case.tables.values()) - sum(
        len(t.columns) for t in public.tables.values()
    )
    counts = {kind: count for kind, count in counts.items() if count}
    public = replace(public, claims=_drop_broken_totals(public, case, counts))
    withheld = collect_withheld(case, public, ids=gone, secret=secret)
    return public, Redactions(counts=counts, references=references, withheld=withheld)


def _unread(case: Case) -> set[str]:
    """Ids that something rests on and that are not in the case.

    Their records are missing or could not be read, so that nobody knows whether they may be published.
    """
    sources = {id_ for claim in case.claims.values() for id_ in (claim.source, *claim.via)}
    sources |= {id_ for source in case.sources.values() for id_ in source.via}
    sources |= {limitation.source for limitation in case.limitations.values()}
    claims = {unresolved.claim for unresolved in case.unresolved.values()}
    inputs = {
        id_ for d in case.derived.values() for id_ in (*d.inputs.values(), d.expect or "") if "@" not in id_
    }
    actors = {claim.asserted_by for claim in case.claims.values()} | {r.body for r in case.requests.values()}
    unread = (sources - case.sources.keys()) | (claims - case.claims.keys())
    unread |= inputs - case.claims.keys() - case.derived.keys()
    unread |= {actor for actor in actors if actor and actor not in case.actors}
    return unread - {""}


def _lost(case: Case, public: Case) -> set[str]:
    """Ids that are in the case and not in its public part; a series counts as `TABLE.COLUMN`."""
    kept = _list_ids(public)
    series = {f"{t.id}.{c.name}" for t in case.tables.values() for c in t.columns}
    series -= {f"{t.id}.{c.name}" for t in public.tables.values() for c in t.columns}
    return (_list_ids(case) - kept) | series


def _list_ids(case: Case) -> set[str]:
    """The ids of all records and of the items of contracts."""
    items = {item.id for contract in case.contracts.values() for item in contract.items}
    return {record.id for record in case.records()} | items


def _without(case: Case, gone: set[str]) -> tuple[Case, int]:
    """The case without the records in `gone` and what cannot stand without them; how many references went."""
    cut = _Cut(gone)
    kinds: dict[str, Mapping[str, Record]] = {}
    for kind in KINDS:
        records: Mapping[str, Record] = getattr(case, kind)
        kept = ((id_, cut.record(record, kind)) for id_, record in records.items() if id_ not in gone)
        kinds[kind] = {id_: record for id_, record in kept if record is not None}
    tables = {id_: _cut_table(table, cut.names) for id_, table in case.tables.items()}
    rates = tuple(rate for rate in case.rates if not cut.names(rate.source))
    manifest = case.manifest.model_copy(
        update={
            name: cut.value(getattr(case.manifest, name))
            for name in ("title", "summary", "unknown", "attribution")
        }
    )
    return replace(case, manifest=manifest, tables=tables, rates=rates, **kinds), cut.references  # type: ignore[arg-type]


def _cut_table(table: Table, names: Callable[[str], bool]) -> Table:
    """The table without the columns that come from a withheld source."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if not any(names(id_) for id_ in (column.source or "", column.subject or "", *column.via))
    ]
    if len(kept) == len(table.columns):
        return table
    return table.model_copy(
        update={
            "columns": tuple(table.columns[place] for place in kept),
            "rows": tuple(tuple(row[place] for place in kept) for row in table.rows),
        }
    )


class _Cut:
    """Takes references to withheld records out of records, and counts them."""

    def __init__(self, gone: Iterable[str]) -> None:
        self._gone = frozenset(gone)
        self.references = 0

    def names(self, text: str) -> bool:
        """Whether a word names a withheld record, a part of one (`k-x.part`) or a cell (`T.COLUMN@KEY`)."""
        parts = text.partition("@")[0].split(".")
        return any(".".join(parts[: n + 1]) in self._gone for n in range(len(parts)))

    def record(self, record: Record, kind: str) -> Record | None:
        """The record without references to what is withheld; None where it cannot stand without them."""
        if isinstance(record, Decision) and any(self.names(id_) for id_ in _KEY_MARKS.split(record.finding)):
            return None
        kept = self.part(record)
        if kept is None or kept is record:
            return None if kept is None else record
        changed = [name for name in type(record).model_fields if getattr(kept, name) != getattr(record, name)]
        grounds = [name for name in _GROUNDS.get(kind, ()) if getattr(record, name)]
        if any(name in changed for name in _RESTS_ON.get(kind, ())):
            return None
        if grounds and not any(getattr(kept, name) for name in grounds):
            return None
        return kept

    def part(self, part: P) -> P | None:
        """The part without withheld references; None where a required one is withheld."""
        update: dict[str, object] = {}
        for name, info in type(part).model_fields.items():
            before = getattr(part, name)
            after = self.value(before)
            if after is before or after == before:
                continue
            if _shrunk(before, after) and (info.is_required() or name == _REPORTED_BY.get(type(part))):
                return None
            update[name] = info.get_default(call_default_factory=True) if after is None else after
        return part.model_copy(update=update) if update else part

    def value(self, value: object) -> object:
        """A field's value without withheld references: None where nothing is left of it."""
        match value:
            case str():
                return self._words(value)
            case Part():
                return self.part(value)
            case tuple():
                return self._list(value)
            case dict():
                kept = {key: self.value(item) for key, item in value.items()}
                return {key: item for key, item in kept.items() if item is not None}
            case _:
                return value

    def _list(self, value: tuple[object, ...]) -> tuple[object, ...]:
        kept = tuple(self.value(item) for item in value)
        return tuple(item for item in kept if item is not None)

    def _words(self, text: str) -> str | None:
        """None for a reference; a text in which braces name something withheld says so in their place."""
        if self.names(text):
            self.references += 1
            return None
        return _BRACES.sub(self._brace, text)

    def _brace(self, match: re.Match[str]) -> str:
        if not self.names(match[1]):
            return match[0]
        self.references += 1
        return f"[{WITHHELD_WORDS}]"


def _shrunk(before: object, after: object) -> bool:
    """Whether a value is gone, or a list or mapping lost a member."""
    if isinstance(before, (dict, tuple)) and isinstance(after, (dict, tuple)):
        return len(after) < len(before)
    return after is None


def _drop_broken_totals(public: Case, case: Case, counts: Mapping[str, int]) -> dict[str, Claim]:
    """Claims, no longer counting lists or completing sums that lost a member."""
    broken = {c.part_of for id_, c in case.claims.items() if id_ not in public.claims}
    kept: dict[str, Claim] = {}
    for id_, claim in public.claims.items():
        counted = (claim.counts or "").partition(" ")[0]
        update: dict[str, object] = {}
        if counted in counts or (counted == "cited" and "sources" in counts):
            update["counts"] = None
        if claim.parts_complete and id_ in broken:
            update["parts_complete"] = False
        kept[id_] = claim.model_copy(update=update) if update else claim
    return kept
