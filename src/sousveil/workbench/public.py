"""The same checks on the public part of a case, for reports that leave the house.

A withheld record, what rests on it, any sentence that could name one, and any that holds what the privacy gate stops
stay out; what the gate stops is told by its place.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sousveil.case.load import Store, load_case
from sousveil.evidence.table import check
from sousveil.problems import Problem, sort_problems
from sousveil.publish.gate.select import select_public
from sousveil.publish.gate.stops import check_gate, check_outgoing
from sousveil.publish.gate.withheld import Withheld
from sousveil.records.case import Case
from sousveil.records.finding import Figure, Finding, Repair

from .check import Checked


def check_public(folder: Path, *, as_of: str = "", store: Store | None = None) -> Checked:
    """The public part of the case in a folder, checked as if nothing else were there.

    `as_of` is the day by which embargoes end; the case's own where it is empty, and no embargo ends without a day.
    """
    case, problems = load_case(folder, store=store)
    public, redactions = select_public(case, as_of=as_of or case.manifest.as_of or "")
    told = [*(problem for problem in problems if _is_public(problem, public)), *check(public)]
    allowed = [allowance.text for allowance in case.allowances.values()]
    kept = [problem for problem in told if not _is_stopped(problem, allowed, redactions.withheld)]
    return Checked(case=public, problems=tuple(sort_problems([*kept, *check_gate(public)])))


def _is_public(problem: Problem, public: Case) -> bool:
    """Whether a complaint about a file is about a public record.

    A record that could not be read has no sensitivity that is known, so nothing of it is told.
    """
    if problem.record:
        return public.get(problem.record) is not None
    return problem.origin is None or problem.origin.path == "case.toml"


def _is_stopped(problem: Problem, allowed: Iterable[str], withheld: Withheld) -> bool:
    """Whether the gate stops any word of a complaint or finding."""
    words = "\n".join(_texts(problem)).encode()
    return any(True for _ in check_outgoing("report.txt", words, allowed=allowed, withheld=withheld))


def _texts(problem: Problem) -> Iterator[str]:
    """Every word a complaint or finding would print."""
    yield from (problem.key, problem.record)
    yield from _arguments(problem)
    for related in problem.related:
        yield related.record
        if related.origin is not None:
            yield related.origin.path
    if problem.origin is not None:
        yield problem.origin.path
    if isinstance(problem, Finding):
        yield from (*problem.assumes, *problem.differs, *problem.rests_on)
        for figure in (*problem.figures, problem.stated, problem.computed):
            yield from _figure_texts(figure)
        for repair in problem.repairs:
            yield from _arguments(repair)


def _arguments(said: Problem | Repair) -> Iterator[str]:
    for value in said.args.values():
        yield from value if isinstance(value, tuple) else (str(value),)


def _figure_texts(figure: Figure | None) -> Iterator[str]:
    if figure is not None:
        yield from (figure.role, figure.record, figure.stated)
