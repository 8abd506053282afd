"""The desk as a person uses it: a case built in a browser, by keyboard, with and without scripts, axe on every page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from sousveil.case.load import load_case
from sousveil.publish.tongue import LANGUAGES, tell
from tests.browser.axe import check_both_themes, needs_axe
from tests.browser.conftest import watch_page
from tests.browser.serving import serve_desk
from tests.browser.watch import Watch
from tests.server.desk_client import KEY, put_case
from tests.server.test_desk_cameras import write_list

PATIENCE_MS = 30_000
NASTY = (
    "<img src=x onerror=\"document.title='hit'\"></textarea><script>document.title='hit'</script>'\"&{{7*7}}"
)


@dataclass
class Desk:
    folder: Path
    address: str
    built: list[int]

    def at(self, path: str) -> str:
        return f"{self.address}/desk/{path}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = put_case(tmp_path / "case")
    site, built = folder / "build" / "site", list[int]()

    def build() -> None:
        built.append(1)
        site.mkdir(parents=True, exist_ok=True)
        title = (folder / "case.toml").read_text(encoding="utf-8").partition('title = "')[2].partition('"')[0]
        page = (
            '<!doctype html><html lang=en><head><meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'self' file:\"><title>t</title></head>"
            f"<body><h1>{title}</h1></body></html>"
        )
        (site / "index.html").write_text(page, encoding="utf-8")

    build()
    with serve_desk(folder, site, build) as address:
        yield Desk(folder, address, built)


@pytest.fixture(autouse=True)
def nothing_leaves_and_nothing_complains(watch: Watch) -> Iterator[None]:
    yield
    assert watch.left == []
    assert watch.errors == []


def enter(page: Page, desk: Desk) -> Page:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(desk.at(f"enter?key={KEY}"))
    expect(page).to_have_url(desk.at(""))
    return page


def test_a_source_and_a_claim_of_selected_words(page: Page, desk: Desk) -> None:
    enter(page, desk)
    page.get_by_role("link", name="Add a source", exact=True).click()
    page.get_by_label("Title (needed)").fill("Minutes of the council")
    page.get_by_label("What it is (needed)").select_option("report")
    page.get_by_label("What sort of voice it is (needed)").select_option("official")
    page.locator("#f-id").fill("s-minutes")
    page.get_by_role("button", name="Look at the change").first.click()
    expect(page.locator("#summary")).to_be_focused()
    page.get_by_role("button", name="Write it").first.click()
    expect(page.get_by_text("Written.")).to_be_visible()
    page.get_by_role("link", name="Go on with s-minutes").click()
    page.get_by_role("link", name="Its text: select words, make a claim of them").click()
    page.get_by_label("Passage, word for word").fill("Nothing here.\n\nThe town has over 1,000 cameras now.")
    page.get_by_role("button", name="Show it in paragraphs").click()
    expect(page.locator(".passage p")).to_have_count(2)
    page.evaluate(
        """() => {
          const text = document.querySelectorAll(".passage p")[1].firstChild, range = document.createRange();
          range.setStart(text, 13); range.setEnd(text, 31);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="Claim of the selected words").click()
    expect(page.get_by_label("The shortest phrase", exact=False)).to_have_value("over 1,000 cameras")
    expect(page.get_by_label("Where in the source", exact=False)).to_have_value("paragraph 2")
    page.get_by_label("What it is about", exact=False).fill("market")
    page.get_by_label("Which property of it", exact=False).fill("cameras")
    page.locator('input[name="reading"][value="1"]').check()
    page.get_by_role("button", name="Write it").first.click()
    expect(page.get_by_text("Written.")).to_be_visible()
    claim = load_case(desk.folder)[0].claims["c-minutes-cameras"]
    assert (claim.stated, claim.locator) == ("over 1,000 cameras", "paragraph 2")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back: the case reads as before.")).to_be_visible()
    assert "c-minutes-cameras" not in load_case(desk.folder)[0].claims


