"""Scenarios with their claims read as numbers with doubt.

Takes each figure as if it were so: `up to 3,500` is 3,500 here, and the condition says so. Invents no figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sousveil.evidence.figures import case_units, claim_language, claim_quantity, claim_unit
from sousveil.problems import Argument, Problem, Severity
from sousveil.records.bands import read_quantity
from sousveil.records.case import Case
from sousveil.records.parameter import DOMAINS, Parameter
from sousveil.records.quantity import Quantity
from sousveil.records.scenario import Scenario

_AS_STATED = frozenset({"up_to", "under", "over", "at_least", "nearly"})
"""Hedges that say on which side the truth lies; a scenario asks what would follow from the figure itself."""
_COUNTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "devices": ("camera", "device"),
        "locations": ("location",),
        "units": ("unit",),
        "residents": ("person",),
        "area": ("km2",),
        "street_share": ("share",),
    }
)
"""Units in which each field of a scenario is read; 40 people are no cameras."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Scenarios that can be worked out, their claims as parameters, and why others cannot."""

    scenarios: tuple[Scenario, ...]
    claims: Mapping[str, Parameter]
    problems: tuple[Problem, ...]


def prepare_scenarios(case: Case, parameters: Mapping[str, Parameter]) -> Prepared:
    """The scenarios of a case; one that lacks a figure or a parameter is left out with a problem at its place."""
    claims: dict[str, Parameter] = {}
    kept, problems = [], []
    for scenario in case.scenarios.values():
        found = list(_check(scenario, case, parameters, claims))
        problems += found
        if not found:
            kept.append(scenario)
    return Prepared(tuple(kept), claims, tuple(problems))


def _check(
    scenario: Scenario, case: Case, parameters: Mapping[str, Parameter], claims: dict[str, Parameter]
) -> Iterator[Problem]:
    """Read the claims a scenario names into `claims`; what keeps it from being worked out."""
    yield from _check_claims(scenario, case, claims)
    for number, claim in enumerate(scenario.devices):
        if claim in scenario.devices[:number]:
            yield _problem("scenario-twice", scenario, f"devices.{number}", case, claim=claim)
    if "radio" in scenario.models and scenario.units is None:
        yield _problem("scenario-units", scenario, "models", case)
    if "walks" in scenario.models and not scenario.bases:
        yield _problem("scenario-bases", scenario, "models", case)
    for field, name in _list_parameters(scenario):
        if name not in parameters:
            yield _problem("scenario-parameter", scenario, field, case, name=name)
        elif wrong := _check_unit(scenario, field, parameters[name], case):
            yield wrong


def _check_claims(scenario: Scenario, case: Case, claims: dict[str, Parameter]) -> Iterator[Problem]:
    """Read the claims a scenario names into `claims`; which of them give no figure of what they should count."""
    for field, claim in _list_claims(scenario):
        if claim not in claims and claim in case.claims:
            read = read_parameter(claim, case)
            if read is not None:
                claims[claim] = read
        if claim not in claims:
            yield _problem("scenario-figure", scenario, field, case, claim=claim)
        elif wrong := _check_unit(scenario, field, claims[claim], case):
            yield wrong
        elif field.startswith("bases") and not (claims[claim].low or 0) > 0:
            yield _problem("scenario-residents", scenario, field, case, claim=claim)


def _check_unit(scenario: Scenario, field: str, found: Parameter, case: Case) -> Problem | None:
    """What is wrong if a number is not in a unit that its field is read in."""
    right = next(units for name, units in _COUNTED.items() if name in field.split("."))
    if found.unit in right:
        return None
    args = {"name": found.id, "found": found.unit, "right": " or ".join(right)}
    return _problem("scenario-unit", scenario, field, case, **args)


def _list_claims(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """(dotted field, claim) of every claim a scenario names."""
    yield from ((f"devices.{number}", claim) for number, claim in enumerate(scenario.devices))
    for field in ("locations", "units"):
        if claim := getattr(scenario, field):
            yield field, claim
    yield from ((f"bases.{number}.residents", base.residents) for number, base in enumerate(scenario.bases))


def _list_parameters(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """(dotted field, parameter) of every parameter a scenario names."""
    if scenario.street_share:
        yield "street_share", scenario.street_share
    yield from (
        (f"bases.{number}.area", base.area) for number, base in enumerate(scenario.bases) if base.area
    )


def read_parameter(claim_id: str, case: Case) -> Parameter | None:
    """A claim's figure as a parameter over its normal band; None where it has no figure of a count."""
    claim = case.claims[claim_id]
    quantity = claim_quantity(claim, case)
    if quantity is None or quantity.state != "known":
        return None
    if quantity.hedge in _AS_STATED:
        quantity = Quantity.model_validate({**quantity.model_dump(), "hedge": "exact"})
    try:
        unit = claim_unit(claim, quantity, case, case_units(case.units.values()))
        reading = read_quantity(quantity, unit, claim_language(claim, case))
    except ValueError:
        return None
    if (
        reading is None
        or reading.normal.low is None
        or reading.normal.high is None
        or unit.name not in DOMAINS
    ):
        return None
    low, high = float(reading.normal.low), float(reading.normal.high)
    if low < 0:
        return None
    value = (
        float(reading.face.low)
        if reading.face.is_point and reading.face.low is not None
        else (low + high) / 2
    )
    return Parameter(
        id=claim_id,
        title=claim.stated,
        source=claim.source,
        confidence="verified",
        unit=unit.name,
        value=value,
        low=low,
        high=high,
        distribution="triangular",
    )


def _problem(message: str, scenario: Scenario, field: str, case: Case, **args: Argument) -> Problem:
    origin = case.origins.of(scenario.id, field, field.rpartition(".")[0], field.partition(".")[0])
    return Problem(
        message=message,
        severity=Severity.ERROR,
        origin=origin,
        args={"id": scenario.id, **args},
        record=scenario.id,
        fields=(field,),
    )
