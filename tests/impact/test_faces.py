"""Alerts of a search for faces, beside published trials and another library."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats  # type: ignore[import-untyped]

from sousveil.impact import faces, intervals
from sousveil.impact.faces import OperatingTrials, Setting, Trial
from sousveil.impact.intervals import Counted


def test_the_alerts_of_london() -> None:
    met = Counted(10, 3_147_436)
    assert met.rate == pytest.approx(3.18e-6, rel=2e-3)
    assert intervals.compute_exact(met) == pytest.approx((1.52e-6, 5.84e-6), rel=5e-3)
    right = 2_077 - 10
    assert right / 2_077 == pytest.approx(0.9952, abs=5e-5)
    assert intervals.predict_events(met, 1_000_000, (0.025, 0.5, 0.975)) == (0, 3, 8)


@pytest.mark.parametrize(("events", "of"), [(10, 3_147_436), (8, 42), (2_297, 170_000), (1, 383_356)])
def test_exact_intervals_as_another_library_has_them(events: int, of: int) -> None:
    theirs = stats.binomtest(events, of).proportion_ci(method="exact")
    assert intervals.compute_exact(Counted(events, of)) == pytest.approx((theirs.low, theirs.high), rel=1e-9)
    quantiles = intervals.compute_posterior(Counted(events, of), np.array([0.05, 0.95]))
    assert quantiles == pytest.approx(stats.beta(events + 0.5, of - events + 0.5).ppf([0.05, 0.95]), rel=1e-9)


def test_counts_to_come_as_another_library_has_them() -> None:
    theirs = stats.betabinom(5_000, 3.5, 997.5).ppf([0.05, 0.5, 0.95])
    assert intervals.predict_events(Counted(3, 1_000), 5_000, (0.05, 0.5, 0.95)) == tuple(map(int, theirs))


def test_the_rule_of_three() -> None:
    low, high = intervals.compute_exact(Counted(0, 1_000))
    assert low == 0
    assert high == pytest.approx(3 / 1_000, rel=0.01)
    assert intervals.compute_exact(Counted(1_000, 1_000)) == pytest.approx((1 - high, 1))


@pytest.mark.parametrize(("events", "of"), [(1, None), (1, 0), (5, 4), (-1, 4)])
def test_a_rate_without_a_denominator(events: int, of: int | None) -> None:
    with pytest.raises(ValueError, match=r"of how many|cannot be"):
        intervals.require_counted(events, of)


def test_two_published_rates_imply_one_match_rate() -> None:
    long, short = faces.compute_match_rate(1 / 6_000, 10_000), faces.compute_match_rate(1 / 60_000, 1_000)
    assert long == pytest.approx(1.667e-8, rel=1e-3)
    assert short == pytest.approx(long, rel=1e-3)
    assert faces.scale_to_list(1 / 6_000, 0.1, 1.0) == pytest.approx(1 / 60_000)
    assert faces.scale_to_list(1 / 6_000, 0.1, 0.0) == pytest.approx(1 / 6_000)


def test_one_crowd_in_cardiff_and_one_station_in_berlin() -> None:
    alerts = Counted(173, 173 + 2_297)
    assert alerts.rate == pytest.approx(0.070, abs=5e-4)
    assert faces.compute_false_alerts(160_000.0, 0.0, 0.001) == pytest.approx(160)


@pytest.mark.parametrize(
    ("volume", "prevalence", "false_rate", "false", "true", "precision"),
    [
        (1e5, 1e-4, 1 / 60_000, 1.7, 8.9, 0.84),
        (1e5, 1e-5, 1 / 6_000, 16.7, 0.9, 0.05),
        (1e6, 1e-5, 1 / 60_000, 16.7, 8.9, 0.35),
        (1e6, 1e-4, 1 / 6_000, 167, 89, 0.35),
        (1e6, 1e-5, 1 / 6_000, 167, 8.9, 0.05),
    ],
)
def test_alerts_a_day(
    volume: float, prevalence: float, false_rate: float, false: float, true: float, precision: float
) -> None:
    assert faces.compute_false_alerts(volume, prevalence, false_rate) == pytest.approx(false, rel=0.03)
    assert faces.compute_true_alerts(volume, prevalence, 0.89) == pytest.approx(true, rel=0.03)
    assert faces.compute_precision(prevalence, 0.89, false_rate) == pytest.approx(precision, abs=0.006)


@pytest.mark.parametrize(("rate", "risk"), [(1.67e-4, 0.57), (1.67e-5, 0.080), (3.18e-6, 0.016)])
def test_the_risk_of_a_resident_in_a_year(rate: float, risk: float) -> None:
    assert faces.compute_yearly_risk(rate, 20 * 250.0) == pytest.approx(risk, rel=0.02)
    exact = 1 - (1 - Fraction(rate)) ** 5_000
    assert faces.compute_yearly_risk(rate, 5_000.0) == pytest.approx(float(exact), rel=1e-9)


def test_when_look_alikes_recur_fewer_people_bear_the_alerts() -> None:
    apart = faces.compute_yearly_risk(1e-4, 5_000.0)
    assert faces.compute_concentrated_risk(1e-4, 5_000, 0) == apart
    theirs = 1 - stats.betabinom(5_000, 1e-4 * 9, (1 - 1e-4) * 9).pmf(0)
    assert faces.compute_concentrated_risk(1e-4, 5_000, 0.1) == pytest.approx(theirs, rel=1e-6)
    assert theirs < apart / 5
    with pytest.raises(ValueError, match="correlation"):
        faces.compute_concentrated_risk(1e-4, 10, 1.0)


def test_trials_of_two_thresholds_are_never_put_together() -> None:
    low, high = Setting("a", "0.60", 1_000), Setting("a", "0.64", 1_000)
    same = OperatingTrials((Trial(low, 1, 100), Trial(low, 2, 100)))
    assert same.counted == Counted(3, 200)
    for other in (high, Setting("a", "0.60", 10_000), Setting("b", "0.60", 1_000)):
        with pytest.raises(ValueError, match="two settings"):
            OperatingTrials((Trial(low, 1, 100), Trial(other, 2, 100)))
    unsaid = Setting("a", None, 1_000)
    with pytest.raises(ValueError, match="two settings"):
        OperatingTrials((Trial(unsaid, 1, 100), Trial(unsaid, 2, 100)))
    with pytest.raises(ValueError, match="no trial"):
        OperatingTrials(())


def test_groups_with_and_without_a_multiplier() -> None:
    assert faces.compute_group_alerts({"a": 1e4, "b": 1e4}, 1e-3, {"b": 4}) == {"a": 10, "b": 40}
