"""Estimates from linked lists, and density from street-view pictures."""

import math
import random

import pytest

from sousveil.records.camera import Observation
from sousveil.register.density import estimate_density, estimate_found_density
from sousveil.register.estimate import estimate_lists
from sousveil.register.lists import ListedCameras
from sousveil.register.piles import build_register
from sousveil.register.uncertain import count_captures, estimate_register


def draw_lists(refs: bool, seed: int = 5, true: int = 200) -> list[ListedCameras]:  # noqa: FBT001 - the one thing varied
    """Two lists that hold each camera with the same chance, independently: their table's truth is known."""
    numbers = random.Random(seed)  # noqa: S311  # no secret
    lists = []
    for name in ("a", "b"):
        observations = []
        for camera in range(true):
            if numbers.random() < 0.5:
                beside = (
                    300 if refs else 8
                )  # without references every camera has one beside it that looks the same
                east = camera // 2 * 600 + camera % 2 * beside + numbers.gauss(0, 3)
                names = {"ref": f"R{camera}"} if refs else {}
                place = (20.4 + east / 78_900, 44.8)
                observations.append(Observation(id=f"o{camera}", lonlat=place, kinds=("dome",), names=names))
        lists.append(ListedCameras(id=name, kind="map", observations=tuple(observations), position_error_m=3))
    return lists


def count_true(lists: list[ListedCameras]) -> dict[str, int]:
    one, other = ({seen.id for seen in listed.observations} for listed in lists)
    return {"11": len(one & other), "10": len(one - other), "01": len(other - one)}


def test_sure_links_leave_only_the_error_of_the_estimate() -> None:
    lists = draw_lists(refs=True)
    found = estimate_register(build_register(lists), estimate_lists, draws=200)
    assert dict(found.table.counts) == count_true(lists)
    assert found.linked == (found.table.counts["11"],) * 2
    assert found.interval
    assert found.interval[0] < 200 < found.interval[1]


def test_unsure_links_widen_the_interval() -> None:
    sure = estimate_register(build_register(draw_lists(refs=True)), estimate_lists, draws=200)
    unsure = estimate_register(build_register(draw_lists(refs=False)), estimate_lists, draws=200)
    assert unsure.linked[0] < unsure.linked[1]
    assert sure.interval
    assert unsure.interval
    assert unsure.interval[1] - unsure.interval[0] > sure.interval[1] - sure.interval[0]
    assert unsure.interval[0] < 200 < unsure.interval[1]


def test_the_same_seed_gives_the_same_answer() -> None:
    register = build_register(draw_lists(refs=False))
    assert estimate_register(register, estimate_lists, draws=50) == estimate_register(
        register, estimate_lists, draws=50
    )


def test_a_node_for_three_counts_three_times() -> None:
    place = (20.4, 44.8)
    node = Observation(id="n", lonlat=place, count=3)
    lists = [
        ListedCameras(id="a", kind="map", observations=(node,)),
        ListedCameras(id="b", kind="map", observations=(Observation(id="m", lonlat=(20.5, 44.8)),)),
    ]
    table = count_captures(("a", "b"), build_register(lists).sighted, ())
    assert dict(table.counts) == {"01": 1, "10": 3, "11": 0}


def test_density_as_published() -> None:
    # p = 0.01, 25 m a picture, recall 0.63: 0.01 · 1000/25 · 2/0.63 = 1.27 cameras a kilometre.
    found = estimate_density((1000, 100_000), 25.0, (63, 100))
    assert found.per_km == pytest.approx(0.8 / 0.63)
    assert found.interval[0] < found.per_km < found.interval[1]
    sure = estimate_density((1000, 100_000), 25.0, (63_000, 100_000))
    assert sure.interval[1] - sure.interval[0] < found.interval[1] - found.interval[0]


def test_density_of_cameras_found_along_streets() -> None:
    # Jeffreys' interval of a Poisson mean: half of chi-square's quantiles, which for 25 degrees are 13.120 and 40.646.
    found = estimate_found_density(12, 2.0, None)
    assert found.per_km == 6
    assert found.interval == pytest.approx((13.120 / 4, 40.646 / 4), rel=0.02)
    assert not found.whole
    whole = estimate_found_density(12, 2.0, (30, 40))
    assert whole.per_km == 8
    assert whole.whole
    assert whole.interval[1] / whole.interval[0] > found.interval[1] / found.interval[0]
    assert estimate_found_density(0, 2.0, None).interval[1] > 0


@pytest.mark.parametrize(("found", "km"), [(-1, 2.0), (3, 0.0), (3, math.nan)])
def test_streets_without_length_are_refused(found: int, km: float) -> None:
    with pytest.raises(ValueError, match="right would be"):
        estimate_found_density(found, km, None)


@pytest.mark.parametrize(("pictures", "recall"), [((3, 2), (1, 2)), ((0, 0), (1, 2)), ((1, 2), (0, 4))])
def test_density_of_nothing_is_refused(pictures: tuple[int, int], recall: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"right would be|nothing follows"):
        estimate_density(pictures, 25.0, recall)
