"""Sorts the events of a view by their key without making room for anything.

Python's and numpy's sorts allocate; a view has a few dozen events, and a city has a hundred thousand views.
"""

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Offsets

RUN = 16
"""Events that are sorted by insertion before runs are merged."""
TURN = 4.0
"""Keys lie in [0, 4): see `sweep.compute_key`."""


@kernel
def sort_events(key: Floats, order: Offsets, spare: Offsets, count: int) -> None:
    """Put into `order[:count]` the numbers 0 … count − 1 so that their keys ascend; equal keys keep their order.

    Spreads them over as many buckets as there are events, which leaves little to sort where directions are many, and
    then merges, which bounds the time where they are few. `spare` has room for count + 1.
    """
    for bucket in range(count + 1):
        spare[bucket] = 0
    scale = count / TURN
    for index in range(count):
        spare[min(int(key[index] * scale), count - 1) + 1] += 1
    for bucket in range(count):
        spare[bucket + 1] += spare[bucket]
    for index in range(count):
        bucket = min(int(key[index] * scale), count - 1)
        order[spare[bucket]] = index
        spare[bucket] += 1
    for begin in range(0, count, RUN):
        _insert(key, order, begin, min(begin + RUN, count))
    width = RUN
    while width < count:
        for begin in range(0, count - width, 2 * width):
            if key[order[begin + width - 1]] > key[order[begin + width]]:
                _merge(key, order, spare, begin, begin + width, min(begin + 2 * width, count))
        width *= 2


@kernel
def _insert(key: Floats, order: Offsets, begin: int, end: int) -> None:
    for index in range(begin + 1, end):
        one = order[index]
        at = index
        while at > begin and key[order[at - 1]] > key[one]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = one


@kernel
def _merge(key: Floats, order: Offsets, spare: Offsets, begin: int, middle: int, end: int) -> None:
    left = middle - begin
    for index in range(left):
        spare[index] = order[begin + index]
    taken, at, other = 0, begin, middle
    while taken < left and other < end:
        if key[order[other]] < key[spare[taken]]:
            order[at] = order[other]
            other += 1
        else:
            order[at] = spare[taken]
            taken += 1
        at += 1
    for index in range(taken, left):
        order[at + index - taken] = spare[index]
