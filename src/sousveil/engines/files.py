"""Runs one function over many files, each of which becomes another file: in processes of this machine.

The function writes what it makes in one step and does nothing where that is there already. So a process that dies, or a
whole run that is broken off, costs no more than what it had not finished; a cluster does the same (`cluster`).
"""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from sousveil.progress import SILENT, Progress

Work = Callable[[Path], Path]
TOLD = 50
"""How often it is said, at most, how many are done."""
ATTEMPTS = 3
"""How often a file is begun: a process that the machine stops for want of memory may find room the next time."""


def run_files(
    work: Work, files: Sequence[Path], *, processes: int | None = None, progress: Progress = SILENT
) -> list[Path]:
    """What `work` makes of each file, in order; raises what it raises, and whatever else was begun is finished first.

    Raises:
        RuntimeError: a process ended without a word at every attempt.
    """
    count = max(1, min(len(files), processes or os.cpu_count() or 1))
    done: dict[Path, Path] = {}
    for _ in range(ATTEMPTS):
        left = [file for file in files if file not in done]
        if left:
            _run_once(work, left, done, count, progress)
    lost = [file.name for file in files if file not in done]
    if lost:
        raise RuntimeError(
            f"a process ended {ATTEMPTS} times without finishing {lost[0]}; {len(lost)} are left"
        )
    return [done[file] for file in files]


def _run_once(
    work: Work, files: Sequence[Path], done: dict[Path, Path], processes: int, progress: Progress
) -> None:
    """Add to `done` what comes to its end; of a pool of which a process died, nothing more does."""
    total = len(done) + len(files)
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_leave_to_the_first)
    try:
        waiting: dict[Future[Path], Path] = {pool.submit(work, file): file for file in files}
        for future in as_completed(waiting):
            try:
                done[waiting[future]] = future.result()
            except BrokenProcessPool:
                continue
            tell_done(progress, len(done), total)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_to_the_first() -> None:
    """Ctrl-C reaches every process of a terminal: the first one decides, the others finish what they have in hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def tell_done(progress: Progress, done: int, total: int) -> None:
    """Say how many are done, not at each of many."""
    if done % max(1, total // TOLD) == 0:
        progress.step(f"{done:,} of {total:,} done")
