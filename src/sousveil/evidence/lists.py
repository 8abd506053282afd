"""Statements about lists: counts of listed things, members of a class, wordings of one quotation, citations, order.

Each holds words against other words of the same case; nothing is looked up elsewhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Argument, Related
from sousveil.records.bands import Reading
from sousveil.records.base import Record
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim, Members, Quotation
from sousveil.records.finding import Figure, Finding, Verdict
from sousveil.records.interval import Interval
from sousveil.records.source import Citation, Source
from sousveil.units import UNITS

from .figures import case_units, claim_figure, figure_of, read_claim, when_of
from .verdict import SEVERITY, digest_inputs, judge

CONDITIONS = frozenset(
    ["if", "would", "could", "may", "might", "should", "ako", "bi", "mogao", "mogla", "mozda", "ukoliko"]
)
"""Words that make a sentence conditional, folded; a wording that loses them says more than was said."""

REFERENCES = "references"
"""How a citation names the list of references, as its place."""

_SAME_TITLE = 0.75
"""Share of matching letters above which two printed titles are taken for one: a convention of ours."""


def check_counts(case: Case) -> Iterator[Finding]:
    """A stated number of things against how many the case lists."""
    units = case_units(case.units.values())
    for claim in case.claims.values():
        stated = read_claim(claim, case, units) if claim.counts else None
        if claim.counts is None or stated is None:
            continue
        listed = count_listed(claim.counts, case)
        if listed is None:
            yield _finding((claim,), "count.unknown", Verdict.NOT_COMPUTABLE, {"counts": claim.counts})
            continue
        unit = stated.unit if stated.unit.is_count else UNITS["item"]
        found = Reading.exactly(Interval.point(listed), unit, "count")
        verdict = judge(found, stated)
        args: dict[str, Argument] = {
            "stated": claim.stated,
            "listed": listed,
            "counts": claim.counts,
            "verdict": verdict.value,
        }
        message = "count.holds" if verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) else "count.differs"
        shown = (claim_figure(claim, "stated", stated), figure_of(claim.id, "computed", str(listed), found))
        yield _finding((claim,), message, verdict, args, shown)


def count_listed(expression: str, case: Case) -> int | None:
    """How many records an expression names: `sources`, `events kind=law`, `listed s-study`; None for nothing."""
    words = expression.split()
    if len(words) == 2 and words[0] in ("cited", "listed"):
        cited = ([c.at for c in s.citations if c.source == words[1]] for s in case.sources.values())
        return sum(bool(places) and (words[0] == "cited" or REFERENCES in places) for places in cited)
    if not words or words[0] not in KINDS or any("=" not in w for w in words[1:]):
        return None
    wanted = [w.split("=", 1) for w in words[1:]]
    return sum(
        all(_has(r, field, value) for field, value in wanted) for r in getattr(case, words[0]).values()
    )


def _has(record: Record, field: str, value: str) -> bool:
    found = getattr(record, field, None)
    return value in found if isinstance(found, tuple | dict) else str(found) == value


def check_members(case: Case) -> Iterator[Finding]:
    """Things listed as members of a class that the case itself files elsewhere."""
    for claim in case.claims.values():
        if not isinstance(claim.value, Members):
            continue
        field, _, value = claim.value.class_of.partition(" ")
        filed = {name: _filed(name, field, case) for name in claim.value.members}
        wrong = tuple(f"{name} ({found})" for name, found in filed.items() if found and found != value)
        unknown = tuple(name for name, found in filed.items() if not found)
        verdict = Verdict.INCONSISTENT if wrong else Verdict.NOT_COMPUTABLE if unknown else Verdict.CONSISTENT
        args: dict[str, Argument] = {
            "stated": claim.stated, "class": claim.value.class_of, "wrong": wrong, "unknown": unknown,
            "verdict": verdict.value,
        }  # fmt: skip
        message = {Verdict.INCONSISTENT: "members.differ", Verdict.CONSISTENT: "members.hold"}.get(
            verdict, "members.unknown"
        )
        yield _finding((claim,), message, verdict, args)


def check_memberships(case: Case) -> Iterator[Finding]:
    """Lists of the members of one thing, as different sources give them."""
    lists: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        if isinstance(claim.value, Members):
            lists[claim.subject, claim.measure].append(claim)
    for claims in lists.values():
        for a, b in combinations(claims, 2):
            first, second = _members(a), _members(b)
            if first == second:
                continue
            args: dict[str, Argument] = {
                "first": a.stated, "second": b.stated, "first_source": a.source, "second_source": b.source,
                "only_first": tuple(sorted(first - second)), "only_second": tuple(sorted(second - first)),
            }  # fmt: skip
            yield _finding((a, b), "members.lists-differ", Verdict.TENSION, args)


def _members(claim: Claim) -> set[str]:
    return set(claim.value.members) if isinstance(claim.value, Members) else set()


def _filed(member: str, field: str, case: Case) -> str:
    """What the case says of a member under a field; the empty string if it says nothing."""
    record = case.get(member)
    if record is None:
        named = (p for p in case.places.values() if fold_for_search(member) in _names(p.name))
        record = next(named, None)
    return str(getattr(record, field, None) or "")


def _names(text: str | dict[str, str]) -> set[str]:
    return {fold_for_search(t) for t in ([text] if isinstance(text, str) else text.values())}


def check_quotations(case: Case) -> Iterator[Finding]:
    """Wordings of one utterance that differ, and conditions that got lost between them."""
    wordings: dict[str, list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        if isinstance(claim.value, Quotation):
            wordings[claim.value.utterance].append(claim)
    for utterance, claims in wordings.items():
        for a, b in combinations(claims, 2):
            first, second = _spoken(a), _spoken(b)
            if " ".join(first) == " ".join(second):
                args: dict[str, Argument] = {"utterance": utterance}
                yield _finding((a, b), "quotation.same", Verdict.CONSISTENT, args)
                continue
            lost = tuple(sorted((set(first) ^ set(second)) & CONDITIONS))
            part = " ".join(first) in " ".join(second) or " ".join(second) in " ".join(first)
            message = (
                "quotation.condition-lost" if lost else "quotation.shortened" if part else "quotation.differs"
            )
            verdict = Verdict.TENSION if lost or not part else Verdict.CONSISTENT
            args = {
                "utterance": utterance, "first": _words(a), "second": _words(b), "lost": lost,
                "first_source": a.source, "second_source": b.source, "alike": f"{_alike(first, second):.0%}",
            }  # fmt: skip
            yield _finding((a, b), message, verdict, args)


def _words(claim: Claim) -> str:
    return claim.value.words if isinstance(claim.value, Quotation) else claim.stated


def _spoken(claim: Claim) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold_for_search(_words(claim)))


def _alike(a: list[str], b: list[str]) -> float:
    return SequenceMatcher(None, a, b).ratio()


def check_unlisted(case: Case) -> Iterator[Finding]:
    """Works cited in a source's text or notes that its list of references does not hold."""
    with_list = {c.source for s in case.sources.values() for c in s.citations if c.at == REFERENCES}
    for source in case.sources.values():
        for citing in sorted({c.source for c in source.citations} & with_list):
            places = tuple(c.at for c in source.citations if c.source == citing)
            if REFERENCES in places:
                continue
            args: dict[str, Argument] = {"source": source.id, "citing": citing, "places": places}
            yield _citation(source, citing, "citation.unlisted", "unlisted", args)


