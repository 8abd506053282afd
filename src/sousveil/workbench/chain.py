"""Why a figure stands: from it to the rule, the claims, their sources, whom these rely on, and the captures.

Follows what the record says and judges nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from sousveil.case.fields import walk_values
from sousveil.evidence.figures import case_units, claim_figure, read_claim
from sousveil.messages import render_message
from sousveil.problems import Origin
from sousveil.records.base import Record, say
from sousveil.records.claim import Claim
from sousveil.records.finding import Figure, Finding
from sousveil.records.source import Source
from sousveil.records.things import Contract, Derived, Item

from .check import Checked

NEAREST = 5
"""Ids offered in place of one that is not there."""
MOST = 12
"""Claims of one source that are listed; the rest are counted."""
LONGEST = 160
"""Letters of a title or finding that are shown: two lines of a terminal. `check` prints the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a chain: how it hangs on the one above, what it is, where it stands, what it rests on."""

    link: str = ""
    id: str = ""
    text: str = ""
    origin: Origin | None = None
    figure: Figure | None = None
    below: tuple["Step", ...] = ()


@dataclass(slots=True)
class Tracer:
    """Follows references through one checked case. A record told once is only named when it comes again."""

    checked: Checked
    _told: set[str] = field(default_factory=set)

    def trace(self, id_: str) -> Step | None:
        """The chain from a record, a part of a contract, a cell or a finding's key; None where nothing has that id."""
        record = self.checked.case.get(id_)
        if record is not None:
            step = self._record(record, "")
            return Step(
                id=step.id,
                text=step.text,
                origin=step.origin,
                figure=step.figure,
                below=(*step.below, *self._findings(id_)),
            )
        finding = next((one for one in self._all_findings() if one.key == id_), None)
        if finding is not None:
            return self._finding(finding)
        problem = next((one for one in self.checked.problems if one.key == id_), None)
        if problem is not None:
            about = (self._named(problem.record, "rests on"),) if problem.record else ()
            text = render_message(problem.message, problem.args)
            return Step(id=id_, text=text, origin=problem.origin, below=about)
        return next(
            (self._item(item, contract, "") for contract, item in self._items() if item.id == id_), None
        ) or self._cell(id_, "")

    def suggest(self, id_: str) -> list[str]:
        """The ids nearest to one that is not there."""
        known = [record.id for record in self.checked.case.records()]
        known += [item.id for _, item in self._items()] + [finding.key for finding in self._all_findings()]
        bare = {one.partition("-")[2]: one for one in known if one[1:2] == "-"}
        near = get_close_matches(id_, [*known, *bare], n=NEAREST, cutoff=0.5)
        return list(dict.fromkeys(bare.get(one, one) for one in near))

    def _all_findings(self) -> Iterator[Finding]:
        return (problem for problem in self.checked.problems if isinstance(problem, Finding))

    def _items(self) -> Iterator[tuple[Contract, Item]]:
        return (
            (contract, item) for contract in self.checked.case.contracts.values() for item in contract.items
        )

    def _named(self, id_: str, link: str) -> Step:
        """The chain of an id that a record names."""
        record = self.checked.case.get(id_)
        return self._record(record, link) if record else self._cell(id_, link) or Step(link=link, id=id_)

    def _record(self, record: Record, link: str) -> Step:
        """A record with what it rests on; its name alone where that was told before."""
        again = record.id in self._told
        self._told.add(record.id)
        figure = self._figure(record) if isinstance(record, Claim) else None
        below = () if again else tuple(self._of(record))
        text = _name(record) + (" (above)" if again else "")
        origin = self.checked.case.origins.of(record.id)
        return Step(link=link, id=record.id, text=text, origin=origin, figure=figure, below=below)

    def _of(self, record: Record) -> Iterator[Step]:
        match record:
            case Claim():
                return self._of_claim(record)
            case Source():
                return self._of_source(record)
            case Derived():
                return self._of_derived(record)
            case Contract():
                return self._of_contract(record)
            case _:
                return self._of_other(record)

    def _figure(self, claim: Claim) -> Figure | None:
        """How a claim's figure reads."""
        reading = read_claim(claim, self.checked.case, case_units(self.checked.case.units.values()))
        return claim_figure(claim, "", reading) if reading else None

    def _of_claim(self, claim: Claim) -> Iterator[Step]:
        """Its source with the place in it, the chain it came by, the claim it passes on."""
        yield self._source_step(claim.source, f"{claim.stance} in", claim.locator)
        for depth, id_ in enumerate(claim.via):
            yield self._source_step(id_, "via" if depth == 0 else "which relies on", "")
        for name, other in (("passes on", claim.restates), ("part of", claim.part_of)):
            if other:
                yield self._named(other, name)

    def _source_step(self, id_: str, link: str, locator: str) -> Step:
        """A source as a claim names it: the place in it, and the first time what there is of it."""
        source = self.checked.case.sources.get(id_)
        if source is None:
            return Step(link=link, id=id_)
        again = id_ in self._told
        self._told.add(id_)
        if again:
            return Step(link=link, id=id_, text=locator)
        text = ", ".join(filter(None, (locator, _name(source))))
        origin = self.checked.case.origins.of(id_)
        return Step(link=link, id=id_, text=text, origin=origin, below=tuple(_held(source)))

    def _of_source(self, source: Source) -> Iterator[Step]:
        """Whom it relies on, and what there is of it."""
        for link, ids in (("seen via", source.via), ("repeats", source.republishes)):
            for id_ in ids:
                yield self._source_step(id_, link, "")
        yield from _held(source)

    def _of_derived(self, derived: Derived) -> Iterator[Step]:
        """What it comes to, by which formula, from which figures, and the claim it should agree with."""
        finding = next(
            (one for one in self._all_findings() if one.record == derived.id and one.computed), None
        )
        if finding:
            yield Step(link="computed", figure=finding.computed)
        yield Step(
            link="formula", text=derived.formula, origin=self.checked.case.origins.of(derived.id, "formula")
        )
        for name, id_ in derived.inputs.items():
            yield self._named(id_, name)
        if derived.expect:
            yield self._named(derived.expect, "stated by")

    def _of_contract(self, contract: Contract) -> Iterator[Step]:
        for item in contract.items:
            yield self._item(item, contract, "item")
        yield from self._of_other(contract, without="items.")

    def _item(self, item: Item, contract: Contract, link: str) -> Step:
        """A part of a contract with its prices."""
        fields = ("quantity", "unit_price", "list_price", "discount", "final_price")
        below = tuple(
            self._named(id_, name.replace("_", " ")) for name in fields if (id_ := getattr(item, name))
        )
        text = f"{say(item.title)}, of {say(contract.title)}" if not link else say(item.title)
        return Step(
            link=link, id=item.id, text=text, origin=self.checked.case.origins.of(item.id), below=below
        )

    def _of_other(self, record: Record, without: str = "\0") -> Iterator[Step]:
        """Every claim, derived figure, source and event that a record names."""
        shown = {"claims", "derived", "sources", "events"}
        for name, meaning, id_ in walk_values(record):
            if meaning.what == "reference" and shown & set(meaning.kinds) and not name.startswith(without):
                yield self._named(id_, name.partition(".")[0].removesuffix("s").replace("_", " "))

    def _cell(self, id_: str, link: str) -> Step | None:
        """A cell of a table, `TABLE.COLUMN@KEY`, with the source of its column."""
        series, at, key = id_.partition("@")
        name, _, column_name = series.partition(".")
        table = self.checked.case.tables.get(name)
        column = table.column(column_name) if table and at else None
        if table is None or column is None:
            return None
        cell = dict(table.series(column_name)).get(key)
        named = [(column.source, "published in", column.locator or "")] if column.source else []
        named += [(source, "via", "") for source in column.via]
        text = f"{say(table.title)}, {say(column.title)}, {key}: {cell or 'not published'}"
        return Step(
            link=link,
            id=id_,
            text=text,
            origin=self.checked.case.origins.of(name, f"{column_name}@{key}"),
            below=tuple(self._source_step(*one) for one in named),
        )

    def _finding(self, finding: Finding) -> Step:
        """A finding with its rule and all it rests on."""
        below = [Step(link="verdict", text=finding.verdict.value)]
        if finding.rule:
            below.append(Step(link="rule", text=render_message(finding.rule, finding.args)))
        if finding.computed:
            below.append(Step(link="computed", figure=finding.computed))
        below += [self._named(id_, "rests on") for id_ in finding.rests_on]
        text = render_message(finding.message, finding.args)
        return Step(id=finding.key, text=text, origin=finding.origin, below=tuple(below))

    def _findings(self, id_: str) -> Iterator[Step]:
        """The findings a record takes part in, and the claims that a source gives, each in a line."""
        if id_ in self.checked.case.sources:
            given = [
                claim for claim in self.checked.case.claims.values() if id_ in (claim.source, *claim.via)
            ]
            for claim in given[:MOST]:
                yield Step(
                    link="gives",
                    id=claim.id,
                    text=_name(claim),
                    origin=self.checked.case.origins.of(claim.id),
                )
            if len(given) > MOST:
                yield Step(link="gives", text=f"{len(given) - MOST} claims more")
        for finding in self._all_findings():
            if id_ in (finding.record, *finding.rests_on):
                words = render_message(finding.message, finding.args)
                yield Step(link="finding", text=f"{_cut(words)} [{finding.code}]", origin=finding.origin)


def _held(source: Source) -> Iterator[Step]:
    """The copies there are of a source, or that there is none."""
    for capture in source.captures:
        yield Step(link="capture", text=f"{capture.path} of {capture.captured}, SHA-256 {capture.sha256}")
    if source.archive:
        yield Step(link="archived copy", text=source.archive)
    if not source.captures:
        seen = f"; seen only via {', '.join(source.via)}" if source.via else ""
        yield Step(text=f"no capture{seen}")


def _cut(text: str) -> str:
    """A text short enough to be taken in."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _name(record: Record) -> str:
    """What a record is, in a few words."""
    if isinstance(record, Claim):
        return f"{record.stated!r}"
    for name in ("title", "name", "text", "why", "reason"):
        if text := getattr(record, name, None):
            return _cut(say(text))
    return ""
