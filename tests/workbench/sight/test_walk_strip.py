"""A strip of stretches that anybody can work out by hand, and one that agrees with the bands it is made from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.coverage.exposure import Exposure, Span
from sousveil.coverage.optics import Bands
from sousveil.workbench.sight.strip import Seen, Stretch, build_strip, cut_path


def exposure(*parts: tuple[float, str, bool]) -> Exposure:
    """Spans by their ends: cameras as letters, and whether somebody looked there."""
    begins = [0.0, *(end for end, *_ in parts)]
    spans = (
        Span(begin, end, tuple(cameras), surveyed)
        for begin, (end, cameras, surveyed) in zip(begins, parts, strict=False)
    )
    return Exposure(tuple(spans), 0)


def test_each_stretch_is_of_the_least_band_that_sees_it() -> None:
    low = exposure((10, "", True), (20, "a", True), (60, "", True), (100, "", False))
    typical = exposure((5, "", True), (30, "ab", True), (60, "", True), (100, "", False))
    high = exposure((40, "abc", True), (60, "", True), (100, "", False))
    assert build_strip(Bands(low, typical, high)) == (
        Stretch(0, 5, Seen.HIGH, (0, 0, 3)),
        Stretch(5, 10, Seen.TYPICAL, (0, 2, 3)),
        Stretch(10, 20, Seen.LOW, (1, 2, 3)),
        Stretch(20, 30, Seen.TYPICAL, (0, 2, 3)),
        Stretch(30, 40, Seen.HIGH, (0, 0, 3)),
        Stretch(40, 60, Seen.NOT, (0, 0, 0)),
        Stretch(60, 100, Seen.UNSURVEYED, (0, 0, 0)),
    )


@st.composite
def bands(draw: st.DrawFn) -> Exposure:
    ends = sorted(draw(st.sets(st.integers(1, 99), max_size=8)))
    cameras = st.sampled_from(["", "a", "b", "ab"])
    return exposure(*((end, draw(cameras), True) for end in (*ends, 100)))


@given(bands(), bands(), bands())
def test_a_strip_is_whole_and_says_at_each_metre_what_its_bands_say(
    low: Exposure, typical: Exposure, high: Exposure
) -> None:
    three = Bands(low, typical, high)
    strip = build_strip(three)
    assert [one.end_m for one in strip[:-1]] == [one.begin_m for one in strip[1:]]
    assert (strip[0].begin_m, strip[-1].end_m) == (0, 100)
    for metre in range(100):
        at = metre + 0.5
        (found,) = (one for one in strip if one.begin_m <= at < one.end_m)
        counts = tuple(
            next(len(span.cameras) for span in band.spans if span.begin_m <= at < span.end_m)
            for band in three
        )
        assert found.cameras == counts


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (0, 20, [[0, 0], [10, 0], [10, 10]]),
        (5, 15, [[5, 0], [10, 0], [10, 5]]),
        (12, 15, [[10, 2], [10, 5]]),
        (10, 20, [[10, 0], [10, 10]]),
    ],
)
def test_a_part_of_a_path_turns_where_the_path_turns(
    begin: float, end: float, expected: list[list[float]]
) -> None:
    path = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert cut_path(path, begin, end).tolist() == expected
