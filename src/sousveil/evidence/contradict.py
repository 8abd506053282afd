"""Contradictions: claims of one subject and measure held against each other, whoever linked them.

Several candidates in one source make a note, not a contradiction. Both positions stay.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Related, Severity
from sousveil.records.bands import Reading
from sousveil.records.case import Case
from sousveil.records.claim import Category, Claim, Dated, Rank
from sousveil.records.finding import Figure, Finding, Repair, Verdict

from .comparable import PART, QUALIFIES, Match, facets, may_have_grown, said_on, unify
from .figures import Figures, claim_figure
from .formula import parse_formula
from .misprint import explain
from .recompute import operand_of
from .verdict import SEVERITY, digest_inputs, judge

_GOOD = (Verdict.CONSISTENT, Verdict.ROUNDING)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims, how they match, and the verdict on them where they can be compared."""

    a: Claim
    b: Claim
    match: Match
    verdict: Verdict


def check_contradictions(case: Case, figures: Figures) -> Iterator[Finding]:
    """Every subject and measure on which more than one claim speaks."""
    for claims in group_claims(case, figures).values():
        if len(claims) > 1:
            yield from _check_group(claims, case, figures)


def group_claims(case: Case, figures: Figures) -> Mapping[tuple[str, str], list[Claim]]:
    """Claims with a comparable value by subject and canonical measure, deprecated ones left out."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        if claim.rank == "deprecated" or claim.stance == "asks":
            continue
        if claim.id in figures.readings or isinstance(claim.value, Category | Rank):
            groups[claim.subject, figures.measures.get(claim.measure, claim.measure)].append(claim)
    return groups


def _check_group(claims: list[Claim], case: Case, figures: Figures) -> Iterator[Finding]:
    classes = _alike(claims, figures)
    pairs = [
        Pair(a, b, match, verdict)
        for x, y in combinations(classes, 2)
        for a, b in _representatives(x, y)
        for match in (_match(a, b, figures),)
        for verdict in (_judge(a, b, match, case, figures),)
    ]
    pairs = [_excuse(pair, claims, case, figures) for pair in pairs]
    apart = [p for p in pairs if p.match.differs and PART not in p.match.differs]
    met = [p for p in pairs if not p.match.differs]
    bad = [p for p in met if p.verdict in (Verdict.TENSION, Verdict.INCONSISTENT) and not _passed_on(p)]
    for pair, others in _positions(bad, figures):
        yield _disagreement(pair, others, _candidates(pair, claims, met), case, figures)
    for group in _agreeing(classes, met):
        if len({c.source for c in group}) > 1:
            yield _agreement(group, met, case, figures)
    if any(not d.startswith("time") for p in apart for d in p.match.differs):
        # Other years of a series are no comparison anybody would expect, nor are parts of a whole.
        yield _not_comparable(apart, case, figures)


def _representatives(x: list[Claim], y: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """One claim of each class, and one pair of a source that is in both, because it contradicts itself."""
    yield x[0], y[0]
    if x[0].source != y[0].source:
        both = {c.source: c for c in reversed(y)}
        yield from [(c, both[c.source]) for c in x if c.source in both][:1]


def _excuse(pair: Pair, claims: list[Claim], case: Case, figures: Figures) -> Pair:
    """A pair of figures that disagree, as not comparable where one may be a part of the other or earlier than it."""
    first, second = figures.get(pair.a.id), figures.get(pair.b.id)
    if pair.verdict not in (Verdict.TENSION, Verdict.INCONSISTENT) or first is None or second is None:
        return pair
    smaller, larger = (pair.a, pair.b) if _below(first, second) else (pair.b, pair.a)
    why = may_have_grown(smaller, larger, first, case)
    divided = not isinstance(smaller.value, Dated) and _is_divided(smaller, larger, claims)
    if not why and (divided or _is_part(smaller, larger, case, figures)):
        why = PART
    if not why:
        return pair
    return Pair(pair.a, pair.b, Match((why,), pair.match.assumes), Verdict.NOT_COMPARABLE)


def _below(a: Reading, b: Reading) -> bool:
    return a.face.high is not None and (b.face.low is None or a.face.high < b.face.low)


def _is_part(smaller: Claim, larger: Claim, case: Case, figures: Figures) -> bool:
    """Whether the smaller figure is said to be a part, or covers less of a measure whose parts add up."""
    if smaller.part_of is not None and larger.part_of is None:
        return True
    measure = case.measures.get(figures.measures.get(smaller.measure, smaller.measure))
    covers_less = set(smaller.scope.items()) > set(larger.scope.items())
    return measure is not None and measure.additive and covers_less


def _is_divided(smaller: Claim, larger: Claim, claims: list[Claim]) -> bool:
    """Whether the smaller figure covers less, and its own source gives the whole of it too, or another part of that."""
    covered = set(smaller.scope.items())
    extra = smaller.scope.keys() - larger.scope.keys() - QUALIFIES
    if not (extra and covered > set(larger.scope.items())):
        return False
    for other in (c for c in claims if c.source == smaller.source and c is not smaller):
        differs = unify(other, smaller).differs
        if not differs and set(other.scope.items()) < covered:
            return True
        if differs and all(d.split(" (")[0].removeprefix("scope ") in extra for d in differs):
            return True
    return False


def _match(a: Claim, b: Claim, figures: Figures) -> Match:
    """How two claims compare; a source's own figure for a part of the thing is no second figure for the whole."""
    first, second = figures.get(a.id), figures.get(b.id)
    whole = set(a.scope.items()), set(b.scope.items())
    if a.source == b.source and first is not None and second is not None:
        narrow, wide = (first, second) if whole[0] > whole[1] else (second, first)
        low, high = narrow.normal.low, wide.normal.high
        adds_up = bool(narrow.unit.dimensions) and low is not None and high is not None
        if (whole[0] > whole[1] or whole[0] < whole[1]) and not (adds_up and (low or 0) > (high or 0)):
            return Match((PART,))
    return unify(a, b, (first, second))


