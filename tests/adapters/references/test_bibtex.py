"""BibTeX as people and programs write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.adapters.foreign import Reading
from sousveil.adapters.references.bibtex import parse_bibtex
from sousveil.adapters.references.tex import read_tex
from sousveil.messages import render_problem

FILE = """% a comment with an @
@comment{anything @book{here}}
@string{bw = "Balkan " # {World}}
@article{Sabic:2019,
  author = {{\\v S}abi{\\'c}, Rodoljub and {Share Foundation and friends} and Ludwig van Beethoven
            and King, Jr, Martin Luther},
  title = {A {Title} with \\emph{style} \\& more -- {\\DJ}or{\\dj}e},
  journal = bw, year = 2019, month = mar, number = 4, pages = "1--20",
  abstract = {Long}, langid = {serbian}, url = {https://example.org/a_b~c\\_d}
}
@online(two, title = "Web {"}quoted{"}", date = {2020-05/2020-06}, urldate={2021-01-02})
@patent{three, title = {A}, subtitle = {B}, number = {7},}
"""


def values(reading: Reading) -> list[dict[str, object]]:
    return [entry.item.value for entry in reading.entries if isinstance(entry.item.value, dict)]


def test_entries_become_our_fields() -> None:
    reading = parse_bibtex(FILE, "list.bib")
    assert not reading.problems
    first, second, third = values(reading)
    assert first == {
        "id": "Sabic:2019",
        "type": "article-journal",
        "title": "A Title with style & more – Đorđe",
        "author": [
            {"family": "Šabić", "given": "Rodoljub"},
            {"literal": "Share Foundation and friends"},
            {"family": "van Beethoven", "given": "Ludwig"},
            {"family": "King", "given": "Martin Luther Jr"},
        ],
        "container-title": "Balkan World",
        "issue": "4",
        "page": "1–20",
        "issued": "2019-03",
        "language": "sr",
        "URL": "https://example.org/a_b~c_d",
    }
    assert second["title"] == 'Web "quoted"'
    assert (second["issued"], second["accessed"]) == ("2020-05/2020-06", "2021-01-02")
    assert third == {"id": "three", "type": "document", "title": "A: B", "number": "7"}


def test_what_has_no_place_is_named() -> None:
    left = [dict(entry.left) for entry in parse_bibtex(FILE, "list.bib").entries]
    assert left == [{"abstract": "Long"}, {}, {"type": "patent"}]


def test_every_field_knows_its_line() -> None:
    entry = parse_bibtex(FILE, "list.bib").entries[0]
    lines = FILE.split("\n")
    for name, begins in (("id", "Sabic"), ("author", "{{\\v S}"), ("title", "{A {"), ("URL", "{https")):
        line, column = entry.item.marks[name]
        assert lines[line - 1][column - 1 :].startswith(begins), name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "@book{a, title = {never",
            "f:1:18: error: cannot be read as BibTeX: a value is opened here and never closed",
        ),
        ("@book{a, title = {x} year = 2}", "f:1:22: error: cannot be read as BibTeX: a comma is missing"),
        ("@book{a, title {x}}", "f:1:10: error: cannot be read as BibTeX: the entry 'a' is not closed"),
        ("@book{, title = {x}}", "f:1:7: error: cannot be read as BibTeX: the entry has no key"),
        ("@book{a, title = }", "f:1:18: error: cannot be read as BibTeX: a value is missing"),
        ("@book{a, title = {x}", "f:1:21: error: cannot be read as BibTeX: a comma is missing"),
    ],
)
def test_a_fault_has_a_place_and_costs_one_entry(text: str, said: str) -> None:
    reading = parse_bibtex(text, "f")
    assert render_problem(reading.problems[0]).startswith(said)
    before, after = "@misc{b, title={y}}\n", "\n@misc{c, title={z}}"
    found = values(parse_bibtex(before + text + after, "f"))
    assert found[0]["id"] == "b"
    if "never" not in said:
        assert found[-1]["id"] == "c"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\v S}abi{\'c}", "Šabić"),
        (r"\v{S}abi\'{c}", "Šabić"),
        (r"\'Ca\'{\i} na\"{\i}ve", "Ćaí naïve"),
        (r"Ni\v s, \DJ{}or\dj e", "Niš, Đorđe"),
        (r"``a'' -- b --- c", "“a” – b — c"),
        (r"50\% of \$3~million \{set\}", "50% of $3 million {set}"),
        (r"\unknown{word} stays", r"\unknownword stays"),
        ("Ђорђе {Шабић}", "Ђорђе Шабић"),
    ],
)
def test_tex_becomes_letters(tex: str, text: str) -> None:
    assert read_tex(tex) == text


@given(st.text(alphabet='@{}(),="#\\ab1 \n%', max_size=200))
def test_no_text_ends_the_reading_otherwise_than_with_problems(text: str) -> None:
    reading = parse_bibtex(text, "f")
    for problem in reading.problems:
        assert problem.origin is not None
        assert 1 <= problem.origin.line <= text.count("\n") + 1


@given(
    st.lists(
        st.text(alphabet="abcčćđšžљњ 123", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=5
    )
)
def test_what_is_written_plainly_is_read_as_it_is(titles: list[str]) -> None:
    text = "".join(f"@misc{{k{n}, title = {{{title}}}}}\n" for n, title in enumerate(titles))
    assert [value["title"] for value in values(parse_bibtex(text, "f"))] == [
        " ".join(t.split()) for t in titles
    ]
