"""Stretches of streets with the number of cameras that see them, as lines of the map.

Draws the stretches that the kernels find; neighbours that equally many cameras see become one line.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.city.streets import Streets
from sousveil.coverage.ground import Ground
from sousveil.coverage.optics import Bands
from sousveil.kernels.along import build_field, compute_sightings, compute_stretches
from sousveil.kernels.clip import Lines as Pieces

from .layers import Lines, Watched

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Sight(NamedTuple):
    """What the cameras of a scenario see at one level, at once or by turning."""

    bands: Bands[Ground]
    level: int
    reach: int
    scenario: int


class Runs(NamedTuple):
    """Lines along which equally many see: vertices [m], where each begins, street, number of cameras, length [m]."""

    xy: Floats
    start: Rows
    street: Rows
    k: Rows
    metres: Floats


def join_watched(streets: Streets, sights: Sequence[Sight]) -> Watched:
    """The watched stretches of streets under the sky, in every sight and band."""
    found = [
        (sight, band, find_runs(streets, ground))
        for sight in sights
        for band, ground in enumerate(sight.bands)
    ]
    if not found:
        return Watched()
    counts = [len(runs.k) for *_, runs in found]
    sizes = np.concatenate([np.diff(runs.start) for *_, runs in found])
    lines = Lines(
        lonlat=streets.frame.to_lonlat(np.concatenate([runs.xy for *_, runs in found])),
        start=np.concatenate([[0], np.cumsum(sizes)]),
        row=np.arange(sum(counts)),
    )
    return Watched(
        lines=lines,
        street=np.concatenate([runs.street for *_, runs in found]),
        level=np.repeat([sight.level for sight, *_ in found], counts),
        band=np.repeat([band for _, band, _ in found], counts),
        reach=np.repeat([sight.reach for sight, *_ in found], counts),
        scenario=np.repeat([sight.scenario for sight, *_ in found], counts),
        k=np.concatenate([runs.k for *_, runs in found]),
        metres=np.concatenate([runs.metres for *_, runs in found]),
        unknown=frozenset(
            (sight.level, band, sight.reach, sight.scenario)
            for sight in sights
            for band, ground in enumerate(sight.bands)
            if not ground.known.any()
        ),
    )


def find_runs(streets: Streets, ground: Ground) -> Runs:
    """Where somebody sees a street: whole runs of its pieces with one number of cameras."""
    pieces = streets.pieces
    outdoors = np.flatnonzero(streets.outdoors[pieces.street])
    lines = Pieces(*(column[outdoors] for column in pieces[:4]))
    stretches = compute_stretches(compute_sightings(lines, build_field(*ground.once)))
    seen = np.flatnonzero(stretches.views > 0)
    line = np.repeat(np.arange(len(outdoors)), np.diff(stretches.start))[seen]
    k = stretches.views[seen].astype(np.int64)
    begin, end = (_place(lines, line, share[seen]) for share in (stretches.begin, stretches.end))
    street = pieces.street[outdoors][line].astype(np.int64)
    joined = np.zeros(len(seen), dtype=np.bool_)
    joined[1:] = (street[1:] == street[:-1]) & (k[1:] == k[:-1]) & (begin[1:] == end[:-1]).all(axis=1)
    first = np.flatnonzero(~joined)
    metres = np.hypot(*(end - begin).T)
    size = np.diff(np.append(first, len(seen)))
    at = np.arange(len(seen)) + np.cumsum(~joined)  # each run has one vertex more than stretches
    xy = np.empty((len(seen) + len(first), 2))
    xy[at] = end
    xy[at[first] - 1] = begin[first]
    return Runs(
        xy=xy,
        start=np.concatenate([[0], np.cumsum(size + 1)]),
        street=street[first],
        k=k[first],
        metres=np.add.reduceat(metres, first) if len(first) else np.empty(0),
    )


def _place(lines: Pieces, line: Rows, share: Floats) -> Floats:
    """Where a share of a line's way lies; its end exactly where it ends, so that neighbours meet."""
    begin = np.stack([lines.ax[line], lines.ay[line]], axis=1)
    end = np.stack([lines.bx[line], lines.by[line]], axis=1)
    between = begin + share[:, None] * (end - begin)
    return np.where((share == 1.0)[:, None], end, between)
