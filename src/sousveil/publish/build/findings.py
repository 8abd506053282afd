"""Builds the pages of findings: figures, intervals by band, rule, verdict, repairs, both positions side by side."""

import re
from dataclasses import replace

from sousveil.publish.payloads import FindingGroup, FindingPage
from sousveil.publish.pieces import Band, FigureRow, FindingLine, Link, Look, Plot, PlotRow
from sousveil.publish.tongue import form_of, list_words, say_word, tell
from sousveil.publish.words import BOUNDS, say_bounds, say_codes, say_unit, shorten_duration
from sousveil.records.finding import Figure, Finding, Verdict

from .index import VERDICT_ORDER, Index

_DIGITS = re.compile(r"-?\d+(?:\.\d+)?")


def build_findings(index: Index) -> tuple[FindingPage, ...]:
    """A page for each finding, in their order."""
    return tuple(_page(finding, line, index) for finding, line in index.findings)


def build_groups(index: Index) -> tuple[FindingGroup, ...]:
    """Findings by verdict."""
    lines = [line for _, line in index.findings]
    grouped = [
        (verdict, tuple(line for line in lines if line.verdict == verdict)) for verdict in VERDICT_ORDER
    ]
    return tuple(
        FindingGroup(
            verdict=verdict.value, meaning=_mean(verdict, index), href=verdict_page(verdict), lines=of_it
        )
        for verdict, of_it in grouped
        if of_it
    )


def _mean(verdict: Verdict, index: Index) -> str:
    return tell(f"meaning.{verdict.value.replace(' ', '_')}", index.language)


def verdict_page(verdict: str) -> str:
    """The page that lists all findings with a verdict."""
    return f"findings/all-{verdict.replace(' ', '-')}.html"


def _page(finding: Finding, line: FindingLine, index: Index) -> FindingPage:
    rows = tuple(_row(figure, index) for figure in finding.figures)
    stated: tuple[FigureRow, ...] = ()
    if finding.stated and finding.computed:
        stated = (_row(finding.stated, index), _computed(finding.computed, index))
    claims = [index.case.claims[id_] for id_ in finding.rests_on if id_ in index.case.claims]
    reason = next((d.reason for d in index.case.decisions.values() if d.finding == finding.key), None)
    return FindingPage(
        line=line,
        code=finding.code,
        about=index.link(finding.record) if finding.record in index.names.links else None,
        rule=index.names.sentence(finding.rule, finding.args) if finding.rule else "",
        figures=rows,
        positions=stated or (rows if len(rows) == 2 else ()),
        plot=_plot(line, finding, index),
        repairs=tuple(index.names.sentence(r.message, r.args) for r in finding.repairs),
        assumes=tuple(say_codes(text, index.language) for text in finding.assumes),
        differs=tuple(say_codes(text, index.language) for text in finding.differs),
        rests_on=tuple(_with_source(id_, index) for id_ in dict.fromkeys(finding.rests_on)),
        origins=index.count_origins(claims),
        decided=say_word(finding.decided, index.language),
        reason=index.said(reason).text if finding.decided and reason else "",
        stale=finding.stale,
        suggested=finding.suggested,
    )


def _row(figure: Figure, index: Index) -> FigureRow:
    claim = index.case.claims.get(figure.record)
    strict, normal, loose = (
        say_bounds(shorten_duration(band, figure.unit), index.language)
        for band in (figure.strict, figure.normal, figure.loose)
    )
    return FigureRow(
        role=figure.role if figure.role == "position" else say_word(figure.role, index.language),
        link=index.link(figure.record) if figure.record else Link(text=""),
        stated=figure.stated,
        strict=strict,
        normal=normal,
        loose=loose,
        unit=""
        if figure.unit == "rank"
        else say_unit(figure.unit, index.language, form=form_of(normal, index.language)),
        rule=say_word(figure.rule, index.language),
        source=index.link(claim.source) if claim else Link(text=""),
    )


def _with_source(id_: str, index: Index) -> Link:
    """A record that a finding rests on; a claim with its source."""
    link = index.link(id_)
    claim = index.case.claims.get(id_)
    return replace(link, text=f"{link.text}, {index.link(claim.source).text}") if claim else link


def _computed(figure: Figure, index: Index) -> FigureRow:
    """What follows from the figures: its value is the interval, its rule the formula."""
    return replace(_row(figure, index), stated="", rule=index.names.formula(figure.stated, figure.record))


def _plot(line: FindingLine, finding: Finding, index: Index) -> Plot | None:
    """The figures that share the unit of the statement, drawn one below the other."""
    compared = [figure for figure in (finding.stated, finding.computed) if figure]
    if len(compared) < 2:
        compared = list(finding.figures)
    unit = compared[0].unit if compared else ""
    rows = tuple(_plot_row(figure, line, index) for figure in compared if figure.unit == unit)
    rows = tuple(row for row in rows if any(b.low is not None or b.high is not None for b in row.bands))
    if len(rows) < 2:
        return None
    said = list_words((f"{row.label}: {row.value}" for row in rows), index.language)
    return Plot(
        title=tell("plot.finding", index.language, n=line.number),
        unit=unit,
        rows=rows,
        alt=f"{say_word(line.verdict, index.language)}: {said}.",
    )


def _plot_row(figure: Figure, line: FindingLine, index: Index) -> PlotRow:
    bands = (("strict", figure.strict), ("normal", figure.normal), ("loose", figure.loose))
    return PlotRow(
        label=_who(figure, index),
        value=figure.stated
        if figure.record in index.case.claims
        else say_bounds(figure.normal, index.language),
        look=Look.KNOWN if line.look is Look.KNOWN else Look.UNCERTAIN,
        bands=tuple(parse_band(name, text, index.language) for name, text in bands),
        href=index.link(figure.record).href if figure.record else "",
    )


def _who(figure: Figure, index: Index) -> str:
    """Who gives a figure, or what it is where nobody gave it."""
    claim = index.case.claims.get(figure.record)
    role = say_word(figure.role, index.language)
    if claim is None:
        return role or index.link(figure.record).text
    source = index.link(claim.source).text
    return source if figure.role == "position" else f"{role}, {source}"


def parse_band(name: str, text: str, language: str = "en") -> Band:
    """The ends of an interval as printed, for drawing; none where the text is no interval of numbers.

    >>> parse_band("strict", "(3,000,000, ∞)").low
    3000000.0
    """
    match = BOUNDS.fullmatch(text)
    if match is None:
        return Band(name=name, text=text, low=_number(text), high=_number(text))
    return Band(
        name=name, text=say_bounds(text, language), low=_number(match["low"]), high=_number(match["high"])
    )


def _number(text: str) -> float | None:
    digits = text.replace(",", "").replace("−", "-")
    if not _DIGITS.fullmatch(digits):
        return None
    return float(digits)
