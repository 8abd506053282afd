"""Texts that are so alike that one printing of the other would explain it, and whose origins would then be fewer.

Takes texts as they were read and joins nothing: a person says in `republishes` what repeats what, and then it counts.
Runs of words and what two texts have in common: Broder, "On the resemblance and containment of documents", 1997.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from unicodedata import normalize
from zlib import crc32

from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Argument
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Finding, Verdict

from .independence import origins_of, root_source
from .verdict import SEVERITY, digest_inputs

RUN = 5
"""Words of a run: two people hardly write five words alike by chance, and an editor leaves many of five as they are."""
ALIKE = 0.5
"""Of the runs of the shorter text, the share that has to stand in the other. A policy of ours."""
LEAST = 20
"""Runs that two texts have to share: a signature or a notice of rights has fewer. A policy of ours."""
MOST_RUNS = 4_000_000
"""Runs of all texts together up to which each is looked at; of more, every n-th by its digest (Broder §4, modulo)."""
CROWD = 50
"""Texts with one run up to which all pairs are counted; of more, those with the first."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Sources whose texts are alike, and the least share that one of them has in common with another."""

    members: tuple[str, ...]
    share: float


def find_alike(texts: Mapping[str, str]) -> tuple[Alike, ...]:
    """The sources whose texts are alike, by id; a source is in one group at most."""
    folded = Folded()
    runs = {source: _runs(text, folded) for source, text in texts.items()}
    every = 1 + sum(map(len, runs.values())) // MOST_RUNS
    kept = {source: {run for run in found if run % every == 0} for source, found in runs.items()}
    shares = {
        pair: number / min(len(kept[pair[0]]), len(kept[pair[1]]))
        for pair, number in _count_shared(kept).items()
        if number * every >= LEAST
    }
    return _join({pair: share for pair, share in shares.items() if share >= ALIKE})


def check_reprints(case: Case, alike: Iterable[Alike]) -> Iterator[Finding]:
    """What may be one text printed several times and is not said to be, and which counts of origins hang on it."""
    for group in alike:
        members = [one for one in group.members if one in case.sources]
        origins = {root_source(one, case) for one in members}
        if len(origins) < 2:
            continue
        percent = int(group.share * 100)
        said: dict[str, Argument] = {"sources": tuple(members), "share": percent, "n": len(origins)}
        yield _finding("reprint", members[0], "+".join(members), said, members, case)
        for message, name, claims in _counted(case):
            before = set(origins_of(claims, case))
            fewer = len(before - origins) + bool(before & origins)
            if fewer < len(before):
                counted = {**said, "what": name, "origins": len(before), "fewer": fewer}
                yield _finding(message, members[0], f"{name}+{'+'.join(members)}", counted, members, case)


def _counted(case: Case) -> Iterator[tuple[str, str, Sequence[Claim]]]:
    """Where origins are counted: message, name, and the claims that something rests on."""
    for question in case.questions.values():
        yield "reprint.question", question.id, [case.claims[c] for c in question.claims if c in case.claims]
    groups = defaultdict[tuple[str, str], list[Claim]](list)
    for claim in case.claims.values():
        groups[claim.subject, claim.measure].append(claim)
    for (subject, measure), claims in groups.items():
        yield "reprint.figure", f"{subject}.{measure}", claims


class Folded(dict[str, str]):
    """The folded form of every word met; texts have few different words."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = fold_for_search(word)
        return folded


def _runs(text: str, folded: Folded) -> set[int]:
    """The runs of words of a text, by a digest of 32 bits each."""
    words = [folded[word] for word in re.findall(r"\w+", normalize("NFC", text))]
    return {crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)}


def _count_shared(runs: Mapping[str, set[int]]) -> Counter[tuple[str, str]]:
    """How many runs each two sources share, where they share any."""
    holders = defaultdict[int, list[str]](list)
    for source in sorted(runs):
        for run in runs[source]:
            holders[run].append(source)
    shared = Counter[tuple[str, str]]()
    for found in holders.values():
        crowd = ((found[0], other) for other in found[1:])
        shared.update(combinations(found, 2) if len(found) <= CROWD else crowd)
    return shared


def _join(shares: Mapping[tuple[str, str], float]) -> tuple[Alike, ...]:
    """Pairs brought together into groups."""
    group: dict[str, set[str]] = {}
    for one, other in shares:
        joined = group.get(one, {one}) | group.get(other, {other})
        group |= dict.fromkeys(joined, joined)
    found = {tuple(sorted(members)) for members in group.values()}
    return tuple(
        Alike(members, min(share for pair, share in shares.items() if pair[0] in members))
        for members in sorted(found)
    )


def _finding(
    message: str, source: str, record: str, args: Mapping[str, Argument], members: Sequence[str], case: Case
) -> Finding:
    return Finding(
        message=message,
        severity=SEVERITY[Verdict.NOT_COMPARABLE],
        verdict=Verdict.NOT_COMPUTABLE,
        rule="rule.independence",
        at=(source, "republishes"),
        record=record,
        args=args,
        rests_on=tuple(members),
        inputs=digest_inputs(case.sources[one] for one in members),
    )
