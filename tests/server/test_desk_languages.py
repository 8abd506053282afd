"""The desk in every language: chosen on a page and kept, nothing of it left in English."""

import re
from pathlib import Path

import pytest

from sousveil.publish.tongue import read_words
from sousveil.server.language import match_language
from tests.server.desk_client import Person, open_desk
from tests.server.test_desk_cameras import write_list

PAGES = (
    "",
    "findings/",
    "files/",
    "files/case.toml",
    "changes/",
    "cameras/",
    "cameras/?pile=ambiguous",
    "cameras/upload",
    "sightings/new",
    "walk",
    "passages/s-gazette",
    "captures/s-gazette",
    "records/claims/",
    "records/sources/s-gazette",
    "records/claims/new?source=s-gazette&stated=over 1,000 cameras",
    "records/no-such-kind/",
)


@pytest.fixture
def desk(tmp_path: Path) -> Person:
    return open_desk(tmp_path / "case")


def choose(desk: Person, language: str) -> None:
    """Follow the link of a language on the page, as the browser would, with the cookie that it is given."""
    desk.get("/desk/records/claims/?words=one")
    link = re.search(rf'href="([^"]*language/{language}[^"]*)"', desk.page)
    assert link
    before = len(desk.answers)
    desk.get(link[1])
    given = desk.answers[before].headers["set-cookie"]
    assert "HttpOnly" in given
    desk.cookie += "; " + given.partition(";")[0]


def test_a_language_is_chosen_on_a_page_and_kept(desk: Person) -> None:
    assert '<html lang="en">' in desk.get("/desk/")
    choose(desk, "sr-Cyrl")
    assert desk.path == "/desk/records/claims/?words=one"  # where it was chosen
    page = desk.get("/desk/")
    assert '<html lang="sr-Cyrl">' in page
    assert "Додај извор" in page
    assert 'href="/desk/language/en?' in page


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/", ""])
def test_a_choice_leads_nowhere_else(desk: Person, back: str) -> None:
    desk.get(f"/desk/language/sr-Latn?back={back}")
    assert desk.path == "/desk/"


def test_a_language_that_is_none_is_no_page(desk: Person) -> None:
    desk.get("/desk/language/tlh?back=/desk/")
    assert desk.status == 404


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("sr-Latn-RS,sr;q=0.8", "sr-Latn"),
        ("sr-RS", "sr-Cyrl"),
        ("de,en;q=0.4,sr-Cyrl;q=0.9", "sr-Cyrl"),
        ("fr, *;q=0.1", "en"),
        ("sr-Latn;q=nonsense", "en"),
        ("", "en"),
    ],
)
def test_a_browser_gets_what_it_asks_for_until_a_person_chooses(asked: str, language: str) -> None:
    assert match_language(asked) == language


def test_no_english_word_of_the_desk_is_left_in_serbian(desk: Person) -> None:
    doubts = "camera,,20.7,44.81,dome\ncamera,,20.8,44.81,\n"
    write_list(desk.folder, "mup", "official", doubts)
    write_list(desk.folder, "others", "citizens", doubts)
    english = {
        text
        for key, forms in read_words("en").items()
        for text in forms.values()
        if "{" not in text and len(text) > 4
    }
    serbian = " ".join(text for forms in read_words("sr-Latn").values() for text in forms.values())
    alone = {text for text in english if text not in serbian}
    choose(desk, "sr-Latn")
    for path in PAGES:
        page = desk.get(f"/desk/{path}")
        found = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>|<code>.*?</code>', "", page, flags=re.DOTALL)
        shown = re.sub(r'(?:aria-label|alt|placeholder|data-[a-z]+)="([^"]*)"', r">\1<", found)
        assert not [words for words in alone if f">{words}<" in shown], path
    page = desk.get("/desk/cameras/pair?left=mup:4&right=others:4")
    assert "Jedna kamera ili dve?" in page or desk.path == "/desk/cameras/"


def test_what_is_wrong_with_a_form_is_said_in_its_language(desk: Person) -> None:
    choose(desk, "sr-Latn")
    desk.get("/desk/records/events/new")
    page = desk.send("write", title="Nešto", date="jednom", kind="law", sources="s-gazet")
    assert "Ništa nije upisano" in page
    assert "Šta se dogodilo, u jednom redu: obavezno je" in desk.send(
        "write", title="", date="2024", kind="law"
    )
    page = desk.post("/desk/walk", {**desk.read_form(), "from": "A", "to": "B"})
    assert "nema odeljka" in page


def test_a_claim_of_a_serbian_case_says_in_serbian_where_it_stands(desk: Person) -> None:
    path = desk.folder / "case.toml"
    text = path.read_text(encoding="utf-8").replace('language = "en"', 'language = "sr-Latn"')
    path.write_text(text, encoding="utf-8")
    desk.get("/desk/passages/s-gazette")
    page = desk.send("", pasted="Prvi pasus.\n\nDrugi pasus.", where="Zaključci")
    assert 'data-locator="Zaključci, pasus 2"' in page


def test_a_stranger_is_told_in_the_language_of_the_browser(desk: Person) -> None:
    desk.cookie = "sousveil-language=sr-Latn"
    assert "Pristup nije dozvoljen" in desk.get("/desk/")
    assert desk.status == 403
