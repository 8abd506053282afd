"""Reads and continues the chain of custody of a case, and the list of digests of its stored copies.

Appends to the chain and never rewrites it: a line that was begun stays. One writer at a time, where there are locks.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sousveil.problems import Problem
from sousveil.records.custody import (
    CUSTODY,
    Chain,
    CustodyEvent,
    parse_sums,
    read_chain,
    render_event,
    render_sums,
)

from .write import PLAIN_FILE, sync_folder, write_text

CAPTURES = "captures"
SUMS = "SHA256SUMS"
TEXT = "text.txt"
REDACTED_TEXT = "{}.txt"
"""Name of the text of a redacted copy, after the copy's own."""

if sys.platform != "win32":
    import fcntl


def read_custody(folder: Path) -> Chain:
    """The chain of a case; empty where there is none."""
    path = folder / CUSTODY
    return read_chain(path.read_bytes() if path.exists() else b"")


def append_event(folder: Path, event: CustodyEvent) -> str:
    """Add an event behind all that nothing follows yet; its digest, once it lies safely on the disk.

    The caller holds the lock. A line that was never written to its end stays, and is named in the event.
    """
    chain = read_custody(folder)
    torn = None
    if chain.tail and not (chain.links and chain.links[-1].line == _count_lines(folder)):
        torn = hashlib.sha256(chain.tail).hexdigest()
    line = render_event(event.model_copy(update={"prev": chain.heads, "torn": torn}))
    path = folder / CUSTODY
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PLAIN_FILE)
    try:
        # One call, so that a line is there whole or breaks off; never two halves with another between them.
        os.write(handle, (b"\n" if chain.tail else b"") + line.encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    if not chain.links:
        sync_folder(folder)
    return read_chain(line.encode()).links[0].digest


def read_sums(folder: Path) -> tuple[dict[str, tuple[int, str]], list[Problem]]:
    """Line and digest of every stored copy that the list names; empty where there is no list."""
    path = folder / CAPTURES / SUMS
    text = path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
    return parse_sums(text, f"{CAPTURES}/{SUMS}")


def change_sums(folder: Path, *, add: dict[str, str], drop: frozenset[str] = frozenset()) -> None:
    """Put digests into the list, and take others out; does nothing where that is how it stands."""
    found, _ = read_sums(folder)
    old = {name: digest for name, (_, digest) in found.items()}
    new = {name: digest for name, digest in old.items() if name not in drop} | add
    if new != old:
        write_text(folder / CAPTURES / SUMS, render_sums(new))


@contextmanager
def lock_custody(folder: Path) -> Iterator[None]:
    """Keep others from writing into the captures of a case; the lock ends with the process, however it ends."""
    handle = os.open(folder / CUSTODY, os.O_RDWR | os.O_CREAT, PLAIN_FILE)
    try:
        if sys.platform != "win32":
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _count_lines(folder: Path) -> int:
    """The number of the last line, whether it ends or breaks off."""
    return (folder / CUSTODY).read_bytes().count(b"\n") + 1
