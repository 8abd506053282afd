"""Small cases on disk, written file by file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.messages import render_problem
from sousveil.problems import Problem
from sousveil.records.case import Case

MANIFEST = 'format = 1\nid = "small"\ntitle = "Small"\n'
SOURCE = "---\nid: s-a\ntype: report\nkind: official\ntitle: A\n---\n"
CLAIM = """\
- id: c-1
  source: s-a
  locator: page 1
  stated: "3,500 cameras"
  subject: town
  measure: cameras
"""

Files = dict[str, str | bytes]
Loaded = tuple[Case, list[Problem]]
Load = Callable[[Files], Loaded]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a sound small case with other files over it, and load it."""

    def write_and_load(files: Files) -> Loaded:
        folder = tmp_path / "case"
        sound: Files = {"case.toml": MANIFEST, "sources/a.md": SOURCE, "claims/a.yaml": CLAIM}
        for path, content in (sound | files).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        case, problems = load_case(folder)
        for problem in problems:
            shown = render_problem(problem)
            assert shown.startswith(f"{problem.origin}: "), shown
            for jargon in ("pydantic", "str_type", "Input should", "validation", "NoneType"):
                assert jargon not in shown
        return case, problems

    return write_and_load
