"""Parts of a case that cannot influence each other's findings, so that each can be checked, and remembered, alone.

Two claims belong together when a check may hold one against the other: one subject, one utterance, a figure passed on,
a part and its whole, a formula, a programme and the population of its place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sousveil.records.case import Case
from sousveil.records.claim import Claim, Quotation


@dataclass(frozen=True, slots=True)
class Shard:
    """Claims and derived figures that only influence each other, with the files and sources they rest on."""

    claims: tuple[str, ...]
    derived: tuple[str, ...]
    paths: tuple[str, ...]
    sources: tuple[str, ...]


class _Union:
    """Disjoint sets by path compression (Tarjan 1975)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that stands for a set."""
        path = []
        while (above := self._above.get(name, name)) != name:
            path.append(name)
            name = above
        self._above.update(dict.fromkeys(path, name))
        return name

    def join(self, a: str, b: str) -> None:
        """Make two sets one."""
        self._above[self.root(a)] = self.root(b)


def partition(case: Case) -> list[Shard]:
    """The case in shards, in the order of their files; claims of one file with no tie stay in one shard."""
    union = _Union()
    for claim in case.claims.values():
        for tie in _ties(claim, case):
            union.join(claim.id, tie)
    for derived in case.derived.values():
        for tie in (*derived.inputs.values(), *((derived.expect,) if derived.expect else ())):
            union.join(derived.id, tie)
    roots = {name: union.root(name) for name in (*case.claims, *case.derived)}
    files: dict[str, set[str]] = defaultdict(set)
    for name, root in roots.items():
        files[root].add(case.origins.path(name))
    members: dict[str, list[str]] = defaultdict(list)
    for name, root in roots.items():
        members[min(files[root])].append(name)
    paths: dict[str, set[str]] = defaultdict(set)
    for found in files.values():
        paths[min(found)] |= found
    return [_shard(members[first], paths[first], case) for first in sorted(members)]


def _ties(claim: Claim, case: Case) -> Iterator[str]:
    yield f"subject {claim.subject}"
    yield from filter(None, (claim.restates, claim.part_of))
    if isinstance(claim.value, Quotation):
        yield f"utterance {claim.value.utterance}"
    programme = case.programmes.get(claim.subject)
    if programme:
        yield from (f"subject {place}" for place in programme.places)
    if "place" in claim.scope and claim.scope["place"] in case.places:
        yield f"subject {claim.scope['place']}"


def _shard(names: list[str], paths: set[str], case: Case) -> Shard:
    claims = tuple(n for n in names if n in case.claims)
    derived = tuple(n for n in names if n in case.derived)
    return Shard(claims, derived, tuple(sorted(paths)), tuple(sorted(_sources(claims, case))))


def _sources(claims: Iterable[str], case: Case) -> set[str]:
    """The sources of claims, those they rely on, and those that these repeat."""
    found: set[str] = set()
    left = [s for c in claims for s in (case.claims[c].source, *case.claims[c].via)]
    while left:
        source = left.pop()
        if source not in found:
            found.add(source)
            left.extend(case.sources[source].republishes if source in case.sources else ())
    return found


def sub_case(case: Case, shard: Shard) -> Case:
    """The case with the claims and derived figures of one shard only."""
    claims = {name: case.claims[name] for name in shard.claims}
    return replace(case, claims=claims, derived={name: case.derived[name] for name in shard.derived})
