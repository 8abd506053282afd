"""How many cameras there are when it is not sure which observations are of one: estimates over draws and models.

Every draw is a way of linking, as likely as the match says; the interval is over draws, models and each model's error.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from sousveil.progress import SILENT, Progress
from sousveil.records.camera import State
from sousveil.records.capture import CaptureTable

from .cameras import Sighted, join_links
from .decide import Decisions
from .fields import Rows
from .lists import APART, count_devices
from .match import Link, Matched
from .pairings import (
    LEAST_ODDS,
    Edges,
    Group,
    build_group,
    compute_probabilities,
    label_groups,
    split_groups,
)
from .piles import Register
from .results import Estimates

DRAWS = 400
SEED = 20251125
SETTLED = 0.995
"""A group whose every pair is this sure, for or against, is not drawn anew."""
NOT_THERE = frozenset({State.PLANNED, State.REMOVED, State.DUMMY})
NOTHING_DECIDED = Decisions({}, {}, {}, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedEstimate:
    """An estimate of lists whose links are uncertain.

    `table` and `estimates` are for the links as they hold; `middle` and `interval` (95 %) are over draws, models and
    errors, None where most draws carry no number; `refused` is the share of draws that carry none, `linked` the least
    and the most cameras that a draw found on more than one list.
    """

    table: CaptureTable
    estimates: Estimates
    draws: int
    seed: int
    middle: float | None
    interval: tuple[float, float] | None
    refused: float
    linked: tuple[int, int]

    @property
    def doubted(self) -> bool:
        """Whether it matters which of the pairs in doubt are of one camera."""
        return set(self.linked) != {self.estimates.overlap}


@dataclass(slots=True)
class _Open:
    """What is drawn of one match: groups with the pairs of each, and the pairs that are sure."""

    matched: Matched
    sure: list[Link] = field(default_factory=list)
    groups: list[tuple[Group | None, Rows]] = field(default_factory=list)
    probability: Sequence[float] = ()

    def draw(self, rng: np.random.Generator) -> Iterator[Link]:
        """The links of one draw."""
        yield from self.sure
        for group, rows in self.groups:
            if group:
                yield from (self.link(int(rows[pair])) for pair in group.draw(rng))
            else:
                chance = rng.random(len(rows))
                yield from (
                    self.link(int(p)) for p, c in zip(rows, chance, strict=True) if c < self.probability[p]
                )

    def link(self, pair: int) -> Link:
        """A pair as a link."""
        edges, (left, right) = self.matched.edges, self.matched.keys
        return Link(left[edges.left[pair]], right[edges.right[pair]], float(self.probability[pair]))


def estimate_register(
    register: Register,
    estimate: Callable[[CaptureTable], Estimates],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = SILENT,
) -> LinkedEstimate:
    """How many cameras there are by the lists of a register; the same seed gives the same answer."""
    progress.step(f"drawing {draws} ways of linking")
    rng = np.random.default_rng(seed)
    names = tuple(listed.id for listed in register.lists)
    sighted = _keep_standing(register)
    table = count_captures(names, sighted, [link for link in register.links if link.linked])
    opened = [_open(matched, register.links) for matched in register.matched]
    tables = [
        count_captures(names, sighted, [link for one in opened for link in one.draw(rng)])
        for _ in range(draws)
    ]
    known = {key: estimate(drawn) for key, drawn in {_key(drawn): drawn for drawn in tables}.items()}
    told = [known[_key(drawn)] for drawn in tables]
    refused = sum(bool(one.refused) for one in told)
    totals = [total for one in told for total in _draw_total(one, rng)]
    carried = totals and refused <= draws / 2
    low, middle, high = np.quantile(totals, (0.025, 0.5, 0.975)) if carried else (0.0, 0.0, 0.0)
    overlaps = [_count_shared(drawn) for drawn in tables]
    return LinkedEstimate(
        table=table,
        estimates=estimate(table),
        draws=draws,
        seed=seed,
        middle=float(middle) if carried else None,
        interval=(float(low), float(high)) if carried else None,
        refused=refused / draws,
        linked=(min(overlaps), max(overlaps)),
    )


def _keep_standing(register: Register) -> dict[str, Sighted]:
    """The observations of cameras that are said to stand, without those that a person took out."""
    out = {
        key
        for camera in register.cameras
        if camera.excluded or camera.state.value in {"removed", "moved", "dummy", "planned"}
        for key in camera.observations
    }
    return {
        key: one
        for key, one in register.sighted.items()
        if key not in out and one.observation.device not in APART and one.observation.state not in NOT_THERE
    }


def _open(matched: Matched, links: Iterable[Link]) -> _Open:
    """What of a match is sure, and what is drawn."""
    edges = matched.edges
    probability = compute_probabilities(edges)
    found = _Open(matched, probability=probability.tolist())
    ours, theirs = (frozenset(keys) for keys in matched.keys)
    found.sure = [
        link for link in links if link.basis != "evidence" and link.left in ours and link.right in theirs
    ]
    kept = np.flatnonzero(edges.odds >= LEAST_ODDS)
    if not len(kept):
        return found
    likely = Edges(edges.left[kept], edges.right[kept], edges.odds[kept], edges.room)
    for rows in split_groups(label_groups(likely), np.arange(len(kept))):
        each = probability[kept[rows]]
        if np.maximum(each, 1 - each).min() >= SETTLED:
            found.sure += [found.link(int(row)) for row in kept[rows] if probability[row] >= SETTLED]
        else:
            found.groups.append((build_group(likely, rows), kept[rows]))
    return found


def count_captures(
    names: tuple[str, ...], sighted: Mapping[str, Sighted], links: Iterable[Link]
) -> CaptureTable:
    """On which lists each camera stands; an observation that stands for several cameras counts so often.

    Where one list says three cameras and another two, two are on both and one is on the first alone.
    """
    counts: Counter[str] = Counter({"".join(bits): 0 for bits in product("01", repeat=len(names))})
    del counts["0" * len(names)]
    for cluster in join_links(sighted, links, NOTHING_DECIDED)[1]:
        said = Counter[str]()
        for key in cluster:
            said[sighted[key].listed.id] += count_devices(sighted[key].observation)
        for number in range(max(said.values())):
            counts["".join("1" if said[name] > number else "0" for name in names)] += 1
    return CaptureTable(counts=counts, names=names)


def _key(table: CaptureTable) -> tuple[int, ...]:
    return tuple(count for _, count in sorted(table.counts.items()))


def _count_shared(table: CaptureTable) -> int:
    return sum(count for pattern, count in table.counts.items() if pattern.count("1") > 1)


def _draw_total(told: Estimates, rng: np.random.Generator) -> list[float]:
    """A total of one model, drawn as its BIC weighs it, off by its error; none where no model has one.

    exp(-BIC/2) is about how likely a model is (Schwarz 1978, Ann. Stat. 6, 461–464); what is unseen is log-normal (Chao
    1987, Biometrics 43, 783–791).
    """
    if len(told.lists) == 2:
        found = [(told.pairs[0].chapman.total, told.pairs[0].chapman.se)]
        weights = [1.0]
    else:
        models = [model for model in told.models if model.total is not None]
        found = [(float(model.total or 0), model.se) for model in models]
        weights = [math.exp((models[0].bic - model.bic) / 2) for model in models]
    if not found:
        return []
    total, se = found[int(rng.choice(len(found), p=np.array(weights) / sum(weights)))]
    unseen = total - told.seen
    if unseen <= 0 or se is None:
        return [total]
    spread = math.sqrt(math.log1p((se / unseen) ** 2))
    return [told.seen + unseen * math.exp(spread * rng.standard_normal())]
