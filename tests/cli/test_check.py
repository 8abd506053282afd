"""What `check` prints in each form, and the status it ends with."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from sousveil.cli._finding import put_problem, render_bands, render_repair
from sousveil.cli._paper import Paper
from sousveil.cli.main import main
from sousveil.messages import render_message
from sousveil.problems import Problem, Severity
from sousveil.records.finding import Figure, Finding, Repair, Verdict

SARIF = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0-rtm.5.json"


def test_a_sound_case_ends_with_nothing_and_counts_what_holds(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(case)]) == 0
    said = capsys.readouterr().out
    assert "warning" not in said
    assert "sound (--all shows them)" in said.splitlines()[-1]
    assert ": ok: " not in said
    assert main(["check", str(case), "--all"]) == 0
    assert ": ok: " in capsys.readouterr().out


def test_a_finding_shows_its_place_its_working_and_how_to_decide_it(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(faulty)]) == 1
    lines = capsys.readouterr().out.splitlines()
    start = next(n for n, line in enumerate(lines) if "[recompute]" in line)
    path, line, column, _ = lines[start].split(":", 3)
    assert (faulty / path).read_text(encoding="utf-8").splitlines()[int(line) - 1][int(column) - 1 :]
    assert ": warning: " in lines[start]
    working = "\n".join(lines[start : lines.index("", start)])
    for part in ("'a discount of 45 percent'", "[44.5, 45.5] percent", "rule", "finding", "inputs"):
        assert part in working, part


def test_a_verdict_quiets_a_warning_until_an_input_changes(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(faulty), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    for number, found in enumerate(one for one in problems if one["severity"] == "warning"):
        verdict = [
            f"- id: v-{number}",
            f"  finding: {found['key']}",
            "  verdict: explained",
            "  by: an editor",
            '  date: "2025-02-01"',
            "  reason: Looked up.",
            f'  inputs: "{found["finding"]["inputs"]}"',
        ]
        with (faulty / "decisions.yaml").open("a", encoding="utf-8") as file:
            file.write("\n".join(verdict) + "\n\n")
    assert main(["check", str(faulty)]) == 0
    assert "decided" in capsys.readouterr().out
    path = faulty / "claims" / "market.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("45", "46"), encoding="utf-8")
    assert main(["check", str(faulty)]) == 1
    assert "stale" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fail_on", "sound", "warned", "broken"),
    [("error", 0, 0, 2), ("warning", 0, 1, 2), ("note", 1, 1, 2), ("never", 0, 0, 0)],
)
def test_the_status_follows_what_one_wants_to_fail_on(
    fail_on: str, sound: int, warned: int, broken: int, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(case), "--fail-on", fail_on]) == sound
    path = case / "claims" / "market.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("of 20 percent", "of 45 percent").replace('"20"', '"45"'), encoding="utf-8")
    assert main(["check", str(case), "--fail-on", fail_on]) == warned
    path.write_text(text.replace("subject:", "subjcet:", 1), encoding="utf-8")
    assert main(["check", str(case), "--fail-on", fail_on]) == broken
    assert capsys.readouterr().err == ""


def test_a_case_too_new_is_refused_whatever_counts(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case / "case.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("format = 1", "format = 99"), encoding="utf-8")
    assert main(["check", str(case), "--fail-on", "never"]) == 2
    assert "99" in capsys.readouterr().out


def test_a_folder_that_is_none_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert "nowhere: found nothing" in capsys.readouterr().err


def test_json_holds_every_finding_with_its_working(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(faulty), "--format", "json", "--no-cache"])
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == 1
    assert sum(report["counts"].values()) == len(report["problems"])
    found = next(p for p in report["problems"] if p["severity"] == "warning" and p["code"] == "recompute")
    assert found["path"].startswith("claims/")
    assert found["line"] > 1
    assert found["finding"]["verdict"] == "tension"
    assert found["finding"]["stated"]["normal"] == "[44.5, 45.5]"
    assert len(found["finding"]["inputs"]) == 12
    assert found["finding"]["rule"]["text"]


def test_two_runs_print_the_same_bytes(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json", "sarif"):
        main(["check", str(faulty), "--format", form])
        first = capsys.readouterr().out
        main(["check", str(faulty), "--format", form])
        assert capsys.readouterr().out == first
        main(["check", str(faulty), "--format", form, "--no-cache"])
        assert capsys.readouterr().out == first


def test_sarif_is_what_the_standard_asks_for(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (faulty / "odd name.bin").write_bytes(b"\0")
    main(["check", str(faulty), "--format", "sarif"])
    log = json.loads(capsys.readouterr().out)
    jsonschema.validate(log, json.loads(SARIF.read_text(encoding="utf-8")))
    run = log["runs"][0]
    # What the standard says in words: a result that is no failure has no level (3.27.10), and paths are relative.
    assert {one["level"] for one in run["results"] if one["kind"] == "pass"} == {"none"}
    places = [at["physicalLocation"] for one in run["results"] for at in one.get("locations", ())]
    assert places
    assert all(not re.match(r"/|\w+:", place["artifactLocation"]["uri"]) for place in places)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    levels = {one["level"] for one in run["results"]}
    assert {"warning", "note", "none"} <= levels
    assert any("odd%20name.bin" in json.dumps(one) for one in run["results"])
    assert str(faulty) not in json.dumps(log)


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@pytest.mark.parametrize("sensitivity", ["private", "embargoed until 2999-01-01"])
def test_public_reports_hold_nothing_of_a_withheld_source(
    form: str, sensitivity: str, faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = faulty / "sources" / "council-minutes.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("type: ", f"sensitivity: {sensitivity}\ntype: ", 1), encoding="utf-8")
    private = "council-minutes", "45 percent", "forty", "100,000"
    main(["check", str(faulty), "--format", form, "--all"])
    said = capsys.readouterr().out
    assert all(words in said for words in private[:2])
    main(["check", str(faulty), "--format", form, "--all", "--public"])
    said = capsys.readouterr().out
    assert not [words for words in private if words in said]


def test_public_reports_hold_nothing_of_an_unreadable_record(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = "- id: c-secret\n  sensitivity: private\n  source: s-gazette\n  stated: the hidden words\n"
    (case / "claims" / "hidden.yaml").write_text(record, encoding="utf-8")
    main(["check", str(case), "--format", "json"])
    assert "c-secret" in capsys.readouterr().out
    main(["check", str(case), "--format", "json", "--public"])
    said = capsys.readouterr().out
    assert "c-secret" not in said
    assert "hidden" not in said


def test_changes_needed_together_are_joined() -> None:
    one = Repair(message="repair.hedge", args={"stated": "over 3", "id": "c-a", "hedge": "over"})
    two = Repair(message="repair.cut-off", args={"stated": "1.2", "id": "c-b"}, together_with=(one,))
    assert render_repair(two) == " and ".join(render_message(r.message, r.args) for r in (two, one))
    figure = Figure(
        record="c", role="", stated="8", strict="8", normal="[7.5, 8.5]", loose="[7.5, 8.5]", unit="km"
    )
    assert render_bands(figure) == "strict 8; normal and loose [7.5, 8.5] km"


def test_a_finding_without_a_place_begins_with_its_severity(capsys: pytest.CaptureFixture[str]) -> None:
    put_problem(Paper(), Problem(message="no-manifest", severity=Severity.ERROR))
    bare = Finding(
        message="computed", severity=Severity.OK, verdict=Verdict.CONSISTENT, rule="", args={"id": "d-1"}
    )
    put_problem(Paper(), bare)
    assert capsys.readouterr().out.startswith("error: there is no case.toml")
