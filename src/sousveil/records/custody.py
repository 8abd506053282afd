"""What happened to the stored copies of a case: a chain of events, each of which names those before it by digest.

Sees no disk and no clock. A chain shows that what it holds was not changed since; not when that was, nor that a tail
was cut off, unless somebody noted its last digest elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from sousveil.problems import Argument, Origin, Problem, Severity

from .base import Id, Part, Words

CUSTODY = "custody.jsonl"
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Happening = Literal["captured", "imported", "redacted", "withdrawn", "stamped", "noted"]
SHOWN = 12
"""Hexadecimal digits of a digest that a sentence shows: 48 bits tell the lines of a file apart."""


class CustodyEvent(Part):
    """One thing that was done: what, when (UTC), by whom under another name, to which files of which source."""

    event: Happening
    at: Moment
    actor: Id
    source: Id | None = None
    files: dict[Words, Digest] = Field(default_factory=dict)
    """Path below `captures/` and digest of every file that was stored."""
    gone: dict[Words, Digest] = Field(default_factory=dict)
    """The same of every file that was taken away, or replaced by one of `files`."""
    note: Words | None = None
    torn: Digest | None = None
    """Digest of a line before this one that was never written to its end."""
    prev: tuple[Digest, ...] = ()
    """Digests of the events that nothing followed when this one was written."""


@dataclass(frozen=True, slots=True)
class Link:
    """An event with its digest and its line."""

    line: int
    digest: str
    event: CustodyEvent


@dataclass(slots=True)
class Chain:
    """The events of a file as they stand, those that nothing follows, and what is wrong."""

    path: str = CUSTODY
    links: list[Link] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    tail: bytes = b""
    """What stands behind the last line feed."""
    problems: list[Problem] = field(default_factory=list)

    def report(self, message: str, line: int, severity: Severity = Severity.ERROR, **args: Argument) -> None:
        """Add a problem of a line."""
        origin = Origin(self.path, line)
        self.problems.append(Problem(message=message, severity=severity, origin=origin, args=args))

    def replay(self) -> dict[str, tuple[Link, str]]:
        """Every file that should be there, with the event that stored it and its digest."""
        found: dict[str, tuple[Link, str]] = {}
        for link in self.links:
            for name in link.event.gone:
                found.pop(name, None)
            found |= {name: (link, digest) for name, digest in link.event.files.items()}
        return found


def render_event(event: CustodyEvent) -> str:
    """An event as one line of JSON, keys in order and nothing between them, with its own digest; no line feed."""
    value = _fields(event)
    return _dump({**value, "digest": _digest(value)})


def read_chain(raw: bytes, path: str = CUSTODY) -> Chain:
    """The chain of a file and everything that is wrong with it."""
    chain = Chain(path)
    *lines, chain.tail = raw.split(b"\n")
    torn: dict[int, str] = {}
    for number, line in enumerate([*lines, *([chain.tail] if chain.tail else [])], start=1):
        _read_line(chain, number, line, torn)
    if chain.tail and len(lines) + 1 in torn:
        del torn[len(lines) + 1]
        chain.report("custody-line.torn", len(lines) + 1, Severity.WARNING, n=len(chain.tail))
    excused = {link.event.torn for link in chain.links}
    for number, digest in torn.items():
        if digest in excused:
            chain.report("custody-line.given-up", number, Severity.NOTE)
        else:
            chain.report("custody-line", number)
    _check_links(chain)
    return chain


def check_head(chain: Chain, head: str) -> Iterator[Problem]:
    """Whether the chain still holds an event whose digest, or the beginning of it, was noted elsewhere."""
    if not any(link.digest.startswith(head.lower()) for link in chain.links):
        yield Problem(
            message="custody-head.gone",
            severity=Severity.ERROR,
            origin=Origin(chain.path, max(len(chain.links), 1)),
            args={"head": head},
        )


def _read_line(chain: Chain, number: int, line: bytes, torn: dict[int, str]) -> None:
    """Take up the event of a line; a line that holds none is put into `torn` with its digest."""
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        torn[number] = hashlib.sha256(line).hexdigest()
        return
    said = value.pop("digest", None)
    try:
        event = CustodyEvent.model_validate(value)
    except ValidationError as error:
        fields = tuple(dict.fromkeys(".".join(map(str, one["loc"])) for one in error.errors()))
        chain.report("custody-line.form", number, fields=fields)
        return
    if said != _digest(value) or line.decode() != _dump({**value, "digest": said}):
        chain.report("custody-line.altered", number, event=event.event, at=event.at)
    if any(link.digest == said for link in chain.links):
        chain.report("custody-line.twice", number)
        return
    chain.links.append(Link(number, str(said), event))


def _check_links(chain: Chain) -> None:
    """Whether every event follows events that stand before it; sets the heads."""
    places = {link.digest: link for link in chain.links}
    followed = {digest for link in chain.links for digest in link.event.prev}
    chain.heads = tuple(link.digest for link in chain.links if link.digest not in followed)
    before: Link | None = None
    for link in chain.links:
        for digest in link.event.prev:
            _check_link(chain, link, places.get(digest), digest, before)
        if before and not link.event.prev:
            chain.report("custody-chain.begins", link.line, Severity.NOTE)
        before = link
    if len(chain.heads) > 1:
        lines = tuple(str(places[digest].line) for digest in chain.heads)
        shown = tuple(digest[:SHOWN] for digest in chain.heads)
        last = places[chain.heads[-1]].line
        chain.report("custody-head", last, Severity.WARNING, n=len(shown), lines=lines, heads=shown)


def _check_link(chain: Chain, link: Link, whom: Link | None, digest: str, before: Link | None) -> None:
    """Whether an event follows one that is there, stands before it, and did not happen after it."""
    if whom is None and before and before.digest in chain.heads:
        chain.report("custody-chain.replaced", link.line, before=before.line, digest=digest[:SHOWN])
    elif whom is None:
        chain.report("custody-chain.removed", link.line, digest=digest[:SHOWN])
    elif whom.line > link.line:
        chain.report("custody-chain.order", link.line, other=whom.line)
    elif whom.event.at > link.event.at:
        args: Mapping[str, Argument] = {"at": link.event.at, "other": whom.line, "then": whom.event.at}
        chain.report("custody-chain.time", link.line, Severity.NOTE, **args)


def _fields(event: CustodyEvent) -> dict[str, object]:
    """The fields that say something."""
    return event.model_dump(mode="json", exclude_defaults=True)


def _digest(value: Mapping[str, object]) -> str:
    return hashlib.sha256(_dump(value).encode()).hexdigest()


def _dump(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# --- the list of digests ------------------------------------------------------------------------------------------


def parse_sums(text: str, path: str) -> tuple[dict[str, tuple[int, str]], list[Problem]]:
    """Line and digest of every file of a list as `sha256sum` writes it; a path that leaves the folder is refused."""
    found: dict[str, tuple[int, str]] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        digest, mark, name = line[:64], line[64:66], line[66:]
        sound = len(digest) == 64 and set(digest) <= set("0123456789abcdef") and mark in ("  ", " *")
        if not sound or not is_inside(name):
            problems.append(_sums_problem("stored-list", path, number, found=line[:80]))
        elif name in found:
            problems.append(_sums_problem("stored-list.twice", path, number, name=name, other=found[name][0]))
        else:
            found[name] = (number, digest)
    return found, problems


def render_sums(sums: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """The list of paths and their digests, by path, as `sha256sum -c` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(dict(sums).items()))


def is_inside(name: str) -> bool:
    """Whether a path stays in its folder and can stand on a line."""
    parts = name.split("/")
    return (
        bool(name) and not any(part in ("", ".", "..") for part in parts) and not set(name) & set("\\\r\n\0")
    )


def _sums_problem(message: str, path: str, line: int, **args: Argument) -> Problem:
    return Problem(message=message, severity=Severity.ERROR, origin=Origin(path, line), args=args)
