"""What an assessment consists of.

Plain values; they compute nothing and render no text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sousveil.problems import Argument
from sousveil.records.parameter import Parameter

from .uncertainty import Bar, Spread


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id with its arguments."""

    message: str
    args: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Premise:
    """A scenario as it is said: its title, what would have to be so, and a remark of the case."""

    title: str
    condition: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactFinding:
    """A result: its sentence and interval, what it rests on, and what would change it.

    `sections` are those of an assessment it belongs to; `tornado` the assumptions, the one that decides first; `claims`
    and `parameters` ids of what it rests on; `assumes` sentences that stand with it whatever the numbers are.
    """

    id: str
    scenario: str
    says: Sentence
    unit: str
    spread: Spread
    tornado: tuple[Bar, ...]
    claims: tuple[str, ...]
    parameters: tuple[str, ...]
    sections: tuple[str, ...]
    assumes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter that is not as shipped: what it was, what it is, and who changed it."""

    parameter: str
    before: str
    after: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything an assessment found, with the seed and number of draws by which it can be repeated.

    `parameters` holds every number that was drawn, claims among them, by id.
    """

    scenarios: Mapping[str, Premise]
    findings: tuple[ImpactFinding, ...]
    parameters: Mapping[str, Parameter]
    changed: tuple[Change, ...]
    seed: int
    draws: int
