"""`sousveil fmt`: a case in canonical form."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    check: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Bring the records of a case into canonical form.

    Fields stand in one order and values are written in one way, so that a change shows only what changed. Comments
    stay. A record that cannot be read is left as it is.

    Args:
        folder: The folder of the case; the present one if not given.
        check: Change nothing; say which files would change, with exit status 1 if any would.
    """
    from sousveil.case.write import format_case
    from sousveil.cli._shared import require_case

    changed = format_case(require_case(folder), write=not check)
    for path in changed:
        print(f"{path}: {'is not in canonical form' if check else 'rewritten'}")
    if not changed:
        print("every file is in canonical form")
    return int(check and bool(changed))
