"""`sousveil new`: a small case to begin with."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(folder: Annotated[Path, Parameter(name="DIR")], /, *, name: str = "") -> int:
    """Make a small case to begin with, which passes every check.

    It holds one record of each kind, with comments, to replace by your own.

    Args:
        folder: Where to make it: a folder that is empty or not there yet.
        name: The title of the case; the name of the folder if not given.
    """
    from sousveil.case.skeleton import write_skeleton
    from sousveil.cli._built import show_path
    from sousveil.cli._paper import Paper

    written = write_skeleton(folder, name)
    paper, place = Paper(), show_path(folder)
    paper.put(f"{place}: {len(written)} files, one record of each kind. What next:")
    steps = (
        ("sousveil check", "see what it says, then change a figure and see it complain"),
        ("sousveil add source", "write down a document, step by step"),
        ("sousveil add claim", "write down what it states"),
        ("sousveil serve", "look at the site"),
    )
    paper.table((((f"{command} {place}", "bold"), words) for command, words in steps), indent=2)
    return 0
