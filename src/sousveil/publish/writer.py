"""The one writer: every published byte passes here, behind the privacy gate, and a site changes in one step.

A version is written whole beside the published one and then switched to, so that whatever happens at any moment the
last complete site stays where it was. A file that did not change is the same file in both versions, so that a site
of which little changed is there at once. It knows nothing of what the files say.

::

    site            → .site.versions/4b1e…      a symbolic link, replaced in one step
    .site.versions/ 4b1e…  93ac…                this version and the one before it
                    .partial-…                  unfinished; removed by the next build
"""

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sousveil.case.write import sync_folder
from sousveil.messages import render_problem
from sousveil.problems import Problem, PublishRefused, UsageError

from .gate.passed import Passed
from .gate.stops import check_outgoing
from .gate.withheld import NOTHING, Withheld

if sys.platform != "win32":
    import fcntl

_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_PARTIAL = ".partial-"
_SHOWN = 20  # problems listed in a refusal; the rest is counted
_AT_ONCE = 16  # files on their way to the disk: it takes them together, which is three to four times as fast as in turn
_PASSED = Passed()


class Publication:
    """Files on their way out, each looked at by the gate when it is added."""

    def __init__(self, *, allowed: Iterable[str] = (), withheld: Withheld = NOTHING, stamp: str = "") -> None:
        """`allowed` are phrases the case lets through, `withheld` what must not be named.

        `stamp` : the case's digest as pages show it, by which alone a page may differ from one looked at before.
        """
        self._allowed = tuple(allowed)
        self._withheld = withheld
        self._passed = _PASSED.under((self._allowed, withheld), stamp)
        self._files: dict[str, bytes] = {}
        self._lowered: set[str] = set()
        self._problems: list[Problem] = []

    def add(self, path: str, content: str | bytes, *, says: str = "") -> None:
        """Take one file; `says` holds the words of a binary file, for the gate."""
        if not _PATH.fullmatch(path) or ".." in path:
            raise ValueError(f"{path!r} is not a relative path of plain names")
        if path.lower() in self._lowered:
            raise ValueError(f"{path!r} is published twice (upper and lower case count as one)")
        data = content.encode("utf-8") if isinstance(content, str) else content
        if not self._passed.holds(path, data, says):
            found = tuple(
                check_outgoing(path, data, says=says, allowed=self._allowed, withheld=self._withheld)
            )
            self._problems += found
            if not found:
                self._passed.add(path, data, says)
        self._files[path] = data
        self._lowered.add(path.lower())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the gate found in the files added so far."""
        return tuple(self._problems)

    @property
    def files(self) -> dict[str, bytes]:
        """The files in the order of their paths."""
        return dict(sorted(self._files.items()))

    @property
    def digest(self) -> str:
        """SHA-256 over paths and contents: equal for equal publications."""
        total = hashlib.sha256()
        for path, content in self.files.items():
            total.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\n".encode())
        return total.hexdigest()

    def write(self, out: Path) -> Path:
        """Publish as `out` and return the folder of this version.

        Raises PublishRefused, before anything is written, where the gate found something; UsageError where `out` is
        something that was not published here.
        """
        refuse(self._problems)
        versions = out.parent / f".{out.name}.versions"
        if not _may_replace(out, versions):
            raise UsageError(f"{out} is not a published site; name a folder that does not exist yet")
        versions.mkdir(parents=True, exist_ok=True)
        with _alone(versions):
            _remove_partial(versions)
            version = self._write_version(versions)
            before = out.resolve().name if out.is_symlink() else ""
            _switch(out, version)
            if before != version.name:
                _prune(versions, {version.name, before})
        return version

    def _write_version(self, versions: Path) -> Path:
        """The folder of this version, written whole or found whole."""
        target = versions / self.digest[:16]
        if target.is_dir() and self._is_whole(target):
            return target
        partial = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=versions))
        for parent in {(partial / path).parent for path in self._files}:
            parent.mkdir(parents=True, exist_ok=True)
        known = [path for path in versions.iterdir() if path.is_dir() and path != partial]
        fresh = {
            partial / path: content
            for path, content in self._files.items()
            if not any(_link(folder / path, partial / path, content) for folder in known)
        }
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_write_file, fresh, fresh.values()))
        for folder, _, _ in os.walk(partial):
            sync_folder(Path(folder))
        partial.chmod(0o755)
        number = 2
        while target.exists():  # somebody changed that version by hand: leave it to those who are reading it
            target, number = versions / f"{self.digest[:16]}-{number}", number + 1
        partial.rename(target)
        sync_folder(versions)
        return target

    def _is_whole(self, folder: Path) -> bool:
        """Whether a folder holds exactly these files."""
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        return found.keys() == self._files.keys() and all(
            path.read_bytes() == self._files[name] for name, path in found.items()
        )


def refuse(problems: Iterable[Problem], done: str = "published") -> None:
    """Raise PublishRefused with the place and reason of each problem, if there are any; `done` is what was not."""
    lines = [render_problem(problem) for problem in problems]
    if lines:
        more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        raise PublishRefused("\n".join([f"nothing was {done}:", *lines[:_SHOWN], *more]))


def _link(known: Path, path: Path, content: bytes) -> bool:
    """Whether a file of another version has the same content, and stands here too now: nothing is written then."""
    try:
        if known.is_symlink() or known.stat().st_size != len(content) or known.read_bytes() != content:
            return False
        path.hardlink_to(known)
    except (OSError, NotImplementedError):
        return False
    return True


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone(versions: Path) -> Iterator[None]:
    """Hold the versions folder for one build; the lock goes with the process, however it ends."""
    if sys.platform == "win32":
        yield
        return
    with (versions / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove_partial(versions: Path) -> None:
    """Remove what a killed build left: no other build runs while the lock is held."""
    for path in versions.glob(f"{_PARTIAL}*"):
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path)


def _switch(out: Path, version: Path) -> None:
    """Make `out` lead to a version in one step."""
    link = version.parent / f"{_PARTIAL}link"
    try:
        link.symlink_to(Path(version.parent.name) / version.name, target_is_directory=True)
    except (OSError, NotImplementedError):
        _switch_by_renaming(out, version)
        return
    if out.is_dir() and not out.is_symlink():  # an empty folder, or a copy from where links were impossible
        out.rename(version.parent / f"{_PARTIAL}folder")
    link.replace(out)
    sync_folder(out.parent)


def _switch_by_renaming(out: Path, version: Path) -> None:
    """Where links are impossible: copy, then two renames; the old site is back in place if the second one fails."""
    copy = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=version.parent))
    shutil.copytree(version, copy, dirs_exist_ok=True)
    (copy / _MARK).write_text(version.name + "\n", encoding="utf-8")
    old = version.parent / f"{_PARTIAL}old"
    if out.exists():
        out.rename(old)
    try:
        copy.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    sync_folder(out.parent)


_MARK = ".sousveil-version"


def _may_replace(out: Path, versions: Path) -> bool:
    """Whether at `out` stands nothing, a link to one of our versions, an empty folder, or a copy that we made."""
    if out.name in {"", ".."}:  # a folder that somebody is in, and that has no name to switch
        return False
    if out.is_symlink():
        return out.readlink().parent == Path(versions.name)
    if not out.is_dir():
        return not out.exists()
    return (out / _MARK).is_file() or not any(out.iterdir())


def _prune(versions: Path, keep: set[str]) -> None:
    """Keep this version and the one before it."""
    for path in versions.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path)
