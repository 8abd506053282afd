"""Looks whether the sources of a case still stand where they stood, and writes each look into the record.

A look says what was seen, never why. That a page is missing takes two looks a day apart and an earlier sight of it
(`evidence/vanished.py` says so); a fetch that failed is no disappearance.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from sousveil.adapters.captures.warc import read_charset
from sousveil.case.custody import CAPTURES, read_sums
from sousveil.case.load import load_case
from sousveil.case.write import rewrite_record, write_value
from sousveil.problems import Argument, Origin, Problem, Severity, UsageError
from sousveil.progress import SILENT, Progress
from sousveil.records.case import Case
from sousveil.records.source import Sighting, Source
from sousveil.workbench.reprints import find_text

from .net import Caller, Fetched, NoAnswer, Robots, ask_robots, fetch
from .removals import has_comments
from .text import read_text

State = Literal["alive", "changed", "redirected_home", "soft_404", "missing", "dns_gone", "blocked", "error"]
PAUSE_S = 2.0
"""Between two questions to whatever host."""
APART = timedelta(hours=24)
"""Between two looks at one source, so that two negative ones are always a day apart."""
ALIKE = 0.9
"""Share of the runs of three words that two texts have in common, from which a page is unchanged. A policy of ours."""
SAME_ANSWER = 0.8
"""The same for a page and an address nobody made: such answers repeat the address asked for."""
RUN = 3
_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 402, 403, 407, 429, 451})
_HOME = re.compile(r"/*([a-z]{2}(-[a-z]{2,4})?/*)?((index|home|default)\.[a-z]{2,5})?", re.IGNORECASE)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)Z")


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a source."""

    source: str
    url: str
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class Watched:
    """The looks that were taken, the sources that were looked at less than a day ago, and what there is to say."""

    looks: tuple[Look, ...]
    recent: tuple[str, ...]
    problems: tuple[Problem, ...]


def watch_case(
    folder: Path,
    caller: Caller,
    sources: Sequence[str] = (),
    *,
    past_robots: bool = False,
    progress: Progress = SILENT,
    wait: Callable[[float], object] = time.sleep,
) -> Watched:
    """Look at the sources of a case that have an address, or at those named, and write down what was seen."""
    case, _ = load_case(folder)
    looks, recent, problems = list[Look](), list[str](), list[Problem]()
    for source in _choose(case, sources):
        now = datetime.now(UTC)
        if _is_recent(source, now):
            recent.append(source.id)
            continue
        progress.step(f"looking at {source.id}")
        try:
            look = _look(folder, source, caller, past_robots=past_robots, wait=wait)
        except NoAnswer as error:
            problems.append(_problem(error.message, source.id, **error.said))
            continue
        if look is None:
            problems.append(_problem("watch-robots", source.id, url=source.URL or ""))
            continue
        looks.append(look)
        problems += _write_look(folder, case, source, look, now)
    return Watched(tuple(looks), tuple(recent), tuple(problems))


def compare_texts(one: str, other: str) -> float:
    """Of the runs of three words in two texts, the share that both have; 1 for two empty ones."""
    first, second = _runs(one), _runs(other)
    if not first or not second:
        return float(first == second)
    return len(first & second) / len(first | second)


def _choose(case: Case, named: Sequence[str]) -> Iterator[Source]:
    """The sources to look at."""
    for identity in named:
        source = case.sources.get(identity)
        if source is None:
            raise UsageError(
                f"{identity}: the case has no such source that can be read; `sousveil check` says what cannot"
            )
        if not source.URL:
            raise UsageError(f"{identity}: the source has no URL, so there is no page to look at")
        yield source
    if not named:
        yield from (source for source in case.sources.values() if source.URL)


def _look(
    folder: Path, source: Source, caller: Caller, *, past_robots: bool, wait: Callable[[float], object]
) -> Look | None:
    """One look; None where robots.txt forbids it. Raises NoAnswer where we do not ask at all."""
    url = source.URL or ""
    try:
        robots: Robots = "allowed" if past_robots else ask_robots(url, caller)
        wait(PAUSE_S)
        if robots == "forbidden":
            return None
        if robots == "unreachable":
            return Look(source.id, url, "error", "robots.txt could not be had, so the page was not asked for")
        fetched = fetch(url, caller)
    except NoAnswer as error:
        if error.kind == "refused":
            raise
        return Look(source.id, url, "dns_gone" if error.kind == "dns" else "error", str(error))
    state, note = _judge(folder, source, fetched, caller, wait)
    return Look(source.id, url, state, note)


