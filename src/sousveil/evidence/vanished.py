"""Pages that went missing: what was seen when, by whom, and what happened near in time; never why."""

from collections.abc import Iterator

from sousveil.problems import Argument
from sousveil.records.case import Case
from sousveil.records.finding import Finding, Verdict
from sousveil.records.source import Sighting, Source

from .figures import when_of
from .verdict import SEVERITY, digest_inputs

_GONE = ("missing", "redirected_home", "soft_404", "dns_gone")


def check_sightings(case: Case) -> Iterator[Finding]:
    """Sources last seen on one day and first missing on a later one, as far as the record shows.

    Missing needs an earlier positive look and two negative ones a day apart; less is said to be less.
    """
    for source in case.sources.values():
        seen = [s for s in source.sightings if s.state in ("alive", "changed")]
        gone = [s for s in source.sightings if s.state in _GONE]
        if not gone:
            continue
        last, first = _latest(seen), _earliest(gone)
        enough = last is not None and _a_day_apart(gone)
        args: dict[str, Argument] = {
            "source": source.id, "last": last.date if last else "never", "first": first.date if first else "",
            "n": len(gone), "by": first.by or "" if first else "",
        }  # fmt: skip
        yield _finding(source, "vanished" if enough else "vanished.thin", args)


def _latest(looks: list[Sighting]) -> Sighting | None:
    dated = [(w.latest, s) for s in looks if (w := when_of(s.date)) and w.latest]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def _earliest(looks: list[Sighting]) -> Sighting | None:
    dated = [(w.earliest, s) for s in looks if (w := when_of(s.date)) and w.earliest]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def _a_day_apart(looks: list[Sighting]) -> bool:
    days = sorted(w.earliest for s in looks if (w := when_of(s.date)) and w.earliest)
    return len(days) > 1 and (days[-1] - days[0]).days >= 1


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
