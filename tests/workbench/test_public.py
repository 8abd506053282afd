from pathlib import Path

import pytest

from sousveil.cli.main import main
from sousveil.messages import render_problem
from sousveil.problems import Problem
from sousveil.workbench.public import check_public

MANIFEST = 'format = 1\nid = "x"\ntitle = "X"\nlanguage = "en"\nas_of = "2025-01-01"\n'
SOURCE = "---\nid: {}\ntype: report\nkind: primary\ntitle: A report\nissued: '2024'\nlanguage: en\n---\n"


def claim(id_: str, stated: str, *more: str) -> str:
    fields = ("source: s-a", "locator: p", f"stated: {stated}", "subject: g-net", "measure: cameras", *more)
    return "\n  ".join((f"- id: {id_}", *fields)) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "case.toml": MANIFEST,
        "sources/a.md": SOURCE.format("s-a"),
        "programmes/net.yaml": "- id: g-net\n  title: Network\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "claims").mkdir()
    (tmp_path / "places").mkdir()
    return tmp_path


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{render_problem(problem)} {problem.key} {problem!r}" for problem in problems)


def test_a_verdict_on_a_private_claim_is_not_told(folder: Path) -> None:
    claims = claim("c-one", "77 cameras", "status: ordered")
    claims += claim("c-two", "99 cameras", "status: ordered", "sensitivity: private")
    (folder / "claims" / "x.yaml").write_text(claims, encoding="utf-8")
    verdict = "- id: v-x\n  finding: contradiction:c-one+c-two\n  verdict: explained\n  by: editors\n"
    verdict += "  date: 2025-01-01\n  reason: As c-two says.\n  inputs: 0123456789ab\n"
    (folder / "decisions.yaml").write_text(verdict, encoding="utf-8")
    checked = check_public(folder)
    assert "c-one" in checked.case.claims
    assert "c-two" not in told(checked.problems)
    assert "v-x" not in told(checked.problems)


def test_a_withheld_place_makes_no_contradiction(folder: Path) -> None:
    claims = claim("c-one", "77 cameras", "status: installed", "scope: {place: l-public}")
    claims += claim("c-two", "99 cameras", "status: installed", "scope: {place: l-private}")
    (folder / "claims" / "x.yaml").write_text(claims, encoding="utf-8")
    places = "- id: l-public\n  name: Northtown\n- id: l-private\n  name: Southtown\n  sensitivity: private\n"
    (folder / "places" / "x.yaml").write_text(places, encoding="utf-8")
    checked = check_public(folder)
    assert set(checked.case.claims) == {"c-one"}
    assert not [problem for problem in checked.problems if problem.code == "contradiction"]


def test_a_finding_that_quotes_the_name_of_a_withheld_place_is_not_told(folder: Path) -> None:
    claims = claim("c-one", "77 cameras in Southtown", "status: installed")
    claims += claim("c-two", "99 cameras", "status: installed")
    (folder / "claims" / "x.yaml").write_text(claims, encoding="utf-8")
    assert "contradiction" in {problem.code for problem in check_public(folder).problems}
    place = "- id: l-private\n  name: Southtown\n  sensitivity: private\n"
    (folder / "places" / "x.yaml").write_text(place, encoding="utf-8")
    assert "outhtown" not in told(check_public(folder).problems)


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_a_report_for_others_does_not_spread_an_identifier(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two figures that contradict each other, and a phone number among the words that the finding would print."""
    claims = claim("c-one", '"77 cameras, call +381 64 123 4567"', "status: ordered")
    claims += claim("c-two", "99 cameras", "status: ordered")
    (folder / "claims" / "x.yaml").write_text(claims, encoding="utf-8")
    assert main(["check", str(folder), "--format", form, "--public"]) == 2
    said = "".join(capsys.readouterr())
    assert "phone number" in said
    assert "123 4567" not in said
    main(["check", str(folder), "--format", form])
    assert "123 4567" in "".join(capsys.readouterr())  # for the editors themselves
