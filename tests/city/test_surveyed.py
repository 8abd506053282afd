"""Surveyed ground: areas, ways and named streets; the rest of the map, and all beyond it, is not surveyed."""

from dataclasses import replace
from pathlib import Path

import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene
from sousveil.city.surveyed import SIDE_M, survey
from sousveil.records.camera_list import Surveyed
from sousveil.workbench.scene import read_scene

HELSINKI = Path(__file__).parents[2] / "examples" / "helsinki" / "places" / "helsinki-centre-2019-04.osm.pbf"


@pytest.fixture(scope="module")
def scene() -> CityScene:
    return read_scene(HELSINKI)[0]


def test_where_nobody_says_where_he_looked_nothing_is_surveyed(scene: CityScene) -> None:
    found = survey(scene, [])
    assert found.surveyed_m2 == 0
    middle = shapely.Point(scene.frame.to_xy([(24.944, 60.172)])[0])
    assert any(part.contains(middle) for part in found.unsurveyed)


def test_an_area_is_taken_out_as_far_as_the_map_reaches(scene: CityScene) -> None:
    west, south, east, north = scene.box
    corners = ((24.94, 60.17), (24.95, 60.17), (24.95, 60.172), (24.94, 60.172))
    found = survey(scene, [Surveyed(area=corners)])
    # 0.01° by 0.002° at 60.171° north on the ellipsoid: 555.2 m by 222.9 m (Snyder 1987, eq. 4-21).
    assert found.surveyed_m2 == pytest.approx(555.2 * 222.9, rel=2e-3)
    whole = survey(scene, [Surveyed(area=((0, 50), (50, 50), (50, 70), (0, 70)))])
    box = shapely.Polygon(scene.frame.to_xy([(west, south), (east, south), (east, north), (west, north)]))
    assert whole.surveyed_m2 == pytest.approx(box.area)
    assert not any(part.intersects(box.buffer(-1)) for part in whole.unsurveyed)


def test_a_way_walked_covers_both_sides(scene: CityScene) -> None:
    along = ((24.94, 60.171), (24.945, 60.171))
    length = shapely.LineString(scene.frame.to_xy(along)).length
    found = survey(scene, [Surveyed(along=along)])
    assert found.surveyed_m2 == pytest.approx(2 * SIDE_M * length + 3.12 * SIDE_M**2, rel=1e-3)


def test_a_street_is_found_by_its_name_in_any_case_and_one_that_is_not_there_is_named(
    scene: CityScene,
) -> None:
    found = survey(scene, [Surveyed(street="MIKONKATU"), Surveyed(street="Terazije")])
    assert found.surveyed_m2 > 1000
    assert found.unfound == ("Terazije",)
    assert survey(replace(scene, box=(0, 0, 1, 1)), [Surveyed(street="Mikonkatu")]).surveyed_m2 == 0
