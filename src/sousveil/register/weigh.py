"""What it is worth that two observations agree: learned from the lists that are compared.

Fellegi & Sunter 1969 (J. Am. Stat. Assoc. 64, 1183–1210): each level of each field weighs log(m/u), where m is how
often two observations of one camera are at that level and u how often two of different cameras are. u is counted on
neighbours within a list, which are different cameras for sure and alike as neighbours are; m is found by expectation
and maximisation on the pairs themselves. Fields are taken to err independently of each other.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .candidates import Candidates, Floats
from .fields import AGREES, DIFFERS, DIRECTION, FIELDS, KIND, LEVELS, NAME, NEARLY, REF, STATE, UNSAID, Levels
from .pairings import estimate_probabilities

START = (0.90, 0.06, 0.04)
"""How often two observations of one camera agree, nearly agree and differ, before any pair is seen: ours."""
TRUST = 20.0
"""Pairs that the start counts for: ours. A few pairs change it little, a hundred outweigh it."""
CHANCE = 10.0
"""Pairs that agreement by chance counts for beside that of neighbours: ours."""
RARE = 0.5
"""What every level counts for, so that none weighs without limit (Jeffreys' prior for counts)."""
SHARE = 0.5
"""The share of a list that stands on the other too, before any pair is seen: ours."""
MOST_SHARE = 0.95
"""The share of a list that stands on the other, at most: no list is so whole that nothing is missed: ours."""
ALL_THERE = -2 * np.log(1 - MOST_SHARE)
"""The log odds of any pair where one other camera could be meant and both lists are as whole as a list is taken for."""
RINGS = 12
"""Rings of equal ground that neighbours are counted in, from one of them out to the gate: ours."""
MOST_LOG_ODDS = 25.0
"""Beyond this no double can hold the sum of a group's ways; the probability is 1 to ten digits."""
ROUNDS = 60
SETTLED = 1e-6
"""Expectation and maximisation ends when no share moves further than this."""
NARROWEST = 0.2
"""How far below what is said the error of places is found at least, as a share: ours; fewer pairs prove no more."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of two lists before they are compared.

    `sizes` are how many observations each holds, `others` (pairs) how many of other cameras one would expect to meet on
    a list where each pair is, then the error of distances [m] and the gate [m]; `neighbours` and `strangers` are levels
    of pairs of different cameras, `apart_m` (neighbours) how far apart neighbours are.
    """

    sizes: tuple[int, int]
    others: Floats
    error_m: float
    gate_m: float
    neighbours: Levels
    strangers: Levels
    apart_m: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: (fields, levels) log m/u, the error of distances, the shares of either list on the other.

    `near` is for pairs within the gate, `named` for those without a distance; `crowding` as `measure_crowding` says.
    """

    near: Floats
    named: Floats
    error_m: float
    gate_m: float
    shares: tuple[float, float]
    crowding: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log odds that each pair is of one camera, and the weight of each of its fields (pairs, fields).

    `full` is by all; `said` by what both say alone, as if all candidates were equally near and no camera missing.
    """

    full: Floats
    said: Floats
    fields: Floats


def count_levels(levels: Levels, weights: Floats | None = None) -> Floats:
    """How often each level (fields, levels) of each field stands among pairs."""
    out = np.zeros((len(FIELDS), LEVELS))
    for number in range(len(FIELDS)):
        column = levels[:, number]
        said = column != UNSAID
        out[number] = np.bincount(
            column[said], weights=None if weights is None else weights[said], minlength=LEVELS
        )
    return out


def learn_weights(levels: Levels, found: Candidates, about: Surroundings) -> Weights:
    """Learn from candidates, and from what is known of the lists.

    The expectation is over all ways of pairing, since a pair that fits may have a rival that fits better.
    """
    any_two = _norm(count_levels(about.strangers) + RARE)
    beside = _norm(count_levels(about.neighbours) + CHANCE * any_two)
    start = np.tile(START, (len(FIELDS), 1)) * TRUST
    m = _norm(start)
    placed = ~np.isnan(found.distance_m)
    crowding = measure_crowding(about.apart_m, about.gate_m)
    shares, error_m = (SHARE, SHARE), about.error_m
    for _ in range(ROUNDS):
        kept = Weights(np.log(m / beside), np.log(m / any_two), error_m, about.gate_m, shares, crowding)
        odds = to_odds(weigh_pairs(levels, found, kept, about.others).full)
        sure = estimate_probabilities(found.left, found.right, odds)
        before, total = shares, float(sure.sum())
        shares = _find_share(total, about.sizes[0]), _find_share(total, about.sizes[1])
        m = _norm(start + count_levels(levels, sure))
        error_m = _find_error(sure[placed], found.distance_m[placed], about.error_m)
        if max(abs(a - b) for a, b in zip(shares, before, strict=True)) < SETTLED:
            break
    return Weights(np.log(m / beside), np.log(m / any_two), error_m, about.gate_m, shares, crowding)


def measure_crowding(apart_m: Floats, gate_m: float) -> Floats:
    """How many times as many neighbours there are in each ring (rings,) as if they stood anywhere in the gate; its log.

    The pair correlation function of the lists, with a mean of one over the gate (Illian, Penttinen, Stoyan & Stoyan
    2008, Statistical Analysis and Modelling of Spatial Point Patterns, ch. 4). Cameras hang in twos and rows: where
    they do, a place near by is another camera's more often than chance would have it, and one far off more seldom.
    """
    count, _ = np.histogram((apart_m / gate_m) ** 2, RINGS, (0.0, 1.0))
    smoothed = count + CHANCE / RINGS
    return np.asarray(np.log(smoothed / smoothed.mean()))


def _find_error(sure: Floats, distance_m: Floats, said_m: float) -> float:
    """The error of the distances [m] by those of likely pairs, no more than was said."""
    spread = (sure * distance_m**2).sum() / 2 + TRUST * said_m**2
    return float(np.clip(np.sqrt(spread / (sure.sum() + TRUST)), NARROWEST * said_m, said_m))


def _norm(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _find_share(matched: float, size: int) -> float:
    """The share of a list that stands on the other."""
    return min((matched + SHARE * TRUST) / (size + TRUST), MOST_SHARE)


def to_odds(log_odds: Floats) -> Floats:
    """Odds, never so large that a sum of ways cannot hold them."""
    return np.asarray(np.exp(np.clip(log_odds, -MOST_LOG_ODDS, MOST_LOG_ODDS)))


def weigh_pairs(levels: Levels, found: Candidates, weights: Weights, others: Floats) -> Evidence:
    """The log odds of each pair, against two cameras that each miss on one list.

    Before anything is compared they are 1 / (n (1 - a) (1 - b)), with the chances a and b to stand on either list, and
    n other cameras to be met there, which are `others` over the mean of a and b, as each list shows but its share of
    them. Two places of one camera lie d apart as a Rayleigh distribution says, two cameras' within the gate R as
    neighbours do, g times as densely as anywhere there, so that nearness weighs log(R²/2σ²) - d²/2σ² - log g(d). Where
    the two contradict each other, none of this raises the odds: two cameras on one pole are as near as a camera is to
    itself.
    """
    placed = ~np.isnan(found.distance_m)
    fields = np.where(placed[:, None], _look_up(weights.near, levels), _look_up(weights.named, levels))
    cameras = others / np.mean(weights.shares)
    missed = (1 - weights.shares[0]) * (1 - weights.shares[1])
    base = np.where(placed, _weigh_nearness(np.nan_to_num(found.distance_m), weights), 0.0)
    base -= np.log(cameras * missed)
    against = contradict(levels)
    full = fields.sum(axis=1) + np.where(against, np.minimum(base, 0.0), base)
    said = fields.sum(axis=1) + np.where(against, 0.0, ALL_THERE)
    return Evidence(full=full, said=said, fields=fields)


def _weigh_nearness(distance_m: Floats, weights: Weights) -> Floats:
    """What it weighs that two places lie so far apart [m]."""
    twice = 2 * weights.error_m**2
    ring = (distance_m / weights.gate_m) ** 2
    crowding = np.interp(ring, (np.arange(RINGS) + 0.5) / RINGS, weights.crowding)
    return np.asarray(np.log(weights.gate_m**2 / twice) - distance_m**2 / twice - crowding)


def contradict(levels: Levels) -> npt.NDArray[np.bool_]:
    """Whether two differ in what can be seen of them, and are not told apart from neighbours by what agrees.

    Another number or name is no contradiction, because bodies number and name as they please; another kind, direction
    or state is one, unless number, name or direction agree.
    """
    against = (levels[:, (KIND, DIRECTION, STATE)] == DIFFERS).any(axis=1)
    agree = (levels[:, (REF, NAME, DIRECTION)] == AGREES).any(axis=1) | (levels[:, NAME] == NEARLY)
    return np.asarray(against & ~agree)


def _look_up(table: Floats, levels: Levels) -> Floats:
    """The weight of each level of each field; what is not said weighs nothing."""
    padded = np.column_stack([table, np.zeros(len(table))])
    return np.stack([padded[number, levels[:, number]] for number in range(len(table))], axis=1)
