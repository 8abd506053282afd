"""`sousveil publish`: what it refuses, what it leaves alone, and what stands when it is interrupted."""

import os
from pathlib import Path

import pytest

from sousveil.cli.main import INTERRUPTED, main


def read_files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def decide(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Give a verdict on the one warning of the faulty case, as its printed finding asks for."""
    assert main(["check", str(case)]) == 1
    words = capsys.readouterr().out.split()
    finding, inputs = words[words.index("finding") + 1], words[words.index("inputs") + 1]
    (case / "decisions.yaml").write_text(
        f'- id: d-one\n  finding: {finding}\n  inputs: "{inputs}"\n  verdict: explained\n  by: Ana\n'
        "  reason: The two texts say so.\n  date: 2025-03-01\n",
        encoding="utf-8",
    )


def test_a_case_is_published_where_it_is_asked_for(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = case.parent / "for" / "readers"
    assert main(["publish", str(case), str(out), "--strict"]) == 0
    assert str(out / "index.html") in capsys.readouterr().out
    assert (out / "dossier.pdf").read_bytes().startswith(b"%PDF-")
    assert not (case / "build").exists()


def test_the_same_case_published_twice_is_the_same_bytes(case: Path) -> None:
    for name in ("one", "two"):
        assert main(["publish", str(case), str(case.parent / name)]) == 0
    one, two = (read_files((case.parent / name).resolve()) for name in ("one", "two"))
    assert one == two


def test_strict_asks_for_a_verdict_on_every_warning(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = faulty.parent / "public"
    assert main(["publish", str(faulty), str(out), "--strict"]) == 1
    said = capsys.readouterr().err
    assert "nothing was published" in said
    assert "claims/market.yaml:49:5: warning: c-discount" in said
    assert not out.exists()
    assert main(["publish", str(faulty), str(out)]) == 0
    decide(faulty, capsys)
    assert main(["publish", str(faulty), str(out), "--strict"]) == 0


def test_strict_asks_that_every_file_could_be_read(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (case / "claims" / "market.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: c-half\n  colour: red\n")
    assert main(["publish", str(case), str(case.parent / "public"), "--strict"]) == 1
    assert "claims/market.yaml:" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["folder", "file", "link", "broken link"])
def test_what_was_not_published_here_is_left_alone(
    case: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, out = case.parent / "mine", case.parent / "public"
    mine.mkdir()
    (mine / "precious.txt").write_text("mine", encoding="utf-8")
    if what == "folder":
        mine.rename(out)
    elif what == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        out.symlink_to(mine if what == "link" else case.parent / "nowhere")
    before = read_files(case.parent), os.path.lexists(out), out.is_symlink() and out.readlink()
    assert main(["publish", str(case), str(out), "--no-cache"]) == 2
    assert "is not a published site" in capsys.readouterr().err
    assert (read_files(case.parent), os.path.lexists(out), out.is_symlink() and out.readlink()) == before


def test_the_folder_one_stands_in_is_not_replaced(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = case.parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert main(["publish", str(case), "."]) == 2
    assert empty.is_dir()


@pytest.mark.parametrize("moment", [1, 5, 40])
def test_interrupted_the_last_site_stands(case: Path, moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    out = case.parent / "public"
    assert main(["publish", str(case), str(out)]) == 0
    before, digest = read_files(out.resolve()), out.resolve().name
    (case / "case.toml").write_text(
        (case / "case.toml").read_text(encoding="utf-8").replace('title = "', 'title = "New: ', 1), "utf-8"
    )
    count = 0

    def interrupt(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count == moment:
            raise KeyboardInterrupt
        del descriptor

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        assert main(["publish", str(case), str(out)]) == INTERRUPTED
    assert (read_files(out.resolve()), out.resolve().name) == (before, digest)
    assert main(["publish", str(case), str(out)]) == 0
    assert not list((case.parent / ".public.versions").glob(".partial-*"))
    assert b"New: " in (out / "index.html").read_bytes()
