"""`sousveil add`: a record, asked for step by step."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

KINDS = {"source": "sources", "claim": "claims", "event": "events"}


def run(
    what: Annotated[Literal["source", "claim", "event"], Parameter(name="WHAT")],
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    set_: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    file: str = "",
) -> int:
    """Add a source, a claim or an event to a case.

    Asks for one field after the other, says at once what does not fit, offers how a phrase or a date can be read,
    shows the record as it will stand in its file, and writes it if you agree. With `--set` it asks nothing.

    Args:
        what: `source`, `claim` or `event`.
        folder: The folder of the case; the present one if not given.
        set_: A field and its value, as in `--set value.amount=3,500`; once for each field. Lists take semicolons.
        file: Name of the file in the kind's folder that a claim or event goes into, without `.yaml`.
    """
    from sousveil.case.load import load_case
    from sousveil.case.write import add_record
    from sousveil.cli._ask import ask_record, read_settings, show_record, wants
    from sousveil.cli._built import show_path
    from sousveil.cli._paper import Paper
    from sousveil.cli._shared import open_store, require_case

    case, _ = load_case(require_case(folder), store=open_store())
    paper, kind = Paper(), KINDS[what]
    record = read_settings(kind, set_, case) if set_ else ask_record(paper, kind, case)
    show_record(paper, record)
    if not set_ and not wants(paper, "Write it?"):
        paper.put("nothing was written")
        return 1
    paper.put(f"wrote {show_path(add_record(folder, kind, record, file=file))}")
    return 0
