"""Takes the README's pictures from the sites of the shipped cases, as a browser shows them.

`python -m tools.pictures` builds both cases and writes `docs/images`; `--sites FOLDER` takes sites that stand there
already, as `serbia` and `helsinki`. Needs a Chromium, as the tests that look at pages do.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from sousveil.server.app import build_app
from tests.browser.conftest import FLAGS, NONE, find_chromium
from tests.browser.serving import serve

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
WINDOW = (1200, 900)
MAP_WINDOW = (1190, 780)
FINDING = "findings/recompute-d-gis-discount.html"
CORNER = "#at=16.60/60.17080/24.94300&scenario=supposed"
"""Kaivokatu and Mikonkatu: cameras whose ground meets, walls that end it, and some of which nothing is known."""
PATIENCE_MS = 60_000


def build_sites(folder: Path) -> Path:
    """The sites of the shipped cases, each below its name."""
    for name in ("serbia", "helsinki"):
        case = str(ROOT / "examples" / name)
        command = [sys.executable, "-m", "sousveil", "build", case, "--out", str(folder / name)]
        subprocess.run(command, check=True)
    return folder


def take_finding(page: Page, sites: Path) -> None:
    """A finding of the Serbia case, its first screen."""
    page.set_viewport_size({"width": WINDOW[0], "height": WINDOW[1]})
    with serve(build_app(sites / "serbia")) as address:
        page.goto(f"{address}/{FINDING}")
        page.screenshot(path=IMAGES / "finding.png")


def take_map(page: Page, sites: Path) -> None:
    """A corner of Helsinki on the moving map."""
    page.set_viewport_size({"width": MAP_WINDOW[0], "height": MAP_WINDOW[1]})
    with serve(build_app(sites / "helsinki")) as address:
        page.goto(f"{address}/map/index.html{CORNER}")
        page.wait_for_selector('#map[data-idle="1"]', timeout=PATIENCE_MS)
        page.locator("#map").screenshot(path=IMAGES / "helsinki.png", style=".tools { display: none; }")


def main() -> None:
    """Take both."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sites", type=Path)
    given = parser.parse_args().sites
    path = find_chromium()
    if path is None:
        raise SystemExit(NONE)
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        sites = given or build_sites(Path(room))
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        page = chromium.new_page(color_scheme="light", bypass_csp=True)  # to leave the buttons out
        take_finding(page, sites)
        take_map(page, sites)
        chromium.close()


if __name__ == "__main__":
    main()
