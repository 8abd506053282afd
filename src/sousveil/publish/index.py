"""Looks records up for the builders: who names whom, which page shows what, the findings in their order.

Built once from a public case and its findings; decides nothing about what may be published.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sousveil.messages import render_message
from sousveil.problems import Problem
from sousveil.records.base import Text, say
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim, Quotation
from sousveil.records.finding import Finding, Verdict
from sousveil.records.source import Source
from sousveil.records.things import Actor, Place

from .pieces import FindingLine, Link, Look, Piece, Prose, Said
from .select import WITHHELD_WORDS
from .values import value_words
from .words import human, said, short_source

VERDICT_ORDER = (
    Verdict.INCONSISTENT,
    Verdict.TENSION,
    Verdict.ROUNDING,
    Verdict.CONSISTENT,
    Verdict.NOT_COMPARABLE,
    Verdict.NOT_COMPUTABLE,
)
_LOOKS = {
    Verdict.INCONSISTENT: Look.DISPUTED,
    Verdict.TENSION: Look.DISPUTED,
    Verdict.ROUNDING: Look.UNCERTAIN,
    Verdict.CONSISTENT: Look.KNOWN,
    Verdict.NOT_COMPARABLE: Look.UNKNOWN,
    Verdict.NOT_COMPUTABLE: Look.UNKNOWN,
}
_FOLDERS = {"claims": "claims/{}.html", "sources": "sources/{}.html"}
_ANCHORS = {
    "events": "chronology.html",
    "actors": "actors.html",
    "contracts": "contracts.html",
    "programmes": "programmes.html",
    "places": "places.html",
    "questions": "questions.html",
    "limitations": "unknowns.html",
    "unresolved": "unknowns.html",
}
_BRACES = re.compile(rf"\{{([a-z0-9][a-z0-9._-]*)\}}|\[{WITHHELD_WORDS}\]")
_SLUG = 90  # longest file name we make: well below the 255 bytes of file systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A public case with what the builders look up in it."""

    case: Case
    language: str
    as_of: str
    links: Mapping[str, Link]
    findings: tuple[tuple[Finding, FindingLine], ...]
    findings_of: Mapping[str, tuple[FindingLine, ...]]
    topics: Mapping[tuple[str, str], tuple[Claim, ...]]
    claims_of: Mapping[str, tuple[Claim, ...]]
    restated_by: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, str]
    computed: Mapping[str, str]

    def link(self, id_: str) -> Link:
        """The page of a record; a name without a page if there is none."""
        return self.links.get(id_) or self._part(id_)

    def _part(self, id_: str) -> Link:
        """A part of a record (`k-x.software`), a cell (`TABLE.COLUMN@KEY`) or a plain word."""
        head, dot, rest = id_.partition(".")
        if head in self.case.tables:
            return Link(text=id_.replace("@", ", "), href=f"indicators.html#{head}")
        if dot and head in self.links:
            return Link(text=f"{self.links[head].text}: {human(rest)}", href=self.links[head].href)
        return Link(text=human(id_))

    def link_all(self, ids: Iterable[str]) -> tuple[Link, ...]:
        """The pages of several records, in the order given, each once."""
        return tuple(self.link(id_) for id_ in dict.fromkeys(ids))

    def said(self, text: Text | None) -> Said:
        """Words of the case with their language."""
        return said(text, self.language, self.case.manifest.language)

    def prose(self, text: Text | None) -> Prose | None:
        """A text whose braces are replaced by the figures they name; None where there is no text."""
        if text is None:
            return None
        words = self.said(text)
        pieces: list[Piece] = []
        end = 0
        for match in _BRACES.finditer(words.text):
            pieces += [Piece(text=words.text[end : match.start()])] if match.start() > end else []
            pieces.append(self._piece(match))
            end = match.end()
        pieces += [Piece(text=words.text[end:])] if end < len(words.text) else []
        return Prose(pieces=tuple(pieces), language=words.language)

    def texts(self, texts: Iterable[Text]) -> tuple[Prose, ...]:
        """Several texts."""
        return tuple(prose for text in texts if (prose := self.prose(text)))

    def _piece(self, match: re.Match[str]) -> Piece:
        id_ = match[1]
        if id_ is None:
            return Piece(text=WITHHELD_WORDS, kind="withheld")
        if id_ in self.case.claims:
            words = value_words(self.case.claims[id_], self.case, self.language)
            return Piece(text=words, href=self.link(id_).href, kind="figure")
        if id_ in self.computed:
            return Piece(text=self.computed[id_], href=self.link(id_).href, kind="figure")
        if id_ in self.links:
            return Piece(text=self.links[id_].text, href=self.links[id_].href, kind="link")
        return Piece(text=match[0])

    def count_origins(self, claims: Iterable[Claim]) -> int:
        """How many independent origins the claims rest on."""
        return len({self.origins[claim.id] for claim in claims})


