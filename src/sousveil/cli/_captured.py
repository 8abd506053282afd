"""Shows what was stored or seen, or why nothing was.

Reads nothing.
"""

from sousveil.cli._finding import put_problem
from sousveil.cli._paper import Paper
from sousveil.workbench.custody.capturing import Stored
from sousveil.workbench.custody.watching import Watched

GONE = "What stood there is deleted here. Backups and version control keep theirs until you delete them."


def put_stored(paper: Paper, done: Stored, *, instead_of: str = "", withdrawn: str = "") -> None:
    """The capture, its problems, and the digest to note elsewhere; of a copy taken out, where it may still be."""
    for problem in done.problems:
        put_problem(paper, problem)
    for name in done.finished:
        paper.put(f"completed captures/{name}, which an earlier run had begun")
    if done.folder:
        said = f"took away captures/{withdrawn}" if withdrawn else f"stored captures/{done.folder}"
        paper.put(f"{said} in the place of {instead_of}" if instead_of else said)
        if instead_of or withdrawn:
            paper.put(GONE)
        paper.put(("head  ", "dim"), done.head)
    else:
        paper.put("nothing was stored")


def put_watched(paper: Paper, done: Watched) -> None:
    """What was seen of each source."""
    for problem in done.problems:
        put_problem(paper, problem)
    for look in done.looks:
        style = "green" if look.state == "alive" else "yellow"
        paper.put(f"{look.source}: ", (look.state, style), f"; {look.note}", hang=2)
    if done.recent:
        number = len(done.recent)
        were = "1 source was" if number == 1 else f"{number} sources were"
        paper.put(f"{were} looked at less than 24 hours ago, and not again")
