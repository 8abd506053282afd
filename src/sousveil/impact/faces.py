"""Alerts of a search for faces on a list: how many are false, how many are right, and whom they hit.

Published rates only; no picture and no person. A rate belongs to one system at one threshold with one size of list:
trials of two settings cannot be put together, because there is nothing here that takes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .intervals import Counted, require_counted
from .numbers import Number


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rate holds for: the system, its threshold as printed, and how many people are on the list."""

    system: str
    threshold: str | None
    list_size: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """People who passed and were not on the list, and how many of them set off an alert, at one setting."""

    setting: Setting
    false_alerts: int
    passed: int

    def __post_init__(self) -> None:
        require_counted(self.false_alerts, self.passed)


@dataclass(frozen=True, slots=True)
class OperatingTrials:
    """Trials of one setting, the only ones whose counts may be added.

    A threshold or list that nobody printed equals no other, not even another one that nobody printed.
    """

    trials: tuple[Trial, ...]

    def __post_init__(self) -> None:
        first, *others = self.trials or (None,)
        if first is None:
            raise ValueError("no trial, no rate")
        unsaid = first.setting.threshold is None or first.setting.list_size is None
        for other in others:
            if unsaid or other.setting != first.setting:
                raise ValueError(
                    f"trials of two settings are not put together: {first.setting} and {other.setting}"
                )

    @property
    def counted(self) -> Counted:
        """False alerts out of all who passed."""
        return Counted(sum(t.false_alerts for t in self.trials), sum(t.passed for t in self.trials))


def compute_match_rate(false_rate: Number, list_size: int) -> Number:
    """The false match rate of one comparison behind a false alert rate: FPIR = 1 − (1 − fmr)^L.

    By logarithms, as 1 − fmr is too near to 1.
    """
    result: Number = -np.expm1(np.log1p(-false_rate) / list_size)
    return result


def scale_to_list(false_rate: Number, ratio: Number, exponent: Number) -> Number:
    """The false alert rate with a list `ratio` times as long: FPIR (L / L₀)^γ, at most 1.

    γ is 1 where each comparison errs by itself; some systems level scores, so that γ is less (NIST FRTE; not read).
    """
    result: Number = np.minimum(false_rate * ratio**exponent, 1.0)
    return result


def compute_false_alerts(passages: Number, prevalence: Number, false_rate: Number) -> Number:
    """False alerts among so many passages: V (1 − π) FPIR."""
    return passages * (1 - prevalence) * false_rate


def compute_true_alerts(passages: Number, prevalence: Number, hit_rate: Number) -> Number:
    """Right alerts among so many passages: V π TPIR."""
    return passages * prevalence * hit_rate


def compute_precision(prevalence: Number, hit_rate: Number, false_rate: Number) -> Number:
    """Share of alerts that are right: π TPIR / (π TPIR + (1 − π) FPIR); 0 where there is no alert at all."""
    right = prevalence * hit_rate
    every = right + (1 - prevalence) * false_rate
    result: Number = right / np.maximum(every, np.finfo(np.float64).tiny)
    return result


def compute_yearly_risk(false_rate: Number, passages: Number) -> Number:
    """Chance of a false alert, at least one, in so many passages of somebody who is on no list: 1 − (1 − FPIR)^k.

    Assumes: passages do not depend on one another. A look-alike is taken for the same person again and again, so the
    total stands and the burden falls on fewer people.
    """
    result: Number = -np.expm1(passages * np.log1p(-false_rate))
    return result


def compute_concentrated_risk(false_rate: float, passages: float, correlation: float) -> float:
    """The same when one person's passages go together, beta-binomial with that intra-person correlation.

    P(none) = B(a, b + k) / B(a, b) with a = p (1/ρ − 1), b = (1 − p)(1/ρ − 1) (Skellam 1948, J. R. Stat. Soc. B 10,
    257–261).
    """
    if not 0 <= correlation < 1:
        raise ValueError(f"a correlation lies in 0–1 and below 1, not {correlation!r}")
    if correlation == 0:
        return compute_yearly_risk(false_rate, passages)
    scale = 1 / correlation - 1
    a, b = false_rate * scale, (1 - false_rate) * scale
    steps = np.arange(int(passages), dtype=np.float64)
    return float(-np.expm1(np.sum(np.log((b + steps) / (a + b + steps)))))


def compute_group_alerts(
    passages: Mapping[str, float], false_rate: float, multipliers: Mapping[str, float]
) -> dict[str, float]:
    """False alerts by group: V_g FPIR m_g; a group without a multiplier has 1."""
    return {group: count * false_rate * multipliers.get(group, 1.0) for group, count in passages.items()}
