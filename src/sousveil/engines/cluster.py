"""Runs one function over many files on a cluster of Ray: as `files` does on one machine, with the same function.

Needs the extra `cluster`. The files stand where every machine of the cluster finds them under the same path.
"""

import os
import secrets
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from sousveil.problems import UsageError
from sousveil.progress import SILENT, Progress

from .files import ATTEMPTS, Work, tell_done

LOCAL = "local"
"""The address of a cluster that is begun here, and ends with the run."""


def run_on_cluster(
    work: Work, files: Sequence[Path], *, address: str, progress: Progress = SILENT
) -> list[Path]:
    """What `work` makes of each file, in order; UsageError where Ray is not installed."""
    # Ray reads these when it is imported: nobody without the token may give it work, and it reports to nobody.
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    if address == LOCAL:
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = import_module("ray")
    except ImportError as error:
        raise UsageError("a cluster needs Ray: pip install 'sousveil[cluster]'") from error
    ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level="warning")
    try:
        task = ray.remote(num_cpus=1, max_retries=ATTEMPTS - 1)(work)
        waiting = {task.remote(file): file for file in files}
        done: dict[Path, Path] = {}
        while waiting:
            (ready,), _ = ray.wait(list(waiting), num_returns=1)
            done[waiting.pop(ready)] = ray.get(ready)
            tell_done(progress, len(done), len(files))
    finally:
        ray.shutdown()
    return [done[file] for file in files]
