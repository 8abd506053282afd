"""What citizens bring: cameras, ground they looked at, photographs, and who they are not."""

from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.case.skeleton import write_skeleton
from sousveil.cli.main import main
from sousveil.workbench.cameras.reading import list_cameras, read_lists
from sousveil.workbench.cameras.sightings import build_caller
from tests.adapters.lists.test_photos import PHOTO

HEAD = "what,id,street,lon,lat,seen,certainty,photo,contributor\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "case")
    photos = tmp_path / "case" / "cameras" / "photos"
    photos.mkdir()
    (photos / "a.jpg").write_bytes(PHOTO)
    (photos / "b.gif").write_bytes(b"GIF89a")
    (tmp_path / "outside.jpg").write_bytes(PHOTO)
    return tmp_path / "case"


def bring_in(folder: Path, text: str, name: str = "walk.csv") -> int:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return main(["cameras", "import", str(folder), str(path), "--id", "o-street", "--kind", "citizens"])


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_the_template_is_a_list(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["cameras", "import", "--template", *(["--read-as", "geojson"] if form == "geojson" else [])])
        == 0
    )
    text = capsys.readouterr().out
    (folder / "cameras/photos/w1.jpg").write_bytes(PHOTO)
    assert bring_in(folder, text, f"t.{form}") == 0, capsys.readouterr().out
    case, problems = load_case(folder)
    assert not problems
    (found,) = [one for one in read_lists(folder, case) if one.about.id == "o-street"]
    (one,) = found.observations
    assert (one.id, one.lonlat, one.kinds, one.checked) == ("w1", (20.4573, 44.8176), ("dome",), "2024-05-04")
    assert one.names["certainty"] == "certain"
    assert one.names["cross_street"] == "Bridge Street"
    (ground,) = found.about.surveyed
    assert (ground.street, ground.date) == ("Bridge Street", "2024-05-04")
    assert len(ground.along) == (2 if form == "geojson" else 0)


def test_photographs_lose_what_stands_beside_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(
        f"camera,{id_},,20.4,44.8,,,{photo},\n"
        for id_, photo in {
            "in": "photos/a.jpg",
            "gif": "cameras/photos/b.gif",
            "out": "../outside.jpg",
            "none": "x.jpg",
            "far": "https://example.org/a.jpg",
        }.items()
    )
    assert bring_in(folder, HEAD + rows) == 1
    said = capsys.readouterr().out
    assert "the photograph 'cameras/photos/b.gif' is left out: it is neither JPEG nor PNG" in said
    assert ".csv:3:8: warning: gif: the photograph" in said  # where the row says it, not in the picture
    assert b"Pera" not in (folder / "cameras/photos/a.jpg").read_bytes()
    assert (folder.parent / "outside.jpg").read_bytes() == PHOTO
    names = {
        one.id: one.names.get("photo")
        for one in list_cameras([folder / "cameras/o-street.geojson"]).observations
    }
    assert names == {
        "in": "cameras/photos/a.jpg", "gif": None, "out": None, "none": None, "far": "https://example.org/a.jpg",
    }  # fmt: skip


def test_contributors_get_other_names_that_stay(folder: Path) -> None:
    rows = "camera,1,,20.4,44.8,,,,Pera Perić\ncamera,2,,20.4,44.8,,,, pera  PERIĆ\ncamera,3,,20.4,44.8,,,,Mira\n"
    assert bring_in(folder, HEAD + rows) == 0
    text = (folder / "cameras/o-street.geojson").read_text(encoding="utf-8")
    assert "Per" not in text
    one, two, three = (
        found.names["contributor"]
        for found in list_cameras([folder / "cameras/o-street.geojson"]).observations
    )
    assert one == two != three
    assert one == build_caller(folder)("Pera Perić")
    assert (folder / ".private/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert (folder / ".private/salt").stat().st_mode & 0o077 == 0
    assert not load_case(folder)[1]


def test_another_case_knows_them_otherwise(folder: Path, tmp_path: Path) -> None:
    write_skeleton(tmp_path / "other")
    assert build_caller(folder)("Pera") != build_caller(tmp_path / "other")("Pera")


def test_without_a_case_contributors_are_dropped(folder: Path) -> None:
    path = folder.parent / "walk.csv"
    path.write_text(f"{HEAD}camera,1,,20.4,44.8,,,,Pera\n", encoding="utf-8")
    listed = list_cameras([path])
    assert "Pera" not in repr(listed)
    assert [problem.message for problem in listed.problems] == ["camera-column.person"]


def test_a_walk_that_found_nothing_is_a_list(folder: Path) -> None:
    assert bring_in(folder, f"{HEAD}surveyed,,Balkanska,,,4. 5. 2024.,,,\nsurveyed,,,,,2024,,,\n") == 1
    about = load_case(folder)[0].lists["o-street"]
    assert [(one.street, one.date) for one in about.surveyed] == [("Balkanska", "2024-05-04")]
    assert not list_cameras([folder / about.file]).observations


def test_ground_that_is_not_on_earth(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = '{"type":"LineString","coordinates":[[20,444],[20,45]]}'
    feature = f'{{"type":"Feature","geometry":{line},"properties":{{"what":"surveyed"}}}}'
    assert bring_in(folder, f'{{"type":"FeatureCollection","features":[{feature}]}}', "a.geojson") == 2
    assert "draw a line or an area on earth" in capsys.readouterr().out


def test_words_of_certainty(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring_in(folder, f"{HEAD}camera,1,,20.4,44.8,,perhaps,,\nperson,2,,,,,,,\n") == 1
    said = capsys.readouterr().out
    assert "certainty='perhaps' says nothing known here" in said
    assert "what='person'; a row is a `camera`" in said
    assert "has no coordinates" not in said
