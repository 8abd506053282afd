"""Shows what was stored or seen, or why nothing was.

Reads nothing.
"""

from sousveil.cli._finding import put_problem
from sousveil.cli._paper import Paper
from sousveil.workbench.custody.capturing import Stored
from sousveil.workbench.custody.watching import Watched


def put_stored(paper: Paper, done: Stored) -> None:
    """The capture, its problems, and the digest to note elsewhere."""
    for problem in done.problems:
        put_problem(paper, problem)
    for name in done.finished:
        paper.put(f"completed captures/{name}, which an earlier run had begun")
    if done.folder:
        paper.put(f"stored captures/{done.folder}")
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
        paper.put(f"{len(done.recent)} looked at less than 24 hours ago, and left")
