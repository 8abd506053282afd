"""Builds everything that is published from a public case and its findings: the one path to site and dossier."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from sousveil import __version__
from sousveil.problems import Problem
from sousveil.publish.dates import say_date
from sousveil.publish.gate.select import Redactions
from sousveil.publish.payloads import Edition, Overview, Pages
from sousveil.publish.pieces import Count, FigureView, FindingLine, Link, Look
from sousveil.publish.tongue import tell
from sousveil.publish.values import quantity_of
from sousveil.records.case import KINDS, Case

from .asked import NO_PACKS, Packs, build_duties, build_requests
from .claims import build_chronology, build_claims, build_questions, build_topics
from .figures import build_figure
from .findings import build_findings, build_groups, verdict_page
from .index import VERDICT_ORDER, Index, build_index
from .indicators import build_indicators
from .sources import build_sources, say_origins
from .things import build_actors, build_contracts, build_places, build_programmes
from .unknowns import build_unknowns

_KEY_FIGURES = 8  # as many as are taken in at a glance with their intervals
_MAIN_FINDINGS = 8
_OF_A_SORT = 3
_BRACED = re.compile(r"\{([a-z0-9][a-z0-9._-]*)\}")


def build_pages(
    case: Case,
    problems: Iterable[Problem],
    *,
    as_of: str,
    language: str,
    redactions: Redactions,
    packs: Packs = NO_PACKS,
) -> Pages:
    """Every page of a public case; `problems` are those of this public case and of no other."""
    index = build_index(case, problems, as_of=as_of, language=language)
    return build_pages_of(index, redactions=redactions, packs=packs)


def build_pages_of(index: Index, *, redactions: Redactions, packs: Packs = NO_PACKS) -> Pages:
    """The same from what was looked up already."""
    topics = build_topics(index)
    return Pages(
        edition=build_edition(index.case, as_of=index.as_of, language=index.language, redactions=redactions),
        overview=build_overview(index),
        chronology=build_chronology(index),
        topics=topics,
        claims=build_claims(topics, index),
        findings=build_findings(index),
        finding_groups=build_groups(index),
        sources=build_sources(index),
        origins=say_origins(index),
        contracts=build_contracts(index),
        programmes=build_programmes(index),
        indicators=build_indicators(index),
        questions=build_questions(index),
        unknowns=build_unknowns(index, packs.duties),
        actors=build_actors(index),
        places=build_places(index),
        duties=build_duties(index, packs),
        requests=build_requests(index, packs),
    )


def build_edition(case: Case, *, as_of: str, language: str, redactions: Redactions) -> Edition:
    """What every page says of itself."""
    said = build_index(Case(manifest=case.manifest), (), as_of=as_of, language=language).said
    return Edition(
        id=case.manifest.id,
        title=said(case.manifest.title),
        language=language,
        as_of=as_of,
        as_of_words=say_date(as_of, language),
        digest=digest_case(case),
        version=__version__,
        licence=case.manifest.licence or "",
        attribution=tuple(said(text) for text in case.manifest.attribution),
        redactions=_counts(redactions.counts, language),
    )


def _counts(counts: Mapping[str, int], language: str) -> tuple[Count, ...]:
    return tuple(
        Count(name=tell(f"count.{kind}", language, n=number), number=number)
        for kind, number in sorted(counts.items())
    )


def digest_case(case: Case) -> str:
    """SHA-256 of all that a case says, whatever its files and lines: equal records give equal digests."""
    total = hashlib.sha256(case.manifest.model_dump_json().encode())
    for kind in KINDS:
        for id_, record in sorted(getattr(case, kind).items()):
            total.update(f"\n{kind} {id_} {record.model_dump_json(exclude_defaults=True)}".encode())
    for id_, table in sorted(case.tables.items()):
        total.update(f"\n{id_} {table.model_dump_json()}".encode())
    for rate in case.rates:
        total.update(f"\n{rate.model_dump_json()}".encode())
    return total.hexdigest()


def build_overview(index: Index) -> Overview:
    """The first page."""
    case = index.case
    lines = [line for _, line in index.findings]
    return Overview(
        summary=index.prose(case.manifest.summary),
        key_figures=_key_figures(index),
        findings=_main_findings(index),
        verdicts=tuple(
            Count(name=verdict, number=number, href=verdict_page(verdict))
            for verdict, number in _tally(lines).items()
        ),
        counts=_record_counts(index),
        unknown=index.texts(case.manifest.unknown),
        questions=tuple(
            Link(text=index.said(q.text).text, href=index.link(q.id).href) for q in case.questions.values()
        ),
    )


def _tally(lines: Iterable[FindingLine]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for line in lines:
        tally[line.verdict] = tally.get(line.verdict, 0) + 1
    return tally


def _asked(index: Index) -> dict[str, int]:
    """The claims that answers to questions name, in their order."""
    named = [
        id_
        for question in index.case.questions.values()
        for id_ in (*_BRACED.findall(index.said(question.answer).text), *question.claims)
    ]
    return {id_: place for place, id_ in enumerate(dict.fromkeys(named))}


def _key_figures(index: Index) -> tuple[FigureView, ...]:
    """The claims the case puts first; else quantities that answers rest on, one for each measure of a subject."""
    chosen = [claim for id_ in index.case.manifest.key_figures if (claim := index.case.claims.get(id_))]
    if chosen:
        return tuple(build_figure(claim, index) for claim in chosen)
    preferred = [claim.id for claim in index.case.claims.values() if claim.rank == "preferred"]
    used = sorted(index.case.claims, key=lambda id_: -len(index.findings_of.get(id_, ())))
    found: dict[tuple[str, str], FigureView] = {}
    for id_ in dict.fromkeys([*preferred, *_asked(index), *used]):
        claim = index.case.claims.get(id_)
        if claim is None or quantity_of(claim, index.case) is None or (claim.subject, claim.measure) in found:
            continue
        found[claim.subject, claim.measure] = build_figure(claim, index)
        if len(found) == _KEY_FIGURES:
            break
    return tuple(found.values())


def _main_findings(index: Index) -> tuple[FindingLine, ...]:
    """Findings in the order of their verdicts, those on the questions' claims first; few of each sort."""
    asked = _asked(index)
    ranked = sorted(
        (
            VERDICT_ORDER.index(finding.verdict),
            -sum(id_ in asked for id_ in finding.rests_on),
            line.number,
            finding,
        )
        for finding, line in index.findings
        if not finding.suggested and line.look is not Look.UNKNOWN
    )
    lines = {line.number: line for _, line in index.findings}
    sorts: dict[str, int] = {}
    found: dict[str, FindingLine] = {}
    for _, _, number, finding in ranked:
        about = finding.record or lines[number].id
        if about not in found and sorts.get(finding.code, 0) < _OF_A_SORT:
            found[about] = lines[number]
            sorts[finding.code] = sorts.get(finding.code, 0) + 1
    return tuple(found.values())[:_MAIN_FINDINGS]


_PAGES = {
    "claims": "claims/index.html",
    "sources": "sources/index.html",
    "events": "chronology.html",
    "contracts": "contracts.html",
    "programmes": "programmes.html",
    "actors": "actors.html",
    "places": "places.html",
}


def _record_counts(index: Index) -> tuple[Count, ...]:
    counts = [
        Count(name=tell(f"count.{kind}", index.language, n=number), number=number, href=href)
        for kind, href in _PAGES.items()
        if (number := len(getattr(index.case, kind)))
    ]
    origins = index.count_origins(index.case.claims.values())
    return (*counts, Count(name=tell("count.origins", index.language, n=origins), number=origins))
