"""The text of a PDF file by its pages, whether it is signed, and pages as pictures for reading scans.

Runs nothing that a file holds. Whether a signature is good is not looked at, only whether there is one. Some files end
the process in which this runs: `pdf_apart` reads them in another.
"""

import ctypes
import re

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from .pdf_apart import BadPdf, PdfText

MOST_PAGES = 5_000
MOST_LETTERS = 20_000_000
"""Letters of all pages: some twenty times the Bible, by policy of ours."""
SCAN_DPI = 300
"""What tesseract's own documentation asks for."""
MOST_DOTS = 140_000_000
"""Dots of a picture: a sheet of A0 at that. Larger pages are read coarser, by policy of ours."""
LONGEST = 32_767
"""Dots of a side that tesseract takes: its pictures count in 16 bits (`TDimension`)."""
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def read_pdf(raw: bytes) -> PdfText:
    """The text of a PDF file; raises BadPdf."""
    try:
        with pypdfium2.PdfDocument(raw) as document:
            if len(document) > MOST_PAGES:
                raise BadPdf(f"{len(document)} pages; up to {MOST_PAGES} are read")
            pages, letters = list[str](), 0
            for number in range(len(document)):
                pages.append(_read_page(document, number))
                letters += len(pages[-1])
                if letters > MOST_LETTERS:
                    raise BadPdf(f"its pages hold more than {MOST_LETTERS:,} letters")
            signatures = max(0, int(pdfium.FPDF_GetSignatureCount(document.raw)))
            return PdfText(str(document.get_metadata_value("Title")).strip(), tuple(pages), signatures)
    except (pypdfium2.PdfiumError, ctypes.ArgumentError) as error:
        raise BadPdf(str(error)) from error


def render_page(raw: bytes, number: int) -> bytes:
    """A page, from 1, as a grey picture in PGM, which tesseract reads; raises BadPdf."""
    try:
        with pypdfium2.PdfDocument(raw) as document:
            page = document[number - 1]
            bitmap = page.render(scale=_choose_scale(*page.get_size()), grayscale=True)
            rows = memoryview(bitmap.buffer).cast("B")
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            lines = (rows[row * stride : row * stride + width] for row in range(height))
            return f"P5 {width} {height} 255\n".encode() + b"".join(lines)
    except (pypdfium2.PdfiumError, ctypes.ArgumentError) as error:
        raise BadPdf(str(error)) from error


def _choose_scale(width: float, height: float) -> float:
    """Dots a point (1/72 inch) for a page of so many points, within what a picture may have."""
    whole = SCAN_DPI / 72
    sides = (LONGEST - 1) / max(width, height, 1)
    return float(min(whole, sides, (MOST_DOTS / max(width * height, 1)) ** 0.5))


def _read_page(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of a page, from 0, in the order in which the file has it."""
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    return "\n".join(line.rstrip() for line in _UNPRINTED.sub("", text.replace("\r\n", "\n")).splitlines())
