"""How many there are that nobody listed, against published tables and against a second way of computing."""

import json
import math
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.records.capture import CaptureTable, FrequencyTable
from sousveil.register.bounds import estimate_chao, estimate_coverage, estimate_pairs
from sousveil.register.estimate import estimate_frequencies, estimate_lists
from sousveil.register.models import build_models, build_neighbours, render_terms
from sousveil.register.profile import CHI2_95, compute_digamma
from sousveil.register.results import Estimates, ModelFit

FIXTURE = Path(__file__).parents[3] / "shared" / "fixtures" / "capture_recapture.json"

# Killings in Kosovo 1999 by four lists (data of the CRAN package LCMCR; Ball et al. 2002).
KOSOVO = CaptureTable(
    counts={
        "0001": 306, "0010": 936, "0011": 123, "0100": 845, "0101": 31, "0110": 217, "0111": 32, "1000": 1131,
        "1001": 106, "1010": 228, "1011": 42, "1100": 177, "1101": 18, "1110": 181, "1111": 27,
    },
    names=("EXH", "ABA", "OSCE", "HRW"),
)  # fmt: skip
# Hepatitis A in Taiwan 1995 by three lists (data of the CRAN package CARE1; Chao et al. 2001).
HEPATITIS = CaptureTable(
    counts={"001": 63, "010": 55, "011": 18, "100": 69, "101": 17, "110": 21, "111": 28},
    names=("P", "Q", "E"),
)
# Spina bifida in New York State, by birth certificates, death certificates and rehabilitation records (Hook, Albright &
# Cross 1980, Am. J. Epidemiol. 112, 750–758; Madigan & York 1997, Biometrika 84, 19–31).
SPINA_BIFIDA = CaptureTable(
    counts={"001": 60, "010": 49, "011": 4, "100": 247, "101": 112, "110": 142, "111": 12},
    names=("B", "D", "R"),
)
# Diabetes in Casale Monferrato 1988 by four lists (Bruno et al. 1994, BMJ 308, 305–308; examples of Rcapture).
DIABETES = CaptureTable(
    counts={
        "1111": 58, "1110": 157, "1101": 18, "1100": 104, "1011": 46, "1010": 650, "1001": 12, "1000": 709,
        "0111": 14, "0110": 20, "0101": 7, "0100": 74, "0011": 8, "0010": 182, "0001": 10,
    },
    names=("1", "2", "3", "4"),
)  # fmt: skip
TWO = CaptureTable(counts={"10": 40, "01": 30, "11": 12}, names=("a", "b"))


@pytest.fixture(scope="module")
def kosovo() -> Estimates:
    return estimate_lists(KOSOVO)


def find(estimates: Estimates, *terms: str) -> ModelFit:
    return next(model for model in estimates.models if model.terms == terms)


def test_the_best_model_of_kosovo_is_the_published_one(kosovo: Estimates) -> None:
    best = kosovo.best
    assert best is not None
    assert best.terms == ("EXH.ABA.OSCE", "EXH.HRW", "OSCE.HRW")
    assert best.total == pytest.approx(10_356.519, abs=5e-4)
    assert best.se == pytest.approx(785.902, abs=5e-4)
    assert best.deviance == pytest.approx(9.3227, abs=5e-5)
    assert best.df == 4
    assert best.interval is not None
    low, high = best.interval
    assert high is not None
    assert (round(low), round(high)) == (8_994, 12_110)


def test_all_models_of_kosovo_stand_with_a_range(kosovo: Estimates) -> None:
    assert len(kosovo.models) == 113
    assert not kosovo.refused
    assert kosovo.range is not None
    assert kosovo.range_all is not None
    (lowest, highest), (low, high) = kosovo.range_all, kosovo.range
    assert high is not None
    assert highest is not None
    assert lowest <= low < 10_357 < high <= highest
    assert kosovo.range_all == pytest.approx((6_728.6, 22_888.7), abs=0.05)


def test_other_models_of_kosovo(kosovo: Estimates) -> None:
    independent = find(kosovo, "EXH", "ABA", "OSCE", "HRW")
    assert (independent.total, independent.se) == pytest.approx((7394.6, 129.6), abs=0.05)
    pairs = find(kosovo, "EXH.ABA", "EXH.OSCE", "EXH.HRW", "ABA.OSCE", "ABA.HRW", "OSCE.HRW")
    assert (pairs.total, pairs.se) == pytest.approx((14402.5, 1050.9), abs=0.05)
    assert pairs.interval == pytest.approx((12523.3, 16667.9), rel=2e-3)
    assert kosovo.chao.total == pytest.approx(10270.5, abs=0.05)
    assert kosovo.chao_lists is not None
    assert (kosovo.chao_lists.total, kosovo.chao_lists.se) == pytest.approx((8591.2, 213.5), abs=0.05)


