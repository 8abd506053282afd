"""The text of what is stored, so that a figure can be looked for in it: HTML, PDF, plain text, archives of these.

Says what could not be read and how the rest was; letters read from a picture are marked as such.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sousveil.adapters.captures.htmltext import parse_page_text
from sousveil.adapters.captures.pdf_apart import BadPdf, PdfReader, PdfText, render_pages
from sousveil.adapters.captures.warc import Response
from sousveil.problems import Argument, Origin, Problem, Severity

HTML = frozenset({"text/html", "application/xhtml+xml"})
MIMES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
LANGUAGES = ("srp", "srp_latn", "eng")
"""Tesseract's names of Serbian in both scripts and of English."""
MOST_READ = 50
"""Pages read from their pictures: a page takes some seconds."""
MOST_FAILED = 3
"""Pages that may fail before the rest are left: each can take minutes."""
PAGE_S = 120


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A PDF file that carries signatures, which are another's to examine."""

    file: str
    raw: bytes
    number: int


@dataclass(slots=True)
class ReadText:
    """The text of a stored file, its title, how it was read, and what there is to say of that."""

    text: str = ""
    title: str = ""
    how: str = "none"
    signed: list[SignedPdf] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, message: str, file: str, **args: Argument) -> None:
        """Add a note about a file."""
        self.problems.append(
            Problem(message=message, severity=Severity.NOTE, origin=Origin(file), args={"file": file, **args})
        )


def read_text(raw: bytes, mime: str, file: str, charset: str = "") -> ReadText:
    """The text of a file of a kind; none, and a note, where it holds none that can be read."""
    with PdfReader() as reader:
        return _read_one(raw, mime, file, charset, reader)


def _read_one(raw: bytes, mime: str, file: str, charset: str, reader: PdfReader) -> ReadText:
    """The same, with a reader of PDF that may have read others."""
    found = ReadText()
    if mime in HTML:
        page = parse_page_text(raw, charset)
        found.text, found.title, found.how = page.text, page.title, "html"
    elif mime == "application/pdf":
        _read_pdf(raw, file, found, reader)
    elif mime.startswith("text/"):
        found.text, found.how = raw.decode(charset or "utf-8", errors="replace"), "plain"
    if not found.text.strip():
        found.report("capture-text", file)
    return found


def read_pages(pages: list[tuple[str, Response]], file: str) -> ReadText:
    """The text of the pages of an archive, each below its address."""
    joined = ReadText(how="archive")
    with PdfReader() as reader:
        for url, response in pages:
            one = _read_one(response.body, response.mime, file, response.charset, reader)
            joined.text += f"[{url}]\n{one.text.strip()}\n\n"
            joined.title = joined.title or one.title
            joined.signed += one.signed
            joined.problems += one.problems
    return joined


def guess_mime(name: str) -> str:
    """What a file is by its ending; empty where that says nothing here."""
    return MIMES.get(PurePosixPath(name.lower()).suffix, "")


def _read_pdf(raw: bytes, file: str, found: ReadText, reader: PdfReader) -> None:
    """The text of a PDF file by page, its blank pages read from their pictures where that can be done."""
    try:
        read = reader.read(raw)
    except BadPdf as error:
        found.report("capture-text.pdf", file, reason=str(error))
        return
    found.title, found.how = read.title, "pdf"
    if read.signatures:
        found.signed.append(SignedPdf(file, raw, read.signatures))
    else:
        found.report("capture-text.unsigned", file)
    pages = _read_scans(raw, read, file, found, reader) if read.blank else read.pages
    found.text = render_pages(pages) if any(text.strip() for text in pages) else ""


def _read_scans(raw: bytes, read: PdfText, file: str, found: ReadText, reader: PdfReader) -> tuple[str, ...]:
    """The pages with those that held no text read from their pictures; says which were not, and why."""
    languages = _find_languages()
    if not languages:
        found.report("capture-text.scanned", file, n=len(read.blank), pages=_say_pages(read.blank))
        return read.pages
    pages, done, failed = list(read.pages), list[int](), list[str]()
    for number in read.blank[:MOST_READ]:
        try:
            pages[number - 1] = _read_scan(reader.render(raw, number), languages)
        except BadPdf as error:
            failed.append(str(error))
            if len(failed) == MOST_FAILED:
                break
        else:
            done.append(number)
    if done:
        shown = _say_pages(done)
        found.how = f"pdf, pages {', '.join(shown)} by tesseract ({languages})"
        found.report("capture-text.read", file, n=len(done), pages=shown, languages=languages)
    if left := [number for number in read.blank if number not in done]:
        reason = failed[0] if failed else f"no more than {MOST_READ} of a file are"
        found.report("capture-text.left", file, n=len(left), pages=_say_pages(left), reason=reason)
    return tuple(pages)


def _say_pages(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(map(str, numbers))


def _find_languages() -> str:
    """The languages of ours that tesseract has here, joined; empty where there is none, or no tesseract."""
    try:
        has = set(_run_tesseract(["--list-langs"], b"").split())
    except BadPdf:
        return ""
    return "+".join(name for name in LANGUAGES if name in has)


def _read_scan(picture: bytes, languages: str) -> str:
    """The letters of a picture; raises BadPdf."""
    return _run_tesseract(["stdin", "stdout", "-l", languages], picture)


def _run_tesseract(said: list[str], given: bytes) -> str:
    """What tesseract answers; raises BadPdf where it is not there, fails or takes too long."""
    tool = shutil.which("tesseract")
    if not tool:
        raise BadPdf("there is no tesseract on this machine")
    try:
        done = subprocess.run([tool, *said], input=given, capture_output=True, check=False, timeout=PAGE_S)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BadPdf(f"tesseract took more than {PAGE_S} s over a page") from error
    if done.returncode:
        raise BadPdf(f"tesseract ended with status {done.returncode}")
    return done.stdout.decode("utf-8", errors="replace")
