"""Hands memory back to the system that the allocator would keep for later.

Knows nothing of what was held. Where the C library has no such call, nothing is done.
"""

import ctypes
from functools import cache

MANY = 1 << 20
"""Things, such as nodes of a map, from which on it is worth while: of fewer, the next stage takes the memory again, and
to have it cleared anew costs a tenth of the time in which Malta is read."""


def give_back(things: int) -> None:
    """Hand back what is free after work on so many things, also what lies between others, in every thread's heap.

    glibc keeps all that lies below the last thing in use (malloc_trim(3)): after an extract of a million buildings was
    read, 600 MiB.
    """
    trim = _find_trim() if things >= MANY else None
    if trim:
        trim(0)


@cache
def _find_trim() -> "ctypes._NamedFuncPointer | None":
    """The C library's `malloc_trim`, if it has one."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # TypeError: Windows wants a name
        return None
