"""Rows by ids beside numpy's search, and rings that surely do not meet themselves beside GEOS."""

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from sousveil.kernels.arrays import Offsets
from sousveil.kernels.rings import MOST_CORNERS, fill_rows, fill_sure

IDS = st.lists(st.integers(-20, 20), max_size=30)
CORNERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=7)


def find_with_numpy(ids: Offsets, wanted: Offsets) -> Offsets:
    """The slow twin of `fill_rows`."""
    rows = [np.flatnonzero(ids == one)[:1].tolist() for one in wanted]
    return np.array([found[0] if found else -1 for found in rows], dtype=np.int64)


def is_sure(ring: list[tuple[float, float]]) -> bool:
    """What the loop says of one ring."""
    out = np.empty(1, np.bool_)
    corners = np.array([*ring, ring[0]], dtype=np.float64)
    fill_sure(corners, np.array([0, len(corners)]), out)
    return bool(out[0])


@given(IDS, IDS)
def test_rows_are_those_of_a_search(ids: list[int], wanted: list[int]) -> None:
    """Also where ids come twice, are not there, or go back and forth."""
    held, asked = np.array(sorted(ids), dtype=np.int64), np.array(wanted, dtype=np.int64)
    out = np.empty(len(asked), np.int64)
    fill_rows(held, asked, out)
    assert out.tolist() == find_with_numpy(held, asked).tolist()


@given(CORNERS, st.integers(-3, 3))
def test_what_is_sure_is_an_area(ring: list[tuple[int, int]], far: int) -> None:
    """Small whole numbers touch, overlap and repeat as often as not; tenths are rounded."""
    moved = [(x / 10 + far, y / 10 - far) for x, y in ring]
    if is_sure(moved):
        assert shapely.is_valid(shapely.Polygon(moved))


@given(CORNERS)
def test_what_stays_away_from_itself_is_sure(ring: list[tuple[int, int]]) -> None:
    """Where nothing is rounded, every area without repeated corners is told at once."""
    if shapely.is_valid(shapely.Polygon(ring)) and len(set(ring)) == len(ring):
        assert is_sure(list(ring))


@pytest.mark.parametrize(
    ("ring", "sure"),
    [
        ([(0, 0), (1, 0), (1, 1), (0, 1)], True),
        ([(0, 0), (1, 0), (2, 0), (2, 1)], True),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], False),
        ([(0, 0), (2, 0), (1, 0), (1, 1)], False),
        ([(0, 0), (1, 0), (1, 0), (1, 1)], False),
        ([(0, 0), (1, 0)], False),
    ],
)
def test_known_rings(ring: list[tuple[float, float]], *, sure: bool) -> None:
    """A square and a straight corner; a bow, a spike, a corner said twice, two corners."""
    assert is_sure(ring) == sure


def test_long_rings_are_for_another_judge() -> None:
    """A ring of too many corners is not sure, whatever its form."""
    turns = np.linspace(0, 2 * np.pi, MOST_CORNERS + 2)[:-1]
    circle = list(zip(np.cos(turns).tolist(), np.sin(turns).tolist(), strict=True))
    assert not is_sure(circle)
    assert is_sure(circle[:-1])
