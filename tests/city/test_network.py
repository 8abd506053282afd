"""The walking network: what meets, what does not, shortest ways, and Helsinki beside another reading of its map."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import osmium
import pytest

from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.network import UnreachableError, build_network
from sousveil.city.scene import build_city_scene
from sousveil.city.streets import Streets, build_streets

from .test_streets import FRAME, draw

HELSINKI = Path(__file__).parents[3] / "shared" / "data" / "helsinki-centre-2019-04.osm.pbf"


def cross() -> Streets:
    """Two streets that meet, one that only ends on the second, and one far away."""
    return draw(
        [(-10, 0), (0, 0), (10, 0)], [(0, -5), (0, 0), (0, 3), (0, 5)], [(0, 5), (4, 5)], [(99, 99), (99, 90)]
    )


def test_streets_are_cut_where_they_meet_and_only_there() -> None:
    network = build_network(cross())
    assert network.length_m == pytest.approx([10, 10, 5, 5, 4, 9], abs=1e-6)
    assert network.street.tolist() == [0, 0, 1, 1, 2, 3]
    assert len(network.xy) == 8  # the bend at (0, 3) is no meeting
    assert Counter(network.component.tolist()) == {0: 6, 1: 2}


def test_a_bridge_does_not_meet_what_passes_below() -> None:
    streets = cross()
    apart = streets.lines.node.copy()
    apart[1] = 1000  # the first street's middle is another vertex at the same place
    network = build_network(Streets(FRAME, streets.xy, replace(streets.lines, node=apart)))
    assert network.component.max() == 2


def test_the_shortest_way_follows_the_streets() -> None:
    streets = cross()
    network = build_network(streets)
    (first, last), gap = network.find_nearest([(-10, 1), (4, 5)])
    assert gap == pytest.approx([1, 0], abs=1e-6)
    line = network.draw_path(network.find_path(int(first), int(last)), streets)
    assert line == pytest.approx(np.array([(-10, 0), (0, 0), (0, 3), (0, 5), (4, 5)]), abs=1e-6)
    there = network.draw_path(network.find_path(int(last), int(first)), streets)
    assert there == pytest.approx(line[::-1], abs=1e-6)
    assert network.draw_path(network.find_path(int(first), int(first)), streets) == pytest.approx(line[:1])


def test_of_two_stretches_between_neighbours_the_shorter_counts_and_a_loop_leads_nowhere() -> None:
    streets = draw([(0, 0), (0, 8), (6, 8), (6, 0)], [(0, 0), (6, 0)], [(0, 0), (-1, 0), (-1, 1), (0, 0)])
    network = build_network(streets)
    assert network.steps.toarray() == pytest.approx(np.array([[0, 6], [6, 0]]), abs=1e-6)
    line = network.draw_path(network.find_path(0, 1), streets)
    assert len(line) == 2


def test_where_no_street_leads_nobody_is_sent() -> None:
    streets = cross()
    network = build_network(streets)
    (first, last), _ = network.find_nearest([(0, 0), (99, 99)])
    with pytest.raises(UnreachableError, match="no street leads"):
        network.find_path(int(first), int(last))
    shut = replace(streets.lines, walkable=np.zeros(4, dtype=np.bool_))
    for empty in (build_network(build_streets(shut, frame=FRAME)), build_network(draw())):
        assert len(empty.component) == len(empty.ends) == 0
        with pytest.raises(UnreachableError, match="no street to walk on"):
            empty.find_nearest([(0, 0)])


@pytest.mark.skipif(not HELSINKI.is_file(), reason="the extract is not beside the checkout, in shared/data")
def test_in_helsinki_the_meetings_are_those_that_another_reader_counts() -> None:
    extract, _ = read_extract(HELSINKI, HELSINKI.name)
    streets = build_city_scene(extract).streets
    network = build_network(streets)
    walked = {id_ for id_, walkable in zip(streets.ids, streets.lines.walkable, strict=True) if walkable}
    times: Counter[int] = Counter()
    ends: set[int] = set()
    held = {node.id for node in osmium.FileProcessor(str(HELSINKI), osmium.osm.NODE)}
    for way in osmium.FileProcessor(str(HELSINKI), osmium.osm.WAY):
        if isinstance(way, osmium.osm.Way) and f"way/{way.id}" in walked:
            nodes = [node.ref for node in way.nodes]
            if set(nodes) <= held:
                times.update(nodes)
                ends |= {nodes[0], nodes[-1]}
    whole = {node for node, count in times.items() if count > 1} | ends
    assert whole <= set(network.node_id.tolist())
    kept = streets.lines.walkable
    assert network.length_m.sum() == pytest.approx(streets.length_m[kept].sum(), rel=1e-9)
