"""Looks records up for the builders: who names whom, which page shows what, the findings in their order.

Built once from a public case and its findings; decides nothing about what may be published.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sousveil.evidence import CHECKS
from sousveil.evidence.figures import Figures, read_figures_of
from sousveil.evidence.independence import origins_of
from sousveil.problems import Problem
from sousveil.publish.gate.select import WITHHELD_WORDS
from sousveil.publish.names import Names, build_names
from sousveil.publish.pieces import FigureView, FindingLine, Link, Look, Piece, Prose, Said
from sousveil.publish.tongue import say_word, tell
from sousveil.publish.values import quantity_of, value_words
from sousveil.publish.words import join_unit, say_bounds, shorten_duration
from sousveil.records.base import Text
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Finding, Verdict

VERDICT_ORDER = (
    Verdict.INCONSISTENT,
    Verdict.TENSION,
    Verdict.ROUNDING,
    Verdict.CONSISTENT,
    Verdict.NOT_COMPARABLE,
    Verdict.NOT_COMPUTABLE,
)
_CODES = tuple(code for check in CHECKS for code in check.codes)
_LOOKS = {
    Verdict.INCONSISTENT: Look.DISPUTED,
    Verdict.TENSION: Look.DISPUTED,
    Verdict.ROUNDING: Look.UNCERTAIN,
    Verdict.CONSISTENT: Look.KNOWN,
    Verdict.NOT_COMPARABLE: Look.UNKNOWN,
    Verdict.NOT_COMPUTABLE: Look.UNKNOWN,
}
_NAMED = re.compile(
    rf"\{{(?P<braced>[a-z0-9][a-z0-9._-]*)\}}|\[{WITHHELD_WORDS}\]|(?<![\w./:-])(?P<bare>[a-z]-[a-z0-9]+(?:[._-][a-z0-9]+)*)"
)
_SLUG = 90  # longest file name we make: well below the 255 bytes of file systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A public case with what the builders look up in it."""

    case: Case
    language: str
    as_of: str
    names: Names
    findings: tuple[tuple[Finding, FindingLine], ...]
    findings_of: Mapping[str, tuple[FindingLine, ...]]
    topics: Mapping[tuple[str, str], tuple[Claim, ...]]
    claims_of: Mapping[str, tuple[Claim, ...]]
    restated_by: Mapping[str, tuple[str, ...]]
    figures: Figures
    computed: Mapping[str, str]
    figures_made: dict[str, FigureView] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Figures as built so far by their claims: a page shows the same ones as others."""

    def link(self, id_: str) -> Link:
        """The page of a record; a name without a page if there is none."""
        return self.names.link(id_)

    def link_all(self, ids: Iterable[str]) -> tuple[Link, ...]:
        """The pages of several records, in the order given, each once."""
        return tuple(self.link(id_) for id_ in dict.fromkeys(ids))

    def said(self, text: Text | None) -> Said:
        """Words of the case with their language."""
        return self.names.said(text)

    def prose(self, text: Text | None) -> Prose | None:
        """A text whose braces are replaced by the figures they name; None where there is no text."""
        if text is None:
            return None
        words = self.said(text)
        pieces: list[Piece] = []
        end = 0
        for match in _NAMED.finditer(words.text):
            piece = self._piece(match)
            if piece is None:
                continue
            pieces += [Piece(text=words.text[end : match.start()])] if match.start() > end else []
            pieces.append(piece)
            end = match.end()
        pieces += [Piece(text=words.text[end:])] if end < len(words.text) else []
        return Prose(pieces=tuple(pieces), language=words.language)

    def texts(self, texts: Iterable[Text]) -> tuple[Prose, ...]:
        """Several texts."""
        return tuple(prose for text in texts if (prose := self.prose(text)))

    def _piece(self, match: re.Match[str]) -> Piece | None:
        """What stands for a name in a text: a figure for one in braces, a link for a bare id; None to leave it."""
        id_ = match["braced"] or match["bare"]
        if id_ is None:
            return Piece(text=tell("value.withheld", self.language), kind="withheld")
        link = self.link(id_)
        if match["bare"]:
            return Piece(text=link.text, href=link.href, kind="link") if id_ in self.names.links else None
        if id_ in self.case.claims:
            claim = self.case.claims[id_]
            quantity = quantity_of(claim, self.case)
            missing = quantity is not None and quantity.state in {"unknown", "withheld"}
            words = value_words(claim, self.case, self.language)
            return Piece(text=words, href=link.href, kind="hole" if missing else "figure")
        if id_ in self.computed:
            return Piece(text=self.computed[id_], href=link.href, kind="figure")
        return Piece(text=link.text, href=link.href, kind="link") if id_ in self.names.links else None

    def count_origins(self, claims: Iterable[Claim]) -> int:
        """How many independent origins the claims rest on."""
        return len(origins_of(claims, self.case))


def build_index(case: Case, problems: Iterable[Problem], *, as_of: str, language: str) -> Index:
    """Look up everything the pages need, once."""
    names = build_names(case, language)
    links = dict(names.links)
    findings = _number_findings(problems, names)
    computed: dict[str, str] = {}
    by_record: dict[str, list[FindingLine]] = defaultdict(list)
    for finding, line in findings:
        for id_ in dict.fromkeys((finding.record, *finding.rests_on, *(f.record for f in finding.figures))):
            by_record[id_].append(line)
        if finding.record in case.derived:
            links[finding.record] = Link(text=links[finding.record].text, href=line.href)
            if finding.computed:
                normal = shorten_duration(finding.computed.normal, finding.computed.unit)
                figure = say_bounds(normal, language)
                computed[finding.record] = join_unit(figure, finding.computed.unit, language)
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
        names=replace(names, links=links),
        findings=tuple(findings),
        findings_of={id_: tuple(lines) for id_, lines in by_record.items()},
        topics={key: tuple(claims) for key, claims in topics.items()},
        claims_of={id_: tuple(claims) for id_, claims in claims_of.items()},
        restated_by={id_: tuple(ids) for id_, ids in restated.items()},
        figures=read_figures_of(case),
        computed=computed,
    )


def _order(finding: Finding, case: Case) -> tuple[int, bool, bool, int, str, str]:
    """By verdict, asked for before suggested, the matter before how sources are cited, in the order of the checks."""
    bookish = finding.code == "citation" or finding.args.get("subject") in case.sources
    place = _CODES.index(finding.code) if finding.code in _CODES else len(_CODES)
    verdict = VERDICT_ORDER.index(finding.verdict)
    return verdict, finding.suggested, bookish, place, finding.record, finding.message


def _number_findings(problems: Iterable[Problem], names: Names) -> list[tuple[Finding, FindingLine]]:
    """Findings in the order of their verdicts, numbered from 1, each with the address of its page."""
    found = [problem for problem in problems if isinstance(problem, Finding)]
    found.sort(key=lambda finding: _order(finding, names.case))
    used: dict[str, int] = defaultdict(int)
    lines = []
    for number, finding in enumerate(found, start=1):
        slug = re.sub(r"[^a-z0-9]+", "-", finding.key.lower()).strip("-")[:_SLUG]
        used[slug] += 1
        name = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        verdict = say_word(finding.verdict.value, names.language)
        line = FindingLine(
            number=number,
            id=name,
            href=f"findings/{name}.html",
            sentence=names.sentence(finding.message, finding.args).removesuffix(f": {verdict}"),
            verdict=finding.verdict.value,
            look=_LOOKS[finding.verdict],
        )
        lines.append((finding, line))
    return lines
