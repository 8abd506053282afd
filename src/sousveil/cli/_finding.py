"""Puts problems and findings on the terminal: the sentence first, then the working below it.

Decides nothing; every word comes from the messages or from the record.
"""

from collections.abc import Iterator
from types import MappingProxyType

from sousveil.cli._paper import Paper, Part
from sousveil.messages import read_catalogue, render_message, render_related
from sousveil.problems import Problem, Severity
from sousveil.records.finding import Figure, Finding, Repair

STYLES = MappingProxyType(
    {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan", Severity.OK: "green"}
)
DIM = "dim"

Row = tuple[tuple[str, str], Part]
"""A label in its style, and what stands behind it."""


def put_problem(paper: Paper, problem: Problem) -> None:
    """Print one problem, with its working where it is a finding."""
    place = f"{problem.origin}: " if problem.origin else ""
    words = render_message(problem.message, problem.args)
    severity = (problem.severity.value, STYLES[problem.severity])
    paper.put((place, DIM), severity, f": {words} ", (f"[{problem.code}]", DIM), hang=2)
    for related in problem.related:
        paper.put((render_related(related), DIM), indent=2, hang=4)
    if isinstance(problem, Finding):
        paper.table(_rows(problem, words), indent=2)


def render_repair(repair: Repair) -> str:
    """What would explain a disagreement, in words; several changes that are needed at once are joined."""
    return " and ".join(render_message(one.message, one.args) for one in (repair, *repair.together_with))


def render_figure(figure: Figure) -> str:
    """A figure as printed, with the interval it reads as."""
    bands = render_bands(figure)
    said = f"{figure.record} {figure.stated!r}".strip() if figure.stated else figure.record
    return f"{said}: {bands}" if said else bands


def render_bands(figure: Figure) -> str:
    """The intervals from strict to loose with their unit.

    >>> render_bands(Figure(record="", role="", stated="", strict="8", normal="8", loose="8", unit="camera"))
    '8 camera'
    """
    names: dict[str, list[str]] = {}
    for name, interval in (("strict", figure.strict), ("normal", figure.normal), ("loose", figure.loose)):
        names.setdefault(interval, []).append(name)
    if len(names) == 1:
        return f"{figure.strict} {figure.unit}".rstrip()
    shown = "; ".join(f"{' and '.join(alike)} {interval}" for interval, alike in names.items())
    return f"{shown} {figure.unit}".rstrip()


def _rows(finding: Finding, said: str) -> Iterator[Row]:
    """The working, a label before each part; `said` is the sentence above it."""
    yield from _figure_rows(finding)
    if not said.endswith(finding.verdict.value):
        yield _label("verdict"), finding.verdict.value
    if finding.rule:
        yield _label("rule"), render_message(finding.rule, finding.args)
    for words in finding.differs:
        yield _label("differs in"), words
    for words in finding.assumes:
        yield _label("assumes"), words
    for repair in finding.repairs:
        yield _label("would explain"), render_repair(repair)
    if finding.decided:
        yield _label("decided"), finding.decided + (" (stale: an input has changed since)" * finding.stale)
    if finding.severity is not Severity.OK:
        yield _label("finding"), (finding.key, DIM)
        yield _label("inputs"), (finding.inputs, DIM)


def _figure_rows(finding: Finding) -> Iterator[Row]:
    """The figures by what they are in the finding, then how their digits were read."""
    named = [(figure.role if figure.role != "position" else "figure", figure) for figure in finding.figures]
    named += [
        (name, one)
        for name, one in (("stated", finding.stated), ("computed", finding.computed))
        if one and one not in finding.figures
    ]
    for name, figure in named:
        yield _label(name or "figure"), render_figure(figure)
    readings = dict.fromkeys(f"reading.{figure.rule}" for _, figure in named if figure.rule)
    for reading in readings:
        if reading in read_catalogue():
            yield _label("read as"), (render_message(reading, {}), DIM)


def _label(words: str) -> tuple[str, str]:
    return words, "bold" if words == "would explain" else DIM
