"""The text of a PDF file by its pages, whether it is signed, and pages as pictures for reading scans.

Runs nothing that a file holds. Whether a signature is good is not looked at, only whether there is one.
"""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

MOST_PAGES = 5_000
SCAN_DPI = 300
"""What tesseract's own documentation asks for."""
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class BadPdf(ValueError):
    """A file that cannot be read as PDF."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of each page, the number of signatures, the title it gives itself."""

    title: str
    pages: tuple[str, ...]
    signatures: int

    @property
    def blank(self) -> tuple[int, ...]:
        """Numbers of the pages without text, from 1: scans, or empty."""
        return tuple(number for number, text in enumerate(self.pages, start=1) if not text.strip())


def read_pdf(raw: bytes) -> PdfText:
    """The text of a PDF file; raises BadPdf."""
    try:
        with pypdfium2.PdfDocument(raw) as document:
            if len(document) > MOST_PAGES:
                raise BadPdf(f"{len(document)} pages; up to {MOST_PAGES} are read")
            pages = tuple(_read_page(document, number) for number in range(len(document)))
            signatures = max(0, int(pdfium.FPDF_GetSignatureCount(document.raw)))
            return PdfText(str(document.get_metadata_value("Title")).strip(), pages, signatures)
    except (pypdfium2.PdfiumError, ctypes.ArgumentError) as error:
        raise BadPdf(str(error)) from error


def render_page(raw: bytes, number: int) -> bytes:
    """A page, from 1, as a grey picture in PGM, which tesseract reads; raises BadPdf."""
    try:
        with pypdfium2.PdfDocument(raw) as document:
            bitmap = document[number - 1].render(scale=SCAN_DPI / 72, grayscale=True)
            rows = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    except (pypdfium2.PdfiumError, ctypes.ArgumentError) as error:
        raise BadPdf(str(error)) from error
    lines = (rows[row * stride : row * stride + width] for row in range(height))
    return f"P5 {width} {height} 255\n".encode() + b"".join(lines)


def render_pages(pages: tuple[str, ...]) -> str:
    """The text of all pages, each below a line that says which it is."""
    return "".join(f"[page {number}]\n{text.strip()}\n\n" for number, text in enumerate(pages, start=1))


def _read_page(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of a page, from 0, in the order in which the file has it."""
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    return "\n".join(line.rstrip() for line in _UNPRINTED.sub("", text.replace("\r\n", "\n")).splitlines())
