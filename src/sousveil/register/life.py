"""What one observation tells of a device's life: its states in order of time.

Reads dates as EDTF and knows no clock: what is past is told by the day the observation speaks of.
"""

from collections.abc import Iterable, Iterator

from sousveil.records.camera import Observation, State
from sousveil.records.when import When, parse_edtf

STANDING = frozenset({State.INSTALLED, State.OPERATING})


def tell_life(seen: Observation, listed_on: str) -> list[tuple[str, State]]:
    """Dates (EDTF, empty where none is known) and states, the one it is left in last; `listed_on` is its list's day.

    What shall stand from a later day on is planned, and what stood up to an earlier one is removed. Where no day is
    known every date counts as past.
    """
    days = (seen.checked, listed_on, seen.edited[:10])
    known = list(_read(day for day in days if day))
    told, state = list[tuple[str, State]](), seen.state
    if seen.since and state is not State.PLANNED:
        if _is_ahead(seen.since, known):
            state = State.PLANNED if state in STANDING else state
        else:
            told.append((seen.since, State.INSTALLED))
    if seen.until and state is not State.PLANNED and not _is_ahead(seen.until, known):
        told.append((seen.until, State.REMOVED))
        state = State.REMOVED if state in STANDING else state
    return [*told, (next(filter(None, days), ""), state)]


def _is_ahead(date: str, known: Iterable[When]) -> bool:
    """Whether a date surely comes after every day that is known, if any is."""
    days = list(known)
    return any(all(day.surely_before(when) for day in days) for when in _read([date])) if days else False


def _read(dates: Iterable[str]) -> Iterator[When]:
    """Dates; what is none tells nothing."""
    for date in dates:
        try:
            yield parse_edtf(date)
        except ValueError:
            continue