def _passed_on(pair: Pair) -> bool:
    """Whether one claim passes the other on; `restate` tells what changed on the way."""
    return pair.a.restates == pair.b.id or pair.b.restates == pair.a.id


def _agreeing(classes: list[list[Claim]], met: list[Pair]) -> Iterator[list[Claim]]:
    """Groups in which every claim was compared with every other and came out well, largest first come."""
    good = {frozenset((p.a.id, p.b.id)) for p in met if p.verdict in _GOOD}
    left = list(classes)
    while left:
        group = [left.pop(0)]
        for alike in list(left):
            if all(frozenset((alike[0].id, other[0].id)) in good for other in group):
                group.append(alike)
                left.remove(alike)
        yield [claim for alike in group for claim in alike]


def _positions(bad: list[Pair], figures: Figures) -> Iterator[tuple[Pair, tuple[str, ...]]]:
    """One pair for each two positions that disagree, the one that assumes least, and the other claims behind it."""
    by: dict[tuple[frozenset[object], str], list[Pair]] = defaultdict(list)
    for pair in bad:
        # A source that contradicts itself does so whatever others say.
        itself = pair.a.source if pair.a.source == pair.b.source else ""
        by[frozenset((_position(pair.a, figures), _position(pair.b, figures))), itself].append(pair)
    for pairs in by.values():
        best = min(pairs, key=lambda p: (p.a.source == p.b.source, len(p.match.assumes)))
        others = dict.fromkeys(c.id for p in pairs for c in (p.a, p.b) if c.id not in (best.a.id, best.b.id))
        yield best, tuple(others)


def _position(claim: Claim, figures: Figures) -> object:
    """What a claim says, whoever says it."""
    reading = figures.get(claim.id)
    if reading is not None:
        return reading.face, reading.unit.dimensions, claim.stance == "denies"
    value = claim.value
    word = (
        value.category
        if isinstance(value, Category)
        else value.model_dump_json()
        if isinstance(value, Rank)
        else ""
    )
    return fold_for_search(word), claim.stance == "denies"


def _alike(claims: list[Claim], figures: Figures) -> list[list[Claim]]:
    """Claims that say the same figure with the same facets, so that each class is judged once."""
    classes: dict[object, list[Claim]] = {}
    for claim in claims:
        value = (
            claim.value.model_dump_json()
            if isinstance(claim.value, Category | Rank)
            else figures.get(claim.id)
        )
        key = (value, tuple(sorted(facets(claim).items())), claim.stance == "denies")
        classes.setdefault(key, []).append(claim)
    return list(classes.values())


