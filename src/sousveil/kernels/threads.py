"""Spreads a loop over threads: parts of fixed size, answers in order, so that the number of threads changes nothing.

The loops let go of the interpreter's lock; nothing is shared between parts but what they read.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numba

Took = TypeVar("Took")

THREADS: int = numba.get_num_threads()
"""As many as the compiler would use: the processors this process may run on."""


def run_parts(
    work: Callable[[int, int], Took], count: int, *, size: int, threads: int = THREADS
) -> list[Took]:
    """What `work(first, last)` gives for each part of `count` things, in order."""
    parts = [(first, min(first + size, count)) for first in range(0, count, size)]
    if threads <= 1 or len(parts) <= 1:
        return [work(*part) for part in parts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda part: work(*part), parts))
