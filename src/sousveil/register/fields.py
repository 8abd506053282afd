"""What of two observations is compared, and how well it agrees.

Says nothing about what an agreement is worth: that the lists themselves show.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sousveil.plaintext.script import fold_for_search
from sousveil.records.camera import Meaning, Observation, State

from .streets import SAME, NamedPlace, compare_places, parse_place

Levels = npt.NDArray[np.int8]
Rows = npt.NDArray[np.int64]
_STREETS = frozenset({"street", "cross_street", "address"})
_WORD = re.compile(r"\w+")
UNSAID = -1
"""The level where one of two does not say it: nothing follows."""
AGREES, NEARLY, DIFFERS = 0, 1, 2
AIMED_DEG, AIMED_NEARLY_DEG = 30.0, 45.0
"""Directions are read off by eye, most to a sixteenth of the circle, some to an eighth, on both sides: ours."""
SAME_HEIGHT_M = 1.0
"""Heights are estimated from the ground to a metre at best."""
STANDING = frozenset({State.INSTALLED, State.OPERATING})
_FOLLOWING = (
    *({State.PLANNED, standing} for standing in STANDING),
    *({State.DISUSED, standing} for standing in STANDING),
    {State.DISUSED, State.REMOVED},
    {State.DISUSED, State.DUMMY},
    {State.INSTALLED, State.DUMMY},
)
"""States of which one follows on the other, or may be taken for it from the street."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that both may say.

    `take` gives what an observation says, None for nothing; `compare` the level of two such. `telling` fields may tell
    one camera from its neighbour; the others only add to what these say.
    """

    name: str
    take: Callable[["Said"], Hashable]
    compare: Callable[[Any, Any], int]
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """An observation with the names of the streets near its place, where somebody looked them up."""

    observation: Observation
    near: tuple[str, ...] = ()


def read_streets(said: Said) -> tuple[NamedPlace, frozenset[NamedPlace]] | None:
    """The place as its names say it, and the streets near it."""
    names = said.observation.names
    if not said.near and _STREETS.isdisjoint(names) and "addr:street" not in said.observation.texts:
        return None
    street, cross = names.get("street", ""), names.get("cross_street", "")
    text = f"{street} / {cross}" if street and cross else street or names.get("address", "")
    place = parse_place(text or said.observation.texts.get("addr:street", ""))
    if not place.streets and not said.near:
        return None
    return place, frozenset(parse_place(name) for name in said.near)


def compare_streets(
    one: tuple[NamedPlace, frozenset[NamedPlace]], other: tuple[NamedPlace, frozenset[NamedPlace]]
) -> int:
    """Agrees at the same junction or house, nearly on the same street; a said street is also sought near the other."""
    (place, near), (against, beside) = one, other
    found = compare_places(place, against)
    if found:
        exact = found.shared in {"junction", "house"}
        return (
            AGREES
            if exact
            else NEARLY
            if found.score >= 0.5 and not found.shared.startswith("other")
            else DIFFERS
        )
    for said, around in ((place, beside), (against, near)):
        if said.streets and around:
            known = frozenset(street for one in around for street in one.streets)
            met = [_is_among(street, known) for street in said.streets]
            return (AGREES if len(met) > 1 else NEARLY) if all(met) else NEARLY if any(met) else DIFFERS
    return UNSAID


def _is_among(street: Any, known: frozenset[Any]) -> bool:  # noqa: ANN401 - a street of `streets`
    one = NamedPlace(frozenset({street}))
    return any(
        (found := compare_places(one, NamedPlace(frozenset({k})))) and found.score >= SAME for k in known
    )


def _bearings(said: Said) -> tuple[float, ...] | None:
    """The directions it looks in; what looks all round looks in none."""
    found = {view.bearing_deg for view in said.observation.views if view.meaning is not Meaning.ALL_ROUND}
    return tuple(sorted(found)) or None


def compare_bearings(one: tuple[float, ...], other: tuple[float, ...]) -> int:
    """How well each direction of the one with fewer is met by the other."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    apart = max(min(abs((a - b + 180) % 360 - 180) for b in many) for a in few)
    return AGREES if apart <= AIMED_DEG else NEARLY if apart <= AIMED_NEARLY_DEG else DIFFERS


def _folded(*names: str) -> Callable[[Said], str | None]:
    """The first of the names that is said, in one form for all spellings."""

    def take(said: Said) -> str | None:
        told = said.observation.names
        for name in names:
            if name in told:
                return _fold(told[name]) or None
        return None

    return take


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    """A name's words in one form for all spellings."""
    return " ".join(_WORD.findall(fold_for_search(text)))


