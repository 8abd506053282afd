"""Words of a source that become a claim, with where they stand."""

from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.workbench.desk.text import split_text
from tests.server.desk_client import Person, open_desk, read_query

TEXT = "[page 1]\nHead\n\nThe town bought 1,013\ncameras.\n\n[page 2]\nNothing was said of <b>price</b>.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Person:
    person = open_desk(tmp_path / "case")
    stored = person.folder / "captures" / "s-gazette" / "20240101T000000Z"
    stored.mkdir(parents=True)
    (stored / "text.txt").write_text(TEXT, encoding="utf-8")
    (stored / "original.pdf").write_bytes(b"%PDF-")
    (person.folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    gazette = person.folder / "sources" / "gazette.md"
    head, rest = gazette.read_text(encoding="utf-8").split("\n---\n", 1)
    captures = "\ncaptures:" + "".join(
        f"\n  - path: {path}\n    sha256: {'a' * 64}\n    captured: '2024-01-01'"
        for path in ("s-gazette/20240101T000000Z/original.pdf", "../../secret.txt")
    )
    gazette.write_text(f"{head}{captures}\n---\n{rest}", encoding="utf-8")
    return person


def test_paragraphs_are_numbered_on_each_page() -> None:
    assert [(one.locator, one.text) for one in split_text(TEXT)] == [
        ("page 1, paragraph 1", "Head"),
        ("page 1, paragraph 2", "The town bought 1,013\ncameras."),
        ("page 2, paragraph 1", "Nothing was said of <b>price</b>."),
    ]
    assert [one.locator for one in split_text("One.\r\n\r\nTwo.")] == ["paragraph 1", "paragraph 2"]


def test_a_paragraph_becomes_a_claim_that_says_where_it_stands(desk: Person) -> None:
    page = desk.get("/desk/passages/s-gazette")
    assert "&lt;b&gt;price&lt;/b&gt;" in page
    assert "secret" not in page
    desk.get(
        "/desk/records/claims/new?source=s-gazette&locator=page+1,+paragraph+2&stated=The town bought 1,013 cameras."
    )
    assert "Found in the stored text, page 1, paragraph 2." in desk.page
    desk.send("write", stated="1,013 cameras", subject="market", measure="cameras")
    claim = next(one for one in load_case(desk.folder)[0].claims.values() if one.stated == "1,013 cameras")
    assert (claim.source, claim.locator) == ("s-gazette", "page 1, paragraph 2")
    assert read_query(desk.answers[0].headers.get("location", "")) == {}


def test_words_that_do_not_stand_there_are_said_not_to(desk: Person) -> None:
    desk.get("/desk/records/claims/new?source=s-gazette&stated=2,000 cameras")
    assert "Not found word for word" in desk.page


def test_a_pasted_passage_is_shown_in_paragraphs_and_not_kept(desk: Person) -> None:
    before = sorted(desk.folder.rglob("*"))
    desk.get("/desk/passages/s-council-minutes")
    page = desk.send("", pasted="First.\n\nSecond thing.", where="page 9")
    assert 'data-locator="page 9, paragraph 2"' in page
    assert sorted(desk.folder.rglob("*")) == before
