"""`sousveil watch`: whether sources still stand where they stood."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sousveil.cli._fetching import Fetching


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *sources: Annotated[str, Parameter(name="SOURCE")],
    fetching: Annotated[Fetching, Parameter(name="*", show_default=False)] = Fetching(),  # noqa: B008 - frozen
) -> int:
    """Look whether the sources of a case still stand where they stood.

    Fetches the address of each source, or of those named, and writes into its record what was seen: alive, changed,
    redirected_home, soft_404, missing, dns_gone, blocked or error. A source is looked at once in 24 hours at most. A
    page is said to be missing after two such looks and an earlier sight of it. The exit status is 1 where a page was
    not as it was, 2 where no look could be taken.

    Args:
        folder: The folder of the case; the present one if not given.
        sources: Ids of the sources to look at; all that have an address if not given.
        fetching: How they may be fetched.
    """
    from sousveil.cli._captured import put_watched
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import require_case
    from sousveil.problems import UsageError
    from sousveil.workbench.custody.watching import watch_case

    require_case(folder)
    if not fetching.network:
        raise UsageError("watching uses the network; say so with --network")
    caller, past = fetching.build_caller(), fetching.past_robots
    done = watch_case(folder, caller, sources, past_robots=past, progress=Steps())
    put_watched(Paper(), done)
    if not done.looks:
        return 0 if done.recent and not done.problems else 2
    return int(any(look.state != "alive" for look in done.looks))