def _judge(a: Claim, b: Claim, match: Match, case: Case, figures: Figures) -> Verdict:
    if match.differs:
        return Verdict.NOT_COMPARABLE
    if isinstance(a.value, Category) and isinstance(b.value, Category):
        return _judge_words(a, b, (a.value.category, b.value.category), case)
    if isinstance(a.value, Rank) and isinstance(b.value, Rank):
        return _judge_ranks(a.value, b.value)
    first, second = figures.get(a.id), figures.get(b.id)
    if first is None or second is None:
        return Verdict.NOT_COMPARABLE
    verdict = judge(first, second)
    if "denies" in (a.stance, b.stance) and a.stance != b.stance:
        return (
            Verdict.INCONSISTENT if verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) else Verdict.CONSISTENT
        )
    return verdict


def _judge_words(a: Claim, b: Claim, words: tuple[str, str], case: Case) -> Verdict:
    measure = case.measures.get(a.measure)
    same = _word(words[0], case) == _word(words[1], case)
    if "denies" in (a.stance, b.stance) and a.stance != b.stance:
        return Verdict.INCONSISTENT if same else Verdict.CONSISTENT
    if same or (measure is not None and not measure.exclusive):
        return Verdict.CONSISTENT
    return Verdict.INCONSISTENT


def _word(word: str, case: Case) -> str:
    """A word folded, an actor's name or alias as the actor's id."""
    folded = fold_for_search(word)
    for actor in case.actors.values():
        names = [actor.name] if isinstance(actor.name, str) else list(actor.name.values())
        if folded in {actor.id, *(fold_for_search(n) for n in (*names, *actor.aliases))}:
            return actor.id
    return folded


def _judge_ranks(a: Rank, b: Rank) -> Verdict:
    """A rank agrees with a rank of the same population; the same place among others is a tension."""
    same_population = fold_for_search(a.among or "") == fold_for_search(b.among or "") and (
        a.of == b.of or not (a.of and b.of)
    )
    if a.rank == b.rank and a.highest_first == b.highest_first:
        return Verdict.CONSISTENT if same_population or not (a.among and b.among) else Verdict.TENSION
    return Verdict.INCONSISTENT if same_population else Verdict.NOT_COMPARABLE


def _disagreement(
    pair: Pair, others: tuple[str, ...], siblings: tuple[str, ...], case: Case, figures: Figures
) -> Finding:
    """A contradiction, or a note where one of the two sources also says what the other says."""
    same_source = pair.a.source == pair.b.source
    message = (
        "contradiction.candidates"
        if siblings
        else "contradiction.one-source"
        if same_source
        else "contradiction"
    )
    verdict = Verdict.NOT_COMPARABLE if siblings else pair.verdict
    ids = (pair.a.id, pair.b.id)
    return Finding(
        message=message,
        severity=SEVERITY[verdict],
        verdict=verdict,
        rule="rule.contradiction",
        at=(pair.b.id, "value", "stated"),
        record="+".join(sorted(ids)),
        args={
            "subject": pair.a.subject, "measure": pair.a.measure, "first": pair.a.stated, "second": pair.b.stated,
            "first_source": pair.a.source, "second_source": pair.b.source, "verdict": verdict.value,
            "gap": _gap(pair, figures),
            "others": others,
            "n": len(others),
        },
        related=(Related("related.other-claim", pair.a.id, at=(pair.a.id, "value", "stated")),),
        figures=_figures(ids, case, figures),
        assumes=pair.match.assumes,
        repairs=(*_explanations(pair, case), *_misprints(pair, case, figures)),
        rests_on=(*ids, *dict.fromkeys((*siblings, *others))),
        inputs=digest_inputs([pair.a, pair.b]),
    )  # fmt: skip


def _candidates(pair: Pair, claims: list[Claim], met: list[Pair]) -> tuple[str, ...]:
    """Claims by which one of the two sources agrees with the other after all."""
    if pair.a.source == pair.b.source:
        return ()
    good = {frozenset((p.a.id, p.b.id)) for p in met if p.verdict in _GOOD}
    return tuple(
        sibling.id
        for one, other in ((pair.a, pair.b), (pair.b, pair.a))
        for sibling in claims
        if sibling.source == one.source and sibling is not one and frozenset((sibling.id, other.id)) in good
    )


