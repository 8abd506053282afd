"""The parts of the sweep one by one: sorting, the grid, and what the front refuses."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.kernels import front
from sousveil.kernels._compile import read_index
from sousveil.kernels.gather import compute_key
from sousveil.kernels.sorting import sort_events

from .shapes import no_walls


@given(
    st.lists(st.one_of(st.floats(0, 4), st.sampled_from([0.0, 1.0, 4.0]), st.floats(1, 1.0001)), max_size=300)
)
def test_events_are_sorted_and_ties_keep_their_order(keys: list[float]) -> None:
    order, spare = np.empty((2, len(keys) + 1), np.int64)
    sort_events(np.array(keys), order, spare, len(keys))
    assert list(order[: len(keys)]) == sorted(range(len(keys)), key=lambda at: keys[at])


@given(st.lists(st.floats(-math.pi, math.pi), min_size=2, max_size=2, unique=True))
def test_keys_grow_with_the_angle(angles: list[float]) -> None:
    low, high = sorted(angle % (2 * math.pi) for angle in angles)
    keys = [compute_key(math.cos(angle), math.sin(angle)) for angle in (low, high)]
    assert keys[0] <= keys[1] + 1e-15


@pytest.mark.parametrize(
    ("x", "y", "key"), [(2, 0, 0), (2, 2, 0.5), (0, 3, 1), (-5, 0, 2), (0, -1, 3), (1, -1, 3.5)]
)
def test_a_quarter_turn_adds_one_to_a_key(x: float, y: float, key: float) -> None:
    assert compute_key(float(x), float(y)) == key


@given(
    st.lists(st.tuples(*[st.floats(-50, 50)] * 4), min_size=1, max_size=20),
    st.floats(1, 80),
    st.floats(0, 1),
)
def test_a_wall_stands_in_every_cell_it_passes(
    ends: list[tuple[float, float, float, float]], cell_m: float, share: float
) -> None:
    grid = front.build_grid(front.build_walls(np.array(ends).reshape(-1, 2, 2)), cell_m=cell_m)
    west, south, side = grid.frame
    for wall, (ax, ay, bx, by) in enumerate(ends):
        column = min(int((ax + share * (bx - ax) - west) / side), grid.shape[0] - 1)
        row = min(int((ay + share * (by - ay) - south) / side), grid.shape[1] - 1)
        cell = row * grid.shape[0] + column
        assert wall in grid.row[grid.start[cell] : grid.start[cell + 1]]
    assert grid.start[-1] == len(grid.row) == grid.ends.shape[1]


def test_a_diagonal_wall_stands_only_in_the_cells_it_touches() -> None:
    grid = front.build_grid(front.build_walls([[[0.0, 0.0], [1000.0, 1000.0]]]), cell_m=10)
    assert len(grid.row) <= 3 * 101


def test_a_large_country_gets_larger_cells() -> None:
    grid = front.build_grid(front.build_walls([[[0.0, 0.0], [1e7, 1e7]]]), cell_m=1)
    assert grid.shape[0] * grid.shape[1] <= 2 * front.MOST_CELLS


def test_no_walls_give_a_grid_of_one_empty_cell() -> None:
    grid = front.build_grid(no_walls())
    assert (list(grid.shape), list(grid.start)) == ([1, 1], [0, 0])


@pytest.mark.parametrize("corners", [[1.0, 2.0], [[[0, 0, 1], [1, 1, 1]]], [[[0, 0], [1, math.nan]]]])
def test_walls_of_another_shape_are_refused(corners: npt.ArrayLike) -> None:
    with pytest.raises(ValueError, match="wall"):
        front.build_walls(corners)


@pytest.mark.parametrize(
    ("x", "range_m", "width"), [(math.inf, 1, 360), (0, -1, 360), (0, math.nan, 360), (0, 1, 361), (0, 1, -1)]
)
def test_views_that_cannot_be_are_refused(x: float, range_m: float, width: float) -> None:
    with pytest.raises(ValueError, match="view"):
        front.build_views(x, 0, range_m=range_m, width_deg=width)


def test_what_another_version_compiled_is_compiled_anew() -> None:
    def read() -> dict[str, str]:
        raise AttributeError("Can't get attribute 'Former'")

    assert read_index(read) == {}
    assert read_index(lambda: {"kept": "code"}) == {"kept": "code"}
