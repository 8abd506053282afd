"""Places that no list means: many cameras on one point, one far from all others; and lists that are simply large."""

import json
import resource
from pathlib import Path

import pytest

from sousveil.adapters.lists.sightings import CROWD, Sightings, check_places
from sousveil.records.camera import Observation
from sousveil.workbench.cameras.reading import read_cameras

BELGRADE = (20.4573, 44.8176)


def check(*places: tuple[float, float] | None) -> list[tuple[str, str]]:
    found = Sightings([Observation(id=f"o{number}", lonlat=place) for number, place in enumerate(places)])
    check_places(found, "a.csv")
    return [(problem.message, problem.record) for problem in found.problems]


def around(count: int) -> list[tuple[float, float]]:
    return [(20.4 + 0.001 * number, 44.8) for number in range(count)]


def test_a_crowd_on_one_point_is_named_once() -> None:
    assert check(*around(30), *[BELGRADE] * CROWD) == [("camera-place.same", "o30")]
    assert check(*around(30), *[BELGRADE] * (CROWD - 1)) == []


def test_a_camera_at_sea_is_far_from_the_rest() -> None:
    assert check(*around(40), (3.0, 50.0), None) == [("camera-place.far", "o40")]
    assert check(*around(40), (20.9, 44.8)) == []
    assert check(*around(5), (3.0, 50.0)) == []


def test_the_date_line_is_no_distance() -> None:
    assert check(*[(179.99 if number % 2 else -179.99, -17.0 + 0.01 * number) for number in range(40)]) == []


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.trial)])
@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_ever_so_many_cameras_on_one_point(form: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / f"cameras.{form}"
    if form == "csv":
        path.write_text("ref,lon,lat\n" + "".join(f"{number},20.4,44.8\n" for number in range(count)))
    else:
        point = {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [20.4, 44.8]},
        }
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [point] * count}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_cameras(path)
    assert len(found.observations) == count
    assert [problem.message for problem in found.problems] == ["camera-place.same"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10 * count  # KiB: 10 a camera
