"""`sousveil requests list`: where each request stands."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    as_of: str = "",
) -> int:
    """List the requests of a case: state, due day, days overdue, and how each body answers.

    Args:
        folder: The folder of the case; the present one if not given.
        as_of: The day it is seen from, YYYY-MM-DD; the case's own if not given.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._requests import put_bodies, put_requests
    from sousveil.cli._shared import require_case
    from sousveil.workbench.requests import list_requests

    asked = list_requests(require_case(folder), as_of)
    put_requests(Paper(), asked)
    put_bodies(Paper(), asked)
    return 0
