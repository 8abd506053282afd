"""Whether two claims speak of the same thing: status, scope, basis, unit and time unified, or what differs.

A facet given on one side only is taken as equal, and said to be. It judges no figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.plaintext.script import fold_for_search
from sousveil.records.bands import Reading
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.when import When
from sousveil.units import same_dimension

from .figures import when_of

PART = "part (a part and its whole, or two parts of one)"
# Ways of saying whether a price holds tax, under one word each.
_TAX = {
    **dict.fromkeys(("before", "without", "net", "excluding", "excluded", "bez", "neto"), "excl"),
    **dict.fromkeys(("after", "with", "gross", "including", "included", "sa", "bruto"), "incl"),
}
QUALIFIES = frozenset({"condition", "additional", "of", "population"})
"""Keys of a scope that qualify a figure and do not divide it."""
_UNSAID = frozenset({"", "unknown", "unstated"})


@dataclass(frozen=True, slots=True)
class Match:
    """How two claims compare: what differs (then they cannot), and what had to be taken as equal."""

    differs: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()


def unify(a: Claim, b: Claim, readings: tuple[Reading | None, Reading | None] = (None, None)) -> Match:
    """Hold two claims of one subject and measure against each other, facet by facet."""
    differs: list[str] = []
    assumes: list[str] = []
    first, second = readings
    if first is not None and second is not None and not same_dimension(first.unit, second.unit):
        differs.append(f"unit ({first.unit.name} / {second.unit.name})")
    if b.id == a.part_of or a.id == b.part_of or (a.part_of and a.part_of == b.part_of):
        differs.append(PART)
    if a.status != b.status:
        _facet("status", a.status, b.status, differs, assumes)
    for name, left, right in (("scope", a.scope, b.scope), ("basis", a.basis, b.basis)):
        for key in sorted({*left, *right}) if left != right else ():
            _facet(f"{name} {key}", left.get(key), right.get(key), differs, assumes)
    if a.valid or b.valid:
        _times(a, b, differs, assumes)
    return Match(tuple(differs), tuple(assumes))


def _facet(name: str, a: str | None, b: str | None, differs: list[str], assumes: list[str]) -> None:
    if a == b:
        return
    if name == "basis tax":
        a, b = tax_basis(a), tax_basis(b)
    if (a or "") in _UNSAID and (b or "") in _UNSAID:
        return
    if (a or "") in _UNSAID or (b or "") in _UNSAID:
        assumes.append(f"{name} ({a or b})")
    elif fold_for_search(str(a)) != fold_for_search(str(b)):
        differs.append(f"{name} ({a} / {b})")


def tax_basis(said: str | None) -> str | None:
    """`incl` or `excl` for any way of saying that a price holds tax or not; None where nobody says."""
    return None if (said or "") in _UNSAID else _TAX.get(str(said).lower(), said)


def _times(a: Claim, b: Claim, differs: list[str], assumes: list[str]) -> None:
    """The times two claims hold; a time that only one gives is taken for both."""
    first, second = when_of(a.valid), when_of(b.valid)
    if first is not None and second is not None:
        if not first.overlaps(second):
            differs.append(f"time ({a.valid} / {b.valid})")
        return
    if first is not None or second is not None:
        assumes.append(f"time ({a.valid or b.valid})")


def may_have_grown(smaller: Claim, larger: Claim, reading: Reading | None, case: Case) -> str:
    """What keeps two different counts from contradicting each other although nothing said of them differs.

    A count is for a day where its claim names one. Where only the sources' days are known, a later source may have
    more, if a year lies between them (a convention of ours). A smaller count may be that of a shorter time within the
    other's. Empty where nothing does.
    """
    if reading is None or not reading.unit.is_count:
        return ""
    short, long = when_of(smaller.valid), when_of(larger.valid)
    if short is not None and long is not None:
        inside = long.contains(short) and not short.contains(long)
        return f"time ({smaller.valid} / {larger.valid})" if inside else ""
    before, after = said_on(smaller, case), said_on(larger, case)
    if short is not None or long is not None or before is None or after is None:
        return ""
    named = smaller.as_of is not None and larger.as_of is not None
    apart = (
        not before.overlaps(after) if named else before.surely_before(after) and before.years_from(after) >= 1
    )
    return f"time said ({before} / {after})" if apart else ""


def said_on(claim: Claim, case: Case) -> When | None:
    """When a claim was said: its own date, else its source's."""
    source = case.sources.get(claim.source)
    return when_of(claim.as_of) or when_of(source.issued if source else None)


def facets(claim: Claim) -> Mapping[str, str]:
    """All facets of a claim in one mapping, for grouping claims that say the same about themselves."""
    found = {f"scope.{k}": v for k, v in claim.scope.items()} | {
        f"basis.{k}": v for k, v in claim.basis.items()
    }
    return found | {"status": claim.status or "", "valid": claim.valid or "", "as_of": claim.as_of or ""}
