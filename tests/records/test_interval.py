"""Interval arithmetic loses no number that the operands allow, and gives no end that they do not."""

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sousveil.records.interval import Interval, show_number
from tests.records.intervals import NUMBERS, filled, intervals

Filled = tuple[Interval, Fraction]
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


def reach(interval: Interval, far: int = 10**12) -> list[Fraction]:
    """Numbers of the interval that come as near to its ends as matters, and zero where it is inside."""
    near = Fraction(1, far)
    low = Fraction(-far) if interval.low is None else interval.low + (near if interval.low_open else 0)
    high = Fraction(far) if interval.high is None else interval.high - (near if interval.high_open else 0)
    return [x for x in (low, high, Fraction(0)) if x in interval]


def inside(interval: Interval) -> Fraction:
    return ((interval.low or Fraction(0)) + (interval.high or Fraction(0))) / 2


@pytest.mark.parametrize("name", ARITHMETIC)
@given(a=filled(), b=filled())
def test_the_result_holds_every_result(name: str, a: Filled, b: Filled) -> None:
    result = ARITHMETIC[name](a[0], b[0])
    assert ARITHMETIC[name](a[1], b[1]) in result


@given(a=filled(), b=filled())
@example(a=(Interval.over(0), Fraction(1)), b=(Interval(Fraction(0), None, low_open=True), Fraction(2)))
def test_a_quotient_holds_every_quotient(a: Filled, b: Filled) -> None:
    assume(b[1] != 0)
    assert a[1] / b[1] in a[0] / b[0]


@given(a=filled(), exponent=st.integers(0, 6))
def test_a_power_holds_every_power(a: Filled, exponent: int) -> None:
    assert a[1] ** exponent in a[0] ** exponent


@given(a=filled(), exponent=st.integers(1, 4))
def test_a_negative_power_is_one_over_the_power(a: Filled, exponent: int) -> None:
    assume(a[1] != 0)
    assert a[1] ** -exponent in a[0] ** -exponent


@given(a=filled(), b=filled())
def test_absolute_values_and_the_smaller_and_larger_of_two(a: Filled, b: Filled) -> None:
    assert abs(a[1]) in abs(a[0])
    assert -a[1] in -a[0]
    assert min(a[1], b[1]) in a[0].minimum(b[0])
    assert max(a[1], b[1]) in a[0].maximum(b[0])


@given(a=filled(), b=intervals())
def test_a_hull_holds_both_and_an_intersection_what_both_hold(a: Filled, b: Interval) -> None:
    assert a[0].hull(b).contains(a[0])
    assert a[0].hull(b).contains(b)
    shared = a[0].intersect(b)
    assert (shared is None) is not a[0].meets(b)
    assert (shared is not None and a[1] in shared) is (a[1] in b)


@pytest.mark.parametrize("name", [*ARITHMETIC, "/"])
@given(a=intervals(bounded=True), b=intervals(bounded=True))
def test_bounded_results_are_as_narrow_as_can_be(name: str, a: Interval, b: Interval) -> None:
    apply: Callable[[Any, Any], Any] = {**ARITHMETIC, "/": operator.truediv}[name]
    assume(name != "/" or (0 not in Interval(b.low, b.high)))
    result = apply(a, b)
    assert result.low is not None
    assert result.high is not None
    corners = [apply(x, y) for x, y in product(reach(a), reach(b))]
    assert min(corners) - result.low < Fraction(1, 10**6)
    assert result.high - max(corners) < Fraction(1, 10**6)


@pytest.mark.parametrize("name", ARITHMETIC)
@given(a=intervals(bounded=True), b=intervals(bounded=True))
def test_an_end_is_closed_exactly_where_it_is_reached(name: str, a: Interval, b: Interval) -> None:
    result = ARITHMETIC[name](a, b)
    ends = [[x for x in (i.low, i.high, Fraction(0), inside(i)) if x is not None and x in i] for i in (a, b)]
    reached = {ARITHMETIC[name](x, y) for x, y in product(*ends)}
    assert (result.low in reached) is not result.low_open
    assert (result.high in reached) is not result.high_open


@given(a=intervals(), b=intervals())
def test_order_of_operands_does_not_matter(a: Interval, b: Interval) -> None:
    assert a + b == b + a
    assert a * b == b * a
    assert a.hull(b) == b.hull(a)
    assert a.meets(b) is b.meets(a)
    assert a.gap(b) == b.gap(a)
    assert not (a.meets(b) and a.gap(b))


@given(a=intervals(), b=intervals(), c=intervals())
def test_a_wider_operand_gives_no_narrower_result(a: Interval, b: Interval, c: Interval) -> None:
    wide = a.hull(b)
    assert (wide + c).contains(a + c)
    assert (wide * c).contains(a * c)
    assert abs(wide).contains(abs(a))


def test_dividing_by_nothing_but_zero_is_an_error_and_across_zero_says_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        Interval.point(0).reciprocal()
    assert Interval.closed(-1, 1).reciprocal() == Interval.whole()
    assert str(Interval.closed(0, 4).reciprocal()) == "[0.25, ∞)"
    assert str(Interval.over(0).reciprocal()) == "(0, ∞)"


@pytest.mark.parametrize(("low", "high", "low_open"), [(2, 1, False), (1, 1, True)])
def test_there_is_no_empty_interval(low: int, high: int, low_open: bool) -> None:  # noqa: FBT001
    with pytest.raises(ValueError, match="at least one number"):
        Interval(Fraction(low), Fraction(high), low_open)


@given(NUMBERS)
def test_a_shown_number_is_near_the_number_and_exact_where_it_is_short(value: Fraction) -> None:
    shown = Fraction(show_number(value).replace(",", "").replace("−", "-"))
    assert abs(shown - value) <= abs(value) / 10**5
    if (value * 100).denominator == 1:
        assert shown == value


@given(st.integers(1, 10**9), st.integers(0, 12))
def test_small_numbers_are_not_shown_as_nothing(top: int, places: int) -> None:
    assert show_number(Fraction(top, 10**places)).strip("0.,") != ""
