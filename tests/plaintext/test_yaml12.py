"""The quick reader says what libyaml says, and every fault has its place."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sousveil.plaintext import yaml12
from sousveil.plaintext.blocklines import LineReader
from sousveil.plaintext.marks import Marks
from sousveil.plaintext.scalars import resolve_plain
from sousveil.plaintext.yaml12 import Parsed, parse_list, parse_mapping

PIECES = [
    "- ", "  ", "    ", "id:", "id: a", "id: b", "value:", 'amount: "3,500"', "unit: camera", "list:", "- x", "- y: z",
    "# note", "text: a b # c", "n: 12", "n: 1.50", "t: true", "e:", "e: ", 'q: "a\\nb"', "q: 'it''s'", "f: [a, b]",
    "b: |", "word", "a: b: c", "k : v", "č: đ", "date: 2024-03-01", "-", "---", "null: x", '"q": r', "x: - y", " ",
]  # fmt: skip
# The other writer folds lines at these three as YAML 1.1 has it, and loses them.
words = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"))
lines = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)
records = st.lists(lines, max_size=8).map("\n".join)


def by_events(chunk: str) -> object:
    parsed = Parsed()
    try:
        items = yaml12._parse_chunk(chunk, 0, "x.yaml", parsed.problems)
    except yaml12._Fault:
        return "fault"
    if parsed.problems:
        return "fault"
    return [(item.value, dict(item.marks), item.marks.line) for item in items]


@given(records)
@example("a: b\n  - c")
@example("list:\n  - x\n  -\n")
@example("e:\n  n: 12\n word")
def test_where_the_quick_reader_answers_it_answers_what_libyaml_does(rest: str) -> None:
    chunk = f"- {rest}"
    if any(line.startswith("- ") for line in chunk.split("\n")[1:]):
        return  # never one element: the caller splits there
    found = LineReader().read(chunk)
    if found is not None:
        value, packed = found
        assert by_events(chunk) == [(value, dict(Marks(1, packed)), 1)]


def test_the_quick_reader_reads_plain_records() -> None:
    text = '- id: a\n  # why\n  via:\n  - b\n  value:\n    amount: "3,500"\n\n  parts:\n    - id: p\n      n: 1\n'
    assert LineReader().read(text) is not None


def test_values_and_their_places() -> None:
    parsed = parse_list(
        '# head\n\n- id: c-1\n  value:\n    amount: "3,500"\n  via: [s-a, "s-b"]\n\n- id: c-2\n', "x.yaml"
    )
    first, second = parsed.items
    assert first.value == {"id": "c-1", "value": {"amount": "3,500"}, "via": ["s-a", "s-b"]}
    assert first.marks["value.amount"] == (5, 13)
    assert first.marks["via.1"] == (6, 14)
    assert second.marks["id"] == (8, 7)
    assert not parsed.problems


def is_alike(text: str) -> bool:
    """1E5, 1.5e3 and 0o7 are numbers in YAML 1.2; a writer of 1.1 takes them for words and does not quote them."""
    return isinstance(resolve_plain(text), str) or not isinstance(yaml.safe_load(text), str)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | words.filter(is_alike),
        lambda s: st.lists(s) | st.dictionaries(words.filter(is_alike), s),
        max_leaves=12,
    )
)
def test_any_value_written_by_another_writer_reads_back(value: object) -> None:
    text = yaml.safe_dump([{"id": "a", "v": value}], allow_unicode=True)
    parsed = parse_list(text, "x.yaml")
    assert [item.value for item in parsed.items] == [{"id": "a", "v": value}]


FAULTS = {
    "alias": ("- id: a\n- id: b\n  x: &p [1]\n", "yaml-alias", 3, 6),
    "tag": ("- id: a\n- id: b\n  x: !!python/object:os.system 1\n", "yaml-tag", 3, 6),
    "two documents": ("- id: a\n- id: b\n---\n- id: c\n", "yaml-documents", 3, 1),
    "unclosed quote": ('- id: a\n- id: b\n  x: "open\n', "yaml-syntax", 3, 6),
    "tab": ("- id: a\n- id: b\n\tx: 1\n", "yaml-syntax", 3, 1),
    "character": ("- id: a\n- id: b\n  x: \x07\n", "yaml-syntax.character", 3, 6),
    "depth": ("- id: a\n- id: b\n  x: " + "[" * 40 + "]" * 40, "yaml-depth", 3, 35),
    "key": ("- id: a\n- id: b\n  ? [1]\n  : 2\n", "yaml-shape.key", 3, 5),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_place_and_costs_only_its_record(name: str) -> None:
    text, message, line, column = FAULTS[name]
    parsed = parse_list(text, "x.yaml")
    (problem,) = parsed.problems
    assert (problem.message, problem.origin) == (message, ("x.yaml", line, column))
    assert {"id": "a"} in [item.value for item in parsed.items]
    assert "b" in parsed.lost


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "- a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"  {chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    parsed = parse_list(bomb, "x.yaml")
    assert [problem.message for problem in parsed.problems] == ["yaml-alias"]
    assert not parsed.items


def test_deep_nesting_in_block_style_does_not_exhaust_the_stack() -> None:
    parsed = parse_list("- " * 100_000 + "x", "x.yaml")
    assert [problem.message for problem in parsed.problems] == ["yaml-depth"]


def test_of_a_field_written_twice_the_first_counts() -> None:
    parsed = parse_list("- id: a\n  unit: x\n  unit: y\n", "x.yaml")
    assert parsed.items[0].value == {"id": "a", "unit": "x"}
    (problem,) = parsed.problems
    assert problem.origin == ("x.yaml", 3, 3)
    assert problem.related[0].origin == ("x.yaml", 2, 3)


def test_a_file_that_is_no_list() -> None:
    parsed = parse_list("id: a\nunit: b\n", "x.yaml")
    assert [problem.message for problem in parsed.problems] == ["yaml-shape.list"]
    assert parse_list("# only a comment\n", "x.yaml").problems == []
    assert parse_list("", "x.yaml").items == []


def test_a_mapping_by_itself() -> None:
    item, problems = parse_mapping("id: a\ntitle: T\n", "s.md", 1)
    assert item is not None
    assert item.value == {"id": "a", "title": "T"}
    assert item.marks["title"] == (3, 8)
    assert not problems
    assert parse_mapping("- a\n", "s.md")[1][0].message == "yaml-shape.mapping"


@pytest.mark.parametrize("text", ["--  id: a\n", "-id: a\n", "--- a\n", "-\n", "- \n", " - a\n- b\n", "--\n"])
def test_a_dash_that_begins_no_record(text: str) -> None:
    parsed = parse_list(text, "x.yaml")
    assert parsed.problems or parsed.items


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "tab"])
def test_without_libyaml_the_same_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, message, line, _ = FAULTS[name]
    monkeypatch.setattr(yaml12, "_open_parser", yaml.SafeLoader)
    parsed = parse_list(text, "x.yaml")
    (problem,) = parsed.problems
    assert problem.message == message
    assert problem.origin is not None
    assert problem.origin.line == line
    assert {"id": "a"} in [item.value for item in parsed.items]