def check_citations(case: Case) -> Iterator[Finding]:
    """One source cited in forms that do not agree: address, year, title or author."""
    for source in case.sources.values():
        by_source: dict[str, list[Citation]] = defaultdict(list)
        for citation in source.citations:
            by_source[citation.source].append(citation)
        for citing, forms in by_source.items():
            for field in ("url", "year", "title", "author"):
                yield from _compare_forms(source, citing, field, forms)


def _compare_forms(source: Source, citing: str, field: str, forms: list[Citation]) -> Iterator[Finding]:
    given = [(c.at, value) for c in forms if (value := getattr(c, field))]
    reported: set[frozenset[str]] = set()
    for (at, value), (other_at, other) in combinations(given, 2):
        pair = frozenset((_plain(field, value), _plain(field, other)))
        if _same_form(field, value, other) or pair in reported:
            continue
        reported.add(pair)
        args: dict[str, Argument] = {
            "source": source.id, "citing": citing, "field": field, "first_at": at, "first": value,
            "second_at": other_at, "second": other,
        }  # fmt: skip
        yield _citation(source, citing, "citation", f"{field}+{len(reported)}", args)


def _citation(source: Source, citing: str, message: str, about: str, args: dict[str, Argument]) -> Finding:
    """A finding on how one source cites another."""
    return Finding(
        message=message,
        severity=SEVERITY[Verdict.TENSION],
        verdict=Verdict.TENSION,
        rule="rule.citation",
        at=(source.id, "citations"),
        record=f"{source.id}+{about}",
        args=args,
        rests_on=(source.id, citing),
        inputs=digest_inputs([source]),
    )


