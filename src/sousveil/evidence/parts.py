"""Parts and wholes: stated parts against the stated whole, unlinked breakdowns, and places inside places."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

from sousveil.problems import Argument, Severity
from sousveil.records.bands import Reading
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Finding, Repair, Verdict
from sousveil.records.interval import Interval, show_number
from sousveil.units import same_dimension

from .comparable import QUALIFIES, unify
from .figures import Figures, claim_figure, figure_of, show_both
from .verdict import SEVERITY, digest_inputs, judge_result


def check_parts(case: Case, figures: Figures) -> Iterator[Finding]:
    """Parts a person linked to their whole: equal where all are listed, never more than the whole."""
    parts: dict[str, list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        if claim.part_of and claim.part_of in case.claims:
            parts[claim.part_of].append(claim)
    for whole_id, claims in parts.items():
        whole = case.claims[whole_id]
        yield from _check_sum(whole, claims, figures, complete=whole.parts_complete)


def check_breakdowns(case: Case, figures: Figures) -> Iterator[Finding]:
    """Breakdowns nobody linked: one source's figures that differ from a total only in one more scope key."""
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        if claim.id in figures.readings and claim.part_of is None and claim.restates is None:
            groups[claim.subject, figures.measures.get(claim.measure, claim.measure), claim.source].append(
                claim
            )
    linked = {c.part_of for c in case.claims.values()}
    for claims in groups.values():
        for whole in claims:
            if whole.id in linked:
                continue
            for parts in _broken_down(whole, claims):
                yield from _check_sum(whole, parts, figures, complete=whole.parts_complete, suggested=True)


def _broken_down(whole: Claim, claims: list[Claim]) -> Iterator[list[Claim]]:
    """Claims that say more narrowly what the whole says, one value of one further scope key each."""
    by_key: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        extra = set(claim.scope) - set(whole.scope)
        same = all(claim.scope.get(k) == v for k, v in whole.scope.items())
        if len(extra) == 1 and same and claim.status == whole.status and claim.valid == whole.valid:
            by_key[extra.pop()].append(claim)
    for key, parts in by_key.items():
        if key in QUALIFIES:
            continue
        if len(parts) > 1 and len({p.scope[key] for p in parts}) == len(parts):
            yield parts


def _check_sum(
    whole: Claim, parts: list[Claim], figures: Figures, *, complete: bool, suggested: bool = False
) -> Iterator[Finding]:
    stated = _whole(figures.get(whole.id))
    known = [r for p in parts if (r := figures.get(p.id)) is not None]
    if stated is None or len(known) < len(parts):
        yield _finding(whole, parts, "parts.unknown", Verdict.NOT_COMPUTABLE, {})
        return
    if not all(
        same_dimension(r.unit, stated.unit) or (r.unit.is_count and stated.unit.is_count) for r in known
    ):
        yield _finding(whole, parts, "parts.units", Verdict.NOT_COMPUTABLE, {})
        return
    total = _sum(known, stated)
    below = Interval.closed(0, 0).hull(stated.normal) if (stated.normal.low or 0) >= 0 else stated.normal
    verdict = judge_result(total, stated)
    fails = verdict in (Verdict.TENSION, Verdict.INCONSISTENT)
    exceeds = fails and not total.normal.meets(below)
    within = fails and not exceeds and not complete
    message = (
        "parts.within" if within else "parts.sum" if not fails else "parts.exceed" if exceeds else "parts.gap"
    )
    computed = figure_of(whole.id, "computed", "sum", total)
    args: dict[str, Argument] = {
        "computed": show_both(computed), "stated": whole.stated, "parts": tuple(p.stated for p in parts),
        "gap": _gap(total, stated), "n": len(parts), "verdict": verdict.value,
    }  # fmt: skip
    severity = SEVERITY[verdict]
    if within:
        severity, verdict = Severity.OK, Verdict.CONSISTENT
    found = _finding(whole, parts, message, verdict, args)
    yield replace(
        found,
        severity=severity,
        figures=tuple(claim_figure(p, "part", r) for p, r in zip(parts, known, strict=True)),
        stated=claim_figure(whole, "stated", stated),
        computed=computed,
        repairs=_repairs(whole, total, stated) if severity is Severity.WARNING else (),
        suggested=suggested,
    )


