"""`sousveil cameras diff`: what changed between two versions of a list."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from sousveil.cli.cameras._said import Form


def run(
    old: Annotated[str, Parameter(name="OLD")],
    new: Annotated[str, Parameter(name="NEW")],
    /,
    *,
    case: Path | None = None,
    form: Annotated[Form, Parameter(name="*", show_default=False)] = Form(),  # noqa: B008 - frozen
    format: Literal["text", "json"] = "text",  # noqa: A002 - the option is --format
) -> int:
    """Compare two versions of a list: new, moved, changed, first missing.

    Entries are one by their reference or by the id of a map; without these by what they say and where they are, and
    where that tells nothing they are uncertain. An entry that is first missing may still hang where it hung. The exit
    status is 2 where a version cannot be read.

    Args:
        old: The earlier file, or with `--case` the id of a list.
        new: The later.
        case: The case whose lists are meant.
        form: How the files are read.
        format: `text` for people, `json` with every change.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._changes import put_changes, render_changes
    from sousveil.cli.cameras._observations import put_problems
    from sousveil.workbench.cameras.listing import build_how
    from sousveil.workbench.cameras.register import diff_files, diff_lists

    found = (
        diff_lists(require_case(case), old, new, progress=Steps())
        if case
        else diff_files(Path(old), Path(new), build_how(form.tell()), progress=Steps())
    )
    if format == "json":
        print(render_changes(found))
    else:
        put_changes(Paper(), found)
    put_problems(found.problems)
    return rank_status(found.problems, "error")
