"""Copies of a source stored from the desk, and taken away, by somebody without scripts."""

from pathlib import Path

import pytest

from sousveil.case.custody import read_custody
from sousveil.case.load import load_case
from sousveil.workbench.custody.verifying import verify_case
from tests.server.desk_client import Person, open_desk

PAGE = "/desk/captures/s-plain"
TEXT = b"The town has 1,013 cameras.\n\n<script>alert(1)</script>\n"
SOURCE = "---\nid: s-plain\ntitle: A report\ntype: report\nkind: journalism\n---\n"


@pytest.fixture
def desk(tmp_path: Path) -> Person:
    person = open_desk(tmp_path / "case")
    (person.folder / "sources" / "plain.md").write_text(SOURCE, encoding="utf-8")
    return person


def hand_over(
    desk: Person, name: str, content: bytes, *, by: str = "", path: str = PAGE, seal: str = ""
) -> str:
    """Send a file as a browser does; the page that answers."""
    fields = {"seal": seal or desk.read_form()["seal"], "do": "store", "by": by}
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode()
        for field, text in fields.items()
    ]
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join([*parts, head, content, b"\r\n--b--\r\n"])
    return desk.send_raw(path, body, "multipart/form-data; boundary=b")


def test_a_file_is_kept_with_digest_custody_and_text(desk: Person) -> None:
    desk.get(PAGE)
    page = hand_over(desk, "C:\\Users\\A. Person\\report.txt", TEXT, by="Desk One")
    assert "Stored." in page
    (capture,) = load_case(desk.folder)[0].sources["s-plain"].captures
    stored = desk.folder / "captures" / capture.path
    assert stored.read_bytes() == TEXT
    assert not verify_case(desk.folder).problems
    (link,) = read_custody(desk.folder).links
    assert (link.event.event, link.event.actor, link.event.source) == ("imported", "desk-one", "s-plain")
    assert "Person" not in (stored.parent / "capture.json").read_text(encoding="utf-8")
    page = desk.get("/desk/passages/s-plain")
    assert "The town has 1,013 cameras." in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("table.exe", b"MZ", "Nothing was stored"),
        ("page.pdf", b"<html>", "Nothing was stored"),
        ("page.wacz", b"PK", "Nothing was stored"),
        ("page.txt", b"", "Choose a file"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(
    desk: Person, name: str, content: bytes, words: str
) -> None:
    desk.get(PAGE)
    assert words in hand_over(desk, name, content)
    assert load_case(desk.folder)[0].sources["s-plain"].captures == ()
    assert not (desk.folder / "captures").exists()


def test_a_form_of_another_start_and_a_source_that_is_not_there(desk: Person) -> None:
    desk.get(PAGE)
    hand_over(desk, "a.txt", TEXT, seal="other")
    assert desk.status == 403
    desk.get(PAGE)
    hand_over(desk, "a.txt", TEXT, path="/desk/captures/s-none", seal=desk.read_form()["seal"])
    assert desk.status == 404
    assert not (desk.folder / "captures").exists()


def test_a_copy_is_taken_away_with_a_reason_that_the_chain_keeps(desk: Person) -> None:
    desk.get(PAGE)
    hand_over(desk, "a.txt", TEXT)
    (capture,) = load_case(desk.folder)[0].sources["s-plain"].captures
    seal = {"seal": desk.read_form()["seal"], "do": "withdraw"}
    assert "Say why" in desk.post(PAGE, {**seal, "path": capture.path, "reason": " "})
    assert "not there any more" in desk.post(PAGE, {**seal, "path": "../case.toml", "reason": "x"})
    assert (desk.folder / "captures" / capture.path).is_file()
    page = desk.post(PAGE, {**seal, "path": capture.path, "reason": "It names a <b>neighbour</b>."})
    assert "Taken away." in page
    assert not (desk.folder / "captures" / capture.path).exists()
    *_, link = read_custody(desk.folder).links
    assert (link.event.event, link.event.note) == ("withdrawn", "It names a <b>neighbour</b>.")
    assert not verify_case(desk.folder).problems


def test_nobody_else_can_store_anything(desk: Person) -> None:
    desk.get(PAGE)
    desk.cookie = ""
    hand_over(desk, "a.txt", TEXT)
    assert desk.status == 403
    assert not (desk.folder / "captures").exists()
