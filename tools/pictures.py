"""Takes the pictures of the README and the docs from built sites, as a browser shows them.

`python -m tools.pictures` builds both shipped cases, and one of Monaco where its extract lies in `shared/data` beside
the checkout, and writes `docs/images`; `--sites FOLDER` takes sites that stand there already, as `serbia`, `helsinki`
and `monaco`, each if it is there. Needs a Chromium, as the tests that look at pages do.
"""

import argparse
import shutil
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
MONACO = ROOT.parent / "shared" / "data" / "monaco-2025-02.osm.pbf"
MONACO_CORNER = "#at=16.90/43.73250/7.41560"
"""Boulevard de Belgique and Boulevard Charles III: a fixed camera with a direction, and two domes."""
MONACO_CASE = """
format = 1
id = "monaco"
title = "Cameras of Monaco"
summary = "What volunteers had mapped by February 2025."
language = "en"
languages = ["en"]
as_of = "2025-02-07"
jurisdiction = "MC"
licence = "ODbL-1.0"
unknown = ["Which streets were looked at."]

[city]
extract = "places/monaco.osm.pbf"
as_of = "2025-02"
licence = "ODbL-1.0"
attribution = "© OpenStreetMap contributors, Open Database License (ODbL) 1.0"
"""
PATIENCE_MS = 60_000


def build_sites(folder: Path) -> Path:
    """The sites of the cases, each below its name."""
    for name in ("serbia", "helsinki"):
        run("build", ROOT / "examples" / name, "--out", folder / name)
    if MONACO.is_file():
        case = folder / "case"
        (case / "places").mkdir(parents=True)
        (case / "case.toml").write_text(MONACO_CASE, encoding="utf-8")
        extract = case / "places" / "monaco.osm.pbf"
        shutil.copyfile(MONACO, extract)
        run("cameras", "import", case, extract, "--id", "osm", "--kind", "map")
        run("build", case, "--out", folder / "monaco")
    return folder


def run(*words: str | Path) -> None:
    """A command, which succeeds."""
    subprocess.run([sys.executable, "-m", "sousveil", *map(str, words)], check=True)


def take_finding(page: Page, sites: Path) -> None:
    """A finding of the Serbia case, its first screen."""
    page.set_viewport_size({"width": WINDOW[0], "height": WINDOW[1]})
    with serve(build_app(sites / "serbia")) as address:
        page.goto(f"{address}/{FINDING}")
        page.screenshot(path=IMAGES / "finding.png")


def take_map(page: Page, site: Path, corner: str) -> None:
    """A corner of a moving map."""
    page.set_viewport_size({"width": MAP_WINDOW[0], "height": MAP_WINDOW[1]})
    with serve(build_app(site)) as address:
        page.goto(f"{address}/map/index.html{corner}")
        page.wait_for_selector('#map[data-idle="1"]', timeout=PATIENCE_MS)
        page.locator("#map").screenshot(path=IMAGES / f"{site.name}.png", style=".tools { display: none; }")


def main() -> None:
    """Take them all."""
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
        if (sites / "serbia").is_dir():
            take_finding(page, sites)
        for name, corner in (("helsinki", CORNER), ("monaco", MONACO_CORNER)):
            if (sites / name).is_dir():
                take_map(page, sites / name, corner)
        chromium.close()


if __name__ == "__main__":
    main()
