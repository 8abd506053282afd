"""Whole small cases with planted faults beside sound figures: every fault is found, and nothing else is alarmed at.

Each case has a list beside it, `NAME.expect`, of what must be reported: severity, message, record, and after `~` the
repairs that must be among those offered. Anything graver than a note that is not listed is a false alarm.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from sousveil.problems import Problem, Severity
from sousveil.records.finding import Finding
from sousveil.workbench.check import check_case

CASES = Path(__file__).parents[1] / "cases" / "evidence"
NAMES = sorted(path.stem for path in CASES.glob("*.expect"))


@dataclass(frozen=True)
class Expected:
    severity: str
    message: str
    record: str
    repairs: frozenset[str]


def read_expected(name: str) -> list[Expected]:
    lines = (CASES / f"{name}.expect").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        said, _, repairs = line.partition("~")
        if said.strip() and said[0] != "#":
            severity, message, record = said.split()
            found.append(Expected(severity, message, record, frozenset(repairs.split())))
    return found


def repairs_of(problem: Problem) -> frozenset[str]:
    return frozenset(r.message for r in problem.repairs) if isinstance(problem, Finding) else frozenset()


def key(problem: Problem) -> tuple[str, str, str]:
    return problem.severity.value, problem.message, problem.record


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_fault_is_found_and_no_other(name: str) -> None:
    problems = check_case(CASES / name).problems
    expected = {(e.severity, e.message, e.record) for e in read_expected(name)}
    met = {key(p) for p in problems}
    grave = {key(p) for p in problems if p.severity in (Severity.WARNING, Severity.ERROR)}
    assert expected <= met, f"missed: {expected - met}"
    assert grave <= expected, f"false alarms: {grave - expected}"


@pytest.mark.parametrize("name", NAMES)
def test_what_would_explain_a_fault_is_offered(name: str) -> None:
    problems = {key(p): p for p in check_case(CASES / name).problems}
    for expected in read_expected(name):
        offered = repairs_of(problems[expected.severity, expected.message, expected.record])
        assert expected.repairs <= offered, f"{expected.record}: {offered}"


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_has_a_place_in_the_case(name: str) -> None:
    for problem in check_case(CASES / name).problems:
        assert problem.origin is not None, key(problem)
        lines = (CASES / name / problem.origin.path).read_text(encoding="utf-8").splitlines()
        assert problem.origin.line <= len(lines)
        assert problem.origin.column <= len(lines[problem.origin.line - 1]) + 1


def test_there_are_cases_in_every_language_and_script() -> None:
    languages = {"en": 0, "sr-Latn": 0, "sr-Cyrl": 0}
    for name in NAMES:
        text = (CASES / name / "case.toml").read_text(encoding="utf-8")
        languages[next(tag for tag in languages if f'language = "{tag}"' in text)] += 1
    assert len(NAMES) >= 8
    assert all(languages.values())
