"""`sousveil serve`: look at the site of a case, and write the case at its desk."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    port: int = 8765,
    build: bool = True,
    desk: bool = True,
) -> int:
    """Show the site of a case on this machine, with a desk where the case is written.

    The addresses are on the loopback device: nobody else can reach them. The second one opens the desk and holds a key
    that is good until the command ends. When a file of the case changes, at the desk or elsewhere, the site is built
    anew and open pages are loaded again.

    Args:
        folder: The folder of the case; the present one if not given.
        port: Where to listen; if it is taken, a free one is used and said.
        build: Build the site first; without it, serve what was built last.
        desk: Serve the desk too; without it nothing can be changed, and nothing is built anew.
    """
    from sousveil.cli._built import put_built
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._serving import serve_desk, serve_site
    from sousveil.cli._shared import open_store, require_case, site_of
    from sousveil.problems import SousveilError, UsageError
    from sousveil.workbench.build import build_case

    paper, site, store, refused = Paper(), site_of(require_case(folder)), open_store(), ""
    if build:
        try:
            put_built(paper, build_case(folder, site, store=store, progress=Steps()))
        except SousveilError as error:
            if not desk:
                raise
            refused = str(error)  # the desk is where it can be mended
            paper.put((f"the site was not built: {refused}", "yellow"))
    elif not site.is_dir() and not desk:
        raise UsageError(f"{site}: nothing is built yet; leave out --no-build")
    if desk:
        serve_desk(folder, site, port=port, paper=paper, store=store, refused=refused)
    else:
        serve_site(site, port=port, paper=paper)
    return 0
