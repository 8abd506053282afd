"""`sousveil check` on 10,000 claims, 1,000 derived: cold, after one file changed, memory, and ten times as many.

Claims: at most 5 s cold, 1 s after one file has changed, 300 MiB, and 12.5 times the time for ten times the claims. The
peer reads the same files with ruamel.yaml, which keeps places and comments as we do, and checks nothing; it is paired
where it is installed (`pip install ruamel.yaml`), else PyYAML's safe loader in C, which keeps neither.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from _record import write_record

from _harness import (
    PYTHON,
    About,
    Measure,
    Run,
    build_measure,
    digest_data,
    read_versions,
    report,
    run_command,
    run_pairs,
)

CLAIMS = 10_000
TIMES_MORE = 10
ROUNDS = 3
FOUND = (0, 1)  # warnings are what a check is for; 2 would mean that the case is not what it should be

RUAMEL = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    YAML(typ="rt").load(path)
"""
PYYAML = """
import sys
from pathlib import Path
import yaml
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""


def name_peer() -> tuple[str, str]:
    """The peer that is there, and its program."""
    if find_spec("ruamel"):
        return "ruamel.yaml round-trip load, checks nothing", RUAMEL
    return "yaml.load(CSafeLoader), no places, checks nothing", PYYAML


def check(folder: Path, *options: str) -> Run:
    """One run of the command as people start it."""
    return run_command([PYTHON, "-m", "sousveil", "check", str(folder), *options], accept=FOUND)


def change_one(folder: Path) -> None:
    """Put a comment into one file, so that its bytes differ from all before."""
    with (folder / "claims" / "000000.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")


def check_changed(folder: Path) -> Run:
    """One run after a change, which is not counted."""
    change_one(folder)
    return check(folder)


def times(runs: Sequence[Run]) -> list[float]:
    """Wall times [s]."""
    return [run.wall_s for run in runs]


def peaks(runs: Sequence[Run]) -> list[float]:
    """Peak memory [MiB]."""
    return [run.peak_mib for run in runs]


def measure() -> Iterator[Measure]:
    """Each measure as soon as it is there; the large case is measured once, as it takes long."""
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name) / "small", Path(name) / "large"
        os.environ["SOUSVEIL_CACHE"] = str(Path(name) / "store")
        write_record(small, CLAIMS)
        peer_name, program = name_peer()
        versions = read_versions("sousveil", "pyyaml", "ruamel.yaml", "pydantic")
        about = About(what="check", peer_name=peer_name, versions=versions, data_digest=digest_data(small))

        def read_with_peer() -> Run:
            return run_command([PYTHON, "-c", program, str(small)])

        cold, peer = run_pairs(lambda: check(small, "--no-cache"), read_with_peer, n=ROUNDS)
        what = f"check {CLAIMS:,} claims"
        yield build_measure(f"{what}, cold", times(cold), times(peer), unit="s", about=about)
        yield build_measure(f"{what}, cold, peak memory", peaks(cold), peaks(peer), unit="MiB", about=about)
        check(small)
        changed, peer = run_pairs(lambda: check_changed(small), read_with_peer, n=ROUNDS)
        yield build_measure(f"{what}, one file changed", times(changed), times(peer), unit="s", about=about)
        write_record(large, CLAIMS * TIMES_MORE)
        most = check(large, "--no-cache")
        alone = About(what="check", peer_name="", versions=versions, data_digest=digest_data(large))
        yield build_measure(
            f"check {CLAIMS * TIMES_MORE:,} claims, cold", [most.wall_s], [], unit="s", about=alone
        )
        ratio = [most.wall_s / sorted(times(cold))[len(cold) // 2]]
        yield build_measure(f"time for {TIMES_MORE} times the claims", ratio, [], unit="times", about=alone)


if __name__ == "__main__":
    sys.exit(report(measure()))
