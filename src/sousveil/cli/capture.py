"""`sousveil capture`: a stored copy of a source."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sousveil.cli._fetching import Copying, Fetching, Stamping


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    source: Annotated[str, Parameter(name="SOURCE")] = "",
    /,
    *,
    copying: Annotated[Copying, Parameter(name="*", show_default=False)] = Copying(),  # noqa: B008 - frozen
    fetching: Annotated[Fetching, Parameter(name="*", show_default=False)] = Fetching(),  # noqa: B008 - frozen
    stamping: Annotated[Stamping, Parameter(name="*", show_default=False)] = Stamping(),  # noqa: B008 - frozen
    by: str = "unnamed",
) -> int:
    """Store a copy of a source: a file you have, or with `--network` the page itself.

    Keeps the copy, its text and its digests in `captures/`, names it in the source, and adds an event to the chain in
    `custody.jsonl`. Files are WACZ, WARC, PDF, HTML, plain text, JPEG and PNG; a page that is fetched is stored as
    WACZ. With `--timestamp` a server that you name signs when the copy was there; it is sent a digest. Stored copies
    are never published. The exit status is 2 where nothing was stored, 1 with warnings.

    Args:
        folder: The folder of the case.
        source: Id of the source.
        copying: What is stored.
        fetching: How it may be fetched.
        stamping: How others show when it was there.
        by: Who stores it, under another name than their own.
    """
    from sousveil.cli._captured import put_stored
    from sousveil.cli._capturing import capture_source, redact_source, stamp_copy
    from sousveil.cli._paper import Paper
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.workbench.custody.capturing import add_remark

    require_case(folder)
    if copying.remark:
        Paper().put(("head  ", "dim"), add_remark(folder, copying.remark, actor=by))
        return 0
    if copying.withdraw or copying.instead_of:
        done = redact_source(folder, copying, by=by)
    elif stamping.token or stamping.of:
        done = stamp_copy(folder, stamping, fetching, by=by)
    else:
        done = capture_source(folder, source, copying, fetching, stamping, by=by)
    put_stored(Paper(), done, instead_of=copying.instead_of, withdrawn=copying.withdraw)
    return rank_status(done.problems, "warning") if done.folder else 2
