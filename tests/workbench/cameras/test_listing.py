"""Lists of cameras brought into a case: what is written, what is refused, and that once is as good as twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from sousveil.case.load import load_case
from sousveil.case.skeleton import write_skeleton
from sousveil.cli.main import main
from sousveil.workbench.cameras.reading import ReadList, list_cameras, read_lists
from sousveil.workbench.scene import read_case_scene
from sousveil.workbench.whereabouts import find_boxes

HELSINKI = Path(__file__).parents[3] / "examples" / "helsinki"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "case")
    return tmp_path / "case"


def write_answer(folder: Path, *ids: int, **head: object) -> str:
    element: dict[str, Any] = {
        "type": "node",
        "lat": 44.8,
        "lon": 20.4,
        "tags": {"man_made": "surveillance", "direction": "N"},
    }
    path = folder.parent / "answer.json"
    about = {"osm3s": {"timestamp_osm_base": "2024-02-01T00:00:00Z"}}
    path.write_text(json.dumps({**about, **head, "elements": [{**element, "id": id_} for id_ in ids]}))
    return str(path)


def bring_in(folder: Path, *arguments: str) -> int:
    return main(["cameras", "import", str(folder), *arguments, "--id", "o-map"])


def test_a_list_comes_in_with_its_record(folder: Path) -> None:
    answer = write_answer(folder, 7, 10, 9)
    assert bring_in(folder, answer, "--kind", "map", "--source", "s-gazette", "--title", "Map") == 0
    case, problems = load_case(folder)
    assert not problems
    about = case.lists["o-map"]
    assert (about.title, about.kind, about.source, about.as_of) == ("Map", "map", "s-gazette", "2024-02-01")
    assert about.licence == "ODbL-1.0"
    text = (folder / about.file).read_text(encoding="utf-8")
    assert [line[:33] for line in text.split("\n")[1:4]] == [
        '{"type":"Feature","id":"node/7","',
        '{"type":"Feature","id":"node/9","',
        '{"type":"Feature","id":"node/10",',
    ]
    assert json.loads(text)["attribution"].startswith("© OpenStreetMap contributors")
    (read,) = [one for one in read_lists(folder, case) if one.about.id == "o-map"]
    assert sorted(read.observations, key=lambda o: o.id) == sorted(
        list_cameras([Path(answer)]).observations, key=lambda o: o.id
    )


@pytest.mark.parametrize(
    ("lon", "lat", "turned"), [("20.4", "44.8", 0), ("44.8", "20.4", 2), ("2.3", "48.8", 0)]
)
def test_a_short_list_with_its_axes_swapped_is_told_by_where_the_case_is(
    folder: Path, capsys: pytest.CaptureFixture[str], lon: str, lat: str, turned: int
) -> None:
    table = folder.parent / "cameras.csv"
    table.write_text(f"ref,lon,lat\n1,{lon}1,{lat}1\n2,{lon}2,{lat}2\n3,,\n")
    assert bring_in(folder, str(table), "--kind", "official") == 0  # nobody knows where the case is
    (folder / "places" / "towns.yaml").write_text(
        "- {id: l-belgrade, name: Belgrade, lat: 44.80401, lon: 20.46513}\n"
    )
    assert bring_in(folder, str(table)) == (1 if turned else 0)
    said = f"{table}:2:3: warning: 2 of 2 records on earth (first 1) lie far"
    assert (said in " ".join(capsys.readouterr().out.split())) == bool(turned)


def test_an_extract_says_where_the_case_is() -> None:
    case, _ = load_case(HELSINKI)
    (box,) = [box for box in find_boxes(HELSINKI, case).tolist() if box[0] != box[2]]
    assert box == pytest.approx(read_case_scene(HELSINKI, case.manifest)[0].box)


def test_the_same_again_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = write_answer(folder, 7, 10)
    assert bring_in(folder, answer, "--kind", "map", "--title", "Map") == 0
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()
    }
    assert bring_in(folder, answer) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ((1,), "the list had 3 observations and would have 1"),
        ((), "there is no camera in what was read"),
    ],
)
def test_a_list_does_not_shrink_by_half_unseen(
    second: tuple[int, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(folder, write_answer(folder, 1, 2, 3), "--kind", "map") == 0
    before = (folder / "cameras/o-map.geojson").read_bytes()
    assert bring_in(folder, write_answer(folder, *second)) == 2
    assert said in capsys.readouterr().out
    assert (folder / "cameras/o-map.geojson").read_bytes() == before


def test_a_person_may_say_that_it_shrank(folder: Path) -> None:
    assert bring_in(folder, write_answer(folder, 1, 2, 3), "--kind", "map") == 0
    assert bring_in(folder, write_answer(folder, 1), "--accept-fewer") == 0
    assert len(list_cameras([folder / "cameras/o-map.geojson"]).observations) == 1


@pytest.mark.parametrize("head", [{"remark": "runtime error: timed out"}, None])
def test_what_was_read_in_part_is_not_written(
    head: dict[str, str] | None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = Path(write_answer(folder, 1, 2, 3, **(head or {})))
    if head is None:
        answer.write_text(answer.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert bring_in(folder, str(answer), "--kind", "map") == 2
    assert "nothing was written" in capsys.readouterr().out
    assert not (folder / "cameras/o-map.geojson").exists()


def test_an_id_that_stands_twice_stays_two_observations(folder: Path) -> None:
    assert bring_in(folder, write_answer(folder, 1, 1, 1), "--kind", "map") == 1
    found = list_cameras([folder / "cameras/o-map.geojson"])
    assert [one.id for one in found.observations] == ["node/1", "node/1~2", "node/1~3"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "kind"),
        (("--kind", "map", "--source", "s-none"), "there is no source 's-none'"),
        (("--kind", "map", "--map", "a"), "write COLUMN=FIELD"),
        (("--kind", "map", "--map", "a=colour"), "columns.a"),
        (("--kind", "map", "--map", "a=ref", "--map", "a=kind"), "a is given twice, as 'ref' and as 'kind'"),
        (("--kind", "map", "--as-of", "May"), "as_of: "),
    ],
)
def test_what_makes_no_list_is_said(
    arguments: tuple[str, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cameras", "import", str(folder), write_answer(folder, 1), "--id", "o-map", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_an_id_that_another_record_has(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = next(iter(load_case(folder)[0].claims))
    assert (
        main(["cameras", "import", str(folder), write_answer(folder, 1), "--id", taken, "--kind", "map"]) == 2
    )
    assert "is taken" in capsys.readouterr().err


TABLE = """- id: o-mup
  title: The ministry's list
  kind: official
  file: cameras/mup.csv
  read_as: {columns: {Broj: ref, Ulica: street, Y: lat, X: lon}, delimiter: ";", decimal: ",", words: {}}
