"""Figures that somebody says are withheld or unknown, beside what others give; neither is ever a number."""

from collections.abc import Iterator

from sousveil.problems import Severity
from sousveil.records.case import Case
from sousveil.records.finding import Finding, Verdict
from sousveil.records.quantity import Quantity

from .contradict import group_claims
from .figures import Figures, claim_figure
from .verdict import digest_inputs


def check_withheld(case: Case, figures: Figures) -> Iterator[Finding]:
    """Figures that somebody says are withheld or unknown, beside the figures that others give all the same."""
    groups = group_claims(case, figures)
    for claim in case.claims.values():
        if not isinstance(claim.value, Quantity) or claim.value.state not in ("withheld", "unknown"):
            continue
        others = groups.get((claim.subject, figures.measures.get(claim.measure, claim.measure)), [])
        others = [c for c in others if c.source != claim.source or c.asserted_by != claim.asserted_by]
        yield Finding(
            message=f"{claim.value.state}.beside" if others else f"{claim.value.state}.alone",
            severity=Severity.NOTE,
            verdict=Verdict.NOT_COMPARABLE,
            rule="rule.withheld",
            at=(claim.id, "value", "stated"),
            record=claim.id,
            args={
                "id": claim.id, "subject": claim.subject, "measure": claim.measure, "stated": claim.stated,
                "others": tuple(f"{c.stated!r} ({c.source})" for c in others), "n": len(others),
            },
            figures=tuple(claim_figure(c, "position", r) for c in others if (r := figures.get(c.id)) is not None),
            rests_on=(claim.id, *(c.id for c in others)),
            inputs=digest_inputs([claim, *others]),
        )  # fmt: skip
