"""What judges whether pages can be used by everybody: axe, by the rules of WCAG 2.2 AA."""

from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="axe is not installed: tools/setup.sh dev fetches it with the map's scripts"
)
