"""`sousveil duties`: for which duties the record holds evidence."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    as_of: str = "",
) -> int:
    """Show for each duty of a case which evidence the record holds, and which it does not.

    Evidence or none found, never a judgement: that none was found says something about the record. A provision that
    nobody checked in the text of its instrument is marked so.

    Args:
        folder: The folder of the case; the present one if not given.
        as_of: The day it is seen from, YYYY-MM-DD; the case's own if not given.
    """
    from sousveil.cli._duties import put_duty, put_law
    from sousveil.cli._paper import Paper
    from sousveil.cli._shared import require_case
    from sousveil.workbench.duties import look_at_duties

    found = look_at_duties(require_case(folder), as_of)
    for one in found.standings:
        put_duty(Paper(), one, found.case)
    put_law(Paper(), found)
    return 0