def _whole(reading: Reading | None) -> Reading | None:
    """The whole as it reads; a whole of 100 percent is neither more nor less, whatever its zeros might fill."""
    if reading is None or reading.unit.dimensions or reading.face != Interval.point(1):
        return reading
    return Reading.exactly(reading.face, reading.unit, reading.rule)


def _sum(readings: list[Reading], like: Reading) -> Reading:
    """The sum of readings in every band, in the unit of the whole."""
    bands = {
        b: reduce(Interval.__add__, (getattr(r, b) for r in readings))
        for b in ("strict", "normal", "loose", "face")
    }
    return Reading(
        bands["strict"], bands["normal"], bands["loose"], bands["face"], bands["loose"], like.unit, "sum"
    )


def _gap(total: Reading, stated: Reading) -> str:
    """How far the sum is from the whole in the whole's unit, by the digits printed."""
    gap = total.face.gap(stated.face) or total.normal.gap(stated.normal)
    return show_number(gap / stated.unit.factor)


def _repairs(whole: Claim, total: Reading, stated: Reading) -> tuple[Repair, ...]:
    """A part nobody lists, or one counted twice, of just the size of the gap."""
    if not total.normal.gap(stated.normal):
        return ()
    above = (total.normal.low or 0) > (stated.normal.high or 0)
    message = "repair.part-too-many" if above else "repair.part-missing"
    return (Repair(message=message, args={"gap": _gap(total, stated), "id": whole.id}, changes=(whole.id,)),)


def check_places(case: Case, figures: Figures) -> Iterator[Finding]:
    """A count for a place inside another cannot exceed the count for the whole, other things being equal."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        reading = figures.get(claim.id)
        if claim.scope.get("place") in case.places and reading is not None and reading.unit.is_count:
            groups[claim.subject, figures.measures.get(claim.measure, claim.measure)].append(claim)
    for claims in groups.values():
        for inner in claims:
            for outer in claims:
                if outer.scope["place"] in _above(inner.scope["place"], case):
                    yield from _check_inside(inner, outer, figures)


def _above(place: str, case: Case) -> list[str]:
    """Every place that holds this one."""
    found: list[str] = []
    record = case.places.get(place)
    while record is not None and record.within and record.within not in found:
        found.append(record.within)
        record = case.places.get(record.within)
    return found


def _check_inside(inner: Claim, outer: Claim, figures: Figures) -> Iterator[Finding]:
    narrow, wide = figures.readings[inner.id], figures.readings[outer.id]
    match = unify(inner, outer, (narrow, wide))
    if any(not d.startswith("scope place") for d in match.differs):
        return
    if narrow.loose.low is None or wide.loose.high is None or narrow.loose.low <= wide.loose.high:
        return
    args: dict[str, Argument] = {
        "stated": inner.stated, "place": inner.scope["place"], "whole": outer.stated, "around": outer.scope["place"],
        "verdict": Verdict.INCONSISTENT.value,
    }  # fmt: skip
    yield _finding(outer, [inner], "parts.place", Verdict.INCONSISTENT, args)


def _finding(
    whole: Claim, parts: list[Claim], message: str, verdict: Verdict, args: dict[str, Argument]
) -> Finding:
    return Finding(
        message=message,
        severity=SEVERITY[verdict],
        verdict=verdict,
        rule="rule.parts",
        at=(whole.id, "value", "stated"),
        record=f"{whole.id}+{parts[0].id}" if message == "parts.place" else whole.id,
        args={"id": whole.id, **args},
        rests_on=(whole.id, *(p.id for p in parts)),
        inputs=digest_inputs([whole, *parts]),
    )
