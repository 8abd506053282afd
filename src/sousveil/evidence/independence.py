"""Independence: how many origins stand behind what many articles say, and citation that runs in circles."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Argument
from sousveil.records.case import Case
from sousveil.records.claim import Claim, Quotation
from sousveil.records.finding import Finding, Verdict

from .contradict import group_claims
from .figures import Figures
from .verdict import SEVERITY, digest_inputs

_SHARED_WORDS = 8
"""How many words two sources must print alike before the one is taken to repeat the other: a convention of ours."""


def origin_of(claim: Claim, case: Case) -> str:
    """The source a claim comes from in the end: the last of its `via`, what that repeats, what it passes on."""
    return _origin(claim, case, ())


def _origin(claim: Claim, case: Case, seen: tuple[str, ...]) -> str:
    original = case.claims.get(claim.restates or "")
    if original is not None and original.id not in seen:
        return _origin(original, case, (*seen, claim.id))
    return root_source(claim.via[-1] if claim.via else claim.source, case)


def root_source(source_id: str, case: Case) -> str:
    """What a source repeats, followed to its root; a circle ends where it is met again."""
    seen: list[str] = []
    while source_id not in seen:
        seen.append(source_id)
        source = case.sources.get(source_id)
        if source is None or not source.republishes:
            break
        source_id = source.republishes[0]
    return source_id


def origins_of(claims: Iterable[Claim], case: Case) -> Mapping[str, tuple[str, ...]]:
    """Claims by origin: one group for each independent origin. One speaker is one origin, whoever prints it."""
    claims = list(claims)
    group = {c.id: origin_of(c, case) for c in claims}
    for alike in _shared(claims):
        first = group[alike[0].id]
        merged = {group[c.id] for c in alike}
        group = {k: first if v in merged else v for k, v in group.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for claim, origin in group.items():
        found[origin].append(claim)
    return {origin: tuple(ids) for origin, ids in found.items()}


def _shared(claims: list[Claim]) -> Iterator[list[Claim]]:
    """Claims that share an utterance, a speaker, or a long wording."""
    by: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.value, Quotation):
            by[f"utterance {claim.value.utterance}"].append(claim)
        if claim.asserted_by:
            by[f"speaker {claim.asserted_by}"].append(claim)
        words = fold_for_search(claim.stated).split()
        if len(words) >= _SHARED_WORDS:
            by["words " + " ".join(words)].append(claim)
    return (group for group in by.values() if len(group) > 1)


def check_independence(case: Case, figures: Figures) -> Iterator[Finding]:
    """Figures that several sources give and that come from one."""
    for (subject, measure), claims in group_claims(case, figures).items():
        if len({c.source for c in claims}) < 2:
            continue
        origins = origins_of(claims, case)
        if len(origins) > 1:
            continue
        args: dict[str, Argument] = {
            "subject": subject, "measure": measure, "n": len({c.source for c in claims}), "origin": next(iter(origins)),
        }  # fmt: skip
        yield Finding(
            message="one-origin",
            severity=SEVERITY[Verdict.NOT_COMPARABLE],
            verdict=Verdict.CONSISTENT,
            rule="rule.independence",
            at=(claims[0].id, "via", "source"),
            record=f"{subject}.{measure}",
            args=args,
            rests_on=tuple(c.id for c in claims),
            inputs=digest_inputs(claims),
        )


def check_circles(case: Case) -> Iterator[Finding]:
    """Sources that rest on each other in a circle."""
    relied = _relied_on(case)
    reported: set[frozenset[str]] = set()
    for start in case.sources.values():
        path = _circle(start.id, relied)
        if path and frozenset(path) not in reported:
            reported.add(frozenset(path))
            yield Finding(
                message="circular-citation",
                severity=SEVERITY[Verdict.TENSION],
                verdict=Verdict.TENSION,
                rule="rule.independence",
                at=(start.id, "republishes", "via"),
                record="+".join(sorted(path)),
                args={"path": (*path, path[0])},
                rests_on=path,
                inputs=digest_inputs(case.sources[p] for p in path),
            )


def _circle(start: str, relied: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A shortest way from a source back to itself over what it repeats and what its claims rely on."""
    reached_from = {start: ""}
    waiting = deque([start])
    while waiting:
        source = waiting.popleft()
        for following in relied.get(source, ()):
            if following == start:
                return tuple(_trail(source, reached_from))[::-1]
            if following not in reached_from:
                reached_from[following] = source
                waiting.append(following)
    return ()


def _trail(source: str, reached_from: Mapping[str, str]) -> Iterator[str]:
    """A source and those on the way to it, the last first."""
    while source:
        yield source
        source = reached_from[source]


def _relied_on(case: Case) -> Mapping[str, list[str]]:
    """What each source repeats and what its claims rely on, by id."""
    relied: dict[str, set[str]] = defaultdict(set)
    for source in case.sources.values():
        relied[source.id].update(source.republishes)
    for claim in case.claims.values():
        chain = (claim.source, *claim.via)
        for nearer, farther in pairwise(chain):
            relied[nearer].add(farther)
    return {source: sorted(on - {source}) for source, on in relied.items()}
