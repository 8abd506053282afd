"""What an estimate of the unseen consists of.

Plain values; they compute nothing.
"""

from dataclasses import dataclass

from sousveil.problems import Problem

Interval = tuple[float, float | None]
"""95 %, lower and upper limit; the upper is None where the table sets none."""


Range = tuple[float, float | None]
"""The lowest and the highest total of several models; the highest is None where one of them is unbounded."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A total with its standard error and 95 % interval, as far as they are known."""

    total: float
    se: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEstimate:
    """Two lists by themselves; `petersen` is None where nothing stands on both."""

    lists: tuple[str, str]
    overlap: int
    petersen: float | None
    chapman: Estimate


@dataclass(frozen=True, slots=True)
class CoverageEstimate:
    """The share covered, and totals that follow from it; the last two for three lists only."""

    share: float
    independent: float
    one_step: float | None
    dependent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFit:
    """One model: its largest terms, its total and how well it fits.

    Without a total the model is either `unbounded`, its likelihood rising with the total for ever, or not `identified`:
    any total fits the table as well. `bic` is -2 log-likelihood (Poisson, constants included) + parameters · log(things
    seen).
    """

    terms: tuple[str, ...]
    total: float | None
    se: float | None
    interval: Interval | None
    deviance: float
    df: int
    bic: float
    unbounded: bool = False

    @property
    def identified(self) -> bool:
        """Whether the table tells something of this model's total."""
        return self.total is not None or self.unbounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Everything a table tells about how many there are.

    `models` stand by BIC, best first, those not identified last. `range` is over the identified models that the table
    does not rule out, `range_all` over all of them; None with fewer than two. `refused` says why no single number may
    be quoted, and is empty where one may; `doubts` what speaks against the best model all the same; `assumes` are ids
    of sentences that no table can show to be so.
    """

    seen: int
    lists: tuple[str, ...]
    overlap: int
    models: tuple[ModelFit, ...]
    range: Range | None
    range_all: Range | None
    chao: Estimate
    chao_lists: ModelFit | None = None
    coverage: CoverageEstimate | None = None
    pairs: tuple[PairEstimate, ...] = ()
    searched: bool = False
    refused: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    assumes: tuple[str, ...] = ()

    @property
    def best(self) -> ModelFit | None:
        """The model with the least BIC among those that have a total."""
        return next((model for model in self.models if model.total is not None), None)

    @property
    def quoted(self) -> Estimate | None:
        """The number to quote: Chapman's for two lists, the best model's for more; None where it is refused."""
        if self.refused or self.best is None or self.best.total is None:
            return None
        if len(self.lists) == 2:
            chapman = self.pairs[0].chapman
            return Estimate(chapman.total, chapman.se, chapman.interval or self.best.interval)
        return Estimate(self.best.total, self.best.se, self.best.interval)
