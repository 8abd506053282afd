"""The figures of a map on the first page, added up by hand; what nobody knows is said so, and is no zero."""

from dataclasses import replace

from sousveil.publish.maps.site import build_map_site
from sousveil.publish.maps.summary import build_summary
from sousveil.publish.site import build_site
from tests.publish.maps.small_map import build_small_map
from tests.publish.small import build_small
from tests.publish.test_site import pages_of


def test_metres_are_added_by_scenario_at_one_level_and_one_moment() -> None:
    layers = build_small_map()
    watched = layers.watched
    level = 1
    found = build_summary(layers, level)
    for scenario, one in enumerate(found.watched):
        for band, metres in enumerate((one.low_m, one.typical_m, one.high_m)):
            rows = (
                (watched.level == level)
                & (watched.band == band)
                & (watched.reach == 0)
                & (watched.scenario == scenario)
            )
            assert metres == round(float(watched.metres[rows].sum()))
    assert found.cameras == len(layers.cameras)


def test_what_nobody_knows_is_not_none() -> None:
    layers = build_small_map()
    silent = frozenset((1, 0, 0, scenario) for scenario in range(len(layers.scenarios) or 1))
    found = build_summary(replace(layers, watched=replace(layers.watched, unknown=silent)), 1)
    assert all(one.low_m is None and one.high_m is not None for one in found.watched)


def test_the_first_page_of_a_city_says_them() -> None:
    layers = build_small_map()
    silent = frozenset((1, 0, 0, scenario) for scenario in range(len(layers.scenarios) or 1))
    made = build_map_site(replace(layers, watched=replace(layers.watched, unknown=silent)))
    page = str(build_site(pages_of(build_small()), made)["index.html"])
    assert "The cameras on the map" in page
    assert "at the least not known" in page
    assert 'href="directory/streets.html"' in page
    assert "The cameras on the map" not in str(build_site(pages_of(build_small()))["index.html"])
