"""The commands about cameras, as they are typed."""

import json
from pathlib import Path

import pytest

from sousveil.cli.main import main

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
    assert set(model) == {"terms", "N", "se", "G2", "df", "bic", "interval"}
    assert answer["best"] == model
    assert answer["chao"]["N"] > answer["n"]


def test_a_refused_estimate_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, '{"10": 40, "01": 30, "11": 1}')
    assert main(["cameras", "estimate", "--table", path, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["refused"]
    assert answer["estimate"] is None
    assert answer["reasons"] == ["1 thing was seen more than once; under 7 the overlap carries no estimate"]


def test_an_estimate_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cameras", "estimate", "--table", write(tmp_path, TABLE)]) == 0
    said = capsys.readouterr().out
    assert "82 things seen on 2 lists, 12 of them more than once" in said
    assert "Chapman's estimate  174 (s.e. 34; 95 %: 128–268)" in said


def test_a_table_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, '{"10": 40,\n "01": "30"}')
    assert main(["cameras", "estimate", "--table", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{path}:2:2: error: '01': found \"30\"" in err
    assert main(["cameras", "estimate", "--table", str(tmp_path / "none.json")]) == 2
