"""Findings of an assessment as tables: results of one sort together, what stands with all of them said once.

Adds no number and leaves none out; each row has its interval, what decides it, and what it rests on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from sousveil.impact.results import Assessment, ImpactFinding, Sentence
from sousveil.impact.words import show
from sousveil.messages import render_message
from sousveil.records.base import say

_NAMES = ("place", "basis", "base", "point", "name")
"""Arguments of a sentence that tell its finding from others of the same sort, as they stand in a row's label."""
_WHATEVER = "whatever the number of cameras"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A result: of what, its value, its interval, the assumption that moves it most, numbers of what it rests on."""

    label: str
    value: str
    interval: str
    decides: str
    rests_on: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Results of one sort and what is supposed; `part` is where else they stand, 0 for here.

    A note that holds for some rows alone begins with the mark that ends their labels.
    """

    title: str
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    part: int = 0


def build_blocks(
    section: str, order: Sequence[str], assessment: Assessment, language: str
) -> tuple[Block, ...]:
    """The tables of one part of an assessment; those that an earlier part of the `order` has are only named."""
    belonging = [one for one in assessment.findings if section in one.sections]
    sorts = list(dict.fromkeys(one.says.message for one in belonging))
    belonging.sort(key=lambda one: sorts.index(one.says.message))
    blocks = []
    for message, group in groupby(belonging, key=lambda one: one.says.message):
        title = render_message(f"impact-block.{message.removeprefix('impact-')}", {}, language)
        findings = list(group)
        first = min(order.index(name) for name in findings[0].sections)
        if order[first] != section:
            blocks.append(Block(title=title, part=first + 1))
            continue
        marks = _list_notes(findings, language)
        notes = tuple(f"({mark}) {words}" if mark else words for words, mark in marks.items())
        rows = tuple(_build_row(one, assessment, marks, language) for one in findings)
        blocks.append(Block(title=title, notes=notes, rows=rows))
    return tuple(blocks)


def _list_notes(findings: Sequence[ImpactFinding], language: str) -> Mapping[str, str]:
    """What is supposed, each sentence once, and its mark: a letter where it holds for some rows alone, else none."""
    said = Counter(render_sentence(one, language) for finding in findings for one in finding.assumes)
    letters = iter(ascii_lowercase)
    return {words: "" if count == len(findings) else next(letters) for words, count in said.items()}


def _build_row(
    finding: ImpactFinding, assessment: Assessment, marks: Mapping[str, str], language: str
) -> Row:
    """One result; figures without any doubt have no interval to show, and say so."""
    spread, unit = finding.spread, finding.unit
    low, high = show(spread.low, unit), show(spread.high, unit)
    numbers = {name: number for number, name in enumerate(assessment.parameters, start=1)}
    held = "".join(f" ({mark})" for one in finding.assumes if (mark := marks[render_sentence(one, language)]))
    return Row(
        label=(", ".join(_list_names(finding, assessment)) or _WHATEVER) + held,
        value=show(spread.central, unit),
        interval="as stated" if spread.low == spread.high else f"{low} to {high}",
        decides=_say_decides(finding, assessment),
        rests_on=tuple(numbers[name] for name in (*finding.claims, *finding.parameters)),
    )


def _list_names(finding: ImpactFinding, assessment: Assessment) -> Iterator[str]:
    """What tells a finding from others of its sort: the premise, the place, the base, the trial."""
    if finding.scenario:
        yield assessment.scenarios[finding.scenario].title
    for name in _NAMES:
        if found := finding.says.args.get(name):
            yield f"by {found}" if name == "basis" else str(found)
    if shown := finding.says.args.get("shown"):
        yield f"draws in which there is any: {shown}"


def _say_decides(finding: ImpactFinding, assessment: Assessment) -> str:
    """The assumption that moves a result farthest, and how far; empty where none can be seen to."""
    if not finding.tornado:
        return ""
    bar = finding.tornado[0]
    low, high = (show(value, finding.unit) for value in (bar.low, bar.high))
    title = say(assessment.parameters[bar.parameter].title)
    return f"{title}: {low} to {high}" if low != high else ""


def render_sentence(sentence: Sentence, language: str) -> str:
    """A sentence with its first letter large."""
    text = render_message(sentence.message, sentence.args, language)
    return text[:1].upper() + text[1:]
