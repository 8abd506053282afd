"""Verifying stored copies, beside a bare loop of hashlib over the same files.

Claim: at least 80 % of hashlib's own rate over 10,000 files of 1 MB. The files are mostly holes: reading and hashing
them costs the same, and they hardly take room on the disk. SOUSVEIL_BENCH_FILES sets another number of them.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _harness import About, Measure, build_measure, read_versions, report, run_pairs, time_call
from sousveil.case.custody import CAPTURES, append_event, change_sums
from sousveil.records.custody import CustodyEvent
from sousveil.workbench.custody.verifying import verify_case

FILES = int(os.environ.get("SOUSVEIL_BENCH_FILES", "10000"))
BYTES = 1_000_000
ROUNDS = 3
A_FOLDER = 100
"""Files a folder; each folder has one event."""


def write_files(root: Path) -> dict[str, str]:
    """Files that differ in their first bytes and are holes behind; their digests by hashlib."""
    sums = {}
    for number in range(FILES):
        name = f"s-{number // A_FOLDER}/{number}.bin"
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(number.to_bytes(8))
            file.truncate(BYTES)
        sums[name] = hashlib.sha256(number.to_bytes(8) + bytes(BYTES - 8)).hexdigest()
    return sums


def write_case(folder: Path) -> list[Path]:
    """A case of stored copies with their list and chain; the files."""
    sums = write_files(folder / CAPTURES)
    change_sums(folder, add=sums)
    names = list(sums)
    for start in range(0, FILES, A_FOLDER):
        files = {name: sums[name] for name in names[start : start + A_FOLDER]}
        append_event(
            folder, CustodyEvent(event="imported", at="2026-03-01T00:00:00Z", actor="bench", files=files)
        )
    return [folder / CAPTURES / name for name in names]


def hash_bare(paths: list[Path]) -> None:
    """What the peer does: every file through hashlib, one after the other, and nothing else."""
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256").hexdigest()


def verify(folder: Path) -> None:
    """What we do; a complaint would mean that something else was measured."""
    found = verify_case(folder)
    if found.problems or found.files != FILES:
        raise RuntimeError(f"{found.files} files, {len(found.problems)} problems")


def measure() -> Iterator[Measure]:
    """Wall time of both over the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_case(folder)
        digest = hashlib.sha256((folder / CAPTURES / "SHA256SUMS").read_bytes()).hexdigest()[:16]
        versions = read_versions("sousveil")
        about = About(what="verify", peer_name="hashlib loop", versions=versions, data_digest=digest)
        pair = run_pairs(
            lambda: time_call(lambda: verify(folder)), lambda: time_call(lambda: hash_bare(paths)), n=ROUNDS
        )
        yield build_measure(f"verify {FILES:,} stored copies of 1 MB", *pair, unit="s", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
