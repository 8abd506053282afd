"""Compares the stored copies of a case with the list of their digests and with the chain of custody.

Reads only. It says what differs; why, or when that came about, no digest can say.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sousveil.case.custody import CAPTURES, SUMS, read_custody, read_sums
from sousveil.case.load import load_case
from sousveil.problems import Argument, Origin, Problem, Severity, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.custody import CUSTODY, SHOWN, Chain, check_head

from .authenticity import Stamped, examine_tokens

LIST = f"{CAPTURES}/{SUMS}"
READERS = 4
"""Files read at once: digests are computed without the interpreter's lock, and a disk has a queue."""
TOO_FEW = 16
"""Files below which other threads take longer to start than to help."""


@dataclass(frozen=True, slots=True)
class Verified:
    """How many files and events were looked at, the digests that nothing follows yet, and what was wrong."""

    files: int
    bytes: int
    events: int
    heads: tuple[str, ...]
    problems: tuple[Problem, ...]
    stamps: tuple[Stamped, ...] = ()
    """Time stamps that are sound and vouched for."""


def verify_case(folder: Path, *, head: str = "", progress: Progress = SILENT) -> Verified:
    """Everything in which files, list and chain differ; with `head`, whether the chain still holds that event."""
    chain = read_custody(folder)
    listed, problems = read_sums(folder)
    sums = {name: digest for name, (_, digest) in listed.items()}
    progress.step("reading the stored copies")
    stored = dict(_find_files(folder / CAPTURES))
    problems += chain.problems
    problems += check_head(chain, head) if head else []
    problems += _check_files(folder, stored, listed)
    problems += _check_events(chain, sums)
    problems += _check_sources(folder, sums)
    stamps, faults = examine_tokens(folder, [name for name in listed if name in stored], chain)
    told = tuple(sort_problems([*problems, *faults]))
    return Verified(len(stored), sum(stored.values()), len(chain.links), chain.heads, told, tuple(stamps))


def digest_file(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _find_files(root: Path) -> Iterator[tuple[str, int]]:
    """Path below a folder and size of every file in it; hidden ones are of a run that did not end, and left."""
    waiting = [root] if root.is_dir() else []
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
            if entry.name.startswith(".") or Path(entry.path) == root / SUMS:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                yield Path(entry.path).relative_to(root).as_posix(), entry.stat(follow_symlinks=False).st_size


def _check_files(
    folder: Path, stored: dict[str, int], listed: dict[str, tuple[int, str]]
) -> Iterator[Problem]:
    """Files that are altered, missing, or on no list."""
    root = folder / CAPTURES
    both = [name for name in listed if name in stored]
    for name, digest in zip(both, _digest_all([root / name for name in both]), strict=True):
        line, wanted = listed[name]
        if not digest:
            yield _problem("stored-file.unreadable", Origin(LIST, line), name=name)
        elif (root / name).is_symlink():
            yield _problem("stored-file.link", Origin(LIST, line), name=name)
        elif digest != wanted:
            yield _problem(
                "stored-file", Origin(LIST, line), name=name, found=digest[:SHOWN], wanted=wanted[:SHOWN]
            )
    for name, (line, _) in listed.items():
        if name not in stored:
            yield _problem("stored-file.missing", Origin(LIST, line), name=name)
    for name in stored:
        if name not in listed:
            yield _problem("stored-file.unlisted", Origin(f"{CAPTURES}/{name}"), name=name)


def _digest_all(paths: list[Path]) -> Iterable[str]:
    """The digests of files, in their order."""
    if len(paths) < TOO_FEW:
        return map(digest_file, paths)
    with ThreadPoolExecutor(min(READERS, os.cpu_count() or 1)) as pool:
        return list(pool.map(digest_file, paths, chunksize=1))


def _check_events(chain: Chain, sums: dict[str, str]) -> Iterator[Problem]:
    """Whether the list says what the chain says last of each file, and nothing else."""
    wanted = chain.replay()
    for name, (link, digest) in wanted.items():
        origin = Origin(CUSTODY, link.line)
        if name not in sums:
            yield _problem("stored-event.missing", origin, name=name)
        elif sums[name] != digest:
            yield _problem("stored-event", origin, name=name, found=sums[name][:SHOWN], wanted=digest[:SHOWN])
    gone = {name: link.line for link in chain.links for name in link.event.gone}
    for name in sums:
        if name in gone and name not in wanted:
            yield _problem("stored-event.gone", Origin(CUSTODY, gone[name]), name=name)
        elif name not in wanted:
            yield _problem("stored-event.none", Origin(LIST), severity=Severity.WARNING, name=name)


def _check_sources(folder: Path, sums: dict[str, str]) -> Iterator[Problem]:
    """Whether the copies that sources name are on the list, with the digests they say."""
    case, _ = load_case(folder)
    for source in case.sources.values():
        origin = case.origins.of(source.id, "captures") or Origin("sources")
        for one in source.captures:
            if one.path not in sums:
                yield _problem("stored-source", origin, name=one.path, source=source.id)
            elif sums[one.path] != one.sha256:
                found, wanted = sums[one.path][:SHOWN], one.sha256[:SHOWN]
                yield _problem("stored-source.other", origin, name=one.path, found=found, wanted=wanted)


def _problem(
    message: str, origin: Origin, *, severity: Severity = Severity.ERROR, **args: Argument
) -> Problem:
    return Problem(message=message, severity=severity, origin=origin, args=args)
