"""An assessment as a whole: doubt that is carried through, seeds, scenes, and scenarios that cannot be worked out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats  # type: ignore[import-untyped]

from sousveil.case.load import load_case
from sousveil.case.skeleton import write_skeleton
from sousveil.impact.assess import DRAWS, Given, assess, list_sentences
from sousveil.impact.response import Response
from sousveil.impact.results import Assessment, ImpactFinding
from sousveil.impact.scenarios import prepare_scenarios
from sousveil.impact.uncertainty import draw_parameters, draw_shares, evaluate, find_quantiles
from sousveil.impact.words import show
from sousveil.messages import read_catalogue, render_message, render_problem
from sousveil.records.parameter import Parameter
from sousveil.workbench.assessment.assessing import Options, assess_case
from sousveil.workbench.assessment.parameters import choose_parameters

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"


def build(name: str, distribution: str, **numbers: float) -> Parameter:
    return Parameter.model_validate(
        {"id": name, "title": name, "source": "S", "confidence": "unverified", "unit": "person",
         "distribution": distribution, **numbers}
    )  # fmt: skip


@pytest.fixture(scope="module")
def given() -> Given:
    case, _ = load_case(SERBIA)
    chosen = choose_parameters(case)
    prepared = prepare_scenarios(case, chosen.parameters)
    assert not prepared.problems
    return Given(
        scenarios=prepared.scenarios, claims=prepared.claims, parameters=chosen.parameters, points=chosen.points,
        cities=chosen.cities,
    )  # fmt: skip


@pytest.fixture(scope="module")
def assessment(given: Given) -> Assessment:
    return assess(given)


def find(assessment: Assessment, name: str) -> ImpactFinding:
    return next(finding for finding in assessment.findings if finding.id == name)


# --- draws ---------------------------------------------------------------------------------------------------------


def test_a_latin_hypercube_has_one_draw_in_each_part() -> None:
    shares = draw_shares("a", 500, 3)
    assert sorted((shares * 500).astype(int)) == list(range(500))
    assert np.array_equal(shares, draw_shares("a", 500, 3))
    assert not np.array_equal(shares, draw_shares("b", 500, 3))
    assert not np.array_equal(shares, draw_shares("a", 500, 4))


@pytest.mark.parametrize(
    ("parameter", "theirs"),
    [
        (build("a", "uniform", value=3, low=2, high=6), stats.uniform(2, 4)),
        (build("a", "triangular", value=3, low=2, high=6), stats.triang(0.25, 2, 4)),
        (build("a", "triangular", value=2, low=2, high=6), stats.triang(0, 2, 4)),
        (build("a", "log_uniform", value=3, low=2, high=6), stats.loguniform(2, 6)),
        (build("a", "beta", events=3, of=50), stats.beta(3.5, 47.5)),
    ],
)
def test_distributions_as_another_library_has_them(parameter: Parameter, theirs: stats.rv_continuous) -> None:
    shares = np.array([0.01, 0.2, 0.5, 0.9, 0.99])
    assert find_quantiles(parameter, shares) == pytest.approx(theirs.ppf(shares), rel=1e-9)


def test_a_new_parameter_changes_no_draw_of_another() -> None:
    a, b = build("a", "uniform", value=1, low=0, high=2), build("b", "uniform", value=1, low=0, high=2)
    assert np.array_equal(
        draw_parameters({"a": a}, 100, 1)["a"], draw_parameters({"a": a, "b": b}, 100, 1)["a"]
    )


def test_the_tornado_of_a_sum() -> None:
    parameters = {
        "wide": build("wide", "uniform", value=10, low=0, high=20),
        "narrow": build("narrow", "uniform", value=5, low=4, high=6),
        "fixed": build("fixed", "fixed", value=1),
        "unused": build("unused", "uniform", value=10, low=0, high=100),
    }
    drawn = draw_parameters(parameters, 4_000, 1)
    found = evaluate(lambda n: n["wide"] - n["narrow"] + n["fixed"], parameters, drawn)
    assert found.spread.central == 6
    assert [(bar.parameter, bar.low, bar.high) for bar in found.bars] == [("wide", -4, 16), ("narrow", 7, 5)]
    assert found.asked == ("wide", "narrow", "fixed")
    theirs = [stats.spearmanr(drawn[name], found.draws).statistic for name in ("wide", "narrow")]
    assert [bar.correlation for bar in found.bars] == pytest.approx(theirs, abs=1e-9)
    # Uniform on 0–20 less uniform on 4–6: the 5 % point of the sum is where the first is 1, to within the second.
    assert found.spread.low == pytest.approx(-3, abs=0.1)
    assert found.spread.high == pytest.approx(15, abs=0.1)


def test_rank_correlation_with_equal_values() -> None:
    parameters = {"a": build("a", "uniform", value=5, low=0, high=10)}
    drawn = draw_parameters(parameters, 1_000, 1)
    found = evaluate(lambda n: np.floor(n["a"]), parameters, drawn)
    theirs = stats.spearmanr(drawn["a"], np.floor(drawn["a"])).statistic
    assert found.bars[0].correlation == pytest.approx(theirs, abs=1e-9)


# --- Serbia --------------------------------------------------------------------------------------------------------


def test_the_scenarios_by_head(assessment: Assessment) -> None:
    rates = {
        name: find(assessment, f"{name}.per-1000.c-census-belgrade-admin").spread.central
        for name in ("x-107", "x-1000", "x-1200", "x-3500", "x-4500", "x-8000-cameras")
    }
    expected = {
        "x-107": 0.06,
        "x-1000": 0.59,
        "x-1200": 0.71,
        "x-3500": 2.08,
        "x-4500": 2.68,
        "x-8000-cameras": 4.76,
    }
    assert rates == pytest.approx(expected, abs=0.005)
    proper = find(assessment, "x-1000.per-1000.c-census-belgrade-proper").spread.central
    assert proper == pytest.approx(1_000 / 1_197.714)


def test_devices_are_not_taken_for_street_cameras(assessment: Assessment) -> None:
    devices = find(assessment, "x-8000.per-1000.c-census-belgrade-admin")
    assert devices.tornado[0].parameter == "street-devices"
    assert (
        devices.spread.high < find(assessment, "x-8000-cameras.per-1000.c-census-belgrade-admin").spread.high
    )


def test_what_35_units_carry_is_far_from_what_is_claimed(assessment: Assessment) -> None:
    assert find(assessment, "x-3500.radio-claimed").spread.central == 100
    carried = find(assessment, "x-3500.radio-carried")
    # 35 units of three cells at 20 MHz, 40 %, 1.4 bit/s/Hz, four fifths loaded, at 4 Mbit/s.
    assert carried.spread.central == pytest.approx(35 * 3 * 20 * 0.4 * 1.4 * 0.8 / 4)
    assert carried.spread.high < 3_500
    each = find(assessment, "x-3500.radio-each")
    assert each.spread.high < 1
    assert "licence" in render_message("impact-assumes.licence", {})


def test_errors_of_reads_and_of_hits_rest_on_rates_of_their_own(assessment: Assessment) -> None:
    reads, hits = find(assessment, "x-1000.misreads"), find(assessment, "x-1000.wrong-hits")
    assert "plate-hit-error" not in reads.parameters
    assert hits.parameters == ("plate-hit-error",)
    assert hits.spread.central == pytest.approx(15)


def test_storage_and_chance(assessment: Assessment) -> None:
    assert find(assessment, "x-1000.storage").spread.central == pytest.approx(1.73, abs=0.005)
    assert find(assessment, "x-3500.storage").spread.central == pytest.approx(6.05, abs=0.005)
    met = [
        find(assessment, f"{name}.met.c-census-belgrade-proper").spread.central
        for name in ("x-1000", "x-3500")
    ]
    assert met[1] == pytest.approx(3.5 * met[0])


def test_the_risk_of_a_resident_by_each_trial_alone(assessment: Assessment) -> None:
    risks = {name: find(assessment, f"risk.{name}").spread.central for name in ("npl-060-10000", "met-064")}
    assert risks == pytest.approx({"npl-060-10000": 0.57, "met-064": 0.016}, abs=0.005)
    for finding in assessment.findings:
        points = {name.partition(".")[0] for name in finding.parameters if name.endswith((".false", ".hits"))}
        assert len(points) <= 1, finding.id


def test_no_figure_without_its_interval_and_what_it_rests_on(assessment: Assessment) -> None:
    known = read_catalogue()
    for finding in assessment.findings:
        spread = finding.spread
        assert spread.low <= spread.median <= spread.high, finding.id
        assert finding.claims or finding.parameters
        assert finding.sections
        for sentence in (finding.says, *list_sentences(finding)):
            assert sentence.message in known
            assert "{" not in render_message(sentence.message, sentence.args)
    assert len({finding.id for finding in assessment.findings}) == len(assessment.findings)
    used = {name for finding in assessment.findings for name in (*finding.claims, *finding.parameters)}
    assert set(assessment.parameters) == used


def test_the_same_seed_gives_the_same_numbers(given: Given, assessment: Assessment) -> None:
    assert assess(given) == assessment
    other = assess(given, seed=7)
    assert [f.spread.central for f in other.findings] == [f.spread.central for f in assessment.findings]
    assert [f.spread.low for f in other.findings] != [f.spread.low for f in assessment.findings]


def test_a_scene_answers(given: Given) -> None:
    devices = np.array([0.0, 100.0, 1_000.0])
    share = np.array([[0.0, 0.4, 0.8], [0.0, 0.2, 0.6]])
    scene = Response(
        place="Helsinki", residents=168_140.5, devices=devices, walk_share=share, cameras_met=share * 10,
        null_met=devices / 100, area_km2=36.0, there=221, drawn=131, with_there=0.5 + share / 2,
    )  # fmt: skip
    found = assess(replace(given, responses=(scene,)))
    # A tenth of the residents, so 100 cameras; in the middle of both placements.
    key = "c-census-belgrade-admin"
    assert find(found, f"x-1000.response-count.{key}").spread.central == pytest.approx(100)
    seen = find(found, f"x-1000.response-seen.{key}")
    assert seen.spread.central == pytest.approx(0.3)
    assert (seen.spread.low, seen.spread.high) == pytest.approx((0.21, 0.39), abs=0.01)
    assert seen.tornado[0].parameter == "placement"
    assert (seen.tornado[0].low, seen.tornado[0].high) == pytest.approx((0.2, 0.4))
    assert find(found, "x-1000.response-ratio").spread.central == pytest.approx(3)
    assert find(found, f"x-1000.response-top.{key}").spread.central == pytest.approx(0.5 + 0.3 / 2)
    more = find(found, f"x-8000-cameras.response-seen.{key}")
    assert more.spread.central == pytest.approx(0.3 + 0.4 * (800 - 100) / 900, abs=1e-9)
    # A tenth of the area of the city proper, and a ninetieth of that of all of Belgrade.
    assert find(found, "x-1000.response-count.belgrade-area-proper").spread.central == pytest.approx(100)
    few = find(found, "x-1000.response-count.belgrade-area-admin")
    assert few.spread.central == pytest.approx(1_000 * 36 / 3_225)
    said = {one.message for one in few.assumes}
    assert {"impact-assumes.few", "impact-assumes.there"} <= said
    assert "impact-assumes.few" not in {one.message for one in more.assumes}
    assert not [
        one for one in found.findings if one.id.startswith("x-107.response")
    ]  # no walks are asked of it


@pytest.mark.parametrize("wrong", ["devices", "walk_share"])
def test_a_scene_with_tables_that_do_not_fit(wrong: str) -> None:
    tables = {"devices": np.array([0.0, 1.0]), "walk_share": np.zeros((1, 2))}
    tables[wrong] = {"devices": np.array([1.0, 1.0]), "walk_share": np.zeros((1, 3))}[wrong]
    with pytest.raises(ValueError, match="cameras"):
        Response(
            place="x", residents=1, devices=tables["devices"], walk_share=tables["walk_share"],
            cameras_met=np.zeros((1, 2)), null_met=np.zeros(2),
        )  # fmt: skip


# --- scenarios that cannot be worked out ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("c-cameras-ordered\n  models", "c-running-costs\n  models"), "no figure of a count"),
        (("    - storage", "    - radio"), "the model of radio needs `units`"),
        (("  programme:", "  street_share: unheard-of\n  programme:"), "there is no parameter 'unheard-of'"),
        (("  programme:", "  bases:\n    - {name: N, residents: c-cameras-ordered, area: nowhere}\n  programme:"),
         "there is no parameter 'nowhere'"),
        (("    - storage", "    - walks"), "the model of walks needs `bases`"),
        (("    - c-cameras-ordered", "    - c-cameras-ordered\n    - c-cameras-ordered"), "would be counted twice"),
        (("  programme:", "  street_share: bitrate\n  programme:"), "'bitrate' is in 'Mbit/s'; right would be share"),
        (("  programme:", "  locations: c-cameras-ordered\n  programme:"),
         "'c-cameras-ordered' is in 'camera'; right would be location"),
        (("  models:", "  bases:\n    - {name: N, residents: c-cameras-ordered}\n  models:"),
         "'c-cameras-ordered' is in 'camera'; right would be person"),
    ],
)  # fmt: skip
def test_a_scenario_that_cannot_be_worked_out(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    folder = tmp_path / "case"
    write_skeleton(folder)
    path = folder / "scenarios" / "market.yaml"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    done = assess_case(folder, Options())
    problem = done.problems[-1]
    shown = render_problem(problem)
    assert shown.startswith("scenarios/market.yaml:")
    assert said in shown
    assert problem.record == "x-market"
    assert not done.assessment.findings


def test_less_than_no_cameras_are_no_figure(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    write_skeleton(folder)
    path = folder / "claims" / "market.yaml"
    text = path.read_text(encoding="utf-8")
    stated = '  stated: "40 cameras"\n'
    assert stated in text
    path.write_text(
        text.replace(stated, f'{stated}  value: {{amount: "-40", unit: camera}}\n', 1), encoding="utf-8"
    )
    shown = [render_problem(one) for one in assess_case(folder, Options()).problems]
    assert [one for one in shown if "less than 0" in one and one.startswith("scenarios/market.yaml:7:7")]


def test_a_parameter_in_another_unit_does_not_stand_for_the_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    write_skeleton(folder)
    path = folder / "parameters.yaml"
    text = path.read_text(encoding="utf-8").replace("unit: day", "unit: person")
    path.write_text(text, encoding="utf-8")
    done = assess_case(folder, Options())
    (problem,) = done.problems
    assert render_problem(problem).startswith(
        "parameters.yaml:7:9: error: retention: found the unit 'person'"
    )
    assert not done.assessment.changed
    assert done.assessment.parameters["retention"].unit == "day"


def test_where_nobody_lives_there_is_no_rate(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    write_skeleton(folder)
    claims = folder / "claims" / "more.yaml"
    claims.write_text(
        "- id: c-nobody\n  source: s-gazette\n  locator: p\n  stated: 0 inhabitants\n  subject: l-example\n"
        '  measure: population\n  value: {amount: "0", unit: person}\n', encoding="utf-8",
    )  # fmt: skip
    path = folder / "scenarios" / "market.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "  models:", "  bases:\n    - {name: N, residents: c-nobody}\n  models:"
    )
    path.write_text(text, encoding="utf-8")
    (problem,) = assess_case(folder, Options()).problems
    assert "gives no residents to count by" in render_problem(problem)


def test_results_in_words() -> None:
    assert show(0.0005, "share") == "1 in 2,000"
    assert show(0.0, "share") == "0 %"
    assert show(-12.71, "m") == "−12.7 m"
    assert show(1234.0, "camera") == "1,230"
    assert show(float("inf"), "m") == "no end m"
    assert DRAWS >= 1_000
