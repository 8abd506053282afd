"""A case written from nothing, in each language, by somebody who opens no terminal: from a source to a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sousveil.case.load import load_case
from sousveil.publish.tongue import LANGUAGES, tell
from sousveil.workbench.build import build_case
from sousveil.workbench.custody.verifying import verify_case
from tests.browser.serving import serve_desk
from tests.browser.watch import Watch
from tests.server.desk_client import KEY

PATIENCE_MS = 30_000
MINUTES = (
    "Minutes of the council.\n\nThe town has 1,000 cameras in the market.\n\nThe council rose at noon.\n"
)
REPORT = (
    "<html><head><title>Report</title></head><body><p>They saw 1,400 cameras in the market.</p></body></html>"
)
LIST = "what,id,lon,lat,kind\n" + "".join(f"camera,R{n},{20.46 + n / 500},44.81,dome\n" for n in range(20))
DOUBTS = "camera,,20.7,44.81,\ncamera,,20.8,44.81,\n"
DECIDED = (("s", "same"), ("d", "different"), ("u", "same"))


@dataclass
class Desk:
    folder: Path
    address: str
    language: str

    def say(self, key: str, **args: str) -> str:
        """Words of the desk as they stand on the page, their last field left out."""
        said = tell(key, self.language, **args)
        return said.partition("{")[0]

    def field(self, words: str, *, needed: bool = False) -> str:
        """What a field is called."""
        name = words if self.language == "en" else tell(f"field.{words}", self.language)
        return f"{name} ({self.say('desk_form.needed')})" if needed else name

    def at(self, path: str) -> str:
        return f"{self.address}/desk/{path}"


@pytest.fixture(
    params=[
        "en",
        pytest.param("sr-Latn", marks=pytest.mark.trial),
        pytest.param("sr-Cyrl", marks=pytest.mark.trial),
    ]
)
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    folder = tmp_path / "old-market"
    folder.mkdir()
    (folder / "case.toml").write_text(
        'format = 1\nid = "old-market"\ntitle = "Old Market"\n', encoding="utf-8"
    )
    site = folder / "build" / "site"
    with serve_desk(folder, site, lambda: build_case(folder, site)) as address:
        yield Desk(folder, address, request.param)


def write_it(page: Page, desk: Desk) -> None:
    page.get_by_role("button", name=desk.say("desk_form.write"), exact=True).first.click()
    expect(page.get_by_text(desk.say("desk_step.is_stands"), exact=False).first).to_be_visible()


def say_what_it_is(page: Page, desk: Desk) -> None:
    page.get_by_role("link", name=desk.say("desk.manifest")).click()
    text = page.get_by_role("textbox").first
    text.fill(text.input_value() + 'as_of = "2025-01-31"\nlicence = "CC-BY-4.0"\n')
    write_it(page, desk)


def add_source(page: Page, desk: Desk, title: str, sort: str, file: tuple[str, str, str]) -> None:
    """A source by form, and a file handed over as its copy; ends at its text."""
    page.goto(desk.at("records/sources/new"))
    page.get_by_label(desk.field("Title", needed=True)).fill(title)
    page.get_by_label(desk.field("What it is", needed=True)).select_option("report")
    page.get_by_label(desk.field("What sort of voice it is", needed=True)).select_option(sort)
    write_it(page, desk)
    page.get_by_role("link", name=desk.say("desk_capture.store_copy")).click()
    name, mime, content = file
    page.get_by_label(desk.say("data.file")).set_input_files(
        {"name": name, "mimeType": mime, "buffer": content.encode()}
    )
    page.get_by_role("button", name=desk.say("desk_capture.store")).click()
    expect(page.get_by_role("heading", name=desk.say("desk_capture.stored"))).to_be_visible()
    page.get_by_role("link", name=desk.say("desk_passage.way")).click()


def claim_words(page: Page, desk: Desk, words: str) -> None:
    """Select words in the stored text as a mouse would, and make a claim of them."""
    expect(page.locator(".passage").first).to_be_visible()
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.querySelector(".passage"), NodeFilter.SHOW_TEXT);
          for (let text = walk.nextNode(); text; text = walk.nextNode()) {
            const at = text.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(text, at); range.setEnd(text, at + words.length);
            getSelection().removeAllRanges(); getSelection().addRange(range);
            return;
          }
          throw new Error("not in the text: " + words);
        }""",
        words,
    )
    page.get_by_role("button", name=desk.say("desk_passage.selected")).click()
    expect(page.get_by_text(desk.say("desk_form.found", where="{").rstrip(" {"), exact=False)).to_be_visible()
    page.locator("#f-subject").fill("market")
    page.locator("#f-measure").fill("cameras")
    write_it(page, desk)


