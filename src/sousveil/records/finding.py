"""Findings: problems that say how figures relate, with the intervals used, the rule, the verdict and the repairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sousveil.problems import Argument, Problem


class Verdict(StrEnum):
    """The fixed words a comparison ends in."""

    CONSISTENT = "consistent"
    ROUNDING = "consistent only through rounding"
    TENSION = "tension"
    INCONSISTENT = "inconsistent"
    NOT_COMPUTABLE = "not computable"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure a finding used: the claim or result it is, as printed, and the interval it reads as in each band.

    `face` takes the printed digits as exact.
    """

    record: str
    role: str
    stated: str
    strict: str
    normal: str
    loose: str
    unit: str = ""
    rule: str = ""
    face: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A smallest change after which the figures would agree: a message id with its arguments. It *would explain*.

    `changes` names the claims it alters; `together_with` what must change as well where no single change would do.
    """

    message: str
    args: Mapping[str, Argument] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    together_with: tuple["Repair", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Problem):
    """A problem with its working shown.

    `figures` are the inputs, `stated` what is claimed and `computed` what follows; `rule` is a message id; `differs`
    names what keeps two claims from being compared; `assumes` what was taken as equal because nobody says;
    `rests_on` every claim and series used; `inputs` is the digest that a person's verdict is bound to; `decided` that
    verdict, `stale` whether an input has changed since.
    """

    verdict: Verdict
    rule: str
    figures: tuple[Figure, ...] = ()
    stated: Figure | None = None
    computed: Figure | None = None
    repairs: tuple[Repair, ...] = ()
    assumes: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    inputs: str = ""
    decided: str = ""
    stale: bool = False
    suggested: bool = False

    @property
    def gravity(self) -> tuple[int, int]:
        """Within a severity, what cannot hold comes before what is strained."""
        grave = {Verdict.INCONSISTENT: 1, Verdict.TENSION: 2}
        return self.severity.rank, grave.get(self.verdict, 3)

    @property
    def key(self) -> str:
        """What a verdict is filed under; a pattern names its inputs too, because one result may have several."""
        base = super(Finding, self).key
        inputs = "+".join(i for i in self.rests_on if i != self.record)
        return f"{base}={inputs}" if self.rule.startswith("pattern.") else base
