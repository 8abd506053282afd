"""The page of validation stands as the models would write it now, and every row holds."""

from functools import cache

import pytest

from tools import gen_validation
from tools.validation_printed import Row, build_printed

pytestmark = pytest.mark.skipif(
    not gen_validation.TABLE.is_file(), reason="the published tables are not here; they are not shipped"
)


@cache
def rows() -> list[Row]:
    return gen_validation.list_rows()


def test_every_row_holds() -> None:
    assert len(rows()) > 200
    assert [row for row in rows() if not row.holds] == []


def test_the_page_is_in_step() -> None:
    written = gen_validation.PAGE.read_text(encoding="utf-8")
    assert written == gen_validation.render_page(), "run `python -m tools.gen_validation`"
    assert "does not hold" not in written


def test_the_page_prints_no_table_of_cities() -> None:
    written = gen_validation.PAGE.read_text(encoding="utf-8")
    named = [city.name for city in gen_validation.read_table() if f"{city.name}, cameras for" in written]
    assert len(named) <= 5


def test_a_row_that_does_not_hold_says_so() -> None:
    row = Row("a", 100.0, 104.0, 0.03, "b")
    assert not row.holds
    assert "+4.00% **does not hold**" in gen_validation.render_row(row)


@pytest.mark.parametrize(
    ("printed", "ours", "holds"),
    [
        ("2.08", 2.0849, True), ("2.08", 2.0851, False), ("19%", 0.1949, True), ("19%", 0.196, False),
        ("1.35e-2", 0.013549, True), ("1.35e-2", 0.01356, False), ("59", 58.6, True), ("59", 58.4, False),
    ],
)  # fmt: skip
def test_printed_digits_are_the_bar(printed: str, ours: float, *, holds: bool) -> None:
    row = build_printed("a", printed, ours, "b")
    assert row.holds is holds
    assert f"| {printed} |" in gen_validation.render_row(row)
