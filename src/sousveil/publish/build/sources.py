"""Builds the pages of sources: reference, how each is known, how others cite it, when it was last seen.

"First missing" is said only after an earlier positive look and two negative ones at least a day apart; a fetch that
failed is not a disappearance.
"""

import re

from sousveil.evidence.independence import root_source
from sousveil.evidence.vanished import read_looks
from sousveil.publish.dates import join_stops, say_date
from sousveil.publish.payloads import SourcePage
from sousveil.publish.pieces import CitationRow, ExaminationRow, Fact, Reference, SightingRow
from sousveil.publish.tongue import list_words, say_word, tell
from sousveil.publish.words import say_name
from sousveil.records.source import Citation, Examination, Sighting, Source

from .claims import known_words
from .figures import build_figure
from .index import Index


def build_sources(index: Index) -> tuple[SourcePage, ...]:
    """A page for each source, numbered as the references are."""
    ordered = sorted(index.case.sources.values(), key=lambda source: (_sort_key(source, index), source.id))
    return tuple(_page(number, source, index) for number, source in enumerate(ordered, start=1))


def say_origins(index: Index) -> str:
    """How many origins the sources have, and how many would explain them if texts that are alike are one.

    Empty where no source is said, or found, to repeat another.
    """
    origin = {id_: root_source(id_, index.case) for id_ in index.case.sources}
    before = len(set(origin.values()))
    for found, _ in index.findings:
        if found.message == "reprint":
            alike = {origin[id_] for id_ in found.rests_on}
            origin = {id_: min(alike) if root in alike else root for id_, root in origin.items()}
    n, fewer = len(origin), len(set(origin.values()))
    if fewer == n:
        return ""
    name = "sources.alike" if fewer < before else "sources.origins"
    return tell(name, index.language, sources=str(n), origins=str(before), fewer=str(fewer))


def _sort_key(source: Source, index: Index) -> str:
    who = next((name.family or name.literal or "" for name in source.author), "")
    return f"{who or index.said(source.title).text} {source.issued or ''}".lower()


def build_reference(number: int, source: Source, index: Index) -> Reference:
    """A source in the numbered style: authors, title, container, volume and pages, year, address."""
    language = index.language
    rest = [
        source.publisher or "",
        tell("reference.volume", language, number=str(source.volume)) if source.volume else "",
        tell("reference.issue", language, number=str(source.issue)) if source.issue else "",
        tell("reference.issue", language, number=str(source.number)) if source.number else "",
        tell("reference.page", language, number=str(source.page)) if source.page else "",
        say_date(source.issued, language),
        tell("reference.accessed", language, date=say_date(source.accessed, language))
        if source.accessed
        else "",
    ]
    return Reference(
        number=number,
        authors=list_words(map(say_name, source.author), language).removesuffix("."),
        title=index.said(source.title),
        container=source.container_title or "",
        rest=join_stops(", ".join(filter(None, rest)), language),
        url=web_address(f"https://doi.org/{source.DOI}" if source.DOI else source.URL),
    )


def web_address(url: str | None) -> str:
    """An address that may become a link: http or https; nothing else."""
    return url if url and re.match(r"https?://[^\s]+$", url) else ""


def _page(number: int, source: Source, index: Index) -> SourcePage:
    claims = [c for c in index.claims_of.get(source.id, ()) if source.id in {c.source, *c.via}]
    events = [event.id for event in index.case.events.values() if source.id in event.sources]
    last, missing = read_sightings(source)
    return SourcePage(
        id=source.id,
        reference=build_reference(number, source, index),
        kind=tell(f"kind.{source.kind}", index.language),
        type=say_word(source.type, index.language),
        language=source.language or "",
        known=known_words(source, index),
        leaked=source.leaked,
        via=index.link_all(source.via),
        republishes=index.link_all(source.republishes),
        archive=web_address(source.archive),
        citations=tuple(_citation(citation, source, index) for citation in source.citations),
        captures=tuple(
            Fact(name=say_date(c.captured, index.language), text=f"SHA-256 {c.sha256}")
            for c in source.captures
        ),
        sightings=tuple(_sighting(sighting, index) for sighting in source.sightings),
        examinations=tuple(_examination(one, index) for one in source.authenticity),
        last_seen=say_date(last, index.language),
        first_missing=say_date(missing, index.language),
        claims=tuple(build_figure(claim, index) for claim in claims),
        events=index.link_all(events),
        body=source.body,
        note=index.prose(source.note),
    )


def _citation(citation: Citation, source: Source, index: Index) -> CitationRow:
    """How another source cites this one: only what differs from the reference is printed."""
    own = {"url": source.URL, "year": (source.issued or "")[:4], "title": index.said(source.title).text}
    differs = []
    for name in ("url", "year", "title", "author"):
        printed: str | None = getattr(citation, name)
        if printed and printed != own.get(name):
            differs.append(Fact(name=tell(f"reference.{name}", index.language), text=printed))
    return CitationRow(by=index.link(citation.source), at=citation.at, differs=tuple(differs))


def _sighting(sighting: Sighting, index: Index) -> SightingRow:
    return SightingRow(
        date=say_date(sighting.date, index.language),
        state=say_word(sighting.state, index.language),
        by=index.link(sighting.by) if sighting.by else None,
        note=index.prose(sighting.note),
    )


_LOOKS = {"agrees": "known", "differs": "disputed", "not_found": "disputed", "inconclusive": "uncertain"}


def _examination(one: Examination, index: Index) -> ExaminationRow:
    return ExaminationRow(
        looked_at=say_word(one.looked_at, index.language),
        result=say_word(one.result, index.language),
        look=_LOOKS[one.result],
        by=one.by,
        date=say_date(one.date, index.language),
        against=index.prose(one.against),
        reported_by=index.link(one.reported_by) if one.reported_by else None,
        note=index.prose(one.note),
    )


def read_sightings(source: Source) -> tuple[str, str]:
    """The last date a source was seen, and the first it was missing after that; each empty where it cannot be said."""
    found = read_looks(source)
    return found.last, found.first if found.is_enough else ""
