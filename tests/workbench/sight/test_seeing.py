"""The Helsinki case on its map: what is seen there, held against another library; walks; what is written."""

import io
import json
from dataclasses import replace
from pathlib import Path

import geopandas  # type: ignore[import-untyped]
import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.cli._paper import Paper
from sousveil.cli._sights import _put_counts
from sousveil.coverage.outline import draw_outlines
from sousveil.coverage.sights import Sights
from sousveil.problems import UsageError
from sousveil.workbench.sight.files import write_sights
from sousveil.workbench.sight.seeing import SeenCity, check_levels, read_city, report_off_map
from sousveil.workbench.sight.walk import find_end, walk_along, walk_between

HELSINKI = Path(__file__).parents[3] / "examples" / "helsinki"
TRACK = """<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><name>mine</name><trkseg>
<trkpt lat="60.1702" lon="24.9410"><time>2020-01-01T00:00:00Z</time></trkpt>
<trkpt lat="60.1702" lon="24.9450"/><trkpt lat="999" lon="24.9"/></trkseg></trk></gpx>"""


@pytest.fixture(scope="module")
def city() -> SeenCity:
    return read_city(HELSINKI)


@pytest.fixture(scope="module")
def observed(city: SeenCity) -> Sights:
    return city.see("observe")


def test_every_camera_is_drawn_or_set_apart_with_a_reason(city: SeenCity) -> None:
    assert len(city.cameras) == 223
    drawn = sum(reason is None for reason in city.stations.apart)
    assert drawn + sum(city.stations.count_apart().values()) == 223
    assert city.suppose_kind == "fixed"
    assert len(city.stations.supposed) == drawn - 6  # six say that they are domes


def test_without_a_supposition_only_what_is_known_is_drawn() -> None:
    known = read_city(HELSINKI, suppose_kind="")
    assert {one.kind for one in known.stations.aimed} == {"dome"}
    assert len(known.stations.aimed) == 6
    with pytest.raises(ValueError, match="doorbell"):
        read_city(HELSINKI, suppose_kind="doorbell")


def test_ground_is_what_another_library_makes_of_its_outlines(city: SeenCity, observed: Sights) -> None:
    for ground, cover in zip(city.draw("observe")[1:], observed.cover[1:], strict=True):
        union = shapely.union_all(draw_outlines(ground)[0])
        # Chords lie within arcs: at most 0.29 % of a sector (1 − sin 7.5° / 7.5°), and nothing more.
        assert union.area <= cover.areas.union_m2 + cover.areas.union_error_m2
        assert union.area >= cover.areas.union_m2 * 0.997 - cover.areas.union_error_m2


def test_streets_in_view_are_what_another_library_cuts(city: SeenCity, observed: Sights) -> None:
    ways = city.around.ways
    ends = np.stack(ways.pieces.take(ways.rows)[0], axis=1).reshape(-1, 2, 2)
    union = shapely.union_all(draw_outlines(city.draw("observe").typical)[0])
    length = shapely.length(shapely.intersection(shapely.linestrings(ends), union)).sum()
    # A chord takes up to 0.2 % of a range of 23 m from each of some thousand crossings: 5 cm each.
    assert 0 <= observed.streets.typical.seen_m - length < 0.015 * length


def test_more_detail_and_lower_bands_see_less(city: SeenCity, observed: Sights) -> None:
    closer = city.see("identify")
    assert closer.cover.high.areas.union_m2 < observed.cover.high.areas.union_m2
    assert observed.cover.typical.areas.union_m2 < observed.cover.high.areas.union_m2
    assert observed.streets.typical.residents_seen < observed.streets.high.residents_seen
    assert (observed.places.typical <= observed.places.high).all()


def test_nobody_surveyed_anything_so_no_share_is_given(observed: Sights) -> None:
    assert observed.streets.high.length_m == 0
    assert np.isnan(observed.streets.high.share)
    assert observed.streets.high.seen_m > 10_000


def test_levels_have_names() -> None:
    assert check_levels(()) == ("detect", "observe", "recognise", "identify")
    assert check_levels(("perceive", "perceive")) == ("perceive",)
    with pytest.raises(UsageError, match="'recognize'; the levels are monitor"):
        check_levels(("recognize",))


