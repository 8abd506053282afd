"""Whether the records of a case fit together: what they name exists, dates and units can be read, no ring.

Judges no figure; that is the evidence room's work.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from pydantic import BaseModel

from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.base import Record, say
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim
from sousveil.records.series import Table
from sousveil.records.things import Actor
from sousveil.records.when import parse_edtf
from sousveil.units import Unit, parse_unit

from .collect import WORD_KINDS
from .fields import Meaning, read_meanings, walk_values
from .layout import MANIFEST

_LETTER_ID = re.compile(r"[a-z]-.+")
NEAR = 0.7
"""How alike two ids or names must be for one to be suggested (ratio of difflib); below it, suggestions mislead."""
MOST_SEARCHED = 30
"""Names whose nearest neighbour is looked for; each search among 10,000 ids takes 20 ms."""
LONGEST_SHOWN = 12
"""Members of a ring that a sentence can hold."""
_BRACES = re.compile(r"\{([a-z0-9][^{}\s]*)\}")


def check_agreement(
    case: Case, lost: frozenset[str] = frozenset(), unread: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Everything in which the records of a case do not fit together.

    `lost` ids exist but could not be read. Of the kinds in `unread` folders some file could not be read, so that
    nobody can say that one is missing.
    """
    checker = _Checker(case, lost, unread)
    for kind in KINDS:
        for record in getattr(case, kind).values():
            yield from checker.check_record(kind, record)
    for table in case.tables.values():
        yield from checker.check_table(table)
    yield from checker.check_key_figures()
    yield from check_rings(case)


def check_rings(case: Case) -> Iterator[Problem]:
    """Derived figures that rest on themselves, claims or places that are part of themselves, and so on."""
    rings: tuple[tuple[str, str, Callable[[Record], tuple[str, ...]]], ...] = (
        ("derived", "inputs", lambda r: tuple(getattr(r, "inputs", {}).values())),
        ("claims", "part_of", lambda r: (getattr(r, "part_of", None) or "",)),
        ("claims", "restates", lambda r: (getattr(r, "restates", None) or "",)),
        ("places", "within", lambda r: (getattr(r, "within", None) or "",)),
        ("programmes", "part_of", lambda r: (getattr(r, "part_of", None) or "",)),
        ("actors", "part_of", lambda r: (getattr(r, "part_of", None) or "",)),
        ("sources", "via", lambda r: getattr(r, "via", ())),
        ("events", "after", lambda r: getattr(r, "after", ())),
    )
    for kind, field, following in rings:
        records: Mapping[str, Record] = getattr(case, kind)
        for ring in _find_rings({identity: following(record) for identity, record in records.items()}):
            yield Problem(
                message=f"ring.{field}",
                severity=Severity.ERROR,
                origin=case.origins.of(ring[0], field),
                args={"id": ring[0], "chain": _show_ring(ring)},
                record=ring[0],
                fields=(field,),
            )


def _show_ring(ring: tuple[str, ...]) -> str:
    """The ring from its beginning to its beginning; of a long one, both ends."""
    shown = ring if len(ring) <= LONGEST_SHOWN else (*ring[: LONGEST_SHOWN - 2], "…", ring[-1])
    return " → ".join((*shown, ring[0]))


