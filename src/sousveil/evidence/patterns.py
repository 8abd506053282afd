"""Arithmetic that nobody linked: known relations between measures of one subject, and likely ones between figures.

A pattern is a definition by measure names: the package's own, or a measure's `formula` in `measures.yaml`. Where no
names match but units do, a relation is only suggested.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice, permutations, product

from sousveil.problems import Severity
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Finding, Verdict

from .comparable import facets, unify
from .figures import Figures
from .formula import DATE, Formula, parse_formula
from .recompute import Job, judge_job, recompute

PATTERNS: Mapping[str, tuple[str, str]] = {
    # name: (measure that states the result, formula over measures of the same subject)
    "discount": ("discount", "1 - final_price / list_price"),
    "share": ("share", "part / whole"),
    "total": ("total_price", "unit_price * quantity"),
    "capacity": ("capacity", "units * capacity_per_unit"),
    "growth": ("growth", "(after - before) / before"),
    "change": ("change", "after - before"),
    "gross": ("gross_price", "net_price * (1 + tax_rate)"),
    "tax": ("tax", "gross_price - net_price"),
    "duration": ("duration", "years(start, end)"),
    "saving": ("saving", "list_price - final_price"),
    "density": ("density", "count / area"),
}
_PER_HEAD = (
    "_per_head", "_per_capita", "_per_person", "_per_inhabitant", "_per_resident", "_po_stanovniku", "_po_glavi",
)  # fmt: skip
GROWS = ("_growth", "_increase", "_rise", "_change", "_rast", "_porast", "_povecanje")
FALLS = ("_decrease", "_decline", "_fall", "_drop", "_reduction", "_pad", "_smanjenje")
"""How the names of measures end that are changes of another measure, which `changes` recomputes."""
_COMBINATIONS = 24
"""Most choices of inputs tried for one stated result."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A definition: its name, the measure of the result, and the formula over measures."""

    name: str
    result: str
    formula: str


def patterns_of(case: Case, measures: Iterable[str]) -> Iterator[Pattern]:
    """The package's patterns, measures per something by their names, and the case's own definitions."""
    own = {m.id for m in case.measures.values() if m.formula}
    for name, (result, formula) in PATTERNS.items():
        if result not in own:
            yield Pattern(f"pattern.{name}", result, formula)
    known = set(measures)
    for measure in sorted(known - own):
        base = next((measure.removesuffix(s) for s in _PER_HEAD if measure.endswith(s)), None)
        upper, per, lower = measure.partition("_per_")
        below = next((name for name in (lower, f"{lower}s", f"{lower}es") if name in known), None)
        if base:
            yield Pattern("pattern.per-head", measure, f"{base} / population")
        elif per and below and upper in known:
            yield Pattern("pattern.quotient", measure, f"{upper} / {below}")
    for declared in case.measures.values():
        if declared.formula:
            yield Pattern("pattern.definition", declared.id, declared.formula)


def check_patterns(case: Case, figures: Figures) -> Iterator[Finding]:
    """Recompute every figure that a pattern defines, unless a derived record already does."""
    linked = {(d.expect, frozenset(d.inputs.values())) for d in case.derived.values()}
    subjects = by_subject(case, figures)
    measures = {m for claims in subjects.values() for m in claims}
    for pattern in patterns_of(case, measures):
        try:
            formula = parse_formula(pattern.formula)
        except ValueError:
            continue  # the loader has reported it at its place
        for subject, claims in subjects.items():
            if pattern.result not in claims:
                continue
            inputs = [_candidates(name, subject, subjects, case) for name in formula.names]
            for choices in _combinations(claims[pattern.result], inputs, figures):
                yield from _best(choices, pattern, formula, linked, (case, figures))


def _best(
    choices: list[tuple[Claim, ...]],
    pattern: Pattern,
    formula: Formula,
    linked: set[tuple[str | None, frozenset[str]]],
    record: tuple[Case, Figures],
) -> Iterator[Finding]:
    """What one stated result comes to over the choices of its inputs.

    One source's own figures are each recomputed; where some give the result, the others are figures of something else,
    such as another year's. Figures of several sources are a finding where only one choice is
    possible; of several choices the one that agrees best is a suggestion.
    """
    single = [c for c in choices if len({claim.source for claim in c}) == 1]
    jobs = [
        Job(
            id=expect.id,
            formula=formula,
            inputs=dict(zip(formula.names, (c.id for c in given), strict=True)),
            expect=expect.id,
            pattern=pattern.name,
            suggested=not single and len(choices) > 1,
            fields=("value", "stated"),
        )
        for expect, *given in single or choices
        if (expect.id, frozenset(c.id for c in given)) not in linked
    ]
    if not single and len(jobs) > 1:
        jobs = [_best_of(jobs, *record)]
    # Names that match by chance in units that do not fit define nothing; what the case defines itself is no chance.
    found = [recompute(job, *record) for job in jobs]
    fitting = [f for f in found if f.verdict is not Verdict.NOT_COMPUTABLE]
    fitting = [f for f in fitting if f.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING)] or fitting
    only = len(choices) == 1 and pattern.name == "pattern.definition"
    yield from fitting or (found if only else ())


def _best_of(jobs: list[Job], case: Case, figures: Figures) -> Job:
    """The first of the jobs whose verdict is best; no further one is tried once a figure comes out."""
    order = list(Verdict)
    best, least = jobs[0], len(order)
    for job in jobs:
        found = order.index(judge_job(job, case, figures))
        if found < least:
            best, least = job, found
        if found == 0:
            break
    return best


