"""The same checks on the public part of a case, for reports that leave the house.

A withheld record, what rests on it, and any sentence that could name one stay out. It finds no identifiers in free
text; that is the privacy gate's work.
"""

from collections.abc import Iterator
from pathlib import Path

from sousveil.case.load import Store, load_case
from sousveil.evidence.table import check
from sousveil.problems import Problem, sort_problems
from sousveil.publish.select import select_public
from sousveil.publish.withheld import Withheld
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
    kept = [problem for problem in told if not _names_withheld(problem, redactions.withheld)]
    return Checked(case=public, problems=tuple(sort_problems(kept)))


def _is_public(problem: Problem, public: Case) -> bool:
    """Whether a complaint about a file is about a public record.

    A record that could not be read has no sensitivity that is known, so nothing of it is told.
    """
    if problem.record:
        return public.get(problem.record) is not None
    return problem.origin is None or problem.origin.path == "case.toml"


def _names_withheld(problem: Problem, withheld: Withheld) -> bool:
    """Whether any word of a complaint or finding names what is withheld."""
    return any(True for text in _texts(problem) for _ in withheld.find(text))


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
