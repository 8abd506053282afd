"""A city as a whole: bands and links worked out by hand, Helsinki with its cameras, a programme carried over to it."""

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sousveil.cli.main import main
from sousveil.impact.exposure import Expected, Seen
from sousveil.impact.following import CALIBRATIONS, compute_chain, compute_link
from sousveil.impact.simulate import Walks, list_gaps, list_numbers, prepare_walks
from sousveil.impact.trips import Trips
from sousveil.impact.uncertainty import draw_parameters, evaluate
from sousveil.impact.watched import BAND, TRIPS, Chains, WatchedCity, ask_city, build_supposed
from sousveil.messages import render_message
from sousveil.records.parameter import Parameter
from sousveil.workbench.assessment.assessing import Options, assess_case
from sousveil.workbench.sight.seeing import read_city

EXAMPLES = Path(__file__).parents[2] / "examples"


def number(name: str, value: float, unit: str) -> Parameter:
    return Parameter(
        id=name, title=name, source="S", confidence="unverified", unit=unit, value=value, distribution="fixed"
    )


def build_city() -> WatchedCity:
    """Two bands, two models of trips: shares 0.1 and 0.3 by the least band, 0.5 and 0.9 by the most."""
    expected = [
        [Expected(share, share, share, share, 10 * share, 500.0, 300.0, 0.0) for share in row]
        for row in ((0.1, 0.3), (0.5, 0.9))
    ]
    return WatchedCity(
        place="Nowhere", cameras=4, silent=2, apart=1, expected=expected, null_met=np.array([0.5, 1.0]),
        needed=np.array([[9.0, 7.0], [5.0, 3.0]]), residents_known=False,
        chains=Chains(gap_m=np.full(3, 80.0), start=np.array([0, 1]), trips=10),
    )  # fmt: skip


def test_results_lie_between_the_bands_and_between_the_models() -> None:
    parameters = build_supposed() | {
        "detection": number("detection", 0.9, "probability"),
        "link-candidates": number("link-candidates", 200, "person"),
    }
    found = {one.id: one for one in ask_city(build_city())}
    drawn = draw_parameters(parameters, 1_000, 1)
    seen = evaluate(found["city-seen"].model, parameters, drawn)
    assert seen.spread.central == pytest.approx((0.1 + 0.3 + 0.5 + 0.9) / 4)
    assert {bar.parameter: (bar.low, bar.high) for bar in seen.bars} == {
        BAND: pytest.approx((0.2, 0.7)), TRIPS: pytest.approx((0.3, 0.6)),
    }  # fmt: skip
    ratio = evaluate(found["city-ratio"].model, parameters, drawn)
    assert ratio.spread.central == pytest.approx(np.mean([1 / 0.5, 3 / 1, 5 / 0.5, 9 / 1]))
    said = {one.message for one in found["city-seen"].assumes}
    assert "impact-assumes.nobody" in said
    assert not {"impact-assumes.lost", "impact-assumes.kind"} & said
    told = next(iter(ask_city(replace(build_city(), supposed=3, kind="dome"))))
    assert "takes them for dome" in render_message(told.assumes[2].message, told.assumes[2].args)
    some = [[replace(one, lost=0.25) for one in row] for row in build_city().expected]
    apart = next(iter(ask_city(replace(build_city(), expected=some))))
    assert "25 % of those who set out" in [render_message(one.message, one.args) for one in apart.assumes][2]
    # One trip with one link and one with two, of ten; every gap is the mean gap, so 200 might be meant at each.
    people = {name: one for name, one in CALIBRATIONS.items() if one.walking}
    assert {f"city-chain.{name}" for name in people} == {name for name in found if "chain" in name}
    assert "vehicles (AI City 2021)" not in people
    for name, calibration in people.items():
        chain = evaluate(found[f"city-chain.{name}"].model, parameters, drawn)
        link = compute_link(calibration, np.array([200.0]), np.array([0.9]))
        expected = (compute_chain(link, 2) + compute_chain(link, 3)) / 10
        assert chain.spread.central == pytest.approx(float(expected[0]), rel=2e-3)


