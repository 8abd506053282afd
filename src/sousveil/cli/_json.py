"""What `check` prints for programs: one JSON document with everything the checks found.

Its field names are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from sousveil import __version__
from sousveil.cli._finding import render_repair
from sousveil.messages import render_message
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.finding import Figure, Finding, Repair

FORMAT = 1


def render_json(case: Case, problems: Iterable[Problem]) -> str:
    """The whole report."""
    listed = list(problems)
    counts = Counter(problem.severity for problem in listed)
    manifest = case.manifest
    report = {
        "format": FORMAT,
        "version": __version__,
        "case": {"id": manifest.id, "title": say(manifest.title), "as_of": manifest.as_of},
        "counts": {severity.value: counts[severity] for severity in Severity},
        "problems": [build_entry(problem) for problem in listed],
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def build_entry(problem: Problem) -> Mapping[str, object]:
    """One problem; `finding` is null where there is no working to show."""
    return {
        "code": problem.code,
        "message": problem.message,
        "severity": problem.severity.value,
        "text": render_message(problem.message, problem.args),
        **_place(problem.origin),
        "record": problem.record,
        "fields": list(problem.fields),
        "args": dict(problem.args),
        "key": problem.key,
        "related": [
            {
                "why": render_message(one.why, {"record": one.record}),
                "record": one.record,
                **_place(one.origin),
            }
            for one in problem.related
        ],
        "finding": _finding(problem) if isinstance(problem, Finding) else None,
    }


def _place(origin: Origin | None) -> Mapping[str, object]:
    """Path, line and column, all null where a problem has no place."""
    path, line, column = origin or (None, None, None)
    return {"path": path, "line": line, "column": column}


def _finding(finding: Finding) -> Mapping[str, object]:
    """The working of a finding."""
    return {
        "verdict": finding.verdict.value,
        "rule": {
            "id": finding.rule,
            "text": render_message(finding.rule, finding.args) if finding.rule else "",
        },
        "figures": [_figure(figure) for figure in finding.figures],
        "stated": _figure(finding.stated) if finding.stated else None,
        "computed": _figure(finding.computed) if finding.computed else None,
        "repairs": [_repair(repair) for repair in finding.repairs],
        "assumes": list(finding.assumes),
        "differs": list(finding.differs),
        "rests_on": list(finding.rests_on),
        "inputs": finding.inputs,
        "decided": finding.decided or None,
        "stale": finding.stale,
        "suggested": finding.suggested,
    }


def _figure(figure: Figure) -> Mapping[str, str]:
    return asdict(figure)


def _repair(repair: Repair) -> Mapping[str, object]:
    """What would explain a disagreement: in words, and which claims it would change."""
    return {
        "text": render_repair(repair),
        "message": repair.message,
        "args": dict(repair.args),
        "changes": list(repair.changes),
        "together_with": [_repair(one) for one in repair.together_with],
    }
