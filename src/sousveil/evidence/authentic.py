"""What was done to find out whether documents are what they say they are, and where nobody wrote that anything was.

A look that agrees proves nothing; one that differs need not mean forgery. Judges no document itself.
"""

from collections.abc import Iterator

from sousveil.problems import Argument
from sousveil.records.case import Case
from sousveil.records.finding import Finding, Verdict
from sousveil.records.source import Examination, Source

from .verdict import SEVERITY, digest_inputs


def check_authenticity(case: Case) -> Iterator[Finding]:
    """Looks that did not agree or whose copy the source does not have; leaked documents at which nobody looked.

    A leaked document that is known only through others cannot be looked at, so that nothing is asked of it.
    """
    resting: dict[str, int] = {}
    for claim in case.claims.values():
        for id_ in {claim.source, *claim.via}:
            resting[id_] = resting.get(id_, 0) + 1
    for source in case.sources.values():
        for number, one in enumerate(source.authenticity):
            yield from _check_look(source, number, one, resting.get(source.id, 0))
        if source.leaked and not source.via and not source.authenticity:
            args: dict[str, Argument] = {"source": source.id, "n": resting.get(source.id, 0)}
            yield _finding(source, "authenticity.none", Verdict.NOT_COMPUTABLE, "leaked", args)


def _check_look(source: Source, number: int, one: Examination, resting: int) -> Iterator[Finding]:
    """What is to be said of a look."""
    field = f"authenticity.{number}"
    args: dict[str, Argument] = {
        "source": source.id, "looked_at": one.looked_at, "by": one.by, "date": one.date, "n": resting,
    }  # fmt: skip
    if one.result in ("differs", "not_found"):
        missing = one.result == "not_found"
        message = "authenticity.not-found" if missing else "authenticity"
        yield _finding(source, message, Verdict.TENSION, f"{field}.result", args)
    if one.capture and one.capture not in {copy.path for copy in source.captures}:
        args = {"source": source.id, "path": one.capture}
        yield _finding(source, "authenticity.copy", Verdict.TENSION, f"{field}.capture", args)


def _finding(
    source: Source, message: str, verdict: Verdict, field: str, args: dict[str, Argument]
) -> Finding:
    return Finding(
        message=message,
        severity=SEVERITY[verdict],
        verdict=verdict,
        rule="rule.authenticity",
        at=(source.id, field),
        record=source.id,
        args=args,
        rests_on=(source.id,),
        inputs=digest_inputs([source]),
    )
