"""From programmes to findings: every scenario asked every question it allows, with intervals and what decides them.

Given a case's records, parameters and, where there is one, the answer of a scene; reads nothing itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sousveil.problems import Argument
from sousveil.records.base import say
from sousveil.records.parameter import OperatingPoint, Parameter
from sousveil.records.scenario import Scenario

from .comparison import City, recompute_city
from .numbers import Floats
from .questions import BY_HEAD, PLACEMENT, Question, ask_scenario, ask_system, build_rates
from .response import Response
from .results import Assessment, Change, ImpactFinding, Premise, Sentence
from .transfer import ask_response
from .uncertainty import Evaluated, draw_parameters, evaluate
from .watched import WatchedCity, ask_city, build_supposed
from .words import show, show_range, show_together

SEED = 20_251_231
"""Where no seed is given: the day the first case speaks of."""
DRAWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an assessment starts from; `claims` are figures of claims as parameters, `responses` answers of scenes.

    `watched` is the case's own city with the cameras on its map; `cities` are single figures of other cities, to stand
    beside a count by head.
    """

    scenarios: tuple[Scenario, ...]
    claims: Mapping[str, Parameter]
    parameters: Mapping[str, Parameter]
    points: Mapping[str, OperatingPoint]
    responses: tuple[Response, ...] = ()
    watched: WatchedCity | None = None
    cities: tuple[City, ...] = ()
    changed: tuple[Change, ...] = ()


def assess(given: Given, *, draws: int = DRAWS, seed: int = SEED) -> Assessment:
    """Every finding with its interval; the same seed and number of draws give the same numbers."""
    parameters, drawn = collect_parameters(given), draw_all(given, draws, seed)
    premises = {one.id: Premise(say(one.title), say(one.condition), say(one.note)) for one in given.scenarios}
    findings = []
    for question in list_questions(given):
        evaluated = evaluate(question.model, parameters, drawn)
        findings.append(_build_finding(question, evaluated, premises, given.claims))
    used = {name for finding in findings for name in (*finding.claims, *finding.parameters)}
    return Assessment(
        scenarios=premises,
        findings=tuple(findings),
        parameters={name: one for name, one in sorted(parameters.items()) if name in used},
        changed=given.changed,
        seed=seed,
        draws=draws,
    )


def collect_parameters(given: Given) -> dict[str, Parameter]:
    """Every number that is drawn: parameters, figures of claims, rates of operating points, places on a scene."""
    placed = {PLACEMENT: _choose_placement()} if given.responses else {}
    supposed = build_supposed() if given.watched else {}
    return {**given.parameters, **given.claims, **build_rates(given.points), **placed, **supposed}


def draw_all(given: Given, draws: int, seed: int) -> dict[str, Floats]:
    """The draws that an assessment is made from."""
    return draw_parameters(collect_parameters(given), draws, seed)


def list_questions(given: Given) -> Iterable[Question]:
    """All questions, those of scenarios first."""
    beside = tuple(_say_cities(given.cities))
    central = {name: np.array([one.central]) for name, one in collect_parameters(given).items()}
    for scenario in given.scenarios:
        for question in ask_scenario(scenario, given.points):
            by_head = question.message == BY_HEAD
            yield replace(question, assumes=(*question.assumes, *beside)) if by_head else question
        for response in given.responses:
            yield from ask_response(scenario, response, central)
    if any("faces" in scenario.models for scenario in given.scenarios):
        yield from ask_system(given.points)
    if given.watched:
        yield from ask_city(given.watched)


def _say_cities(cities: Iterable[City]) -> Iterator[Sentence]:
    """Other cities by head, recomputed from their own figures."""
    rates = tuple(f"{city.name} {show(recompute_city(city).per_1000, 'ratio')}" for city in cities)
    if rates:
        yield Sentence("impact-beside", {"cities": rates})


def _choose_placement() -> Parameter:
    """Which of the placements that were drawn on a scene is meant."""
    return Parameter(
        id=PLACEMENT,
        title="Where the cameras stand, among the placements drawn",
        source="Drawn, because places are not known",
        confidence="derived",
        unit="share",
        value=0.5,
        low=0.0,
        high=1.0,
        distribution="uniform",
    )


def _build_finding(
    question: Question, evaluated: Evaluated, premises: Mapping[str, Premise], claims: Mapping[str, Parameter]
) -> ImpactFinding:
    """The finding of a question, its numbers put into its sentence."""
    spread = evaluated.spread
    args: dict[str, Argument] = {
        "scenario": premises[question.scenario].title if question.scenario else "",
        **(question.args or {}),
        "value": show_together([spread.central, spread.low, spread.high], question.unit)[0],
        "range": show_range(spread.low, spread.high, question.unit),
    }
    if question.share:
        args[question.share] = show(float(np.mean(evaluated.draws > 0)), "share")
    asked = list(evaluated.asked)
    return ImpactFinding(
        id=question.name,
        scenario=question.scenario,
        says=Sentence(question.message, args),
        unit=question.unit,
        spread=spread,
        tornado=evaluated.bars,
        claims=tuple(name for name in asked if name in claims),
        parameters=tuple(name for name in asked if name not in claims),
        sections=question.sections,
        assumes=question.assumes,
    )


def list_sentences(finding: ImpactFinding) -> Iterator[Sentence]:
    """What is to be said of a finding besides its own sentence: what decides it, and what is supposed."""
    for bar in finding.tornado[:1]:
        low, high = show_together([bar.low, bar.high], finding.unit)
        if low != high:
            yield Sentence("impact-decides", {"parameter": bar.parameter, "low": low, "high": high})
    yield from finding.assumes
