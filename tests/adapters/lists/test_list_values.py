"""Values as bodies write them into lists, and what of them nobody can know."""

import pytest

from sousveil.adapters.lists.rows import Reader
from sousveil.adapters.lists.sightings import Sightings
from sousveil.adapters.lists.tabular import read_table
from sousveil.adapters.lists.values import write_as_tag
from sousveil.records.camera_list import ReadAs


def read(text: str, **how: object) -> Sightings:
    return read_table(text.encode(), Reader(ReadAs.model_validate(how), "a.csv"))


def said(found: Sightings) -> list[tuple[str, str]]:
    return [(p.message, str(p.origin)) for p in found.problems if p.message != "camera-place.names"]


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("С", 0), ("СИ", 45), ("И", 90), ("ЈИ", 135), ("Ј", 180), ("ЈЗ", 225), ("З", 270), ("СЗ", 315),
        ("SI", 45), ("I", 90), ("JI", 135), ("j", 180), ("JZ", 225), ("Z", 270), ("SZ", 315), ("SSZ", 337.5),
        ("sever", 0), ("sjever", 0), ("југ", 180), ("severoistok", 45), ("северо-запад", 315), ("Jugozapad", 225),
        ("N", 0), ("S", 180), ("SE", 135), ("45", 45),
    ],
)  # fmt: skip
def test_compass_points_in_both_languages(text: str, bearing: float) -> None:
    found = read(f"ref,direction\n1,{text}\n")
    assert [view.bearing_deg for view in found.observations[0].views] == [bearing]
    assert said(found) == []
    assert found.observations[0].texts["direction"] == text


def test_several_directions_in_serbian() -> None:
    (one,) = read('ref,direction\n1,"СИ; 120; jug"\n').observations
    assert [view.bearing_deg for view in one.views] == [45, 120, 180]


def test_s_beside_serbian_points_is_nobodys_to_choose() -> None:
    table = "ref,direction\n1,S\n2,JZ\n3,SZ\n"
    found = read(table)
    assert [[view.bearing_deg for view in one.views] for one in found.observations] == [[], [225], [315]]
    assert said(found) == [("camera-row.north", "a.csv:2:3")]
    told = read(table, words={"S": "north"})
    assert [[view.bearing_deg for view in one.views] for one in told.observations] == [[0], [225], [315]]


@pytest.mark.parametrize("text", ["Jugoslavija", "Terazije", "СК", "ИИИИ", "sevr"])
def test_what_is_no_compass_point_is_named_as_it_stands(text: str) -> None:
    found = read(f"ref,direction\n1,{text}\n")
    assert not found.observations[0].views
    assert said(found) == [("camera-value.direction", "a.csv:2:3")]
    assert text in [problem.args.get("value") for problem in found.problems]


def test_a_declared_decimal_comma_holds_for_every_number() -> None:
    head = "ref;direction;tilt;height;lon;lat\n"
    found = read(head + "1;62,5;-12,5;3,5 м;20,4573;44,8176\n", decimal=",")
    (one,) = found.observations
    assert (one.views[0].bearing_deg, one.tilt_deg, one.height_m) == (62.5, (-12.5, -12.5), 3.5)
    assert one.lonlat == (20.4573, 44.8176)
    assert said(found) == []
    assert said(read(head + "1;62,5;;;20.4;44.8\n")) == [("camera-value.comma", "a.csv:2:3")]


@pytest.mark.parametrize(
    ("name", "text", "tag"),
    [
        ("since", "3. 5. 2019.", "2019-05-03"), ("until", "03.05.2019", "2019-05-03"), ("checked", "2019.", "2019"),
        ("since", "2019. godine", "2019"), ("since", "03.05.2019. г.", "2019-05-03"), ("since", "2019 год.", "2019"),
        ("since", "05/03/2019", "05/03/2019"), ("since", "2019-05-03", "2019-05-03"), ("since", "19.", "19."),
        ("count", "2 kom.", "2"), ("count", "3 камере", "3"), ("count", "4", "4"), ("count", "2-3 kom", "2-3 kom"),
        ("height", "3,5 м", "3,5 м"), ("ref", "С", "С"),
    ],
)  # fmt: skip
def test_values_that_can_mean_nothing_else(name: str, text: str, tag: str) -> None:
    assert write_as_tag(name, text, ".") == tag
