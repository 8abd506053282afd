"""Tables whose columns are dotted names of fields."""

from sousveil.adapters.foreign import Reading
from sousveil.adapters.references.table import parse_table
from sousveil.messages import render_problem


def parse(text: str) -> Reading:
    return parse_table(text, "t.csv", known={"id", "value", "via", "title"}, lists={"via"})


def test_dots_make_mappings_semicolons_lists_and_empty_cells_nothing() -> None:
    reading = parse('id,value.amount,value.unit,via\nc-1,"3,500",camera,s-a; s-b;\nc-2,,,\n')
    assert [entry.item.value for entry in reading.entries] == [
        {"id": "c-1", "value": {"amount": "3,500", "unit": "camera"}, "via": ["s-a", "s-b"]},
        {"id": "c-2"},
    ]
    marks = reading.entries[0].item.marks
    assert (marks["value.unit"], marks["value"], marks["via"]) == ((2, 13), (2, 5), (2, 20))


def test_a_table_divided_by_semicolons_as_spreadsheets_write_it() -> None:
    reading = parse('id;value.amount;value.unit;via\nc-1;3,5;camera;"s-a; s-b"\n')
    assert [entry.item.value for entry in reading.entries] == [
        {"id": "c-1", "value": {"amount": "3,5", "unit": "camera"}, "via": ["s-a", "s-b"]}
    ]


def test_a_plain_value_and_a_mapping_in_one_place_do_not_end_the_reading() -> None:
    reading = parse("id,title,title.en\ne-1,One,Two\n")
    assert reading.entries[0].item.value == {"id": "e-1", "title": "One"}


def test_unknown_columns_short_rows_and_empty_files_are_named() -> None:
    said = [render_problem(problem) for problem in parse("id,colour\nc-1,red\nc-2\n").problems]
    assert said == [
        "t.csv:1:4: warning: the column 'colour' is no field of the record and is left out [import-column]",
        "t.csv:3:1: error: this row has 1 cells, the header 2; the row is left out [row-width]",
    ]
    assert [problem.code for problem in parse("").problems] == ["table-empty"]
