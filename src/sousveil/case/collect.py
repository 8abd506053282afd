"""Gathers the records of a case as files are read: validates each, remembers where it stands, refuses an id twice.

Knows no file format; it is given items and the text they stood in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from sousveil.plaintext.marks import Marks
from sousveil.plaintext.yaml12 import Item
from sousveil.problems import Origin, Problem, Related, Severity
from sousveil.records.base import Record
from sousveil.records.case import KINDS
from sousveil.records.things import Contract

from .complaints import build_complaints, place_of

# Ids of these kinds are plain words and may coincide with those of other kinds.
WORD_KINDS = frozenset(
    {"measures", "units", "schemes", "allowances", "decisions", "parameters", "operating_points"}
)

_Written = tuple[str, Marks, str]
"""File, places of a record's fields, and the field meant."""


@dataclass(slots=True)
class Collection:
    """What has been read so far.

    `lost` are ids that stand in the folder but whose record could not be read; nobody is told that they are missing.
    """

    records: dict[str, dict[str, Record]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    origins: dict[str, tuple[str, Mapping[str, tuple[int, int]]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    _seen: dict[str, _Written] = field(default_factory=dict)

    def add(self, kind: str, items: Iterable[Item], *, path: str, text: str) -> None:
        """Validate the items of one file and keep those that are sound and new."""
        model = KINDS[kind][1]
        kept = self.records[kind]
        for item in items:
            try:
                record = model.model_validate(item.value)
            except ValidationError as error:
                self.problems += build_complaints(error, item, model, path=path, text=text)
                if isinstance(item.value, dict):
                    self.lost.add(str(item.value.get("id")))
                continue
            if self._is_new(kind, record.id, (path, item.marks, "id")):
                kept[record.id] = record
                self.origins.setdefault(record.id, (path, item.marks))
                if isinstance(record, Contract):
                    self._add_parts(record, path, item.marks)

    def _add_parts(self, contract: Contract, path: str, marks: Marks) -> None:
        """The items of a contract have ids that claims speak about."""
        for index, part in enumerate(contract.items):
            prefix = f"items.{index}"
            if self._is_new("contracts", part.id, (path, marks, f"{prefix}.id")):
                own = {"": marks[prefix]} | {
                    name[len(prefix) + 1 :]: place
                    for name, place in marks.items()
                    if name.startswith(f"{prefix}.")
                }
                self.origins.setdefault(part.id, (path, own))

    def _is_new(self, kind: str, identity: str, at: _Written) -> bool:
        """Whether an id is used for the first time; otherwise a problem that shows both places."""
        first = self._seen.setdefault(f"{kind}:{identity}" if kind in WORD_KINDS else identity, at)
        if first is at:
            return True
        here, there = _origin(at), _origin(first)
        self.problems.append(
            Problem(
                message="duplicate-id",
                severity=Severity.ERROR,
                origin=here,
                args={"id": identity, "first": str(there)},
                record=identity,
                fields=("id",),
                related=(Related("duplicate-id.first", identity, there),),
            )
        )
        return False


def _origin(written: _Written) -> Origin:
    """The place of an id. Worked out only for ids used twice: for all, it would cost a tenth of the loading."""
    path, marks, name = written
    return place_of(marks, name, path)