def test_files_hold_what_was_computed_with_licence_and_attribution(
    city: SeenCity, observed: Sights, tmp_path: Path
) -> None:
    written = write_sights(tmp_path / "out", city, {"observe": (observed, observed)})
    assert {path.stem for path in written} == {"cameras", "ground", "streets", "unsurveyed"}
    ground = geopandas.read_parquet(tmp_path / "out" / "ground.parquet")
    moment = ground[(ground.reach == "moment") & (ground.band == "typical")]
    assert ground.is_valid.all()  # over low walls many are of several rings, which rounding may cross
    assert (shapely.area(ground.geometry.array) > 0).all()
    exact = city.draw("observe").typical.area_m2
    assert moment.area_m2.sum() == pytest.approx(np.nansum(exact))
    streets = json.loads((tmp_path / "out" / "streets.geojson").read_text())
    assert "OpenStreetMap contributors" in streets["attribution"]
    assert streets["licence"] == "ODbL-1.0"
    assert {one["properties"]["observe_low_m"] for one in streets["features"]} == {None}  # unknown, not 0
    total = sum(one["properties"]["observe_typical_m"] for one in streets["features"])
    assert total == pytest.approx(observed.streets.typical.seen_m, abs=2)
    read = geopandas.read_file(io.BytesIO((tmp_path / "out" / "unsurveyed.geojson").read_bytes()))
    assert read.what.tolist() == ["not surveyed"]
    before = {path: path.read_bytes() for path in written}
    stale = tmp_path / "out" / "ground.geojson"
    write_sights(tmp_path / "out", city, {})
    assert not stale.exists()
    write_sights(tmp_path / "out", city, {"observe": (observed, observed)})
    assert {path: path.read_bytes() for path in written} == before


def test_a_walk_is_as_long_as_its_way_and_seen_where_the_ground_is(city: SeenCity) -> None:
    walk = walk_between(city, "Kaivokatu & Mikonkatu", "60.1745,24.9415", ["observe"])
    for exposure, ground in zip(walk.levels["observe"][1:], city.draw("observe")[1:], strict=True):
        assert exposure.length_m == pytest.approx(walk.length_m)
        seen = shapely.intersection(
            shapely.LineString(walk.path), shapely.union_all(draw_outlines(ground)[0])
        )
        assert exposure.seen_m == pytest.approx(seen.length, rel=0.01, abs=0.5)


def test_a_file_is_walked_as_it_is_and_its_bad_points_are_named(city: SeenCity, tmp_path: Path) -> None:
    file = tmp_path / "walk.gpx"
    file.write_text(TRACK)
    walk = walk_along(city, file, ["detect"])
    # 0.004° of longitude at 60.1702° north on the ellipsoid: 222.1 m (Snyder 1987, eq. 4-21).
    assert walk.length_m == pytest.approx(222.1, abs=0.5)
    assert walk.problems[0].message == "walk-point"
    assert [path.name for path in tmp_path.iterdir()] == ["walk.gpx"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<gpx><trk>", "walk-file"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><gpx>&b;</gpx>', "walk-file"),
        (b"<gpx/>", "walk-file.empty"),
        (b"", "walk-file"),
    ],
)
def test_a_file_without_a_walk_is_said_to_be_one(
    city: SeenCity, tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "walk.gpx"
    file.write_bytes(content)
    walk = walk_along(city, file, ["detect"])
    assert walk.problems[0].message == message
    assert walk.levels["detect"].high.spans == ()


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("24.9415,60.1745", "latitude comes first"),
        ("44.8,20.4", "lies outside the map"),
        ("Terazije", "is not on the map"),
    ],
)
def test_an_end_that_is_nowhere_is_named(city: SeenCity, said: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        find_end(city, said)


def test_numbers_that_are_alike_are_each_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _put_counts(Paper(), "Not drawn", {"indoors": 2, "beyond": 0, "removed": 2})
    assert capsys.readouterr().out.split("\n")[2:4] == ["     2  indoors", "     2  removed"]


def test_observations_off_the_map_are_named_and_exchanged_coordinates_told(city: SeenCity) -> None:
    sighted = next(iter(city.register.sighted.values()))
    moved = {
        name: replace(sighted, observation=replace(sighted.observation, lonlat=place))
        for name, place in (("here", (24.944, 60.172)), ("sea", (24.9, 59.8)), ("turned", (60.172, 24.944)))
    }
    found = report_off_map(replace(city.register, sighted=moved), city.scene)
    assert [(one.message, one.record) for one in found] == [
        ("camera-off-map", "sea"),
        ("camera-off-map.swapped", "turned"),
    ]


def test_a_walk_from_a_place_to_itself_is_none(city: SeenCity) -> None:
    with pytest.raises(UsageError, match="both ends are one place"):
        walk_between(city, "Kaivokatu", "Kaivokatu", ["detect"])
