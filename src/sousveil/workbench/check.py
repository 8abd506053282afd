"""Loads a case and runs every check on it: what `check`, the site and an editor all show.

Findings of the parts of a case that did not change come from the store. It decides nothing and writes nothing else.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sousveil.case.load import Store, load_case, without_collector
from sousveil.engines.local import count_processes, run_all
from sousveil.evidence.partition import Shard, partition, sub_case
from sousveil.evidence.table import check_local, check_whole, finish
from sousveil.problems import Problem, Severity, sort_problems
from sousveil.records.case import KINDS, Case
from sousveil.records.report import dump_problems, load_problems

from .reprints import find_reprints

_APART = frozenset(KINDS) & {
    "claims",
    "derived",
    "sources",
    "events",
    "questions",
    "limitations",
    "decisions",
    "unresolved",
}
"""Kinds whose files a local check does not read, or reads only where a shard names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A case with everything to be said about it, gravest first; `sound` findings may be left out and counted."""

    case: Case
    problems: tuple[Problem, ...]
    sound: int = 0


def check_case(folder: Path, *, store: Store | None = None, sound: bool = True) -> Checked:
    """The case in a folder with the problems of its files and the findings about its record.

    Without `sound`, findings that came out well are counted and mostly not even read from the store.
    """
    with without_collector():
        case, problems = load_case(folder, store=store)
        sound = sound or bool(case.decisions)  # a verdict may be about a finding that is sound by now
        local, left_out = _check_shards(case, folder, store, sound=sound)
        found = [*check_whole(case), *local, *find_reprints(folder, case, store=store)]
        kept = found if sound else [p for p in found if p.severity is not Severity.OK]
        problems = sort_problems([*problems, *finish(kept, case)])
    return Checked(case=case, problems=tuple(problems), sound=left_out + len(found) - len(kept))


def check_published(public: Case, folder: Path | None, *, store: Store | None = None) -> list[Problem]:
    """What the public part of a case says about itself; with a folder, of its stored texts too."""
    reprints = find_reprints(folder, public, store=store) if folder else []
    return finish([*check_local(public), *check_whole(public), *reprints], public)


def _check_shards(case: Case, folder: Path, store: Store | None, *, sound: bool) -> tuple[list[Problem], int]:
    """What the local checks find, anew only for the shards of which some file changed, and how much is left out."""
    shards = partition(case)
    if store is None and (len(shards) == 1 or count_processes() == 1):
        return check_local(case), 0
    keys = _keys(shards, case, folder) if store else [""] * len(shards)
    kept = [_read_kept(store, key, sound=sound) for key in keys]
    missing = [shard for shard, found in zip(shards, kept, strict=True) if found is None]
    computed = iter(run_all(lambda shard: dump_problems(check_local(sub_case(case, shard))), missing))
    problems, left_out = list[Problem](), 0
    for key, found in zip(keys, kept, strict=True):
        if found is None:
            content = next(computed)
            if store:
                store.write(key, content)
            found = load_problems(content, sound=sound)  # noqa: PLW2901 - what was missing is there now
        problems += found[0]
        left_out += found[1]
    return problems, left_out


def _read_kept(store: Store | None, key: str, *, sound: bool) -> tuple[list[Problem], int] | None:
    """What was found for a shard in an earlier run; None where it must be computed."""
    content = store.read(key) if store else None
    try:
        return None if content is None else load_problems(content, sound=sound)
    except ValueError:
        return None  # written by something else under our name


def _keys(shards: Iterable[Shard], case: Case, folder: Path) -> list[str]:
    """The digest of all that the findings of each shard follow from."""
    digests = _digest_files(folder)
    shared = _join(f"{path} {digest}" for path, digest in digests.items() if _is_shared(path))
    return [_key(shard, case, digests, shared) for shard in shards]


def _key(shard: Shard, case: Case, digests: Mapping[str, str], shared: str) -> str:
    """The digest of all that a shard's findings follow from: code, shared records, its files, its sources' files."""
    files = {*shard.paths, *(case.origins.path(s) for s in shard.sources)}
    used = [f"{path} {digests.get(path, '')}" for path in sorted(files)]
    return _join([_digest_code(), shared, *used, *shard.claims, *shard.derived])


def _digest_files(folder: Path) -> dict[str, str]:
    """The digest of every file of the case that records are read from."""
    paths = (p for p in sorted(folder.rglob("*")) if p.suffix in (".yaml", ".md", ".csv", ".json", ".toml"))
    kept = [p for p in paths if p.is_file() and p.relative_to(folder).parts[0] not in ("build", "captures")]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in kept}


def _is_shared(path: str) -> bool:
    return path.partition("/")[0].removesuffix(".yaml") not in _APART


def _join(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def _digest_code() -> str:
    """The digest of the code whose findings are kept, so that another version's are not used."""
    package = Path(__file__).parent.parent
    rooms = [
        package / "units.py",
        *sorted((package / "records").glob("*.py")),
        *sorted((package / "evidence").glob("*.py")),
    ]
    return _join(hashlib.sha256(path.read_bytes()).hexdigest() for path in rooms)