def test_hepatitis_by_pairs_and_by_coverage() -> None:
    pairs = estimate_pairs(HEPATITIS)
    assert [round(pair.petersen or 0) for pair in pairs] == [336, 378, 334]
    assert [round(pair.chapman.total) for pair in pairs] == [334, 374, 331]
    coverage = estimate_coverage(HEPATITIS)
    assert coverage is not None
    assert coverage.share == pytest.approx(0.5127, abs=5e-5)
    assert round(coverage.independent) == 407
    assert round(coverage.one_step or 0) == 508
    assert round(coverage.dependent or 0) == 971


def test_hepatitis_is_refused_because_its_models_disagree() -> None:
    estimates = estimate_lists(HEPATITIS)
    assert len(estimates.models) == 8
    assert [problem.message for problem in estimates.refused] == ["estimate-refused.range"]
    assert estimates.quoted is None
    saturated = find(estimates, "P.Q", "P.E", "Q.E")
    # With every pair free the unseen is the odd patterns' product over the even ones' (Fienberg 1972).
    assert saturated.total == pytest.approx(271 + 63 * 55 * 69 * 28 / (18 * 17 * 21))
    assert saturated.df == 0


@pytest.mark.skipif(not FIXTURE.is_file(), reason="../shared with the published tables is not here")
def test_one_list_apart_from_the_others_is_petersen_of_it_and_all_of_them() -> None:
    best = estimate_lists(SPINA_BIFIDA).models[0]
    assert best.terms == ("B", "D.R")
    alone, others, both = 247 + 112 + 142 + 12, 60 + 49 + 4 + 112 + 142 + 12, 112 + 142 + 12
    assert best.total == pytest.approx(alone * others / both)
    assert round(best.total or 0) == 731


def test_diabetes_by_a_fit_of_its_own() -> None:
    # The figures are those of a plain Newton fit and a search for where its likelihood drops, outside of this code.
    best = estimate_lists(DIABETES).models[0]
    assert best.terms == ("1.3", "2.4", "3.4")
    told = (best.total, best.se, best.deviance, best.bic, *(best.interval or ()))
    assert told == pytest.approx((2472.2465, 53.4570, 21.9723, 168.2131, 2374.4902, 2584.3559), abs=1e-4)
    assert best.df == 7


def test_the_fixture_holds_the_same_tables(kosovo: Estimates) -> None:
    tables = json.loads(FIXTURE.read_text(encoding="utf-8"))
    for name, table in (("kosovo_EXH_ABA_OSCE_HRW", KOSOVO), ("HAV_Taiwan", HEPATITIS)):
        assert table.counts == {key: count for key, count in tables[name].items() if set(key) <= {"0", "1"}}
    expected = tables["kosovo_EXH_ABA_OSCE_HRW"]["expected"]
    assert kosovo.best is not None
    assert kosovo.best.interval == pytest.approx(expected["profileCI_multinomial"], abs=0.2)


def test_chapman_for_two_lists() -> None:
    estimates = estimate_lists(TWO)
    assert estimates.quoted is not None
    assert estimates.quoted.total == pytest.approx(53 * 43 / 13 - 1)
    assert estimates.quoted.se == pytest.approx(math.sqrt(53 * 43 * 40 * 30 / (13**2 * 14)))
    assert estimates.best is not None
    assert estimates.best.total == pytest.approx(52 * 42 / 12)


def profile_of_two(total: float) -> float:
    """The log-likelihood of a total by two independent lists, whose shares are then known in closed form."""
    unseen = total - 82
    one, two = 52 / total, 42 / total
    logs = [40 * math.log(one * (1 - two)), 30 * math.log(two * (1 - one)), 12 * math.log(one * two)]
    return (
        math.lgamma(total + 1)
        - math.lgamma(unseen + 1)
        + sum(logs)
        + unseen * math.log((1 - one) * (1 - two))
    )


def test_the_interval_is_where_the_likelihood_has_dropped_by_half_the_quantile() -> None:
    best = estimate_lists(TWO).best
    assert best is not None
    assert best.interval is not None
    highest = max(profile_of_two(82 + step / 100) for step in range(1, 40_000))
    for limit in best.interval:
        assert limit is not None
        assert highest - profile_of_two(limit) == pytest.approx(CHI2_95 / 2, abs=1e-4)


