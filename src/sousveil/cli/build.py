"""`sousveil build`: a case becomes a site and a dossier."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    out: Path | None = None,
    as_of: str = "",
    cache: bool = True,
) -> int:
    """Build the site and the dossier of a case.

    Only public records, and what rests on nothing else, get in. Everything is looked through for personal
    identifiers first; one that nobody allowed stops the build. The new version replaces the old in one step.

    Args:
        folder: The folder of the case; the present one if not given.
        out: Where the site is to stand; `build/site` of the case if not given.
        as_of: The day to publish for, by which embargoes end; the case's own if not given.
        cache: Use what earlier runs read of unchanged files.
    """
    from sousveil.cli._built import put_built
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case, site_of
    from sousveil.workbench.build import build_case

    require_case(folder)
    store = open_store() if cache else None
    built = build_case(folder, out or site_of(folder), as_of=as_of, store=store, progress=Steps())
    put_built(Paper(), built)
    return 0
