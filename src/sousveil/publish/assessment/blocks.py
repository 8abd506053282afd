"""Findings of an assessment as tables: results of one sort together, what stands with all of them said once.

Adds no number and leaves none out; each row has its interval, what decides it, and what it rests on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from string import ascii_lowercase

from sousveil.impact.results import Assessment, ImpactFinding
from sousveil.impact.words import show_range, show_together
from sousveil.publish.dates import join_stops
from sousveil.publish.tongue import choose_text, quote, say_message, tell, tell_code

from .words import render_sentence, say_amount

_NAMES = ("place", "basis", "base", "point", "name")
"""Arguments of a sentence that tell its finding from others of the same sort, as they stand in a row's label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language of a document, and what premises and places are called in it by their English names."""

    language: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)

    def call(self, name: str) -> str:
        """A name in the language; as it stands where it has no other."""
        return self.names.get(name, name)


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
    section: str, order: Sequence[str], assessment: Assessment, tongue: Tongue
) -> tuple[Block, ...]:
    """The tables of one part of an assessment; those that an earlier part of the `order` has are only named."""
    belonging = [one for one in assessment.findings if section in one.sections]
    sorts = list(dict.fromkeys(one.says.message for one in belonging))
    belonging.sort(key=lambda one: sorts.index(one.says.message))
    blocks = []
    for message, group in groupby(belonging, key=lambda one: one.says.message):
        title = say_message(f"impact-block.{message.removeprefix('impact-')}", {}, tongue.language)
        findings = list(group)
        first = min(order.index(name) for name in findings[0].sections)
        if order[first] != section:
            blocks.append(Block(title=title, part=first + 1))
            continue
        marks = _list_notes(findings, tongue.language)
        notes = tuple(f"({mark}) {words}" if mark else words for words, mark in marks.items())
        rows = tuple(_build_row(one, assessment, marks, tongue) for one in findings)
        blocks.append(Block(title=title, notes=notes, rows=rows))
    return tuple(blocks)


def _list_notes(findings: Sequence[ImpactFinding], language: str) -> Mapping[str, str]:
    """What is supposed, each sentence once, and its mark: a letter where it holds for some rows alone, else none."""
    said = Counter(render_sentence(one, language) for finding in findings for one in finding.assumes)
    letters = iter(ascii_lowercase)
    return {words: "" if count == len(findings) else next(letters) for words, count in said.items()}


def _build_row(
    finding: ImpactFinding, assessment: Assessment, marks: Mapping[str, str], tongue: Tongue
) -> Row:
    """One result; figures without any doubt have no interval to show, and say so."""
    spread, language = finding.spread, tongue.language
    numbers = {name: number for number, name in enumerate(assessment.parameters, start=1)}
    held = "".join(f" ({mark})" for one in finding.assumes if (mark := marks[render_sentence(one, language)]))
    names = ", ".join(_list_names(finding, assessment, tongue)) or tell("assessment.whatever", language)
    return Row(
        label=join_stops(names, language) + held,
        value=say_amount(str(finding.says.args["value"]), language),
        interval=say_amount(show_range(spread.low, spread.high, finding.unit), language),
        decides=_say_decides(finding, assessment, language),
        rests_on=tuple(sorted(numbers[name] for name in (*finding.claims, *finding.parameters))),
    )


def _list_names(finding: ImpactFinding, assessment: Assessment, tongue: Tongue) -> Iterator[str]:
    """What tells a finding from others of its sort: the premise, the place, the base, the trial."""
    if finding.scenario:
        yield tongue.call(assessment.scenarios[finding.scenario].title)
    for name in _NAMES:
        found = finding.says.args.get(name)
        if found and name == "basis":
            yield tell(
                "assessment.by", tongue.language, what=tell_code("assessment", str(found), tongue.language)
            )
        elif found:
            yield tongue.call(str(found))
    if shown := finding.says.args.get("shown"):
        yield tell("assessment.shown", tongue.language, share=say_amount(str(shown), tongue.language))


def _say_decides(finding: ImpactFinding, assessment: Assessment, language: str) -> str:
    """The assumption that moves a result farthest, and how far; empty where none can be seen to."""
    if not finding.tornado:
        return ""
    bar = finding.tornado[0]
    ends = show_together([bar.low, bar.high], finding.unit)
    if ends[0] == ends[1]:
        return ""
    title = choose_text(assessment.parameters[bar.parameter].title, language, "en")[0]
    title = quote(title, language) if bar.parameter in finding.claims else title
    return f"{title}: {say_amount(' to '.join(ends), language)}"
