"""Linking, comparing and estimating lists of cameras, as they are typed."""

import csv
import json
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.cli.main import main


def write_list(folder: Path, name: str, kind: str, rows: list[tuple[str, float]]) -> None:
    features = [
        {
            "type": "Feature",
            "id": id_,
            "geometry": {"type": "Point", "coordinates": [20.4 + east / 78_900, 44.8]},
            "properties": {"man_made": "surveillance", "ref": id_, "operator": "=MUP()"},
        }
        for id_, east in rows
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "cameras" / f"{name}.geojson").write_text(json.dumps(collection), encoding="utf-8")
    record = f"- id: {name}\n  title: {name}\n  kind: {kind}\n  file: cameras/{name}.geojson\n"
    (folder / "cameras" / f"{name}.yaml").write_text(record, encoding="utf-8")


@pytest.fixture
def listed(case: Path) -> Path:
    """A case with an official list of ten, and a citizens' of nine, of which eight are the same."""
    for path in (case / "cameras").glob("*"):
        path.unlink()
    (case / "cameras").mkdir(exist_ok=True)
    write_list(case, "mup", "official", [(f"R{n}", 100.0 * n) for n in range(10)])
    write_list(case, "walk", "citizens", [(f"R{n}", 100.0 * n + 3) for n in range(2, 10)] + [("X", 5000.0)])
    return case


def test_piles_with_reasons(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["cameras", "link", str(listed), "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["piles"] == {"both": 8, "only_official": 2, "only_citizen": 1, "ambiguous": 0}
    link = next(one for one in answer["links"] if one["left"] == "mup:R5")
    assert link["linked"]
    assert "reference agrees: R5" in [reason["text"] for reason in link["reasons"]]


def test_a_decision_and_the_annex(listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decision = (
        "- id: d-1\n  verdict: different\n  observations: [mup:R5, walk:R5]\n"
        "  by: A. Editor\n  date: 2025-01-02\n  reason: Two cameras on one pole.\n"
    )
    (listed / "camera-decisions.yaml").write_text(decision, encoding="utf-8")
    annex = tmp_path / "annex.csv"
    main(["cameras", "link", str(listed), "--annex", str(annex)])
    said = capsys.readouterr().out
    assert "only others" in said
    assert "Only official, to go and photograph\n  mup:" in said
    rows = list(csv.DictReader(annex.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 2
    assert {row["operator"] for row in rows} == {"'=MUP()"}
    page = tmp_path / "annex.md"
    main(["cameras", "link", str(listed), "--annex", str(page), "--pile", "only-official"])
    assert len(page.read_text(encoding="utf-8").splitlines()) == 2 + 3
    assert main(["cameras", "link", str(listed), "--annex", str(tmp_path / "annex.pdf")]) == 2


def test_the_annex_says_what_was_decided_and_not_by_whom(listed: Path, tmp_path: Path) -> None:
    decision = (
        "- id: d-1\n  verdict: operating\n  observations: [walk:X]\n"
        "  by: A. Editor\n  date: 2025-01-02\n  reason: Its lamp was on.\n"
    )
    (listed / "camera-decisions.yaml").write_text(decision, encoding="utf-8")
    page = tmp_path / "annex.md"
    main(["cameras", "link", str(listed), "--annex", str(page)])
    (row,) = page.read_text(encoding="utf-8").splitlines()[2:]
    assert "| operating | 2025-01-02 | walk | d-1: operating, 2025-01-02: Its lamp was on. |" in row
    assert "Editor" not in row


def test_what_changed_between_two_lists(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["cameras", "diff", "mup", "walk", "--case", str(listed), "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"] == {"new": 1, "moved": 8, "changed": 0, "first_missing": 2, "uncertain": 0}
    files = [str(listed / "cameras" / f"{name}.geojson") for name in ("mup", "mup")]
    assert main(["cameras", "diff", *files]) == 0
    assert "same" in capsys.readouterr().out
    assert main(["cameras", "diff", "mup", "none", "--case", str(listed)]) == 2


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_what_is_missing_in_half_a_file_was_not_removed(
    cut: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    node = {"type": "node", "lat": 44.8, "lon": 20.4, "tags": {"man_made": "surveillance"}}
    text = json.dumps({"osm3s": {}, "elements": [{**node, "id": number} for number in range(50)]})
    (tmp_path / "old.json").write_text(text)
    (tmp_path / "new.json").write_text(text[: int(len(text) * cut)])
    assert main(["cameras", "diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == 2
    said = capsys.readouterr()
    assert "node/" not in said.out
    assert f"{tmp_path / 'new.json'}:1:" in said.err


def test_an_estimate_in_doubt_is_over_ways_of_linking(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thirty more on either list, each near one of the other's, under the lists' own numbers."""
    near = [("mup", "official", "R", 0, range(10)), ("walk", "citizens", "R", 3, range(2, 10))]
    for name, kind, letter, east, shared in near:
        told = [(f"{letter}{n}", 100.0 * n + east) for n in shared] + [
            (f"only {name}", 50_000.0 + 200 * east)
        ]
        told += [(f"{name}{n}", 9_000 + 100.0 * n + 3 * east) for n in range(30)]
        write_list(listed, name, kind, told)
    assert main(["cameras", "estimate", str(listed), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    linked, both = answer["linked"], answer["linked"]["table"]["11"]
    assert linked["in_doubt"]
    low, high = linked["on_more_than_one_list"]
    assert both < low <= high <= 38  # above, pairs in doubt count as different cameras
    assert answer["estimate"] == {"N": linked["middle"], "se": None, "interval": linked["interval"]}
    assert linked["estimate_if_different"]["N"] == pytest.approx(42 * 40 / (both + 1) - 1)
    assert answer["estimate"]["interval"][0] < linked["estimate_if_different"]["N"]


def test_an_estimate_from_a_case(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cameras", "estimate", str(listed), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["linked"]["table"] == {"01": 1, "10": 2, "11": 8}
    assert answer["estimate"]["N"] == pytest.approx(11 * 10 / 9 - 1)
    assert not answer["linked"]["in_doubt"]
    assert main(["cameras", "estimate", str(listed)]) == 0
    said = capsys.readouterr().out
    assert "ways of linking" in said
    assert "above, pairs in doubt count as different cameras: 8 on more than one list" in said
    assert main(["cameras", "estimate"]) == 2


def test_a_batch_encloses_what_no_official_list_has(
    listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "letter.txt"
    template.write_text("To {body}: whose are the cameras in {annex}?\n", encoding="utf-8")
    actor = next(iter(load_case(listed)[0].actors))
    said = ["requests", "batch", str(listed), str(template), "--title", "Cameras", "--to", actor]
    main([*said, "--name", "ask"])
    assert "1 camera in" in capsys.readouterr().out
    letters = listed / "build" / "letters" / "ask"
    (letter,) = letters.glob("*.txt")
    assert "in annex.csv?" in letter.read_text(encoding="utf-8")
    rows = list(csv.DictReader((letters / "annex.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["lon"] for row in rows] == [f"{20.4 + 5000 / 78_900:.5f}"]
    (tmp_path / "annex.csv").write_text("mine", encoding="utf-8")  # one's own goes before
    main([*said, "--name", "again"])
    assert "cameras in" not in capsys.readouterr().out
    (tmp_path / "annex.csv").unlink()
    write_list(listed, "walk", "citizens", [(f"R{n}", 100.0 * n) for n in range(10)])
    assert main([*said, "--name", "none"]) == 2
    assert "nothing to enclose" in capsys.readouterr().err
    assert not (listed / "build" / "letters" / "none").exists()