def _judge(
    folder: Path, source: Source, fetched: Fetched, caller: Caller, wait: Callable[[float], object]
) -> tuple[State, str]:
    """What an answer says about a source, and how we know."""
    last, url = fetched.last, source.URL or ""
    said = f"{last.status} {last.reason}".strip()
    if last.status in _GONE:
        return "missing", said
    if last.status in _BLOCKED:
        return "blocked", said
    if not 200 <= last.status < 300:
        return "error", said
    if last.url != url and _is_home(last.url) and not _is_home(url):
        return "redirected_home", f"leads to {last.url}"
    text, stored = _text_of(fetched), _read_stored(folder, source)
    alike = compare_texts(text, stored) if stored is not None else None
    if alike is not None and alike >= ALIKE:
        return "alive", f"{said}; {alike:.0%} of the text is that of the capture"
    if not _is_home(url) and _answers_anything(url, text, caller, wait):
        return "soft_404", f"{said}; an address that nobody made is answered with the same text"
    if alike is None:
        return "alive", f"{said}; there is no capture to compare it with"
    return "changed", f"{said}; {alike:.0%} of the text is that of the capture"


def _answers_anything(url: str, text: str, caller: Caller, wait: Callable[[float], object]) -> bool:
    """Whether the host answers an address beside this one, which nobody made, with the same text."""
    parts = urlsplit(url)
    place, _, name = parts.path.rpartition("/")
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    beside = urlunsplit((parts.scheme, parts.netloc, f"{place}/{secrets.token_hex(8)}{ending}", "", ""))
    wait(PAUSE_S)
    try:
        fetched = fetch(beside, caller)
    except NoAnswer:
        return False
    return 200 <= fetched.last.status < 300 and compare_texts(text, _text_of(fetched)) >= SAME_ANSWER


def _text_of(fetched: Fetched) -> str:
    """The text of an answer."""
    said = fetched.last.header("Content-Type").lower()
    return read_text(fetched.body, said.partition(";")[0].strip(), fetched.last.url, read_charset(said)).text


def _read_stored(folder: Path, source: Source) -> str | None:
    """The text of the latest capture; None where there is none."""
    name = find_text(source, read_sums(folder)[0])
    return (folder / CAPTURES / name).read_text(encoding="utf-8") if name else None


def _write_look(folder: Path, case: Case, source: Source, look: Look, at: datetime) -> Iterator[Problem]:
    """Add a look to the record of its source; a record with comments is left to a person."""
    place = case.origins.path(source.id)
    date, note = f"{at:%Y-%m-%d}", f"{at:%H:%M:%SZ}; {look.note}"
    if has_comments(folder / place):
        yield _problem("watch-record", source.id, date=date, state=look.state, note=note)
        return
    seen = (*source.sightings, Sighting(date=date, state=look.state, note=note))
    value = write_value(source) | {"sightings": [one.model_dump(exclude_none=True) for one in seen]}
    rewrite_record(folder / place, Source.model_validate(value))


def _is_recent(source: Source, now: datetime) -> bool:
    """Whether we looked less than a day ago; a look without its time counts for its whole day."""
    for one in source.sightings:
        if one.by or not isinstance(one.note, str):
            continue
        clock = _TIME.match(one.note)
        at = f"{one.date}T{clock[0] if clock else '23:59:59Z'}"
        try:
            if now - datetime.fromisoformat(at) < APART:
                return True
        except ValueError:  # a date with doubt is not one of ours
            continue
    return False


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_HOME.fullmatch(parts.path)) and not parts.query


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))} if words else set()


def _problem(message: str, source: str, **args: Argument) -> Problem:
    said = {"source": source, **args}
    return Problem(message=message, severity=Severity.NOTE, origin=Origin(source), args=said, record=source)
