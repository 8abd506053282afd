"""Asks an Overpass server for the devices of an area: politely, within limits, and only when somebody wants it.

A failure is never an empty answer: what is refused, late, cut off, too large or half an answer is a problem.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np

from sousveil.adapters.json_items import parse_items
from sousveil.adapters.lists.overpass import is_code, read_box, read_overpass, render_query, say_turned
from sousveil.adapters.lists.sightings import Sightings, check_places, find_turned
from sousveil.case.load import load_case
from sousveil.problems import Origin, Severity, UsageError
from sousveil.progress import SILENT, Progress
from sousveil.workbench.custody.net import Door, NoAnswer, render_agent
from sousveil.workbench.whereabouts import find_boxes

QUERY_S = 180
"""Seconds the server may take; it keeps a place for that long (Overpass API manual, "timeout")."""
ANSWER_S = 300
MOST_BYTES = 2**28
"""Of an answer: all surveillance objects of the world take half of it."""
TRIES = 5
FIRST_WAIT_S = 15.0
"""Doubled with each try; a place on a busy server comes free within a minute as a rule."""
LONGEST_WAIT_S = 300.0
BUSY = frozenset({429, 502, 503, 504})
"""Too many requests, and what a loaded server or the gate before it says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which server is asked, and where its keepers can reach who asks."""

    server: str
    contact: str


class _NoAnswer(Exception):
    """Why there is no answer: a message and its arguments."""

    def __init__(self, message: str, **args: str | int) -> None:
        super().__init__(message)
        self.message, self.said = message, args


def fetch_cameras(
    area: str, asked: Asked, *, progress: Progress = SILENT, wait: Callable[[float], object] = time.sleep
) -> Sightings:
    """The devices of an area; failed, and why, where the server gave no whole answer."""
    render_agent(asked.contact)
    if not asked.server.startswith(("https://", "http://")):
        raise UsageError(f"--server: found {asked.server!r}; write an address that begins https://")
    try:
        query = render_query(area, seconds=QUERY_S, most_bytes=MOST_BYTES)
    except ValueError as error:
        raise UsageError(f"--overpass: {error}") from error
    try:
        return read_answer(_ask(query, asked, progress, wait), asked.server)
    except _NoAnswer as error:
        found = Sightings(failed=True)
        found.report(error.message, Origin(asked.server), Severity.ERROR, **error.said)
        return found


def check_area(folder: Path, area: str) -> None:
    """UsageError where a box is far from the case in a folder, and would not be with latitude and longitude swapped."""
    if is_code(area):
        return
    try:
        west, south, east, north = read_box(area)
    except ValueError as error:
        raise UsageError(f"--overpass: {error}") from error
    boxes = find_boxes(folder, load_case(folder)[0])
    if len(boxes) and find_turned(np.array([[(west + east) / 2, (south + north) / 2]]), boxes).all():
        raise UsageError(f"--overpass: {say_turned(area)}, where the case is")


def read_answer(raw: bytes, server: str) -> Sightings:
    """The devices of an answer; one that is not whole is damaged, and one without a date is none of Overpass."""
    text = raw.decode("utf-8", errors="replace")
    items = parse_items(text, server, within=("elements",))
    found = read_overpass(items, server)
    if items.fault and "osm3s" in items.head:
        count = len(found.observations) + found.others
        found.report("camera-fetch.half", Origin(server), Severity.ERROR, elements=count)
        found.failed = True
    elif items.fault or "osm3s" not in items.head or not items.listed:
        shown = " ".join(text[:200].split())[:80]
        found.report("camera-fetch.answer", Origin(server), Severity.ERROR, found=shown)
        found.failed = True
    check_places(found, server)
    return found


def _ask(query: str, asked: Asked, progress: Progress, wait: Callable[[float], object]) -> bytes:
    """The bytes of an answer, after as many tries as politeness allows."""
    pauses = (FIRST_WAIT_S * 2**number for number in count())
    for number in count(1):
        progress.step(f"asking {httpx.URL(asked.server).host}")
        reply = _try(query, asked)
        if reply.content is not None:
            return reply.content
        if reply.status not in BUSY or number == TRIES:
            raise _NoAnswer("camera-fetch.status", status=reply.status, reason=reply.reason, n=number)
        pause = max(next(pauses), reply.after or 0)
        if pause > LONGEST_WAIT_S:
            raise _NoAnswer("camera-fetch.busy", seconds=round(pause))
        progress.step(f"the server is busy; waiting {pause:.0f} s")
        wait(pause)
    raise _NoAnswer("camera-fetch", reason="no answer")


class _Reply(NamedTuple):
    """What a server says once; `after` are the seconds it asks to wait, `content` is None where it has none."""

    status: int
    reason: str
    after: float | None = None
    content: bytes | None = None


def _try(query: str, asked: Asked) -> _Reply:
    """One question; a server that a person named may stand in their own network."""
    headers = {"User-Agent": render_agent(asked.contact), "Accept": "application/json"}
    timeout = httpx.Timeout(30, read=QUERY_S + 30)
    door = Door(private=True, seconds=ANSWER_S)
    parts: list[bytes] = []
    size = 0
    try:
        with (
            httpx.Client(headers=headers, timeout=timeout, transport=door) as client,
            client.stream("POST", asked.server, data={"data": query}) as response,
        ):
            if response.status_code != httpx.codes.OK:
                after = read_wait(response.headers.get("Retry-After", ""))
                return _Reply(response.status_code, response.reason_phrase, after)
            for part in response.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    raise _NoAnswer("camera-fetch.large", most=MOST_BYTES)
    except NoAnswer as error:
        if error.kind == "slow":
            raise _NoAnswer("camera-fetch.slow", seconds=ANSWER_S) from error
        raise _NoAnswer("camera-fetch", reason=str(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _NoAnswer("camera-fetch", reason=str(error) or type(error).__name__) from error
    return _Reply(response.status_code, "", content=b"".join(parts))


def read_wait(said: str) -> float | None:
    """The seconds that a `Retry-After` asks to wait (RFC 9110 §10.2.3: seconds or a date); None for anything else."""
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    if when.tzinfo is None:
        return None
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
