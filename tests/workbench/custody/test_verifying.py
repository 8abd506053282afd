"""Stored copies against their list and the chain: every single change is named, with its file; `sha256sum` agrees."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sousveil.case.custody import CAPTURES, append_event, change_sums, lock_custody, read_custody
from sousveil.cli.main import main
from sousveil.records.custody import CustodyEvent
from sousveil.workbench.custody.verifying import verify_case

AT = "2026-03-01T10:00:00Z"


def store(folder: Path, name: str, content: bytes) -> None:
    path = folder / CAPTURES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    with lock_custody(folder):
        change_sums(folder, add={name: digest})
        append_event(folder, CustodyEvent(event="imported", at=AT, actor="ana", files={name: digest}))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    for number in range(20):
        store(tmp_path, f"s-a/{number}/page.html", b"page %d" % number)
    return tmp_path


def messages(folder: Path) -> list[str]:
    return [
        f"{problem.message} {problem.args.get('name', '')}".strip()
        for problem in verify_case(folder).problems
    ]


def test_what_was_stored_verifies(kept: Path) -> None:
    found = verify_case(kept)
    assert not found.problems
    assert (found.files, found.events) == (20, 20)
    assert len(found.heads) == 1


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_the_list_is_one_that_sha256sum_reads(kept: Path) -> None:
    checked = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(checked, cwd=kept / CAPTURES, check=True, timeout=60)
    (kept / CAPTURES / "s-a/3/page.html").write_bytes(b"other")
    assert subprocess.run(
        checked, cwd=kept / CAPTURES, check=False, capture_output=True, timeout=60
    ).returncode


def alter(root: Path) -> None:
    (root / "s-a/3/page.html").write_bytes(b"page 4")


def link(root: Path) -> None:
    (root / "s-a/3/page.html").unlink()
    (root / "s-a/3/page.html").symlink_to(root / "s-a/4/page.html")


def list_otherwise(root: Path) -> None:
    alter(root)
    path = root / "SHA256SUMS"
    old, new = (hashlib.sha256(content).hexdigest() for content in (b"page 3", b"page 4"))
    path.write_text(path.read_text().replace(old, new))


def unlist(root: Path) -> None:
    path = root / "SHA256SUMS"
    path.write_text(
        "".join(line for line in path.read_text().splitlines(keepends=True) if "s-a/3/" not in line)
    )


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (alter, ["stored-file s-a/3/page.html"]),
        (link, ["stored-file.link s-a/3/page.html"]),
        (lambda root: (root / "s-a/3/page.html").unlink(), ["stored-file.missing s-a/3/page.html"]),
        (lambda root: (root / "s-a/new.pdf").write_bytes(b"x"), ["stored-file.unlisted s-a/new.pdf"]),
        (list_otherwise, ["stored-event s-a/3/page.html"]),
        (unlist, ["stored-event.missing s-a/3/page.html", "stored-file.unlisted s-a/3/page.html"]),
        (lambda root: (root / ".new-1").mkdir(), []),
    ],
)
def test_every_change_is_named(kept: Path, change: Callable[[Path], object], wanted: list[str]) -> None:
    change(kept / CAPTURES)
    assert sorted(messages(kept)) == wanted


@pytest.mark.parametrize(
    ("path", "digest", "wanted"),
    [
        ("s-a/3/page.html", hashlib.sha256(b"page 3").hexdigest(), []),
        ("s-a/3/page.html", "0" * 64, ["stored-source.other s-a/3/page.html"]),
        ("s-a/99/page.html", "0" * 64, ["stored-source s-a/99/page.html"]),
    ],
)
def test_what_sources_name_is_on_the_list(kept: Path, path: str, digest: str, wanted: list[str]) -> None:
    (kept / "sources").mkdir()
    capture = f'captures:\n  - path: {path}\n    sha256: "{digest}"\n    captured: "2026-03-01"\n'
    head = "---\nid: s-a\ntype: webpage\nkind: company\ntitle: A\n"
    (kept / "sources" / "a.md").write_text(f"{head}{capture}---\n")
    assert messages(kept) == wanted


def test_a_file_without_an_event_is_named(kept: Path) -> None:
    (kept / CAPTURES / "lone.pdf").write_bytes(b"x")
    change_sums(kept, add={"lone.pdf": hashlib.sha256(b"x").hexdigest()})
    assert messages(kept) == ["stored-event.none lone.pdf"]


def test_what_was_withdrawn_is_not_missed(kept: Path) -> None:
    (kept / CAPTURES / "s-a/3/page.html").unlink()
    change_sums(kept, add={}, drop=frozenset({"s-a/3/page.html"}))
    append_event(
        kept,
        CustodyEvent(
            event="withdrawn", at=AT, actor="ana", gone={"s-a/3/page.html": "0" * 64}, note="as asked"
        ),
    )
    assert not messages(kept)


def test_an_append_after_a_torn_line_keeps_it_and_says_so(kept: Path) -> None:
    with (kept / "custody.jsonl").open("ab") as file:
        file.write(b'{"actor":"an')
    assert messages(kept) == ["custody-line.torn"]
    append_event(kept, CustodyEvent(event="noted", at=AT, actor="ana", note="after a power cut"))
    assert messages(kept) == ["custody-line.given-up"]
    assert b'{"actor":"an\n' in (kept / "custody.jsonl").read_bytes()


def test_a_whole_event_that_lacks_only_its_line_feed_counts(kept: Path) -> None:
    path = kept / "custody.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    append_event(kept, CustodyEvent(event="noted", at=AT, actor="ana", note="next"))
    assert not messages(kept)
    assert len(read_custody(kept).links) == 21


def test_two_writers_make_one_chain(kept: Path) -> None:
    children = []
    for number in range(4):
        child = os.fork()
        if not child:
            for _ in range(5):
                with lock_custody(kept):
                    append_event(kept, CustodyEvent(event="noted", at=AT, actor="ana", note=f"by {number}"))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    found = verify_case(kept)
    assert (found.events, len(found.heads), found.problems) == (40, 1, ())


def test_the_command_says_the_head_and_later_misses_it(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(kept), "--json"]) == 0
    (head,) = json.loads(capsys.readouterr().out)["heads"]
    assert main(["verify", str(kept), "--head", head]) == 0
    assert head in capsys.readouterr().out
    path = kept / "custody.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert main(["verify", str(kept), "--head", head]) == 2
    assert "cut off" in capsys.readouterr().out
