"""Puts requests on the terminal, and reads what a batch is made from.

Computes nothing; every day and its working come from the workbench.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sousveil.cli._paper import Paper
from sousveil.evidence.batches import Batch
from sousveil.evidence.deadlines import Due
from sousveil.problems import UsageError
from sousveil.records.base import say
from sousveil.workbench.requests import Asked, read_day, say_step

if TYPE_CHECKING:
    from sousveil.workbench.cameras.register import Linked

ANNEX = "annex.csv"
_ANNEXES = (ANNEX, "annex.md")
_DIM = "dim"


def put_requests(paper: Paper, asked: Asked) -> None:
    """Each request with its state and due day."""
    for one in asked.standings:
        request = asked.case.requests[one.request]
        paper.put((one.request, "bold"), f"  {one.state.replace('_', ' ')}: {say(request.title)}", hang=2)
        last = f"due {one.due[-1].day}" if one.due else "no due day can be computed"
        late = f", {one.overdue} days overdue" if one.overdue else ""
        paper.put((f"{request.body}; {last}{late}", _DIM), indent=2, hang=4)


def put_bodies(paper: Paper, asked: Asked) -> None:
    """How each body answers."""
    if asked.bodies:
        paper.heading(f"How bodies answer, as of {asked.as_of}")
    for one in asked.bodies:
        states = ", ".join(
            f"{number} {state.replace('_', ' ')}" for state, number in sorted(one.states.items())
        )
        late = f"; {one.overdue} of {one.computable} late" if one.computable else "; no due day is known"
        days = f"; median {one.median_days:g} days to an answer" if one.median_days is not None else ""
        paper.put(f"{one.body}: {one.sent} sent ({states}){late}{days}", hang=2)


def put_due(paper: Paper, asked: Asked) -> None:
    """Each term of each request with its steps, and what is missing where there is none."""
    for one in asked.standings:
        paper.put((one.request, "bold"))
        for due in (*one.due, *([one.complaint] if one.complaint else ())):
            _put_term(paper, due)
        for step in one.missing:
            paper.put((f"not computable without {say_step(step)}", _DIM), indent=2, hang=4)


def _put_term(paper: Paper, due: Due) -> None:
    checked = "" if due.verified else " (provision not checked against its text)"
    provision = f", article {due.provision}{checked}" if due.provision else ""
    paper.put(f"{due.day}  {say(due.title)}{provision}", indent=2, hang=4)
    for step in due.steps:
        paper.put((say_step(step), _DIM), indent=4, hang=6)


def read_batch(folder: Path, template: Path, name: str, title: str) -> Batch:
    """What a batch is made from: the template, the case's day, and an annex beside the template, if there is one."""
    from sousveil.case.load import load_case

    case, _ = load_case(folder)
    day = read_day(case.manifest.as_of or "").isoformat()
    annex = next((one for one in _ANNEXES if (template.parent / one).is_file()), "")
    rules = "rs-foi" if case.manifest.jurisdiction == "RS" else ""
    return Batch(id=name, title=title, template=_read(template), rules=rules, date=day, annex=annex)


def link_annex(folder: Path) -> "Linked":
    """The lists of cameras brought together; UsageError where nothing stands on other lists alone."""
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store
    from sousveil.register.annex import list_rows
    from sousveil.register.piles import Pile
    from sousveil.workbench.cameras.register import link_case

    linked = link_case(folder, store=open_store(), progress=Steps())
    if next(list_rows(linked.register, Pile.CITIZEN), None) is None:
        raise UsageError("{annex}: no camera stands on other lists only, so there is nothing to enclose")
    return linked


def put_annex(letters: Path, linked: "Linked") -> int:
    """Lay what stands on other lists only beside the letters, and say what was left out; the exit status."""
    from sousveil.cli._built import show_path
    from sousveil.cli._finding import put_problem
    from sousveil.cli._text import rank_status
    from sousveil.register.annex import list_rows
    from sousveil.register.piles import Pile
    from sousveil.workbench.cameras.register import write_annex

    paper = Paper()
    for problem in linked.problems:
        put_problem(paper, problem)
    number = write_annex(letters / ANNEX, linked.register)
    undecided = sum(1 for _ in list_rows(linked.register, Pile.AMBIGUOUS))
    cameras = "1 camera" if number == 1 else f"{number} cameras"
    left = f"; {undecided} that nobody has decided on left out" if undecided else ""
    paper.put(f"{cameras} in {show_path(letters / ANNEX)}{left}")
    return rank_status(linked.problems, "warning")


def read_bodies(file: Path | None) -> tuple[str, ...]:
    """Ids of bodies, one a line."""
    return tuple(line.strip() for line in _read(file).splitlines() if line.strip()) if file else ()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read as text") from error
