"""Compiles the loops: one way of calling the compiler for the whole room.

Kept small so that the settings that make two runs give the same bytes stand in one place.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

import numba

Given = ParamSpec("Given")
Gives = TypeVar("Gives")

# Division follows IEEE 754 (`error_model`): a branch for every division costs more than the division. References are
# not counted (`_nrt`): that took half of the sweep's time, and a loop that may not allocate has nothing to count; the
# compiler refuses one that tries. No fast-math: two runs give the same bytes.
SETTINGS: Mapping[str, Any] = MappingProxyType(
    {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
)


def digest_room() -> str:
    """A digest of this room's source: a compiled loop holds the loops it calls, from other files too."""
    sources = sorted(
        (one.name, one.read_bytes()) for one in files(__package__).iterdir() if one.name.endswith(".py")
    )
    return hashlib.sha256(repr(sources).encode()).hexdigest()


STAMP = digest_room()


def read_index(read: Callable[[], dict[Any, Any]]) -> dict[Any, Any]:
    """What was compiled before; nothing where that speaks of a class of arrays that another version had."""
    try:
        return read()
    except (AttributeError, ImportError):
        return {}


def kernel(function: Callable[Given, Gives]) -> Callable[Given, Gives]:
    """Compile a loop when it is first called, and keep it until a file of this room changes."""
    compiled = numba.njit(**SETTINGS)(function)
    # The compiler itself would look only at the file in which the loop stands.
    file = compiled._cache._cache_file  # noqa: SLF001
    file._source_stamp = STAMP  # noqa: SLF001
    file._load_index = partial(read_index, file._load_index)  # noqa: SLF001
    kept: Callable[Given, Gives] = compiled
    return kept