def _find_rings(graph: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """One ring for each set of nodes that lead back to themselves, beginning at its least id.

    Depth-first, without recursion: a chain of events can be as long as the case.
    """
    done = {node for node, following in graph.items() if graph.keys().isdisjoint(following)}
    for start in graph:
        waiting = {} if start in done else {start: iter(graph[start])}  # in the order entered: the path
        while waiting:
            node, following = next(reversed(waiting.items()))
            step = next((name for name in following if name in graph and name not in done), None)
            if step is not None and step not in waiting:
                waiting[step] = iter(graph[step])
                continue
            if step is not None:
                path = list(waiting)
                ring = path[path.index(step) :]
                least = ring.index(min(ring))
                yield (*ring[least:], *ring[:least])
            del waiting[node]
            done.add(node)


def build_units(case: Case) -> tuple[tuple[str, Unit], ...]:
    """The case's own units that can be read, by name and by every way they are written."""
    known: list[tuple[str, Unit]] = []
    for unit in case.units.values():
        try:
            found = parse_unit(unit.is_a, tuple(known))
        except ValueError:
            found = Unit(unit.id, parse_unit("unit").factor, ((f"count:{unit.id}", 1),), discrete=True)
        known += [(name, found) for name in (unit.id, *unit.words)]
    return tuple(known)


class _Checker:
    """Holds what the records of one case may name."""

    def __init__(self, case: Case, lost: frozenset[str], unread: frozenset[str]) -> None:
        self._case, self._lost = case, lost
        self._unread = {kind for kind, (place, _) in KINDS.items() if place in unread}
        self._unread |= {"items"} if "contracts" in unread else set()
        self._unread |= {"series"} if "indicators" in unread else set()
        self._names: dict[str, frozenset[str]] = {kind: frozenset(getattr(case, kind)) for kind in KINDS}
        self._names["items"] = frozenset(
            item.id for contract in case.contracts.values() for item in contract.items
        )
        self._cells = {
            f"{table.id}.{column.name}": frozenset(key for key, _ in table.series(column.name))
            for table in case.tables.values()
            for column in table.columns
        }
        self._subjects = frozenset().union(*(n for kind, n in self._names.items() if kind not in WORD_KINDS))
        self._units = build_units(case)
        self._near: dict[str, str] = {}
        self._sound: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        self._plans: dict[type[BaseModel], list[tuple[str, str, set[str]]]] = {}
        self._by_prefix: dict[str, list[str]] = {}
        for name in self._subjects:
            self._by_prefix.setdefault(name[:2], []).append(name)

    def check_record(self, kind: str, record: Record) -> Iterator[Problem]:
        """What one record names, dates and measures in, and what its kind asks for."""
        for field, meaning, value in () if self._is_sound(record) else walk_values(record):
            wrong = self._check_value(meaning, value)
            if wrong:
                message, args = wrong
                yield self._problem(message, record.id, field, args)
        yield from self._check_embargo(record)
        if isinstance(record, Claim):
            yield from self._check_claim(record)
        elif isinstance(record, Actor):
            yield from self._check_person(record)
        elif kind == "questions":
            yield from self._check_braces(record)

    def _is_sound(self, part: BaseModel) -> bool:
        """Whether all that a record names is known to be right; spares nearly every record the slow look."""
        for field, what, sound in self._plan(type(part)):
            value = getattr(part, field)
            if not value:
                continue
            if what == "parts":
                parts = value if isinstance(value, tuple) else (value,)
                if not all(isinstance(one, str) or self._is_sound(one) for one in parts):
                    return False
            elif isinstance(value, str):
                if value not in sound:
                    return False
            elif not sound.issuperset(value.values() if isinstance(value, dict) else value):
                return False
        return True

    def _plan(self, model: type[BaseModel]) -> list[tuple[str, str, set[str]]]:
        """(field, what it means, strings known to be right in it) of a model."""
        plan = self._plans.get(model)
        if plan is None:
            plan = self._plans[model] = [
                (m.field, m.what, self._sound.setdefault((m.what, m.kinds), self._start(m)))
                for m in read_meanings(model)
            ]
        return plan

    def _start(self, meaning: Meaning) -> set[str]:
        """What is right before anything has been looked at."""
        if meaning.what == "series":
            return set(self._cells)
        names = (self._names[kind] for kind in meaning.kinds)
        return set(self._lost).union(*names) if meaning.kinds else set()

    def check_table(self, table: Table) -> Iterator[Problem]:
        """What the columns of a table name."""
        for column in table.columns:
            for field, meaning, value in walk_values(column):
                wrong = self._check_value(meaning, value)
                if wrong:
                    yield self._problem(wrong[0], f"{table.id}.{column.name}", field, wrong[1])

    def _check_value(self, meaning: Meaning, value: str) -> tuple[str, dict[str, Argument]] | None:
        """The message and arguments for a string that means nothing, else None."""
        if meaning.what == "reference":
            return self._check_reference(meaning.kinds, value)
        if meaning.what == "series":
            known = value in self._cells or "series" in self._unread
            return None if known else self._missing("series", value, self._cells)
        try:
            if meaning.what == "date":
                parse_edtf(value)
            elif meaning.what == "unit":
                parse_unit(value, self._units)
        except ValueError as error:
            hushed = meaning.what == "unit" and "units" in self._unread
            return None if hushed else (f"wrong-{meaning.what}", {"reason": str(error)})
        self._sound.setdefault((meaning.what, meaning.kinds), set()).add(value)
        return None

    def _check_reference(self, kinds: tuple[str, ...], value: str) -> tuple[str, dict[str, Argument]] | None:
        """A record of one of these kinds, or a cell of a table where a figure may stand."""
        if any(value in self._names[kind] for kind in kinds) or value in self._lost:
            return None
        if "derived" in kinds and "@" in value:
            if "series" in self._unread:
                return None
            series, _, key = value.partition("@")
            cells = self._cells.get(series)
            if cells is None:
                return self._missing("series", series, self._cells)
            return None if key in cells else self._missing("cell", key, cells, series=series)
        other = next(
            (kind for kind, names in self._names.items() if value in names and kind not in WORD_KINDS), None
        )
        if other:
            return "wrong-kind", {"id": value, "kind": _one(other), "wanted": tuple(map(_one, kinds))}
        if not self._unread.isdisjoint(kinds):
            return None
        known = frozenset().union(*(self._names[kind] for kind in kinds))
        return self._missing("record", value, known, kind=_one(kinds[0]))

    def check_key_figures(self) -> Iterator[Problem]:
        """What the front page puts first must be claims of the case."""
        for name in self._case.manifest.key_figures:
            if name in self._names["claims"] or name in self._lost or "claims" in self._unread:
                continue
            message, args = self._missing("record", name, self._names["claims"], kind=_one("claims"))
            yield self._problem(message, MANIFEST, "key_figures", args)

    def _check_claim(self, claim: Claim) -> Iterator[Problem]:
        """A subject that looks like an id must be one; a rank that is not normal needs a reason."""
        if claim.rank != "normal" and claim.rank_reason is None:
            yield self._problem("rank-without-reason", claim.id, "rank", {"rank": claim.rank})
        subject = claim.subject
        if (
            self._unread
            or subject in self._subjects
            or subject in self._lost
            or not _LETTER_ID.fullmatch(subject)
        ):
            return
        head = subject
        while "." in head:
            head = head.rpartition(".")[0]
            if head in self._subjects:
                return
        near = self._nearest(subject, self._subjects) if subject[:2] in self._by_prefix else ""
        if near:
            args: dict[str, Argument] = {"id": subject, "nearest": near}
            yield self._problem("missing-subject", claim.id, "subject", args, Severity.WARNING)

    def _check_embargo(self, record: Record) -> Iterator[Problem]:
        """An embargo ends on a day that exists."""
        _, found, day = record.sensitivity.partition("embargoed until ")
        if not found:
            return
        try:
            parse_edtf(day)
        except ValueError as error:
            yield self._problem("wrong-date", record.id, "sensitivity", {"reason": str(error)})

    def _check_person(self, actor: Actor) -> Iterator[Problem]:
        """A person is named only in a public role, with a source and the public interest in naming them."""
        if actor.kind != "person":
            return
        for field in ("public_role", "sources", "public_interest"):
            if not getattr(actor, field):
                yield self._problem(f"person-without.{field}", actor.id, "kind", {"id": actor.id})

    def _check_braces(self, question: Record) -> Iterator[Problem]:
        """Claims named in braces in an answer."""
        text = getattr(question, "answer", None)
        texts = text.values() if isinstance(text, dict) else [say(text)]
        for name in sorted({name for one in texts for name in _BRACES.findall(one)}):
            wrong = self._check_reference(("claims", "derived"), name)
            if wrong:
                yield self._problem(wrong[0], question.id, "answer", wrong[1])

    def _problem(
        self,
        message: str,
        record: str,
        field: str,
        args: Mapping[str, Argument],
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        origin: Origin | None = self._case.origins.of(record, field, field.rpartition(".")[0])
        return Problem(
            message=message,
            severity=severity,
            origin=origin,
            args={"field": field, **args},
            record=record,
            fields=(field,),
        )

    def _missing(
        self, what: str, value: str, known: frozenset[str] | Mapping[str, object], **args: str
    ) -> tuple[str, dict[str, Argument]]:
        """That a name leads nowhere, with the nearest that leads somewhere."""
        near = self._nearest(value, known)
        if near:
            return f"missing-reference.{what}_near", {"id": value, "nearest": near, **args}
        return f"missing-reference.{what}", {"id": value, **args}

    def _nearest(self, value: str, known: Collection[str]) -> str:
        """The known id of the same kind of prefix that is most like one that leads nowhere."""
        if value not in self._near:
            if len(self._near) >= MOST_SEARCHED:
                return ""
            group = self._by_prefix.get(value[:2])
            alike = known if group is None else [name for name in group if name in known]
            self._near[value] = find_nearest(value, alike)
        return self._near[value]


def find_nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like one that leads nowhere, or the empty string."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=NEAR)), "")


def _one(kind: str) -> str:
    """The name of one record of a kind."""
    return {"derived": "derived figure", "duties": "duty", "questions": "question"}.get(
        kind, kind.removesuffix("s")
    )
