"""Models fitted side by side, against the same fitted one after another."""

import math
from itertools import product
from random import Random

import pytest

from sousveil.records.capture import CaptureTable
from sousveil.register.estimate import estimate_lists, fit_model, fit_models
from sousveil.register.models import build_models
from sousveil.register.results import ModelFit

CLOSE = 1e-6
"""Limits are looked for up to 1e-6 standard errors; tops, from which they are counted, up to a thousandth of one."""


def draw_table(lists: int, mean: float, seed: int) -> CaptureTable:
    """Made-up counts, which fall with the number of lists."""
    numbers = Random(seed)  # noqa: S311 - made-up counts
    patterns = ["".join(bits) for bits in product("01", repeat=lists)][1:]
    counts = {one: int(numbers.expovariate(one.count("1") / mean)) for one in patterns}
    return CaptureTable(counts=counts, names=tuple("ABCDEF"[:lists]))


def assert_alike(ours: ModelFit, one: ModelFit) -> None:
    """Whether two fits say the same, limits included, up to rounding."""
    assert (ours.terms, ours.df, ours.unbounded) == (one.terms, one.df, one.unbounded)
    assert [ours.total, ours.se] == [
        number if number is None else pytest.approx(number, rel=1e-9) for number in (one.total, one.se)
    ]
    assert ours.deviance == pytest.approx(one.deviance, rel=1e-9, abs=1e-9, nan_ok=True)
    assert ours.bic == pytest.approx(one.bic, rel=1e-9)
    assert (ours.interval is None) == (one.interval is None)
    if ours.interval and one.interval:
        assert list(ours.interval) == [
            number if number is None else pytest.approx(number, rel=CLOSE) for number in one.interval
        ]


@pytest.mark.parametrize(("lists", "mean"), [(3, 200.0), (3, 6.0), (3, 2.0), (4, 300.0), (4, 8.0)])
@pytest.mark.parametrize("seed", range(3))
def test_models_side_by_side_are_those_one_by_one(lists: int, mean: float, seed: int) -> None:
    table = draw_table(lists, mean, seed)
    models = list(build_models(lists))[:: lists - 2]
    for ours, model in zip(fit_models(table, models), models, strict=True):
        assert_alike(ours, fit_model(table, model))


def test_some_models_of_five_lists() -> None:
    table = draw_table(5, 100, 3)
    models = list(build_models(5))[::400]
    for ours, model in zip(fit_models(table, models), models, strict=True):
        assert_alike(ours, fit_model(table, model))


def test_a_table_says_the_same_whatever_its_lists_are_called() -> None:
    table = draw_table(4, 60, 1)
    turned = CaptureTable(
        counts={pattern[::-1]: count for pattern, count in table.counts.items()}, names=table.names[::-1]
    )
    ours, theirs = estimate_lists(table), estimate_lists(turned)
    assert ours.best is not None
    assert theirs.best is not None
    assert math.isclose(ours.best.bic, theirs.best.bic, rel_tol=1e-9)
    assert [one.bic for one in ours.models] == pytest.approx([one.bic for one in theirs.models])


def test_long_work_says_how_far_it_is() -> None:
    said: list[str] = []

    class Listener:
        def step(self, words: str) -> None:
            said.append(words)

    fit_models(draw_table(3, 100, 2), list(build_models(3)) * 300, Listener())
    assert said == ["fitting the models of 3 lists: 1,200 of 2,400"]
