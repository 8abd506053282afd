"""Two versions of one list: what is new, what moved, what changed, what is first missing in the later.

Says nothing about why: a camera that is no longer listed may hang where it hung.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sousveil.records.camera import Observation

from .candidates import to_xyz
from .fields import FIELDS
from .lists import ListedCameras, is_object
from .match import match_lists
from .reasons import say_field

MOVED_M = 2.0
"""A place that differs by less was printed anew: five decimals of a degree are 1.1 m."""


class What(StrEnum):
    """What became of an entry; `uncertain` where nobody can tell which entry it became."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    FIRST_MISSING = "first_missing"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of an entry: its observation before and after, how far it moved [m], what else changed."""

    what: What
    old: Observation | None = None
    new: Observation | None = None
    moved_m: float | None = None
    fields: tuple[tuple[str, str, str], ...] = ()


def compare_versions(
    old: Sequence[Observation], new: Sequence[Observation]
) -> tuple[tuple[Change, ...], int]:
    """The changes in order, and how many entries stayed as they were.

    Entries are one by their map's id or their reference, where each stands once in both; else where they say the same;
    else as two lists are matched.
    """
    pairs: list[tuple[int, int]] = []
    for identify in (_object_of, _reference_of, _content_of):
        pairs += _pair_by(identify, old, new, pairs)
    uncertain: list[tuple[int, int]] = []
    linked, doubted = _pair_by_match(old, new, pairs)
    pairs += linked
    uncertain += doubted
    changes = [change for a, b in pairs if (change := _compare(old[a], new[b]))]
    same = len(pairs) - len(changes)
    changes += [Change(what=What.UNCERTAIN, old=old[a], new=new[b]) for a, b in uncertain]
    left = {a for a, _ in (*pairs, *uncertain)}
    right = {b for _, b in (*pairs, *uncertain)}
    changes += [Change(what=What.FIRST_MISSING, old=one) for row, one in enumerate(old) if row not in left]
    changes += [Change(what=What.NEW, new=one) for row, one in enumerate(new) if row not in right]
    return tuple(sorted(changes, key=_order)), same


def _order(change: Change) -> tuple[int, str, str]:
    what = tuple(What).index(change.what)
    return what, change.old.id if change.old else "", change.new.id if change.new else ""


def _object_of(one: Observation) -> str:
    return one.id if is_object(one) else ""


def _reference_of(one: Observation) -> str:
    return one.names.get("ref", "")


def _content_of(one: Observation) -> str:
    """All that an entry says but the id it was given, which may be the number of its line."""
    place = one.lonlat and tuple(round(degrees, 5) for degrees in one.lonlat)
    return repr(
        (place, one.device, [(field.name, say_field(field.name, one)) for field in FIELDS], one.count)
    )


def _pair_by(
    identify: Callable[[Observation], str],
    old: Sequence[Observation],
    new: Sequence[Observation],
    taken: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """Rows that say the same of themselves; only what stands once in both, or as often in both and is alike."""
    used = {a for a, _ in taken}, {b for _, b in taken}
    rows: list[dict[str, list[int]]] = []
    for side, done in zip((old, new), used, strict=True):
        found = defaultdict[str, list[int]](list)
        for row, one in enumerate(side):
            if row not in done and (name := identify(one)):
                found[name].append(row)
        rows.append(found)
    for name, before in rows[0].items():
        after = rows[1].get(name, [])
        if len(before) == len(after) == 1 or identify is _content_of:
            yield from zip(before, after, strict=False)


def _pair_by_match(
    old: Sequence[Observation], new: Sequence[Observation], taken: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Rows linked as two lists are, and rows of which nobody can tell; each row at most once among the linked.

    What is one already teaches what agreement is worth, under an id that says so.
    """
    known = {a: f"node/{number}" for number, (a, _) in enumerate(taken)}
    other = {b: f"node/{number}" for number, (_, b) in enumerate(taken)}
    lists = [
        ListedCameras(
            id=name,
            kind="official",
            observations=tuple(replace(one, id=ids.get(row, f"row {row}")) for row, one in enumerate(side)),
        )
        for name, side, ids in (("new", new, other), ("old", old, known))
    ]
    found = [
        (_row(link.right), _row(link.left), link.linked)
        for link in match_lists(*lists).links
        if link.basis == "evidence"
    ]
    linked = [(a, b) for a, b, sure in found if sure]
    once = Counter(a for a, _ in linked), Counter(b for _, b in linked)
    linked = [(a, b) for a, b in linked if once[0][a] == once[1][b] == 1]
    done = {a for a, _ in linked}, {b for _, b in linked}
    return linked, [(a, b) for a, b, _ in found if a not in done[0] and b not in done[1]]


def _row(key: str) -> int:
    """The row of a key that `_pair_by_match` made."""
    return int(key.rpartition(" ")[2])


def _compare(old: Observation, new: Observation) -> Change | None:
    """What changed in one entry; None where nothing did."""
    moved = float(np.linalg.norm(np.diff(to_xyz([old, new]), axis=0))) if old.lonlat and new.lonlat else 0.0
    fields = [
        (field.name, before, after)
        for field in FIELDS
        if (before := say_field(field.name, old)) != (after := say_field(field.name, new))
    ]
    counts = [("count", str(old.count or ""), str(new.count or ""))] if old.count != new.count else []
    if moved <= MOVED_M and not fields and not counts:
        return None
    what = What.MOVED if moved > MOVED_M else What.CHANGED
    return Change(
        what=what,
        old=old,
        new=new,
        moved_m=moved if moved > MOVED_M else None,
        fields=(*fields, *counts),
    )
