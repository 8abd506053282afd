"""CSL-JSON both ways, and RIS."""

import json
from pathlib import Path

import pytest

from sousveil.adapters.references.csl import parse_csl, read_date, render_csl
from sousveil.adapters.references.ris import parse_ris
from sousveil.case.load import load_case
from sousveil.messages import render_problem

SERBIA = Path(__file__).parents[3] / "examples" / "serbia"

CSL = """[
  {"id": "one", "type": "article-newspaper", "title": "Kamere",
   "author": [{"family": "Berg", "given": "A.", "non-dropping-particle": "van den"}, {"literal": "Share"}],
   "issued": {"date-parts": [[2019, 3], [2019, 4]]}, "accessed": {"raw": "2020-01-02"},
   "volume": 7, "abstract": "Long", "custom": {"kind": "journalism"}},
  {"id": "two", "type": "motion_picture", "title": "Film", "issued": {"date-parts": [[2019]], "circa": true}},
  "three"
]
"""
RIS = """TY  - JOUR
ID  - q1
AU  - Šabić, Rodoljub
A1  - Share Foundation
T1  - A long
 title
PY  - 2019///
DA  - 2019/03/30/spring
SP  - 1
EP  - 9
N1  - First
N1  - Second
KW  - cameras
UR  - https://example.org/one
UR  - https://example.org/two
ER  -

TY  - MUSIC
TI  - b
"""


def test_a_field_that_stands_twice_is_named_with_its_place() -> None:
    reading = parse_csl('[{"id": "a", "type": "book",\n  "title": "One", "title": "Two"}]', "refs.json")
    assert [render_problem(problem) for problem in reading.problems] == [
        (
            "refs.json:2:19: warning: the name 'title' stands twice in one object; the last counts: remove one"
            " [import-twice]"
        )
    ]


def test_csl_becomes_our_fields_with_places() -> None:
    reading = parse_csl(CSL, "list.json")
    one, two = (entry.item for entry in reading.entries)
    assert one.value == {
        "id": "one",
        "type": "article-newspaper",
        "author": [{"family": "van den Berg", "given": "A."}, {"literal": "Share"}],
        "title": "Kamere",
        "volume": "7",
        "issued": "2019-03/2019-04",
        "accessed": "2020-01-02",
    }
    assert isinstance(two.value, dict)
    assert (two.value["type"], two.value["issued"]) == ("document", "2019~")
    assert [dict(entry.left) for entry in reading.entries] == [
        {"abstract": '"Long"'},
        {"type": "motion_picture"},
    ]
    assert one.marks["issued"][0] == 4
    assert two.marks["title"][0] == 6
    assert [render_problem(problem) for problem in reading.problems] == [
        "list.json:7:1: error: found 'three'; an entry is a mapping of fields [import-entry]"
    ]


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ({"date-parts": [["2019", "3", "30"]]}, "2019-03-30"),
        ({"literal": "spring 2019"}, "spring 2019"),
        ({}, ""),
        ("2019", "2019"),
    ],
)
def test_dates_of_csl(date: object, edtf: str) -> None:
    assert read_date(date) == edtf


def test_broken_json_says_where() -> None:
    (problem,) = parse_csl('[{"id": "a",\n "title" "b"}]', "f.json").problems
    assert render_problem(problem).startswith("f.json:2:10: error: cannot be read as JSON: ")


def test_the_sources_of_a_case_come_back_from_csl() -> None:
    sources = load_case(SERBIA)[0].sources
    text = render_csl(sources.values())
    reading = parse_csl(text, "out.json")
    assert len(reading.entries) == len(json.loads(text)) == len(sources) > 40
    for entry in reading.entries:
        assert not entry.left
        assert isinstance(entry.item.value, dict)
        source = sources[entry.item.value["id"]]
        assert entry.item.value["type"] == source.type
        for name in ("issued", "accessed", "URL", "DOI", "publisher"):
            assert entry.item.value.get(name) == getattr(source, name), (source.id, name)
        assert len(entry.item.value.get("author", [])) == len(source.author)


def test_ris_becomes_our_fields_and_names_the_rest() -> None:
    reading = parse_ris(RIS, "list.ris")
    one, two = reading.entries
    assert one.item.value == {
        "type": "article-journal",
        "id": "q1",
        "author": [{"family": "Šabić", "given": "Rodoljub"}, {"literal": "Share Foundation"}],
        "title": "A long title",
        "issued": "2019-03-30",
        "URL": "https://example.org/one",
        "page": "1–9",
        "note": "First\nSecond",
    }
    assert dict(one.left) == {"KW": "cameras", "UR": "https://example.org/two"}
    assert one.item.marks["title"] == (5, 7)
    assert dict(two.left) == {"TY": "MUSIC"}
    assert [render_problem(problem) for problem in reading.problems] == [
        "list.ris:18:7: warning: this entry has no end; write a line `ER  - ` below it [import-open]"
    ]


def test_a_file_that_is_no_ris_says_so() -> None:
    (problem,) = parse_ris("hello\n", "f.ris").problems
    assert render_problem(problem).startswith("f.ris:1:1: error: found 'hello', which is no line of RIS")