def test_too_little_overlap_is_refused() -> None:
    table = CaptureTable(counts={"10": 40, "01": 30, "11": 6}, names=("a", "b"))
    estimates = estimate_lists(table)
    assert [problem.message for problem in estimates.refused] == ["estimate-refused.overlap"]
    assert estimates.quoted is None


def test_a_list_within_another_leaves_nothing_unseen_and_says_so_with_an_interval() -> None:
    estimates = estimate_lists(CaptureTable(counts={"10": 40, "11": 9}, names=("a", "b")))
    assert estimates.models[0].total == pytest.approx(49)
    assert estimates.models[0].se is None
    assert estimates.pairs[0].chapman.interval is None
    assert estimates.quoted is not None
    assert estimates.quoted.interval is not None
    assert estimates.quoted.interval[1] is not None
    assert estimates.quoted.interval[1] > 50


def test_an_empty_cell_leaves_the_models_that_need_it_not() -> None:
    counts = {**HEPATITIS.counts, "110": 0, "111": 0}
    estimates = estimate_lists(CaptureTable(counts=counts, names=HEPATITIS.names))
    with_pair = find(estimates, "P.Q", "E")
    without = find(estimates, "P", "Q", "E")
    assert without.total is not None
    # Nothing is on both of the first two lists: what they hold alone or with the third says the rest.
    assert with_pair.total is not None
    assert with_pair.deviance < without.deviance


@pytest.mark.parametrize(("lists", "models"), [(2, 1), (3, 8), (4, 113)])
def test_models_are_all_there_once_and_hierarchical(lists: int, models: int) -> None:
    found = list(build_models(lists))
    assert len(found) == len(set(found)) == models
    for model in found:
        assert set(build_neighbours(model, lists)) <= set(found)


def test_every_model_is_written_differently() -> None:
    names = ("a", "b", "c", "d")
    assert len({render_terms(model, names) for model in build_models(4)}) == 113


def test_six_lists_are_searched() -> None:
    # Two lists that go together, four that do not: counts are expectations of 1,000 things, rounded.
    shares = (0.5, 0.4, 0.3, 0.4, 0.5, 0.3)
    counts = {}
    for bits in product((0, 1), repeat=6):
        mean = 1000.0 * (3.0 if bits[0] and bits[1] else 1.0)
        for bit, share in zip(bits, shares, strict=True):
            mean *= share if bit else 1 - share
        if any(bits):
            counts["".join(map(str, bits))] = round(mean)
    estimates = estimate_lists(CaptureTable(counts=counts, names=tuple("abcdef")))
    assert estimates.searched
    assert estimates.best is not None
    assert estimates.best.terms == ("a.b", "c", "d", "e", "f")
    unseen = 1000 * math.prod(1 - share for share in shares)
    assert estimates.best.total == pytest.approx(sum(counts.values()) + unseen, rel=0.01)


def test_frequencies_of_a_poisson_give_its_total() -> None:
    counts = {
        times: round(10_000 * math.exp(-1.5) * 1.5**times / math.factorial(times)) for times in range(1, 9)
    }
    estimates = estimate_frequencies(FrequencyTable(counts=counts))
    assert estimates.best is not None
    assert estimates.best.terms == ("Poisson",)
    assert estimates.best.total == pytest.approx(10_000, rel=1e-3)
    geometric = find(estimates, "geometric")
    assert geometric.total is not None
    assert geometric.total > 12_000


def test_chao_without_anything_seen_twice() -> None:
    assert estimate_chao({1: 5}).total == 5 + 5 * 4 / 2
    assert estimate_chao({1: 5}).se is None


def test_the_digamma_function_where_it_is_known() -> None:
    assert compute_digamma(1) == pytest.approx(-0.5772156649015329, abs=1e-12)
    assert compute_digamma(0.5) == pytest.approx(-0.5772156649015329 - 2 * math.log(2), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=7, max_size=7))
def test_any_table_has_an_answer_that_holds_together(cells: list[int]) -> None:
    patterns = ["001", "010", "011", "100", "101", "110", "111"]
    counts = dict(zip(patterns, cells, strict=True))
    if not all(any(count for key, count in counts.items() if key[one] == "1") for one in range(3)):
        return
    estimates = estimate_lists(CaptureTable(counts=counts, names=("a", "b", "c")))
    assert estimates.chao.total >= estimates.seen
    for model in estimates.models:
        if model.total is not None:
            assert model.interval is not None
            low, high = model.interval
            assert estimates.seen <= low <= model.total * 1.001 + 1
            assert high is None or high >= low
