"""Generated pages stand as the code would write them now, and nothing is left undocumented."""

from pathlib import Path

import pytest

from sousveil.cli._commands import Command, read_commands
from tools import gen_docs, gen_notices

ROOT = Path(__file__).parents[2]


def test_the_generated_pages_are_in_step() -> None:
    stale = gen_docs.find_stale(ROOT, gen_docs.render_pages())
    assert not stale, "run `make docs`:\n" + "\n".join(stale)


def test_the_notices_are_in_step() -> None:
    written = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    assert written == gen_notices.render_notices(ROOT), "run `make docs`"


@pytest.mark.parametrize("command", read_commands(), ids=lambda command: command.name)
def test_every_command_says_what_it_does_in_one_line(command: Command) -> None:
    assert command.summary.endswith(".")
    assert len(command.summary) <= 90
    page = (ROOT / "docs" / "commands" / gen_docs.name_page(command)).read_text(encoding="utf-8")
    assert command.summary in page


def test_a_page_out_of_step_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "commands"
    folder.mkdir(parents=True)
    (folder / "old.md").write_text("left behind", encoding="utf-8")
    (folder / "same.md").write_text("same", encoding="utf-8")
    (folder / "changed.md").write_text("before", encoding="utf-8")
    pages = {"docs/commands/same.md": "same", "docs/commands/changed.md": "after", "docs/checks.md": "new"}
    assert gen_docs.find_stale(tmp_path, pages) == [
        "docs/checks.md: missing",
        "docs/commands/changed.md: differs",
        "docs/commands/old.md: no longer generated",
    ]


def test_a_font_without_its_licence_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "sousveil" / "publish" / "fonts"
    folder.mkdir(parents=True)
    (folder / "Some-Regular.ttf").write_bytes(b"font")
    with pytest.raises(gen_notices.NoLicence, match=r"fonts: no licence text beside Some-Regular\.ttf"):
        gen_notices.render_fonts(tmp_path)


def test_the_notices_name_what_runs_and_not_what_tests() -> None:
    names = gen_notices.find_runtime("sousveil")
    assert {"pydantic", "pydantic-core", "typst"} <= names
    assert not {"pytest", "hatchling", "mypy", "edtf"} & names
