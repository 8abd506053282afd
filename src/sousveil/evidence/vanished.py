"""Pages that went missing: what was seen when, by whom, and what happened near in time; never why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sousveil.problems import Argument
from sousveil.records.case import Case
from sousveil.records.finding import Finding, Verdict
from sousveil.records.source import Source

from .figures import when_of
from .verdict import SEVERITY, digest_inputs

_SEEN = ("alive", "changed")
_GONE = ("missing", "redirected_home", "soft_404", "dns_gone")
APART = timedelta(days=1)
"""Between two looks that did not find a page, before it may be called missing: servers fail for hours."""


@dataclass(frozen=True, slots=True)
class Missing:
    """When a source was last seen, and the looks after it that did not find it, as far as these say."""

    last: str
    first: str
    looks: int
    by: str
    is_enough: bool
    """Whether it may be said that it went missing: it was seen before, and twice not found, a day apart."""


def read_looks(source: Source) -> Missing:
    """What the looks at a source come to; a stored copy is a look that found it, and a failed fetch is none."""
    seen = [one.date for one in source.sightings if one.state in _SEEN]
    seen += [one.captured for one in source.captures]
    last = max(_dated(seen, latest=True), default=(date.min, ""))
    by = {one.date: one.by or "" for one in reversed(source.sightings) if one.state in _GONE}
    dates = [one.date for one in source.sightings if one.state in _GONE]
    after = sorted(pair for pair in _dated(dates) if pair[0] > last[0])
    sure = min((day for day, _ in _dated((said for _, said in after), latest=True)), default=date.max)
    first = after[0][1] if after else ""
    apart = bool(after) and after[-1][0] - sure >= APART
    return Missing(last[1], first, len(after), by.get(first, ""), bool(last[1]) and apart)


def check_sightings(case: Case) -> Iterator[Finding]:
    """Sources last seen on one day and first missing on a later one, as far as the record shows.

    Missing needs an earlier positive look and two negative ones a day apart; less is said to be less.
    """
    for source in case.sources.values():
        found = read_looks(source)
        if found.looks:
            args: dict[str, Argument] = {
                "source": source.id, "last": found.last or "never", "first": found.first,
                "n": found.looks, "by": found.by,
            }  # fmt: skip
            yield _finding(source, "vanished" if found.is_enough else "vanished.thin", args)


def _dated(dates: Iterable[str], *, latest: bool = False) -> Iterator[tuple[date, str]]:
    """Dates with the first day each can mean, or the last."""
    for said in dates:
        when = when_of(said)
        day = when and (when.latest if latest else when.earliest)
        if day:
            yield day, said


def _finding(source: Source, message: str, args: dict[str, Argument]) -> Finding:
    return Finding(
        message=message,
        severity=SEVERITY[Verdict.NOT_COMPARABLE],
        verdict=Verdict.NOT_COMPUTABLE if message.endswith("thin") else Verdict.CONSISTENT,
        rule="rule.vanished",
        at=(source.id, "sightings"),
        record=source.id,
        args=args,
        rests_on=(source.id,),
        inputs=digest_inputs([source]),
    )
