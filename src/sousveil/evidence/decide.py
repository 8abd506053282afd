"""Verdicts by people: carried to the findings they are about, and stale once an input has changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sousveil.problems import Problem, Severity
from sousveil.records.case import Case
from sousveil.records.finding import Finding


def apply_decisions(problems: Iterable[Problem], case: Case) -> Iterator[Problem]:
    """The problems with people's verdicts on them: an accepted finding becomes a note, a stale verdict is a problem."""
    decided = {d.finding: d for d in case.decisions.values()}
    if not decided:
        yield from problems
        return
    met: set[str] = set()
    for problem in problems:
        decision = decided.get(problem.key)
        if decision is None or not isinstance(problem, Finding):
            yield problem
            continue
        met.add(problem.key)
        stale = decision.inputs != problem.inputs
        quiet = not stale and decision.verdict != "disputed" and problem.severity is Severity.WARNING
        severity = Severity.NOTE if quiet else problem.severity
        yield replace(problem, severity=severity, decided=decision.verdict, stale=stale)
        if stale:
            yield _problem("decision.stale", Severity.WARNING, decision.id, problem.key, case, problem.inputs)
    for key, decision in decided.items():
        if key not in met:
            yield _problem("decision.no-finding", Severity.NOTE, decision.id, key, case, "")


def _problem(message: str, severity: Severity, record: str, key: str, case: Case, inputs: str) -> Problem:
    return Problem(
        message=message,
        severity=severity,
        origin=case.origins.of(record, "inputs" if inputs else "finding"),
        args={"id": record, "finding": key, "inputs": inputs},
        record=record,
        fields=("finding", "inputs"),
    )
