"""`sousveil requests complaint`: a complaint for signing."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")],
    id_: Annotated[str, Parameter(name="ID")],
    /,
    *,
    as_of: str = "",
    language: str = "",
    out: Path | None = None,
) -> int:
    """Draft a complaint about silence or a refusal, with the computation of the term.

    The draft names nobody and is not signed. It is refused where the term has not passed or cannot be computed.

    Args:
        folder: The folder of the case.
        id_: The request.
        as_of: The day of the complaint, YYYY-MM-DD; the case's own if not given.
        language: en, sr-Latn or sr-Cyrl; the case's own if not given.
        out: Where to write it: PDF where the name ends in .pdf, else text.
    """
    from sousveil.cli._built import show_path
    from sousveil.cli._shared import require_case
    from sousveil.workbench.requests import list_requests, save_letter, write_complaint

    asked = list_requests(require_case(folder), as_of)
    text = write_complaint(asked, id_, language)
    if out is None:
        print(text, end="")
        return 0
    save_letter(out, text, asked)
    print(show_path(out))
    return 0
