"""Tables with empty cells: which models have a total, which rise for ever, and of which the table says nothing."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.records.capture import CaptureTable, FrequencyTable
from sousveil.register.estimate import estimate_frequencies, estimate_lists
from sousveil.register.results import Estimates, ModelFit

PATTERNS = ("001", "010", "011", "100", "101", "110", "111")
# Lists of deaths at work, four lists with six empty cells (Cormack, Chang & Smith 2000, Stat. Med. 19, Table 3a).
DEATHS = CaptureTable(
    counts={
        "1111": 72, "1110": 5, "1101": 29, "1100": 53, "1011": 24, "1010": 3, "1001": 12, "1000": 14, "0100": 1,
        "0001": 2,
    },
    names=("1", "2", "3", "4"),
)  # fmt: skip


def find(estimates: Estimates, *terms: str) -> ModelFit:
    return next(model for model in estimates.models if model.terms == terms)


@pytest.fixture(scope="module")
def deaths() -> Estimates:
    return estimate_lists(DEATHS)


@pytest.mark.parametrize(
    ("terms", "total", "deviance", "df"),
    [
        (("1", "2", "3", "4"), 215, 87.1, 10),
        (("1.2", "1.3", "3.4"), 218, 2.6, 7),
        (("1.2", "1.3", "1.4", "2.3", "2.4", "3.4"), None, 1.3, 4),
        (("1.2", "1.3", "1.4", "3.4"), None, 1.6, 6),
    ],
)
def test_published_models_of_a_sparse_table(
    deaths: Estimates, terms: tuple[str, ...], total: float | None, deviance: float, df: int
) -> None:
    model = find(deaths, *terms)
    assert model.total is None if total is None else model.total == pytest.approx(total, abs=0.5)
    assert model.unbounded == (total is None)
    assert (round(model.deviance, 1), model.df) == (deviance, df)


def test_an_unbounded_model_leaves_the_range_open_and_no_number(deaths: Estimates) -> None:
    assert deaths.range is not None
    assert deaths.range[1] is None
    assert deaths.quoted is None
    assert [reason.message for reason in deaths.refused] == ["estimate-refused.unbounded"]


def tell(numerator: float, denominator: float, seen: float) -> str | float:
    """What a closed form says: a total, or that there is none."""
    if denominator:
        return seen + numerator / denominator
    return "unbounded" if numerator else "any"


def tell_model(model: ModelFit) -> str | float:
    if model.total is not None:
        return model.total
    return "unbounded" if model.unbounded else "any"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([0, 0, 1, 2, 5, 30]), min_size=7, max_size=7))
def test_three_lists_say_what_their_closed_forms_say(cells: list[int]) -> None:
    # Bishop, Fienberg & Holland 1975, Discrete Multivariate Analysis, Table 6.4-1.
    n = dict(zip(PATTERNS, cells, strict=True))
    if not all(any(count for key, count in n.items() if key[one] == "1") for one in range(3)):
        return
    seen = sum(cells)
    estimates = estimate_lists(CaptureTable(counts=n, names=("a", "b", "c")))
    forms = {
        ("a.b", "a.c"): (n["010"] * n["001"], n["011"]),
        ("a.b", "b.c"): (n["100"] * n["001"], n["101"]),
        ("a.c", "b.c"): (n["100"] * n["010"], n["110"]),
        ("a.b", "c"): (n["001"] * (n["100"] + n["010"] + n["110"]), n["101"] + n["011"] + n["111"]),
        ("a.c", "b"): (n["010"] * (n["100"] + n["001"] + n["101"]), n["110"] + n["011"] + n["111"]),
        ("a", "b.c"): (n["100"] * (n["010"] + n["001"] + n["011"]), n["110"] + n["101"] + n["111"]),
        ("a.b", "a.c", "b.c"): (
            n["111"] * n["100"] * n["010"] * n["001"],
            n["110"] * n["101"] * n["011"],
        ),
    }
    for terms, form in forms.items():
        expected = tell(*form, seen)
        told = tell_model(find(estimates, *terms))
        assert told == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-6)), terms


def test_the_limits_of_an_unbounded_model_are_where_its_likelihood_says() -> None:
    # Nothing on lists a and b: the total of [a.c, b.c] rises for ever, and any likelihood of it is in closed form.
    counts = {"100": 20, "010": 15, "001": 9, "101": 6, "011": 5, "111": 0, "110": 0}
    model = find(estimate_lists(CaptureTable(counts=counts, names=("a", "b", "c"))), "a.c", "b.c")
    assert model.unbounded
    assert model.interval is not None
    low, high = model.interval
    assert high is None

    def height(total: float) -> float:
        # Off list c, a and b are independent: so are the shares of the four cells there.
        unseen = total - 55
        off = unseen + 35
        cells = (unseen, (unseen + 15) * (unseen + 20) / off), (20, 20 * (unseen + 20) / off)
        more = (15, 15 * (unseen + 15) / off), (0, 20 * 15 / off)
        logs = sum(count * math.log(mean / total) for count, mean in (*cells, *more))
        return math.lgamma(total + 1) - math.lgamma(unseen + 1) + logs - 20 * math.log(total)

    # On list c nothing depends on the total but its share, which stands in the last term.
    assert 2 * (height(5.5e5) - height(low)) == pytest.approx(3.8415, abs=0.01)


def test_things_seen_once_each_set_no_limit() -> None:
    estimates = estimate_frequencies(FrequencyTable(counts={1: 40}))
    assert [model.unbounded for model in estimates.models] == [True, True]
    assert {problem.message for problem in estimates.refused} == {
        "estimate-refused.overlap",
        "estimate-refused.none",
    }


def test_a_poisson_of_many_sightings_is_fitted_too() -> None:
    # Birds on 50 routes (data set BBS2001 of the CRAN package Rcapture): up to 36 sightings each.
    often = {
        1: 15, 2: 7, 3: 5, 4: 2, 5: 5, 6: 6, 7: 3, 8: 2, 9: 1, 10: 2, 11: 4, 12: 4, 14: 1, 16: 2, 17: 3, 18: 1, 19: 1,
        20: 1, 21: 1, 25: 1, 26: 1, 28: 1, 30: 1, 36: 1,
    }  # fmt: skip
    estimates = estimate_frequencies(FrequencyTable(counts=often))
    mean = sum(times * count for times, count in often.items()) / 71
    assert find(estimates, "geometric").total == pytest.approx(71 * mean / (mean - 1), rel=1e-6)
    rate = mean
    for _ in range(100):
        rate = mean * (1 - math.exp(-rate))
    assert find(estimates, "Poisson").total == pytest.approx(71 / (1 - math.exp(-rate)), rel=1e-9)
    assert [doubt.message for doubt in estimates.doubts] == ["estimate-doubt.bound"]


@pytest.mark.parametrize(
    ("counts", "total", "se"),
    [
        (
            {1: 142, 2: 81, 3: 49, 4: 7, 5: 3, 6: 1},
            407,
            27,
        ),  # taxicabs of Edinburgh (Carothers 1973; Chao 1987)
        (
            {1: 43, 2: 16, 3: 8, 4: 6, 6: 2, 7: 1},
            134,
            24,
        ),  # cottontails (Edwards & Eberhardt 1967; Chao 1987)
        (
            {1: 1645, 2: 183, 3: 37, 4: 13, 5: 1, 6: 1},
            9273.5,
            662.6,
        ),  # people without papers (Rcapture, `ill`)
    ],
)
def test_published_lower_bounds(counts: dict[int, int], total: float, se: float) -> None:
    chao = estimate_frequencies(FrequencyTable(counts=counts)).chao
    assert chao.total == pytest.approx(total, abs=0.5)
    assert chao.se == pytest.approx(se, abs=0.5)


# HIV in Rome by four lists (Abeni, Brancato & Perucci 1994; data set and answers of the CRAN package Rcapture).
HIV = CaptureTable(
    counts={
        "1110": 3, "1101": 1, "1100": 33, "1010": 20, "1001": 6, "1000": 403, "0111": 3, "0110": 35, "0101": 10,
        "0100": 545, "0011": 11, "0010": 621, "0001": 205,
    },
    names=("1", "2", "3", "4"),
)  # fmt: skip


def test_published_models_of_four_lists() -> None:
    estimates = estimate_lists(HIV)
    for terms, total, se, deviance, low, high in (
        (("1.2", "3", "4"), 12318.5, 1188.7, 7.614, 10266, 14992.3),
        (("1.2", "1.3", "1.4", "2.3", "2.4", "3.4"), 23443.5, 9594.9, 3.037, 10027.6, 50046.3),
    ):
        model = find(estimates, *terms)
        assert (model.total, model.se) == pytest.approx((total, se), abs=0.05)
        assert model.deviance == pytest.approx(deviance, abs=5e-4)
        assert model.interval == pytest.approx((low, high), abs=0.05)
