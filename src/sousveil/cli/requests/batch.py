"""`sousveil requests batch`: one request to many bodies."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


@dataclass(frozen=True)
class Recipients:
    """To whom the letters go.

    Attributes:
        to: An actor of the case by its id; may be given several times.
        bodies: A file with one id of an actor a line.
    """

    to: Annotated[tuple[str, ...], Parameter(negative="")] = ()
    bodies: Path | None = None


NOBODY = Recipients()


def run(
    folder: Annotated[Path, Parameter(name="CASE")],
    template: Path,
    /,
    *,
    name: str,
    title: str,
    recipients: Annotated[Recipients, Parameter(name="*")] = NOBODY,
    contact: Annotated[tuple[str, ...], Parameter(negative="")] = (),
) -> int:
    """Write one letter to many bodies from a template, and the requests as drafts.

    In the template {body}, {title}, {date} and {annex} are filled in. {annex} names the file beside the template called
    annex.csv or annex.md. Where there is none, the camera lists of the case are brought together, and what stands on
    no official list is laid beside the letters as annex.csv; the exit status is then 1 if the lists give warnings.

    The drafts take the time limits of Serbia's law in a case of that jurisdiction, and none elsewhere.

    Letters pass the privacy gate: where one holds a number, an e-mail address or a plate, nothing is written. Your own
    may stand in them if --contact names it.

    Args:
        folder: The folder of the case.
        template: The text of the letter.
        name: Short name of the batch; it begins the ids of its requests.
        title: What is asked, in a line.
        recipients: To whom the letters go.
        contact: Your own address or number, as it stands in the template; may be given several times.
    """
    from dataclasses import replace

    from sousveil.cli._built import show_path
    from sousveil.cli._requests import ANNEX, link_annex, put_annex, read_batch, read_bodies
    from sousveil.cli._shared import require_case
    from sousveil.workbench.requests import write_batch

    require_case(folder)
    letters = folder / "build" / "letters" / name
    batch = read_batch(folder, template, name, title)
    linked = link_annex(folder) if batch.lacks_annex else None
    batch = replace(batch, annex=batch.annex or ANNEX, contact=contact)
    written = write_batch(folder, batch, (*recipients.to, *read_bodies(recipients.bodies)), letters)
    print(show_path(written[0]))
    number = len(written) - 1
    print(f"{'1 letter' if number == 1 else f'{number} letters'} in {show_path(letters)}")
    if not batch.rules:
        print(
            "no time limits are held for the law of this case, so that no due day will be computed (`rules`)"
        )
    return put_annex(letters, linked) if linked else 0
