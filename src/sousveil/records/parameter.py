"""Parameters of a model: a number with its doubt, its unit, and whom one has it from; operating points of recognition.

Holds shapes and what is possible at all. It draws nothing, and knows no model.
"""

import math
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from .base import Edtf, Part, Record, Text, Words

Distribution = Literal["fixed", "uniform", "log_uniform", "triangular", "beta"]
Confidence = Literal["verified", "recomputed", "derived", "unverified"]


class Domain(NamedTuple):
    """The numbers that can be at all in a unit; an open end is not among them."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number is among them."""
        above = value > self.low if self.low_open else value >= self.low
        return (
            math.isfinite(value) and above and (value < self.high if self.high_open else value <= self.high)
        )

    def __str__(self) -> str:
        if self.high == math.inf:
            return f"more than {self.low:g}" if self.low_open else f"{self.low:g} or more"
        if self.low_open and self.high_open:
            return f"more than {self.low:g} and less than {self.high:g}"
        return f"between {self.low:g} and {self.high:g}"


_SHARE = Domain(0, 1)
_AMOUNT = Domain(0, math.inf)
_MORE = Domain(0, math.inf, low_open=True)
DOMAINS: Mapping[str, Domain] = MappingProxyType(
    {
        "probability": _SHARE,
        "share": _SHARE,
        "exponent": _SHARE,
        "factor": _MORE,
        "degree": Domain(0, 180, low_open=True, high_open=True),
        "degree down": Domain(0, 90, low_open=True, high_open=True),
        "pixel": _MORE,
        "px/m": _MORE,
        "m": _MORE,
        "mm": _MORE,
        "km2": _MORE,
        "s": _MORE,
        "day": _AMOUNT,
        "day/year": Domain(0, 366),
        "Mbit/s": _MORE,
        "MHz": _MORE,
        "bit/s/Hz": _MORE,
        "cell/unit": _MORE,
        "person/hour": _AMOUNT,
        "passage/camera/day": _AMOUNT,
        "passage/person/day": _AMOUNT,
        "vehicle/camera/day": _AMOUNT,
        **dict.fromkeys(("person", "camera", "device", "location", "unit"), _AMOUNT),
    }
)
"""Units of parameters, and what can be in each: a share lies in 0–1, nothing is kept for less than no time, no pinhole
opens half a turn, and who looks straight down looks at no distance. A flow has what it is per in its unit."""


def check_in_domain(value: float | None, unit: str) -> float | None:
    """The number, if it can be in that unit; ValueError else."""
    domain = DOMAINS.get(unit)
    if value is not None and domain is not None and not domain.holds(value):
        raise ValueError(f"{value:g} {unit} cannot be; right would be {domain}")
    return value


def check_order(value: float | None, info: ValidationInfo) -> float | None:
    """The number, if it stands in the order low, value, high with those before it; ValueError else."""
    before = [info.data.get(name) for name in ("low", "value") if info.field_name != name]
    if info.field_name == "high" and value is not None:
        for one in before:
            if one is not None and one > value:
                raise ValueError(f"the highest, {value:g}, is below {one:g}")
    if info.field_name == "low" and value is not None:
        middle = info.data.get("value")
        if middle is not None and value > middle:
            raise ValueError(f"the lowest, {value:g}, is above the value {middle:g}")
    return value


def check_denominator(of: int | None, info: ValidationInfo) -> int | None:
    """Out of how many the events before it are; ValueError where nobody says, or there were fewer than events."""
    events = info.data.get("events")
    if events is not None and of is None:
        raise ValueError(f"{events} events: of how many? A rate needs `of`")
    if events is not None and of is not None and events > of:
        raise ValueError(f"{events} events out of {of} cannot be")
    return of


Denominator = Annotated[int | None, Field(gt=0, validate_default=True), AfterValidator(check_denominator)]
"""Out of how many the events before it are."""


