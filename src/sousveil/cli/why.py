"""`sousveil why`: the chain behind a figure."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    id_: Annotated[str, Parameter(name="ID")],
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
) -> int:
    """Show what a figure rests on: rule, claims, sources, captures, each with its place.

    Args:
        id_: A claim, derived figure, event, contract or part of one, source, question or other record; a cell as
            TABLE.COLUMN@KEY; or a finding's key as `check` prints it.
        folder: The folder of the case; the present one if not given.
    """
    from sousveil.cli._chain import put_chain
    from sousveil.cli._paper import Paper
    from sousveil.cli._shared import open_store, require_case
    from sousveil.problems import UsageError
    from sousveil.workbench.chain import Tracer
    from sousveil.workbench.check import check_case

    tracer = Tracer(check_case(require_case(folder), store=open_store()))
    step = tracer.trace(id_)
    if step is None:
        near = tracer.suggest(id_)
        hint = (
            f"the nearest are {', '.join(map(repr, near))}"
            if near
            else "`sousveil check` prints ids and keys"
        )
        raise UsageError(f"nothing in {folder} has the id {id_!r}; {hint}")
    put_chain(Paper(), step)
    return 0
