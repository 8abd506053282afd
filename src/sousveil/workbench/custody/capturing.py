"""Stores pages and files in a case: the copy, its text, its digests, the event that says where it came from.

Every step can be stopped anywhere: a capture is complete when its event stands in the chain, and the next run completes
one that is not. Stored copies are for the people of the case; nothing here publishes them.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sousveil import __version__
from sousveil.case.custody import CAPTURES, SUMS, TEXT, append_event, change_sums, lock_custody, read_custody
from sousveil.case.load import load_case
from sousveil.case.write import rewrite_record, sync_folder, write_bytes
from sousveil.problems import Argument, Origin, Problem, Severity, UsageError
from sousveil.progress import SILENT, Progress
from sousveil.records.custody import CustodyEvent, Happening
from sousveil.records.source import Capture, Source

from .authenticity import examine_pdfs
from .files import Copy, Refused, read_copy, read_fetched
from .net import Caller, NoAnswer, Robots, ask_robots, fetch
from .removals import finish_removals, has_comments, with_captures
from .verifying import digest_file

ABOUT = "capture.json"
FORMAT = 1
SOFTWARE = f"Sousveil {__version__}"
_UNFINISHED = ".new-"


@dataclass(frozen=True, slots=True)
class Stored:
    """The folder of a capture below `captures/` or nothing, its event's digest, and what there is to say."""

    folder: str = ""
    head: str = ""
    finished: tuple[str, ...] = ()
    """Captures of earlier runs that this one completed."""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _About:
    """What `capture.json` says of a capture besides its files."""

    event: Happening
    source: str
    actor: str
    at: datetime
    said: dict[str, object] = field(default_factory=dict)


def capture_file(folder: Path, source: str, file: Path, *, actor: str, progress: Progress = SILENT) -> Stored:
    """Store a file as a copy of a source."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or type(error).__name__}") from error
    progress.step(f"reading {file.name}")
    return capture_bytes(folder, source, raw, file.name, actor=actor)


def capture_bytes(folder: Path, source: str, raw: bytes, name: str, *, actor: str) -> Stored:
    """Store what a file of a name held as a copy of a source."""
    _require_source(folder, source)
    check_actor(actor)
    about = _About("imported", source, actor, datetime.now(UTC), {"file": name})
    try:
        copy = read_copy(raw, name)
    except Refused as error:
        return _refuse(error.message, name, **error.said)
    return _store(folder, about, copy)


def capture_page(
    folder: Path, source: str, caller: Caller, *, url: str = "", actor: str, past_robots: bool = False
) -> Stored:
    """Fetch the page of a source and store it as a web archive."""
    stored = _require_source(folder, source)
    address = url or stored.URL or ""
    check_actor(actor)
    if not address:
        raise UsageError(f"{source} has no URL; name the address with --url")
    try:
        robots = ask_robots(address, caller)
        if robots in ("forbidden", "unreachable") and not past_robots:
            unknown = "-unreachable" if robots == "unreachable" else ""
            return _refuse(f"capture-refused.robots{unknown}", source, url=address)
        fetched = fetch(address, caller)
        copy = read_fetched(fetched, SOFTWARE)
    except (NoAnswer, Refused) as error:
        return _refuse(error.message, source, **error.said)
    about = _About("captured", source, actor, fetched.last.at)
    about.said["asked"] = address
    about.said["answers"] = [
        {"url": one.url, "status": one.status, "at": one.stamp} for one in fetched.exchanges
    ]
    about.said["robots"] = _say_robots(robots, past=past_robots)
    return _store(folder, about, copy)


def add_remark(folder: Path, words: str, *, actor: str) -> str:
    """Put a remark into the chain, which also joins histories that were brought together; the new head."""
    check_actor(actor)
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    with lock_custody(folder):
        return append_event(folder, CustodyEvent(event="noted", at=at, actor=actor, note=words))


def check_actor(actor: str) -> None:
    """Whether somebody can be named so in the chain; UsageError else."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", actor):  # an id, as records have it
        raise UsageError(f"--by: found {actor!r}; write a word in small letters, and not your own name")


def finish_captures(folder: Path) -> tuple[str, ...]:
    """Complete the captures whose run was stopped, and remove what was never whole; the caller holds the lock."""
    root = folder / CAPTURES
    for path in root.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in root.glob(f".{SUMS}.*"):
        path.unlink(missing_ok=True)
    chain = read_custody(folder)
    finish_removals(folder, chain)
    known = {name for link in chain.links for name in (*link.event.files, *link.event.gone)}
    finished = []
    for path in sorted(root.glob(f"*/*/{ABOUT}")):
        name = path.parent.relative_to(root).as_posix()
        if f"{name}/{ABOUT}" not in known and _is_whole(path):
            _settle(folder, name)
            finished.append(name)
    return tuple(finished)


