"""The parameters of an assessment: as shipped, as a case has them, as the command line sets them.

Reads the package's own files. Every change is kept, so that it can be printed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from sousveil.case.collect import Collection
from sousveil.impact.comparison import City
from sousveil.impact.results import Change
from sousveil.impact.words import show
from sousveil.plaintext.yaml12 import parse_list
from sousveil.problems import Problem, Severity, UsageError
from sousveil.records.case import Case
from sousveil.records.parameter import OperatingPoint, Parameter

SHIPPED = Path(__file__).parents[2] / "data" / "parameters"
RANGE = ".."
"""Between the ends of a range on the command line: `retention=30..40`."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The parameters and operating points in force, and those that are not as shipped."""

    parameters: Mapping[str, Parameter]
    points: Mapping[str, OperatingPoint]
    changed: tuple[Change, ...]
    cities: tuple[City, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_shipped(folder: Path = SHIPPED) -> tuple[Collection, list[Problem]]:
    """The parameters and operating points in a folder, and what is wrong with them, with its place."""
    found = Collection()
    for kind, name in (("parameters", "parameters.yaml"), ("operating_points", "operating-points.yaml")):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        parsed = parse_list(text, name)
        found.problems += parsed.problems
        found.add(kind, parsed.items, path=name, text=text)
    return found, found.problems


def read_cities(folder: Path = SHIPPED) -> tuple[City, ...]:
    """The single figures of other cities that are shipped."""
    name = "cities.yaml"
    parsed = parse_list((folder / name).read_text(encoding="utf-8"), name)
    return tuple(City(**item.value) for item in parsed.items if isinstance(item.value, dict))


def choose_parameters(case: Case, settings: Iterable[str] = ()) -> Chosen:
    """The parameters for a case: its own before the shipped ones, `settings` such as `retention=30` before both.

    Raises UsageError where a setting names no parameter or cannot be.
    """
    found, problems = read_shipped()
    if problems:
        raise AssertionError(f"the shipped parameters are not sound: {problems[0]}")
    parameters = {one.id: one for one in found.records["parameters"].values() if isinstance(one, Parameter)}
    points = {
        one.id: one for one in found.records["operating_points"].values() if isinstance(one, OperatingPoint)
    }
    problems = list(_check_units(case, parameters))
    wrong = {problem.record for problem in problems}
    own = {name: one for name, one in case.parameters.items() if name not in wrong}
    changed = [
        Change(name, describe(parameters[name]), describe(one), "case")
        for name, one in own.items()
        if name in parameters
    ]
    parameters |= own
    for setting in settings:
        after = parse_setting(setting, parameters)
        changed.append(Change(after.id, describe(parameters[after.id]), describe(after), "option"))
        parameters[after.id] = after
    return Chosen(
        parameters, points | dict(case.operating_points), tuple(changed), read_cities(), tuple(problems)
    )


def _check_units(case: Case, shipped: Mapping[str, Parameter]) -> Iterator[Problem]:
    """The parameters of a case that are in another unit than those they stand for."""
    for name, own in case.parameters.items():
        if name in shipped and own.unit != shipped[name].unit:
            yield Problem(
                message="parameter-unit",
                severity=Severity.ERROR,
                origin=case.origins.of(name, "unit"),
                args={"id": name, "found": own.unit, "right": shipped[name].unit},
                record=name,
                fields=("unit",),
            )


def parse_setting(setting: str, parameters: Mapping[str, Parameter]) -> Parameter:
    """A parameter with the value, or the range, that a setting gives it."""
    name, sign, value = setting.partition("=")
    before = parameters.get(name)
    if not sign:
        raise UsageError(f"--set {setting}: found no '='; right would be NAME=VALUE or NAME=LOW..HIGH")
    if before is None:
        near = get_close_matches(name, parameters, n=1)
        raise UsageError(
            f"--set {setting}: there is no parameter {name!r}" + (f"; {near[0]!r}?" if near else "")
        )
    try:
        # Python would read 1_0 as ten.
        ends = [float(end) for end in value.replace("_", " ").split(RANGE, 1)]
    except ValueError as error:
        raise UsageError(
            f"--set {setting}: found {value!r}; right would be a number, or LOW..HIGH"
        ) from error
    if ends != sorted(ends):
        right = RANGE.join(value.split(RANGE, 1)[::-1])
        raise UsageError(f"--set {setting}: the lower end comes first; right would be {name}={right}")
    kept = before.model_dump(exclude={"events", "of", "value", "low", "high", "distribution"})
    given: dict[str, float | str] = {"value": ends[0]}
    if len(ends) == 2:
        given = {"value": sum(ends) / 2, "low": ends[0], "high": ends[1], "distribution": "uniform"}
    try:
        return Parameter.model_validate(
            {**kept, **given, "source": "command line", "confidence": "unverified"}
        )
    except ValidationError as error:
        reason = str(error.errors()[0].get("ctx", {}).get("error", error.errors()[0]["msg"]))
        raise UsageError(f"--set {setting}: {reason}") from error


def describe(parameter: Parameter) -> str:
    """A parameter in short: `40 day (30 to 40)`, `10 out of 3147436`."""
    if parameter.events is not None:
        return f"{parameter.events} out of {parameter.of}"
    value = _show(parameter, parameter.central)
    if parameter.distribution == "fixed" or parameter.low is None or parameter.high is None:
        return value
    return f"{value} ({_show(parameter, parameter.low)} to {_show(parameter, parameter.high)})"


def _show(parameter: Parameter, value: float) -> str:
    return show(value, parameter.unit)