def _words(name: str) -> Callable[[Said], frozenset[str] | None]:
    """The words of one of its lists of words."""

    def take(said: Said) -> frozenset[str] | None:
        return frozenset(getattr(said.observation, name)) or None

    return take


def _compare_same(one: Hashable, other: Hashable) -> int:
    return AGREES if one == other else DIFFERS


def _compare_sets(one: frozenset[str], other: frozenset[str]) -> int:
    return DIFFERS if one.isdisjoint(other) else AGREES


def compare_names(one: str, other: str) -> int:
    """Agrees where they are the same, nearly where one's words are all among the other's or half are shared."""
    if one == other:
        return AGREES
    words, against = set(one.split()), set(other.split())
    shared = len(words & against)
    return NEARLY if shared in {len(words), len(against)} or 2 * shared >= len(words | against) else DIFFERS


def compare_states(one: State, other: State) -> int:
    """Differs where both cannot be said of one device at about one time; that both stand is said of nearly all."""
    if {one, other} <= STANDING:
        return UNSAID
    if one == other:
        return AGREES
    return NEARLY if {one, other} in _FOLLOWING else DIFFERS


def _compare_heights(one: float, other: float) -> int:
    return AGREES if abs(one - other) <= SAME_HEIGHT_M else DIFFERS


FIELDS: Sequence[Field] = (
    Field("ref", _folded("ref"), _compare_same, telling=True),
    Field("name", _folded("name"), compare_names, telling=True),
    Field("street", read_streets, compare_streets, telling=True),
    Field("kind", _words("kinds"), _compare_sets, telling=True),
    Field("direction", _bearings, compare_bearings, telling=True),
    Field("operator", _folded("operator", "owner"), compare_names),
    Field("maker", _folded("manufacturer", "brand"), compare_names),
    Field("model", _folded("model"), compare_names),
    Field("mount", _words("mounts"), _compare_sets),
    Field("zone", _words("zones"), _compare_sets),
    Field("height", lambda said: said.observation.height_m, _compare_heights),
    Field("state", lambda said: said.observation.state, compare_states),
)
TELLING = tuple(number for number, field in enumerate(FIELDS) if field.telling)
REF, NAME, KIND, DIRECTION, STATE = (
    next(number for number, field in enumerate(FIELDS) if field.name == name)
    for name in ("ref", "name", "kind", "direction", "state")
)
LEVELS = 3


@dataclass(frozen=True, slots=True)
class Coded:
    """What observations say in one field: a number for each, -1 for nothing, and what each number stands for."""

    codes: Rows
    values: tuple[Any, ...]


def code_values(said: Sequence[Said]) -> tuple[Coded, ...]:
    """What observations say, field by field."""
    return tuple(_code(field, said) for field in FIELDS)


def _code(field: Field, said: Sequence[Said]) -> Coded:
    numbers: dict[Hashable, int] = {}
    codes = [
        UNSAID if (value := field.take(one)) is None else numbers.setdefault(value, len(numbers))
        for one in said
    ]
    return Coded(np.array(codes, dtype=np.int64), tuple(numbers))


def compare_pairs(ours: Sequence[Coded], theirs: Sequence[Coded], pairs: tuple[Rows, Rows]) -> Levels:
    """The levels (pairs, fields) of pairs of rows; each two values are compared once, however often they meet."""
    out = np.full((len(pairs[0]), len(FIELDS)), UNSAID, dtype=np.int8)
    for number, field in enumerate(FIELDS):
        one, other = ours[number], theirs[number]
        left, right = one.codes[pairs[0]], other.codes[pairs[1]]
        both = np.flatnonzero((left >= 0) & (right >= 0))
        met, back = np.unique(left[both] * max(len(other.values), 1) + right[both], return_inverse=True)
        found = [
            field.compare(one.values[code // len(other.values)], other.values[code % len(other.values)])
            for code in met.tolist()
        ]
        out[both, number] = np.array(found, dtype=np.int8)[back]
    return out


def build_said(
    observations: Sequence[Observation], keys: Sequence[str], near: Mapping[str, Sequence[str]]
) -> list[Said]:
    """Observations with the streets near each, by its key."""
    return [Said(one, tuple(near.get(key, ()))) for one, key in zip(observations, keys, strict=True)]
