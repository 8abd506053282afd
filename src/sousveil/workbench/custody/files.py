"""What is stored of a file or of a page that was fetched: the bytes, their text, what they call themselves.

Writes nothing. A file is stored as it came, but for what cameras write beside a picture.
"""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from sousveil.adapters.captures.wacz import PageAbout, read_wacz, render_wacz
from sousveil.adapters.captures.warc import BadWarc, Response, read_charset, read_warc, render_warc
from sousveil.adapters.lists.photos import JPEG, PNG, NotPlain, strip_photo
from sousveil.problems import Argument, Problem

from .net import Fetched
from .text import HTML, ReadText, SignedPdf, guess_mime, read_pages, read_text


class Refused(ValueError):
    """Why nothing is stored: a message and its arguments."""

    def __init__(self, message: str, **said: Argument) -> None:
        super().__init__(message)
        self.message, self.said = message, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy to be stored: its file, its text and how that was read, and of a changed file what it was."""

    name: str
    raw: bytes
    text: str = ""
    title: str = ""
    how: str = "none"
    original: dict[str, str] = field(default_factory=dict)
    signed: tuple[SignedPdf, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_copy(raw: bytes, file: str) -> Copy:
    """The copy of a file; raises Refused."""
    lower = file.lower()
    if lower.endswith(".wacz"):
        return _read_archive(raw, file)
    if lower.endswith((".warc", ".warc.gz")):
        return _read_warc(raw, file)
    if raw.startswith((JPEG, PNG)):
        return _read_picture(raw, file)
    mime = "application/pdf" if raw.startswith(b"%PDF-") else guess_mime(file)
    if not mime or (mime == "application/pdf" and not raw.startswith(b"%PDF-")):
        ending = file.rpartition(".")[2] if "." in file else "a name without ending"
        raise Refused("capture-refused", found=ending)
    name = "original.pdf" if mime == "application/pdf" else f"original.{'html' if mime in HTML else 'txt'}"
    return _build(name, raw, read_text(raw, mime, file))


def read_fetched(fetched: Fetched, software: str) -> Copy:
    """The web archive of a page that was fetched; raises Refused where the page is not there."""
    last = fetched.last
    if not 200 <= last.status < 300:
        raise Refused("capture-refused.status", url=last.url, status=last.status, reason=last.reason)
    said = last.header("Content-Type")
    read = read_text(
        fetched.body, said.partition(";")[0].strip().lower(), last.url, read_charset(said.lower())
    )
    # The ids follow from what was stored, so that the same answers make the same archive.
    seed = UUID(bytes=hashlib.sha256(last.request + last.raw + last.stamp.encode()).digest()[:16])
    warc, places = render_warc(fetched.exchanges, software, seed)
    page = PageAbout(url=last.url, stamp=last.stamp, title=read.title)
    return _build("page.wacz", render_wacz(warc, places, page, software=software, created=last.stamp), read)


def _read_archive(raw: bytes, file: str) -> Copy:
    """An archive of others, if nothing in it is amiss."""
    found = read_wacz(raw)
    if found.faults:
        raise Refused("capture-refused.wacz", faults=tuple(found.faults))
    by_url = {one.url: one for one in found.responses}
    return _build("original.wacz", raw, read_pages([(one.url, by_url[one.url]) for one in found.pages], file))


def _read_warc(raw: bytes, file: str) -> Copy:
    """A web archive file of others, if it can be read to its end and its digests hold."""
    try:
        found = [response for response, _ in read_warc(raw)]
    except BadWarc as error:
        raise Refused("capture-refused.warc", reason=str(error)) from error
    if not found:
        raise Refused("capture-refused.warc", reason="there is no stored answer in it")
    pages = [(one.url, one) for one in found if _is_page(one)]
    name = "original.warc.gz" if raw.startswith(b"\x1f\x8b") else "original.warc"
    return _build(name, raw, read_pages(pages, file))


def _read_picture(raw: bytes, file: str) -> Copy:
    """A picture without what stands beside it; its digest before that is kept."""
    try:
        plain = strip_photo(raw)
    except NotPlain as error:
        raise Refused("capture-refused.photo", reason=str(error)) from error
    name = "original.jpg" if raw.startswith(JPEG) else "original.png"
    original = {} if plain == raw else {"name": file, "sha256": hashlib.sha256(raw).hexdigest()}
    return Copy(name=name, raw=plain, original=original)


def _is_page(response: Response) -> bool:
    return response.status == "200" and (response.mime in HTML or response.mime == "application/pdf")


def _build(name: str, raw: bytes, read: ReadText) -> Copy:
    return Copy(
        name=name,
        raw=raw,
        text=read.text,
        title=read.title,
        how=read.how,
        signed=tuple(read.signed),
        problems=tuple(read.problems),
    )
