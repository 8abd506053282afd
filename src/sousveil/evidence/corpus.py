"""The corpus as a whole: what a question rests on, and the limits that a source states about itself, measured."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from sousveil.problems import Argument, Severity
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Finding, Verdict
from sousveil.records.source import Source
from sousveil.records.things import Limitation

from .independence import origin_of, origins_of
from .verdict import digest_inputs


def check_questions(case: Case) -> Iterator[Finding]:
    """Questions whose answer rests on one origin, one language, one kind of voice, or leaked documents alone."""
    for question in case.questions.values():
        claims = [case.claims[c] for c in question.claims if c in case.claims]
        if not claims:
            yield _finding(question.id, case, "question.no-claims", {"id": question.id}, ())
            continue
        origins = origins_of(claims, case)
        sources = [s for o in origins if (s := case.sources.get(o)) is not None]
        leaked = sum(_leaked(c, case) for c in claims)
        args: dict[str, Argument] = {
            "id": question.id, "claims": len(claims), "origins": len(origins), "leaked": leaked,
            "languages": tuple(sorted({s.language or "not stated" for s in sources})),
            "kinds": tuple(sorted({s.kind for s in sources})), "n": len(origins),
        }  # fmt: skip
        ids = tuple(c.id for c in claims)
        yield _finding(question.id, case, "question.rests-on", args, ids)
        if len(origins) == 1:
            yield _finding(
                question.id, case, "question.one-origin", {**args, "origin": next(iter(origins))}, ids
            )
        if leaked == len(claims):
            yield _finding(question.id, case, "question.leaked-only", args, ids)


def _leaked(claim: Claim, case: Case) -> bool:
    """Whether a claim comes from a document that became public without its owner's consent."""
    source = case.sources.get(origin_of(claim, case))
    return source is not None and source.leaked


def check_limits(case: Case) -> Iterator[Finding]:
    """Every limit a source states about itself, measured on the case's record of it where a measure exists."""
    for limit in case.limitations.values():
        measure = _MEASURES.get(limit.measured_by)
        if measure is None:
            args: dict[str, Argument] = {"id": limit.id, "text": say(limit.text), "why": say(limit.why_not)}
            yield _finding(limit.id, case, "limit.not-measured", args, ())
            continue
        yield _finding(
            limit.id,
            case,
            f"limit.{limit.measured_by.replace('_', '-')}",
            {"id": limit.id, **measure(limit, case)},
            (),
        )


def _cited(limit: Limitation, case: Case) -> list[Source]:
    """The sources that the limiting source cites."""
    return [s for s in case.sources.values() if any(c.source == limit.source for c in s.citations)]


def _its_claims(limit: Limitation, case: Case) -> list[Claim]:
    return [c for c in case.claims.values() if c.source == limit.source]


def _languages(limit: Limitation, case: Case) -> Mapping[str, Argument]:
    cited = _cited(limit, case)
    counted = Counter((s.language or "not stated").partition("-")[0] for s in cited)
    return {"n": len(cited), "shares": tuple(f"{lang} {count}" for lang, count in counted.most_common())}


def _kinds(limit: Limitation, case: Case) -> Mapping[str, Argument]:
    cited = _cited(limit, case)
    counted = Counter(s.kind for s in cited)
    interviews = sum(s.type in ("interview", "personal_communication") for s in cited)
    return {
        "n": len(cited),
        "shares": tuple(f"{k} {c}" for k, c in counted.most_common()),
        "interviews": interviews,
    }


def _leaks(limit: Limitation, case: Case) -> Mapping[str, Argument]:
    claims = _its_claims(limit, case)
    return {"n": len(claims), "leaked": sum(_leaked(c, case) for c in claims)}


def _single(limit: Limitation, case: Case) -> Mapping[str, Argument]:
    claims = _its_claims(limit, case)
    counted = Counter(origin_of(c, case) for c in claims)
    (origin, most), *_ = counted.most_common(1) or [("", 0)]
    return {"n": len(claims), "origins": len(counted), "origin": origin, "most": most}


def _capabilities(limit: Limitation, case: Case) -> Mapping[str, Argument]:
    claims = [
        c
        for c in _its_claims(limit, case)
        if c.status == "capacity" or "capab" in c.measure or c.measure == "function"
    ]
    alone = sum(_origins_for(c, case) < 2 for c in claims)
    return {"n": len(claims), "alone": alone}


def _origins_for(claim: Claim, case: Case) -> int:
    alike: Iterable[Claim] = (
        c for c in case.claims.values() if (c.subject, c.measure) == (claim.subject, claim.measure)
    )
    return len(origins_of(alike, case))


def _countries(limit: Limitation, case: Case) -> Mapping[str, Argument]:
    places = {c.scope["place"] for c in _its_claims(limit, case) if "place" in c.scope}
    found = {p.country for i in places if (p := case.places.get(i)) is not None and p.country}
    return {"n": len(found), "countries": tuple(sorted(found))}


_MEASURES: Mapping[str, Callable[[Limitation, Case], Mapping[str, Argument]]] = {
    "documents_only": _kinds,
    "language": _languages,
    "leaked_only": _leaks,
    "single_origin": _single,
    "unverified_capability": _capabilities,
    "single_case": _countries,
}


def check_unresolved(case: Case) -> Iterator[Finding]:
    """Figures that the record says cannot be recomputed from it, with the reason."""
    for record in case.unresolved.values():
        claim = case.claims.get(record.claim)
        args: dict[str, Argument] = {
            "id": record.claim, "stated": claim.stated if claim else "",
            "why": say(record.why), "needs": say(record.needs),
        }  # fmt: skip
        message = "unresolved.needs" if record.needs else "unresolved"
        yield _finding(record.id, case, message, args, (record.claim,), Verdict.NOT_COMPUTABLE)


def _finding(
    record: str,
    case: Case,
    message: str,
    args: Mapping[str, Argument],
    rests_on: tuple[str, ...],
    verdict: Verdict = Verdict.NOT_COMPARABLE,
) -> Finding:
    return Finding(
        message=message,
        severity=Severity.NOTE,
        verdict=verdict,
        rule=f"rule.{message.partition('.')[0]}",
        at=(record,),
        record=record,
        args=args,
        rests_on=rests_on,
        inputs=digest_inputs(case.claims[i] for i in rests_on if i in case.claims),
    )