def by_subject(case: Case, figures: Figures) -> Mapping[str, Mapping[str, list[Claim]]]:
    """Claims with a figure, by subject and canonical measure."""
    found: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in case.claims.values():
        if claim.id in figures.readings and claim.rank != "deprecated":
            found[claim.subject][figures.measures.get(claim.measure, claim.measure)].append(claim)
    return found


def _candidates(
    measure: str, subject: str, subjects: Mapping[str, Mapping[str, list[Claim]]], case: Case
) -> list[Claim]:
    """Claims of a measure on the subject itself, else on its place: a programme's population is its city's."""
    own = list(subjects.get(subject, {}).get(measure, ()))
    if own:
        return own
    programme = case.programmes.get(subject)
    places = list(programme.places) if programme else []
    places += sorted(
        {c.scope["place"] for cs in subjects.get(subject, {}).values() for c in cs if "place" in c.scope}
    )
    return [c for place in places for c in subjects.get(place, {}).get(measure, ())]


def _combinations(
    results: list[Claim], inputs: list[list[Claim]], figures: Figures
) -> Iterator[list[tuple[Claim, ...]]]:
    """For each stated result, the choices of one claim for each input that suit it best.

    Where the result's own source gives every input, no other source's is tried; else one claim stands for all that
    say the same figure with the same facets.
    """
    if not all(inputs):
        return
    distinct = [_distinct(group, figures) for group in inputs]
    others: list[Claim] = []
    for result in results:
        own = [[claim for claim in group if claim.source == result.source] for group in inputs]
        if all(own):
            yield from _least_strained(result, own)
        else:
            others.append(result)
    for result in _distinct(others, figures):
        yield from _least_strained(result, distinct)


def _least_strained(result: Claim, pools: list[list[Claim]]) -> Iterator[list[tuple[Claim, ...]]]:
    """The choices that suit a result best, if any suit it."""
    tried = islice(product([result], *pools), 2 * _COMBINATIONS)
    fitting = [(strain, c) for c in tried if (strain := _strain(c)) is not None]
    least = min((strain for strain, _ in fitting), default=None)
    if fitting:
        yield [c for strain, c in fitting if strain == least][:_COMBINATIONS]


def _distinct(claims: list[Claim], figures: Figures) -> list[Claim]:
    """One claim for each figure and set of facets, whoever says it and on whatever day."""
    found: dict[object, Claim] = {}
    for claim in claims:
        said = {**facets(claim), "as_of": ""}
        found.setdefault((figures.readings[claim.id], tuple(sorted(said.items()))), claim)
    return list(found.values())


def _strain(chosen: tuple[Claim, ...]) -> tuple[int, int] | None:
    """How ill claims suit one formula: facets that differ, then facets taken as equal; None where they do not fit.

    Scope and time must unify. Status and basis may differ between what a formula holds against each other, but figures
    that share them come first: a net price is held against a net price where there is one.
    """
    matches = [unify(a, b) for a, b in combinations(chosen, 2)]
    differs = [d for match in matches for d in match.differs]
    if any(not d.startswith(("basis", "scope of", "scope base", "status")) for d in differs):
        return None
    return len(differs), sum(len(match.assumes) for match in matches)


def check_suggested(case: Case, figures: Figures) -> Iterator[Finding]:
    """Relations between unlinked figures of one subject and source that their units allow: a share of two amounts."""
    used = _linked(case)
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims.values():
        reading = figures.get(claim.id)
        if (
            reading is not None
            and reading.unit.dimensions != DATE.dimensions
            and not isinstance(claim.value, str)
        ):
            groups[claim.subject, claim.source].append(claim)
    for claims in groups.values():
        shares = [c for c in claims if figures.readings[c.id].unit.name == "percent" and c.id not in used]
        amounts = [c for c in claims if figures.readings[c.id].unit.dimensions]
        if len(shares) == 1 and len(amounts) <= 6:
            yield from _suggest_share(shares[0], amounts, case, figures)


def _linked(case: Case) -> set[str]:
    """Claims whose figure some derived record or named pattern already recomputes."""
    expected = {d.expect for d in case.derived.values() if d.expect}
    results = {result for result, _ in PATTERNS.values()} | {
        m.id for m in case.measures.values() if m.formula
    }
    return expected | {
        c.id for c in case.claims.values() if c.measure in results or c.measure.endswith(GROWS + FALLS)
    }


def _suggest_share(share: Claim, amounts: list[Claim], case: Case, figures: Figures) -> Iterator[Finding]:
    """Try a share as part of, cut from and growth over each pair of amounts; name what fits, or the only pair."""
    tried: list[Finding] = []
    pairs: set[frozenset[str]] = set()
    for a, b in permutations(sorted(amounts, key=lambda c: figures.readings[c.id].face.low or 0), 2):
        if figures.readings[a.id].unit.dimensions != figures.readings[b.id].unit.dimensions:
            continue
        if unify(a, b).differs and a.measure == b.measure:
            continue
        pairs.add(frozenset((a.id, b.id)))
        for text in ("a / b", "1 - a / b", "a / b - 1"):
            job = Job(
                id=share.id, formula=parse_formula(text), inputs={"a": a.id, "b": b.id}, expect=share.id,
                suggested=True, pattern="pattern.suggested", fields=("stated",),
            )  # fmt: skip
            tried.append(recompute(job, case, figures))
    holding = [f for f in tried if f.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING)]
    if holding:
        yield holding[0]
    elif len(pairs) == 1:
        yield min(tried, key=_distance)


def _distance(finding: Finding) -> tuple[bool, int]:
    return finding.verdict is not Verdict.TENSION, 0 if finding.severity is Severity.NOTE else 1
