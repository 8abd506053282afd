"""Observations as columns hold what the observations say, and mark what they do not."""

import numpy as np

from sousveil.records.camera import Device, Meaning, Observation, State, View
from sousveil.records.camera_columns import DEVICES, MEANINGS, STATES, build_columns

SEEN = (
    Observation(id="a", lonlat=(20.4, 44.8), device=Device.ALPR, views=(), height_m=3.5, count=2),
    Observation(
        id="b",
        lonlat=None,
        state=State.REMOVED,
        tilt_deg=(-30.0, 0.0),
        views=(View(0.5, 45.0, Meaning.SWEEP), View(90.0, None, Meaning.BEARING)),
    ),
    Observation(id="c", lonlat=(20.5, 44.9), views=(View(0.0, 360.0, Meaning.ALL_ROUND),)),
)


def test_columns_say_what_the_observations_say() -> None:
    columns = build_columns(SEEN)
    assert columns.ids == ("a", "b", "c")
    assert len(columns) == 3
    for row, one in enumerate(SEEN):
        assert DEVICES[columns.device[row]] is one.device
        assert STATES[columns.state[row]] is one.state
        begin, end = columns.view_start[row : row + 2]
        told = [
            View(bearing, None if np.isnan(width) else width, MEANINGS[meaning])
            for (bearing, width), meaning in zip(
                columns.view_deg[begin:end], columns.view_meaning[begin:end], strict=True
            )
        ]
        assert tuple(told) == one.views
    assert columns.count.tolist() == [2, -1, -1]


def test_what_is_not_known_is_not_zero() -> None:
    columns = build_columns(SEEN)
    assert np.isnan(columns.lonlat[1]).all()
    assert np.isnan(columns.height_m).tolist() == [False, True, True]
    assert np.isnan(columns.tilt_deg).all(axis=1).tolist() == [True, False, True]


def test_no_observations_have_columns_of_no_rows() -> None:
    columns = build_columns(())
    assert columns.lonlat.shape == columns.view_deg.shape == (0, 2)
    assert columns.view_start.tolist() == [0]