def take_in(page: Page, desk: Desk, name: str, kind: str, rows: str) -> None:
    page.goto(desk.at("cameras/upload"))
    page.get_by_label(desk.say("data.file")).set_input_files(
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": (LIST + rows).encode()}
    )
    page.get_by_label(desk.say("desk_upload.kind")).select_option(kind)
    page.get_by_label(desk.say("desk_upload.name")).fill(name)
    page.get_by_label(desk.say("desk_upload.day")).fill("2024")
    page.get_by_role("button", name=desk.say("desk_upload.read")).click()
    expect(page.get_by_text(desk.say("desk_step.is_stands"))).to_be_visible()


def test_a_case_from_nothing(page: Page, desk: Desk, watch: Watch) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(desk.at(f"enter?key={KEY}"))
    if desk.language != "en":
        page.get_by_role("link", name=LANGUAGES[desk.language]).click()
    expect(page.locator("html")).to_have_attribute("lang", desk.language)
    say_what_it_is(page, desk)
    add_source(page, desk, "Minutes", "official", ("minutes.txt", "text/plain", MINUTES))
    claim_words(page, desk, "1,000 cameras")
    add_source(page, desk, "Report", "journalism", ("report.html", "text/html", REPORT))
    claim_words(page, desk, "1,400 cameras")
    case = load_case(desk.folder)[0]
    assert [(c.source, c.stated, c.locator) for c in case.claims.values()] == [
        ("s-minutes", "1,000 cameras", "paragraph 2"),
        ("s-report", "1,400 cameras", "paragraph 1"),
    ]
    assert not verify_case(desk.folder).problems
    give_verdict(page, desk)
    add_event(page, desk)
    take_in(page, desk, "Ministry", "official", DOUBTS)
    take_in(page, desk, "Walk", "citizens", DOUBTS)
    decide_by_keyboard(page, desk)
    two_windows(page, desk)
    read_site(page, desk)
    assert (watch.left, watch.errors) == ([], [])


def give_verdict(page: Page, desk: Desk) -> None:
    page.goto(desk.at("findings/"))
    page.get_by_role("link", name=desk.say("desk_finding.judge")).first.click()
    page.locator("#f-verdict").select_option("disputed")
    page.locator("#f-reason").fill("Both were read again.")
    page.locator("#f-by").fill("A. Editor")
    write_it(page, desk)
    assert len(load_case(desk.folder)[0].decisions) == 1


def add_event(page: Page, desk: Desk) -> None:
    page.goto(desk.at("records/events/new"))
    page.locator("#f-date").fill("30 March 2024")
    page.get_by_label(desk.field("What happened, in a line"), exact=False).fill("The council met")
    page.get_by_label(desk.field("What sort of event"), exact=False).select_option("contract")
    write_it(page, desk)
    page.get_by_role("button", name=desk.say("desk_step.undo")).click()
    expect(page.get_by_text(desk.say("desk_step.is_back"))).to_be_visible()
    assert load_case(desk.folder)[0].events == {}
    page.get_by_role("button", name=desk.say("desk_step.redo")).click()
    expect(page.get_by_text(desk.say("desk_step.is_stands"))).to_be_visible()


def decide_by_keyboard(page: Page, desk: Desk) -> None:
    page.goto(desk.at("cameras/"))
    page.get_by_role("link", name=desk.say("desk_cameras.begin")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=desk.say("desk_pair.title"))).to_be_visible()
    for key, verdict in DECIDED:
        said = tell(
            "desk_pair.last", desk.language, what=tell(f"desk_step.{verdict}", desk.language, about="")
        )
        page.wait_for_load_state("load")
        page.keyboard.press(key)
        expect(page.get_by_text(said.rstrip(" .:"))).to_be_visible()
    (decision,) = load_case(desk.folder)[0].camera_decisions.values()
    assert decision.verdict == "same"


def two_windows(page: Page, desk: Desk) -> None:
    """Of two windows on one record the second writes nothing and shows both texts."""
    first, second = desk.at("records/sources/s-minutes"), page.context.new_page()
    page.goto(first)
    second.goto(first)
    page.get_by_label(desk.field("Title", needed=True)).fill("Minutes of March")
    write_it(page, desk)
    second.get_by_label(desk.field("Title", needed=True)).fill("Minutes of April")
    second.get_by_role("button", name=desk.say("desk_form.write"), exact=True).first.click()
    expect(second.get_by_role("alert").get_by_text(desk.say("desk_conflict.lead"))).to_be_visible()
    assert load_case(desk.folder)[0].sources["s-minutes"].title == "Minutes of March"
    second.close()


def read_site(page: Page, desk: Desk) -> None:
    """The site was built beside the work: from a figure to its claim and on to its source with the stored copy."""
    path = desk.folder / "build" / "site" / "sources" / "s-minutes.html"
    for _ in range(PATIENCE_MS // 200):
        if path.is_file() and "Minutes of March" in path.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(200)
    page.goto(f"{desk.address}/claims/index.html")
    expect(page.get_by_role("link", name="1,400 cameras")).to_be_visible()
    page.get_by_role("link", name="1,000 cameras").first.click()
    page.locator(".chain a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Minutes of March", timeout=PATIENCE_MS)
    expect(page.get_by_text("SHA-256", exact=False).first).to_be_visible()
