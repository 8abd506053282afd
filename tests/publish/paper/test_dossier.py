import json
import re
import zlib
from dataclasses import replace
from functools import cache

from sousveil.evidence import check
from sousveil.publish.build.pages import build_pages
from sousveil.publish.gate.select import Redactions
from sousveil.publish.paper.coverage import make_printable, read_covered
from sousveil.publish.paper.dossier import build_dossier, read_keys, render_dossier_data
from sousveil.publish.paper.typeset import TEMPLATES
from sousveil.publish.payloads import Pages
from sousveil.publish.tongue import LANGUAGES
from tests.publish.small import DAY, build_small
from tests.publish.test_site import EVIL, pages_of


def set_dossier(pages: Pages) -> bytes:
    return build_dossier(render_dossier_data(pages), as_of=pages.edition.as_of)


@cache
def small_pdf() -> bytes:
    return set_dossier(pages_of(build_small()))


def streams(pdf: bytes) -> bytes:
    """The PDF with its compressed streams opened as far as they can be."""
    found = [pdf]
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_it_is_pdf_a_with_our_fonts_and_no_others() -> None:
    content = streams(small_pdf())
    fonts = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z0-9-]+)", content))
    assert fonts <= {b"NotoSans-Regular", b"NotoSans-Bold", b"NotoSans-Italic"}
    assert b"NotoSans-Regular" in fonts
    assert re.search(rb"pdfaid:part>2<|pdfaid:part=\"2\"", content)


def test_the_same_case_gives_the_same_bytes() -> None:
    assert set_dossier(pages_of(build_small())) == small_pdf()


def test_serbian_in_both_scripts_can_be_set() -> None:
    letters = "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШčćđšžČĆĐŠŽ„”’–…"
    assert not [letter for letter in letters if ord(letter) not in read_covered()]


def test_what_the_font_cannot_show_is_spelt_out() -> None:
    assert make_printable("Београд (3, ∞) 华") == "Београд (3, no end) [U+534E]"


def test_strange_words_are_set_as_text() -> None:
    case = build_small()
    strange = f'#panic("x") *a* _b_ $c$ @d <e> \\ // 华为 \u0007 \u200b {EVIL}'
    title = case.manifest.model_copy(update={"title": strange, "summary": strange})
    source = case.sources["s-a"].model_copy(update={"title": strange})
    pages = pages_of(replace(case, manifest=title, sources={**case.sources, "s-a": source}))
    assert set_dossier(pages).startswith(b"%PDF-")


def test_the_words_of_the_dossier_are_those_of_the_site() -> None:
    pages = pages_of(build_small())
    data = render_dossier_data(pages)
    for line in (page.line for page in pages.findings):
        assert make_printable(line.sentence).replace('"', '\\"') in data


def test_every_word_of_the_dossier_is_there_in_every_language() -> None:
    assert len(read_keys()) > 50
    for language in LANGUAGES:
        case = build_small()
        pages = build_pages(case, check(case), as_of=DAY, language=language, redactions=Redactions())
        told = json.loads(render_dossier_data(pages))
        assert set(told["words"]) == read_keys()
        assert set_dossier(pages).startswith(b"%PDF-")


def test_the_template_has_no_words_of_its_own() -> None:
    text = (TEMPLATES / "dossier.typ").read_text(encoding="utf-8")
    code = re.sub(r"//[^\n]*", "", text)
    assert not re.findall(r"\[(?:[^\[\]#]*\s)?[A-Za-z]{4,} [a-z]{2,}[^\[\]]*\]", code)
