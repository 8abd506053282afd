"""Which observations of two lists may be of one camera: those near enough, or on streets of the same names.

Weighs nothing. No pair is looked at because of its order in a list, so that none is lost or found by chance.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from sousveil.records.camera import Observation

from .fields import Rows, Said, read_streets
from .lists import APART

Floats = npt.NDArray[np.float64]
EARTH_M = 6371008.8
"""Mean radius of the earth (IUGG 1980)."""
GATE = 3.717
"""How many standard deviations apart two places of one camera are at most, in 999 of 1,000 (Rayleigh distribution)."""
CROWD = 100
"""Observations of one list in a cube as wide as the gate from which on nearness tells nothing: ours."""
COMMON = 200
"""A word of a street's name that more observations bear than this does not find candidates: ours."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of rows of two lists, how far apart [m], NaN for those found by name; and rows too crowded to compare."""

    left: Rows
    right: Rows
    distance_m: Floats
    crowded: tuple[Rows, Rows]


def to_xyz(observations: Sequence[Observation]) -> Floats:
    """Places as metres from the middle of the earth (n, 3), NaN for none: distances hold everywhere on earth."""
    places = [one.lonlat or (np.nan, np.nan) for one in observations]
    lon, lat = np.radians(np.array(places, dtype=np.float64).reshape(-1, 2)).T
    across = np.cos(lat)
    return np.asarray(EARTH_M * np.stack([across * np.cos(lon), across * np.sin(lon), np.sin(lat)], axis=1))


def find_candidates(ours: Sequence[Said], theirs: Sequence[Said], gate_m: float) -> Candidates:
    """The pairs within the gate, and pairs without a distance on streets of the same names."""
    sides = [[said.observation for said in side] for side in (ours, theirs)]
    places = [to_xyz(side) for side in sides]
    crowded = [find_crowded(place, gate_m) for place in places]
    left, right, distance = _find_near(places, crowded, gate_m)
    named = _find_named(ours, theirs)
    left, right = np.concatenate([left, named[0]]), np.concatenate([right, named[1]])
    distance = np.concatenate([distance, np.full(len(named[0]), np.nan)])
    kinds = [np.array([_sort(one) for one in side], dtype=np.int64) for side in sides]
    kept = np.flatnonzero(kinds[0][left] == kinds[1][right])
    order = kept[np.lexsort((right[kept], left[kept]))]
    return Candidates(left[order], right[order], distance[order], (crowded[0], crowded[1]))


def _sort(observation: Observation) -> int:
    """A number for the sort of device; all that may be surveillance cameras are one sort."""
    devices = sorted(APART)
    return devices.index(observation.device) + 1 if observation.device in APART else 0


def find_crowded(places: Floats, gate_m: float) -> Rows:
    """The rows that lie with more than `CROWD` of their list in one cube as wide as the gate."""
    known = np.flatnonzero(~np.isnan(places[:, 0]))
    cubes = np.floor(places[known] / gate_m).astype(np.int64)
    _, back, count = np.unique(cubes, axis=0, return_inverse=True, return_counts=True)
    return known[count[back.reshape(-1)] > CROWD]


def _find_near(places: Sequence[Floats], crowded: Sequence[Rows], gate_m: float) -> tuple[Rows, Rows, Floats]:
    """Pairs within the gate."""
    rows = [
        np.setdiff1d(np.flatnonzero(~np.isnan(place[:, 0])), out)
        for place, out in zip(places, crowded, strict=True)
    ]
    if not len(rows[0]) or not len(rows[1]):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, np.zeros(0)
    trees = [cKDTree(place[row]) for place, row in zip(places, rows, strict=True)]
    found = trees[0].sparse_distance_matrix(trees[1], gate_m, output_type="ndarray")
    return rows[0][found["i"]], rows[1][found["j"]], found["v"]


def find_neighbours(said: Sequence[Said], gate_m: float) -> tuple[Rows, Rows, Floats]:
    """Pairs within one list that lie within the gate: surely two cameras, as a list holds each once; and how far apart.

    Distances in metres.
    """
    places = to_xyz([one.observation for one in said])
    rows = np.setdiff1d(np.flatnonzero(~np.isnan(places[:, 0])), find_crowded(places, gate_m))
    if not len(rows):
        return rows, rows, np.zeros(0)
    pairs = cKDTree(places[rows]).query_pairs(gate_m, output_type="ndarray").astype(np.int64)
    left, right = rows[pairs[:, 0]], rows[pairs[:, 1]]
    return left, right, np.asarray(np.linalg.norm(places[left] - places[right], axis=1))


def _find_named(ours: Sequence[Said], theirs: Sequence[Said]) -> tuple[Rows, Rows]:
    """Pairs of which one has no place, and that share a word of a street's name."""
    found: set[tuple[int, int]] = set()
    index = _index_words(theirs)
    for row, words in enumerate(map(_find_words, ours)):
        placed = ours[row].observation.lonlat is not None
        for word in words:
            for other in index.get(word, ()):
                if not placed or theirs[other].observation.lonlat is None:
                    found.add((row, other))
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _index_words(said: Sequence[Said]) -> dict[str, list[int]]:
    """The rows that bear each word, without words that too many bear."""
    rows = defaultdict[str, list[int]](list)
    for row, one in enumerate(said):
        for word in _find_words(one):
            rows[word].append(row)
    return {word: found for word, found in rows.items() if len(found) <= COMMON}


def _find_words(said: Said) -> frozenset[str]:
    """The words of the streets an observation names or lies near."""
    streets = read_streets(said)
    if streets is None:
        return frozenset()
    place, near = streets
    return place.keys.union(*(one.keys for one in near))
