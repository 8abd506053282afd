"""Shows what was stored, or why nothing was.

Reads nothing.
"""

from sousveil.cli._finding import put_problem
from sousveil.cli._paper import Paper
from sousveil.workbench.capturing import Stored


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
