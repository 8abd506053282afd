"""`sousveil cameras estimate`: how many there are that nobody listed."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter


def run(
    *,
    table: Annotated[Path, Parameter(name="--table")],
    format: Literal["text", "json"] = "text",  # noqa: A002 - the option is --format
) -> int:
    """Estimate how many there are from who listed what.

    The table is JSON. It maps patterns such as "0110" (on the second and third of four lists) to how many things have
    them, and "lists" may name the lists; or it maps "f" to how many were seen once, twice and so on. Two lists give
    Chapman's estimate; three or more every hierarchical log-linear model, the best by BIC, and the range over models.
    Where a table does not carry one number, the answer says why. The exit status is 2 where it cannot be read.

    Args:
        table: The file with the counts.
        format: `text` for people, `json` with every model.
    """
    from sousveil.cli._finding import put_problem
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._estimates import put_estimates, render_estimates
    from sousveil.workbench.estimating import estimate_table

    done = estimate_table(table, progress=Steps())
    beside = Paper(sys.stderr)
    for problem in done.problems:
        put_problem(beside, problem)
    if done.estimates is None:
        return rank_status(done.problems, "error")
    if format == "json":
        print(render_estimates(done.estimates))
    else:
        put_estimates(Paper(), done.estimates)
    return 0
