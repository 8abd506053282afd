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
from sousveil.records.case import Case

from .check import Checked


def check_public(folder: Path, *, as_of: str = "", store: Store | None = None) -> Checked:
    """The public part of the case in a folder, checked as if nothing else were there.

    `as_of` is the day by which embargoes end; the case's own where it is empty, and no embargo ends without a day.
    """
    case, problems = load_case(folder, store=store)
    public, redactions = select_public(case, as_of=as_of or case.manifest.as_of or "")
    kept = [problem for problem in problems if _is_public(problem, public, redactions.withheld)]
    return Checked(case=public, problems=tuple(sort_problems([*kept, *check(public)])))


def _is_public(problem: Problem, public: Case, withheld: frozenset[str]) -> bool:
    """Whether a complaint about a file is about a public record and names no other.

    A record that could not be read has no sensitivity that is known, so nothing of it is told.
    """
    if problem.record and public.get(problem.record) is None:
        return False
    if not problem.record and problem.origin is not None and problem.origin.path != "case.toml":
        return False
    return not any(name in text for text in _texts(problem) for name in withheld)


def _texts(problem: Problem) -> Iterator[str]:
    """Every word a complaint would print."""
    for value in problem.args.values():
        yield from value if isinstance(value, tuple) else (str(value),)
    yield from (related.record for related in problem.related)
    if problem.origin is not None:
        yield problem.origin.path
