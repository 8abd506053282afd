"""A walk beside the map: two clicks, or the keyboard alone; axe; gone when the page is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sousveil.publish.maps.site import SCRIPTS
from tests.browser.axe import check_both_themes, needs_axe
from tests.browser.serving import serve_desk
from tests.browser.test_map import PATIENCE_MS, wait
from tests.browser.watch import Watch
from tests.server.desk_client import KEY

HELSINKI = Path(__file__).parents[2] / "examples" / "helsinki"


@pytest.fixture(scope="module")
def address(shipped: Path) -> Iterator[str]:
    if not (SCRIPTS / "map.js").is_file():
        pytest.skip("the map's scripts are not built: tools/setup.sh dev says what is missing")
    with serve_desk(HELSINKI, shipped / "helsinki", lambda: None) as served:
        yield served


@pytest.fixture(autouse=True)
def nothing_leaves_and_nothing_complains(watch: Watch) -> Iterator[None]:
    yield
    assert watch.left == []
    assert watch.errors == []


@pytest.fixture
def map_page(page: Page, address: str) -> Page:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{address}/desk/enter?key={KEY}")
    page.goto(f"{address}/map/index.html#at=15.50/60.17150/24.94150")
    wait(page)
    return page


def test_two_clicks_draw_a_walk_and_its_strip(map_page: Page) -> None:
    map_page.click("#walk-title")
    map_page.click("#walk-pick")
    box = map_page.locator("#map").bounding_box()
    assert box is not None
    for right, down in ((0.3, 0.7), (0.6, 0.3)):
        map_page.mouse.click(box["x"] + right * box["width"], box["y"] + down * box["height"])
    expect(map_page.locator("#walk-result .strip rect").first).to_be_attached(timeout=PATIENCE_MS)
    map_page.wait_for_function(
        "() => document.getElementById('map').moving.querySourceFeatures('walk').length > 0"
    )
    assert "walk" not in map_page.url
    map_page.click("#walk-clear")
    expect(map_page.locator("#walk-result")).to_be_empty()
    stored = map_page.evaluate("() => localStorage.length + sessionStorage.length")
    assert stored == 0


def test_the_keyboard_alone_draws_one(map_page: Page) -> None:
    map_page.focus("#walk-title")
    map_page.keyboard.press("Enter")
    map_page.keyboard.press("Tab")
    map_page.keyboard.type("Kaivokatu & Mikonkatu")
    map_page.keyboard.press("Tab")
    map_page.keyboard.type("60.1745,24.9415")
    map_page.keyboard.press("Enter")
    expect(map_page.locator("#walk-status")).to_have_text(
        "The walk is on the map and below.", timeout=PATIENCE_MS
    )
    map_page.click("#walk-result summary")
    assert map_page.locator("#walk-result tbody tr").count() > 3


@needs_axe
def test_axe_finds_nothing_beside_the_map_nor_on_the_page_of_a_walk(map_page: Page, address: str) -> None:
    map_page.click("#walk-title")
    for path in ("", "/desk/walk"):
        if path:
            map_page.goto(address + path)
        map_page.fill("#walk-from", "Kaivokatu & Mikonkatu")
        map_page.fill("#walk-to", "60.1745,24.9415")
        map_page.click("text=Show the walk")
        expect(map_page.locator(".strip")).to_be_visible(timeout=PATIENCE_MS)
        check_both_themes(map_page, path)
