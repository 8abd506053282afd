"""The commands that write into a case: new, fmt, schemas, migrate, add, import."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.case.write import format_case
from sousveil.cli.main import main

Say = Callable[..., None]


def read_files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Lines that are waiting on standard input."""

    def put(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return put


def test_a_new_case_passes_its_check_and_says_what_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Ниш, trg"
    assert main(["new", str(folder)]) == 0
    assert "sousveil check" in capsys.readouterr().out
    assert main(["check", str(folder)]) == 0
    assert main(["fmt", str(folder), "--check"]) == 0


def test_a_folder_that_holds_anything_is_refused_and_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert list(read_files(tmp_path)) == ["mine.txt"]


def test_fmt_says_what_differs_and_changes_it_only_without_check(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case / "claims" / "market.yaml"
    sound = path.read_bytes()
    path.write_bytes(sound.replace(b'stated: "40 cameras"', b"stated:   '40 cameras'"))
    odd = path.read_bytes()
    assert odd != sound
    assert main(["fmt", str(case), "--check"]) == 1
    assert capsys.readouterr().out == "claims/market.yaml: is not in canonical form\n"
    assert path.read_bytes() == odd
    assert main(["fmt", str(case)]) == 0
    assert path.read_bytes() == sound


def test_schemas_and_migrate(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas", str(case / "mine")]) == 0
    assert (case / "mine" / "claims.json").read_bytes() == (case / ".schemas" / "claims.json").read_bytes()
    path = case / "case.toml"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace("format = 1\n", ""), encoding="utf-8")
    assert main(["migrate", str(case)]) == 0
    assert "(none named) → 1" in capsys.readouterr().out
    assert "format = 1\n" in path.read_text(encoding="utf-8")
    assert main(["migrate", str(case)]) == 0
    assert "already" in capsys.readouterr().out


def test_a_claim_is_asked_for_step_by_step(case: Path, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_files(case)
    say(
        *("s-gazete", "s-gazette"),
        "page 4",
        *("", "up to 3,500 additional cameras"),
        "g-market",
        "cameras",
        "1",
        *("say", "states"),
        "",
        "",
        *("in spring of 2019", "y"),
        "",
        "More than were ordered, in our words.",
        *("c-list-price", "c-more"),
        "y",
    )
    assert main(["add", "claim", str(case)]) == 0
    said = capsys.readouterr().out
    for part in (
        "nearest are s-gazette",
        "stated is needed",
        "up to 3,500 camera",
        "allowed are states",
        "2019-21",
    ):
        assert part in said, part
    assert "'c-list-price', which is taken" in said
    claims, problems = load_case(case)[0].claims, load_case(case)[1]
    assert not problems
    claim = claims["c-more"]
    assert (claim.valid, claim.stated) == ("2019-21", "up to 3,500 additional cameras")
    assert claim.model_dump()["value"]["hedge"] == "up_to"
    after = read_files(case)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"claims/claims.yaml"}
    assert format_case(case, write=False) == []


def test_a_source_and_an_event(case: Path, say: Say) -> None:
    say(
        "Book of cameras",
        *("boook", "book"),
        "academic",
        "Šabić, Rodoljub; Share Foundation",
        "",
        "",
        *("30. mart 2019", "y"),
        "",
        "",
        "",
        "",
        "y",
    )
    assert main(["add", "source", str(case)]) == 0
    say("2019-04", "Cameras are bought", "contract", "", "", "", "c-list-price", "s-sabic-2019", "", "", "y")
    assert main(["add", "event", str(case)]) == 0
    loaded, problems = load_case(case)
    assert not problems
    source = loaded.sources["s-sabic-2019"]
    assert source.issued == "2019-03-30"
    assert [name.family or name.literal for name in source.author] == ["Šabić", "Share Foundation"]
    assert loaded.events["e-cameras-are-bought-2019"].sources == ("s-sabic-2019",)


@pytest.mark.parametrize("answers", [("s-gazette", "page 4"), ()])
def test_answers_that_end_too_early_write_nothing(
    answers: tuple[str, ...], case: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_files(case)
    say(*answers)
    assert main(["add", "claim", str(case)]) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert read_files(case) == before


def test_whoever_says_no_changes_nothing(case: Path, say: Say) -> None:
    before = read_files(case)
    say("2019", "A thing", "other", "", "", "", "", "", "", "", "n")
    assert main(["add", "event", str(case)]) == 1
    assert read_files(case) == before


def test_settings_ask_nothing(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {
        "source": "s-gazette",
        "locator": "page 9",
        "stated": "3,500 kamera",
        "subject": "g-market",
        "measure": "cameras",
        "value.amount": "3,500",
        "value.unit": "camera",
        "scope.place": "l-town",
        "via": "s-council-minutes; s-gazette",
    }
    settings = [part for name, text in given.items() for part in ("--set", f"{name}={text}")]
    assert main(["add", "claim", str(case), *settings, "--file", "more"]) == 0
    text = (case / "claims" / "more.yaml").read_text(encoding="utf-8")
    assert text in capsys.readouterr().out
    claim = load_case(case)[0].claims["c-gazette-cameras"]
    assert claim.via == ("s-council-minutes", "s-gazette")
    assert claim.scope == {"place": "l-town"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["date=2019-02-30", "title=x", "kind=law"], "2019-02 has 28 days"),
        (["date=2019", "title=x", "kind=lwa"], "'law'"),
        (["date=2019", "title=x"], "kind is needed"),
        (["date=2019", "title=x", "kind=law", "sources=s-gazete"], "s-gazette"),
        (["date=2019", "title=x", "kind=law", "sauces=y"], "no field 'sauces'"),
        (["date=2019", "title=x", "kind=law", "id=c-list-price"], "which is taken"),
        (["date=2019", "date=2020", "title=x", "kind=law"], "date is given twice"),
        (["date"], "write field=value"),
    ],
)
def test_settings_that_do_not_fit_write_nothing(
    settings: list[str], said: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_files(case)
    arguments = [part for one in settings for part in ("--set", one)]
    assert main(["add", "event", str(case), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert read_files(case) == before


# Opening the terminal in a session of one's own makes it the one whose Ctrl-C counts.
ON_TERMINAL = """
import os, sys
os.close(os.open(os.ttyname(0), os.O_RDWR))
os.execv(sys.executable, [sys.executable, "-m", "sousveil", *sys.argv[1:]])
"""


def test_an_interruption_while_asked_changes_nothing(case: Path) -> None:
    before = read_files(case)
    started, terminal = pty.openpty()
    command = [sys.executable, "-c", ON_TERMINAL, "add", "event", str(case)]
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    ) as process:
        seen = b""
        while b"in words):" not in seen:
            seen += os.read(started, 1024)
        os.write(started, b"2019\nA thing\n")
        # Pressed again where it fell between a question and the wait for its answer: that read begins all the same.
        while process.returncode is None:
            os.write(started, b"\x03")
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
        assert process.returncode == 130
    os.close(started)
    os.close(terminal)
    assert read_files(case) == before


BIB = """@string{bg = "Belgrade " # {Review}}
@article{Sabic2019, author = {{\\v S}abi{\\'c}, Rodoljub}, title = {Cameras},
  journal = bg, year = 2019, month = mar, keywords = {x}}
@book{gazette, title = {Taken}, year = 2020}
@misc{odd, title = {Odd}, date = {2020-13}}
"""


def test_sources_come_in_and_none_that_is_there_changes(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_files(case)
    file = case.parent / "list.bib"
    file.write_text(BIB, encoding="utf-8")
    assert main(["import", "sources", str(file), str(case)]) == 2
    said = capsys.readouterr().out
    assert f"{file}:4:7: error: the id 's-gazette' is taken in the case, at sources/gazette.md:2:1" in said
    assert f"{file}:5:34: error: " in said
    assert "there is no month 13" in said
    assert "not taken over, because a record has no field for it: keywords" in said
    assert "1 source brought in" in said
    after = read_files(case)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"sources/sabic2019.md"}
    source = load_case(case)[0].sources["s-sabic2019"]
    assert (source.author[0].family, source.container_title, source.issued) == (
        "Šabić",
        "Belgrade Review",
        "2019-03",
    )
    assert main(["check", str(case)]) == 0


def test_a_dry_run_writes_nothing(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = case.parent / "list.bib"
    file.write_text(BIB, encoding="utf-8")
    before = read_files(case)
    main(["import", "sources", str(file), str(case), "--dry-run", "--kind", "academic"])
    said = capsys.readouterr().out
    assert "1 source would be brought in" in said
    assert "guessed" not in said
    assert read_files(case) == before


TABLE = """id,source,locator,stated,subject,measure,value.amount,value.unit,scope.place,via,colour
c-one,s-gazette,page 2,"3,500 cameras",g-market,cameras,"3,500",camera,l-town,s-gazette; s-council-minutes,red
c-two,s-gazete,page 3,4 cameras,g-market,cameras,4,camera,,,
c-one,s-gazette,page 2,4 cameras,g-market,cameras,4,camera,,,
c-short,s-gazette
"""


def test_claims_come_in_from_a_table(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = case.parent / "Нови figures.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert main(["import", "claims", str(file), str(case)]) == 2
    said = capsys.readouterr().out
    assert (
        f"{file}:3:7: error: source names 's-gazete', but there is no such source; the nearest is 's-gazette'"
        in said
    )
    assert f"{file}:4:1: error: the id 'c-one' stands twice in this file, first in line 2" in said
    assert f"{file}:5:1: error: this row has 2 cells, the header 11" in said
    assert f"{file}:1:82: warning: the column 'colour' is no field" in said
    loaded, problems = load_case(case)
    assert not problems
    claim = loaded.claims["c-one"]
    assert claim.via == ("s-gazette", "s-council-minutes")
    assert claim.model_dump()["value"]["amount"] == "3,500"
    assert "c-two" not in loaded.claims
    assert (case / "claims" / "novi-figures.yaml").is_file()
    assert format_case(case, write=False) == []


def test_a_second_table_goes_below_the_first(case: Path) -> None:
    file = case.parent / "dates.csv"
    file.write_text("id,date,title.en,title.sr-Latn,kind\ne-a,2019,One,Jedan,law\n", encoding="utf-8")
    assert main(["import", "events", str(file), str(case)]) == 0
    first = (case / "events" / "dates.yaml").read_bytes()
    file.write_text("id,date,title,kind\ne-b,2020,Two,law\n", encoding="utf-8")
    assert main(["import", "events", str(file), str(case)]) == 0
    assert (case / "events" / "dates.yaml").read_bytes().startswith(first)
    loaded = load_case(case)[0]
    assert loaded.events["e-a"].title == {"en": "One", "sr-Latn": "Jedan"}
    assert loaded.events["e-b"].title == "Two"


@pytest.mark.parametrize(
    ("name", "content", "what", "said"),
    [
        ("list.doc", b"", "sources", "found the ending '.doc'"),
        ("list.bib", b"@book{x, title=\xff}", "claims", "read from .csv"),
        ("gone.bib", None, "sources", "cannot be read"),
    ],
)
def test_files_that_are_none_are_wrong_calls(
    name: str, content: bytes | None, what: str, said: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = case.parent / name
    if content is not None:
        file.write_bytes(content)
    assert main(["import", what, str(file), str(case)]) == 2
    assert said in capsys.readouterr().err


def test_the_case_named_before_the_file_is_told_so(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = case.parent / "list.bib"
    assert main(["import", "sources", str(case), str(file)]) == 2
    assert f"the file comes first: sousveil import sources {file} {case}" in capsys.readouterr().err


def test_a_file_without_entries_is_said_to_have_none(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = case.parent / "list.bib"
    file.write_text("", encoding="utf-8")
    assert main(["import", "sources", str(file), str(case)]) == 1
    assert "there is no entry in it" in capsys.readouterr().out


def test_a_file_is_no_folder_for_a_new_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case"
    file.touch()
    assert main(["new", str(file)]) == 2
    assert "is a file" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_a_problem_with_a_place(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = case.parent / "list.bib"
    file.write_bytes(b"@book{x,\n title={\xff}}")
    assert main(["import", "sources", str(file), str(case)]) == 2
    assert f"{file}:2:9: error: " in capsys.readouterr().out
