"""Builds the pages of claims, events, questions and the chain from a figure back to its captures."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from sousveil.evidence.independence import root_source
from sousveil.publish.dates import say_date
from sousveil.publish.payloads import ClaimPage, EventView, QuestionView, Year
from sousveil.publish.pieces import ChainStep, Fact, FigureView, Topic
from sousveil.publish.tongue import list_words, say_word, tell
from sousveil.records.claim import Category, Claim
from sousveil.records.source import Source
from sousveil.records.things import Event, Question
from sousveil.records.when import parse_edtf

from .figures import build_figures, build_topic
from .index import Index


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
        how = claim.locator if place == 0 else tell("chain.relied", index.language)
        if place == 0 and claim.footnotes:
            how = tell("chain.note", index.language, locator=how, notes=", ".join(claim.footnotes))
        steps.append(
            ChainStep(
                link=index.link(id_),
                how=how,
                known=known_words(source, index) if source else "",
                captured=captured_words(source, index.language) if source else "",
                read=not (source and source.via),
            )
        )
    return tuple(steps)


def known_words(source: Source, index: Index) -> str:
    """How a source is known: read itself, or seen only through others."""
    if not source.via:
        return tell("chain.read", index.language)
    sources = ", ".join(index.link(id_).text for id_ in source.via)
    return tell("chain.via", index.language, sources=sources)


def captured_words(source: Source, language: str) -> str:
    """Whether a copy is kept."""
    if source.captures:
        latest = source.captures[-1]
        day = say_date(latest.captured, language)
        return tell("chain.captured", language, date=day, digest=latest.sha256[:12])
    return tell("chain.archived" if source.archive else "chain.uncaptured", language)


def _facts(claim: Claim, index: Index) -> list[Fact]:
    """The properties of a claim that have no place of their own on its page."""
    word = partial(say_word, language=index.language)
    subject, restates = index.link(claim.subject), index.link(claim.restates or "")
    whole = index.link(claim.part_of or "")
    said_by = index.link(claim.asserted_by or "")
    sure = claim.reliability
    chosen = claim.value.of if isinstance(claim.value, Category) else ()

    def fact(name: str, text: str, href: str = "") -> Fact:
        return Fact(name=tell(f"fact.{name}", index.language), text=text, href=href)

    return [
        fact("about", subject.text, subject.href),
        fact("said_by", said_by.text, said_by.href),
        fact("chosen_from", list_words((word(one) for one in chosen), index.language)),
        fact("stance", word(claim.stance)),
        fact("status", word(claim.status or "")),
        *(_scope(key, value, index) for key, value in claim.scope.items()),
        *(
            Fact(name=tell("fact.basis", index.language, what=word(k)), text=word(v))
            for k, v in claim.basis.items()
        ),
        fact("holds", say_date(claim.valid, index.language)),
        fact("said", say_date(claim.as_of, index.language)),
        fact("passes_on", restates.text if claim.restates else "", restates.href),
        fact("part_of", whole.text if claim.part_of else "", whole.href),
        fact("reliability", f"{sure.source}" if sure else ""),
        fact("credibility", f"{sure.information}" if sure else ""),
        fact("rank", word(claim.rank) if claim.rank != "normal" else ""),
        fact("rank_reason", index.said(claim.rank_reason).text),
    ]


def _scope(key: str, value: str, index: Index) -> Fact:
    link = index.link(value)
    name = tell("fact.scope", index.language, what=say_word(key, index.language))
    return Fact(name=name, text=link.text, href=link.href)


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
        date=say_date(event.date, index.language),
        order=_order(event),
        year=_order(event)[:4],
        kind=say_word(event.kind, index.language),
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
