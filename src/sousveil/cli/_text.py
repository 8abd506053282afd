"""What `check` prints for people, and the exit status it ends with.

Orders and counts; how one problem looks is `_finding`'s.
"""

from collections import Counter
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from sousveil.cli._finding import STYLES, put_problem
from sousveil.cli._paper import Paper, Part
from sousveil.problems import Problem, Severity
from sousveil.records.base import say
from sousveil.records.finding import Finding

if TYPE_CHECKING:  # who shows other things need not wait for every check to be loaded
    from sousveil.workbench.check import Checked

TITLES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.NOTE: ("note", "notes"),
    Severity.OK: ("sound", "sound"),
}
STATUS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 1}


def put_checked(checked: "Checked", *, show_all: bool) -> None:
    """Print the problems in groups, gravest first, and a line that sums up."""
    paper = Paper()
    out, paper.out = (
        paper.out,
        StringIO(),
    )  # at once: where output is not buffered, each line would cost a call
    paper.put((say(checked.case.manifest.title), "bold"))
    for severity in Severity:
        group = [problem for problem in checked.problems if problem.severity is severity]
        if not group or (severity is Severity.OK and not show_all):
            continue
        paper.heading(count_words(severity, len(group)))
        for problem in group:
            paper.blank()
            put_problem(paper, problem)
    paper.blank()
    paper.put(*_summary(checked, show_all=show_all))
    out.write(paper.out.getvalue())


def rank_status(problems: Iterable[Problem], fail_on: str) -> int:
    """The exit status: 2 with errors, 1 with what else counts, 0 if nothing does.

    A case too new to be read is 2 whatever counts, because nothing was checked.
    """
    ranks = {"error": 0, "warning": 1, "note": 2, "never": -1}
    worst = 0
    for problem in problems:
        if problem.severity.rank <= ranks[fail_on] or problem.code == "format-too-new":
            worst = max(worst, STATUS.get(problem.severity, 0))
    return worst


def count_words(severity: Severity, number: int) -> str:
    """`1 error`, `3 warnings`, `41 sound`."""
    one, many = TITLES[severity]
    return f"{number} {one if number == 1 else many}"


def _summary(checked: "Checked", *, show_all: bool) -> list[Part]:
    """Counts by severity, and how much was looked at."""
    case, problems = checked.case, checked.problems
    counts = Counter(problem.severity for problem in problems) + Counter({Severity.OK: checked.sound})
    decided = sum(isinstance(problem, Finding) and bool(problem.decided) for problem in problems)
    parts: list[Part] = []
    for severity in Severity:
        if counts[severity]:
            style = STYLES[severity]
            parts += [", "] * bool(parts) + [(count_words(severity, counts[severity]), style)]
    if counts[Severity.OK] and not show_all:
        parts.append(" (--all shows them)")
    if decided:
        parts.append(f", {decided} with a verdict")
    parts = parts or ["nothing to report"]
    return [
        *parts,
        f"; {len(case.claims)} claims from {len(case.sources)} sources, {len(case.derived)} derived figures",
    ]
