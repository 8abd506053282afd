"""An assessment of the Serbian case in 1,000 draws, with the answer of a scene, beside the same models draw by draw.

At most 5 s. The peer is what one writes first: a loop over the draws that calls each model with one number for each
parameter. Both must give the same intervals.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.case.load import load_case
from sousveil.impact.assess import Given, assess, draw_all, list_questions
from sousveil.impact.response import Response
from sousveil.impact.scenarios import prepare_scenarios
from sousveil.impact.uncertainty import LEVELS
from sousveil.workbench.assessment.parameters import choose_parameters

CASE = Path(__file__).parents[1] / "examples" / "serbia"
DRAWS = 1_000
SEED = 1
ROUNDS = 2
PLACEMENTS = 200


def build_response() -> Response:
    """The answer of a scene of the usual size: 200 placements, 20 numbers of cameras."""
    devices = np.linspace(0, 10_000, 20)
    met = np.random.default_rng(SEED).uniform(0.5, 1.5, (PLACEMENTS, 1)) * devices / 1_000
    return Response(
        place="a scene", residents=1e6, devices=devices, walk_share=-np.expm1(-met),
        cameras_met=met, null_met=devices / 2_000,
    )  # fmt: skip


def build_given() -> Given:
    """What the assessment starts from, read before the clock starts."""
    case, _ = load_case(CASE)
    chosen = choose_parameters(case)
    prepared = prepare_scenarios(case, chosen.parameters)
    return Given(
        scenarios=prepared.scenarios, claims=prepared.claims, parameters=chosen.parameters, points=chosen.points,
        responses=(build_response(),),
    )  # fmt: skip


def assess_one_by_one(given: Given) -> dict[str, list[float]]:
    """The peer: every model with the numbers of one draw, then the next."""
    drawn = draw_all(given, DRAWS, SEED)
    rows = [{name: values[row : row + 1] for name, values in drawn.items()} for row in range(DRAWS)]
    results = {one.name: [float(one.model(row)[0]) for row in rows] for one in list_questions(given)}
    return {name: [float(end) for end in np.quantile(values, LEVELS)] for name, values in results.items()}


def check_agreement(given: Given) -> None:
    """The two give the same intervals; a fast answer that is another one is no answer."""
    theirs = assess_one_by_one(given)
    for finding in assess(given, draws=DRAWS, seed=SEED).findings:
        ours = [finding.spread.low, finding.spread.median, finding.spread.high]
        if not np.allclose(ours, theirs[finding.id], rtol=1e-9):
            raise RuntimeError(f"{finding.id}: {ours} and {theirs[finding.id]}")


def measure() -> Iterator[Measure]:
    """Wall time of an assessment; ours draws, evaluates and works out every tornado as well."""
    given = build_given()
    check_agreement(given)
    about = About(
        what="an assessment",
        peer_name="the same models, one draw at a time",
        versions=read_versions("sousveil", "numpy", "scipy"),
        data_digest=digest_data(CASE / "scenarios"),
    )
    ours = partial(assess, given, draws=DRAWS, seed=SEED)
    times = run_pairs(lambda: time_call(ours), lambda: time_call(partial(assess_one_by_one, given)), n=ROUNDS)
    yield build_measure(f"an assessment in {DRAWS:,} draws", *times, unit="s", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
