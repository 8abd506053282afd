"""Reads the stored texts of sources and finds those that may be one text printed several times.

Changes nothing. What was found is kept in the store until a stored copy changes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sousveil.case.custody import CAPTURES, REDACTED_TEXT, TEXT, read_sums
from sousveil.case.load import Store
from sousveil.evidence import reprints
from sousveil.evidence.reprints import Alike, check_reprints, find_alike
from sousveil.problems import Problem
from sousveil.records.case import Case
from sousveil.records.source import Source


def find_reprints(folder: Path, case: Case, *, store: Store | None = None) -> list[Problem]:
    """What there is to say of sources whose texts are alike."""
    listed, _ = read_sums(folder)
    found = {one.id: name for one in case.sources.values() if (name := find_text(one, listed))}
    if len(found) < 2:
        return []
    code = Path(reprints.__file__).read_bytes()
    state = (f"{source} {name} {listed[name][1]}\n".encode() for source, name in sorted(found.items()))
    key = hashlib.sha256(b"".join([code, *state])).hexdigest()
    kept = store.read(key) if store else None
    alike = _load(kept) if kept else None
    if alike is None:
        alike = find_alike(dict(_read_texts(folder, found)))
        if store:
            store.write(key, json.dumps([[one.members, one.share] for one in alike]).encode())
    return list(check_reprints(case, alike))


def find_text(source: Source, listed: Mapping[str, object]) -> str:
    """Path below `captures/` of the text of a source's latest copy; empty where the list has none."""
    for capture in sorted(source.captures, key=lambda one: one.captured, reverse=True):
        place, _, name = capture.path.rpartition("/")
        for text in (f"{place}/{REDACTED_TEXT.format(name)}", f"{place}/{TEXT}"):
            if text in listed:
                return text
    return ""


def _read_texts(folder: Path, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for source, name in found.items():
        path = folder / CAPTURES / name
        if path.is_file() and not path.is_symlink():
            yield source, path.read_text(encoding="utf-8", errors="replace")


def _load(kept: bytes) -> tuple[Alike, ...] | None:
    """What an earlier run found; None where something else lies under our name."""
    try:
        return tuple(Alike(tuple(map(str, members)), float(share)) for members, share in json.loads(kept))
    except (ValueError, TypeError):
        return None
