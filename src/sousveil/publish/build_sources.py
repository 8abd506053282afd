"""Builds the pages of sources: reference, how each is known, how others cite it, when it was last seen.

"First missing" is said only after an earlier positive look and two negative ones at least a day apart; a fetch that
failed is not a disappearance.
"""

import re
from datetime import timedelta

from sousveil.records.base import say
from sousveil.records.source import Citation, Sighting, Source
from sousveil.records.when import parse_edtf

from .build_claims import known_words
from .figures import build_figure
from .index import Index
from .payloads import SourcePage
from .pieces import CitationRow, Fact, Reference, SightingRow
from .words import human, list_words, say_date, say_name

_SEEN = frozenset({"alive", "changed"})
_MISSING = frozenset({"redirected_home", "soft_404", "missing", "dns_gone"})
_KINDS = {
    "academic": "academic work",
    "rights_report": "report of a rights organisation",
    "journalism": "journalism",
    "official": "official document",
    "company": "company document",
    "primary": "primary document",
    "reference": "reference work",
    "civil": "civil society",
}


def build_sources(index: Index) -> tuple[SourcePage, ...]:
    """A page for each source, numbered as the references are."""
    ordered = sorted(index.case.sources.values(), key=lambda source: (_sort_key(source, index), source.id))
    return tuple(_page(number, source, index) for number, source in enumerate(ordered, start=1))


def _sort_key(source: Source, index: Index) -> str:
    who = next((name.family or name.literal or "" for name in source.author), "")
    return f"{who or say(source.title, index.language)} {source.issued or ''}".lower()


def build_reference(number: int, source: Source, index: Index) -> Reference:
    """A source in the numbered style: authors, title, container, volume and pages, year, address."""
    rest = [
        source.publisher or "",
        f"vol. {source.volume}" if source.volume else "",
        f"no. {source.issue}" if source.issue else "",
        f"no. {source.number}" if source.number else "",
        f"p. {source.page}" if source.page else "",
        say_date(source.issued),
        f"accessed {say_date(source.accessed)}" if source.accessed else "",
    ]
    return Reference(
        number=number,
        authors=list_words(say_name(name) for name in source.author).removesuffix("."),
        title=index.said(source.title),
        container=source.container_title or "",
        rest=", ".join(filter(None, rest)),
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
        kind=_KINDS[source.kind],
        type=human(source.type),
        language=source.language or "",
        known=known_words(source, index),
        leaked=source.leaked,
        via=index.link_all(source.via),
        republishes=index.link_all(source.republishes),
        archive=web_address(source.archive),
        citations=tuple(_citation(citation, source, index) for citation in source.citations),
        captures=tuple(Fact(name=say_date(c.captured), text=f"SHA-256 {c.sha256}") for c in source.captures),
        sightings=tuple(_sighting(sighting, index) for sighting in source.sightings),
        last_seen=say_date(last),
        first_missing=say_date(missing),
        claims=tuple(build_figure(claim, index) for claim in claims),
        events=index.link_all(events),
        body=source.body,
        note=index.prose(source.note),
    )


def _citation(citation: Citation, source: Source, index: Index) -> CitationRow:
    """How another source cites this one: only what differs from the reference is printed."""
    own = {"url": source.URL, "year": (source.issued or "")[:4], "title": say(source.title, index.language)}
    differs = []
    for name in ("url", "year", "title", "author"):
        printed: str | None = getattr(citation, name)
        if printed and printed != own.get(name):
            differs.append(Fact(name={"url": "address"}.get(name, name), text=printed))
    return CitationRow(by=index.link(citation.source), at=citation.at, differs=tuple(differs))


def _sighting(sighting: Sighting, index: Index) -> SightingRow:
    return SightingRow(
        date=say_date(sighting.date),
        state=human(sighting.state),
        by=index.link(sighting.by) if sighting.by else None,
        note=index.prose(sighting.note),
    )


def read_sightings(source: Source) -> tuple[str, str]:
    """The last date a source was seen, and the first it was missing after that; each empty where it cannot be said."""
    seen = sorted(
        [s.date for s in source.sightings if s.state in _SEEN] + [c.captured for c in source.captures]
    )
    last = seen[-1] if seen else ""
    after = sorted(s.date for s in source.sightings if s.state in _MISSING and last and s.date > last)
    if len(after) < 2:
        return last, ""
    first, final = parse_edtf(after[0]), parse_edtf(after[-1])
    if first.latest is None or final.earliest is None or final.earliest - first.latest < timedelta(days=1):
        return last, ""
    return last, after[0]
