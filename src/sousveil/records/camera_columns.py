"""Observations as columns, for what looks at very many at once: their places, views and heights.

Holds figures only; texts and names stay with the observations, whose rows these are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .camera import Device, Meaning, Observation, State

DEVICES = tuple(Device)
STATES = tuple(State)
MEANINGS = tuple(Meaning)


@dataclass(frozen=True, slots=True)
class ObservationColumns:
    """Observations by row; what is not known is NaN, and never 0.

    `lonlat` : (n, 2) [°, WGS 84]. `device`, `state` : (n), positions in `DEVICES` and `STATES`. `height_m` : (n).
    `tilt_deg` : (n, 2), lowest and highest, negative down. `count` : (n), cameras that a row stands for, -1 where
    nobody says. `view_start` : (n + 1), where the views of a row begin; the views of row r are those from
    `view_start[r]` up to `view_start[r + 1]`. `view_deg` : (views, 2), bearing of the middle and width, NaN where no
    width is said. `view_meaning` : (views), positions in `MEANINGS`.
    """

    ids: tuple[str, ...]
    lonlat: npt.NDArray[np.float64]
    device: npt.NDArray[np.int8]
    state: npt.NDArray[np.int8]
    height_m: npt.NDArray[np.float64]
    tilt_deg: npt.NDArray[np.float64]
    count: npt.NDArray[np.int16]
    view_start: npt.NDArray[np.int64]
    view_deg: npt.NDArray[np.float64]
    view_meaning: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)


def build_columns(observations: Sequence[Observation]) -> ObservationColumns:
    """The columns of observations in their order."""
    nowhere = (np.nan, np.nan)
    devices = {device: number for number, device in enumerate(DEVICES)}
    states = {state: number for number, state in enumerate(STATES)}
    meanings = {meaning: number for number, meaning in enumerate(MEANINGS)}
    views = [view for one in observations for view in one.views]
    starts = np.zeros(len(observations) + 1, dtype=np.int64)
    np.cumsum([len(one.views) for one in observations], out=starts[1:])
    return ObservationColumns(
        ids=tuple(one.id for one in observations),
        lonlat=_pairs([one.lonlat or nowhere for one in observations]),
        device=np.array([devices[one.device] for one in observations], dtype=np.int8),
        state=np.array([states[one.state] for one in observations], dtype=np.int8),
        height_m=np.array(
            [np.nan if one.height_m is None else one.height_m for one in observations], dtype=np.float64
        ),
        tilt_deg=_pairs([one.tilt_deg or nowhere for one in observations]),
        count=np.array([-1 if one.count is None else one.count for one in observations], dtype=np.int16),
        view_start=starts,
        view_deg=_pairs(
            [(view.bearing_deg, np.nan if view.width_deg is None else view.width_deg) for view in views]
        ),
        view_meaning=np.array([meanings[view.meaning] for view in views], dtype=np.int8),
    )


def _pairs(values: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """Pairs as an array of two columns, also where there are none."""
    return np.array(values, dtype=np.float64).reshape(-1, 2)
