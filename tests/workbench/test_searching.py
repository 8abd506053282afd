"""Search finds a word in any spelling and script, in claims, sources and stored texts, and sees what changed."""

import hashlib
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.case.custody import change_sums
from sousveil.cli.main import main
from sousveil.plaintext.script import fold_for_search
from sousveil.workbench import searching
from sousveil.workbench.searching import Document, Folding, build_index, search_case, search_index


def write_case(folder: Path) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n', encoding="utf-8")
    fields = "id: s-one\ntype: report\nkind: official\ntitle: Расим Љајић о камерама\n"
    (folder / "sources/one.md").write_text(f"---\n{fields}---\n\nBeleška o Đorđu.\n", encoding="utf-8")
    store_text(folder, "text.txt", "First line\nRekao je LJAJIĆ juče\n")
    return folder


def store_text(folder: Path, name: str, text: str) -> None:
    """The text of a stored copy, as capturing leaves it."""
    path = folder / "captures/s-one/2020-01-01" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    change_sums(folder, add={path.relative_to(folder / "captures").as_posix(): digest})


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    return write_case(tmp_path / "case")


@pytest.mark.parametrize("word", ["Ljajić", "Љајић", "Ljajic", "ЉАЈИЋ", "lja*"])
def test_a_name_is_found_in_every_spelling(case: Path, word: str) -> None:
    found = search_case(case, [word])
    assert {(hit.kind, hit.place.partition(":")[0], hit.line) for hit in found.hits} == {
        ("source", "sources/one.md", 0),
        ("capture", "captures/s-one/2020-01-01/text.txt", 2),
    }


def test_all_words_have_to_be_there_and_a_phrase_in_its_order(case: Path) -> None:
    assert [hit.kind for hit in search_case(case, ["ljajic", "djordju"]).hits] == ["source"]
    assert search_case(case, ["je ljajic"]).number == 1
    assert search_case(case, ["ljajic je"]).number == 0


@pytest.mark.parametrize("word", ['"', "AND", "a OR b", "x:y", "NEAR(", "*", ""])
def test_nothing_asked_for_is_an_operator(case: Path, word: str) -> None:
    assert search_case(case, [word]).number == 0


def test_what_changed_is_seen_and_the_old_index_goes(case: Path) -> None:
    assert search_case(case, ["kvadrat"]).number == 0
    store_text(case, "text.txt", "krug i kvadrat\n")
    assert search_case(case, ["kvadrat"]).number == 1
    store_text(case, "redacted.pdf.txt", "trougao\n")
    (hit,) = search_case(case, ["trougao"]).hits
    assert hit.place == "captures/s-one/2020-01-01/redacted.pdf.txt"
    (case / "captures/s-one/2020-01-01/other.txt").write_text("elipsa\n", encoding="utf-8")
    assert search_case(case, ["elipsa"]).number == 0  # nobody stored it
    assert len(list((case.parent / "cache/search").iterdir())) == 1


def test_of_many_hits_the_first_are_shown_and_that_there_are_more(tmp_path: Path) -> None:
    many = (Document(kind="claim", id=f"c-{n}", place="", title="", text="camera") for n in range(2_100))
    build_index(tmp_path / "index.sqlite", lambda after: islice(many, after, None))
    found = search_index(tmp_path / "index.sqlite", ["camera"])
    assert (len(found.hits), found.number, found.more) == (20, 2_000, True)


def test_an_index_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PART", 10)
    many = [Document(kind="claim", id=f"c-{n}", place="", title="", text=f"camera w{n}") for n in range(45)]
    begun: list[int] = []

    def read(after: int) -> Iterator[Document]:
        begun.append(after)
        for number, one in enumerate(many[after:], start=after):
            if number == 37 and len(begun) == 1:
                raise KeyboardInterrupt
            yield one

    path = tmp_path / "index.sqlite"
    with pytest.raises(KeyboardInterrupt):
        build_index(path, read)
    assert not path.exists()
    build_index(path, read)
    assert begun == [0, 30]
    assert search_index(path, ["camera"]).number == 45
    assert [search_index(path, [f"w{n}"]).hits[0].id for n in range(45)] == [one.id for one in many]
    assert [one.name for one in tmp_path.iterdir()] == ["index.sqlite"]


def test_two_who_build_one_index_share_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PART", 5)
    many = [Document(kind="claim", id=f"c-{n}", place="", title="", text=f"camera w{n}") for n in range(400)]
    path = tmp_path / "index.sqlite"
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(build_index, path, lambda after: many[after:]) for _ in range(2)]:
            done.result()
    assert search_index(path, ["camera"]).number == 400
    assert search_index(path, ["w399"]).hits[0].id == "c-399"


def test_what_is_no_index_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    (tmp_path / "index.part").write_bytes(b"something else" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        build_index(path, lambda _: [])
    build_index(path, lambda _: [])
    assert search_index(path, ["camera"]).number == 0


@given(st.text(alphabet="Љајић ĐđNJnjЊ\tšéA.,-ž"))
def test_folding_word_by_word_is_folding(text: str) -> None:
    assert Folding().fold(text).split() == fold_for_search(text).split()


def test_the_command_prints_places(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(case), "Љајић"]) == 0
    out = capsys.readouterr().out
    assert "captures/s-one/2020-01-01/text.txt:2" in out
    assert "2 found" in out
    assert main(["search", str(case), "nowhere"]) == 1
