"""The one rule by which two readings are judged, and the digest a person's verdict is bound to."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from sousveil.problems import Severity
from sousveil.records.bands import Reading
from sousveil.records.base import Record
from sousveil.records.finding import Verdict
from sousveil.records.interval import Interval

SEVERITY = {
    Verdict.CONSISTENT: Severity.OK,
    Verdict.ROUNDING: Severity.OK,
    Verdict.TENSION: Severity.WARNING,
    Verdict.INCONSISTENT: Severity.WARNING,
    Verdict.NOT_COMPUTABLE: Severity.NOTE,
    Verdict.NOT_COMPARABLE: Severity.NOTE,
}


@lru_cache(maxsize=65536)
def judge(a: Reading, b: Reading) -> Verdict:
    """How two readings of what should be one figure stand to each other.

    Consistent: the digits of one, taken as exact, lie in what the other's printed digits mean. Only through rounding:
    they meet once both are read as rounded. Tension: only if filling zeros or a cut-off last digit are allowed for.
    Cached, because a group of claims has few different figures.
    """
    if a is b:
        return Verdict.CONSISTENT
    if _is_term(a) and _is_term(b):
        return Verdict.CONSISTENT if a.face.meets(b.face) else Verdict.INCONSISTENT
    if a.face.meets(b.strict) or b.face.meets(a.strict):
        return Verdict.CONSISTENT
    if _overlap(a.strict, b.strict) or _overlap(a.normal, b.normal):
        return Verdict.ROUNDING
    return Verdict.TENSION if a.result.meets(b.result) else Verdict.INCONSISTENT


def _is_term(reading: Reading) -> bool:
    """Whether a figure is so many whole months or years, as terms are set: a year is not half a year rounded."""
    value = reading.face.high if reading.face.low is None else reading.face.low
    calendar = reading.unit.dimensions == (("calendar", 1),)
    return calendar and value is not None and (value / reading.unit.factor).denominator == 1


def _overlap(a: Interval, b: Interval) -> bool:
    """Whether two rounded figures share more than the edge of both: 57 and 58 percent are not one figure."""
    shared = a.intersect(b)
    return shared is not None and (not shared.is_point or a.is_point or b.is_point)


def judge_result(computed: Reading, stated: Reading) -> Verdict:
    """The same for a figure computed from others and the figure a source states; the latter alone may be cut off."""
    if computed.face.meets(stated.strict):
        return Verdict.CONSISTENT
    if _overlap(computed.strict, stated.strict) or _overlap(computed.normal, stated.normal):
        return Verdict.ROUNDING
    return Verdict.TENSION if computed.loose.meets(stated.result) else Verdict.INCONSISTENT


def digest_inputs(records: Iterable[Record]) -> str:
    """Twelve hex digits over what the records say, notes and places in files left out."""
    said = [record.said for record in sorted(records, key=lambda r: r.id)]
    return hashlib.sha256(f"[{', '.join(said)}]".encode()).hexdigest()[:12]
