"""Which log-linear models there are for a number of lists, and how each is written.

Names and enumerates; fits nothing.

A model is the set of lists' interactions it allows, and is hierarchical: with an interaction it holds every smaller
one within it. It holds every list by itself, and never the interaction of all lists, which no table can show.
"""

from collections.abc import Iterator
from itertools import combinations

Term = tuple[int, ...]
"""Lists that interact, by number from 0, ascending."""
Model = tuple[Term, ...]
"""The interactions of two lists and more."""

MOST_LISTS_FOR_ALL = 5
"""Three lists have 8 models, four 113, five 6,893, six 7,785,061 (OEIS A006126, less the saturated one)."""


def list_terms(lists: int) -> list[Term]:
    """Every interaction that a model of so many lists may hold, smaller ones first."""
    return [term for size in range(2, lists) for term in combinations(range(lists), size)]


def build_models(lists: int) -> Iterator[Model]:
    """Every hierarchical model.

    >>> [sum(1 for _ in build_models(lists)) for lists in (2, 3, 4)]
    [1, 8, 113]
    """
    return _extend((), list_terms(lists))


def _extend(chosen: Model, rest: list[Term]) -> Iterator[Model]:
    """The models that begin with the terms chosen and decide about the rest."""
    if not rest:
        yield chosen
        return
    yield from _extend(chosen, rest[1:])
    if all(part in chosen for part in _parts(rest[0])):
        yield from _extend((*chosen, rest[0]), rest[1:])


def _parts(term: Term) -> list[Term]:
    """The interactions one list smaller that a term needs."""
    return list(combinations(term, len(term) - 1)) if len(term) > 2 else []


def build_neighbours(model: Model, lists: int) -> Iterator[Model]:
    """The models that hold one term more or one less."""
    for term in list_terms(lists):
        if term not in model and all(part in model for part in _parts(term)):
            yield tuple(sorted((*model, term), key=lambda one: (len(one), one)))
    for term in model:
        if not any(set(term) < set(other) for other in model):
            yield tuple(other for other in model if other != term)


def render_terms(model: Model, names: tuple[str, ...]) -> tuple[str, ...]:
    """The model as its largest terms, from which all others follow.

    >>> render_terms(((0, 1), (0, 2), (1, 2), (0, 1, 2)), ("A", "B", "C", "D"))
    ('A.B.C', 'D')
    """
    every = [*((number,) for number in range(len(names))), *model]
    largest = [term for term in every if not any(set(term) < set(other) for other in model)]
    return tuple(".".join(names[number] for number in term) for term in sorted(largest))
