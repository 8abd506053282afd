"""Builds the pages of claims, events, questions and the chain from a figure back to its captures."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from sousveil.evidence.independence import root_source
from sousveil.records.claim import Category, Claim
from sousveil.records.source import Source
from sousveil.records.things import Event, Question
from sousveil.records.when import parse_edtf

from .figures import build_figures, build_topic
from .index import Index
from .payloads import ClaimPage, EventView, QuestionView, Year
from .pieces import ChainStep, Fact, FigureView, Topic
from .words import human, list_words, say_date


def build_topics(index: Index) -> tuple[Topic, ...]:
    """All claims by subject and measure, subjects in the order of their first claim."""
    subjects = list(dict.fromkeys(claim.subject for claim in index.case.claims.values()))
    keys = sorted(index.topics, key=lambda key: subjects.index(key[0]))
    return tuple(build_topic(key, index) for key in keys)


def build_claims(topics: Iterable[Topic], index: Index) -> tuple[ClaimPage, ...]:
    """A page for each claim, in the order written."""
    figures = {figure.claim: (figure, topic.id) for topic in topics for figure in topic.figures}
    events: dict[str, list[str]] = defaultdict(list)
    for event in index.case.events.values():
        for id_ in event.claims:
            events[id_].append(event.id)
    return tuple(
        _claim_page(claim, figures[claim.id], events[claim.id], index=index)
        for claim in index.case.claims.values()
    )


def _claim_page(
    claim: Claim, figure: tuple[FigureView, str], named: Iterable[str], *, index: Index
) -> ClaimPage:
    return ClaimPage(
        id=claim.id,
        figure=figure[0],
        summary=index.prose(claim.summary),
        topic=figure[1],
        chain=build_chain(claim, index),
        facts=tuple(fact for fact in _facts(claim, index) if fact.text),
        restated_by=index.link_all(index.restated_by.get(claim.id, ())),
        findings=index.findings_of.get(claim.id, ()),
        events=index.link_all([*claim.events, *named]),
        note=index.prose(claim.note),
    )


def build_chain(claim: Claim, index: Index) -> tuple[ChainStep, ...]:
    """The sources of a claim, the one it was read in first, then whom that one relies on."""
    steps = []
    for place, id_ in enumerate((claim.source, *claim.via)):
        source = index.case.sources.get(id_)
        notes = f", note {', '.join(claim.footnotes)}" if claim.footnotes else ""
        how = f"{claim.locator}{notes}" if place == 0 else "on which that source relies"
        steps.append(
            ChainStep(
                link=index.link(id_),
                how=how,
                known=known_words(source, index) if source else "",
                captured=captured_words(source) if source else "",
            )
        )
    return tuple(steps)


def known_words(source: Source, index: Index) -> str:
    """How a source is known: read itself, or seen only through others."""
    if not source.via:
        return "read"
    return "seen only via " + ", ".join(index.link(id_).text for id_ in source.via)


def captured_words(source: Source) -> str:
    """Whether a copy is kept."""
    if source.captures:
        latest = source.captures[-1]
        return f"captured {say_date(latest.captured)}, SHA-256 {latest.sha256[:12]}…"
    return "no copy captured here" + ("; a public archive holds one" if source.archive else "")


def _facts(claim: Claim, index: Index) -> list[Fact]:
    """The properties of a claim that have no place of their own on its page."""
    subject, restates = index.link(claim.subject), index.link(claim.restates or "")
    whole = index.link(claim.part_of or "")
    said_by = index.link(claim.asserted_by or "")
    sure = claim.reliability
    return [
        Fact(name="About", text=subject.text, href=subject.href),
        Fact(name="Said by", text=said_by.text, href=said_by.href),
        Fact(
            name="Chosen from", text=list_words(claim.value.of) if isinstance(claim.value, Category) else ""
        ),
        Fact(name="Stance", text=human(claim.stance)),
        Fact(name="Status", text=human(claim.status or "")),
        *(_scope(key, value, index) for key, value in claim.scope.items()),
        *(Fact(name=f"Basis: {human(key)}", text=human(value)) for key, value in claim.basis.items()),
        Fact(name="Holds", text=say_date(claim.valid)),
        Fact(name="Said", text=say_date(claim.as_of)),
        Fact(name="Passes on", text=restates.text if claim.restates else "", href=restates.href),
        Fact(name="Part of", text=whole.text if claim.part_of else "", href=whole.href),
        Fact(name="Source, A–F", text=f"{sure.source}" if sure else ""),
        Fact(name="Information, 1–6", text=f"{sure.information}" if sure else ""),
        Fact(name="Rank", text=claim.rank if claim.rank != "normal" else ""),
        Fact(name="Reason for the rank", text=index.said(claim.rank_reason).text),
    ]


def _scope(key: str, value: str, index: Index) -> Fact:
    link = index.link(value)
    return Fact(name=f"Scope: {human(key)}", text=link.text, href=link.href)


def build_chronology(index: Index) -> tuple[Year, ...]:
    """Events by year, in the order of the earliest day each can mean."""
    events = sorted(index.case.events.values(), key=lambda event: (_order(event), event.id))
    views = [_event(event, index) for event in events]
    return tuple(Year(year=year, events=tuple(group)) for year, group in groupby(views, key=lambda v: v.year))


def _order(event: Event) -> str:
    try:
        when = parse_edtf(event.date)
    except ValueError:
        return event.date
    return str(when.earliest or when.latest)


def _event(event: Event, index: Index) -> EventView:
    claims = [index.case.claims[id_] for id_ in event.claims if id_ in index.case.claims]
    sources = dict.fromkeys([*event.sources, *(claim.source for claim in claims)])
    origins = (
        index.count_origins(claims)
        if claims
        else len({root_source(id_, index.case) for id_ in event.sources})
    )
    return EventView(
        id=event.id,
        date=say_date(event.date),
        order=_order(event),
        year=_order(event)[:4],
        kind=human(event.kind),
        title=index.said(event.title),
        summary=index.prose(event.summary),
        actors=index.link_all(event.actors),
        places=index.link_all(event.places),
        claims=build_figures(event.claims, index),
        sources=index.link_all(sources),
        origins=origins,
    )


def build_questions(index: Index) -> tuple[QuestionView, ...]:
    """Questions in the order written, with answers whose figures lead to their claims."""
    return tuple(_question(n, q, index) for n, q in enumerate(index.case.questions.values(), start=1))


def _question(number: int, question: Question, index: Index) -> QuestionView:
    text, answer = index.prose(question.text), index.prose(question.answer)
    if text is None or answer is None:  # both are required of the record
        raise AssertionError(question.id)
    return QuestionView(
        id=question.id,
        number=number,
        text=text,
        asked_by=index.link(question.asked_by) if question.asked_by else None,
        locator=question.locator or "",
        answer=answer,
        figures=build_figures(question.claims, index),
        events=index.link_all(question.events),
        unknown=index.texts(question.unknown),
    )