"""


def read_mup(folder: Path) -> ReadList:
    (folder / "cameras/mup.yaml").write_text(TABLE, encoding="utf-8")
    case, _ = load_case(folder)
    (found,) = [one for one in read_lists(folder, case) if one.about.id == "o-mup"]
    return found


def test_a_list_is_read_as_its_record_says(folder: Path) -> None:
    text = "Broj;Ulica;X;Y;Kontakt\n7;Balkanska;20,4573;44,8176;Pera\n"
    (folder / "cameras/mup.csv").write_text(text, encoding="utf-8")
    found = read_mup(folder)
    assert [(one.id, one.lonlat, one.names["street"]) for one in found.observations] == [
        ("7", (20.4573, 44.8176), "Balkanska")
    ]
    (problem,) = found.problems
    assert (problem.message, str(problem.origin)) == ("camera-column.person", "cameras/mup.csv:1:16")
    assert not found.failed


def test_a_list_whose_file_is_missing_or_lies_outside_has_failed(folder: Path) -> None:
    found = read_mup(folder)
    assert found.failed
    assert [problem.message for problem in found.problems] == ["missing-file"]
    (folder.parent / "secret.csv").write_text("Broj;Ulica;X;Y\n7;a;20,4;44,8\n", encoding="utf-8")
    (folder / "cameras/mup.csv").symlink_to(folder.parent / "secret.csv")
    found = read_mup(folder)
    assert found.failed
    assert [problem.message for problem in found.problems] == ["link-outside"]
