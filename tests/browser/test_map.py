"""The map as its readers use it: filter, search, share, keyboard, both themes, a phone, a file, axe."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sousveil.publish.maps.layers import MapLayers
from sousveil.publish.maps.site import SCRIPTS, build_map_site
from sousveil.publish.site import build_site
from sousveil.publish.writer import Publication
from sousveil.server.app import build_app
from tests.browser.axe import check_both_themes, needs_axe
from tests.browser.conftest import watch_page
from tests.browser.serving import serve
from tests.browser.watch import Watch
from tests.publish.maps.small_map import build_small_map
from tests.publish.small import build_small
from tests.publish.test_site import pages_of

PATIENCE_MS = 30_000  # drawing without a graphics card on a busy machine
NEAR = "at=15.00/44.81500/20.46500"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (SCRIPTS / "map.js").is_file():
        pytest.skip("the map's scripts are not built: tools/setup.sh dev says what is missing")
    return publish(build_small_map(), tmp_path_factory.mktemp("map") / "site")


def publish(layers: MapLayers, out: Path) -> Path:
    made = build_map_site(layers)
    publication = Publication()
    for path, content in build_site(pages_of(build_small()), made).items():
        publication.add(path, content, says=made.says.get(path, ""))
    publication.add("dossier.pdf", b"%PDF-1.7")
    publication.write(out)
    return out


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serve(build_app(folder)) as served:
        yield served


def wait(page: Page) -> None:
    page.wait_for_selector('#map[data-idle="1"]', timeout=PATIENCE_MS)


def open_map(page: Page, address: str, fragment: str = "") -> None:
    page.goto(f"{address}/map/index.html{'#' + fragment if fragment else ''}")
    wait(page)


def list_sight(page: Page) -> set[str]:
    return set(page.eval_on_selector_all("#in-sight button", "nodes => nodes.map(node => node.dataset.id)"))


@pytest.fixture
def phone(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark", has_touch=True)
    context.route("**/*", watch.guard)
    yield watch_page(context.new_page(), watch)
    context.close()


@pytest.fixture(autouse=True)
def nothing_leaves_and_nothing_complains(watch: Watch) -> Iterator[None]:
    yield
    assert watch.left == []
    assert watch.errors == []


def test_the_map_takes_the_place_of_the_drawing(page: Page, address: str) -> None:
    open_map(page, address)
    expect(page.locator("#map canvas")).to_be_visible()
    expect(page.locator(".drawn")).to_be_hidden()


def test_a_filter_leaves_the_cameras_that_it_asks_for(page: Page, address: str) -> None:
    open_map(page, address, NEAR)
    assert list_sight(page) == {"node/1", "node/2", "node/4", "node/5", "node 5"}
    page.get_by_label("Dome camera").uncheck()
    wait(page)
    expect(page.locator("#in-sight button")).to_have_count(3)
    page.get_by_label("Scenario").select_option("planned")
    page.get_by_role("button", name="Show all cameras").click()
    expect(page.locator('#in-sight button[data-id="node/3"]')).to_be_visible()
    page.get_by_label("Operator").select_option("Ministry")
    expect(page.locator("#in-sight button")).to_have_count(1)
    assert list_sight(page) == {"node/1"}


def test_a_list_and_a_state_are_asked_for_too(page: Page, address: str) -> None:
    open_map(page, address, NEAR)
    page.locator("#list").select_option("OpenStreetMap")
    expect(page.locator("#in-sight button")).to_have_count(2)
    assert list_sight(page) == {"node/1", "node/5"}
    page.get_by_role("button", name="Show all cameras").click()
    page.locator('input[name="state"][value="removed"]').uncheck()
    expect(page.locator('#in-sight button[data-id="node/4"]')).to_have_count(0)
    expect(page.locator("#in-sight button")).to_have_count(4)


def test_the_legend_stands_beside_the_map_with_what_is_supposed(page: Page, address: str) -> None:
    open_map(page, address)
    legend = page.locator(".legend")
    expect(legend).to_contain_text("IEC 62676-4")
    for look in ("low", "typical", "high"):
        expect(legend.locator(f".ground.{look}")).to_be_visible()
    assert legend.locator(".assumes li").count() > 0
    map_box, legend_box = page.locator("#map").bounding_box(), legend.bounding_box()
    assert map_box is not None
    assert legend_box is not None
    assert legend_box["y"] >= map_box["y"] + map_box["height"]


def test_the_slider_shows_what_stood_on_a_day(page: Page, address: str) -> None:
    open_map(page, address, f"{NEAR}&day=20190501")
    assert list_sight(page) == {"node/1", "node/2", "node/4", "node 5"}
    assert page.locator("#day-words").inner_text() == "standing on 1 May 2019"
    page.locator("#day").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#day-words")).to_have_text("standing on 31 December 2021")
    wait(page)
    expect(page.locator('#in-sight button[data-id="node/4"]')).to_have_count(
        0
    )  # missing since some day of 2021


@pytest.mark.parametrize("words", ["knez miloš", "КНЕЗА мил", "kneza milosa"])
def test_a_street_is_found_in_either_script(page: Page, address: str, words: str) -> None:
    open_map(page, address)
    page.get_by_label("Search for a street or camera").fill(words)
    expect(page.locator("#found li").first).to_contain_text("Кнеза Милоша")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#at=1[67]"), timeout=PATIENCE_MS)


def test_a_link_restores_the_view(page: Page, address: str) -> None:
    open_map(page, address, NEAR)
    page.get_by_label("Level of detail").select_option("detect")
    page.get_by_label("Panning camera").uncheck()
    page.locator('#in-sight button[data-id="node/1"]').click()
    expect(page.locator("#detail h3")).to_have_text("Раскрсница, Кнеза Милоша")
    wait(page)
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    wait(page)
    expect(page.get_by_label("Level of detail")).to_have_value("detect")
    expect(page.get_by_label("Panning camera")).not_to_be_checked()
    expect(page.locator("#detail h3")).to_have_text("Раскрсница, Кнеза Милоша")
    assert page.url == link


def test_a_link_made_by_somebody_else_does_no_harm(page: Page, address: str) -> None:
    open_map(
        page,
        address,
        "at=NaN/1e99/x&level=%3Cb%3E&kind=none&day=-4&camera=%3Cimg%20src=x%3E&show=what&names=xx",
    )
    assert page.locator("#panel img").count() == 0
    expect(page.locator("#map canvas")).to_be_visible()


def test_two_scenarios_stand_side_by_side_and_move_together(page: Page, address: str) -> None:
    open_map(page, address, f"{NEAR}&beside=planned")
    page.wait_for_selector('#map-second[data-idle="1"]', timeout=PATIENCE_MS)
    expect(page.locator("#map-title")).to_have_text("Kinds as known")
    expect(page.locator("#beside-title")).to_have_text("Unknown kinds supposed fixed")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_selector('#map-second:not([data-idle="1"])', timeout=PATIENCE_MS)
    page.wait_for_selector('#map-second[data-idle="1"]', timeout=PATIENCE_MS)
    page.get_by_label("Beside it").select_option("")
    expect(page.locator("#map-beside")).to_be_hidden()


def test_the_keyboard_reaches_map_and_cameras(page: Page, address: str) -> None:
    open_map(page, address, NEAR)
    page.locator("#map canvas").focus()
    page.keyboard.press("+")
    wait(page)
    expect(page).to_have_url(re.compile("at=16"), timeout=PATIENCE_MS)
    page.locator("#in-sight button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail a")).to_have_text("All that is known of this camera")
    page.locator("#detail a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cameras/*.html")
    assert "not known" in page.inner_text("main")


def test_what_a_case_says_stays_text(page: Page, address: str) -> None:
    open_map(page, address, f"{NEAR}&camera=node 5")
    expect(page.locator("#detail")).to_contain_text("<b>Shop & Co</b>")
    assert page.locator("#detail b").count() == 0


def test_a_phone_in_the_dark_needs_no_sideways_scrolling(phone: Page, address: str) -> None:
    open_map(phone, address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    for path in ("directory/streets.html", "cameras/node-1.html"):
        phone.goto(f"{address}/{path}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_change_of_theme_redraws_the_map(page: Page, address: str) -> None:
    open_map(page, address)
    light = page.locator("#map").screenshot()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)
    wait(page)
    assert page.locator("#map").screenshot() != light


def test_from_a_file_the_drawing_stands_and_says_why(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/map/index.html")
    expect(page.locator(".drawn img")).to_be_visible()
    assert page.evaluate("document.querySelector('.drawn img').naturalWidth") > 0
    assert "opened from a file" in page.inner_text("#why-drawn")
    expect(page.locator("#search")).to_be_hidden()


def test_without_scripts_the_drawing_stands_and_says_why(plain_page: Page, address: str) -> None:
    plain_page.goto(f"{address}/map/index.html")
    expect(plain_page.locator(".drawn img")).to_be_visible()
    assert "does not run" in plain_page.inner_text("#why-drawn")


def test_the_embedded_map_has_no_site_around_it_and_leads_to_it(page: Page, address: str) -> None:
    page.goto(f"{address}/map/embed.html#{NEAR}")
    wait(page)
    assert page.locator("nav").count() == 0
    assert "© OpenStreetMap contributors" in page.inner_text(".map-credit")
    page.locator("summary").first.click()
    expect(page.get_by_role("link", name="The whole site")).to_be_visible()


@needs_axe
@pytest.mark.parametrize(
    "path",
    [
        "map/index.html",
        "map/embed.html",
        "cameras/node-1.html",
        "directory/cameras.html",
        "directory/streets.html",
    ],
)
def test_axe_finds_nothing(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}" + (f"#{NEAR}&camera=node/1" if path.startswith("map/") else ""))
    if path.startswith("map/"):
        wait(page)
        expect(page.locator("#detail h3")).to_have_count(1)
    check_both_themes(page, path)