def _store(folder: Path, about: _About, copy: Copy) -> Stored:
    """Put a copy into the case, and say whether those who signed it are known here."""
    signatures, noted = examine_pdfs(folder, copy.signed, about.at)
    if signatures:
        about.said["signatures"] = signatures
    with lock_custody(folder):
        finished = finish_captures(folder)
        name = _write_folder(folder, about, copy)
        head, problems = _settle(folder, name)
    return Stored(name, head, finished, (*copy.problems, *noted, *problems))


def _write_folder(folder: Path, about: _About, copy: Copy) -> str:
    """The files of a capture, as a folder that is there whole or not at all; its path below `captures/`."""
    root = folder / CAPTURES
    place = root / about.source
    place.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=root, prefix=_UNFINISHED))
    new.chmod(0o755)
    files = {copy.name: copy.raw} | ({TEXT: copy.text.encode()} if copy.text.strip() else {})
    for name, content in files.items():
        write_bytes(new / name, content)
    write_bytes(new / ABOUT, _render_about(about, copy, files).encode())
    target = _free_name(place, about.at)
    new.rename(target)
    sync_folder(place)
    sync_folder(root)
    return target.relative_to(root).as_posix()


def _render_about(about: _About, copy: Copy, files: Mapping[str, bytes]) -> str:
    """What a capture says of itself."""
    value = {
        "format": FORMAT,
        "software": SOFTWARE,
        "event": about.event,
        "source": about.source,
        "actor": about.actor,
        "at": f"{about.at:%Y-%m-%dT%H:%M:%SZ}",
        **about.said,
        "main": copy.name,
        "title": copy.title,
        "text": copy.how,
        **({"original": copy.original} if copy.original else {}),
        "files": {
            name: {"sha256": digest_bytes(raw), "bytes": len(raw)} for name, raw in sorted(files.items())
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _settle(folder: Path, name: str) -> tuple[str, list[Problem]]:
    """List the files of a capture, name it in its source, and last put its event into the chain; the new head."""
    path = folder / CAPTURES / name
    about = json.loads((path / ABOUT).read_text(encoding="utf-8"))
    files = {f"{name}/{one}": str(said["sha256"]) for one, said in about["files"].items()}
    main = f"{name}/{about['main']}"
    capture = Capture(path=main, sha256=files[main], captured=about["at"][:10])
    files[f"{name}/{ABOUT}"] = digest_file(path / ABOUT)
    change_sums(folder, add=files)
    problems = list(_name_in_source(folder, about["source"], capture))
    event = CustodyEvent(
        event=about["event"], at=about["at"], actor=about["actor"], source=about["source"], files=files
    )
    return append_event(folder, event), problems


def _name_in_source(folder: Path, identity: str, capture: Capture) -> Iterator[Problem]:
    """Add a capture to the record of its source; a record with comments is left to a person."""
    case, _ = load_case(folder)
    source = case.sources.get(identity)
    place = case.origins.path(identity)
    if source is None or not place or capture in source.captures:
        return
    path = folder / place
    if has_comments(path):
        args = {"path": capture.path, "sha256": capture.sha256, "captured": capture.captured}
        yield Problem(message="capture-record", severity=Severity.NOTE, origin=Origin(place), args=args)
        return
    rewrite_record(path, with_captures(source, (*source.captures, capture)))


def _is_whole(about: Path) -> bool:
    """Whether the files of a capture are what it says of them."""
    try:
        files = json.loads(about.read_text(encoding="utf-8"))["files"]
        return all(digest_file(about.parent / name) == said["sha256"] for name, said in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _free_name(place: Path, at: datetime) -> Path:
    """A folder named for the time, that is not there yet."""
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    number, target = 1, place / stamp
    while target.exists():
        number += 1
        target = place / f"{stamp}-{number}"
    return target


def _require_source(folder: Path, identity: str) -> Source:
    """The source; UsageError where the case has none of that id."""
    case, _ = load_case(folder)
    source = case.sources.get(identity)
    if source is None:
        raise UsageError(f"{folder} has no source {identity!r}; `sousveil add source {folder}` adds one")
    return source


def _say_robots(robots: Robots, *, past: bool) -> str:
    """What was decided, for whoever asks later."""
    return f"{robots}, fetched all the same" if past and robots in ("forbidden", "unreachable") else robots


def _refuse(message: str, file: str, **args: Argument) -> Stored:
    """No capture, and why."""
    said = {"file": file, **args}
    return Stored(
        problems=(Problem(message=message, severity=Severity.ERROR, origin=Origin(file), args=said),)
    )


def digest_bytes(raw: bytes) -> str:
    """The SHA-256 of what is about to be written."""
    return hashlib.sha256(raw).hexdigest()
