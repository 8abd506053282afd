"""Where cameras are put: each rule on a small map, the slow twin anywhere, and Helsinki counted by another library."""

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium
import pytest
import shapely  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.placement import RULES, Placements, Rule, place
from sousveil.city.scene import Scene, build_scene
from sousveil.crs import Frame
from sousveil.kernels import front
from sousveil.kernels.reference_placing import place_slowly
from sousveil.records.outlines import Outlines

HELSINKI = Path(__file__).parents[3] / "shared" / "data" / "helsinki-centre-2019-04.osm.pbf"
Corners = Sequence[tuple[float, float]]
# A house of 20 by 10 m, one that touches it in the east and reaches 1 m into it, a third one 20 cm north of the first.
HOUSE: Corners = [(0.0, 0), (20, 0), (20, 10), (0, 10)]
NEXT: Corners = [(19.0, 0), (30, 0), (30, 10), (19, 10)]
SLIT: Corners = [(0.0, 10.2), (20, 10.2), (20, 20), (0, 20)]


def build(*rings: Corners, holes: tuple[Corners, ...] = ()) -> Scene:
    walls = [
        step for ring in (*rings, *(hole[::-1] for hole in holes)) for step in pairwise([*ring, ring[0]])
    ]
    owner = np.concatenate(
        [np.full(len(ring), row % len(rings), np.int32) for row, ring in enumerate((*rings, *holes))]
    )
    return Scene(
        Frame(0, 0),
        front.build_grid(front.build_walls(np.array(walls))),
        owner,
        tuple(f"way/{row}" for row in range(len(rings))),
    )


def put(scene: Scene, *places: tuple[float, float]) -> Placements:
    return place(scene, [f"node/{at}" for at in range(len(places))], np.array(places).reshape(-1, 2))


@pytest.mark.parametrize(
    ("at", "rule", "placed", "facade"),
    [
        ((-5.0, 5.0), Rule.FREE, (-5.0, 5.0), None),
        ((-0.3, 5.0), Rule.NEAR_WALL, (-0.3, 5.0), 270),
        ((5.0, 0.0), Rule.ON_WALL, (5.0, -0.005), 180),
        ((5.0, 2.0), Rule.INSIDE, (5.0, -0.005), 180),
        ((0.0, 0.0), Rule.ON_WALL, (0.01, -0.005), 180),
        ((10.0, 5.0), Rule.INDOOR, (10.0, 5.0), None),
        ((math.nan, 5.0), Rule.NOWHERE, (math.nan, 5.0), None),
    ],
)
def test_each_rule(
    at: tuple[float, float], rule: Rule, placed: tuple[float, float], facade: float | None
) -> None:
    found = put(build(HOUSE), at)[0]
    assert found.rule is rule
    assert found.placed == pytest.approx(placed, abs=1e-9, nan_ok=True)
    assert found.facade_deg == (None if facade is None else pytest.approx(facade))
    assert found.building == ("" if facade is None else "way/0")


def test_out_of_an_overlap_a_camera_leaves_both_buildings() -> None:
    # Half a metre inside the shared strip, the nearest wall of each leads into the other.
    found = put(build(HOUSE, NEXT), (19.5, 2.0))[0]
    assert found.rule is Rule.INSIDE
    assert found.placed == pytest.approx((19.5, -0.005))


def test_between_outlines_that_nearly_touch_no_camera_hangs() -> None:
    found = put(build(HOUSE, SLIT), (10.0, 9.5), (1.0, 9.5))
    assert found[0].rule is Rule.INDOOR
    assert found[1].rule is Rule.INSIDE
    assert found[1].placed == pytest.approx((-0.005, 9.5))


def test_a_courtyard_is_outside() -> None:
    yard: Corners = [(5.0, 3.0), (15, 3), (15, 7), (5, 7)]
    found = put(build(HOUSE, holes=(yard,)), (10.0, 5.0), (10.0, 3.2), (10.0, 2.9))
    assert [found[row].rule for row in range(3)] == [Rule.FREE, Rule.NEAR_WALL, Rule.INSIDE]
    assert found[1].facade_deg == pytest.approx(0)
    assert found[2].placed == pytest.approx((10, 3.005))


