"""Storing copies: what is stored verifies, what cannot be relied on is refused, and a stopped run is completed."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from sousveil.adapters.captures import pdf_apart
from sousveil.adapters.captures.pdf_apart import BadPdf
from sousveil.case.load import load_case
from sousveil.cli.main import main
from sousveil.workbench.custody import capturing
from sousveil.workbench.custody import text as capture_text
from sousveil.workbench.custody.capturing import Stored, capture_file, capture_page
from sousveil.workbench.custody.net import Caller, Limits
from sousveil.workbench.custody.verifying import verify_case
from tests.workbench.custody.pdfs import render_pdf
from tests.workbench.custody.servers import RawServer, page, say

HTML = "<title>Камере</title><nav>Home</nav><p>Има <b>1.000</b> камера.</p><script>x</script>".encode()
HERE = Caller("desk@example.org", private=True, limits=Limits(seconds=3, silence_s=2))


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with one source, whose record has no comments."""
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "store"))
    folder = tmp_path / "case"
    (folder / "sources").mkdir(parents=True)
    (folder / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    fields = (
        "id: s-vendor",
        "type: webpage",
        "kind: company",
        "title: Case study",
        "URL: http://127.0.0.1:9/",
    )
    (folder / "sources" / "vendor.md").write_text("\n".join(("---", *fields, "---", "")))
    return folder


@pytest.fixture
def source() -> str:
    return "s-vendor"


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, bytes]], RawServer]]:
    servers: list[RawServer] = []

    def start(answers: dict[str, bytes]) -> RawServer:
        servers.append(RawServer(say(answers)))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def give(case: Path, source: str, name: str, raw: bytes) -> Stored:
    file = case.parent / name
    file.write_bytes(raw)
    return capture_file(case, source, file, actor="ana")


def about(case: Path, done: Stored) -> dict[str, object]:
    value: dict[str, object] = json.loads((case / "captures" / done.folder / "capture.json").read_bytes())
    return value


def text_of(case: Path, done: Stored) -> str:
    return (case / "captures" / done.folder / "text.txt").read_text(encoding="utf-8")


def codes(done: Stored) -> list[str]:
    return [problem.message for problem in done.problems]


def test_a_page_that_a_person_has_is_stored(case: Path, source: str) -> None:
    done = give(case, source, "page.html", HTML)
    assert not done.problems
    assert text_of(case, done) == "Има 1.000 камера.\n"
    found = verify_case(case)
    assert (found.files, found.events, found.heads, found.problems) == (3, 1, (done.head,), ())
    loaded, problems = load_case(case)
    (capture,) = loaded.sources[source].captures
    assert capture.sha256 == hashlib.sha256(HTML).hexdigest()
    assert (case / "captures" / capture.path).read_bytes() == HTML
    assert not [problem for problem in problems if problem.severity.value == "error"]
    assert about(case, done)["title"] == "Камере"
    assert str(case.parent) not in json.dumps(about(case, done))


def test_a_second_copy_stands_beside_the_first(case: Path, source: str) -> None:
    first, second = (give(case, source, "page.html", HTML + extra) for extra in (b"", b"!"))
    assert first.folder != second.folder
    loaded, _ = load_case(case)
    assert len(loaded.sources[source].captures) == 2
    assert not verify_case(case).problems


def test_the_text_of_a_pdf_file_says_its_pages(case: Path, source: str) -> None:
    done = give(case, source, "order.pdf", render_pdf("Nabavka 40 kamera", "Ukupno 71,371"))
    assert " ".join(text_of(case, done).split()) == "[page 1] Nabavka 40 kamera [page 2] Ukupno 71,371"
    assert codes(done) == ["capture-text.unsigned"]


