"""Changes that nobody linked: a stated growth or fall of a measure, and that measure before and after.

`cameras_growth` is held against two dated figures of `cameras`. Which figures suit is decided by their times alone.
"""

from collections.abc import Iterator, Mapping

from sousveil.records.bands import Reading
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Finding, Verdict
from sousveil.records.when import When
from sousveil.units import DIMENSIONLESS, same_dimension

from .comparable import unify
from .figures import Figures, when_of
from .formula import Formula, parse_formula
from .patterns import FALLS, GROWS, by_subject
from .recompute import Job, recompute


def check_changes(case: Case, figures: Figures) -> Iterator[Finding]:
    """Recompute every stated change of a measure of which the case holds a figure before and one after."""
    linked = {d.expect for d in case.derived.values()}
    own = {m.id for m in case.measures.values() if m.formula}
    for claims in by_subject(case, figures).values():
        for measure in sorted(set(claims) - own):
            base = next((measure.removesuffix(s) for s in GROWS + FALLS if measure.endswith(s)), None)
            for change in claims[measure] if base in claims else ():
                pair = _ends(change, claims[str(base)], figures)
                if change.id not in linked and pair:
                    yield from _recompute(change, pair, case, figures)


def _ends(change: Claim, claims: list[Claim], figures: Figures) -> Mapping[str, str] | None:
    """The one figure before and the one after; None where there is none, or a choice.

    Of several, those count of which least is taken as equal, and then those of the source that states the change.
    """
    times = _times(change.valid or "")
    dated = [
        (when, strain, one)
        for one in claims
        if times and (when := when_of(one.valid or one.as_of)) and (strain := _strain(change, one))
    ]
    ends: list[dict[Reading, Claim]] = []
    for at_end in ([True, False], [False, True]):
        met = [(strain, one) for when, strain, one in dated if [when.overlaps(t) for t in times] == at_end]
        least = min((strain for strain, _ in met), default=None)
        ends.append({figures.readings[one.id]: one for strain, one in met if strain == least})
    if any(len(found) != 1 for found in ends):
        return None
    before, after = (next(iter(found.values())) for found in ends)
    return {"before": before.id, "after": after.id}


def _strain(change: Claim, one: Claim) -> tuple[int, int, bool] | None:
    """How ill a figure suits a change: what differs, what has to be taken as equal, whether another source says it.

    None where it is not of what changed: all but its time and its status has to be the same.
    """
    match = unify(change, one)
    differs = [d for d in match.differs if not d.startswith("time")]
    if any(not d.startswith("status") for d in differs):
        return None
    return len(differs), len(match.assumes), one.source != change.source


def _times(span: str) -> list[When]:
    """What a change is from and to: both ends of an interval; for a year by itself, the year before and that year."""
    first, slash, last = span.partition("/")
    if not slash and span.isdigit():
        first, last = str(int(span) - 1), span
    return [when for text in (first, last) if (when := when_of(text or None)) is not None]


def _recompute(change: Claim, pair: Mapping[str, str], case: Case, figures: Figures) -> Iterator[Finding]:
    stated = figures.readings[change.id].unit
    relative = same_dimension(stated, DIMENSIONLESS)
    measure = figures.measures.get(change.measure, change.measure)
    found = recompute(
        Job(
            id=change.id,
            formula=_formula(relative=relative, down=measure.endswith(FALLS)),
            inputs=pair,
            expect=change.id,
            pattern="pattern.growth" if relative else "pattern.change",
            fields=("value", "stated"),
        ),
        case,
        figures,
    )
    # Names that match by chance in units that do not fit define nothing.
    if found.verdict is not Verdict.NOT_COMPUTABLE:
        yield found


def _formula(*, relative: bool, down: bool) -> Formula:
    difference = "before - after" if down else "after - before"
    return parse_formula(f"({difference}) / before" if relative else difference)
