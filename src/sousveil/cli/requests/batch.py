"""`sousveil requests batch`: one request to many bodies."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")],
    template: Path,
    /,
    *,
    name: str,
    title: str,
    to: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    bodies: Path | None = None,
) -> int:
    """Write one letter to many bodies from a template, and the requests as drafts.

    In the template {body}, {title}, {date} and {annex} are filled in. A pile of cameras as annex comes from
    `sousveil cameras link --annex`; {annex} names the file beside the template called annex.csv or annex.md.

    Args:
        folder: The folder of the case.
        template: The text of the letter.
        name: Short name of the batch; it begins the ids of its requests.
        title: What is asked, in a line.
        to: An actor of the case by its id; may be given several times.
        bodies: A file with one id of an actor a line.
    """
    from sousveil.cli._built import show_path
    from sousveil.cli._requests import read_batch, read_bodies
    from sousveil.cli._shared import require_case
    from sousveil.workbench.requests import write_batch

    batch = read_batch(require_case(folder), template, name, title)
    written = write_batch(folder, batch, (*to, *read_bodies(bodies)), folder / "build" / "letters" / name)
    print(show_path(written[0]))
    print(f"{len(written) - 1} letters in {show_path(written[1].parent)}")
    return 0
