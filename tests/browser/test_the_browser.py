"""The browser that other tests look through draws both scripts, sees what leaves, and can do without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.watch import Watch

HTML = """<!doctype html><html lang="sr"><meta charset="utf-8"><title>Проба</title>
<h1>Čačak — Чачак</h1><p id="p">plain</p>
<script>document.getElementById("p").textContent = "scripted"</script>{more}</html>"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    (tmp_path / "plain.html").write_text(HTML.format(more=""), encoding="utf-8")
    (tmp_path / "leaving.html").write_text(
        HTML.format(more='<img src="https://example.org/dot.png" alt="">'), encoding="utf-8"
    )
    return tmp_path.as_uri()


def test_a_page_from_a_file_is_read(page: Page, watch: Watch, address: str) -> None:
    page.goto(f"{address}/plain.html")
    assert page.title() == "Проба"
    assert page.inner_text("h1") == "Čačak — Чачак"
    assert page.inner_text("p") == "scripted"
    assert watch.left == []
    assert watch.errors == []


def test_a_request_that_leaves_is_seen_and_stopped(page: Page, watch: Watch, address: str) -> None:
    page.goto(f"{address}/leaving.html")
    assert watch.left == ["https://example.org/dot.png"]


def test_a_reader_without_scripts(plain_page: Page, address: str) -> None:
    plain_page.goto(f"{address}/plain.html")
    assert plain_page.inner_text("p") == "plain"
