"""What was read of an extract, as a file from which nothing is taken into memory but what is looked at.

A file is the length of its head (8 bytes, little-endian), the head as JSON (texts, and where each array begins and how
it is shaped), and the arrays as they stand in memory. Nothing in it could run.
"""

import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, get_type_hints

import numpy as np

from sousveil.problems import Origin, Problem, Severity
from sousveil.records.extract import Extract

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Arrays = dict[str, np.ndarray[Any, Any]]
FORM = 2
"""Goes up when files are laid out otherwise."""
EDGE = 32
"""Arrays begin at a multiple of so many bytes, as the widest of the processor's loads wants them."""
LENGTH = 8
"""Bytes of the length of the head."""
NUMBERS = "biuf"
"""Sorts of numbers that arrays hold (numpy, dtype.kind)."""


class Kept(NamedTuple):
    """An extract and its problems, and the pages of the file they lie in."""

    extract: Extract
    problems: list[Problem]
    pages: mmap.mmap

    def let_go(self) -> None:
        """Hand back the memory of what was looked at; it is read again from the file where it is looked at again."""
        if hasattr(self.pages, "madvise"):
            self.pages.madvise(mmap.MADV_DONTNEED)


def pack(extract: Extract, problems: Sequence[Problem]) -> Iterator[bytes | memoryview]:
    """An extract and its problems as the parts of a file, one after another."""
    arrays: Arrays = {}
    texts: dict[str, object] = {"problems": [asdict(problem) for problem in problems]}
    _flatten(extract, "", arrays, texts)
    sizes = [-(-one.nbytes // EDGE) * EDGE for one in arrays.values()]
    begins = accumulate(sizes, initial=0)
    where = {
        name: [one.dtype.str, one.shape, at] for (name, one), at in zip(arrays.items(), begins, strict=False)
    }
    head = json.dumps({"arrays": where, "texts": texts}).encode()
    head += b" " * (-(LENGTH + len(head)) % EDGE)
    yield len(head).to_bytes(LENGTH, "little") + head
    for one, size in zip(arrays.values(), sizes, strict=True):
        yield np.ascontiguousarray(one).reshape(-1).view(np.uint8).data
        yield bytes(size - one.nbytes)


def unpack(file: BinaryIO) -> Kept | None:
    """What `pack` made, from where the file stands; None where that is not what it is."""
    try:
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        begin = file.tell() + LENGTH
        size = int.from_bytes(pages[begin - LENGTH : begin], "little")
        head = json.loads(pages[begin : begin + size])
        arrays = {
            name: _place(pages, begin + size + at, np.dtype(sort), shape)
            for name, (sort, shape, at) in head["arrays"].items()
        }
        extract = _build(Extract, "", arrays, head["texts"], {})
        problems = [_build_problem(one) for one in head["texts"]["problems"]]
    except (ValueError, KeyError, TypeError, OSError):
        return None
    return Kept(extract, problems, pages)


def _place(
    pages: mmap.mmap, at: int, sort: np.dtype[Any], shape: Sequence[int]
) -> np.ndarray[Any, np.dtype[Any]]:
    """An array that stands in a file; ValueError where it cannot."""
    if sort.kind not in NUMBERS or at < 0:
        raise ValueError(f"an array of {sort} at {at}")
    return np.ndarray(tuple(shape), sort, buffer=pages, offset=at)


def _flatten(record: "DataclassInstance", prefix: str, arrays: Arrays, texts: dict[str, object]) -> None:
    for field in fields(record):
        value, name = getattr(record, field.name), prefix + field.name
        if isinstance(value, np.ndarray):
            arrays[name] = value
        elif is_dataclass(value) and not isinstance(value, type):
            _flatten(value, f"{name}.", arrays, texts)
        else:
            texts[name] = value


def _build(
    kind: type,
    prefix: str,
    arrays: Mapping[str, object],
    texts: Mapping[str, object],
    known: dict[object, object],
) -> Any:  # noqa: ANN401 - of that kind
    """A record of a kind out of its arrays and texts; `known` : texts that stood there before."""
    hints = get_type_hints(kind)
    values: dict[str, object] = {}
    for field in fields(kind):
        name = prefix + field.name
        if is_dataclass(hints[field.name]):
            values[field.name] = _build(hints[field.name], f"{name}.", arrays, texts, known)
        else:
            values[field.name] = arrays[name] if name in arrays else _freeze(texts[name], known)
    return kind(**values)


def _freeze(value: object, known: dict[object, object]) -> object:
    """Lists, which JSON makes of tuples, as tuples again; what is the same stands once."""
    same = tuple(_freeze(one, known) for one in value) if isinstance(value, list) else value
    return known.setdefault((type(same), same), same)


def _build_problem(said: Mapping[str, Any]) -> Problem:
    return Problem(
        message=said["message"],
        severity=Severity(said["severity"]),
        origin=Origin(*said["origin"]),
        args=said["args"],
        record=said["record"],
    )
