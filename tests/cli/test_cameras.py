"""The commands about cameras, as they are typed."""

import gzip
import json
from pathlib import Path

import pytest

from sousveil.adapters.osm.words import OSM
from sousveil.cli.main import main
from sousveil.workbench.cameras import reading as cameras

TABLE = '{"10": 40, "01": 30, "11": 12, "lists": ["city", "map"]}'


def write(folder: Path, text: str) -> str:
    path = folder / "table.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_estimate_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cameras", "estimate", "--table", write(tmp_path, TABLE), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["n"] == 82
    assert not answer["refused"]
    assert answer["estimate"]["N"] == pytest.approx(53 * 43 / 13 - 1)
    (model,) = answer["models"]
    assert set(model) == {"terms", "N", "unbounded", "identified", "se", "G2", "df", "bic", "interval"}
    assert answer["best"] == model
    assert answer["chao"]["N"] > answer["n"]


def test_a_refused_estimate_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, '{"10": 40, "01": 30, "11": 1}')
    assert main(["cameras", "estimate", "--table", path, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["refused"]
    assert answer["estimate"] is None
    assert answer["reasons"] == ["1 thing was seen more than once; under 7 the overlap carries no estimate"]


def test_where_many_lists_carry_no_number_two_of_them_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, '{"010": 40, "001": 100, "011": 30, "100": 1}')
    assert main(["cameras", "estimate", "--table", path]) == 0
    said = capsys.readouterr().out
    assert "refused" in said
    assert "2 and 3 alone" in said
    assert f"{71 * 131 / 31 - 1:,.0f} (s.e." in said
    assert "1 and 2 alone" not in said


def test_an_unbounded_estimate_says_so_for_programs_and_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Three lists of which the first two share what the third misses: nobody is on the last two (Chan et al. 2021).
    path = write(tmp_path, '{"100": 40, "010": 30, "001": 20, "110": 16, "101": 0, "011": 0, "111": 0}')
    assert main(["cameras", "estimate", "--table", path, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["range_unbounded"]
    assert answer["range"][1] is None
    assert answer["estimate"] is None
    told = {
        tuple(model["terms"]): (model["N"], model["unbounded"], model["identified"])
        for model in answer["models"]
    }
    assert told["1.2", "3"] == (None, True, True)
    assert told["1.2", "1.3", "2.3"] == (None, False, False)
    assert main(["cameras", "estimate", "--table", path]) == 0
    said = capsys.readouterr().out
    assert "to unbounded, those the table does not rule out" in said
    assert "[1.2, 3]: unbounded (95 %:" in said
    assert "[1.2, 1.3, 2.3]: any total fits as well" in said


def test_an_estimate_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cameras", "estimate", "--table", write(tmp_path, TABLE)]) == 0
    said = capsys.readouterr().out
    assert "82 things seen on 2 lists, 12 of them more than once" in said
    assert "Chapman's estimate  174 (s.e. 34; 95 %: 128–268)" in said
    assert "lower bound" not in said  # by frequencies it would be 286, above what independence gives


def test_the_lower_bound_of_few_lists_is_the_one_for_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Diabetes in Casale Monferrato by four lists (Bruno et al. 1994); by frequencies the bound would be 2,662.
    counts = [10, 182, 8, 74, 7, 20, 14, 709, 12, 650, 46, 104, 18, 157, 58]
    table = {f"{pattern:04b}": count for pattern, count in enumerate(counts, start=1)}
    assert main(["cameras", "estimate", "--table", write(tmp_path, json.dumps(table))]) == 0
    said = capsys.readouterr().out
    assert "2,069 things seen" in said
    bound = int(said.split("Chao's lower bound  ")[1].split()[0].replace(",", ""))
    least = int(said.split("best model  ")[1].split()[0].replace(",", ""))
    assert 2069 < bound < least


def test_a_table_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, '{"10": 40,\n "01": "30"}')
    assert main(["cameras", "estimate", "--table", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{path}:2:2: error: '01': found \"30\"" in err
    assert main(["cameras", "estimate", "--table", str(tmp_path / "none.json")]) == 2


ANSWER = {
    "osm3s": {"timestamp_osm_base": "2024-02-01T00:00:00Z"},
    "elements": [
        {
            "type": "node",
            "id": 5,
            "lat": 44.8,
            "lon": 20.4,
            "tags": {"man_made": "surveillance", "direction": "N"},
        },
        {
            "type": "node",
            "id": 6,
            "lat": 44.8,
            "lon": 20.4,
            "tags": {"man_made": "surveillance", "direction": "90100"},
        },
        {"type": "node", "id": 7, "lat": 44.8, "lon": 20.4, "tags": {"highway": "street_lamp"}},
    ],
}


def test_a_list_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, json.dumps(ANSWER))
    assert main(["cameras", "list", path]) == 1
    said = capsys.readouterr().out
    assert "2 observations" in said
    assert "1 other object left aside" in said
    assert "node/6: direction='90100': '90100' is beyond a full turn" in said


def test_what_is_not_printed_is_told_by_a_command_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nodes = [{**ANSWER["elements"][1], "id": number} for number in range(30)]  # type: ignore[index]
    path = write(tmp_path, json.dumps({**ANSWER, "elements": nodes}))
    main(["new", str(tmp_path / "case")])
    main(["cameras", "import", str(tmp_path / "case"), path, "--id", "map", "--kind", "map"])
    assert "more of camera-value.beyond with `cameras list FILE --format json`" in capsys.readouterr().out


def test_a_list_for_programs_from_a_packed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answer.json.gz"
    path.write_bytes(gzip.compress(json.dumps(ANSWER).encode()))
    assert main(["cameras", "list", str(path), "--format", "json"]) == 1
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed["observations"]] == ["node/5", "node/6"]
    assert [one["record"] for one in listed["problems"]] == ["node/6"]
    assert main(["cameras", "list", str(path), "--format", "geojson"]) == 1
    out, err = capsys.readouterr()
    written = json.loads(out)
    assert len(written["features"]) == 2
    assert written["attribution"] == listed["attribution"] == OSM
    assert "90100" in err


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"elements": [{"type": "node", "id": 5', "cannot be read on as JSON"),
        (b'{"elements": [], "remark": "timed out"}', "this answer is a failure"),
        (b'{"a": 1, "b": []}', "found an object with a, b"),
        (b"\x1f\x8bnot packed at all", "cannot be unpacked"),
        (b'[{"id": "\xff"}]', "is no JSON in UTF-8 (byte 10)"),
        (gzip.compress(b"[]" * 1000, mtime=0)[:-12], "cannot be unpacked"),
    ],
)
def test_damaged_files_are_named(
    raw: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.json"
    path.write_bytes(raw)
    assert main(["cameras", "list", str(path)]) == 2
    out = capsys.readouterr().out
    assert f"{path}:1:" in out
    assert said in out


def test_more_than_fits_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cameras, "LARGEST", 1000)
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(gzip.compress(b" " * 5000))
    assert main(["cameras", "list", str(path)]) == 2
    assert "is larger than 1000 bytes when unpacked" in capsys.readouterr().out


def test_no_file_is_a_wrong_command(tmp_path: Path) -> None:
    assert main(["cameras", "list"]) == 2
    assert main(["cameras", "list", str(tmp_path / "none.json")]) == 2


def test_density_from_a_survey(capsys: pytest.CaptureFixture[str]) -> None:
    in_pictures = ["--pictures", "1000/100000", "--metres-a-picture", "25", "--recall", "63/100"]
    assert main(["cameras", "estimate", *in_pictures, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["cameras_per_km"] == pytest.approx(0.8 / 0.63)
    assert answer["of_all_cameras"]
    assert main(["cameras", "estimate", "--found", "12", "--street-km", "2"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("6 cameras per kilometre of street (95 %: 3.2")
    assert "a lower bound" in " ".join(said.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--found", "12"],
        ["--pictures", "3", "--metres-a-picture", "25"],
        ["--pictures", "3/2", "--metres-a-picture", "25"],
        ["--found", "1", "--street-km", "0"],
        ["--found", "1", "--street-km", "1", "--table", "t.json"],
        ["--recall", "1/2"],
    ],
)
def test_half_a_survey_is_a_wrong_command(arguments: list[str]) -> None:
    assert main(["cameras", "estimate", *arguments]) == 2


def test_a_file_is_listed_as_it_is_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "spisak.csv"
    path.write_text("Naziv;Tip\nA;kupola\nB;fiksna\n")
    how = ["--map", "Naziv=ref", "--map", "Tip=kind", "--word", "kupola=dome", "--word", "fiksna=fixed"]
    assert main(["cameras", "list", str(path)]) == 2
    assert "`--map COLUMN=FIELD`" in capsys.readouterr().out
    assert main(["cameras", "list", str(path), *how, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["observations"]
    assert [(one["id"], one["kinds"]) for one in told] == [("A", ["dome"]), ("B", ["fixed"])]
    newer = tmp_path / "spisak-2.csv"
    newer.write_text("Naziv;Tip\nA;fiksna\nB;fiksna\n")
    assert main(["cameras", "diff", str(path), str(newer), *how, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["changed"] == 1
