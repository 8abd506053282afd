"""Puts time stamps (RFC 3161) beside stored copies: asked for from a server, or brought in as a file.

Asks only the server that a person named, and sends it a digest, never a copy. A time stamp shows that a copy existed
not later than its time; `sousveil verify` examines it.
"""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import httpx

from sousveil.case.custody import CAPTURES, append_event, change_sums, lock_custody, read_custody, read_sums
from sousveil.case.write import write_bytes
from sousveil.problems import Argument, Origin, Problem, Severity, UsageError
from sousveil.records.custody import SHOWN, CustodyEvent

from .authenticity import ENDING, HAS_EXTRA
from .capturing import Stored, check_actor
from .net import Caller, NoAnswer, send
from .verifying import digest_file

if HAS_EXTRA:
    from sousveil.adapters.captures.timestamps import QUERY, BadToken, check_reply, parse_token, render_query

_NONCE_BITS = 63
"""RFC 3161 §2.4.1 asks for 64 bits; a number without a sign that fits in 64 is what every server reads."""


def ask_stamp(folder: Path, path: str, url: str, caller: Caller, *, actor: str) -> Stored:
    """Ask a server for a time stamp on a stored file; `path` is below `captures/`."""
    check_actor(actor)
    path = path.removeprefix(f"{CAPTURES}/")
    digest = _require_digest(folder, path)
    if not HAS_EXTRA:
        return _refuse("timestamp-refused.extra", path)
    nonce = secrets.randbits(_NONCE_BITS)
    try:
        reply = send(url, render_query(digest, nonce), QUERY, caller)
        if reply.status != httpx.codes.OK:
            raise BadToken(f"{reply.status} {reply.reason}".strip())  # noqa: TRY301 - one way of saying why not
        check_reply(reply.raw, digest, nonce)
    except (NoAnswer, BadToken) as error:
        return _refuse("timestamp-refused", path, url=url, reason=str(error), path=path)
    return _store(folder, path, reply.raw, actor)


def import_stamp(folder: Path, file: Path, *, actor: str) -> Stored:
    """Store a time stamp that somebody has, beside the file that it is about."""
    check_actor(actor)
    if not HAS_EXTRA:
        return _refuse("timestamp-refused.extra", file.name)
    try:
        raw = file.read_bytes()
        token = parse_token(raw)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or type(error).__name__}") from error
    except BadToken as error:
        return _refuse("timestamp-refused.file", file.name, file=file.name, reason=str(error))
    listed, _ = read_sums(folder)
    about = next((name for name, (_, digest) in listed.items() if digest == token.sha256), "")
    if not about:
        found = token.sha256[:SHOWN]
        return _refuse("timestamp-refused.nobody", file.name, file=file.name, found=found)
    return _store(folder, about, raw, actor)


def _store(folder: Path, about: str, raw: bytes, actor: str) -> Stored:
    """Put a time stamp beside its file, on the list and into the chain, and with it what a stopped run left."""
    root = folder / CAPTURES
    with lock_custody(folder):
        name, number = f"{about}{ENDING}", 1
        while (path := root / name).exists() and path.read_bytes() != raw:
            number += 1
            name = f"{about}-{number}{ENDING}"
        write_bytes(path, raw)
        known = {one for link in read_custody(folder).links for one in (*link.event.files, *link.event.gone)}
        found = {one.relative_to(root).as_posix(): one for one in root.glob(f"*/*/*{ENDING}")}
        files = {one: digest_file(at) for one, at in sorted(found.items()) if one == name or one not in known}
        change_sums(folder, add=files)
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        head = append_event(folder, CustodyEvent(event="stamped", at=at, actor=actor, files=files))
    return Stored(name, head)


def _require_digest(folder: Path, path: str) -> str:
    """The SHA-256 of a stored file; UsageError where the list has none."""
    listed, _ = read_sums(folder)
    if path not in listed:
        raise UsageError(
            f"no stored file {path!r}; its path below {CAPTURES}/ stands in {CAPTURES}/SHA256SUMS"
        )
    return listed[path][1]


def _refuse(message: str, place: str, **args: Argument) -> Stored:
    """No time stamp, and why."""
    return Stored(
        problems=(Problem(message=message, severity=Severity.WARNING, origin=Origin(place), args=args),)
    )
