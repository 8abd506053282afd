"""Makes two lists of the same cameras from a real one, with the truth kept, for trials of matching.

Figures come from a fixed seed. What it decides about cameras that can be told apart uses none of the register's code.
"""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from sousveil.plaintext.script import fold_for_search
from sousveil.records.camera import Device, Meaning, Observation
from sousveil.register.lists import ListedCameras

SEED = 20260412
JITTER_M = 5.0
DROPPED = 0.15
SIBLINGS = 0.10
SIBLING_M = (0.5, 4.0)
UNSAID = 0.10
WRONG_KIND = 0.02
AIM_DEG = 8.0
METRES_A_DEGREE = 111_195.0
RIVAL_M = 26.0  # within which another camera makes a pair a question: 3.7 standard deviations of both places
Value = TypeVar("Value")
KINDS = ("fixed", "dome", "panning")


@dataclass(frozen=True, slots=True)
class Trial:
    """Two lists, and which key of the first is of one camera with which key of the second."""

    ours: ListedCameras
    theirs: ListedCameras
    truth: dict[str, str]


def make_trial(observations: Iterable[Observation], seed: int = SEED, dropped: float = DROPPED) -> Trial:
    """Two lists of the cameras, each without a share of them, with places that are off, and other words."""
    numbers = random.Random(seed)  # noqa: S311  # no secret: a trial wants the same figures every time
    placed = [
        one
        for one in observations
        if one.lonlat and one.device in {Device.CAMERA, Device.ALPR, Device.UNKNOWN}
    ]
    true = [one for each in placed for one in add_sibling(each, numbers)]
    lists: list[list[Observation]] = [[], []]
    ids: list[dict[int, str]] = [{}, {}]
    for at, one in enumerate(true):
        for side, letter in enumerate("ab"):
            if numbers.random() >= dropped:
                ids[side][at] = f"{letter}:{letter}{at}"
                lists[side].append(blur(one, f"{letter}{at}", numbers))
    for made in lists:
        numbers.shuffle(made)
    ours, theirs = (
        ListedCameras(id=letter, kind="map", observations=tuple(made), position_error_m=JITTER_M)
        for letter, made in zip("ab", lists, strict=True)
    )
    truth = {key: ids[1][at] for at, key in ids[0].items() if at in ids[1]}
    return Trial(ours, theirs, truth)


def add_sibling(one: Observation, numbers: random.Random) -> Iterator[Observation]:
    """The camera, and now and then one beside it that looks another way."""
    yield one
    if numbers.random() < SIBLINGS:
        views = tuple(
            view._replace(bearing_deg=(view.bearing_deg + numbers.uniform(60, 300)) % 360)
            for view in one.views
        )
        kinds = (numbers.choice(KINDS),) if one.kinds else ()
        names = {name: text for name, text in one.names.items() if name not in {"ref", "name"}}
        place = move(one.lonlat, numbers.uniform(*SIBLING_M), numbers)
        yield replace(one, views=views, kinds=kinds, names=names, lonlat=place)


def move(lonlat: tuple[float, float] | None, metres: float, numbers: random.Random) -> tuple[float, float]:
    """A place so far away in any direction."""
    lon, lat = lonlat or (0.0, 0.0)
    turn = numbers.uniform(0, 2 * math.pi)
    east = metres * math.sin(turn) / math.cos(math.radians(lat))
    return lon + east / METRES_A_DEGREE, lat + metres * math.cos(turn) / METRES_A_DEGREE


def blur(one: Observation, id_: str, numbers: random.Random) -> Observation:
    """The camera as another person would have written it down."""

    def keep(value: Value, nothing: Value) -> Value:
        return nothing if numbers.random() < UNSAID else value

    kinds = one.kinds
    if kinds and numbers.random() < WRONG_KIND:
        kinds = (numbers.choice(KINDS),)
    views = tuple(
        view._replace(bearing_deg=(view.bearing_deg + numbers.gauss(0, AIM_DEG)) % 360) for view in one.views
    )
    return replace(
        one,
        id=id_,
        lonlat=move(one.lonlat, JITTER_M * math.hypot(numbers.gauss(0, 1), numbers.gauss(0, 1)), numbers),
        views=keep(views, ()),
        kinds=keep(kinds, ()),
        mounts=keep(one.mounts, ()),
        zones=keep(one.zones, ()),
        height_m=None if one.height_m is None else keep(one.height_m + numbers.gauss(0, 0.4), None),
        names={name: text.upper() for name, text in one.names.items() if numbers.random() >= UNSAID},
        texts={},
    )


def agree(one: Observation, other: Observation) -> list[bool]:
    """For each of name, ref, kind and direction that both say, whether it is the same."""
    said = [
        (fold_for_search(one.names[k]), fold_for_search(other.names[k]))
        for k in ("name", "ref")
        if k in one.names and k in other.names
    ]
    found = [a == b for a, b in said]
    if one.kinds and other.kinds:
        found.append(bool(set(one.kinds) & set(other.kinds)))
    ways = [
        [v.bearing_deg for v in each.views if v.meaning is not Meaning.ALL_ROUND] for each in (one, other)
    ]
    if all(ways):
        found.append(min(abs((a - b + 180) % 360 - 180) for a in ways[0] for b in ways[1]) <= 45)
    return found


def find_told_apart(trial: Trial) -> set[tuple[str, str]]:
    """The true pairs that something said on both tells from every other camera within reach of either."""
    sides = trial.ours, trial.theirs
    rows = [{key: row for row, key in enumerate(side.keys)} for side in sides]
    places = [to_points([one.lonlat for one in side.observations]) for side in sides]
    trees = [cKDTree(place) for place in places]
    found = set()
    for left, right in trial.truth.items():
        a, b = rows[0][left], rows[1][right]
        one, other = sides[0].observations[a], sides[1].observations[b]
        rivals = [
            (one, sides[1].observations[row])
            for row in trees[1].query_ball_point(places[0][a], RIVAL_M)
            if row != b
        ] + [
            (other, sides[0].observations[row])
            for row in trees[0].query_ball_point(places[1][b], RIVAL_M)
            if row != a
        ]
        if any(agree(one, other)) and all(False in agree(*pair) for pair in rivals):
            found.add((left, right))
    return found


def to_points(
    lonlat: Sequence[tuple[float, float] | None],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Places in metres on the sphere."""
    lon, lat = np.radians(np.array(lonlat, dtype=np.float64).reshape(-1, 2)).T
    radius = METRES_A_DEGREE * 180 / math.pi
    return radius * np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