class Rate(Part):
    """A share found in a trial: events out of how many, or the share alone with its limits where no count was read."""

    events: int | None = Field(None, ge=0, description="How many times it happened.")
    of: Denominator = Field(None, description="Out of how many; a rate without it is no rate.")
    value: float | None = Field(
        None, description="The share, where no count was read.", validate_default=True
    )
    low: float | None = None
    high: float | None = None

    @field_validator("value", "low", "high")
    @classmethod
    def _is_share(cls, value: float | None, info: ValidationInfo) -> float | None:
        """A probability, in order; needed where there is no count."""
        counted = "events" not in info.data or info.data["events"] is not None
        if info.field_name == "value" and value is None and not counted:
            raise ValueError("needs `events` and `of`, or `value`")
        return check_order(check_in_domain(value, "probability"), info)

    @property
    def central(self) -> float:
        """The share itself."""
        if self.events is not None and self.of is not None:
            return self.events / self.of
        return self.value or 0.0


class Sourced(Record):
    """What every number says of itself: whence, when, by which edition, how sure, and what it supposes."""

    title: Text
    source: Words = Field(description="Whom one has it from, so that a reader can look it up.")
    date: Edtf | None = None
    edition: Words | None = Field(
        None, description="Edition of the standard or report, where it has several."
    )
    confidence: Confidence = Field(
        description="verified: read in the text named; recomputed; derived from others; unverified: a supposition."
    )
    assumptions: tuple[Text, ...] = ()


class Parameter(Sourced):
    """A number of a model with the range it may lie in; `low` and `high` are the ends of its distribution."""

    unit: Words
    events: int | None = Field(None, ge=0, description="For a rate that was counted: how many times.")
    of: Denominator = Field(None, description="For a rate that was counted: out of how many.")
    value: float | None = None
    low: float | None = None
    high: float | None = None
    distribution: Distribution = Field("fixed", validate_default=True)

    @field_validator("unit")
    @classmethod
    def _known(cls, unit: str) -> str:
        """A unit whose limits are known."""
        if unit not in DOMAINS:
            near = get_close_matches(unit, DOMAINS, n=1)
            raise ValueError(f"{unit!r} is no unit of a parameter; " + (f"the nearest is {near[0]!r}" if near else
                             f"known are {', '.join(DOMAINS)}"))  # fmt: skip
        return unit

    @field_validator("value", "low", "high")
    @classmethod
    def _possible(cls, value: float | None, info: ValidationInfo) -> float | None:
        """A number that can be in its unit, in order."""
        return check_order(check_in_domain(value, info.data.get("unit", "")), info)

    @field_validator("distribution")
    @classmethod
    def _drawable(cls, distribution: str, info: ValidationInfo) -> str:
        """What the distribution needs is there."""
        given = {name for name in ("value", "low", "high", "events", "of") if info.data.get(name) is not None}
        needed = {"fixed": {"value"}, "beta": {"events", "of"}}.get(distribution, {"value", "low", "high"})
        if needed - given and not needed - given - set(info.data):
            raise ValueError(f"{distribution!r} needs {', '.join(sorted(needed - given))}")
        if distribution == "log_uniform" and info.data.get("low") == 0:
            raise ValueError("'log_uniform' needs a `low` above 0")
        return distribution

    @property
    def central(self) -> float:
        """The value that stands for it where nothing is drawn."""
        if self.value is not None:
            return self.value
        return (self.events or 0) / (self.of or 1)


class OperatingPoint(Sourced):
    """A recognition system at one threshold with a list of one size, as somebody tried it.

    Rates at two thresholds, or with lists of two sizes, are of different things and are never put together.
    """

    system: Words
    threshold: Words | None = Field(None, description="As printed; absent where nobody says.")
    list_size: int | None = Field(None, gt=0, description="People on the list; absent where nobody says.")
    false_alerts: Rate = Field(description="Share of people not on the list who set off an alert.")
    hits: Rate | None = Field(None, description="Share of people on the list who are found.")
