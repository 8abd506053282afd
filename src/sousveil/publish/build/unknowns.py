"""Builds what the case does not know, in one place: said by its editors, and seen in its record.

Unknown, withheld and not published are values here; none of them is zero.
"""

from collections.abc import Iterable, Iterator, Mapping

from sousveil.evidence.duties import ask_law
from sousveil.evidence.figures import NOT_PUBLISHED
from sousveil.publish.payloads import UnknownGroup
from sousveil.publish.pieces import Piece, Prose, UnknownLine
from sousveil.publish.tongue import say_message, say_word, tell
from sousveil.publish.values import quantity_of
from sousveil.records.claim import Claim
from sousveil.records.finding import Verdict
from sousveil.records.rule import Rule

from .figures import measure_words
from .index import Index


def build_unknowns(index: Index, rules: Mapping[str, Rule]) -> tuple[UnknownGroup, ...]:
    """Groups of unknowns that have a line; `rules` are those that duties of the case name."""
    case = index.case
    unresolved = tuple(
        UnknownLine(
            what=_plain(index.link(record.claim).text),
            id=record.id,
            why=index.prose(record.why),
            needs=index.prose(record.needs),
            link=index.link(record.claim),
        )
        for record in case.unresolved.values()
    )
    groups = (
        _group("editors", [UnknownLine(what=text) for text in index.texts(case.manifest.unknown)], index),
        _group("withheld", _without_figure(index), index),
        _group("questions", _open_questions(index), index),
        _group("contracts", _missing_in_contracts(index), index),
        _group("law", _open_law(index, rules), index),
        _group("unresolved", unresolved, index),
        _group("not-computable", _not_computable(index), index),
        _group("not-published", _gaps(index), index),
        _group("limitations", _limitations(index), index),
    )
    return tuple(group for group in groups if group.lines)


def _group(id_: str, lines: Iterable[UnknownLine], index: Index) -> UnknownGroup:
    title, explanation = tell(f"gap.{id_}", index.language), tell(f"gap.{id_}_why", index.language)
    return UnknownGroup(id=id_, title=title, explanation=explanation, lines=tuple(lines))


def _plain(text: str) -> Prose:
    return Prose(pieces=(Piece(text=text),))


def _without_figure(index: Index) -> Iterator[UnknownLine]:
    for claim in index.case.claims.values():
        quantity = quantity_of(claim, index.case)
        if quantity and quantity.state in {"unknown", "withheld"}:
            yield UnknownLine(
                what=_plain(_name(claim, index)),
                why=_plain(say_word(quantity.state, index.language)),
                link=index.link(claim.id),
            )


def _name(claim: Claim, index: Index) -> str:
    return f"{measure_words(claim.measure, index)}, {index.link(claim.subject).text}"


def _open_questions(index: Index) -> Iterator[UnknownLine]:
    for question in index.case.questions.values():
        for text in index.texts(question.unknown):
            yield UnknownLine(what=text, link=index.link(question.id))


def _missing_in_contracts(index: Index) -> Iterator[UnknownLine]:
    for contract in index.case.contracts.values():
        for text in index.texts(contract.missing):
            yield UnknownLine(what=text, link=index.link(contract.id))


def _open_law(index: Index, rules: Mapping[str, Rule]) -> Iterator[UnknownLine]:
    """Which law on data protection applies, where no duty of the case says it."""
    if law := ask_law(index.case, rules):
        what, why, needs = (
            _plain(say_message(one, law.args, index.language)) for one in (law.what, law.why, "law.needs")
        )
        yield UnknownLine(what=what, why=why, needs=needs)


def _not_computable(index: Index) -> Iterator[UnknownLine]:
    for finding, line in index.findings:
        if finding.verdict is Verdict.NOT_COMPUTABLE:
            yield UnknownLine(what=_plain(line.sentence), link=index.link(finding.record))


def _gaps(index: Index) -> Iterator[UnknownLine]:
    for table in index.case.tables.values():
        for column in table.columns:
            empty = [key for key, cell in table.series(column.name) if cell in NOT_PUBLISHED]
            if empty and column.name != table.key:
                title = index.said(column.title).text
                yield UnknownLine(
                    what=_plain(f"{title}: {', '.join(sorted(empty))}"),
                    link=index.link(f"{table.id}.{column.name}"),
                )


def _limitations(index: Index) -> Iterator[UnknownLine]:
    for limitation in index.case.limitations.values():
        what = index.prose(limitation.text)
        if what is None:
            continue
        measured = list(index.findings_of.get(limitation.id, ()))
        why = _plain(measured[0].sentence) if measured else index.prose(limitation.why_not)
        yield UnknownLine(what=what, id=limitation.id, why=why, link=index.link(limitation.source))
