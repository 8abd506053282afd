"""A programme carried over to a real scene, by residents and, apart, by area; small numbers are said to be small.

A transfer and no forecast: where its cameras would stand is drawn, and those really there are counted beside it.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from sousveil.records.base import say
from sousveil.records.scenario import Base, Scenario

from .numbers import Floats
from .questions import DESCRIPTION, PLACEMENT, RISKS, Numbers, Question, count_cameras
from .response import Response
from .results import Sentence
from .words import show

Scale = tuple[str, float, str]
"""By what is scaled: the parameter of the whole city, the figure of the scene, and the word for it."""
FEW = 30
"""Cameras below which a number is called small: the places of single ones then decide. Ours."""


def ask_response(scenario: Scenario, response: Response, central: Mapping[str, Floats]) -> Iterator[Question]:
    """What a real scene answers to a scenario of walks, for each of its bases by residents and, apart, by area.

    `central` : each parameter at its value, which tells whether a number of cameras is small.
    """
    if "walks" not in scenario.models:
        return
    for base in scenario.bases:
        yield from _ask(scenario, response, base, (base.residents, response.residents, "residents"), central)
        if base.area is not None and response.area_km2:
            yield from _ask(scenario, response, base, (base.area, response.area_km2, "area"), central)
    if scenario.bases:
        whole = scenario.bases[0].residents
        yield Question(
            id="response-ratio", scenario=scenario.id, message="impact-response.ratio", unit="ratio",
            sections=(RISKS,), args={"place": response.place, "base": say(scenario.bases[0].name)},
            assumes=(Sentence("impact-assumes.transfer"), Sentence("impact-assumes.busy")),
            model=lambda n: response.find_ratio(
                count_cameras(scenario, n) / n[whole] * response.residents, n[PLACEMENT]
            ),
        )  # fmt: skip


def _ask(
    scenario: Scenario, response: Response, base: Base, scale: Scale, central: Mapping[str, Floats]
) -> Iterator[Question]:
    """How many cameras that makes, and the share of trips that they see."""
    whole, part, basis = scale

    def scaled(n: Numbers) -> Floats:
        return count_cameras(scenario, n) / n[whole] * part

    small = (Sentence("impact-assumes.few"),) if float(scaled(central)[0]) < FEW else ()
    beside = [Sentence("impact-assumes.there", {"place": response.place, "there": response.there})]
    if basis == "residents" and response.known_share < 1:
        known = show(response.known_share, "share")
        beside.append(Sentence("impact-assumes.dense", {"place": response.place, "share": known}))
    build = partial(
        Question, scenario=scenario.id, args={"place": response.place, "basis": basis, "base": say(base.name)}
    )
    yield build(
        id=f"response-count.{whole}", message="impact-response.count", unit="camera", model=scaled,
        sections=(DESCRIPTION,), assumes=(*beside, *small),
    )  # fmt: skip
    yield build(
        id=f"response-seen.{whole}", message="impact-response.seen", unit="share", sections=(RISKS,),
        model=lambda n: response.find_walk_share(scaled(n), n[PLACEMENT]),
        assumes=(Sentence("impact-assumes.transfer"), *small),
    )  # fmt: skip
    if response.with_there is not None:
        top = Sentence("impact-assumes.top", {"place": response.place, "drawn": response.drawn})
        yield build(
            id=f"response-top.{whole}", message="impact-response.top", unit="share", sections=(RISKS,),
            model=lambda n: response.find_share_with_there(scaled(n), n[PLACEMENT]), assumes=(top, *small),
        )  # fmt: skip
