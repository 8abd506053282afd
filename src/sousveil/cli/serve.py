"""`sousveil serve`: look at the site of a case."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    port: int = 8765,
    build: bool = True,
) -> int:
    """Build a case and show its site on this machine.

    The address is on the loopback device: nobody else can reach it. Nothing can be changed through it.

    Args:
        folder: The folder of the case; the present one if not given.
        port: Where to listen; if it is taken, a free one is used and said.
        build: Build the site first; without it, serve what was built last.
    """
    from sousveil.cli._built import put_built
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._serving import serve_site
    from sousveil.cli._shared import open_store, require_case, site_of
    from sousveil.problems import UsageError
    from sousveil.workbench.build import build_case

    paper, site = Paper(), site_of(require_case(folder))
    if build:
        put_built(paper, build_case(folder, site, store=open_store(), progress=Steps()))
    elif not site.is_dir():
        raise UsageError(f"{site}: nothing is built yet; leave out --no-build")
    serve_site(site, port=port, paper=paper)
    return 0
