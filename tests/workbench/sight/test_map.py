"""The shipped city on its map: every camera of its list, what is supposed said as such, the same bytes each time."""

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sousveil.case.load import load_case
from sousveil.evidence import check
from sousveil.publish.build.index import Index, build_index
from sousveil.publish.gate.select import select_public
from sousveil.publish.maps.layers import Band, MapLayers, Reach
from sousveil.publish.maps.page import say_survey
from sousveil.publish.maps.payloads import Directory, MapSite
from sousveil.publish.maps.site import build_map_site
from sousveil.publish.maps.tables import total_streets
from sousveil.workbench.sight.map import read_map

EXAMPLES = Path(__file__).parents[3] / "examples"


@cache
def index_of(name: str) -> Index:
    case, _ = load_case(EXAMPLES / name)
    public, _ = select_public(case, as_of=case.manifest.as_of or "")
    return build_index(public, check(public), as_of=case.manifest.as_of or "", language="en")


@pytest.fixture(scope="module")
def layers() -> MapLayers:
    read = read_map(EXAMPLES / "helsinki", index_of("helsinki"))
    assert read is not None
    return read[0]


@pytest.fixture(scope="module")
def site(layers: MapLayers) -> MapSite:
    return build_map_site(layers, index_of("helsinki"))


def test_a_case_without_a_city_has_no_map() -> None:
    assert read_map(EXAMPLES / "serbia", index_of("serbia")) is None


def test_every_camera_of_the_list_is_on_the_map(layers: MapLayers) -> None:
    kinds = Counter(one.kind for one in layers.cameras)
    assert kinds.pop("speed_camera") == 2  # on the list, and no cameras that watch people
    assert kinds.total() == 221  # the case's own count
    assert kinds[""] == 215
    assert all(one.bearing_deg is None for one in layers.cameras)
    assert all(one.street for one in layers.cameras)


def test_ground_of_a_supposed_kind_stands_in_its_scenario_alone(layers: MapLayers) -> None:
    for camera, scenario in zip(layers.grounds.camera, layers.grounds.scenario, strict=True):
        assert scenario == (-1 if layers.cameras[camera].kind else 1)
    assert "hangs at 12 m (low), 5 m (typical), 3 m (high)" in " ".join(
        one.say("en") for one in layers.assumptions
    )
    assert "does not say which ground was surveyed" in say_survey(layers, "en")


def test_metres_grow_from_low_to_high_and_stay_within_the_street(layers: MapLayers) -> None:
    totals = total_streets(layers)
    assert totals
    for total in totals:
        low, typical, high = (total.metres[band] for band in Band)
        assert not low > typical + 1e-6
        assert typical <= high + 1e-6
        assert high <= total.length_m * 1.001 + 0.01


def test_what_nobody_knows_of_a_street_is_not_none(layers: MapLayers, site: MapSite) -> None:
    lowest = [total.metres[Band.LOW] for total in total_streets(layers) if total.reach is Reach.INSTANT]
    assert lowest
    assert all(np.isnan(metres) for metres in lowest)  # of no camera is it known where it looks
    streets = [part for _, _, part in site.pages if isinstance(part, Directory)]
    rows = [extent for part in streets for street in part.streets for extent in street.watched]
    assert rows
    assert {row.low for row in rows if "at one moment" in row.reach} == {""}
    assert all(row.high.endswith(" m") for row in rows)


def test_names_that_a_map_is_read_by_stand_on_it(layers: MapLayers) -> None:
    names = {label.names[""]: label for label in layers.labels}
    assert names["Kluuvi"].kind == "suburb"
    assert names["Senaatintori"].kind == "square"
    assert names["Helsinki"].rank < names["Kluuvi"].rank < names["Senaatintori"].rank
    assert names["Rautatientori"].names["sv"] == "Järnvägstorget"


def test_the_map_of_the_shipped_city_is_the_same_each_time(layers: MapLayers, site: MapSite) -> None:
    again = build_map_site(layers, index_of("helsinki"))
    assert dict(again.files) == dict(site.files)
    assert again.pages == site.pages
