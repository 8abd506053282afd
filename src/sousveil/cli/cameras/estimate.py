"""`sousveil cameras estimate`: how many there are that nobody listed."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from sousveil.cli.cameras._said import Survey


def run(
    folder: Annotated[Path | None, Parameter(name="CASE")] = None,
    /,
    *,
    table: Annotated[Path | None, Parameter(name="--table")] = None,
    survey: Annotated[Survey, Parameter(name="*", show_default=False)] = Survey(),  # noqa: B008 - frozen
    format: Literal["text", "json"] = "text",  # noqa: A002 - the option is --format
) -> int:
    """Estimate how many there are from who listed what.

    The lists of a case are linked first; how unsure the links are is carried through: many ways of linking are drawn
    as often as they are likely, and the interval is over these, over models and over each model's error.

    A table is JSON. It maps patterns such as "0110" (on the second and third of four lists) to how many things have
    them, and "lists" may name the lists; or it maps "f" to how many were seen once, twice and so on. Two lists give
    Chapman's estimate; three or more every hierarchical log-linear model, the best by BIC, and the range over models.
    Where a table does not carry one number, the answer says why. The exit status is 2 where it cannot be read.

    A survey of streets gives cameras per kilometre: in street-view pictures (`--pictures`, `--metres-a-picture`; a
    picture shows one side) or on the spot (`--found`, `--street-km`), over the share that such a survey finds.

    Args:
        folder: The folder of a case with two lists of cameras or more.
        table: A file with the counts instead.
        survey: What a survey of streets counted instead.
        format: `text` for people, `json` with every model.
    """
    from sousveil.cli._finding import put_problem
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._estimates import (
        put_density,
        put_estimates,
        put_linked,
        render_density,
        render_estimates,
    )
    from sousveil.problems import UsageError
    from sousveil.workbench.cameras.estimating import estimate_survey, estimate_table
    from sousveil.workbench.cameras.register import estimate_case

    surveyed = survey.tell()
    if sum(map(bool, (folder, table, surveyed))) != 1:
        raise UsageError("name a case, or a table with --table, or what a survey of streets counted")
    if surveyed:
        density = estimate_survey(surveyed)
        print(render_density(density)) if format == "json" else put_density(Paper(), density)
        return 0
    case = estimate_case(require_case(folder), progress=Steps()) if folder else None
    done = estimate_table(table, progress=Steps()) if table else None
    problems = [*(case.problems if case else ()), *(done.problems if done else ())]
    estimates = case.estimate.estimates if case else done.estimates if done else None
    linked = case.estimate if case else None
    beside = Paper(sys.stderr)
    for problem in problems:
        put_problem(beside, problem)
    if estimates is None:
        return rank_status(problems, "error")
    if format == "json":
        print(render_estimates(estimates, linked))
    else:
        put_estimates(Paper(), estimates)
        put_linked(Paper(), linked)
    return 0
