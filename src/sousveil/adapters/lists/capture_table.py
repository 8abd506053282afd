"""Tables of counts for estimating what nobody listed, from JSON.

Reads only. Any fault loses the whole table, because a count that is left out changes the answer unseen.
"""

import json
import re
from itertools import product

from sousveil.adapters.foreign import find_place
from sousveil.adapters.json_names import build_object, find_repeats
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.capture import CaptureTable, FrequencyTable

MOST_LISTS = 10
"""Lists read: their 1,023 patterns are more than any table we know has."""
MOST = 10**9
"""The largest count read; far beyond what anybody counted, and every sum of such counts is exact in a float."""
ABOUT = frozenset({"source", "title", "note", "licence"})
"""Keys that say something about the table and are let pass."""
_PATTERN = re.compile(r"[01]+")
_NEAR_PATTERN = re.compile(r"[\d\W_]+|.*[01]{2}.*")


class _Reader:
    """A table while it is read: its text for places, and what is wrong so far."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.problems: list[Problem] = []

    @property
    def failed(self) -> bool:
        """Whether something was found that loses the table."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def report(
        self,
        message: str,
        key: str = "",
        *,
        severity: Severity = Severity.ERROR,
        at: int = -1,
        **args: str | int,
    ) -> None:
        """Add a problem at a position, or without one where a key first stands."""
        if key:
            at = at if at >= 0 else self.text.find(json.dumps(key, ensure_ascii=False))
            args["key"] = key
        origin = Origin(self.path, *find_place(self.text, max(at, 0)))
        self.problems.append(Problem(message=message, severity=severity, origin=origin, args=args))


def parse_capture_table(text: str, path: str) -> tuple[CaptureTable | FrequencyTable | None, list[Problem]]:
    """The table of a file: `{"0110": 217, …}`, names under "lists", their sum under "n"; or `{"f": [3218, 882, …]}`."""
    reader = _Reader(text, path)
    value = _load(reader)
    table = (
        None if value is None else _read_frequencies(value, reader) if "f" in value else _read(value, reader)
    )
    return None if reader.failed else table, reader.problems


def _load(reader: _Reader) -> dict[str, object] | None:
    """The JSON object of the file, each key once."""
    twice: list[str] = []
    try:
        value = json.loads(reader.text, object_pairs_hook=lambda pairs: build_object(pairs, twice))
    except json.JSONDecodeError as error:
        reader.report("capture-file", at=error.pos, reason=error.msg)
        return None
    except RecursionError:
        reader.report("capture-file", reason="it is nested too deeply")
        return None
    if not isinstance(value, dict):
        reader.report("capture-file.shape", found=name_json(value))
        return None
    for key, at in find_repeats(reader.text, twice):
        reader.report("capture-key.twice", key, at=at)
    return value


def _read(value: dict[str, object], reader: _Reader) -> CaptureTable | None:
    """A table of patterns."""
    counts: dict[str, int] = {}
    for key, count in value.items():
        if _PATTERN.fullmatch(key):
            counts[key] = _count(key, count, reader)
        elif _NEAR_PATTERN.fullmatch(key):
            reader.report("capture-key", key)
        elif key not in ABOUT | {"n", "lists"}:
            reader.report("capture-key.ignored", key, severity=Severity.WARNING)
    lists = len(next(iter(counts), ""))
    _check_patterns(counts, lists, reader)
    if reader.failed:
        return None
    names = _read_names(value.get("lists"), lists, reader)
    _check_counts(counts, names, value.get("n"), reader)
    return CaptureTable(counts=counts, names=names)


def _check_patterns(counts: dict[str, int], lists: int, reader: _Reader) -> None:
    """Whether patterns are of one length that can be read, and none of them is of the unseen."""
    if not counts:
        reader.report("capture-file.empty")
    elif lists == 1:
        reader.report("capture-key.few", next(iter(counts)))
    elif lists > MOST_LISTS:
        reader.report("capture-key.many", next(iter(counts)), n=lists, most=MOST_LISTS)
    for key in counts:
        if len(key) != lists:
            reader.report("capture-key.length", key, n=len(key), wanted=lists)
        elif "1" not in key and lists > 1:
            reader.report("capture-key.unseen", key)


def _check_counts(counts: dict[str, int], names: tuple[str, ...], said: object, reader: _Reader) -> None:
    """Whether every list holds something, and the counts add up to what is said of them."""
    missing = ["".join(bits) for bits in product("01", repeat=len(names))][1:]
    missing = [key for key in missing if key not in counts]
    if missing:
        shown = ", ".join(missing[:8]) + (", …" if len(missing) > 8 else "")
        reader.report("capture-count.zero", severity=Severity.NOTE, n=len(missing), keys=shown)
    for number, name in enumerate(names):
        if not any(count for key, count in counts.items() if key[number] == "1"):
            reader.report("capture-count.list", name=name)
    total = sum(counts.values())
    if said is not None and said != total:
        reader.report("capture-count.total", "n", said=json.dumps(said), found=total)


def _read_names(value: object, lists: int, reader: _Reader) -> tuple[str, ...]:
    """The names of the lists; numbers from 1 where none are given."""
    if value is None:
        return tuple(str(number) for number in range(1, lists + 1))
    names = tuple(str(name) for name in value) if isinstance(value, list) else ()
    if len(set(names)) != lists or "" in names:
        reader.report(
            "capture-count.names", "lists", found=json.dumps(value, ensure_ascii=False)[:80], n=lists
        )
        return tuple(str(number) for number in range(1, lists + 1))
    return names


def _read_frequencies(value: dict[str, object], reader: _Reader) -> FrequencyTable | None:
    """A table of frequencies: a list that begins with those seen once, or a mapping."""
    for key in value:
        if _PATTERN.fullmatch(key):
            reader.report("capture-file.both", key)
        elif key not in ABOUT | {"f", "n"}:
            reader.report("capture-key.ignored", key, severity=Severity.WARNING)
    given = value["f"]
    if isinstance(given, list):
        given = {str(number): count for number, count in enumerate(given, start=1)}
    if not isinstance(given, dict) or not all(re.fullmatch(r"[1-9]\d{0,2}", key) for key in given):
        reader.report("capture-count.frequencies", "f", found=json.dumps(value["f"])[:80])
        return None
    counts = {int(key): _count(key, count, reader) for key, count in given.items()}
    if not any(counts.values()):
        reader.report("capture-file.empty")
    total = sum(counts.values())
    if value.get("n") not in (None, total):
        reader.report("capture-count.total", "n", said=json.dumps(value["n"]), found=total)
    return FrequencyTable(counts={times: count for times, count in sorted(counts.items()) if count})


def _count(key: str, value: object, reader: _Reader) -> int:
    """A count as a whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        reader.report("capture-count", key, found=name_json(value), most=MOST)
        return 0
    return value


def name_json(value: object) -> str:
    """What a value of JSON is, in words short enough for a message."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return json.dumps(value, ensure_ascii=False)[:80]
