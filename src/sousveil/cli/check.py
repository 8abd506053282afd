"""`sousveil check`: everything the record says about itself."""

import gc
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

Format = Literal["text", "json", "sarif"]
Grave = Literal["error", "warning", "note", "never"]


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    format: Format = "text",  # noqa: A002 - the option is --format
    show_all: Annotated[bool, Parameter(name="--all", negative="")] = False,
    fail_on: Grave = "warning",
    public: Annotated[bool, Parameter(negative="")] = False,
    cache: bool = True,
) -> int:
    """Check a case: how it is written, and what in it does not add up.

    Prints problems and findings, gravest first, each with its place, its working, and what would explain it. The
    exit status is 0 where nothing is graver than a note, 1 with warnings, 2 with errors. A verdict in
    `decisions.yaml` makes a warning a note until one of its inputs changes.

    Args:
        folder: The folder of the case; the present one if not given.
        format: `text` for people, `json` with all there is, `sarif` (2.1.0) for editors and code hosts.
        show_all: Print sound findings too, not only count them.
        fail_on: The least that makes the exit status other than 0.
        public: Check and show only the part of the case that may be published.
        cache: Use what earlier runs read of unchanged files.
    """
    from sousveil.cli._shared import open_store, require_folder
    from sousveil.cli._text import put_checked, rank_status

    store = open_store() if cache else None
    if public:
        from sousveil.workbench.public import check_public

        checked = check_public(require_folder(folder), store=store)
    else:
        from sousveil.workbench.check import check_case

        listed = show_all or format != "text"
        checked = check_case(require_folder(folder), store=store, sound=listed)
    gc.freeze()  # what was found is held to the end, so that nobody need look for garbage in it, least of all then
    if format == "json":
        from sousveil.cli._json import render_json

        print(render_json(checked.case, checked.problems))
    elif format == "sarif":
        from sousveil.adapters.exports.sarif import render_sarif

        print(render_sarif(checked.problems))
    else:
        put_checked(checked, show_all=show_all)
    return rank_status(checked.problems, fail_on)
