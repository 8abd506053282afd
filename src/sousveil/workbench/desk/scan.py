"""Tells whether anything in a case folder changed, by the names, sizes and times of its files.

Opens no file; what was built, what is hidden and what an editor keeps beside its work is left out.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

LEFT_OUT = frozenset({"build"})


def scan_case(folder: Path) -> str:
    """A digest that changes when a file of the case does."""
    digest = hashlib.sha256()
    for line in _walk(str(folder), top=True):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _walk(folder: str, *, top: bool = False) -> Iterator[str]:
    """A line for each file, in the order of names; what vanishes while we look is no longer there."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~") or (top and entry.name in LEFT_OUT):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                about = entry.stat()
                yield f"{entry.path}\0{about.st_mtime_ns}\0{about.st_size}\n"
        except OSError:
            continue
