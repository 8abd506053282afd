"""Intervals and numbers inside them, for the properties."""

from fractions import Fraction

from hypothesis import strategies as st

from sousveil.records.interval import Interval

NUMBERS = st.one_of(
    st.integers(-20, 20).map(Fraction), st.integers(-60_000, 60_000).map(lambda n: Fraction(n, 60))
)


@st.composite
def intervals(
    draw: st.DrawFn, *, bounded: bool = False, numbers: st.SearchStrategy[Fraction] = NUMBERS
) -> Interval:
    """Any interval: points, closed, half-open, open, and (unless `bounded`) endless ones."""
    low, high = sorted((draw(numbers), draw(numbers)))
    if low == high:
        ends: tuple[Fraction | None, Fraction | None] = (low, high)
        opens = (False, False)
    else:
        ends, opens = (low, high), (draw(st.booleans()), draw(st.booleans()))
    if not bounded:
        endless = draw(st.sampled_from(["no", "no", "no", "low", "high", "both"]))
        ends = (
            None if endless in ("low", "both") else ends[0],
            None if endless in ("high", "both") else ends[1],
        )
        opens = (opens[0] and ends[0] is not None, opens[1] and ends[1] is not None)
    return Interval(*ends, *opens)


@st.composite
def filled(draw: st.DrawFn, *, bounded: bool = False) -> tuple[Interval, Fraction]:
    """An interval and a number in it, its own ends among the likely ones."""
    interval = draw(intervals(bounded=bounded))
    return interval, draw(members(interval))


def members(interval: Interval) -> st.SearchStrategy[Fraction]:
    """Numbers in an interval."""
    low = interval.low if interval.low is not None else (interval.high or Fraction(0)) - 10**4
    high = interval.high if interval.high is not None else max(low, Fraction(0)) + 10**4
    inside = st.integers(0, 64).map(lambda n: low + (high - low) * Fraction(n, 64))
    special = st.sampled_from([Fraction(0), low, high, low + Fraction(1, 10**6), high - Fraction(1, 10**6)])
    return st.one_of(inside, special).filter(lambda value: value in interval)