def _explanations(pair: Pair, case: Case) -> Iterator[Repair]:
    """What would explain a disagreement between sources: every facet that only one of them gives, and time."""
    for assumed in pair.match.assumes:
        yield Repair(message="repair.facet", args={"facet": assumed}, changes=(pair.a.id, pair.b.id))
    dates = said_on(pair.a, case), said_on(pair.b, case)
    if dates[0] and dates[1] and not dates[0].overlaps(dates[1]):
        args = {"first": dates[0].text, "second": dates[1].text}
        yield Repair(message="repair.time", args=args, changes=(pair.a.id, pair.b.id))
    same = isinstance(pair.a.value, Dated | Category) or pair.a.measure != pair.b.measure
    if not same and pair.a.asserted_by != pair.b.asserted_by and pair.a.asserted_by and pair.b.asserted_by:
        args = {"first": pair.a.asserted_by, "second": pair.b.asserted_by}
        yield Repair(message="repair.speakers", args=args, changes=(pair.a.id, pair.b.id))


_SAME = parse_formula("a")


def _misprints(pair: Pair, case: Case, figures: Figures) -> Iterator[Repair]:
    """What would explain it in the figures themselves: the one is recomputed as being the other."""
    first, second = figures.get(pair.a.id), figures.get(pair.b.id)
    if first is None or second is None or pair.a.stance != pair.b.stance:
        return
    one, other = operand_of(pair.a, case, first), operand_of(pair.b, case, second)
    # An open end is met by almost any misprint; only its own hedge says something then.
    telling = first.normal.is_bounded and second.normal.is_bounded
    for repair in explain(_SAME, {"a": one}, other, case):
        if not repair.together_with and (telling or repair.message == "repair.hedge"):
            yield repair


def _gap(pair: Pair, figures: Figures) -> str:
    a, b = figures.get(pair.a.id), figures.get(pair.b.id)
    if a is None or b is None:
        return ""
    from_each = a.normal.gap(b.normal) / a.unit.factor
    return f"{float(from_each):,.6g}" if from_each else ""


def _figures(ids: tuple[str, ...], case: Case, figures: Figures) -> tuple[Figure, ...]:
    return tuple(
        claim_figure(case.claims[i], "position", r) for i in ids if (r := figures.get(i)) is not None
    )


def _agreement(claims: list[Claim], met: list[Pair], case: Case, figures: Figures) -> Finding:
    """Claims of several sources that were compared each with each and agree."""
    ids = {c.id for c in claims}
    rounded = any(p.verdict is Verdict.ROUNDING and {p.a.id, p.b.id} <= ids for p in met)
    verdict = Verdict.ROUNDING if rounded else Verdict.CONSISTENT
    first = claims[0]
    return Finding(
        message="agreement",
        severity=SEVERITY[verdict],
        verdict=verdict,
        rule="rule.contradiction",
        at=(first.id, "value", "stated"),
        record=first.id,
        args={
            "subject": first.subject,
            "measure": first.measure,
            "n": len(claims),
            "verdict": verdict.value,
        },
        figures=_figures(tuple(c.id for c in claims), case, figures),
        rests_on=tuple(c.id for c in claims),
        inputs=digest_inputs(claims),
    )


def _not_comparable(apart: list[Pair], case: Case, figures: Figures) -> Finding:
    """One note for all the comparisons of a group that cannot be made, with what differs."""
    first = apart[0].a
    differs = tuple(dict.fromkeys(d for p in apart for d in p.match.differs))
    ids = tuple(dict.fromkeys(c.id for p in apart for c in (p.a, p.b)))
    return Finding(
        message="not-comparable",
        severity=Severity.NOTE,
        verdict=Verdict.NOT_COMPARABLE,
        rule="rule.contradiction",
        at=(first.id, "value", "stated"),
        record=f"{first.subject}.{first.measure}",
        args={"subject": first.subject, "measure": first.measure, "n": len(ids), "differs": differs},
        figures=_figures(ids, case, figures),
        differs=differs,
        rests_on=ids,
        inputs=digest_inputs(case.claims[i] for i in ids),
    )