def test_a_page_without_text_is_said_where_nothing_can_read_it(
    case: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done = give(case, source, "scan.pdf", render_pdf("one", ""))
    (note,) = [problem for problem in done.problems if problem.message == "capture-text.scanned"]
    assert note.args["pages"] == ("2",)


def test_a_page_without_text_is_read_from_its_picture(
    case: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bytes] = []

    def answer(said: list[str], picture: bytes) -> str:
        given.append(picture)
        return "osd\nsrp\neng\n" if said == ["--list-langs"] else "Уговор"

    monkeypatch.setattr(capture_text, "_run_tesseract", answer)
    done = give(case, source, "scan.pdf", render_pdf("one", ""))
    assert text_of(case, done).split() == ["[page", "1]", "one", "[page", "2]", "Уговор"]
    assert given[1].startswith(b"P5 ")
    width, height = map(int, given[1].split()[1:3])
    assert len(given[1]) == len(f"P5 {width} {height} 255\n") + width * height
    assert "tesseract (srp+eng)" in str(about(case, done)["text"])


def test_a_file_that_cannot_be_read_is_stored_without_its_text(
    case: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_apart, "Limits", partial(pdf_apart.Limits, seconds=0.001))
    pdf_apart.end_waiting()
    done = give(case, source, "bomb.pdf", render_pdf("one"))
    assert codes(done) == ["capture-text.pdf", "capture-text"]
    assert "takes more than 0.001 s" in str(done.problems[0].args["reason"])
    assert not verify_case(case).problems


def test_scanned_pages_that_fail_are_named(case: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(said: list[str], _: bytes) -> str:
        if said == ["--list-langs"]:
            return "eng\n"
        raise BadPdf("tesseract ended with status 1")

    monkeypatch.setattr(capture_text, "_run_tesseract", answer)
    done = give(case, source, "scan.pdf", render_pdf("one", "", "", "", ""))
    (left,) = (one for one in done.problems if one.message == "capture-text.left")
    assert left.args["pages"] == ("2", "3", "4", "5")
    assert left.args["reason"] == "tesseract ended with status 1"


PICTURE = bytes.fromhex("ffd8ffe1000c45786966000047505331ffdb000300ffda00030112ffd9")


def test_what_stands_beside_a_picture_is_not_stored(case: Path, source: str) -> None:
    done = give(case, source, "sign.jpg", PICTURE)
    stored = (case / "captures" / done.folder / "original.jpg").read_bytes()
    assert b"Exif" in PICTURE
    assert b"Exif" not in stored
    assert about(case, done)["original"] == {
        "name": "sign.jpg",
        "sha256": hashlib.sha256(PICTURE).hexdigest(),
    }
    assert not verify_case(case).problems


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("page.wacz", b"no zip", "capture-refused.wacz"),
        ("page.warc.gz", b"\x1f\x8b\x08broken", "capture-refused.warc"),
        ("page.warc", b"", "capture-refused.warc"),
        ("picture.jpg", b"\xff\xd8\xff\xe1\x00\x99", "capture-refused.photo"),
        ("letter.docx", b"PK\x03\x04", "capture-refused"),
        ("letter", b"x", "capture-refused"),
        ("letter.pdf", b"<html>", "capture-refused"),
    ],
)
def test_what_cannot_be_relied_on_is_not_stored(
    name: str, raw: bytes, message: str, case: Path, source: str
) -> None:
    before = sorted(case.rglob("*"))
    assert codes(give(case, source, name, raw)) == [message]
    assert sorted(case.rglob("*")) == before


def test_a_page_is_fetched_and_stored_as_an_archive(
    case: Path, source: str, serve: Callable[[dict[str, bytes]], RawServer]
) -> None:
    answers = {
        "/": page(b"", "Location: /study", status="301 Moved Permanently"),
        "/study": page(HTML, "Content-Type: text/html; charset=utf-8"),
    }
    server = serve(answers)
    done = capture_page(case, source, HERE, url=server.at(), actor="ana")
    assert not done.problems
    assert server.paths == ["/robots.txt", "/", "/study"]
    assert about(case, done)["robots"] == "none"
    assert text_of(case, done) == "Има 1.000 камера.\n"
    raw = (case / "captures" / done.folder / "page.wacz").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        warc = archive.read("archive/data.warc.gz")
        (_, first) = archive.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(first)["url"] == server.at("/study")
    stored = {
        record.rec_headers.get_header("WARC-Target-URI"): record.raw_stream.read()
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
        if record.rec_type == "response"
    }
    assert stored == {server.at(): b"", server.at("/study"): HTML}
    assert not verify_case(case).problems
    # What we stored can be brought into another case, and passes the same examination.
    again = give(case, source, "again.wacz", raw)
    assert not again.problems
    assert text_of(case, again) == f"[{server.at('/study')}]\nИма 1.000 камера.\n\n"
    warc_again = give(case, source, "again.warc.gz", warc)
    assert "1.000" in text_of(case, warc_again)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "capture-refused.status"),
        ({"/": page(b"", status="500 Sorry")}, "capture-refused.status"),
        ({"/": page(b"x", "Content-Length: 9")}, "network.cut"),
        ({"/robots.txt": page(b"User-agent: *\nDisallow: /"), "/": page(HTML)}, "capture-refused.robots"),
        (
            {"/robots.txt": page(b"", status="503 Busy"), "/": page(HTML)},
            "capture-refused.robots-unreachable",
        ),
    ],
)
def test_a_page_that_cannot_be_had_leaves_nothing(
    answers: dict[str, bytes],
    message: str,
    case: Path,
    source: str,
    serve: Callable[[dict[str, bytes]], RawServer],
) -> None:
    server = serve(answers)
    done = capture_page(case, source, HERE, url=server.at(), actor="ana")
    assert codes(done) == [message]
    assert not (case / "captures").exists()
    assert not (case / "custody.jsonl").exists()


