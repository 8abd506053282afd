"""Takes a stored copy away, or puts a redacted one in its place; its digest and the reason stay.

The event in the chain comes before anything is removed: a run that is stopped leaves what the next one completes.
"""

from datetime import UTC, datetime
from pathlib import Path

from sousveil.case.custody import (
    CAPTURES,
    REDACTED_TEXT,
    TEXT,
    append_event,
    lock_custody,
    read_custody,
    read_sums,
)
from sousveil.case.load import load_case
from sousveil.case.write import write_bytes
from sousveil.problems import UsageError
from sousveil.records.custody import CustodyEvent
from sousveil.records.source import Source

from .authenticity import examine_pdfs
from .capturing import Stored, check_actor, digest_bytes, finish_captures
from .files import Copy, Refused, read_copy
from .removals import finish_removals


def redact_copy(folder: Path, path: str, file: Path | None, *, reason: str, actor: str) -> Stored:
    """Put a file in the place of a stored copy, or with none take the copy away; `path` is below `captures/`."""
    if not reason.strip():
        raise UsageError("say with --reason why; it stands in the chain of custody")
    check_actor(actor)
    path = path.removeprefix(f"{CAPTURES}/")
    with lock_custody(folder):
        finished = finish_captures(folder)
        source = _require_copy(folder, path)
        try:
            copy = read_copy(file.read_bytes(), file.name) if file else None
        except (OSError, Refused) as error:
            raise UsageError(f"{file}: cannot take the place of {path}: {error}") from error
        files = _write_copy(folder, path, copy) if copy else {}
        event = CustodyEvent(
            event="redacted" if copy else "withdrawn",
            at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            actor=actor,
            source=source.id,
            files=files,
            gone=_list_gone(folder, path),
            note=reason.strip(),
        )
        head = append_event(folder, event)
        problems = finish_removals(folder, read_custody(folder))
    signed = examine_pdfs(folder, copy.signed, datetime.now(UTC))[1] if copy else []
    noted = (*copy.problems, *signed) if copy else ()
    return Stored(path.rpartition("/")[0], head, finished, (*noted, *problems))


def _require_copy(folder: Path, path: str) -> Source:
    """The source whose record names a stored copy; UsageError where there is none."""
    case, _ = load_case(folder)
    for source in case.sources.values():
        if any(one.path == path for one in source.captures):
            return source
    raise UsageError(f"no source has a capture {path!r}; its path stands in the record of the source")


def _write_copy(folder: Path, path: str, copy: Copy) -> dict[str, str]:
    """Store the redacted copy and its text beside the old ones; the digests of both."""
    place, ending = path.rpartition("/")[0], copy.name.partition(".")[2]
    number, name = 1, f"redacted.{ending}"
    while (folder / CAPTURES / place / name).exists():
        number += 1
        name = f"redacted-{number}.{ending}"
    contents = {name: copy.raw} | (
        {REDACTED_TEXT.format(name): copy.text.encode()} if copy.text.strip() else {}
    )
    for one, content in contents.items():
        write_bytes(folder / CAPTURES / place / one, content)
    return {f"{place}/{one}": digest_bytes(content) for one, content in contents.items()}


def _list_gone(folder: Path, path: str) -> dict[str, str]:
    """The copy and its text, as the list has them."""
    place, _, name = path.rpartition("/")
    sums, _ = read_sums(folder)
    texts = (f"{place}/{TEXT}", f"{place}/{REDACTED_TEXT.format(name)}")
    return {one: sums[one][1] for one in (path, *texts) if one in sums}
