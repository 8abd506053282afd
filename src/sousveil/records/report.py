"""Findings as JSON and back, for a store between runs; lines are left out, because they move.

A contract with nobody but this version of the program: entries are named by the digest of the code that wrote them.
"""

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from sousveil.problems import Problem, Related

from .finding import Finding


@cache
def _adapter() -> TypeAdapter[tuple[list[Finding], list[Problem]]]:
    return TypeAdapter(tuple[list[Finding], list[Problem]])


def dump_problems(problems: list[Problem]) -> bytes:
    """The problems as JSON, without the lines they stand on."""
    bare = [replace(p, origin=None, related=tuple(_bare(r) for r in p.related)) for p in problems]
    findings = [p for p in bare if isinstance(p, Finding)]
    return _adapter().dump_json(
        (findings, [p for p in bare if not isinstance(p, Finding)]), exclude_defaults=True
    )


def load_problems(content: bytes) -> list[Problem]:
    """What `dump_problems` wrote; raises ValueError where it is something else."""
    findings, problems = _adapter().validate_json(content)
    return [*findings, *problems]


def _bare(related: Related) -> Related:
    return related._replace(origin=None)
