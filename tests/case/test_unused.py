"""Names that nothing uses are reported, with the nearest word that has none."""

from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.case.skeleton import write_skeleton
from sousveil.messages import render_problem

CLAIM = """
- id: c-network
  source: s-gazette
  locator: page 1
  stated: over 1,000 cameras
  subject: elte-network
  measure: cameras
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "case", "Old Market")
    (tmp_path / "case" / "claims" / "network.yaml").write_text(CLAIM.lstrip(), encoding="utf-8")
    return tmp_path / "case"


def add(folder: Path, path: str, text: str) -> list[str]:
    """What the check says of unused names once a text stands at the end of a file."""
    file = folder / path
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    file.write_text(f"{before}\n{text}", encoding="utf-8")
    problems = load_case(folder)[1]
    assert not [one for one in problems if one.severity.value == "error"]
    return [render_problem(one) for one in problems if one.code == "unused-name"]


def test_a_new_case_names_nothing_in_vain(folder: Path) -> None:
    assert add(folder, "case.toml", "") == []


def test_a_topic_that_is_used_is_no_fault(folder: Path) -> None:
    assert add(folder, "case.toml", '[topics]\nelte-network = "The eLTE network"\n') == []


def test_a_mistyped_topic_is_reported_with_its_place_and_the_nearest(folder: Path) -> None:
    (said,) = add(folder, "case.toml", '[topics]\nelte-netwrok = "The eLTE network"\n')
    line = (folder / "case.toml").read_text(encoding="utf-8").split("\n").index("[topics]") + 2
    assert said.startswith(f"case.toml:{line}:")
    assert ": warning: " in said
    assert "'elte-netwrok'" in said
    assert "the nearest word without a name is 'elte-network'" in said


def test_a_topic_like_nothing_is_a_note(folder: Path) -> None:
    (said,) = add(folder, "case.toml", '[topics]\nsomething-else = "Something"\n')
    assert ": note: " in said
    assert "take it out of `topics`" in said


def test_an_input_that_the_formula_does_not_name(folder: Path) -> None:
    text = (
        "- id: d-share\n  formula: 1 - final / lst\n  because: As it is done.\n  inputs:\n"
        "    final: c-final-price\n    list: c-list-price\n"
    )
    problems = _load(folder, "derived/more.yaml", text)
    assert any(
        "does not name the input 'list'; the nearest name in it that is no input is 'lst'" in one
        for one in problems
    )


def _load(folder: Path, path: str, text: str) -> list[str]:
    (folder / path).write_text(text, encoding="utf-8")
    return [render_problem(one) for one in load_case(folder)[1]]


def test_a_measure_nearly_of_the_name_that_claims_have(folder: Path) -> None:
    claim = CLAIM.replace("c-network", "c-patrols").replace("measure: cameras", "measure: patrol_cars")
    (folder / "claims" / "patrols.yaml").write_text(claim.lstrip(), encoding="utf-8")
    (said,) = add(folder, "measures.yaml", "- id: patrol_cas\n  title: Patrol cars\n")
    assert "no claim is of the measure 'patrol_cas'; the nearest" in said
    assert "'patrol_cars'" in said


def test_nothing_is_said_where_a_file_could_not_be_read(folder: Path) -> None:
    (folder / "claims" / "network.yaml").write_bytes(b"\xff\xfe")
    said = _load(
        folder, "case.toml", (folder / "case.toml").read_text(encoding="utf-8") + '\n[topics]\nx-y = "X"\n'
    )
    assert not [one for one in said if "unused-name" in one]
