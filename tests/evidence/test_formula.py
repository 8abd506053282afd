"""Formulas: every choice of values inside the figures gives a result inside the computed interval, and no wider."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sousveil.evidence.bounds import evaluate
from sousveil.evidence.formula import NotComputable, from_when, parse_formula, to_dates, unit_of, value_of
from sousveil.records.interval import Interval
from sousveil.records.when import parse_edtf
from sousveil.units import parse_unit
from tests.records.intervals import members

FORMULAS = (
    "a + b", "a - b", "a * b", "a / b", "1 - a / b", "(a - b) / b", "a / b - 1", "(b - a) / (a + b)", "a * b - a",
    "a / (a + b)", "a ** 2 - a", "(a - b) ** 3", "sum(a, b, c) / 3", "min(a, b) + max(b, c)", "abs(a - b) / c",
    "a * (1 + b) - c", "-a + 2 * a", "(a + b) * (a - b)", "0.5 * a + 0.25 * b", "a / b / c", "(a / b) ** 2 * c",
)  # fmt: skip
POSITIVE = st.integers(1, 60_000).map(lambda n: Fraction(n, 60))
SMALL = st.integers(1, 120).map(lambda n: Fraction(n, 60))
ANY = st.integers(-2_000, 2_000).map(lambda n: Fraction(n, 20))

RISES_AND_FALLS = {
    "a": (Interval.closed(1, 2), Fraction(2)),
    "b": (Interval(Fraction(1, 2), Fraction(3, 2)), Fraction(3, 2)),
    "c": (Interval.point(1), Fraction(1)),
}
"""By `a` the formula a·b − a falls where b is under one and rises where it is over one."""


@st.composite
def boxes(draw: st.DrawFn) -> dict[str, tuple[Interval, Fraction]]:
    """A figure and a value in it for each name; mostly positive, as published figures are."""
    numbers = draw(st.sampled_from([POSITIVE, SMALL, ANY]))
    box = {}
    for name in "abc":
        low, high = sorted((draw(numbers), draw(numbers)))
        opens = (draw(st.booleans()), draw(st.booleans())) if low < high else (False, False)
        interval = Interval(low, None if low < high and draw(st.integers(0, 9)) == 0 else high, *opens)
        if interval.high is None:
            interval = Interval(low, None, opens[0])
        box[name] = (interval, draw(members(interval)))
    return box


def at(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """The formula on plain numbers, by Python's own arithmetic."""
    functions = {"sum": lambda *xs: sum(xs), "min": min, "max": max, "abs": abs}
    exact = text.replace("0.5", "half").replace("0.25", "quarter")
    halves = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
    return Fraction(eval(exact, {"__builtins__": {}}, {**functions, **halves, **values}))  # noqa: S307


@settings(max_examples=3 * settings().max_examples)
@given(text=st.sampled_from(FORMULAS), box=boxes())
@example(text="a * b - a", box=RISES_AND_FALLS)
def test_every_choice_of_values_lies_in_a_result_no_wider_than_plain_interval_arithmetic(
    text: str, box: Mapping[str, tuple[Interval, Fraction]]
) -> None:
    formula = parse_formula(text)
    figures = {name: box[name][0] for name in formula.names}
    try:
        result = evaluate(formula, figures)
        value = at(text, {name: chosen for name, (_, chosen) in box.items()})
    except (NotComputable, ZeroDivisionError):
        return
    assert value in result
    assert value_of(formula.tree, figures).contains(result)


@pytest.mark.parametrize(
    ("text", "equal"),
    [("(b - a) / a", "b / a - 1"), ("a / (a + b)", "1 / (1 + b / a)"), ("a * b - a", "a * (b - 1)")],
)
@given(
    lows=st.tuples(st.integers(2, 10**6), st.integers(2, 10**6)),
    times=st.tuples(st.integers(1, 30), st.integers(1, 30)),
)
def test_one_figure_used_twice_is_one_figure(
    text: str, equal: str, lows: tuple[int, int], times: tuple[int, int]
) -> None:
    figures = {name: Interval.closed(low, low * n) for name, low, n in zip("ab", lows, times, strict=True)}
    once, twice = evaluate(parse_formula(equal), figures), evaluate(parse_formula(text), figures)
    assert once == twice


