"""`sousveil assess` as it is typed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sousveil.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_findings_for_people(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(case)]) == 0
    said = capsys.readouterr().out
    assert "Forty cameras at the market" in said
    assert "If all cameras that were ordered are put up." in said
    assert "recordings take" in said
    assert "by “Bit rate of a camera”" in said
    assert "rests on c-cameras-ordered, bitrate, retention" in said
    assert (
        "retention: 15 days (10 days to 15 days) by the case, 40 days (30 days to 40 days) as shipped" in said
    )


def test_the_same_seed_prints_the_same_bytes(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        assert main(["assess", str(case), "--json", "--seed", "5", "--draws", "1000"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    answer = json.loads(said[0])
    assert (answer["seed"], answer["draws"]) == (5, 1000)
    storage = next(one for one in answer["findings"] if one["id"] == "x-market.storage")
    assert storage["central"] == pytest.approx(40 * 15 * 4 * 10.8 / 1e6)
    assert storage["low"] < storage["median"] < storage["high"]
    assert {bar["parameter"] for bar in storage["tornado"]} == {"bitrate", "retention"}


@pytest.mark.trial
def test_processes_and_threads_print_the_same_bytes(tmp_path: Path) -> None:
    """A city's trips on one thread and on two, in processes that order their sets differently."""
    said, printed = set(), set()
    for number in ("1", "2"):
        own = {
            "PYTHONHASHSEED": number,
            "NUMBA_NUM_THREADS": number,
            "XDG_CACHE_HOME": str(tmp_path / number),
        }
        ask = [sys.executable, "-m", "sousveil", "assess", str(EXAMPLES / "serbia")]
        city = ["--scene", str(EXAMPLES / "helsinki"), "--draws", "1000"]
        sheet = tmp_path / f"{number}.pdf"
        for more in (["--json"], ["--dpia", "--out", str(sheet)]):
            done = subprocess.run([*ask, *city, *more], env=os.environ | own, capture_output=True, check=True)
            said |= {done.stdout} if more == ["--json"] else set()
        printed.add(sheet.read_bytes())
    assert len(said) == len(printed) == 1


def list_tables(answer: object) -> Iterator[dict[str, object]]:
    """Every table of a JSON document that has a number, at any depth."""
    inside = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ()
    for one in inside:
        yield from list_tables(one)
    if isinstance(answer, dict) and any(type(one) in (int, float) for one in answer.values()):
        yield answer


def test_no_figure_stands_without_its_interval_or_why_it_has_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    serbia = str(Path(__file__).parents[2] / "examples" / "serbia")
    assert main(["assess", serbia, "--json", "--draws", "1000"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {answer.pop("format"), answer.pop("seed"), answer.pop("draws")} >= {1000}
    tables = list(list_tables(answer))
    assert len(tables) > 300
    for table in tables:
        low, high = table.get("low"), table.get("high")
        if "distribution" in table:
            assert (
                table["distribution"] == "fixed" or table.get("of") or (low is not None and high is not None)
            )
        else:
            assert isinstance(low, float)
            assert isinstance(high, float)
        if "central" in table:
            assert ("exact" in table) == (low == high)
    assert any("exact" in table for table in tables)


def test_a_parameter_from_the_command_line_is_used_and_printed(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(case), "--set", "retention=30", "--set", "bitrate=2"]) == 0
    said = capsys.readouterr().out
    assert "retention: 30 days by the command line" in said
    assert "recordings take 0.0259 PB (no range stated)" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--set", "retention=-1"], "-1 day cannot be"),
        (["--set", "retention=30", "--set", "retention=40"], "retention is given twice, as '30' and as '40'"),
        (["--draws", "10"], "right would be 1000 or more"),
        (["--draws", "100000000000"], "right would be 100000 or fewer"),
        (["--seed", "-1"], "right would be 0 or more"),
        (["--dpia", "--json"], "right would be one of them"),
        (["--dpia", "--out", "."], "right would be the name of a file"),
        (["--set", "view-width=180"], "180 degree cannot be"),
        (["--out", "x.pdf"], "--out goes with --dpia"),
        (["--language", "sr-Latn"], "--language goes with --dpia"),
    ],
)
def test_what_cannot_be_asked(
    case: Path, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(case), *options]) == 2
    assert said in capsys.readouterr().err


def test_an_impact_assessment_as_text(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(case), "--dpia"]) == 0
    said = capsys.readouterr().out
    titles = ["1. Description", "2. Necessity", "3. Risks", "4. Measures"]
    places = [said.index(title) for title in titles]
    assert places == sorted(places)
    checked = "(not recorded whether it applies, checked against a copy of the text, 22 November 2026)"
    assert f"35(7)(a) {checked}" in said
    assert "Only the operator can say" in said


def test_an_impact_assessment_in_serbian(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "procena.txt"
    assert main(["assess", str(case), "--dpia", "--language", "sr-Latn", "--out", str(out)]) == 0
    assert "Šta može da kaže samo rukovalac" in out.read_text(encoding="utf-8")


def test_a_claim_by_a_measure_of_the_cases_own_is_not_lost(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case / "claims" / "own.yaml").write_text(
        "- id: c-own\n  source: s-gazette\n  locator: second paragraph\n  stated: never switched off\n"
        "  subject: g-market\n  measure: quiet_hours\n",
        encoding="utf-8",
    )
    with (case / "measures.yaml").open("a", encoding="utf-8") as measures:
        measures.write("\n- id: quiet_hours\n  title: Hours without recording\n  kind: statement\n")
    assert main(["assess", str(case), "--dpia"]) == 0
    said = capsys.readouterr().out
    rest = said[said.index("What else sources say of the programmes") : said.index("Duties of the case")]
    assert "Hours without recording" in rest
    assert "“never switched off”" in rest


def test_whose_map_trips_were_simulated_on_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    helsinki = str(Path(__file__).parents[2] / "examples" / "helsinki")
    for options in ([], ["--json"], ["--dpia"]):
        assert main(["assess", helsinki, "--draws", "1000", *options]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "© OpenStreetMap contributors, Open Database License (ODbL) 1.0" in said
        assert "population grid 2020, CC BY 4.0" in said


def test_an_impact_assessment_in_print(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, text = case.parent / "a.pdf", case.parent / "a.txt"
    assert main(["assess", str(case), "--dpia", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert main(["assess", str(case), "--dpia", "--out", str(text)]) == 0
    capsys.readouterr()
    assert main(["assess", str(case), "--dpia"]) == 0
    assert text.read_text(encoding="utf-8") == capsys.readouterr().out


def test_a_private_scenario_stays_out_of_what_leaves_the_house(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case / "scenarios" / "market.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  programme:", "  sensitivity: private\n  programme:"), encoding="utf-8")
    assert main(["assess", str(case)]) == 0
    assert "Forty cameras at the market" in capsys.readouterr().out
    assert main(["assess", str(case), "--dpia"]) == 0
    assert "Forty cameras" not in capsys.readouterr().out


def test_a_scenario_that_cannot_be_worked_out_is_told(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case / "scenarios" / "market.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("c-cameras-ordered", "c-running-costs"), encoding="utf-8")
    assert main(["assess", str(case)]) == 2
    assert (
        "scenarios/market.yaml:7:7: error: x-market: 'c-running-costs' has no figure"
        in capsys.readouterr().err
    )
