"""Builds what is shown of prices worked out, flags on contracts, duties and requests.

Adds no judgement: a flag is a reason to look, and a duty has evidence in what is published here, or none was found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sousveil.evidence.batches import BodyCount, Collation, collate, count_bodies
from sousveil.evidence.contract_flags import Flag, flag_contract
from sousveil.evidence.contract_signs import Sign
from sousveil.evidence.deadlines import Due, Standing, Step, stand
from sousveil.evidence.duties import DutyStanding, list_duties
from sousveil.evidence.figures import when_of
from sousveil.evidence.prices import PriceLine, break_down
from sousveil.messages import read_catalogue
from sousveil.publish.dates import say_date
from sousveil.publish.payloads import FlagRow, PriceRow
from sousveil.publish.payloads_asked import BatchView, BodyRow, DutyView, RequestsPage, RequestView, TermView
from sousveil.publish.pieces import Link, Said
from sousveil.publish.tongue import choose_text, form_of, say_message, say_word, tell
from sousveil.publish.values import value_words
from sousveil.publish.words import say_bounds, say_codes, say_unit
from sousveil.records.base import Text
from sousveil.records.rule import DeadlineRule, Holidays, Rule
from sousveil.records.things import Contract, Request

from .index import Index

_ORDER = (Sign.LOOK, Sign.NOTHING, Sign.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """The rules that duties and requests are held against; none where none are given."""

    duties: Mapping[str, Rule] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineRule] = field(default_factory=dict)
    holidays: Sequence[Holidays] = ()


NO_PACKS = Packs()


def build_prices(contract: Contract, index: Index) -> tuple[PriceRow, ...]:
    """The prices of a contract as worked out from those stated; what cannot be is left out."""
    lines = break_down(contract, index.case, index.figures).lines
    titles = {item.id: item.title for item in contract.items}
    return tuple(
        _price(line, index.said(titles[line.item]), index) for line in lines if line.finding.computed
    )


def _price(line: PriceLine, item: Said, index: Index) -> PriceRow:
    computed, stated = line.finding.computed, line.finding.stated
    bounds = say_bounds(computed.normal, index.language) if computed else ""
    return PriceRow(
        what=say_message(line.name, {"rate": line.rate}, index.language),
        item=item,
        computed=bounds,
        unit=say_unit(computed.unit, index.language, form=form_of(bounds, index.language))
        if computed
        else "",
        stated=stated.stated if stated else "",
        verdict=say_word(line.finding.verdict.value, index.language) if stated else "",
        assumes=tuple(say_codes(one, index.language) for one in line.assumes),
        inputs=tuple(index.link(figure.record) for figure in line.finding.figures),
    )


def build_flags(contract: Contract, index: Index) -> tuple[FlagRow, ...]:
    """The flags on a contract: those raised, those that show nothing, those that cannot be computed."""
    flags = flag_contract(contract, index.case, index.figures)
    return tuple(_flag(flag, index) for sign in _ORDER for flag in flags if flag.sign is sign)


def _flag(flag: Flag, index: Index) -> FlagRow:
    known = read_catalogue()
    limit, raised = f"contract-limit.{flag.name}", flag.sign is Sign.LOOK
    return FlagRow(
        name=say_word(flag.name, index.language),
        code=flag.code,
        sign=flag.sign.value,
        sentence=_say_flag(flag, index) if raised else "",
        method=say_message(f"contract-method.{flag.name}", {}, index.language),
        limit=say_message(limit, {}, index.language) if raised and limit in known else "",
        missing=""
        if flag.sign is not Sign.OPEN
        else say_message(f"contract-missing.{flag.name}", {}, index.language),
        inputs=index.link_all(flag.inputs) if raised else (),
    )


def _say_flag(flag: Flag, index: Index) -> str:
    """The sentence of a flag without what its page says once for all: which contract, and that it is no finding."""
    sentence = index.names.sentence(f"contract-flag.{flag.name}", flag.args)
    known = tell("contracts.no_finding", index.language)
    short = sentence.removeprefix(f"{index.link(flag.contract).text}: ").removesuffix(f" {known}")
    return short[:1].upper() + short[1:]


def build_duties(index: Index, packs: Packs) -> tuple[DutyView, ...]:
    """The duties of the case, in the order written."""
    return tuple(_duty(one, index) for one in list_duties(index.case, packs.duties, index.as_of))


def _duty(one: DutyStanding, index: Index) -> DutyView:
    duty = index.case.duties[one.duty]
    expected = {e.id: _say_rule(e.text, index) for e in one.rule.expected} if one.rule else {}
    return DutyView(
        id=one.duty,
        text=index.said(duty.text),
        instrument=index.said(duty.instrument),
        article=duty.article,
        binding=one.binding,
        status=one.status.value,
        addressee=index.link(duty.addressee) if duty.addressee else None,
        applies=tuple(
            (say_date(day, index.language), _say_rule(reading, index)) for day, reading in one.applies
        ),
        checked=say_date(one.verified_on, index.language),
        amended=tuple(_say_rule(text, index) for text in one.rule.amended_by) if one.rule else (),
        said=tuple(
            (
                tell(f"says.{s.says}", index.language),
                expected.get(s.element, Said(text="")),
                index.link(s.claim),
                index.link(s.by),
            )
            for s in one.said
        ),
        missing=tuple(expected[id_] for id_ in one.missing),
        context=index.link_all(one.context),
        note=index.prose(duty.note),
    )


def build_requests(index: Index, packs: Packs) -> RequestsPage:
    """The requests of the case as they stand on its day; none where it names no day."""
    day = when_of(index.as_of)
    if day is None or not day.is_day or day.earliest is None:
        return RequestsPage()
    asked = list(index.case.requests.values())
    standings = {one.id: stand(one, packs.deadlines, packs.holidays, day.earliest) for one in asked}
    seen = {one.id: _request(one, standings[one.id], index) for one in asked}
    batches = dict.fromkeys(one.batch for one in asked if one.batch)
    collated = ((name, collate((one for one in asked if one.batch == name), index.case)) for name in batches)
    return RequestsPage(
        information=tuple(seen[one.id] for one in asked if one.kind == "information"),
        bodies=tuple(_body(one, index) for one in count_bodies(asked, standings)),
        batches=tuple(_batch(name, table, index) for name, table in collated if table.questions),
        replies=tuple(seen[one.id] for one in asked if one.kind == "reply"),
    )


def _body(one: BodyCount, index: Index) -> BodyRow:
    states = (f"{number} {say_word(state, index.language)}" for state, number in sorted(one.states.items()))
    return BodyRow(
        body=index.link(one.body),
        sent=one.sent,
        states=", ".join(states),
        late=tell("requests.of", index.language, part=str(one.overdue), whole=str(one.computable))
        if one.computable
        else "",
        days="" if one.median_days is None else f"{one.median_days:g}",
    )


def _batch(name: str, table: Collation, index: Index) -> BatchView:
    return BatchView(
        id=name,
        questions=tuple(say_word(question, index.language) for question in table.questions),
        rows=tuple(
            (index.link(body), tuple(_cell(cell.claim, cell.state, index) for cell in cells))
            for _, body, cells in table.rows
        ),
    )


def _cell(claim: str, state: str, index: Index) -> tuple[str, Link | None]:
    """What a body answered, with the claim it stands in; what became of the question where there is none."""
    if not claim:
        return say_word(state, index.language), None
    return value_words(index.case.claims[claim], index.case, index.language), index.link(claim)


def _request(request: Request, standing: Standing, index: Index) -> RequestView:
    late = tell("asked.late", index.language, n=standing.overdue) if standing.overdue else ""
    return RequestView(
        id=request.id,
        title=index.said(request.title),
        body=index.link(request.body),
        state=say_word(standing.state, index.language),
        sent=say_date(request.sent, index.language),
        terms=tuple(
            _term(due, index)
            for due in (*standing.due, *([standing.complaint] if standing.complaint else ()))
        ),
        overdue=late,
        missing=tuple(_step(one, index) for one in standing.missing),
        letters=tuple(
            (
                say_date(one.date, index.language),
                say_word(one.kind, index.language),
                index.said(one.summary),
            )
            for one in request.letters
        ),
        sources=index.link_all(request.sources),
        note=index.prose(request.note),
    )


def _term(due: Due, index: Index) -> TermView:
    return TermView(
        title=_say_rule(due.title, index),
        day=say_date(due.day.isoformat(), index.language),
        provision=due.provision,
        checked=due.verified,
        steps=tuple(_step(one, index) for one in due.steps),
    )


def _step(step: Step, index: Index) -> str:
    said = {
        name: value if isinstance(value, int) else _say_rule(value, index).text
        for name, value in step.args.items()
    }
    return say_message(f"deadline.{step.message}", said, index.language)


def _say_rule(text: Text, index: Index) -> Said:
    """Words of the rules, which are English where no language is named, whatever the case is written in."""
    words, language = choose_text(text, index.language, "en")
    return Said(text=words, language=language)
