"""`sousveil capture`: a stored copy of a source."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sousveil.cli._fetching import Copying, Fetching


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    source: Annotated[str, Parameter(name="SOURCE")] = "",
    /,
    *,
    copying: Annotated[Copying, Parameter(name="*", show_default=False)] = Copying(),  # noqa: B008 - frozen
    fetching: Annotated[Fetching, Parameter(name="*", show_default=False)] = Fetching(),  # noqa: B008 - frozen
    remark: str = "",
    by: str = "unnamed",
) -> int:
    """Store a copy of a source: a file you have, or with `--network` the page itself.

    Keeps the copy, its text and its digests in `captures/`, names it in the source, and adds an event to the chain in
    `custody.jsonl`. Files are WACZ, WARC, PDF, HTML, plain text, JPEG and PNG; a page that is fetched is stored as
    WACZ. Stored copies are never published. The exit status is 2 where nothing was stored, 1 with warnings.

    Args:
        folder: The folder of the case.
        source: Id of the source.
        copying: What is stored.
        fetching: How it may be fetched.
        remark: Only put a remark into the chain; it also joins histories that were brought together.
        by: Who stores it, under another name than their own.
    """
    from sousveil.cli._captured import put_stored
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.problems import UsageError
    from sousveil.workbench.capturing import add_remark, capture_file, capture_page
    from sousveil.workbench.redacting import redact_copy

    require_case(folder)
    if remark:
        Paper().put(("head  ", "dim"), add_remark(folder, remark, actor=by))
        return 0
    if copying.withdraw or copying.instead_of:
        path, file = copying.withdraw or copying.instead_of, copying.file
        if bool(copying.withdraw) == bool(file):
            raise UsageError("a redaction needs the redacted file with --file; taking away needs none")
        done = redact_copy(folder, path, file, reason=copying.reason, actor=by)
        put_stored(Paper(), done)
        return rank_status(done.problems, "warning")
    if not source or bool(copying.file) == fetching.network:
        raise UsageError("name a source, and its file with --file or --network to fetch it")
    if copying.file:
        done = capture_file(folder, source, copying.file, actor=by, progress=Steps())
    else:
        caller, past = fetching.build_caller(), fetching.past_robots
        done = capture_page(folder, source, caller, url=copying.url, actor=by, past_robots=past)
    put_stored(Paper(), done)
    return rank_status(done.problems, "warning") if done.folder else 2
