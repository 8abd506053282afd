"""What is not known of a walk: beyond the map, underground, between stretches of a file; junctions that are none."""

from pathlib import Path

import numpy as np
import pytest

from sousveil.cli._paper import Paper
from sousveil.cli._walk import put_walk
from sousveil.coverage.exposure import trace_path
from sousveil.problems import UsageError
from sousveil.workbench.sight.seeing import SeenCity, read_city
from sousveil.workbench.sight.walk import find_end, walk_along, walk_between

HELSINKI = Path(__file__).parents[3] / "examples" / "helsinki"
INSIDE = "60.1702,24.9410 60.1702,24.9450"


@pytest.fixture(scope="module")
def city() -> SeenCity:
    return read_city(HELSINKI)


def _write(folder: Path, *stretches: str) -> Path:
    """A track with a segment for each text of places, latitude first."""
    segments = [
        "".join(f'<trkpt lat="{one.split(",")[0]}" lon="{one.split(",")[1]}"/>' for one in places.split())
        for places in stretches
    ]
    file = folder / "walk.gpx"
    file.write_text("<gpx><trk>" + "".join(f"<trkseg>{one}</trkseg>" for one in segments) + "</trk></gpx>")
    return file


def test_beyond_the_map_a_walk_is_not_unseen_but_unknown(city: SeenCity, tmp_path: Path) -> None:
    walk = walk_along(city, _write(tmp_path, INSIDE + " 60.1702,25.0000"), ["detect"])
    high = walk.levels["detect"].high
    assert walk.problems[0].message == "walk-off-map"
    # From 24.9534° to 25° east at 60.17° north are 2.58 km (55.6 km a degree), none of which a known camera sees.
    assert high.unknown_m > 2500
    assert high.unseen_m == 0
    assert high.longest_gap is None
    assert high.seen_m + high.unknown_m == pytest.approx(walk.length_m)


def test_a_walk_wholly_off_the_map_is_refused(city: SeenCity, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"walk\.gpx' lies outside the map, which reaches from 60\.1642"):
        walk_along(city, _write(tmp_path, "44.80,20.45 44.81,20.46"), ["detect"])


def test_of_the_gap_between_two_stretches_nothing_is_said(city: SeenCity, tmp_path: Path) -> None:
    whole = walk_along(city, _write(tmp_path, INSIDE), ["detect"]).levels["detect"].high
    first, last = INSIDE.split()
    walk = walk_along(
        city, _write(tmp_path, first + " 60.1702,24.9420", "60.1702,24.9440 " + last), ["detect"]
    )
    assert [one.message for one in walk.problems][:1] == ["walk-stretches"]
    high = walk.levels["detect"].high
    assert high.length_m == pytest.approx(whole.length_m)
    middle = [one for one in high.spans if one.begin_m < 100 < one.end_m]
    assert [one.cameras for one in middle] == [()]
    assert any(one.cameras for one in whole.spans if one.begin_m < 100 < one.end_m)


def test_underground_cameras_of_the_street_see_nothing(city: SeenCity) -> None:
    path = [(0.0, 0.0), (30.0, 0.0), (60.0, 0.0), (60.0, 0.0)]
    ground = city.draw("detect")
    open_air = trace_path(path, city.stations.aimed, ground).high
    below = trace_path(path, city.stations.aimed, ground, unknown=np.array([True, False, False])).high
    assert open_air.seen_m > 30
    assert below.unknown_m == pytest.approx(30)
    assert below.seen_m <= 30


def test_a_way_through_a_tunnel_says_where_it_is_unknown(city: SeenCity) -> None:
    streets = city.scene.streets
    rows = np.flatnonzero(streets.lines.tunnel & streets.lines.walkable).tolist()
    lines = [streets.line(row) for row in rows]
    long = next(line for line in lines if np.hypot(*(line[-1] - line[0])) > 40)
    first, last = streets.frame.to_lonlat(long[[0, -1]]).tolist()
    walk = walk_between(city, f"{first[1]:.7f},{first[0]:.7f}", f"{last[1]:.7f},{last[0]:.7f}", ["detect"])
    assert walk.levels["detect"].low.unknown_m == pytest.approx(walk.length_m)
    assert walk.levels["detect"].high.seen_m < walk.length_m / 2


def test_streets_that_do_not_meet_are_no_junction(city: SeenCity) -> None:
    with pytest.raises(
        UsageError, match="no junction: on this map the two streets come no nearer than 510 m"
    ):
        find_end(city, "Kaivokatu & Fredrikinkatu")


def test_of_a_file_without_a_walk_only_what_is_wrong_is_told(
    city: SeenCity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = walk_along(city, _write(tmp_path, "60.1702,24.9410"), ["detect"])
    assert walk.problems[0].message == "walk-file.short"
    put_walk(Paper(), walk)
    assert "A walk of" not in capsys.readouterr().out
