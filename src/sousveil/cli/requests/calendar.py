"""`sousveil requests calendar`: due days for a calendar."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    as_of: str = "",
    out: Path | None = None,
) -> int:
    """Write the days on which answers are due and complaints end as iCalendar.

    Args:
        folder: The folder of the case; the present one if not given.
        as_of: The day it is seen from, YYYY-MM-DD; the case's own if not given.
        out: The file, .ics; to the terminal if not given.
    """
    from sousveil.case.write import write_text
    from sousveil.cli._built import show_path
    from sousveil.cli._shared import require_case
    from sousveil.workbench.requests import list_requests, make_calendar

    text = make_calendar(list_requests(require_case(folder), as_of))
    if out is None:
        print(text, end="")
        return 0
    write_text(out, text)
    print(show_path(out))
    return 0
