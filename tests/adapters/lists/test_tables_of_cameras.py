"""Official lists as bodies publish them: any headings, letters and marks; what is dropped or spoilt is named."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]  # has no stubs of its own
from pyproj import Transformer

from sousveil.adapters.lists import packed
from sousveil.adapters.lists.rows import Reader, is_personal
from sousveil.adapters.lists.sightings import Sightings, check_places
from sousveil.adapters.lists.tabular import read_table
from sousveil.adapters.lists.xlsx import MOST_EMPTY, read_workbook
from sousveil.messages import render_problem
from sousveil.problems import Problem, Severity
from sousveil.records.camera import Device, Meaning, State
from sousveil.records.camera_list import ReadAs
from sousveil.workbench.cameras.listing import number_twice

BELGRADE = (20.4573, 44.8176)


def read(text: str | bytes, **how: object) -> Sightings:
    raw = text if isinstance(text, bytes) else text.encode()
    return read_table(raw, Reader(ReadAs.model_validate(how), "cameras.csv"))


NAMES_ONLY = "camera-place.names"


def told(found: Sightings) -> list[Problem]:
    """What was reported, but for rows that have names only."""
    return [problem for problem in found.problems if problem.message != NAMES_ONLY]


def said(found: Sightings) -> list[str]:
    return [problem.message for problem in told(found)]


SERBIAN = """\
Р. бр.;Назив;Раскрсница;Тип;X;Y;Смер;Од;Контакт особа;Телефон;Примедба
1;Славија;Славија и Краља Милана;фиксна;{x};{y};45-90;3. 5. 2019.;Пера Перић;011/123-4567;
2;Теразије;Теразије;покретна;;;N;2019;;;види план
"""
SERBIAN_COLUMNS = {
    "Р. бр.": "ref",
    "Назив": "name",
    "Раскрсница": "address",
    "Тип": "kind",
    "X": "x",
    "Y": "y",
    "Смер": "direction",
    "Од": "since",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_ministry_writes_as_it_likes(encoding: str, ends: str) -> None:
    x, y = Transformer.from_crs(4326, 32634, always_xy=True).transform(*BELGRADE)
    text = SERBIAN.format(x=f"{x:.2f}".replace(".", ","), y=f"{y:.2f}".replace(".", ",")).replace("\n", ends)
    found = read(
        text.encode(encoding),
        columns=SERBIAN_COLUMNS,
        words={"фиксна": "fixed", "покретна": "panning"},
        crs="EPSG:32634",
        decimal=",",
        encoding=encoding.removesuffix("-sig"),
    )
    first, second = found.observations
    assert (first.id, first.kinds, first.device, first.since) == (
        "1",
        ("fixed",),
        Device.CAMERA,
        "2019-05-03",
    )
    assert first.names == {"ref": "1", "name": "Славија", "address": "Славија и Краља Милана"}
    assert first.lonlat == pytest.approx(BELGRADE, abs=1e-7)
    assert first.views[0].meaning is Meaning.FIELD_OF_VIEW
    assert first.texts["Тип"] == "фиксна"
    assert first.texts["Од"] == "3. 5. 2019."
    assert (second.lonlat, second.kinds, second.names["address"]) == (None, ("panning",), "Теразије")
    assert said(found) == [
        "camera-column.person",
        "camera-column.person",
        "camera-column.unread",
    ]
    assert found.problems[-1].message == NAMES_ONLY
    assert found.problems[-1].args["id"] == "2"
    assert [problem.args.get("name") for problem in found.problems[:3]] == [
        "Контакт особа",
        "Телефон",
        "Примедба",
    ]
    assert "Пера" not in repr(found)
    assert "4567" not in repr(found)


def test_letters_that_were_not_declared_are_said() -> None:
    found = read(SERBIAN.encode("windows-1251"), columns=SERBIAN_COLUMNS)
    assert found.failed
    assert said(found) == ["camera-file.letters"]


@pytest.mark.parametrize(
    ("cells", "message", "column"),
    [
        ("461.993.881;448.176.001", "camera-place.spoilt", 4),
        ("20,4573;44,8176", "camera-place.cell", 4),
        ("20.4573;", "camera-place.cell", 12),
        ("20.4;north", "camera-place.cell", 9),
        ("44.8176;120.4573", "camera-place.swapped", 12),
        ("200.5;44.8", "camera-place.beyond", 4),
        ("0;0", "camera-place.zero", 4),
        ("nan;44.8", "camera-place.cell", 4),
        ("inf;44.8", "camera-place.cell", 4),
        ("1e999;44.8", "camera-place.cell", 4),
        ("²;44.8", "camera-place.cell", 4),
    ],
)
def test_a_place_that_cannot_be_read_is_named_and_its_row_stays(
    cells: str, message: str, column: int
) -> None:
    found = read(f"ref;lon;lat\na7;{cells}\nb;20.4;44.8\n")
    assert [one.id for one in found.observations] == ["a7", "b"]
    assert [one.lonlat for one in found.observations] == [None, (20.4, 44.8)]
    (problem,) = found.problems
    assert (problem.message, problem.record, problem.origin) == (message, "a7", ("cameras.csv", 2, column))


def test_places_that_stand_out_are_named_at_their_cells() -> None:
    near = "".join(f"{number},20.4,44.{800 + number}\n" for number in range(40))
    found = read(f"ref,lon,lat\n{near}far,3.5,50.0\n")
    check_places(found, "cameras.csv")
    assert [(p.message, str(p.origin)) for p in found.problems] == [("camera-place.far", "cameras.csv:42:5")]
    found = read("name,ref,lon,lat\nA,1,20.4,44.8\nBB,1,20.5,44.8\n")
    number_twice(found)
    assert [(p.message, str(p.origin)) for p in found.problems] == [("camera-twice", "cameras.csv:3:4")]


@pytest.mark.parametrize(
    ("cell", "decimal"),
    [
        ("44.8176, 20.4573", "."),
        ("44.8176,20.4573", "."),
        ("44,8176; 20,4573", ","),
        ("44.8176 20.4573", "."),
    ],
)
def test_both_coordinates_in_one_cell(cell: str, decimal: str) -> None:
    found = read(f'ref\tgps\na\t"{cell}"\n', columns={"gps": "lat_lon"}, decimal=decimal)
    assert found.observations[0].lonlat == BELGRADE
    assert not found.problems


@pytest.mark.parametrize(
    ("x", "y", "crs", "message"),
    [
        ("4963000", "457000", "EPSG:32634", "camera-place.axes"),
        ("457000", "4963000", "EPSG:3003", "camera-place.system"),
        ("457000", "4963000", "EPSG:99999", "camera-file.unsystem"),
        ("457000", "4963000", None, "camera-file.system"),
        ("1e300", "5", "EPSG:32634", "camera-place.cell"),
    ],
)
def test_a_system_that_cannot_be_meant(x: str, y: str, crs: str | None, message: str) -> None:
    found = read(f"ref,x,y\na,{x},{y}\n", crs=crs)
    assert said(found) == [message]
    assert found.failed == message.startswith("camera-file")
    assert all(one.lonlat is None for one in found.observations)


def test_headings_that_are_not_there_and_none_that_is_known() -> None:
    missing = read("Nazivv,b\nx,y\n", columns={"Naziv": "name"})
    assert missing.failed
    assert missing.problems[0].args["nearest"] == "Nazivv"
    assert said(read("a,b\nx,y\n")) == ["camera-column.none"]
    assert said(read("")) == ["camera-file.empty"]


def test_headings_below_a_title() -> None:
    found = read("List of 2020;;\n;;\nref;name;\n1;A;\n", header=3)
    assert [one.names["name"] for one in found.observations] == ["A"]


def test_cells_that_cannot_be_read_are_named_where_they_stand() -> None:
    found = read("ref,direction,state,height,count,since\n7,90100,gone,tall,many,05/03/2019\n")
    assert sorted((p.message, str(p.origin)) for p in told(found)) == [
        ("camera-row.state", "cameras.csv:2:9"),
        ("camera-value.beyond", "cameras.csv:2:3"),
        ("camera-value.count", "cameras.csv:2:19"),
        ("camera-value.date", "cameras.csv:2:24"),
        ("camera-value.height", "cameras.csv:2:14"),
    ]
    assert {p.record for p in told(found)} == {"7"}
    assert found.observations[0].state is State.INSTALLED


def test_a_word_that_is_not_known_can_be_declared() -> None:
    table = "ref,kind\n1,kupola\n"
    (problem,) = told(read(table))
    assert (problem.message, str(problem.origin)) == ("camera-row.word", "cameras.csv:2:3")
    assert "`--word kupola=…`" in render_problem(problem)
    assert read(table, words={"kupola": "dome"}).observations[0].kinds == ("dome",)


def test_rows_that_are_too_long_and_a_quote_out_of_place() -> None:
    found = read('ref,name\n1,A,x\n2,"B" x\n3,5" lens\n4,D\n')
    assert [one.id for one in found.observations] == ["1", "4"]
    assert not found.failed
    assert [(p.message, str(p.origin)) for p in told(found) if p.message == "csv-quote"] == [
        ("csv-quote", "cameras.csv:3:3"),
        ("csv-quote", "cameras.csv:4:3"),
    ]
    assert set(said(found)) == {"camera-row.width", "csv-quote"}


def test_headings_with_a_quote_out_of_place_are_no_headings() -> None:
    found = read('ref,"name" x\n1,A\nref,name\n')
    assert found.failed
    assert not found.observations
    assert set(said(found)) == {"csv-quote", "camera-file.empty"}
    assert [one.id for one in read('List "of" 2020\nref,name\n1,A\n', header=2).observations] == ["1"]


def test_a_table_that_does_not_speak_of_cameras_is_asked_about() -> None:
    places = b"geonameid,name,lat,lon,population\n1,Belgrade,44.8,20.5,1273651\n2,Zemun,44.8,20.4,155000\n"
    reader = Reader(ReadAs(), "a.csv")
    found = read_table(places, reader)
    assert found.failed
    assert not found.observations
    assert said(found) == ["camera-column.other"]
    declared = Reader(ReadAs.model_validate({"columns": {"geonameid": "ref"}}), "a.csv")
    assert [one.id for one in read_table(places, declared).observations] == ["1", "2"]
    for speaking in (b",Kamere", b",direction"):
        assert read_table(places.replace(b",population", speaking), reader).observations
    assert read_table(places.replace(b"Zemun", "Камера Земун".encode()), reader).observations
    assert read_table(places, Reader(ReadAs(), "lists/cctv-2024.csv")).observations
    assert read_table(places, Reader(ReadAs(), "cameras/a.csv")).failed
    assert read_table(b"ref,lon,lat\n1,20.4,44.8\n", reader).observations
    assert read_table(b"name,lon,lat\nZemun,20.4,44.8\n", reader).failed
    assert read_table(b"ref,lon,lat,routes\n1,20.4,44.8,65\n", reader).failed


@pytest.mark.parametrize(
    "heading",
    [
        "Ime i prezime", "КОНТАКТ", "e-mail", "E_MAIL", "Telefon 1", "Reported by", "JMBG", "Снимио", "Fotograf",
        "korisnik", "last_edited_by", "owner name",
    ],
)  # fmt: skip
def test_columns_about_persons(heading: str) -> None:
    assert is_personal(heading)
    found = read(f"ref,{heading}\n1,secret\n", columns={heading: "name"})
    assert "secret" not in repr(found)
    assert said(found) == ["camera-column.person"]


@pytest.mark.parametrize(
    "heading", ["Name", "Naziv lokacije", "Operator", "Mesto", "Ulica", "Snimak", "Operated by", "Owner"]
)
def test_columns_about_things(heading: str) -> None:
    assert not is_personal(heading)


def test_an_address_in_a_cell_is_hidden() -> None:
    found = read("ref,address\n1,Balkanska 2 (pera@mup.rs)\n")
    assert "pera" not in repr(found)
    assert found.observations[0].names["address"].startswith("Balkanska 2")


# --- spreadsheets ---------------------------------------------------------------------------------------------------


def write_book(rows: Sequence[Sequence[object]], title: str = "List") -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def rewrite_part(raw: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.replace(*change) if part == name else content)
    return out.getvalue()


def read_book(raw: bytes, **how: object) -> Sightings:
    return read_workbook(raw, Reader(ReadAs.model_validate(how), "cameras.xlsx"))


HEAD = ("ref", "lon", "lat", "since", "count", "Телефон")


def test_a_spreadsheet() -> None:
    raw = write_book(
        [HEAD, (1, 20.4573, 44.8176, date(2019, 5, 3), 2.0, "011"), ("b", "20,5", "44,9", None, None)]
    )
    found = read_book(raw, decimal=",", sheet="List")
    first, second = found.observations
    assert (first.id, first.lonlat, first.since, first.count) == ("1", BELGRADE, "2019-05-03", 2)
    assert second.lonlat == (20.5, 44.9)
    assert said(found) == ["camera-column.person"]


def test_sheets_that_are_not_read_are_named() -> None:
    book, out = load_workbook(io.BytesIO(write_book([("ref", "lon", "lat"), (1, 20.4, 44.8)]))), io.BytesIO()
    book.create_sheet("Zemun")
    book.save(out)
    (named,) = read_book(out.getvalue()).problems
    assert (named.message, named.args["found"]) == ("camera-file.sheets", "Zemun")
    assert not read_book(out.getvalue(), sheet="List").problems


def test_days_are_days_whether_or_not_a_sheet_adds_midnight() -> None:
    found = read_book(write_book([("ref", "since"), (1, datetime(2019, 5, 3))]))  # noqa: DTZ001 - sheets have no zones
    assert found.observations[0].since == "2019-05-03"


def test_what_a_sheet_claims_of_its_size_is_not_believed() -> None:
    raw = rewrite_part(
        write_book([("ref", "lon", "lat"), (1, 20.4, 44.8)]),
        "xl/worksheets/sheet1.xml",
        (b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"'),
    )
    found = read_book(raw)
    assert [one.lonlat for one in found.observations] == [(20.4, 44.8)]
    assert not found.problems


def test_a_million_empty_rows_end_the_list() -> None:
    raw = rewrite_part(
        write_book([("ref", "name"), (1, "A"), (2, "B")]),
        "xl/worksheets/sheet1.xml",
        (b'<row r="3"', b'<row r="1048576"'),
    )
    found = read_book(raw)
    assert [one.id for one in found.observations] == ["1"]
    (problem,) = told(found)
    assert (problem.message, problem.severity) == ("camera-file.gap", Severity.WARNING)
    assert problem.args["n"] == MOST_EMPTY


def test_a_row_as_wide_as_a_sheet_can_be() -> None:
    raw = rewrite_part(
        write_book([("ref", "name"), (1, "A")]), "xl/worksheets/sheet1.xml", (b'r="B2"', b'r="XFD2"')
    )
    found = read_book(raw)
    assert found.failed
    assert said(found) == ["camera-file.wide"]


@pytest.mark.parametrize("cut", [200, 2000])
def test_half_a_spreadsheet(cut: int) -> None:
    found = read_book(write_book([HEAD] * 50)[:cut])
    assert found.failed
    assert said(found) == ["camera-file.packed"]


def test_a_zip_that_is_no_spreadsheet_and_a_sheet_that_is_not_there() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("a.txt", "x")
    assert said(read_book(out.getvalue())) == ["camera-file.workbook"]
    assert said(read_book(write_book([("ref",), (1,)]), sheet="Other")) == ["camera-file.sheet"]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 10_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/workbook.xml", b"\0" * 20_000_000)
    found = read_book(out.getvalue())
    assert found.failed
    assert said(found) == ["camera-file.bomb"]


def test_entities_in_a_spreadsheet_are_not_spelt_out() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    raw = rewrite_part(
        write_book([("ref", "name"), (1, "A")]),
        "xl/worksheets/sheet1.xml",
        (b"<worksheet", bomb + b"]><worksheet"),
    )
    found = read_book(raw)
    assert len(repr(found)) < 10_000
