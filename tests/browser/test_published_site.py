"""A published site as its readers meet it: from a file, without scripts, on a phone, in the dark, by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sousveil.publish.site import build_site
from sousveil.publish.writer import Publication
from tests.browser.conftest import open_context, watch_page
from tests.browser.watch import Watch
from tests.publish.small import build_small
from tests.publish.test_site import pages_of

PAGES = (
    "index.html",
    "findings/index.html",
    "claims/index.html",
    "claims/c-a.html",
    "chronology.html",
    "contracts.html",
    "programmes.html",
    "indicators.html",
    "questions.html",
    "sources/index.html",
    "sources/s-a.html",
    "actors.html",
    "places.html",
    "unknowns.html",
)
# WCAG 2.2, 1.4.3: relative luminance and the ratio of the lighter to the darker.
CONTRAST = """() => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = light(getComputedStyle(document.documentElement).backgroundColor);
  let least = 21, where = "";
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const own = light(node.ownerSVGElement ? getComputedStyle(node).fill : getComputedStyle(node).color);
    const ratio = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
    if (ratio < least) { least = ratio; where = node.className + ": " + node.textContent.slice(0, 40); }
  }
  return [least, where, ground];
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    publication = Publication()
    for path, content in build_site(pages_of(build_small())).items():
        publication.add(path, content)
    publication.add("dossier.pdf", b"%PDF-1.7")
    out: Path = tmp_path_factory.mktemp("published") / "site"
    publication.write(out)
    return out.as_uri()


@pytest.fixture(scope="module")
def open_site(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """One window for all pages, without scripts."""
    watch = Watch()
    context = open_context(browser, watch, scripts=False)
    yield watch_page(context.new_page(), watch), watch
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_from_a_file_and_can_be_read_in_both_themes_and_on_a_phone(
    open_site: tuple[Page, Watch], site: str, path: str
) -> None:
    page, watch = open_site
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="light")
    page.goto(f"{site}/{path}")
    assert page.locator("h1").count() == 1
    assert page.locator("footer").is_visible()
    grounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        least, where, ground = page.evaluate(CONTRAST)
        assert least >= 4.5, (scheme, where)
        grounds.add(ground)
    assert len(grounds) == 2
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert (watch.left, watch.errors) == ([], [])


def test_our_style_and_font_are_used(page: Page, site: str, watch: Watch) -> None:
    page.goto(f"{site}/sources/s-a.html")
    load = "() => document.fonts.load('16px \"Noto Sans\"', 'Београд Šč a').then(fs => fs.map(f => f.status))"
    assert page.evaluate(load) == ["loaded"] * 3  # Latin, extended Latin, Cyrillic
    assert watch.errors == []


def test_the_keyboard_reaches_the_text_first(page: Page, site: str) -> None:
    page.goto(f"{site}/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_from_a_figure_to_its_source_in_two_clicks(plain_page: Page, site: str) -> None:
    plain_page.goto(f"{site}/questions.html")
    plain_page.click("a.figure >> text=1,000 cameras")
    plain_page.click(".chain a")
    expect(plain_page).to_have_url(re.compile("/sources/s-a.html$"))
    assert "Cameras in the city" in plain_page.inner_text("h1")
