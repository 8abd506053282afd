"""What is printed of an assessment: as text with a tornado a finding, and as JSON for programs.

Rounds nothing in JSON. Its field names are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from sousveil.cli._paper import Paper
from sousveil.impact.results import Assessment, ImpactFinding
from sousveil.impact.uncertainty import Bar, Spread
from sousveil.impact.words import NO_RANGE, show_together
from sousveil.publish.assessment.document import build_line, list_changes
from sousveil.records.base import say

FORMAT = 1
BARS = 4
"""Assumptions shown for each finding: those below them move it little."""
EXACT = f"{NO_RANGE}: none of the numbers that it rests on has one"
"""Why the ends of an interval are one."""
WIDTH = 24
"""Columns of a tornado."""


def render_assessment(assessment: Assessment, grounds: Sequence[str]) -> str:
    """The whole assessment as one JSON document; `grounds` name whose map it was made with."""
    answer = {
        "format": FORMAT,
        "seed": assessment.seed,
        "draws": assessment.draws,
        "scenarios": {name: asdict(one) for name, one in assessment.scenarios.items()},
        "changed": [asdict(one) for one in assessment.changed],
        "findings": [_build_entry(finding, assessment) for finding in assessment.findings],
        "parameters": {
            name: one.model_dump(mode="json", exclude_none=True)
            for name, one in assessment.parameters.items()
        },
        "grounds": list(grounds),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _build_entry(finding: ImpactFinding, assessment: Assessment) -> dict[str, object]:
    """One finding."""
    line = build_line(finding, assessment)
    return {
        "id": finding.id,
        "scenario": finding.scenario,
        "message": finding.says.message,
        "text": line.sentence,
        "unit": finding.unit,
        **asdict(finding.spread),
        **({"exact": EXACT} if finding.spread.low == finding.spread.high else {}),
        "tornado": [asdict(bar) for bar in finding.tornado],
        "claims": list(finding.claims),
        "parameters": list(finding.parameters),
        "sections": list(finding.sections),
        "also": list(line.also),
    }


def put_assessment(paper: Paper, assessment: Assessment, grounds: Sequence[str]) -> None:
    """Findings by scenario, each with what decides it, the parameters that were changed, and whose map it was."""
    for (name, place), group in groupby(assessment.findings, key=_find_group):
        premise = assessment.scenarios.get(name)
        without = (
            f"Trips in {place}, with the cameras on its map" if place else "Whatever the number of cameras"
        )
        paper.heading(premise.title if premise else without)
        for words in (premise.condition, premise.note) if premise else ():
            if words:
                paper.put((words, "dim"), indent=2)
        for finding in group:
            _put_finding(paper, finding, assessment)
    if not assessment.findings:
        paper.put("no scenario to work out; they stand in the folder `scenarios` of the case")
    paper.heading("Changed parameters")
    for words in list(list_changes(assessment)) or ["none"]:
        paper.put(words, indent=2, hang=4)
    if grounds:
        paper.heading("Made with")
    for words in grounds:
        paper.put(words, indent=2, hang=4)
    paper.blank()
    paper.put((f"{assessment.draws:,} draws, seed {assessment.seed}; 5 and 95 % points in brackets", "dim"))


def _find_group(finding: ImpactFinding) -> tuple[str, str]:
    """What a finding stands under: its scenario, or, where it has none, the city whose map it is of."""
    place = "" if finding.scenario else str(finding.says.args.get("place", ""))
    return finding.scenario, place


def _put_finding(paper: Paper, finding: ImpactFinding, assessment: Assessment) -> None:
    """A sentence, its tornado, what stands with it, and what it rests on."""
    line = build_line(finding, assessment)
    prefix = f"{assessment.scenarios[finding.scenario].title}: " if finding.scenario else ""
    paper.put((line.sentence.removeprefix(prefix), "bold"), indent=2, hang=4)
    ends = [end for bar in finding.tornado for end in (bar.low, bar.high)]
    for bar in finding.tornado[:BARS]:
        title = say(assessment.parameters[bar.parameter].title)
        low, high = show_together([bar.low, bar.high], finding.unit)
        if low == high:
            continue
        drawn = draw_bar(bar, finding.spread, (min(ends), max(ends)))
        paper.put((drawn, "cyan"), f"  {low} to {high}, by “{title}”", indent=4, hang=4 + WIDTH + 2)
    # The tornado shows what decides most; what stands with the finding comes after that sentence.
    for words in line.also[len(line.also) - len(finding.assumes) :]:
        paper.put((words, "dim"), indent=4, hang=6)
    paper.put((f"rests on {', '.join(line.rests_on)}", "dim"), indent=4, hang=6)


def draw_bar(bar: Bar, spread: Spread, ends: tuple[float, float]) -> str:
    """One assumption's reach on the axis that all bars of a finding share, with a mark at the value.

    >>> draw_bar(Bar("a", 0.0, 12.0, 1.0), Spread(6.0, 0.0, 6.0, 12.0), (0.0, 24.0))
    '━━━━━━│━━━━━━           '
    """
    low, high = ends
    scale = (WIDTH - 1) / (high - low) if high > low else 0.0
    first, last = sorted(round((end - low) * scale) for end in (bar.low, bar.high))
    middle = round((min(max(spread.central, low), high) - low) * scale)
    cells = ["━" if first <= place <= last else " " for place in range(WIDTH)]
    cells[middle] = "│"
    return "".join(cells)
