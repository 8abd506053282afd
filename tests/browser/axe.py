"""What judges whether pages can be used by everybody: axe, by the rules of WCAG 2.2 AA."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast",)
"""The one rule of these that the other theme can break: nothing but colours differs."""
RUN = "rules => axe.run(document, {runOnly: rules, preload: false})"
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="axe is not installed: tools/setup.sh dev fetches it with the map's scripts"
)


def ask_axe(page: Page, rules: tuple[str, ...] = RULES) -> list[tuple[str, list[str]]]:
    """What axe holds against a page by some of its rules, each with the first places."""
    page.wait_for_load_state("load")  # with its style: sizes and colours are looked at
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN, list(rules))
    assert found["passes"], "axe looked at nothing"
    return [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]]


def check_both_themes(page: Page, what: str) -> None:
    """Axe finds nothing, in the light nor in the dark; ends in the dark."""
    page.emulate_media(color_scheme="light")
    assert ask_axe(page) == [], what
    page.emulate_media(color_scheme="dark")
    assert ask_axe(page, COLOURS) == [], f"{what}, dark"