def _plain(field: str, value: str) -> str:
    text = fold_for_search(value)
    return (
        re.sub(r"^(https?://)?(www\.)?/*|/+$", "", text)
        if field == "url"
        else re.sub(r"[^a-z0-9]+", " ", text).strip()
    )


def _same_form(field: str, a: str, b: str) -> bool:
    """Whether two printed forms name the same thing: addresses and years to the letter, words by likeness."""
    first, second = _plain(field, a), _plain(field, b)
    if first == second:
        return True
    if field in ("url", "year"):
        return False
    if field == "author":
        return bool(set(first.split()) & set(second.split()) - {"and", "et", "al", "others"})
    joined = [form.replace(" ", "") for form in (first, second)]
    return (
        joined[0] in joined[1]
        or joined[1] in joined[0]
        or _alike(first.split(), second.split()) >= _SAME_TITLE
    )


def check_order(case: Case) -> Iterator[Finding]:
    """Events that must follow others and are dated before them."""
    for event in case.events.values():
        for earlier_id in event.after:
            earlier = case.events.get(earlier_id)
            this, that = when_of(event.date), when_of(earlier.date if earlier else None)
            if earlier is None or this is None or that is None:
                continue
            wrong = this.surely_before(that)
            verdict = Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT
            yield Finding(
                message="order.reversed" if wrong else "order.holds",
                severity=SEVERITY[verdict],
                verdict=verdict,
                rule="rule.order",
                at=(event.id, "after"),
                record=f"{event.id}+{earlier.id}",
                args={"event": event.id, "date": event.date, "after": earlier.id, "earlier": earlier.date},
                related=(Related("related.other-event", earlier.id, at=(earlier.id, "date")),),
                rests_on=(event.id, earlier.id),
                inputs=digest_inputs([event, earlier]),
            )


def _finding(
    claims: tuple[Claim, ...],
    message: str,
    verdict: Verdict,
    args: dict[str, Argument],
    figures: tuple[Figure, ...] = (),
) -> Finding:
    last = claims[-1]
    return Finding(
        message=message,
        severity=SEVERITY[verdict],
        verdict=verdict,
        rule=f"rule.{message.partition('.')[0]}",
        at=(last.id, "counts" if message.startswith("count") else "value", "stated"),
        record="+".join(sorted(c.id for c in claims)),
        args={"id": last.id, **args},
        related=tuple(Related("related.other-claim", c.id, at=(c.id, "stated")) for c in claims[:-1]),
        figures=figures,
        rests_on=tuple(c.id for c in claims),
        inputs=digest_inputs(claims),
    )
