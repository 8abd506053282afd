"""Doubt carried through a model: draws by Latin hypercube, intervals, and which assumption decides.

Knows no model. Every parameter has a stream of its own, so that a new one changes no draw of another.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.special import betaincinv  # type: ignore[import-untyped]

from sousveil.records.parameter import Parameter

from .numbers import Floats

LEVELS = (0.05, 0.5, 0.95)
"""Quantiles that every result is given with."""
FEWEST_DRAWS, MOST_DRAWS = 1_000, 100_000
"""Below the first the ends of the interval wander, above the second memory runs out; a policy of ours."""


class Inputs(Mapping[str, Floats]):
    """The numbers a model may ask for, by parameter; remembers which were asked for."""

    def __init__(self, values: Mapping[str, Floats]) -> None:
        self._values = values
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> Floats:
        self.asked[name] = None
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


Model: TypeAlias = Callable[[Mapping[str, Floats]], Floats]
"""A result from the numbers it asks for, draw by draw."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A result with every parameter at its value, and the 5, 50 and 95 % points of its draws."""

    central: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One assumption alone: the result with it at its low and its high end; its rank correlation in the draws."""

    parameter: str
    low: float
    high: float
    correlation: float

    @property
    def swing(self) -> float:
        """How far it moves the result."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A result with its interval; `asked` is what the model asked for, `bars` those that vary, widest first."""

    spread: Spread
    asked: tuple[str, ...]
    bars: tuple[Bar, ...]
    draws: Floats


def find_quantiles(parameter: Parameter, shares: Floats) -> Floats:
    """The values below which those shares of a parameter's distribution lie."""
    low, high = parameter.low, parameter.high
    if parameter.distribution == "beta":
        events, of = parameter.events or 0, parameter.of or 1
        return np.asarray(betaincinv(events + 0.5, of - events + 0.5, shares), dtype=np.float64)
    if parameter.distribution == "fixed" or low is None or high is None or low == high:
        return np.full_like(shares, parameter.central)
    if parameter.distribution == "log_uniform":
        return np.asarray(low * (high / low) ** shares, dtype=np.float64)
    if parameter.distribution == "uniform":
        return np.asarray(low + (high - low) * shares, dtype=np.float64)
    return _find_triangular(low, parameter.central, high, shares)


def _find_triangular(low: float, mode: float, high: float, shares: Floats) -> Floats:
    """Inverse of the triangular distribution."""
    width = high - low
    rising = low + np.sqrt(shares * width * (mode - low))
    falling = high - np.sqrt((1 - shares) * width * (high - mode))
    return np.where(shares < (mode - low) / width, rising, falling)


def draw_shares(name: str, draws: int, seed: int) -> Floats:
    """A Latin hypercube's column: one number in each of `draws` equal parts of 0–1, in random order.

    (McKay, Beckman & Conover 1979, Technometrics 21, 239–245.)
    """
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return (chance.permutation(draws) + chance.random(draws)) / draws


def draw_parameters(parameters: Mapping[str, Parameter], draws: int, seed: int) -> dict[str, Floats]:
    """Every parameter drawn; the same seed gives the same numbers, whichever others are drawn."""
    return {
        name: find_quantiles(one, draw_shares(name, draws, seed)) for name, one in sorted(parameters.items())
    }


def evaluate(model: Model, parameters: Mapping[str, Parameter], drawn: Mapping[str, Floats]) -> Evaluated:
    """A model's result with its interval, and what each of its parameters does to it alone."""
    inputs = Inputs({name: np.array([one.central]) for name, one in parameters.items()})
    central = float(model(inputs)[0])
    names = list(inputs.asked)
    results = model(drawn)
    low, median, high = (float(value) for value in np.quantile(results, LEVELS))
    bars = _build_bars(model, {name: parameters[name] for name in names}, drawn, results)
    return Evaluated(Spread(central, low, median, high), tuple(names), bars, results)


def _build_bars(
    model: Model, parameters: Mapping[str, Parameter], drawn: Mapping[str, Floats], results: Floats
) -> tuple[Bar, ...]:
    """Each parameter at its ends while the others keep their values; those that do not vary have no bar."""
    ends = {name: find_ends(one) for name, one in parameters.items()}
    varied = [name for name, (low, high) in ends.items() if low < high]
    if not varied:
        return ()
    values = {name: np.full(2 * len(varied), one.central) for name, one in parameters.items()}
    for row, name in enumerate(varied):
        values[name][2 * row : 2 * row + 2] = ends[name]
    at_ends = model(values)
    bars = [
        Bar(name, float(at_ends[2 * row]), float(at_ends[2 * row + 1]), correlate(drawn[name], results))
        for row, name in enumerate(varied)
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.swing, bar.parameter)))


def find_ends(parameter: Parameter) -> tuple[float, float]:
    """The ends at which a parameter is tried: its own, or the 5 and 95 % points of one that was counted."""
    if parameter.distribution == "beta":
        low, high = find_quantiles(parameter, np.array([LEVELS[0], LEVELS[-1]]))
        return float(low), float(high)
    if parameter.distribution == "fixed" or parameter.low is None or parameter.high is None:
        return parameter.central, parameter.central
    return parameter.low, parameter.high


def correlate(a: Floats, b: Floats) -> float:
    """Spearman's rank correlation; 0 where one of the two does not vary."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    x, y = (ranks - ranks.mean() for ranks in (_rank(a), _rank(b)))
    return float(x @ y / np.sqrt((x @ x) * (y @ y)))


def _rank(values: Floats) -> Floats:
    """Ranks from 0; equal values share their mean rank."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: Floats = (ends - counts + ends - 1) / 2
    return means[where]
