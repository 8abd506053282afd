"""Streets near a place: named in every script, found within their distance and not beyond."""

import numpy as np

from sousveil.city.near import NEAR_M, list_near_names
from sousveil.city.streets import build_streets
from sousveil.crs import Frame
from sousveil.records.ids import parse_ids
from sousveil.records.street_lines import StreetLines

FRAME = Frame(20.46, 44.81)
OFF = np.zeros(2, np.bool_)


def build_two() -> StreetLines:
    ends = FRAME.to_lonlat([[0, 0], [500, 0], [0, 100], [500, 100]])
    return StreetLines(
        lonlat=ends, node=np.arange(4), start=np.array([0, 2, 4]), ids=parse_ids(["way/1", "way/2"]),
        kinds=("residential", "footway"), names=((("name", "Кнеза Милоша"), ("name:sr-Latn", "Kneza Miloša")), ()),
        walkable=~OFF, tunnel=OFF, bridge=OFF, indoor=OFF, covered=OFF, plaza=OFF, layer=np.zeros(2, np.int8),
    )  # fmt: skip


def test_a_street_is_near_as_far_as_its_distance_and_a_nameless_one_never() -> None:
    streets = build_streets(build_two(), frame=FRAME)
    xy = {
        "near": (250.0, NEAR_M - 1),
        "far": (250.0, NEAR_M + 1),
        "end": (-NEAR_M + 1, 0.0),
        "other": (250.0, 99.0),
    }
    places = {key: tuple(FRAME.to_lonlat([at])[0].tolist()) for key, at in xy.items()}
    found = list_near_names(streets, places)
    assert found == dict.fromkeys(("near", "end"), ("Kneza Miloša", "Кнеза Милоша"))


def test_without_places_or_names_there_is_nothing() -> None:
    assert list_near_names(build_streets(build_two(), frame=FRAME), {}) == {}
