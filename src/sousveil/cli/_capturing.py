"""Does what is said on the command line of capturing: stores, takes out, stamps.

Shows nothing.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sousveil.cli._fetching import Copying, Fetching, Stamping
from sousveil.problems import UsageError

if TYPE_CHECKING:
    from sousveil.workbench.custody.capturing import Stored


def redact_source(folder: Path, copying: Copying, *, by: str) -> "Stored":
    """Take a copy away, or put a redacted one in its place."""
    from sousveil.workbench.custody.redacting import redact_copy

    path, file = copying.withdraw or copying.instead_of, copying.file
    if bool(copying.withdraw) == bool(file):
        raise UsageError("a redaction needs the redacted file with --file; taking away needs none")
    return redact_copy(folder, path, file, reason=copying.reason, actor=by)


def stamp_copy(folder: Path, stamping: Stamping, fetching: Fetching, *, by: str) -> "Stored":
    """Put a time stamp beside a copy that is stored already: one that somebody has, or one asked for."""
    from sousveil.workbench.custody.stamping import ask_stamp, import_stamp

    if stamping.token:
        return import_stamp(folder, stamping.token, actor=by)
    if not (stamping.timestamp and fetching.network):
        raise UsageError("--of needs --timestamp with the address of a server, and --network to ask it")
    return ask_stamp(folder, stamping.of, stamping.timestamp, fetching.build_caller(), actor=by)


def capture_source(
    folder: Path, source: str, copying: Copying, fetching: Fetching, stamping: Stamping, *, by: str
) -> "Stored":
    """Store a copy of a source, and have it stamped where that is wanted."""
    from sousveil.cli._progress import Steps
    from sousveil.workbench.custody.capturing import ABOUT, capture_file, capture_page
    from sousveil.workbench.custody.stamping import ask_stamp

    if stamping.timestamp and not fetching.network:
        raise UsageError("--timestamp asks a server: it needs --network")
    fetched = fetching.network and not (copying.file and stamping.timestamp)
    if not source or bool(copying.file) == fetched:
        raise UsageError("name a source, and its file with --file or --network to fetch it")
    if copying.file:
        done = capture_file(folder, source, copying.file, actor=by, progress=Steps())
    else:
        caller, past = fetching.build_caller(), fetching.past_robots
        done = capture_page(folder, source, caller, url=copying.url, actor=by, past_robots=past)
    if not (done.folder and stamping.timestamp):
        return done
    stamp = ask_stamp(folder, f"{done.folder}/{ABOUT}", stamping.timestamp, fetching.build_caller(), actor=by)
    return replace(done, head=stamp.head or done.head, problems=(*done.problems, *stamp.problems))
