"""Files made to end whatever reads them: they cost their own text and nothing else, in memory and time that are set."""

import zlib
from collections.abc import Iterator
from contextlib import suppress

import pytest

from sousveil.adapters.captures import pdf_apart, pdftext
from sousveil.adapters.captures.pdf_apart import BadPdf, Limits, PdfReader
from tests.workbench.custody.pdfs import render_pdf

SMALL = Limits(memory=256 << 20, seconds=60)


@pytest.fixture
def reader() -> Iterator[PdfReader]:
    with PdfReader(SMALL) as made:
        yield made
    pdf_apart.end_waiting()


def pack(content: bytes, about: bytes = b"", box: bytes = b"[0 0 200 100]") -> bytes:
    """A file of one page whose content is given as it is."""
    plain = render_pdf("x").replace(b"[0 0 200 100]", box)
    start, end = plain.index(b"5 0 obj"), plain.index(b"xref")
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)
    return plain[:start] + b"5 0 obj\n" + stream + b"\nendobj\n" + plain[end:]


def pack_bomb(megabytes: int) -> bytes:
    """A page of so many million zeros, packed three times over."""
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    filters = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return pack(zlib.compress(zlib.compress(once, 9), 9), filters)


def test_a_file_that_unpacks_without_end_ends_only_what_reads_it(reader: PdfReader) -> None:
    bomb = pack_bomb(300)
    assert len(bomb) < 10_000
    for ask in (reader.read, lambda raw: reader.render(raw, 1)):
        with pytest.raises(BadPdf, match="more than 256 MiB"):
            ask(bomb)
        assert reader.read(render_pdf("After it")).pages == ("After it",)


@pytest.mark.parametrize("sides", [(200, 100), (9_999_999, 9_999_999), (1, 9e12), (14_400, 14_400)])
def test_a_page_of_any_size_becomes_a_picture_that_can_be_read(sides: tuple[float, float]) -> None:
    scale = pdftext._choose_scale(*sides)
    assert scale <= pdftext.SCAN_DPI / 72
    assert (scale == pdftext.SCAN_DPI / 72) == (sides == (200, 100))
    assert max(sides) * scale < 32_767
    assert sides[0] * scale * sides[1] * scale <= 140_000_001


def test_a_page_is_drawn_at_three_hundred_dots_an_inch(reader: PdfReader) -> None:
    assert reader.render(render_pdf("x"), 1).startswith(b"P5 834 417 ")  # 200 by 100 points, of 72 an inch
    assert reader.render(pack(b"", box=b"[0 0 3 99999]"), 1).startswith(b"P5 1 ")


@pytest.mark.parametrize("content", [b"q " * 1_000_000, b"[" * 1_000_000, b"<< /X " * 300_000])
def test_endless_nesting_ends_nothing(content: bytes, reader: PdfReader) -> None:
    with suppress(BadPdf):
        assert reader.read(pack(content)).pages == ("",)
    assert reader.read(render_pdf("After it")).pages == ("After it",)


def test_what_takes_too_long_is_ended() -> None:
    with PdfReader(Limits(seconds=0.01)) as reader, pytest.raises(BadPdf, match=r"more than 0\.01 s"):
        reader.read(pack(b"[" * 1_000_000))


def test_one_process_reads_many_files() -> None:
    read = []
    for _ in range(2):
        with PdfReader() as reader:
            for text in ("a", "b"):
                assert reader.read(render_pdf(text)).pages == (text,)
                assert reader._child
                read.append(reader._child.process.pid)
    assert len(set(read)) == 1


def test_what_is_no_pdf_says_so(reader: PdfReader) -> None:
    with pytest.raises(BadPdf, match="Failed to load"):
        reader.read(b"%PDF-1.4\nnothing")
