"""Findings as JSON and back, for a store between runs; lines are left out, because they move.

A contract with nobody but this version of the program: entries are named by the digest of the code that wrote them.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from sousveil.problems import Problem, Related, Severity

from .finding import Finding


@cache
def _adapter() -> TypeAdapter[tuple[list[Finding], list[Problem]]]:
    return TypeAdapter(tuple[list[Finding], list[Problem]])


def dump_problems(problems: list[Problem]) -> bytes:
    """The problems as JSON without their places, in three lines: how many are sound, the others, the sound ones."""
    bare = [replace(p, origin=None, related=tuple(_bare(r) for r in p.related)) for p in problems]
    sound = [p for p in bare if p.severity is Severity.OK]
    others = [p for p in bare if p.severity is not Severity.OK]
    return b"\n".join([str(len(sound)).encode(), _dump(others), _dump(sound)])


def load_problems(content: bytes, *, sound: bool = True) -> tuple[list[Problem], int]:
    """What `dump_problems` wrote, and how many sound findings stay unread; ValueError where it is something else."""
    number, *parts = content.split(b"\n")
    if len(parts) != 2:
        raise ValueError("three lines were expected")
    found = [problem for part in (parts if sound else parts[:1]) for problem in _load(part)]
    return found, 0 if sound else int(number)


def _dump(problems: list[Problem]) -> bytes:
    findings = [p for p in problems if isinstance(p, Finding)]
    rest = [p for p in problems if not isinstance(p, Finding)]
    return _adapter().dump_json((findings, rest), exclude_defaults=True)


def _load(content: bytes) -> Iterator[Problem]:
    findings, problems = _adapter().validate_json(content)
    yield from findings
    yield from problems


def _bare(related: Related) -> Related:
    return related._replace(origin=None)
