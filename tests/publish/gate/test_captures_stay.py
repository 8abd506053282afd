"""Stored copies stay with the people of the case: a built site says that there is one and its digest, and no more."""

import hashlib
from pathlib import Path

import pytest

from sousveil.publish.gate.stops import check_outgoing
from sousveil.workbench.build import build_case
from sousveil.workbench.custody.capturing import add_remark, capture_file

WORDING = "Protected wording number seven"
REMARK = "Handed over at the usual place"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "store"))
    case = tmp_path / "case"
    (case / "sources").mkdir(parents=True)
    (case / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\nas_of = "2026-03-01"\n')
    fields = ("id: s-bill", "type: document", "kind: primary", "title: Bill", "URL: https://example.org/")
    (case / "sources" / "bill.md").write_text("\n".join(("---", *fields, "---", "")))
    (tmp_path / "bill.html").write_text(f"<title>{WORDING}</title><p>{WORDING}</p>")
    capture_file(case, "s-bill", tmp_path / "bill.html", actor="quiet-fox")
    add_remark(case, REMARK, actor="quiet-fox")
    return build_case(case, tmp_path / "site", as_of="2026-03-01").out


def test_a_site_holds_the_digest_of_a_copy_and_nothing_of_what_it_says(built: Path, tmp_path: Path) -> None:
    files = {path: path.read_bytes() for path in built.resolve().rglob("*") if path.is_file()}
    assert files
    stored = [path.read_bytes() for path in (tmp_path / "case" / "captures").rglob("*.*") if path.is_file()]
    digest = hashlib.sha256((tmp_path / "bill.html").read_bytes()).hexdigest().encode()
    assert any(digest in content for content in files.values())
    for path, content in files.items():
        assert content not in stored, path
        for word in (WORDING, REMARK, "quiet-fox", "captures/s-bill"):
            assert word.encode() not in content, path


@pytest.mark.parametrize(
    "name", ["page.wacz", "page.warc.gz", "original.warc", "custody.jsonl", "SHA256SUMS"]
)
def test_the_gate_lets_no_stored_copy_through(name: str) -> None:
    assert [problem.message for problem in check_outgoing(name, b"x")] == ["unknown-output"]
