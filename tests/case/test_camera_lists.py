"""Lists of cameras in a case: what their records may say, and files that are named and not there."""

import pytest

from sousveil.problems import Severity

from .conftest import MANIFEST, Load

RECORD = "- id: o-a\n  title: A\n  kind: official\n  file: cameras/a.geojson\n"
EMPTY = '{"type":"FeatureCollection","features":[]}'


def test_a_list_with_all_it_may_say(load: Load) -> None:
    record = (
        f"{RECORD}  source: s-a\n  as_of: 2020-08\n  licence: CC0-1.0\n  read_as:\n    format: csv\n"
        '    columns: {Назив: name, "Raskrsnica": address}\n    words: {fiksna: fixed}\n    crs: EPSG:32634\n'
        "    encoding: windows-1251\n    decimal: ','\n  surveyed:\n    - street: Balkanska\n      date: 2024-05\n"
        "    - area: [[20.4, 44.8], [20.5, 44.8], [20.5, 44.9]]\n"
    )
    case, problems = load(
        {"cameras/l.yaml": record, "cameras/a.geojson": EMPTY, "cameras/b.xlsx": b"", "places/x.osm.pbf": b""}
    )
    assert not problems
    about = case.lists["o-a"]
    assert about.read_as is not None
    assert about.read_as.columns == {"Назив": "name", "Raskrsnica": "address"}
    assert about.surveyed[0].street == "Balkanska"
    assert about.surveyed[1].area[0] == (20.4, 44.8)


def test_a_file_that_is_not_there_is_named_where_it_is_named(load: Load) -> None:
    city = f'{MANIFEST}[city]\nextract = "places/town.osm.pbf"\nresidents = "places/grid.gpkg"\n'
    _, problems = load({"case.toml": city, "cameras/l.yaml": RECORD, "places/grid.gpkg": b""})
    assert [(p.message, str(p.origin)) for p in problems] == [
        ("missing-file", "cameras/l.yaml:4:9"),
        ("missing-file", "case.toml:5:11"),
    ]
    assert {p.severity for p in problems} == {Severity.ERROR}


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/passwd", "cameras/../../x", ".hidden", "C:/x", "a\\b", ""]
)
def test_no_list_reaches_out_of_its_case(path: str, load: Load) -> None:
    case, problems = load(
        {"cameras/l.yaml": RECORD.replace("cameras/a.geojson", f'"{path}"'.replace("\\", "\\\\"))}
    )
    assert not case.lists
    assert [p.code for p in problems] in (["wrong-form"], ["wrong-type"])


def test_what_is_no_data_is_still_named(load: Load) -> None:
    _, problems = load({"cameras/a.docx": b"", "places/a.docx": b""})
    assert [p.message for p in problems] == ["not-read", "not-read"]


def test_a_source_that_is_not_there(load: Load) -> None:
    _, problems = load({"cameras/l.yaml": f"{RECORD}  source: s-b\n", "cameras/a.geojson": EMPTY})
    assert [p.code for p in problems] == ["missing-reference"]
