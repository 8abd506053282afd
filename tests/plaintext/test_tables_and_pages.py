"""CSV, TOML and front matter: values, places and faults."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.plaintext.csvtext import parse_csv, render_csv
from sousveil.plaintext.frontmatter import parse_page
from sousveil.plaintext.tomltext import parse_toml

cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)
tables = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), max_size=5))


@given(tables)
def test_a_table_written_reads_back(rows: list[list[str]]) -> None:
    text = render_csv(rows)
    parsed, problems = parse_csv(text, "t.csv")
    assert not problems
    assert [[cell.text for cell in row] for row in parsed] == [row for row in rows if row != [""]]


@given(tables)
def test_the_standard_reader_reads_the_same_table(rows: list[list[str]]) -> None:
    kept = [row for row in rows if any(row)]
    assert list(csv.reader(io.StringIO(render_csv(kept), newline=""))) == kept


def test_every_cell_knows_its_place() -> None:
    rows, _ = parse_csv('year,"a ""b"""\n\n2020,"two\nlines",x\n2021,\n', "t.csv")
    assert [tuple(cell) for row in rows for cell in row] == [
        ("year", 1, 1), ('a "b"', 1, 6), ("2020", 3, 1), ("two\nlines", 3, 6), ("x", 4, 8), ("2021", 5, 1), ("", 5, 6),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "column"), [('a,b"c\n', 3), ('a,"b"c\n', 3), ('a,"open\n', 3)])
def test_a_quote_out_of_place(text: str, column: int) -> None:
    _, (problem,) = parse_csv(text, "t.csv")
    assert (problem.message, problem.origin) == ("csv-quote", ("t.csv", 1, column))


@pytest.mark.parametrize(
    ("lost", "places"),
    [
        ('3,5" lens', [(3, 3)]),
        ('3,"open', [(3, 3)]),
        ('3,"B" x', [(3, 3)]),
        ('"two\nlines",5" lens', [(4, 8)]),
        ('3,"open\n4,"x" y', [(3, 3), (4, 3)]),
    ],
)
@pytest.mark.parametrize("below", ["", '5,"a, b"\n6,""""\n'])
def test_a_quote_out_of_place_costs_its_row_alone(
    lost: str, places: list[tuple[int, int]], below: str
) -> None:
    rows, problems = parse_csv(f"a,b\n1,2\n{lost}\n{below}", "t.csv")
    sound = list(csv.reader(io.StringIO(f"a,b\n1,2\n{below}")))
    assert [[cell.text for cell in row] for row in rows] == sound
    assert [(one.origin.line, one.origin.column) for one in problems if one.origin] == places


def test_reading_begins_where_it_is_told_to() -> None:
    rows, problems = parse_csv('a "title"\n\nx,y\n1,2\n', "t.csv", first=3)
    assert not problems
    assert [cell.line for row in rows for cell in row] == [3, 3, 4, 4]
    assert parse_csv("a\n", "t.csv", first=9) == ([], [])


def test_toml_with_places() -> None:
    item, problems = parse_toml('format = 1\nid = "x"\n\n[own]\nkey = 2\n', "case.toml")
    assert item is not None
    assert item.value == {"format": 1, "id": "x", "own": {"key": 2}}
    assert item.marks["id"] == (2, 6)
    assert item.marks["own.key"] == (5, 7)
    assert not problems


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = \n", 2), ('a = "x', 1), ("a = 1\na = 2\n", 2)])
def test_a_fault_in_toml_has_its_line(text: str, line: int) -> None:
    item, (problem,) = parse_toml(text, "case.toml")
    assert item is None
    assert problem.origin is not None
    assert problem.origin.line == line
    assert "line" not in str(problem.args["reason"])


def test_a_page_has_fields_and_notes() -> None:
    page, problems = parse_page("---\nid: s-a\ntitle: T\n---\n\nNotes.\n\nMore.\n", "sources/a.md")
    assert page is not None
    assert page.fields.value == {"id": "s-a", "title": "T"}
    assert page.fields.marks["title"] == (3, 8)
    assert (page.body, page.body_line) == ("Notes.\n\nMore.", 6)
    assert not problems


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("id: a\n", "front-matter", 1),
        ("---\nid: a\n", "front-matter.open", 3),
        ("---\na: [\n---\n", "yaml-syntax", 3),
    ],
)
def test_a_page_that_cannot_be_read(text: str, message: str, line: int) -> None:
    page, (problem,) = parse_page(text, "sources/a.md")
    assert page is None
    assert problem.message == message
    assert problem.origin is not None
    assert problem.origin.line == line
