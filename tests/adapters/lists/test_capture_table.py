"""Tables of counts: what is read, and what is said of what is not."""

import pytest

from sousveil.adapters.lists.capture_table import parse_capture_table
from sousveil.messages import render_problem
from sousveil.records.capture import CaptureTable, FrequencyTable


def test_patterns_with_names() -> None:
    table, problems = parse_capture_table(
        '{"01": 3, "10": 4, "11": 5, "lists": ["a", "b"], "n": 12}', "t.json"
    )
    assert table == CaptureTable(counts={"01": 3, "10": 4, "11": 5}, names=("a", "b"))
    assert not problems


@pytest.mark.parametrize("text", ['{"f": [40, 12, 0, 3]}', '{"f": {"4": 3, "1": 40, "2": 12}}'])
def test_frequencies(text: str) -> None:
    table, problems = parse_capture_table(text, "t.json")
    assert table == FrequencyTable(counts={1: 40, 2: 12, 4: 3})
    assert not problems


def test_a_pattern_not_given_counts_nothing_and_is_named() -> None:
    table, problems = parse_capture_table('{"01": 3, "11": 5}', "t.json")
    assert table is not None
    assert render_problem(problems[0]) == (
        "t.json:1:1: note: the pattern 10 is not given and counts 0 [capture-count]"
    )


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('{"01": 3,\n "10": "4", "11": 1}', "2:2", "'10': found \"4\"; a count is a whole number"),
        ('{"01": 3, "10": -4, "11": 1}', "1:11", "found -4"),
        ('{"01": 3, "10": true, "11": 1}', "1:11", "found true"),
        ('{"01": 3, "10": 2.5, "11": 1}', "1:11", "found 2.5"),
        ('{"01": 3, "10": 1e400, "11": 1}', "1:11", "found Infinity"),
        ('{"01": 3, "10": null, "11": 1}', "1:11", "found null"),
        ('{"01": 3, "10": {"a": 1}, "11": 1}', "1:11", "found an object"),
        ('{"01": 3, "10": 4, "111": 1}', "1:20", "'111' with 3 lists, where the first has 2"),
        ('{"01": 3, "10": 4, "1x": 1, "11": 2}', "1:1", ""),
        ('{"01": 3, "10": 4, "01a": 1}', "1:20", "found the key '01a'"),
        ('{"01": 3, "10": 4, "11": 1, "00": 9}', "1:29", "what is on no list was not counted"),
        ('{"01": 3, "01": 4, "11": 1}', "1:11", "the key '01' stands twice"),
        ('{"0": 3, "1": 4}', "1:2", "an estimate needs two lists"),
        ('{"' + "0" * 10 + '1": 3}', "1:2", "11 lists; up to 10"),
        ('{"01": 3, "11": 0}', "1:1", "list 1 holds nothing"),
        ('{"01": 3, "10": 4, "11": 5, "n": 13}', "1:29", '"n" says 13, and the counts of the patterns add up to 12'),
        ('{"01": 3, "10": 4, "11": 5, "lists": ["a", "a"]}', "1:29", "the names of the lists"),
        ('{"01": 3, "f": [1]}', "1:2", 'patterns beside "f"'),
        ('{"f": 3}', "1:2", "found 3; write a list"),
        ('{"f": {"zero": 3}}', "1:2", "write a list"),
        ('{"f": [0, 0]}', "1:1", "nothing counted"),
        ("{}", "1:1", "nothing counted"),
        ("[1, 2]", "1:1", "found a list"),
        ('{"01": 3,\n "10" 4}', "2:7", "cannot be read as JSON"),
        ("[" * 100_000, "1:1", "cannot be read as JSON"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, place: str, said: str) -> None:
    table, problems = parse_capture_table(text, "t.json")
    if not said:
        assert render_problem(problems[0]).startswith("t.json:1:20: warning: the key '1x' is not read")
        return
    assert table is None
    lines = [render_problem(problem) for problem in problems]
    assert any(line.startswith(f"t.json:{place}: error: ") and said in line for line in lines), lines
