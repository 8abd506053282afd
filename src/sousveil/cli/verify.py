"""`sousveil verify`: whether the stored copies of a case are as they were stored."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    head: str = "",
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Verify that the stored copies of a case are as they were stored.

    Compares every file in `captures/` with `SHA256SUMS`, and both with the chain in `custody.jsonl`; says which file
    was altered, is missing or is on no list, and which line was altered, removed or moved. That they agree shows that
    nothing was changed since, not when it was stored. The exit status is 2 with errors, 1 with warnings.

    Args:
        folder: The folder of the case; the present one if not given.
        head: A digest that an earlier run printed, or its first digits: whether the chain still holds it.
        json: Print one JSON document.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.cli._verified import put_verified, render_verified
    from sousveil.workbench.custody.verifying import verify_case

    found = verify_case(require_case(folder), head=head, progress=Steps())
    if json:
        print(render_verified(found))
    else:
        put_verified(Paper(), found)
    return rank_status(found.problems, "warning")
