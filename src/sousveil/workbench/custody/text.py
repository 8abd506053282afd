"""The text of what is stored, so that a figure can be looked for in it: HTML, PDF, plain text, archives of these.

Says what could not be read and how the rest was; letters read from a picture are marked as such.
"""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sousveil.adapters.captures.htmltext import parse_page_text
from sousveil.adapters.captures.pdftext import BadPdf, PdfText, read_pdf, render_page, render_pages
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
    found = ReadText()
    if mime in HTML:
        page = parse_page_text(raw, charset)
        found.text, found.title, found.how = page.text, page.title, "html"
    elif mime == "application/pdf":
        _read_pdf(raw, file, found)
    elif mime.startswith("text/"):
        found.text, found.how = raw.decode(charset or "utf-8", errors="replace"), "plain"
    if not found.text.strip():
        found.report("capture-text", file)
    return found


def read_pages(pages: list[tuple[str, Response]], file: str) -> ReadText:
    """The text of the pages of an archive, each below its address."""
    joined = ReadText(how="archive")
    for url, response in pages:
        one = read_text(response.body, response.mime, file, response.charset)
        joined.text += f"[{url}]\n{one.text.strip()}\n\n"
        joined.title = joined.title or one.title
        joined.signed += one.signed
        joined.problems += one.problems
    return joined


def guess_mime(name: str) -> str:
    """What a file is by its ending; empty where that says nothing here."""
    return MIMES.get(PurePosixPath(name.lower()).suffix, "")


def _read_pdf(raw: bytes, file: str, found: ReadText) -> None:
    """The text of a PDF file by page, its blank pages read from their pictures where that can be done."""
    try:
        read = read_pdf(raw)
    except BadPdf as error:
        found.report("capture-text.pdf", file, reason=str(error))
        return
    found.title, found.how = read.title, "pdf"
    if read.signatures:
        found.signed.append(SignedPdf(file, raw, read.signatures))
    else:
        found.report("capture-text.unsigned", file)
    pages = _read_scans(raw, read, file, found) if read.blank else read.pages
    found.text = render_pages(pages) if any(text.strip() for text in pages) else ""


def _read_scans(raw: bytes, read: PdfText, file: str, found: ReadText) -> tuple[str, ...]:
    """The pages with those that held no text read from their pictures."""
    shown = tuple(map(str, read.blank))
    languages = _find_languages()
    if not languages:
        found.report("capture-text.scanned", file, n=len(shown), pages=shown)
        return read.pages
    pages = list(read.pages)
    for number in read.blank[:MOST_READ]:
        pages[number - 1] = _read_scan(render_page(raw, number), languages)
    found.how = f"pdf, pages {', '.join(shown[:MOST_READ])} by tesseract ({languages})"
    found.report(
        "capture-text.read", file, n=len(shown[:MOST_READ]), pages=shown[:MOST_READ], languages=languages
    )
    return tuple(pages)


def _find_languages() -> str:
    """The languages of ours that tesseract has here, joined; empty where there is none, or no tesseract."""
    has = set(_run_tesseract(["--list-langs"], b"").split())
    return "+".join(name for name in LANGUAGES if name in has)


def _read_scan(picture: bytes, languages: str) -> str:
    """The letters of a picture."""
    return _run_tesseract(["stdin", "stdout", "-l", languages], picture)


def _run_tesseract(said: list[str], given: bytes) -> str:
    """What tesseract answers; nothing where it is not there, fails or takes too long."""
    tool = shutil.which("tesseract")
    if not tool:
        return ""
    try:
        done = subprocess.run([tool, *said], input=given, capture_output=True, check=False, timeout=PAGE_S)  # noqa: S603
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""
