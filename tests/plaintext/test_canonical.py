"""What is written reads back as the same value, in this reader and in another."""

import math
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sousveil.plaintext.canonical import render_list, render_record, render_string
from sousveil.plaintext.spans import append_record, format_records, replace_record, split_records
from sousveil.plaintext.yaml12 import parse_list, parse_mapping

texts = (
    st.text(max_size=30)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
)
paragraphs = st.lists(texts, min_size=2, max_size=4).map("\n".join)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | paragraphs
values = st.recursive(
    scalars, lambda s: st.lists(s, max_size=4) | st.dictionaries(texts, s, max_size=4), max_leaves=10
)
records = st.dictionaries(texts, values, max_size=5).map(lambda fields: {"id": "x-1", **fields})


@given(st.lists(records, max_size=4))
def test_load_gives_what_was_written_and_writing_again_gives_the_same_bytes(
    written: list[dict[str, object]],
) -> None:
    text = render_list(written)
    parsed = parse_list(text, "x.yaml")
    assert not parsed.problems
    assert [item.value for item in parsed.items] == written
    assert render_list([item.value for item in parsed.items if isinstance(item.value, dict)]) == text
    assert format_records(text, dict) == text


@given(records)
def test_another_reader_reads_the_same_text(record: dict[str, object]) -> None:
    strings = {key: value for key, value in record.items() if isinstance(value, str)}
    assert yaml.safe_load(render_record(strings)) == [strings]


@given(st.lists(records, min_size=1, max_size=4), records, st.data())
def test_a_change_touches_only_the_lines_of_its_record(
    old: list[dict[str, object]], new: dict[str, object], data: st.DataObject
) -> None:
    numbered = [{**record, "id": f"x-{n}"} for n, record in enumerate(old)]
    at = data.draw(st.integers(0, len(old) - 1))
    text = "# head\n\n" + render_list(numbered) + "\n# tail\n"
    changed = replace_record(text, f"x-{at}", {**new, "id": f"x-{at}"})
    assert changed is not None
    before, after = split_records(text), split_records(changed)
    assert before[1] == after[1]
    for n, (one, other) in enumerate(zip(before[0], after[0], strict=True)):
        assert one.lead == other.lead
        assert n == at or one.body == other.body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"), ("3,500", '"3,500"'), ("no", '"no"'), ("a: b", '"a: b"'), ("", '""'),
        ('say "x"', 'say "x"'), ("tab\there", '"tab\\there"'), ("a\nb ", '"a\\nb "'), ("\x85", '"\\x85"'),
    ],
)  # fmt: skip
def test_a_string_on_one_line(text: str, expected: str) -> None:
    assert render_string(text) == expected


def test_the_form_in_full() -> None:
    record = {"id": "c-1", "via": ["s-a"], "value": {"amount": "3,500", "hedge": "over"}, "note": "one\ntwo", "n": None,
              "parts": [{"id": "p", "list": []}], "map": {}, "lat": 44.0, "big": math.inf}  # fmt: skip
    assert render_record(record) == (
        '- id: c-1\n  via:\n    - s-a\n  value:\n    amount: "3,500"\n    hedge: over\n  note: |-\n    one\n    two\n'
        '  "n": null\n  parts:\n    - id: p\n      list: []\n  map: {}\n  lat: 44.0\n  big: .inf\n'
    )


COMMENTED = """\
# the file

# about a
- id: a
  # why this title
  title: T # as printed
  via: [x, y]
  text: |
    # no comment
    second
  # below

- {id: b, no: 1}
# tail
"""
TIDY = """\
# the file

# about a
- id: a
  # why this title
  # as printed
  title: T
  via:
    - x
    - "y"
  text: |
    # no comment
    second
  # below

- id: b
  "no": 1
# tail
"""


def test_comments_stay_with_their_field() -> None:
    assert format_records(COMMENTED, dict) == TIDY
    assert format_records(TIDY, dict) == TIDY


def test_a_rewritten_record_keeps_the_comments_of_the_fields_it_keeps() -> None:
    changed = replace_record(TIDY, "a", {"id": "a", "title": "New"})
    assert changed is not None
    assert changed.startswith(
        "# the file\n\n# about a\n- id: a\n  # why this title\n  # as printed\n  title: New\n  # below\n"
    )
    assert replace_record(TIDY, "nobody", {"id": "nobody"}) is None


def test_a_record_that_cannot_be_read_is_left_as_it_is() -> None:
    text = '- id: a\n  x: "open\n\n- {id: b}\n'
    assert format_records(text, dict) == '- id: a\n  x: "open\n\n- id: b\n'


def test_a_record_is_added_below_the_last() -> None:
    assert append_record("", {"id": "a"}) == "- id: a\n"
    assert append_record("- id: a", {"id": "b"}) == "- id: a\n\n- id: b\n"


def test_a_comment_above_the_first_field_comes_above_the_record_and_still_reads() -> None:
    text = render_record({"id": "a", "t": "b"}, {"id": ["# one"]})
    assert parse_mapping(text.replace("- ", "  ", 1), "x")[0] is not None
