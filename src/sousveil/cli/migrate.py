"""`sousveil migrate`: an older case in the present format."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(folder: Annotated[Path, Parameter(name="CASE")] = Path(), /) -> int:
    """Rewrite a case of an older format in the present one.

    Args:
        folder: The folder of the case; the present one if not given.
    """
    from sousveil.case.migrate import migrate_case

    before, now = migrate_case(folder)
    if before == now:
        print(f"the case has format {now} already")
    else:
        print(f"format {before if before is not None else '(none named)'} → {now}")
    return 0
