"""Does what the chain of custody says of copies that are gone: off the disk, off the list, out of the records.

Can be done again and again, and does nothing where nothing is left to do. It removes a file only where the file has the
digest that the chain says is gone.
"""

from collections.abc import Iterator
from pathlib import Path

from sousveil.case.custody import CAPTURES, REDACTED_TEXT, change_sums
from sousveil.case.load import load_case
from sousveil.case.write import rewrite_record, write_value
from sousveil.plaintext.frontmatter import parse_page
from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.custody import Chain, is_inside
from sousveil.records.source import Capture, Source

from .verifying import digest_file


def finish_removals(folder: Path, chain: Chain) -> list[Problem]:
    """Bring disk, list and records to what the chain says is gone; the caller holds the lock."""
    wanted = chain.replay()
    gone = {
        name: digest for link in chain.links for name, digest in link.event.gone.items() if name not in wanted
    }
    if not gone:
        return []
    put = {name: digest for name, (link, digest) in wanted.items() if link.event.event == "redacted"}
    change_sums(folder, add=put, drop=frozenset(gone))
    problems = list(_rename_in_sources(folder, chain, frozenset(gone)))
    for name, digest in gone.items():
        path = folder / CAPTURES / name
        if is_inside(name) and path.is_file() and digest_file(path) == digest:
            path.unlink()
    return problems


def with_captures(source: Source, captures: tuple[Capture, ...]) -> Source:
    """The record with other captures; what was not said stays unsaid."""
    return Source.model_validate({**write_value(source), "captures": [one.model_dump() for one in captures]})


def has_comments(path: Path) -> bool:
    """Whether writing a record of a source anew would lose a comment."""
    text = path.read_text(encoding="utf-8")
    page, _ = parse_page(text, path.name)
    return page is None or "#" in text.split("\n---", 1)[0]


def _rename_in_sources(folder: Path, chain: Chain, gone: frozenset[str]) -> Iterator[Problem]:
    """Let sources name what took the place of a copy, or nothing; a record with comments is left to a person."""
    case, _ = load_case(folder)
    instead = dict(_find_instead(chain))
    for source in case.sources.values():
        if not any(one.path in gone for one in source.captures):
            continue
        place = case.origins.path(source.id)
        if has_comments(folder / place):
            named = tuple(one.path for one in source.captures if one.path in gone)
            args: dict[str, Argument] = {"source": source.id, "paths": named}
            yield Problem(
                message="capture-record.gone", severity=Severity.WARNING, origin=Origin(place), args=args
            )
            continue
        moved = (_follow(one, instead, gone) for one in source.captures)
        rewrite_record(folder / place, with_captures(source, tuple(one for one in moved if one)))


def _find_instead(chain: Chain) -> Iterator[tuple[str, tuple[str, str]]]:
    """Path of every redacted copy, with path and digest of what took its place."""
    for link in chain.links:
        files = link.event.files
        for name in link.event.gone:
            texts = {REDACTED_TEXT.format(one) for one in files}
            yield from ((name, (new, digest)) for new, digest in files.items() if new not in texts)


def _follow(capture: Capture, instead: dict[str, tuple[str, str]], gone: frozenset[str]) -> Capture | None:
    """The capture as it is now; None where it was taken away."""
    path, digest = capture.path, capture.sha256
    while path in gone:
        if path not in instead:
            return None
        path, digest = instead[path]
    return Capture(path=path, sha256=digest, captured=capture.captured)
