"""Misprints of one digit: offered last, only where there is one way, and the same as by trying every digit."""

from pathlib import Path

import pytest

from sousveil.evidence.bounds import evaluate
from sousveil.evidence.formula import parse_formula
from sousveil.evidence.misprint import find_misprints
from sousveil.evidence.repair import Operand
from sousveil.records.bands import Reading
from sousveil.records.digits import parse_digits
from sousveil.records.interval import Interval
from sousveil.records.quantity import Quantity
from sousveil.units import DIMENSIONLESS
from tests.evidence.build import build, claim
from tests.evidence.test_golden import only


def test_a_misprint_is_offered_where_one_digit_at_one_place_repairs_and_comes_last(tmp_path: Path) -> None:
    claims = claim("c-a", "1,412 stations") + claim("c-b", "1,612 stations", source="b")
    found = only(build(tmp_path, {"claims/a.yaml": claims}), "contradiction")
    offered = [(r.message, r.changes, r.args["other"]) for r in found.repairs[-2:]]
    assert offered == [
        ("repair.misprint", ("c-a",), "1,612"),
        ("repair.misprint", ("c-b",), "1,412"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1,412", "1,623"),  # two digits apart
        ("4,500", "3,500"),  # round figures are one digit apart more often than not
        ("41", "61"),
    ],
)
def test_no_misprint_where_it_would_say_little(first: str, second: str, tmp_path: Path) -> None:
    claims = claim("c-a", f"{first} stations") + claim("c-b", f"{second} stations", source="b")
    found = only(build(tmp_path, {"claims/a.yaml": claims}), "contradiction")
    assert "repair.misprint" not in {repair.message for repair in found.repairs}


@pytest.mark.parametrize(
    "formula", ["a + b", "a - b", "b - a", "a * b", "a / b", "b / a", "1 - a / b", "-a + 2 * b"]
)
def test_working_backwards_agrees_with_trying_every_digit(formula: str) -> None:
    said = {"a": "4,813", "b": "2,975"}
    intervals = {name: Interval.point(parse_digits(text).value) for name, text in said.items()}
    right = evaluate(parse_formula(formula), intervals | {"a": Interval.point(4873)})
    operands = {name: stated(name, text) for name, text in said.items()}
    found = find_misprints(parse_formula(formula), operands, stated("=", "x", right))
    tried = {
        name: [
            other
            for index, digit in enumerate("0123456789" * 5)
            for place in [(0, 2, 3, 4, 0)[index // 10]]
            if digit != text[place] and not (digit == "0" and place == 0)
            for other in [text[:place] + digit + text[place + 1 :]]
            for point in [Interval.point(parse_digits(other).value)]
            if evaluate(parse_formula(formula), intervals | {name: point}).meets(right)
        ]
        for name, text in said.items()
    }
    expected = [(name, set(ways)) for name, ways in tried.items() if len(set(ways)) == 1]
    assert [(r.changes[0], {r.args["other"]}) for r in found] == expected
    assert ("a", {"4,873"}) in expected


def stated(name: str, text: str, interval: Interval | None = None) -> Operand:
    """A figure of plain digits; with `interval`, a result that has no digits to be misprinted."""
    if interval is not None:
        return Operand(name, Reading.exactly(interval, DIMENSIONLESS, "computed"), None, text)
    exact = Reading.exactly(Interval.point(parse_digits(text).value), DIMENSIONLESS, "count")
    return Operand(name, exact, None, text, quantity=Quantity(amount=text))
