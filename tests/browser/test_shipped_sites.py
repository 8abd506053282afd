"""The shipped cases as published: axe on every kind of page in both themes, every figure led back to its source."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import check_both_themes, needs_axe
from tests.browser.conftest import open_context, watch_page
from tests.browser.watch import Watch

WHOLE = (
    "index.html",
    "chronology.html",
    "contracts.html",
    "programmes.html",
    "duties.html",
    "requests.html",
    "indicators.html",
    "questions.html",
    "actors.html",
    "places.html",
    "unknowns.html",
    "data.html",
    "claims/index.html",
    "claims/part-1.html",
    "findings/index.html",
    "sources/index.html",
    "map/index.html",
)
MANY = ("claims/c-*.html", "findings/*-*.html", "questions/*.html", "sources/s-*.html")
CITY = (
    "index.html",
    "map/index.html",
    "directory/streets.html",
    "directory/streets-1.html",
    "cameras/cam-*.html",
)
FIGURES = "main a.figure, main a.why, main a:has(b.value), main a.hole"
SOURCES = ".chain a, main a[href*='sources/s-']"
COPIES = {"": "Copies kept", "sr-Cyrl/": "Сачуване копије"}
TRIES = 12
# Figures without a way to what they rest on; on the page of a claim the figure is its own.
ALONE = """() => [...document.querySelectorAll("main b.value")]
  .filter(node => !node.closest("a") && !node.closest("tr, li, .card, section")?.querySelector("a"))
  .map(node => node.textContent)"""


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = open_context(browser, watch, scripts=True)
    yield watch_page(context.new_page(), watch)
    context.close()
    assert (watch.left, watch.errors) == ([], [])


def list_pages(site: Path, whole: tuple[str, ...], many: tuple[str, ...]) -> list[str]:
    """One page of every kind, and of kinds that have many the longest, where most can go wrong."""
    longest = [max(site.glob(pattern), key=lambda path: path.stat().st_size) for pattern in many]
    return [*whole, *(path.relative_to(site).as_posix() for path in longest)]


def judge(page: Page, what: str) -> None:
    """No violation in the light, none in the dark, one heading, nothing wider than the window."""
    check_both_themes(page, what)
    assert page.locator("h1").count() == 1, what
    for width in (360, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{what}, {width} px"


@needs_axe
@pytest.mark.parametrize("language", ["", "sr-Latn/", "sr-Cyrl/"])
def test_every_kind_of_page_of_a_country(page: Page, shipped: Path, language: str) -> None:
    site = shipped / "serbia"
    paths = list_pages(site / language, WHOLE, MANY)
    for path in paths if not language else (paths[0], *paths[-3:]):
        page.goto((site / language / path).as_uri())
        judge(page, language + path)
        assert page.evaluate(ALONE) == [] or path.startswith("claims/c-"), path


@needs_axe
def test_every_kind_of_page_of_a_city(page: Page, shipped: Path) -> None:
    site = shipped / "helsinki"
    for pattern in CITY:
        path = min(site.glob(pattern))
        page.goto(path.as_uri())
        judge(page, pattern)


@pytest.mark.parametrize("language", ["", "sr-Cyrl/"])
def test_from_any_figure_to_its_source_in_two_clicks(plain_page: Page, shipped: Path, language: str) -> None:
    root = shipped / "serbia" / language
    chosen = random.Random(20251231)  # noqa: S311 - which figures are tried, the same each time
    found = (*sorted(root.glob("*.html")), *sorted(root.glob("claims/*.html")))
    pages = [path for path in found if has_figures(path)]
    for path in chosen.sample(pages, TRIES):
        plain_page.goto(path.as_uri())
        plain_page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
        figures = plain_page.locator(FIGURES)
        number = figures.count()
        assert number or path.parent.name == "claims", path
        if number:  # on the page of a claim that stands alone the first click was made
            figures.nth(chosen.randrange(number)).click()
        plain_page.locator(SOURCES).first.click()
        assert "/sources/s-" in plain_page.url, path
        expect(plain_page.locator("dl.facts")).to_contain_text(COPIES[language])


def has_figures(path: Path) -> bool:
    """Whether something on a page is a figure that can be followed."""
    text = path.read_text(encoding="utf-8")
    return '<b class="value' in text or 'class="figure"' in text


def test_one_kind_of_event_is_chosen_without_a_script(plain_page: Page, shipped: Path) -> None:
    plain_page.goto((shipped / "serbia" / "chronology.html").as_uri())
    events, years = plain_page.locator(".event:visible"), plain_page.locator(".year:visible")
    every = events.count()
    plain_page.get_by_label("contract").check()
    kinds = set(plain_page.locator(".event:visible .kind").all_inner_texts())
    assert kinds == {"contract"}
    assert 0 < events.count() < every
    assert years.count() == len(
        {text[-4:] for text in plain_page.locator(".year:visible h2").all_inner_texts()}
    )
    plain_page.get_by_label("everything").check()
    assert events.count() == every


def test_every_subject_is_listed_with_the_way_to_its_claims(plain_page: Page, shipped: Path) -> None:
    plain_page.goto((shipped / "serbia" / "claims" / "index.html").as_uri())
    plain_page.get_by_role("link", name="Safe City", exact=True).click()
    heading = plain_page.locator(":target h2")
    assert heading.inner_text() == "Safe City"
    assert heading.is_visible()