def build_index(case: Case, problems: Iterable[Problem], *, as_of: str, language: str) -> Index:
    """Look up everything the pages need, once."""
    findings = _number_findings(problems, language)
    links = _build_links(case, language)
    computed: dict[str, str] = {}
    by_record: dict[str, list[FindingLine]] = defaultdict(list)
    for finding, line in findings:
        for id_ in dict.fromkeys((finding.record, *finding.rests_on, *(f.record for f in finding.figures))):
            by_record[id_].append(line)
        if finding.record in case.derived:
            links[finding.record] = Link(text=links[finding.record].text, href=line.href)
            if finding.computed:
                computed[finding.record] = finding.computed.normal
    topics: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    claims_of: dict[str, list[Claim]] = defaultdict(list)
    restated: dict[str, list[str]] = defaultdict(list)
    for claim in case.claims.values():
        topics[claim.subject, claim.measure].append(claim)
        for id_ in {claim.source, *claim.via, claim.subject.partition(".")[0]}:
            claims_of[id_].append(claim)
        if claim.restates:
            restated[claim.restates].append(claim.id)
    return Index(
        case=case,
        language=language,
        as_of=as_of,
        links=links,
        findings=tuple(findings),
        findings_of={id_: tuple(lines) for id_, lines in by_record.items()},
        topics={key: tuple(claims) for key, claims in topics.items()},
        claims_of={id_: tuple(claims) for id_, claims in claims_of.items()},
        restated_by={id_: tuple(ids) for id_, ids in restated.items()},
        origins=trace_origins(case),
        computed=computed,
    )


def _number_findings(problems: Iterable[Problem], language: str) -> list[tuple[Finding, FindingLine]]:
    """Findings in the order of their verdicts, numbered from 1, each with the address of its page."""
    found = [problem for problem in problems if isinstance(problem, Finding)]
    found.sort(
        key=lambda f: (VERDICT_ORDER.index(f.verdict), f.suggested, f.severity.rank, f.record, f.message)
    )
    used: dict[str, int] = defaultdict(int)
    lines = []
    for number, finding in enumerate(found, start=1):
        slug = re.sub(r"[^a-z0-9]+", "-", finding.key.lower()).strip("-")[:_SLUG]
        used[slug] += 1
        name = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        line = FindingLine(
            number=number,
            id=name,
            href=f"findings/{name}.html",
            sentence=render_message(finding.message, finding.args, language),
            verdict=finding.verdict.value,
            look=_LOOKS[finding.verdict],
        )
        lines.append((finding, line))
    return lines


def _build_links(case: Case, language: str) -> dict[str, Link]:
    """What each record is called and where it is shown."""
    links = {}
    for kind in KINDS:
        for id_, record in getattr(case, kind).items():
            href = _FOLDERS[kind].format(id_) if kind in _FOLDERS else ""
            if kind in _ANCHORS:
                href = f"{_ANCHORS[kind]}#{id_}"
            name, tag = _call(record, language)
            links[id_] = Link(text=name, href=href, language=tag)
    return links


def _call(record: object, language: str) -> tuple[str, str]:
    """What a record is called, and in which language."""
    match record:
        case Source():
            return short_source(record, language), ""
        case Claim():
            return f"“{record.stated}”", record.language or ""
        case Actor() | Place():
            return say(record.name, language), ""
        case _:
            title = getattr(record, "title", None) or getattr(record, "text", None)
            return (say(title, language) if title else human(str(getattr(record, "id", "")))), ""


def trace_origins(case: Case) -> dict[str, str]:
    """The origin each claim rests on: the far end of its chain, one for all wordings of an utterance.

    Sources that repeat one another's text share an origin.
    """
    origins, spoken = {}, dict[str, str]()
    for id_, claim in case.claims.items():
        origin = _far_end(claim.via[-1] if claim.via else claim.source, case)
        if claim.restates and not claim.via and claim.restates in case.claims:
            restated = case.claims[claim.restates]
            origin = _far_end(restated.via[-1] if restated.via else restated.source, case)
        if isinstance(claim.value, Quotation):
            origin = spoken.setdefault(claim.value.utterance, origin)
        origins[id_] = origin
    return origins


def _far_end(source: str, case: Case) -> str:
    """Where a source has its matter from: followed through what it republishes until nothing more is known."""
    seen = {source}
    while record := case.sources.get(source):
        onward = next((id_ for id_ in record.republishes if id_ not in seen), None)
        if onward is None:
            break
        source = onward
        seen.add(source)
    return source
