"""Measures a claim about speed beside a named peer and prints it as a table or as one JSON line a measure.

Knows nothing of what is measured: a benchmark hands over two callables or two commands.
"""

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

PYTHON = sys.executable
Took = TypeVar("Took")
KIB = 1024  # Linux counts ru_maxrss in KiB (getrusage(2))

# Linux counts what the starting process held as the started one's peak (exec keeps ru_maxrss). A small process of its
# own does the starting, so that a benchmark which has just built a large case does not measure itself.
LAUNCHER = """
import json, os, subprocess, sys, time
begin = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - begin
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([wall, usage.ru_maxrss, process.returncode]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of a benchmark: the medians of ours and the peer's, ratio = peer / ours (more than 1: ours is less)."""

    measure: str
    ours: float
    peer: float | None
    peer_name: str
    unit: str
    n: int
    spread: float
    data_digest: str
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Peer / ours; None where there is no peer, or nothing was measured."""
        return None if self.peer is None or not self.ours else self.peer / self.ours

    def to_json(self) -> str:
        """The line that `--json` prints."""
        return json.dumps(asdict(self) | {"ratio": self.ratio, "cpu": read_cpu()}, ensure_ascii=False)

    def to_text(self) -> str:
        """The line that people read."""
        ours = f"{self.measure}: {self.ours:.4g} {self.unit} (median of {self.n}, ±{self.spread:.0%})"
        if self.peer is None or self.ratio is None:
            return ours
        return f"{ours}; {self.peer_name}: {self.peer:.4g} {self.unit}; peer / ours = {self.ratio:.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the measures of one benchmark share: the job, the peer, who took part, and on which data."""

    what: str
    peer_name: str
    versions: dict[str, str]
    data_digest: str = "none"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took: wall time [s], peak resident memory [MiB], exit status."""

    wall_s: float
    peak_mib: float
    status: int


def run_command(arguments: Sequence[str], *, cwd: Path | None = None, accept: Iterable[int] = (0,)) -> Run:
    """Run a command, its output thrown away, and measure the process itself (not its children's memory).

    Raises:
        RuntimeError: the exit status is none of those accepted; a fast failure must not count as speed.
    """
    launcher = [PYTHON, "-I", "-S", "-c", LAUNCHER, *arguments]
    said = subprocess.run(launcher, cwd=cwd, stdout=subprocess.PIPE, check=True).stdout
    wall_s, peak_kib, status = json.loads(said)
    if status not in accept:
        raise RuntimeError(f"{' '.join(arguments)} ended with {status}")
    return Run(wall_s, peak_kib / KIB, status)


def time_call(call: Callable[[], object]) -> float:
    """Wall time of one call [s]."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def run_pairs(ours: Callable[[], Took], peer: Callable[[], Took], *, n: int) -> tuple[list[Took], list[Took]]:
    """Run ours and the peer in turn, A B A B, after one unmeasured round, so that both see the same machine."""
    ours()
    peer()
    pairs = [(ours(), peer()) for _ in range(n)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def build_measure(
    what: str, ours: Sequence[float], peer: Sequence[float], *, unit: str, about: About
) -> Measure:
    """Medians and spread of what was measured; an empty `peer` says that there is none."""
    return Measure(
        measure=what,
        ours=statistics.median(ours),
        peer=statistics.median(peer) if peer else None,
        peer_name=about.peer_name,
        unit=unit,
        n=len(ours),
        spread=compute_spread(ours),
        data_digest=about.data_digest,
        versions=about.versions,
    )


def compare_commands(ours: Sequence[str], peer: Sequence[str], *, n: int, about: About) -> Iterator[Measure]:
    """Wall time and peak memory of two commands that do the same job."""
    mine, theirs = run_pairs(lambda: run_command(ours), lambda: run_command(peer), n=n)
    times = [run.wall_s for run in mine], [run.wall_s for run in theirs]
    peaks = [run.peak_mib for run in mine], [run.peak_mib for run in theirs]
    yield build_measure(f"{about.what}, wall time", *times, unit="s", about=about)
    yield build_measure(f"{about.what}, peak memory", *peaks, unit="MiB", about=about)


def compute_spread(values: Sequence[float]) -> float:
    """Half the distance between the least and the greatest, as a share of the median."""
    middle = statistics.median(values)
    return (max(values) - min(values)) / 2 / middle if middle else 0.0


def read_cpu() -> str:
    """The processor's name and how many of them there are."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.processor() or platform.machine()} × {os.cpu_count()}"


def read_versions(*packages: str) -> dict[str, str]:
    """Versions of Python and of the packages that took part; `absent` for one that is not installed."""
    found = {"python": platform.python_version()}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def digest_data(root: Path) -> str:
    """A digest of the names and bytes under a folder (or of one file), the same wherever the folder stands."""
    total = hashlib.sha256()
    paths = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
    for path in paths:
        total.update(path.relative_to(root.parent if root.is_file() else root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def report(measures: Iterable[Measure]) -> int:
    """Print the measures as they come: JSON lines with `--json`, else sentences."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true", help="one JSON line a measure")
    as_json = parser.parse_args().json
    for measure in measures:
        print(measure.to_json() if as_json else measure.to_text(), flush=True)
    return 0
