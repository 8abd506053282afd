"""Spreads a loop over threads: parts of fixed size, answers in order, so that the number of threads changes nothing.

The loops let go of the interpreter's lock; nothing is shared between parts but what they read.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numba

Given = TypeVar("Given")
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


def run_ahead(
    work: Callable[[Given], Took], items: Iterable[Given], *, threads: int = THREADS
) -> Iterator[Took]:
    """What `work(item)` gives for each item, in order; not many more items are taken than have been asked for."""
    if threads <= 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Took]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
