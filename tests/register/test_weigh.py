"""What nearness weighs, beside cameras made up by chance of which two lists each miss some."""

import numpy as np
import pytest
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from sousveil.register.candidates import GATE, Candidates, Floats
from sousveil.register.fields import FIELDS, LEVELS, UNSAID
from sousveil.register.weigh import RINGS, Weights, measure_crowding, weigh_pairs

SIDE_M = 6000.0
GATE_M = GATE * 5.0  # of two lists whose places are off by 5 m together
BINS = np.linspace(0.0, 12.0, 5)


def make_cameras(pattern: str, rng: np.random.Generator) -> Floats:
    """Places [m]: anywhere, or half of them each with another some metres beside it."""
    places = rng.uniform(0, SIDE_M, (40_000 if pattern == "in twos" else 60_000, 2))
    beside = places[: len(places) // 2] + rng.normal(0, 2.0, (len(places) // 2, 2))
    return np.concatenate([places, beside]) if pattern == "in twos" else places


def weigh(distance_m: Floats, others: float, shares: tuple[float, float], crowding: Floats) -> Floats:
    """The odds of pairs that say nothing but where they are."""
    nothing = np.zeros((len(FIELDS), LEVELS))
    rows = np.arange(len(distance_m))
    found = Candidates(rows, rows, distance_m, (rows[:0], rows[:0]))
    weights = Weights(nothing, nothing, GATE_M / GATE, GATE_M, shares, crowding)
    levels = np.full((len(rows), len(FIELDS)), UNSAID, dtype=np.int8)
    return np.exp(weigh_pairs(levels, found, weights, np.full(len(rows), others)).full)


@pytest.mark.parametrize("pattern", ["anywhere", "in twos"])
@pytest.mark.parametrize("chances", [(0.85, 0.85), (0.4, 0.7)])
def test_odds_are_those_of_one_camera_against_two_that_each_miss_on_one_list(
    pattern: str, chances: tuple[float, float]
) -> None:
    rng = np.random.default_rng(7)
    true = make_cameras(pattern, rng)
    listed = [rng.random(len(true)) < chance for chance in chances]
    off_m = GATE_M / GATE / np.sqrt(2)
    places = [true[on] + rng.normal(0, off_m, (int(on.sum()), 2)) for on in listed]
    trees = [cKDTree(place) for place in places]
    beside = [tree.query_pairs(GATE_M, output_type="ndarray") for tree in trees]
    apart_m = np.concatenate(
        [
            np.linalg.norm(place[met[:, 0]] - place[met[:, 1]], axis=1)
            for place, met in zip(places, beside, strict=True)
        ]
    )
    others = float(np.mean([2 * len(met) / len(place) for met, place in zip(beside, places, strict=True)]))
    found = trees[0].sparse_distance_matrix(trees[1], GATE_M, output_type="ndarray")
    left, right = (np.flatnonzero(on)[found[side]] for on, side in zip(listed, ("i", "j"), strict=True))
    one = left == right
    missing = ~listed[1][left] & ~listed[0][right]
    same, two = (np.histogram(found["v"][which], BINS)[0] for which in (one, missing))
    middles = (BINS[1:] + BINS[:-1]) / 2
    odds = weigh(middles, others, chances, measure_crowding(apart_m, GATE_M))
    # Some hundred pairs of two that miss in each bin, so that counts are off by a tenth or so; odds bend within a bin.
    assert odds == pytest.approx(same / two, rel=0.3)


def test_places_anywhere_are_no_crowd_and_those_close_together_are_one() -> None:
    rng = np.random.default_rng(3)
    anywhere = GATE_M * np.sqrt(rng.random(100_000))
    assert measure_crowding(anywhere, GATE_M) == pytest.approx(np.zeros(RINGS), abs=0.05)
    assert measure_crowding(np.zeros(0), GATE_M) == pytest.approx(np.zeros(RINGS))
    close = np.exp(measure_crowding(np.full(1000, 1.0), GATE_M))
    assert close.mean() == pytest.approx(1.0)
    assert close[0] > RINGS - 1 > 1 > close[1]
