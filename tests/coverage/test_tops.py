"""Heights of walls in each band: high walls, little ground; unknown ones."""

import math

import numpy as np

from sousveil.coverage.tops import LEAST_KNOWN, suppose_tops


def test_low_ground_supposes_high_walls_and_an_unknown_wall_hides_all() -> None:
    bands = suppose_tops(np.array([[3.0, 4.0, 5.0], [math.nan] * 3]))
    assert [list(band) for band in bands] == [
        [5, math.inf],
        [4, math.inf],
        [3, math.inf],
    ]


def test_in_the_high_band_an_unknown_wall_is_as_low_as_the_lowest_tenth() -> None:
    known = np.arange(1.0, 102.0)  # of 1 … 101 a tenth lies below 11
    assert len(known) > LEAST_KNOWN
    top_m = np.concatenate([np.full((1, 3), math.nan), np.repeat(known[:, None], 3, axis=1)])
    bands = suppose_tops(top_m)
    assert [band[0] for band in bands] == [math.inf, math.inf, 11]
    assert [band[1] for band in bands] == [1, 1, 1]