def test_a_figure_without_an_upper_end_still_bounds_the_result() -> None:
    figures = {"list": Interval.over(3_000_000), "final": Interval.closed(1_150_000, 1_250_000)}
    for text in ("(list - final) / list", "1 - final / list"):
        found = evaluate(parse_formula(text), figures)
        assert found.low == Fraction(7, 12), text


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 5000))
def test_days_after_a_date_are_the_calendar_s(start: date, days: int) -> None:
    values = {"a": from_when(parse_edtf(start.isoformat())).interval, "n": Interval.point(days)}
    later = start + timedelta(days=days)
    assert to_dates(evaluate(parse_formula("add_days(a, n)"), values)) == later.isoformat()
    ends = {"a": values["a"], "b": from_when(parse_edtf(later.isoformat())).interval}
    assert evaluate(parse_formula("days(a, b)"), ends) == Interval.point(days)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-12-15", 1, "2025-01-15"),
     ("2024-02-29", 12, "2025-02-28"), ("2024-03-31", 6, "2024-09-30"), ("2024-05", 2, "2024-07-01/2024-07-31")],
)  # fmt: skip
def test_months_after_a_date_are_the_calendar_s(start: str, months: int, end: str) -> None:
    values = {"a": from_when(parse_edtf(start)).interval, "n": Interval.point(months)}
    assert to_dates(evaluate(parse_formula("add_months(a, n)"), values)) == end


def test_years_after_a_date_may_be_a_number_in_the_formula() -> None:
    values = {"a": from_when(parse_edtf("2024-02-29")).interval}
    assert to_dates(evaluate(parse_formula("add_years(a, 4)"), values)) == "2028-02-29"
    assert to_dates(evaluate(parse_formula("add_years(a, 1)"), values)) == "2025-02-28"


@pytest.mark.parametrize(
    "text",
    ["", "a +", "a; b", "__import__('os')", "a.real", "a[0]", "a if b else c", "lambda: 1", "'a'", "a ** b", "a ** 99",
     "a ** -1", "days(a)", "sum()", "max(a, key=b)", "True + a", "1e999 * a", "[a]", "a < b", "a and b", "a // b",
     "f(a)", "(" * 300 + "a" + ")" * 300],
)  # fmt: skip
def test_what_is_no_formula_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_formula(text)


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [("a / b", ("USD", "camera"), "USD/camera"), ("a * b", ("USD/camera", "camera"), "USD"),
     ("a / b", ("USD", "USD"), "1"), ("1 - a / b", ("EUR", "EUR"), "1"),
     ("a + b", ("camera", "camera"), "camera"), ("a ** 2", ("km", "km"), "km^2"),
     ("a / b", ("camera", "person"), "camera/person"), ("a - b", ("camera", "drone"), "unit"),
     ("max(a, b)", ("percent", "ratio"), "percent")],
)  # fmt: skip
def test_units_follow_the_formula(text: str, units: tuple[str, str], expected: str) -> None:
    named = dict(zip("ab", map(parse_unit, units), strict=True))
    assert unit_of(parse_formula(text), named).dimensions == parse_unit(expected).dimensions


@pytest.mark.parametrize(
    "units", [("USD", "EUR"), ("camera", "percent"), ("day", "km"), ("USD", "USD/camera")]
)
def test_what_does_not_add_up_is_not_added(units: tuple[str, str]) -> None:
    named = dict(zip("ab", map(parse_unit, units), strict=True))
    with pytest.raises(NotComputable):
        unit_of(parse_formula("a + b"), named)
