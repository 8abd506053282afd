"""Tables of counts as cells that a log-linear model can be fitted to.

Gives arrays; fits nothing.
"""

import math
from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sousveil.records.capture import CaptureTable

from .loglinear import LARGEST_LOG, Cells, Floats
from .models import Model

LEAST_TAIL = 50
"""Frequencies above the largest seen that a model of frequencies is summed over, at least."""
MOST_TURNS = 50
"""Turns towards a start: the fit that begins there needs it only roughly."""


def list_patterns(lists: int) -> list[str]:
    """Every pattern in which a thing can be seen, from "0…01" to "1…1"."""
    return ["".join(bits) for bits in product("01", repeat=lists)][1:]


def count_patterns(table: CaptureTable) -> Floats:
    """How many things have each pattern, in the order of `list_patterns`."""
    return np.array([table.counts.get(one, 0) for one in list_patterns(table.lists)], dtype=np.float64)


def list_on(lists: int) -> NDArray[np.bool_]:
    """Which lists each pattern is on, a row a pattern."""
    return np.array([[bit == "1" for bit in pattern] for pattern in list_patterns(lists)])


def build_cells(table: CaptureTable, model: Model) -> Cells:
    """The cells of a hierarchical model of lists.

    Where no thing stands on all lists of a term, its best parameter is minus infinity and every cell it touches has
    mean 0; term and cells are left out, which gives the same fit to the rest (Chan, Silverman & Vincent 2021, J. Am.
    Stat. Assoc. 116, 1297–1306).
    """
    counts, on = count_patterns(table), list_on(table.lists)
    terms = [*((number,) for number in range(table.lists)), *model]
    columns = np.stack([on[:, term].all(axis=1) for term in terms], axis=1).astype(np.float64)
    empty = counts @ columns == 0
    kept = ~(columns[:, empty] > 0).any(axis=1)
    design = np.column_stack([np.ones(len(counts)), columns[:, ~empty]])
    return Cells(counts[kept], design[kept], np.zeros(int(kept.sum())))


def build_unequal_cells(table: CaptureTable, bends: tuple[int, ...]) -> Cells:
    """The cells of Chao's model: lists differ, and so do things in how easily they are seen.

    For each number in `bends` the logarithm of a mean rises further with every list above that number. All of them
    together leave only the things on one list and on two to say how many are on none (Rivest & Baillargeon 2007,
    Biometrics 63, 999–1006).
    """
    base = build_cells(table, ())
    often = base.design[:, 1:].sum(axis=1)
    columns = [np.maximum(often - bend, 0) for bend in bends]
    return Cells(base.counts, np.column_stack([base.design, *columns]), base.offset)


def build_frequency_cells(counts: Mapping[int, int], *, alike: bool) -> Cells:
    """The cells of a model of how many times things were seen.

    `alike` is the Poisson distribution, where every thing is as easily seen as any other; else the geometric, in which
    that ease varies between things as an exponential distribution does.
    """
    largest = max(times for times, count in counts.items() if count)
    times = np.arange(1, largest + max(LEAST_TAIL, 20 * largest) + 1, dtype=np.float64)
    seen = np.array([counts.get(int(one), 0) for one in times], dtype=np.float64)
    offset: Floats = np.zeros(len(times))
    if alike:
        offset = np.array([-math.lgamma(one + 1) for one in times])
    start = _solve_frequencies(float(seen.sum()), float(seen @ times / seen.sum()), alike=alike)
    return Cells(seen, np.column_stack([np.ones(len(times)), times]), offset, start)


def _solve_frequencies(seen: float, mean: float, *, alike: bool) -> Floats | None:
    """The parameters by the mean number of times that things were seen; None where each was seen once."""
    if mean <= 1:
        return None
    if not alike:  # the mean is 1 / (1 - rate)
        rate = 1 - 1 / mean
        return np.array([math.log(seen * (1 - rate) / rate), math.log(rate)])
    rate = mean
    for _ in range(MOST_TURNS):  # the mean is rate / (1 - exp(-rate))
        rate = mean * -math.expm1(-rate)
    return np.array([math.log(seen / math.expm1(rate)), math.log(rate)]) if rate < LARGEST_LOG else None