def test_robots_are_passed_by_only_with_a_word_about_it(
    case: Path, source: str, serve: Callable[[dict[str, bytes]], RawServer]
) -> None:
    server = serve(
        {"/robots.txt": page(b"User-agent: *\nDisallow: /"), "/": page(HTML, "Content-Type: text/html")}
    )
    done = capture_page(case, source, HERE, url=server.at(), actor="ana", past_robots=True)
    assert about(case, done)["robots"] == "forbidden, fetched all the same"


def test_a_source_with_comments_is_left_to_a_person(case: Path, source: str) -> None:
    path = case / "sources" / "vendor.md"
    before = path.read_text().replace("kind: company\n", "kind: company # says so itself\n")
    path.write_text(before)
    assert codes(give(case, source, "page.html", HTML)) == ["capture-record"]
    assert path.read_text() == before


@pytest.mark.parametrize("step", ["change_sums", "_name_in_source", "append_event"])
def test_a_run_stopped_between_two_steps_is_completed_by_the_next(
    step: str, case: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(BaseException):
        pass

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(capturing, step, stop)
        with pytest.raises(Stopped):
            give(case, source, "page.html", HTML)
    assert source in load_case(case)[0].sources
    assert all(problem.code.startswith("stored") for problem in verify_case(case).problems)
    done = give(case, source, "other.html", b"<p>other</p>")
    assert len(done.finished) == 1
    found = verify_case(case)
    assert (found.events, found.problems) == (2, ())
    assert len(load_case(case)[0].sources[source].captures) == 2


def test_what_was_put_there_half_is_not_taken_for_a_capture(case: Path, source: str) -> None:
    done = give(case, source, "page.html", HTML)
    copied = case / "captures" / source / "20200101T000000Z"
    shutil.copytree(case / "captures" / done.folder, copied)
    (copied / "text.txt").write_text("something else")
    (case / "captures" / ".new-abc").mkdir()
    assert give(case, source, "page.html", HTML).finished == ()
    assert not (case / "captures" / ".new-abc").exists()
    assert {problem.message for problem in verify_case(case).problems} == {"stored-file.unlisted"}


def test_the_command(case: Path, source: str, capsys: pytest.CaptureFixture[str]) -> None:
    (case.parent / "page.html").write_bytes(HTML)
    assert main(["capture", str(case), source, "--file", str(case.parent / "page.html"), "--by", "ana"]) == 0
    assert "stored captures/s-vendor/" in capsys.readouterr().out
    assert main(["verify", str(case)]) == 0
    assert main(["capture", str(case), "--remark", "compared with the copy at the lawyer's"]) == 0
    assert main(["check", str(case), "--fail-on", "error"]) == 0
    capsys.readouterr()
    page_html = str(case.parent / "page.html")
    assert main(["capture", str(case), source, "--file", page_html, "--by", "Ana Anić"]) == 2
    assert "--by: found 'Ana Anić'" in capsys.readouterr().err
    for wrong in ([source], [source, "--network"], ["s-none", "--file", str(case.parent / "page.html")], []):
        assert main(["capture", str(case), *wrong]) == 2
    said = capsys.readouterr().err
    assert "--contact" in said
    assert "has no source 's-none'" in said
    assert main(["capture", str(case), source, "--network", "--contact", "desk@example.org"]) == 2
    assert "no address of the public network" in capsys.readouterr().out
