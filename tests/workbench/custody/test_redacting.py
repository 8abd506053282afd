"""A copy that is redacted or taken away: gone from the disk, known by its digest and a reason; the case verifies."""

import hashlib
import json
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.cli.main import main
from sousveil.problems import UsageError
from sousveil.workbench.custody import redacting
from sousveil.workbench.custody.capturing import capture_file
from sousveil.workbench.custody.redacting import redact_copy
from sousveil.workbench.custody.verifying import verify_case

SECRET = b"<p>Paid to Ana Anic, 0101990710006</p>"
PLAIN = b"<p>Paid to [name and number taken out]</p>"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "sources").mkdir(parents=True)
    (folder / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    fields = ("id: s-bill", "type: document", "kind: primary", "title: Bill")
    (folder / "sources" / "bill.md").write_text("\n".join(("---", *fields, "---", "")))
    (tmp_path / "bill.html").write_bytes(SECRET)
    (tmp_path / "plain.html").write_bytes(PLAIN)
    capture_file(folder, "s-bill", tmp_path / "bill.html", actor="ana")
    return folder


def path_of(case: Path) -> str:
    (capture,) = load_case(case)[0].sources["s-bill"].captures
    return capture.path


def everything(case: Path) -> bytes:
    return b"".join(path.read_bytes() for path in case.rglob("*") if path.is_file())


def last_event(case: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((case / "custody.jsonl").read_bytes().splitlines()[-1])
    return value


def test_a_redacted_copy_stands_in_the_place_of_the_other(case: Path) -> None:
    old = path_of(case)
    redact_copy(case, f"captures/{old}", case.parent / "plain.html", reason="a private person", actor="ana")
    assert not verify_case(case).problems
    assert b"0101990710006" not in everything(case)
    assert (case / "captures" / path_of(case)).read_bytes() == PLAIN
    event = last_event(case)
    assert (event["event"], event["note"]) == ("redacted", "a private person")
    assert event["gone"][old] == hashlib.sha256(SECRET).hexdigest()  # type: ignore[index]
    again = redact_copy(case, path_of(case), case.parent / "plain.html", reason="more", actor="ana")
    assert again.head
    assert not verify_case(case).problems


def test_a_copy_is_taken_away(case: Path) -> None:
    redact_copy(case, path_of(case), None, reason="as the person asked", actor="ana")
    assert not verify_case(case).problems
    assert b"0101990710006" not in everything(case)
    assert load_case(case)[0].sources["s-bill"].captures == ()
    assert last_event(case)["event"] == "withdrawn"


def test_a_run_stopped_after_its_event_is_completed_by_the_next(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(redacting, "finish_removals", stop)
        with pytest.raises(KeyboardInterrupt):
            redact_copy(case, path_of(case), None, reason="as the person asked", actor="ana")
    assert b"0101990710006" in everything(case)
    capture_file(case, "s-bill", case.parent / "plain.html", actor="ana")
    assert b"0101990710006" not in everything(case)
    assert not verify_case(case).problems


def test_what_is_needed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="--reason"):
        redact_copy(case, path_of(case), None, reason=" ", actor="ana")
    with pytest.raises(UsageError, match="no source has"):
        redact_copy(case, "../case.toml", None, reason="x", actor="ana")
    assert main(["capture", str(case), "--instead-of", path_of(case), "--reason", "x"]) == 2
    path = path_of(case)
    assert main(["capture", str(case), "--withdraw", path, "--reason", "x", "--by", "ana"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"took away captures/{path}" in said
    assert "version control keep theirs" in said
    assert main(["verify", str(case)]) == 0
