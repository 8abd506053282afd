"""Parameters, operating points and scenarios: what cannot be is refused with its place."""

from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.case.skeleton import write_skeleton
from sousveil.messages import render_problem
from sousveil.problems import UsageError
from sousveil.records.parameter import DOMAINS
from sousveil.workbench.assessment.parameters import (
    choose_parameters,
    describe,
    parse_setting,
    read_cities,
    read_shipped,
)

HEAD = "- id: {id}\n  title: T\n  source: S\n  confidence: unverified\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    write_skeleton(folder)
    return folder


def load(folder: Path) -> list[str]:
    return [render_problem(problem) for problem in load_case(folder)[1]]


def test_what_is_shipped_is_sound() -> None:
    found, problems = read_shipped()
    assert not problems
    assert len(found.records["parameters"]) > 20
    assert len(found.records["operating_points"]) == 5
    assert {city.name for city in read_cities()} >= {"London", "Paris"}


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        ("  unit: day\n  value: -3\n", "parameters.yaml:6:10", "-3 day cannot be; right would be 0 or more"),
        ("  unit: share\n  value: 1.2\n", "parameters.yaml:6:10", "right would be between 0 and 1"),
        ("  unit: degree\n  value: 180\n", "parameters.yaml:6:10", "180 degree cannot be"),
        ("  unit: mm\n  value: 0\n", "parameters.yaml:6:10", "right would be more than 0"),
        (
            "  unit: probability\n  events: 3\n  distribution: beta\n",
            "parameters.yaml:1:3",
            "3 events: of how many?",
        ),
        (
            "  unit: probability\n  events: 3\n  of: 0\n",
            "parameters.yaml:7:7",
            "found 0; right would be more than 0",
        ),
        (
            "  unit: degree down\n  value: 90\n",
            "parameters.yaml:6:10",
            "right would be more than 0 and less than 90",
        ),
        ("  unit: furlong\n  value: 1\n", "parameters.yaml:5:9", "'furlong' is no unit of a parameter"),
        ("  unit: day\n  value: 3\n  low: 4\n", "parameters.yaml:7:8", "the lowest, 4, is above the value 3"),
        ("  unit: day\n  value: 3\n  high: 2\n", "parameters.yaml:7:9", "the highest, 2, is below 3"),
        ("  unit: day\n  value: 3\n  distribution: uniform\n", "parameters.yaml:7:17", "needs high, low"),
        ("  unit: day\n", "parameters.yaml:1:3", "'fixed' needs value"),
    ],
)
def test_a_parameter_that_cannot_be(case: Path, body: str, place: str, said: str) -> None:
    (case / "parameters.yaml").write_text(HEAD.format(id="retention") + body, encoding="utf-8")
    (problem,) = load(case)
    assert problem.startswith(f"{place}: error: ")
    assert said in problem


def test_not_a_number_is_no_parameter(case: Path) -> None:
    (case / "parameters.yaml").write_text(
        HEAD.format(id="retention") + "  unit: day\n  value: .nan\n", encoding="utf-8"
    )
    assert load(case)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{events: 3}", "3 events: of how many?"),
        ("{events: 5, of: 4}", "5 events out of 4 cannot be"),
        ("{value: 1.5}", "right would be between 0 and 1"),
        ("{}", "needs `events` and `of`, or `value`"),
    ],
)
def test_a_rate_that_is_none(case: Path, body: str, said: str) -> None:
    text = HEAD.format(id="trial") + f"  system: A\n  false_alerts: {body}\n"
    (case / "operating-points.yaml").write_text(text, encoding="utf-8")
    (problem,) = load(case)
    assert problem.startswith("operating-points.yaml:6:")
    assert said in problem


def test_a_case_goes_before_what_is_shipped_and_the_command_line_before_both(case: Path) -> None:
    loaded, _ = load_case(case)
    chosen = choose_parameters(loaded, ["retention=5", "bitrate=1..3"])
    assert chosen.parameters["retention"].central == 5
    assert describe(chosen.parameters["bitrate"]) == "2 Mbit/s (1 Mbit/s to 3 Mbit/s)"
    assert [(one.parameter, one.by) for one in chosen.changed] == [
        ("retention", "case"), ("retention", "option"), ("bitrate", "option")
    ]  # fmt: skip
    assert chosen.changed[0].before == "40 days (30 days to 40 days)"
    assert chosen.changed[1].before == "15 days (10 days to 15 days)"
    assert "example-trial" in chosen.points


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("retention", "right would be NAME=VALUE"),
        ("retenton=3", "'retention'"),
        ("retention=long", "right would be a number"),
        ("retention=-3", "cannot be"),
        ("retention=5..3", "right would be retention=3..5"),
        ("retention=1_0", "right would be a number"),
        ("face-cameras=1.1", "between 0 and 1"),
    ],
)
def test_a_setting_that_cannot_be(case: Path, setting: str, said: str) -> None:
    parameters = choose_parameters(load_case(case)[0]).parameters
    with pytest.raises(UsageError, match=said):
        parse_setting(setting, parameters)


def test_every_shipped_unit_has_limits() -> None:
    found, _ = read_shipped()
    units = {getattr(one, "unit", "") for one in found.records["parameters"].values()}
    assert units <= set(DOMAINS)
