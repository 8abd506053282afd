"""`sousveil requests due`: when answers are due, and how that was computed."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    as_of: str = "",
) -> int:
    """Show when answers are due and complaints end, with every step of the computation.

    Nothing is computed from a day of receipt that is not known to the day. A provision that nobody checked in its text
    is marked so.

    Args:
        folder: The folder of the case; the present one if not given.
        as_of: The day it is seen from, YYYY-MM-DD; the case's own if not given.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._requests import put_due
    from sousveil.cli._shared import require_case
    from sousveil.workbench.requests import list_requests

    put_due(Paper(), list_requests(require_case(folder), as_of))
    return 0