def test_gaps_lie_between_where_a_trip_comes_under_cameras() -> None:
    # Two edges of 100 m; camera 0 sees 10–20 m of the first, camera 1 all from 50 m of the first to 30 of the second.
    seen = Seen(
        np.array([10.0, 50.0, 0.0]),
        np.array([20.0, 100.0, 30.0]),
        np.array([0, 0, 1]),
        np.array([0, 1, 1], np.int32),
    )
    there, back = [0, 2], [3, 1]
    one = np.zeros(3, np.int32)
    trips = Trips(
        one, one, np.full(3, 200.0), np.array([0, 2, 4, 5]), np.array([*there, *back, 2], np.int32), 0
    )
    chains = list_gaps(trips, seen, np.array([0, 1]), np.array([100.0, 100.0]))
    # There: 10 m and 50 m. Back: under camera 1 after 70 m, under camera 0 after 180 m. The third meets one only.
    assert chains.gap_m == pytest.approx([40.0, 110.0])
    assert chains.start.tolist() == [0, 1]
    assert chains.trips == 3


def test_where_no_trip_meets_two_cameras_nobody_can_be_linked() -> None:
    none = Chains(gap_m=np.empty(0), start=np.empty(0, np.int64), trips=10)
    found = {one.id: one for one in ask_city(replace(build_city(), chains=none))}
    numbers = {"detection": np.array([0.9, 0.8]), "link-candidates": np.array([10.0, 20.0])}
    assert found["city-chain.MSMT17"].model(numbers).tolist() == [0.0, 0.0]
    blind = replace(build_city(), needed=np.full((2, 2), np.nan))
    assert "city-needed" not in {one.id for one in ask_city(blind)}


def test_numbers_that_are_tried_reach_the_most() -> None:
    assert list_numbers(0.3) == [1]
    found = list_numbers(221)
    assert found[0] == 1
    assert found[-2] < 221 <= found[-1]
    assert all(a < b <= max(a + 1, np.ceil(1.6 * a)) for a, b in pairwise(found))


@pytest.fixture(scope="module")
def walks() -> Walks:
    city = read_city(EXAMPLES / "helsinki")
    return prepare_walks(city.scene, city.residents)


def test_helsinki_is_made_ready_for_trips(walks: Walks) -> None:
    assert walks.residents is not None
    assert walks.demand.residents == pytest.approx(walks.residents.total, rel=0.01)
    assert walks.demand.places > 50
    assert 0 < walks.demand.apart < 0.05


@pytest.mark.trial
def test_helsinki_and_a_programme_carried_over_to_it() -> None:
    options = Options(draws=1_000, scene=EXAMPLES / "helsinki")
    done = assess_case(EXAMPLES / "serbia", options)
    assert done == assess_case(EXAMPLES / "serbia", options)
    own = assess_case(EXAMPLES / "helsinki", Options(draws=1_000))
    for finding in (*done.assessment.findings, *own.assessment.findings):
        assert finding.spread.low <= finding.spread.median <= finding.spread.high
        for sentence in (finding.says, *finding.assumes):
            assert "{" not in render_message(sentence.message, sentence.args)
    seen = {one.id: one.spread for one in done.assessment.findings}
    assert seen["x-1000.response-count.c-census-belgrade-admin"].central == pytest.approx(4.2, abs=0.1)
    assert (
        seen["x-1000.response-seen.c-census-belgrade-proper"].central
        < seen["x-8000-cameras.response-seen.c-census-belgrade-proper"].central
    )


def test_cameras_that_must_not_be_published_are_in_nothing_public(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "helsinki"
    shutil.copytree(EXAMPLES / "helsinki", folder, ignore=shutil.ignore_patterns("build"))
    about = folder / "cameras" / "osm.yaml"
    about.write_text(about.read_text(encoding="utf-8") + "  sensitivity: private\n", encoding="utf-8")
    assert main(["assess", str(folder), "--dpia"]) == 0
    said = capsys.readouterr()
    assert "warning: trips under the cameras on the map are left out" in said.err
    assert "cameras drawn" not in said.out
    assert main(["assess", str(EXAMPLES / "serbia"), "--dpia", "--scene", str(folder)]) == 2
    assert "must not be published" in capsys.readouterr().err


def test_a_city_to_which_nothing_can_be_carried_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(EXAMPLES / "serbia"), "--scene", str(EXAMPLES / "serbia")]) == 2
    assert "no [city]" in capsys.readouterr().err
