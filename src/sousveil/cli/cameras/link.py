"""`sousveil cameras link`: which cameras stand on which lists of a case."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter


def run(
    folder: Annotated[Path, Parameter(name="CASE")],
    /,
    *,
    annex: Path | None = None,
    pile: Literal["both", "only-official", "only-others", "undecided"] = "only-others",
    format: Literal["text", "json"] = "text",  # noqa: A002 - the option is --format
) -> int:
    """Bring the lists of a case together: what is on both sides, on one alone, undecided.

    Observations are matched by how near they are and by what both say: reference, name, street, kind, direction and
    more. Nothing is linked by nearness alone. What nothing tells apart is undecided, and a person's to look at: a
    line in `camera-decisions.yaml` decides it, and taking the line away takes the decision back. Only on an official
    list: to go and photograph. Only on other lists: a question to who runs the cameras. The exit status is 2 with
    errors, 1 with warnings.

    Args:
        folder: The folder of the case.
        annex: Also write a pile as an annex to a request, .csv or .md, with what people decided.
        pile: The pile to write.
        format: `text` for people, `json` with every camera and link with its reasons.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._register import PILES, put_register, render_register
    from sousveil.workbench.cameras.register import link_case, write_annex

    linked = link_case(require_case(folder), store=open_store(), progress=Steps())
    if format == "json":
        print(render_register(linked.register, linked.problems))
    else:
        put_register(Paper(), linked.register, linked.problems)
    if annex:
        write_annex(annex, linked.register, PILES[pile])
        print(f"wrote {annex}", file=sys.stderr)
    return rank_status(linked.problems, "warning")
