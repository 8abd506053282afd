"""Bands: printed words stretched little, more, most; and what each hedge lets in and keeps out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.records.bands import MAGNITUDES, VAGUE, read_quantity
from sousveil.records.digits import parse_digits
from sousveil.records.interval import Interval
from sousveil.records.quantity import Quantity
from sousveil.units import parse_unit
from tests.records.quantities import amounts, quantities


@given(quantities(), st.sampled_from(["1", "camera", "percent", "RSD", "km"]))
def test_each_band_holds_the_one_before(quantity: Quantity, unit: str) -> None:
    reading = read_quantity(quantity, parse_unit(unit))
    if reading is None:
        assert quantity.state != "known"
        return
    assert reading.normal.contains(reading.strict)
    assert reading.loose.contains(reading.normal)
    assert reading.result.contains(reading.loose)
    assert reading.strict.contains(reading.face)


@given(amounts(), st.sampled_from([None, *MAGNITUDES]), st.sampled_from(["camera", "RSD", "percent"]))
def test_an_exact_figure_holds_what_is_printed(amount: str, magnitude: str | None, unit: str) -> None:
    known = parse_unit(unit)
    reading = read_quantity(Quantity.model_validate({"amount": amount, "magnitude": magnitude}), known)
    assert reading is not None
    face = parse_digits(amount).value * MAGNITUDES.get(magnitude or "", 1) * known.factor
    assert face in reading.strict
    assert reading.face.is_point


@pytest.mark.parametrize(
    ("hedge", "inside", "outside"),
    [("over", (401, 10**6), (400, 399)), ("at_least", (400, 401), (399,)), ("under", (0, 399), (400, 401)),
     ("up_to", (0, 400), (401,)), ("nearly", (361, 399), (359, 401)), ("about", (360, 440), (349, 451)),
     ("exact", (400,), (301, 399 - 100, 500))],
)  # fmt: skip
def test_a_hedge_lets_in_and_keeps_out(hedge: str, inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    reading = read_quantity(Quantity.model_validate({"amount": "400", "hedge": hedge}), parse_unit("camera"))
    assert reading is not None
    assert all(value in reading.strict for value in inside)
    assert not any(value in reading.loose for value in outside)


@pytest.mark.parametrize(
    ("amount", "unit", "inside", "outside"),
    [("1", "in 3", ("0.30", "1/3", "0.36"), ("0.25", "0.40")), ("2", "in 3", ("0.64", "0.69"), ("0.6", "0.75")),
     ("9", "in 10", ("0.9", "0.91"), ("0.85", "0.95")), ("1", "in 2", ("0.45", "0.55"), ("0.4", "0.6"))],
)  # fmt: skip
def test_a_share_in_words_is_near_that_share(
    amount: str, unit: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    reading = read_quantity(Quantity(amount=amount), parse_unit(unit))
    assert reading is not None
    assert reading.strict == Interval.point(Fraction(int(amount), int(unit.removeprefix("in "))))
    assert all(Fraction(value) in reading.normal for value in inside)
    assert not any(Fraction(value) in reading.loose for value in outside)


@pytest.mark.parametrize(
    ("amount", "magnitude", "unit", "bands"),
    [("8,000", None, "camera", ("8,000", "[7,950, 8,050]", "[7,500, 8,500]")),
     ("10,773", None, "incident", ("10,773", "10,773", "10,773")),
     ("71,371", None, "USD", ("[71,370.5, 71,371.5]",) * 3),
     ("1.2", "million", "USD", ("[1,150,000, 1,250,000]",) * 3),
     ("57", None, "ratio", ("[56.5, 57.5]",) * 3),
     ("90", None, "camera", ("90", "90", "90"))],
)  # fmt: skip
def test_the_bands_of_figures_met_in_print(
    amount: str, magnitude: str | None, unit: str, bands: tuple[str, str, str]
) -> None:
    quantity = Quantity.model_validate({"amount": amount, "magnitude": magnitude})
    reading = read_quantity(quantity, parse_unit(unit))
    assert reading is not None
    assert (str(reading.strict), str(reading.normal), str(reading.loose)) == bands


@pytest.mark.parametrize(("hedge", "span"), VAGUE.items())
def test_vague_words_are_spans(hedge: str, span: tuple[int, int]) -> None:
    reading = read_quantity(Quantity.model_validate({"hedge": hedge, "magnitude": "thousand"}))
    assert reading is not None
    assert reading.strict == Interval.closed(span[0] * 1000, span[1] * 1000)


@pytest.mark.parametrize("state", ["unknown", "withheld", "none"])
def test_what_is_not_known_is_never_nothing(state: str) -> None:
    assert read_quantity(Quantity.model_validate({"state": state})) is None


def test_a_range_that_runs_down_is_said_to() -> None:
    with pytest.raises(ValueError, match="write the lower one first"):
        read_quantity(Quantity(low="30", high="20", hedge="between"))


@given(st.integers(-(10**6), -1), st.sampled_from(["over", "under", "up_to", "nearly", "about", "at_least"]))
def test_figures_below_zero_read_too(number: int, hedge: str) -> None:
    reading = read_quantity(Quantity.model_validate({"amount": str(number), "hedge": hedge}))
    assert reading is not None
    inside = Fraction(number) - (
        Fraction(1, 4) if hedge == "under" else -Fraction(1, 4) if hedge == "over" else 0
    )
    assert inside in reading.strict