def press(page: Page, key: str) -> None:
    """Press a key once the page and its script are there, as a person would."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def test_pairs_by_keyboard_alone(page: Page, desk: Desk) -> None:
    for path in (desk.folder / "cameras").iterdir():
        path.unlink()
    rows = "".join(f"camera,R{n},{20.46 + n / 500},44.81,dome\n" for n in range(20))
    doubts = "camera,,20.7,44.81,\ncamera,,20.8,44.81,\ncamera,,20.9,44.81,\n"
    write_list(desk.folder, "mup", "official", rows + doubts)
    write_list(desk.folder, "walk", "citizens", rows + doubts)
    enter(page, desk)
    page.goto(desk.at("cameras/"))
    page.get_by_role("link", name="Begin with the likeliest").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="One camera, or two?")).to_be_visible()
    press(page, "s")
    expect(page.get_by_text("Last: same")).to_be_visible()
    press(page, "d")
    expect(page.get_by_text("Last: different")).to_be_visible()
    press(page, "u")
    expect(page.get_by_text("Last: same")).to_be_visible()
    press(page, "a")
    expect(page.get_by_text("Last: ambiguous")).to_be_visible()
    verdicts = sorted(one.verdict for one in load_case(desk.folder)[0].camera_decisions.values())
    assert verdicts == ["ambiguous", "same"]
    # A keyboard of Serbian Cyrillic has another letter on the key; the key is the same.
    page.wait_for_load_state("load")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'у', code: 'KeyU', bubbles: true}))"
    )
    expect(page.get_by_text("Last: same")).to_be_visible()
    keys = page.get_by_label("Single keys decide", exact=False)
    expect(keys).to_be_checked()  # so the script has run: what it has not checked yet cannot be unchecked
    keys.uncheck()
    press(page, "d")
    page.get_by_label("Why", exact=True).fill("ssss")
    assert len(load_case(desk.folder)[0].camera_decisions) == 1


def test_the_site_is_built_anew_and_loaded_again_when_a_file_changes(page: Page, desk: Desk) -> None:
    enter(page, desk)
    page.goto(f"{desk.address}/index.html")
    expect(page.get_by_role("heading")).to_have_text("Old Market")
    path = desk.folder / "case.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Old Market", "New Market"), encoding="utf-8")
    expect(page.get_by_role("heading")).to_have_text("New Market", timeout=PATIENCE_MS)
    assert len(desk.built) == 2


def test_a_case_is_built_without_scripts(plain_page: Page, desk: Desk) -> None:
    enter(plain_page, desk)
    plain_page.get_by_role("link", name="Add an event", exact=True).click()
    plain_page.get_by_label("Date", exact=False).fill("30 March 2024")
    plain_page.get_by_label("What happened, in a line", exact=False).fill("The council bought")
    plain_page.get_by_label("What sort of event", exact=False).select_option("contract")
    plain_page.get_by_role("button", name="Write it").first.click()
    expect(plain_page.get_by_text("Written.")).to_be_visible()
    assert load_case(desk.folder)[0].events["e-the-council-bought-2024"].date == "2024-03-30"


def test_markup_in_every_field_is_inert(page: Page, desk: Desk) -> None:
    enter(page, desk)
    for kind in ("sources", "claims", "events", "actors", "questions", "places", "contracts"):
        page.goto(desk.at(f"records/{kind}/new"))
        page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
        for node in page.locator("form.record input:not([type=hidden]), form.record textarea").all():
            if node.is_visible() and node.is_editable():
                node.fill(NASTY)
        page.get_by_role("button", name="Write it").first.click()
        expect(page.get_by_role("heading", name="Nothing was written")).to_be_visible()
        assert page.title() != "hit"
        assert page.locator("main img, main script").count() == 0
    page.goto(desk.at("records/events/new"))
    for name in ("title", "summary", "note"):
        page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
        page.locator(f"#f-{name}").fill(NASTY)
    page.locator("#f-id").fill("e-nasty")
    page.locator("#f-date").fill("2024")
    page.locator("#f-kind").select_option("law")
    page.get_by_role("button", name="Write it").first.click()
    expect(page.get_by_text("Written.")).to_be_visible()
    assert load_case(desk.folder)[0].events["e-nasty"].title == NASTY
    for path in (
        "",
        "records/events/",
        "records/events/e-nasty",
        "changes/",
        "findings/",
        "files/events/events.yaml",
    ):
        page.goto(desk.at(path))
        assert page.title() != "hit"
        assert page.locator("main img, main script").count() == 0


PAGES = (
    "",
    "records/claims/",
    "records/claims/new?source=s-gazette&stated=over 1,000 cameras",
    "records/sources/s-gazette",
    "records/lists/new",
    "findings/",
    "files/",
    "files/case.toml",
    "changes/",
    "cameras/",
    "cameras/upload",
    "sightings/new",
    "passages/s-gazette",
    "captures/s-gazette",
)


def read_in(page: Page, desk: Desk, tag: str, path: str) -> None:
    """A page of the desk, its language chosen as its links do."""
    page.goto(desk.at(f"language/{tag}?back={quote(f'/desk/{path}')}"))
    expect(page).to_have_url(desk.at(path.replace(" ", "%20")))
    expect(page.locator("html")).to_have_attribute("lang", tag)


@needs_axe
def test_axe_finds_nothing(page: Page, desk: Desk) -> None:
    """The languages take turns, a page each."""
    enter(page, desk)
    for path, tag in zip(PAGES, cycle(LANGUAGES)):  # the second does not end
        read_in(page, desk, tag, path)
        check_both_themes(page, f"{tag} {path}")
    read_in(page, desk, "sr-Cyrl", "records/events/new")
    page.locator('button[name="do"][value="write"]').first.click()
    expect(page.locator("#summary")).to_be_focused()
    check_both_themes(page, "a form with faults")
    page.goto(desk.at("passages/s-gazette"))
    page.locator("#pasted").fill("One.\n\nTwo.")
    page.get_by_role("button", name=tell("desk_passage.show", "sr-Cyrl")).click()
    expect(page.locator(".passage p")).to_have_count(2)
    check_both_themes(page, "a passage")


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, watch: Watch, desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.route("**/*", watch.guard)
    page = enter(watch_page(context.new_page(), watch), desk)
    for path, tag in zip(
        PAGES, cycle(("sr-Latn", "sr-Cyrl"))
    ):  # the second does not end; their words are longer
        read_in(page, desk, tag, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()
