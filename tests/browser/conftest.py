"""A browser for the tests that look at pages, and a page that refuses to leave this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.watch import Watch

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = (
    "no Chromium: `apt-get install chromium`, or set SOUSVEIL_CHROMIUM to the path of any Chromium or Chrome"
)
# No sandbox inside containers; software drawing, so that a machine without a graphics card shows the same;
# nothing that would look for updates.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    """SOUSVEIL_CHROMIUM where it is set, else the first of the usual names on the PATH."""
    return os.environ.get("SOUSVEIL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of a file; where there is none the test counts as skipped, with what to do.

    Not for all files: while it is open an event loop runs in this thread, and other tests start loops of their own.
    """
    path = find_chromium()
    if path is None:
        pytest.skip(NONE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


def open_context(browser: Browser, watch: Watch, *, scripts: bool) -> BrowserContext:
    context = browser.new_context(java_script_enabled=scripts)
    context.route("**/*", watch.guard)
    return context


def watch_page(page: Page, watch: Watch) -> Page:
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("console", lambda said: watch.errors.append(said.text) if said.type == "error" else None)
    return page


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page with scripts; what it asked for elsewhere stands in `watch.left`, its errors in `watch.errors`."""
    context = open_context(browser, watch, scripts=True)
    yield watch_page(context.new_page(), watch)
    context.close()


@pytest.fixture
def plain_page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page as a reader without JavaScript sees it."""
    context = open_context(browser, watch, scripts=False)
    yield watch_page(context.new_page(), watch)
    context.close()
