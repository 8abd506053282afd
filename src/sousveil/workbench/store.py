"""Keeps what was computed once for the next run, outside every case.

Stores bytes under the digest of what they were computed from; it knows nothing of what they mean, and never stores
anything that could run. Losing it, or any part of it, costs time only.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

LARGEST = 512 * 2**20
"""Bytes the store may take: fifty cases of 10,000 claims."""
OWNER_ALONE = 0o700
_MARK = hashlib.sha256().digest_size


def find_store_folder() -> Path:
    """Where the store lies: SOUSVEIL_CACHE, else `sousveil` in the user's cache folder (XDG Base Directory 0.8)."""
    named = os.environ.get("SOUSVEIL_CACHE")
    if named:
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache") / "sousveil"


@dataclass(slots=True)
class FolderStore:
    """A folder of entries, each with a digest of its content before it, so that a damaged one is never used.

    Its owner alone may read it, because cases hold what is not public. It is brought down to its size once in the life
    of an object that writes, which is once a command.
    """

    folder: Path
    largest: int = LARGEST
    _shrunk: bool = field(default=False, repr=False, compare=False)

    def read(self, key: str) -> bytes | None:
        """What was stored under a key; None where there is nothing, or nothing sound."""
        file = self.open(key)
        if file is None:
            return None
        with file:
            return file.read()

    def open(self, key: str) -> BinaryIO | None:
        """The same as a file to be read on, for what is too large to be held twice."""
        path = self._path(key)
        try:
            file = path.open("rb")
            os.utime(path)  # the least recently used go first
        except OSError:
            return None
        mark = file.read(_MARK)
        if hashlib.file_digest(file, "sha256").digest() != mark:
            file.close()
            return None
        file.seek(_MARK)
        return file

    def write(self, key: str, content: bytes | Iterable[bytes | memoryview]) -> None:
        """Keep something under a key, in one piece or in parts; where the disk refuses, nothing is kept."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
            path.parent.mkdir(mode=OWNER_ALONE, exist_ok=True)
            if not self._shrunk:
                self._shrunk = True
                self.shrink()
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    mark = hashlib.sha256()
                    file.write(bytes(_MARK))
                    for part in [content] if isinstance(content, bytes) else content:
                        mark.update(part)
                        file.write(part)
                    file.seek(0)
                    file.write(mark.digest())
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def shrink(self) -> None:
        """Remove the entries used longest ago until the store is no larger than it may be."""
        entries = []
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                about = path.stat()
                entries.append((about.st_mtime_ns, about.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.largest:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, key: str) -> Path:
        """The file of a key; any key makes a safe name."""
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / name
