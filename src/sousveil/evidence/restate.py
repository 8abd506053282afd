"""What changes on the way: a claim passed on by another source, field by field against the one it passes on."""

from collections.abc import Iterator

from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Argument, Related
from sousveil.records.case import Case
from sousveil.records.claim import Category, Claim, Rank
from sousveil.records.finding import Finding, Verdict
from sousveil.records.quantity import Quantity

from .figures import Figures, claim_figure, claim_quantity
from .verdict import SEVERITY, digest_inputs, judge

_FIELDS = ("measure", "status", "stance")
_STANCES_LIKE = ({"states", "quotes"},)
"""Quoting what another states changes nothing."""


def check_restatements(case: Case, figures: Figures) -> Iterator[Finding]:
    """Every claim that passes another on, with what was added, lost or altered."""
    for claim in case.claims.values():
        original = case.claims.get(claim.restates or "")
        if original is None:
            continue
        changes = _changes(original, claim, case)
        verdict = _verdict(original, claim, figures, changes)
        readings = ((original, figures.get(original.id)), (claim, figures.get(claim.id)))
        args: dict[str, Argument] = {
            "id": claim.id, "original": original.id, "first": original.stated, "second": claim.stated,
            "first_source": original.source, "second_source": claim.source, "changes": changes,
            "verdict": verdict.value, "n": len(changes),
        }  # fmt: skip
        yield Finding(
            message="restated.changed" if changes or verdict is Verdict.INCONSISTENT else "restated.same",
            severity=SEVERITY[verdict],
            verdict=verdict,
            rule="rule.restated",
            at=(claim.id, "restates"),
            record=claim.id,
            args=args,
            related=(Related("related.original", original.id, at=(original.id, "stated")),),
            figures=tuple(claim_figure(c, "position", r) for c, r in readings if r is not None),
            differs=changes,
            rests_on=(original.id, claim.id),
            inputs=digest_inputs([original, claim]),
        )


def _verdict(original: Claim, claim: Claim, figures: Figures, changes: tuple[str, ...]) -> Verdict:
    """Inconsistent where the figures part; tension where a qualification was lost or altered."""
    first, second = figures.get(original.id), figures.get(claim.id)
    if first is not None and second is not None and judge(first, second) is Verdict.INCONSISTENT:
        return Verdict.INCONSISTENT
    return Verdict.TENSION if any(not c.startswith("added") for c in changes) else Verdict.CONSISTENT


def _changes(original: Claim, claim: Claim, case: Case) -> tuple[str, ...]:
    found = [_change(name, getattr(original, name), getattr(claim, name)) for name in _FIELDS]
    for name, before, after in (
        ("scope", original.scope, claim.scope),
        ("basis", original.basis, claim.basis),
    ):
        found += [
            _change(f"{name} {key}", before.get(key), after.get(key)) for key in sorted({*before, *after})
        ]
    first, second = claim_quantity(original, case), claim_quantity(claim, case)
    if first is not None and second is not None:
        found += [
            _change(name, _part(first, name), _part(second, name)) for name in ("hedge", "unit", "state")
        ]
    if isinstance(original.value, Rank) and isinstance(claim.value, Rank):
        found += [
            _change(f"rank {n}", getattr(original.value, n), getattr(claim.value, n))
            for n in ("rank", "among")
        ]
    if isinstance(original.value, Category) and isinstance(claim.value, Category):
        found.append(_change("value", original.value.category, claim.value.category))
    if (
        type(original.value) is not type(claim.value)
        and original.value is not None
        and claim.value is not None
    ):
        found.append(
            f"altered kind of value ({type(original.value).__name__} → {type(claim.value).__name__})"
        )
    return tuple(f for f in found if f)


def _part(quantity: Quantity, name: str) -> str | None:
    value = getattr(quantity, name)
    return None if value is None or (name == "hedge" and value == "exact") else str(value)


def _change(name: str, before: str | None, after: str | None) -> str:
    """A change in words, or the empty string; a stance that merely quotes is none."""
    a, b = fold_for_search(str(before or "")), fold_for_search(str(after or ""))
    if a == b or any({a, b} == like for like in _STANCES_LIKE):
        return ""
    if not b:
        return f"lost {name} ({before})"
    return f"added {name} ({after})" if not a else f"altered {name} ({before} → {after})"
