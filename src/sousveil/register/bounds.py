"""Estimates of the unseen that need no model fitted: two lists, a lower bound, and how much the lists cover.

Plain arithmetic on counts; it judges no estimate.
"""

import math
from collections.abc import Mapping
from itertools import combinations

from sousveil.records.capture import CaptureTable

from .results import CoverageEstimate, Estimate, PairEstimate

Z_95 = 1.959963984540054
"""The 0.975 quantile of the normal distribution."""


def count_matching(table: CaptureTable, *lists: int) -> int:
    """How many things stand on all of the lists given by number, whatever other lists they are on."""
    return sum(count for key, count in table.counts.items() if all(key[number] == "1" for number in lists))


def count_only(table: CaptureTable, number: int) -> int:
    """How many things stand on one list alone."""
    return sum(count for key, count in table.counts.items() if key[number] == "1" and key.count("1") == 1)


def count_frequencies(table: CaptureTable) -> dict[int, int]:
    """How many things stand on one list, on two, and so on."""
    found = dict.fromkeys(range(1, table.lists + 1), 0)
    for key, count in table.counts.items():
        found[key.count("1")] += count
    return found


def estimate_pair(table: CaptureTable, first: int, second: int) -> PairEstimate:
    """Two lists alone: Petersen's estimate and Chapman's (1951), with the variance of Seber (1970, Biometrics 26).

    The interval is that of Chao (1987), which never goes below what was seen; None where one list holds all of the
    other, as the variance is 0 there and says nothing.
    """
    one, two = count_matching(table, first), count_matching(table, second)
    both = count_matching(table, first, second)
    total = (one + 1) * (two + 1) / (both + 1) - 1
    variance = (one + 1) * (two + 1) * (one - both) * (two - both) / ((both + 1) ** 2 * (both + 2))
    se = math.sqrt(variance)
    return PairEstimate(
        lists=(table.names[first], table.names[second]),
        overlap=both,
        petersen=one * two / both if both else None,
        chapman=Estimate(total, se, compute_log_interval(one + two - both, total, se) if se else None),
    )


def estimate_pairs(table: CaptureTable) -> tuple[PairEstimate, ...]:
    """Every two lists by themselves."""
    return tuple(estimate_pair(table, a, b) for a, b in combinations(range(table.lists), 2))


def compute_log_interval(seen: int, total: float, se: float) -> tuple[float, float]:
    """A 95 % interval whose unseen part is log-normal (Chao 1987, Biometrics 43, 783–791)."""
    unseen = total - seen
    if unseen <= 0:
        return total, total
    factor = math.exp(Z_95 * math.sqrt(math.log1p((se / unseen) ** 2)))
    return seen + unseen / factor, seen + unseen * factor


def estimate_chao(frequencies: Mapping[int, int]) -> Estimate:
    """Chao's lower bound: what must be there at least, however unequal the chances of being seen.

    Chao 1987, Biometrics 43, 783–791. Where nothing was seen twice, the bias-corrected form stands in (Chao 2005,
    Encyclopedia of Statistical Sciences), without an error; where nothing was seen once, there is no error either, as
    its formula gives 0.
    """
    seen = sum(frequencies.values())
    once, twice = frequencies.get(1, 0), frequencies.get(2, 0)
    if twice == 0 or once == 0:
        return Estimate(seen + once * (once - 1) / 2, None, None)
    ratio = once / twice
    total = seen + once * ratio / 2
    se = math.sqrt(twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2))
    return Estimate(total, se, compute_log_interval(seen, total, se))


def estimate_coverage(table: CaptureTable) -> CoverageEstimate | None:
    """How much of what there is the lists cover, and estimates from it (Chao & Tsay 1998, Biometrika 85, 283–293).

    The share is that of things which another list holds too, averaged over lists; None where no list shares any.
    `independent` treats the lists as independent; for three lists `one_step` corrects for their dependence once, as
    is advised where the share is under 55 %, and `dependent` in full.
    """
    sizes = [count_matching(table, number) for number in range(table.lists)]
    alone = [count_only(table, number) for number in range(table.lists)]
    if not all(sizes):
        return None
    share = 1 - sum(a / size for a, size in zip(alone, sizes, strict=True)) / table.lists
    if share <= 0:
        return None
    independent = (table.seen - sum(alone) / table.lists) / share
    if table.lists != 3:
        return CoverageEstimate(share, independent, None, None)
    return CoverageEstimate(share, independent, *_correct(table, sizes, share=share, independent=independent))


def _correct(
    table: CaptureTable, sizes: list[int], *, share: float, independent: float
) -> tuple[float, float | None]:
    """The one-step and the full correction for three lists, from how often pairs meet and miss the third."""
    slope = fixed = 0.0
    for (a, b), other in (((0, 1), 2), ((0, 2), 1), ((1, 2), 0)):
        apart = _count_without(table, a, other) + _count_without(table, b, other)
        slope += apart * count_matching(table, a, b) / (sizes[a] * sizes[b]) / (3 * share)
        fixed += apart / (3 * share)
    first = independent - fixed + slope * independent
    full = (independent - fixed) / (1 - slope) if slope < 1 else None
    return independent - fixed + slope * first, full


def _count_without(table: CaptureTable, on: int, off: int) -> int:
    """How many things stand on one list and not on another."""
    return count_matching(table, on) - count_matching(table, on, off)
