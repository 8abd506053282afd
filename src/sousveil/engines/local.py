"""Shares out work among copies of this process, and gives the results in the order of the items.

The results do not depend on how many processes there are. It starts copies only where that is safe, and does itself
what a copy did not bring to its end.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

Item = TypeVar("Item")

MOST = 4
"""Processes at most, for the sake of memory: a copy shares its original's until one of them writes, and counting
references writes nearly everywhere."""
_SIZE = 8
"""Bytes before each result that say how long it is."""


def count_processes() -> int:
    """How many processes may share work here: one where a copy could stand still for ever.

    A copy has one thread, so that a lock which another held is never freed in it. Linux alone lists all threads, those
    of libraries included.
    """
    if sys.platform != "linux":
        return 1
    with suppress(OSError):
        if len(list(Path("/proc/self/task").iterdir())) == 1:
            return min(MOST, len(os.sched_getaffinity(0)))
    return 1


def run_all(
    work: Callable[[Item], bytes], items: Sequence[Item], *, processes: int | None = None
) -> list[bytes]:
    """What `work` makes of each item, in order; raises what `work` raises.

    `work` sees the memory as it is now, and what it changes there may be lost. `processes` is as many as may be, if not
    given.
    """
    several = max(1, min(len(items), count_processes() if processes is None else processes))
    copies = [_start(work, items[place::several]) for place in range(1, several)]
    try:
        shares = [[work(item) for item in items[::several]], *(copy.finish() for copy in copies)]
    finally:
        for copy in copies:
            copy.end()
    for place, share in enumerate(shares):
        share += [work(item) for item in items[place::several][len(share) :]]
    return [shares[number % several][number // several] for number in range(len(items))]


@dataclass(slots=True)
class _Copy:
    """A copy of this process at work, and the file without a name in which it leaves its results."""

    process: int
    file: BinaryIO
    ended: bool = False

    def finish(self) -> list[bytes]:
        """Wait for it; the results that it wrote whole, from the first on."""
        os.waitpid(self.process, 0)
        self.ended = True
        self.file.seek(0)
        results = []
        while len(head := self.file.read(_SIZE)) == _SIZE:
            result = self.file.read(size := int.from_bytes(head))
            if len(result) < size:
                break
            results.append(result)
        return results

    def end(self) -> None:
        """Stop it where nobody waits for it any more."""
        if not self.ended:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        self.file.close()


def _start(work: Callable[[Item], bytes], items: Sequence[Item]) -> _Copy:
    """Begin a share of the work in a copy of this process."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
    process = os.fork()
    if process:
        return _Copy(process, file)
    try:
        for item in items:
            result = work(item)
            file.write(len(result).to_bytes(_SIZE) + result)
        file.flush()
    finally:
        os._exit(
            0
        )  # neither handlers nor buffers of the original are the copy's to run; nor is an error to print
