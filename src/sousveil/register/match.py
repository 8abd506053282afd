"""Which observations of two lists are of one camera: with what probability, by what, and where nobody can tell.

Nothing is linked by nearness alone: something that both say has to agree, and has to tell the pair from its rivals also
when all candidates are thought equally near. What does not pass is ambiguous and a person's to decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from sousveil.progress import SILENT, Progress

from .candidates import GATE, Candidates, Floats, find_candidates, find_neighbours
from .fields import (
    AGREES,
    NEARLY,
    TELLING,
    Coded,
    Levels,
    Rows,
    Said,
    build_said,
    code_values,
    compare_pairs,
)
from .lists import ListedCameras, count_room, is_object
from .pairings import Edges, compute_probabilities
from .weigh import Evidence, Surroundings, Weights, learn_weights, to_odds, weigh_pairs

SURE = 0.88
"""From here on a pair may be linked: ours, set with `benchmarks/match_quality.py` as `docs/register.md` says."""
TOLD = 0.95
"""From here on what both say tells a pair from its rivals: ours, set with it in the same way."""
OPEN = 0.1
"""From here on a pair is shown to a person: ours."""
ELSEWHERE = 2
"""Places that how many stand together everywhere counts for beside the two ends of a pair: ours. Two that each miss on
one list have fewer neighbours there than a camera has."""
STRANGERS = 5_000
"""Pairs of a list, at most, that agreement by chance is counted on: enough to see one in a thousand."""

Bools = npt.NDArray[np.bool_]
Decided = Mapping[frozenset[str], bool]
"""Pairs of keys that a person has decided: whether they are of one camera."""


class Doubt(StrEnum):
    """Why a pair is left to a person; empty where it is linked."""

    NONE = ""
    NEARNESS = "match-doubt.nearness"
    RIVAL = "match-doubt.rival"
    WEAK = "match-doubt.weak"
    CHAIN = "match-doubt.chain"
    LEFT = "match-doubt.left"


@dataclass(frozen=True, slots=True)
class Link:
    """Two observations that may be of one camera.

    `levels` says field by field how well they agree, `weights` what that is worth (log odds); `basis` is `evidence`,
    `object` where a map gave both one id, or `decision`. `apart_m` is None where one of them has no place.
    """

    left: str
    right: str
    probability: float
    apart_m: float | None = None
    levels: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    doubt: Doubt = Doubt.NONE
    basis: str = "evidence"

    @property
    def linked(self) -> bool:
        """Whether the two are taken for one camera."""
        return not self.doubt

    @property
    def chance(self) -> str:
        """The probability in print; what was weighed is never quite certain."""
        if self.basis != "evidence":
            return f"{self.probability:.0%}"
        return {"0%": "< 1%", "100%": "> 99%"}.get(said := f"{self.probability:.0%}", said)


@dataclass(frozen=True, slots=True)
class Matched:
    """Two lists brought together: links and ambiguous pairs in order, and what the match rests on.

    `edges` are all weighed pairs, as rows of `keys`; `crowded` the keys of observations too close together to compare.
    """

    lists: tuple[str, str]
    links: tuple[Link, ...]
    keys: tuple[tuple[str, ...], tuple[str, ...]]
    edges: Edges
    weights: Weights
    crowded: tuple[str, ...] = ()


@dataclass(slots=True)
class _Side:
    """One list in the order of its keys."""

    listed: ListedCameras
    keys: tuple[str, ...]
    said: list[Said]
    room: Rows
    coded: tuple[Coded, ...]


def match_lists(
    one: ListedCameras,
    other: ListedCameras,
    *,
    near: Mapping[str, Sequence[str]] = MappingProxyType({}),
    decided: Decided = MappingProxyType({}),
    progress: Progress = SILENT,
) -> Matched:
    """Bring two lists together; which is given first, and the order within each, change nothing.

    `near` holds the names of streets near an observation by its key; `decided` what people said about pairs.
    """
    ours, theirs = (_order(listed, near) for listed in sorted((one, other), key=lambda listed: listed.id))
    progress.step(f"comparing {ours.listed.id} and {theirs.listed.id}")
    gate_m = GATE * float(np.hypot(ours.listed.error_m, theirs.listed.error_m))
    found = find_candidates(ours.said, theirs.said, gate_m)
    levels = compare_pairs(ours.coded, theirs.coded, (found.left, found.right))
    about = _look_around(ours, theirs, found, gate_m)
    weights = learn_weights(levels, found, about)
    evidence = weigh_pairs(levels, found, weights, about.others)
    fixed = _fix(ours, theirs, decided)
    free = _keep_free(ours, theirs, found, decided)
    odds, said_odds = (np.where(free, to_odds(one), 0.0) for one in (evidence.full, evidence.said))
    edges = Edges(found.left, found.right, odds, (ours.room, theirs.room))
    sure = compute_probabilities(edges)
    told = compute_probabilities(Edges(found.left, found.right, said_odds, edges.room)) >= TOLD
    speaks = evidence.fields[:, TELLING].sum(axis=1) > 0
    agrees = _agrees(levels, placed=~np.isnan(found.distance_m))
    judged = _judge(sure, found, told & speaks & agrees)
    links = _build_links((ours, theirs), found, (levels, evidence), (sure, judged))
    crowded = tuple(
        side.keys[row] for side, rows in zip((ours, theirs), found.crowded, strict=True) for row in rows
    )
    return Matched(
        lists=(ours.listed.id, theirs.listed.id),
        links=tuple(sorted([*fixed, *links], key=lambda link: (link.left, link.right))),
        keys=(ours.keys, theirs.keys),
        edges=edges,
        weights=weights,
        crowded=crowded,
    )


def _order(listed: ListedCameras, near: Mapping[str, Sequence[str]]) -> _Side:
    """A list by its keys, so that the order of its file does not matter."""
    pairs = sorted(zip(listed.keys, listed.observations, strict=True), key=lambda pair: pair[0])
    keys = tuple(key for key, _ in pairs)
    observations = [one for _, one in pairs]
    room = np.array([count_room(one) for one in observations], dtype=np.int64)
    said = build_said(observations, keys, near)
    return _Side(listed, keys, said, room, code_values(said))


def _look_around(ours: _Side, theirs: _Side, found: Candidates, gate_m: float) -> Surroundings:
    """What each list by itself shows about different cameras, and the two about any pair."""
    sides = ours, theirs
    pairs = [find_neighbours(side.said, gate_m) for side in sides]
    neighbours = [
        compare_pairs(side.coded, side.coded, met[:2]) for side, met in zip(sides, pairs, strict=True)
    ]
    sizes = len(ours.said), len(theirs.said)
    everywhere = (2 * sum(len(left) for left, *_ in pairs) + 1) / max(sum(sizes), 1)
    beside = [
        np.bincount(np.concatenate(met[:2]), minlength=size) for met, size in zip(pairs, sizes, strict=True)
    ]
    met = beside[0][found.left] + beside[1][found.right]
    others = (met + ELSEWHERE * everywhere) / (2 + ELSEWHERE)
    return Surroundings(
        sizes=sizes,
        others=np.where(np.isnan(found.distance_m), float(max(sizes)), others),
        error_m=gate_m / GATE,
        gate_m=gate_m,
        neighbours=np.concatenate(neighbours),
        strangers=np.concatenate([_compare_strangers(side) for side in sides]),
        apart_m=np.concatenate([apart_m for *_, apart_m in pairs]),
    )


def _compare_strangers(side: _Side) -> Levels:
    """How two observations of a list agree, wherever they stand: all pairs of a short list, some evenly of a long."""
    size = len(side.said)
    if size * (size - 1) // 2 <= STRANGERS:
        return compare_pairs(side.coded, side.coded, np.triu_indices(size, 1))
    number = np.arange(STRANGERS, dtype=np.int64)
    left = number * size // STRANGERS
    return compare_pairs(side.coded, side.coded, (left, (left + 1 + number % (size - 1)) % size))


def _fix(ours: _Side, theirs: _Side, decided: Decided) -> list[Link]:
    """The pairs that need no weighing: a person said they are one, or a map gave both one id. They use up room."""
    return [
        _take((ours, row), (theirs, at), basis)
        for row, at, basis in _list_fixed(ours, theirs, decided)
        if decided.get(frozenset({ours.keys[row], theirs.keys[at]}), True)
    ]


def _list_fixed(ours: _Side, theirs: _Side, decided: Decided) -> Iterator[tuple[int, int, str]]:
    """Rows of either side that are known to be one, and by what; each pair once."""
    rows, others = ({key: row for row, key in enumerate(side.keys)} for side in (ours, theirs))
    told = {frozenset(pair) for pair, same in decided.items() if same}
    for first, second in sorted(tuple(sorted(pair)) for pair in told if len(pair) == 2):
        for key, other in ((first, second), (second, first)):
            if key in rows and other in others:
                yield rows[key], others[other], "decision"
    objects = {one.observation.id: row for row, one in enumerate(theirs.said) if is_object(one.observation)}
    for row, said in enumerate(ours.said):
        at = objects.get(said.observation.id)
        if at is not None and frozenset({ours.keys[row], theirs.keys[at]}) not in told:
            yield row, at, "object"


def _take(one: tuple[_Side, int], other: tuple[_Side, int], basis: str) -> Link:
    """A link that is certain."""
    (ours, row), (theirs, at) = one, other
    taken = max(min(ours.room[row], theirs.room[at]), 0)
    ours.room[row] -= taken
    theirs.room[at] -= taken
    return Link(ours.keys[row], theirs.keys[at], 1.0, basis=basis)


def _keep_free(ours: _Side, theirs: _Side, found: Candidates, decided: Decided) -> Bools:
    """Whether each candidate is still a question: both have room, and nobody said that they differ."""
    free = (ours.room[found.left] > 0) & (theirs.room[found.right] > 0)
    for at in np.flatnonzero(free) if decided else ():
        pair = frozenset({ours.keys[found.left[at]], theirs.keys[found.right[at]]})
        free[at] = pair not in decided
    return free


def _agrees(levels: Levels, *, placed: Bools) -> Bools:
    """Whether something that may tell a camera from its neighbours agrees."""
    telling = levels[:, TELLING]
    # Without distances the same street alone says no more than that it is the same street.
    nearly = placed & (telling == NEARLY).any(axis=1)
    return np.asarray((telling == AGREES).any(axis=1) | nearly)


def _judge(sure: Floats, found: Candidates, told: Bools) -> list[Doubt]:
    """Whether each pair is linked, and why not: by its probability, and whether what both say tells it from others."""
    likely = np.flatnonzero(sure >= OPEN)
    contested = np.zeros(len(sure), dtype=bool)
    for side in (found.left, found.right):
        contested |= np.bincount(side[likely], minlength=int(side.max(initial=0)) + 1)[side] > 1
    doubts = np.where(
        sure < SURE,
        np.where(contested, "RIVAL", "WEAK"),
        np.where(told, "NONE", "NEARNESS"),
    )
    return [Doubt[doubt] for doubt in doubts.tolist()]


def _build_links(
    sides: tuple[_Side, _Side],
    found: Candidates,
    said: tuple[Levels, Evidence],
    judged: tuple[Floats, list[Doubt]],
) -> list[Link]:
    """The pairs that are linked or a person's to decide."""
    levels, evidence = said
    sure, doubts = judged
    links = []
    for at in np.flatnonzero(sure >= OPEN):
        apart = float(found.distance_m[at])
        links.append(
            Link(
                left=sides[0].keys[found.left[at]],
                right=sides[1].keys[found.right[at]],
                probability=float(sure[at]),
                apart_m=None if np.isnan(apart) else apart,
                levels=tuple(levels[at].tolist()),
                weights=tuple(evidence.fields[at].tolist()),
                doubt=doubts[at],
            )
        )
    return links