def test_every_camera_is_in_one_count_and_the_indoor_ones_see_no_street() -> None:
    found = put(build(HOUSE), (-5.0, 5.0), (10.0, 5.0), (math.nan, 0.0))
    assert sum(found.count_rules().values()) == len(found) == 3
    assert found.outdoors.tolist() == [True, False, False]


def test_cameras_and_places_are_as_many() -> None:
    with pytest.raises(ValueError, match="1 cameras have 2 places"):
        place(build(HOUSE), ["node/1"], [[0, 0], [1, 1]])


boxes = st.tuples(*[st.integers(-8, 8)] * 2, *[st.integers(1, 9)] * 2)
spots = st.integers(-40, 80).map(lambda quarter: quarter / 4)


@settings(deadline=None, max_examples=60)
@given(st.lists(boxes, min_size=1, max_size=5), st.lists(st.tuples(spots, spots), min_size=1, max_size=8))
def test_the_loops_and_the_slow_twin_agree(
    drawn: list[tuple[int, int, int, int]], places: list[tuple[float, float]]
) -> None:
    # Touching, overlapping and equal boxes on a lattice, cameras on corners and walls.
    scene = build(*([(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in drawn))
    found = put(scene, *places)
    for row, (x, y) in enumerate(places):
        rule, wall, spot = place_slowly(scene.walls, x, y)
        assert (RULES.index(found[row].rule), int(found.wall[row])) == (rule, wall)
        assert found[row].placed == pytest.approx(spot, abs=1e-9)


def draw_solid(outlines: Outlines, frame: Frame) -> tuple[shapely.Geometry, shapely.Geometry]:
    """All that is solid, and every outline, as another library sees them."""
    rings = [shapely.Polygon(frame.to_xy(outlines.lonlat[a:b])) for a, b in pairwise(outlines.ring_start)]
    buildings = []
    for row in range(len(outlines)):
        own = np.flatnonzero(outlines.ring_row == row)
        holes = shapely.union_all([rings[at] for at in own if outlines.ring_is_hole[at]])
        buildings.append(
            shapely.union_all([rings[at] for at in own if not outlines.ring_is_hole[at]]) - holes
        )
    return shapely.union_all(buildings), shapely.union_all([shapely.boundary(one) for one in buildings])


def read_cameras(path: Path) -> tuple[list[str], npt.NDArray[np.float64]]:
    only = osmium.filter.TagFilter(("man_made", "surveillance"))
    nodes = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(only)
    found = [(f"node/{one.id}", one.lon, one.lat) for one in nodes if isinstance(one, osmium.osm.Node)]
    return [id_ for id_, *_ in found], np.array([lonlat for _, *lonlat in found])


@pytest.mark.skipif(not HELSINKI.is_file(), reason="the extract is not beside the checkout, in shared/data")
def test_of_221_cameras_of_helsinki_another_library_counts_as_many_by_each_rule() -> None:
    outlines, _ = read_outlines(HELSINKI, HELSINKI.name)
    scene = build_scene(outlines)
    ids, lonlat = read_cameras(HELSINKI)
    given = scene.frame.to_xy(lonlat)
    found = place(scene, ids, given)
    solid, lines = draw_solid(outlines, scene.frame)
    points = shapely.points(given)
    inside, gap = shapely.contains(solid, points), shapely.distance(lines, points)
    on_wall = gap < 1e-3
    assert found.count_rules() == {
        Rule.FREE: int((~inside & (gap > 0.5)).sum()),
        Rule.NEAR_WALL: int((~inside & ~on_wall & (gap <= 0.5)).sum()),
        Rule.ON_WALL: int(on_wall.sum()),
        Rule.INSIDE: int((inside & ~on_wall & (gap <= 3)).sum()),
        Rule.INDOOR: int((inside & (gap > 3)).sum()),
        Rule.NOWHERE: 0,
    }
    assert list(found.count_rules().values()) == [79, 90, 4, 37, 11, 0]
    placed = shapely.points(found.placed[found.outdoors])
    assert not shapely.contains(solid, placed).any()
    assert shapely.distance(lines, placed).min() >= 1e-3
