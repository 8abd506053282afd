"""`sousveil search`: words in claims, sources and the texts of captures."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")],
    /,
    *words: Annotated[str, Parameter(name="WORDS")],
) -> int:
    """Find words in the claims, sources and stored texts of a case, in either script.

    All words have to be there. `Ljajić`, `Љајић` and `Ljajic` find each other; `kamer*` takes any ending; words in
    quotes are a phrase. Private records are searched too. The first search of a case makes an index; it may be
    stopped, and the next goes on from there. The exit status is 1 where nothing is found.

    Args:
        folder: The folder of the case.
        words: What to look for.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case
    from sousveil.problems import UsageError
    from sousveil.workbench.searching import search_case

    if not words:
        raise UsageError("which words? For example: sousveil search CASE Ljajić kamer*")
    found = search_case(require_case(folder), words, store=open_store(), progress=Steps())
    paper = Paper()
    for hit in found.hits:
        line = f":{hit.line}" if hit.line else ""
        paper.put((f"{hit.place}{line}", "dim"), f" {hit.kind} {hit.id}: {hit.title}")
    number = f"more than {found.number:,}" if found.more else f"{found.number:,}"
    shown = f"; the first {len(found.hits)} are shown" if found.number > len(found.hits) else ""
    paper.put(f"{number} found{shown}")
    return 0 if found.hits else 1
