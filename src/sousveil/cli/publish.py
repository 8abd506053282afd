"""`sousveil publish`: the site and the dossier of a case, to be put before readers."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")],
    out: Annotated[Path, Parameter(name="OUT")],
    /,
    *,
    strict: Annotated[bool, Parameter(negative="")] = False,
    as_of: str = "",
    cache: bool = True,
) -> int:
    """Publish a case: a folder of files for any web host, under any path.

    What `build` makes, at a place of your choice: nothing in it needs a server, a script or a network, but for the
    moving map, which a browser does not run from a file. OUT leads to the new version once that is whole; the version
    before is kept beside it. A folder that was not published here is left alone. Copy OUT with a slash behind it
    (`rsync -a OUT/ HOST:`), as it is a link.

    Args:
        folder: The folder of the case.
        out: Where the site is to stand.
        strict: Publish only what `sousveil check` has nothing graver than a note about: every file could be read, and
            somebody gave a verdict on each warning.
        as_of: The day to publish for, by which embargoes end; the case's own if not given.
        cache: Use what earlier runs read of unchanged files.
    """
    from sousveil.cli._built import put_built
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case
    from sousveil.workbench.build import build_case

    require_case(folder)
    store = open_store() if cache else None
    built = build_case(folder, out, as_of=as_of, strict=strict, store=store, progress=Steps())
    put_built(Paper(), built)
    return 0
