"""Drawn outlines of ground over low walls: areas, holes, rings; places and streets and walks that they reach."""

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import Scene
from sousveil.city.streets import Pieces
from sousveil.coverage.exposure import trace_path
from sousveil.coverage.ground import Station, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.multiplicity import measure_cover
from sousveil.coverage.optics import Bands
from sousveil.coverage.outline import draw_outlines, list_rings
from sousveil.coverage.sights import find_in_view
from sousveil.coverage.streets import measure_streets
from sousveil.crs import Frame
from sousveil.kernels import front
from sousveil.kernels.arrays import Floats

DETECT = SCALES["2014"].px_per_m["detect"]
HOUSE = [(10.0, -4.0), (15.0, -4.0), (15.0, 4.0), (10.0, 4.0)]
CAMERA = Station(id="node/1", x_m=0, y_m=0, kind="dome", bearing_deg=90, height_m=6.0)
BESIDE = Station(id="node/2", x_m=12, y_m=30, kind="fixed", bearing_deg=180, height_m=5.0)


def build() -> Scene:
    corners = [list(pair) for pair in zip(HOUSE, [*HOUSE[1:], HOUSE[0]], strict=True)]
    walls = front.build_walls(np.array(corners))
    return Scene(Frame(0, 0), front.build_grid(walls), np.zeros(len(corners), np.int32), ("way/1",))


def raise_house(top_m: float) -> Bands[Floats]:
    return Bands(*(np.full(4, top_m),) * 3)


def hide(top_m: float, eye_m: float, target_m: float = 1.6) -> shapely.Polygon:
    """House and shade: all between the house and itself, so many times as far from the camera."""
    times = (eye_m - target_m) / (eye_m - top_m)
    far = [(x * times, y * times) for x, y in HOUSE]
    return shapely.MultiPoint([*HOUSE, *far]).convex_hull


@pytest.mark.parametrize(("target", "top"), [(None, 3.0), (0.0, 2.0), (0.5, 3.0)])
def test_behind_a_low_house_the_ground_is_seen_again(target: float | None, top: float) -> None:
    found = compute_ground(
        build(), [CAMERA], px_per_m=DETECT, reachable=True, tops=raise_house(top), target_m=target
    )
    for ground in found:
        reach = float(ground.views.range_m[0])
        disc = shapely.Point(0, 0).buffer(reach, quad_segs=4096)
        seen = disc.difference(hide(top, 6.0, 1.6 if target is None else target))
        assert ground.area_m2[0] == pytest.approx(seen.area, rel=1e-6)
        drawn, shown = draw_outlines(ground)
        assert shown.tolist() == [0]
        assert drawn[0].symmetric_difference(seen).area < 0.01 * seen.area
        assert len(drawn[0].interiors) == 1


def test_rings_of_holes_follow_their_outer_ring_and_close_themselves() -> None:
    ground = compute_ground(
        build(), [BESIDE, CAMERA], px_per_m=DETECT, reachable=True, tops=raise_house(3.0)
    ).high
    rings = list_rings(ground)
    assert (rings.view.tolist(), rings.is_hole.tolist()) == ([0, 0, 1, 1], [False, True, False, True])
    polygons = draw_outlines(ground)[0]
    for row in (0, 1):
        outer, hole = (
            shapely.Polygon(rings.points[rings.start[at] : rings.start[at + 1]])
            for at in (2 * row, 2 * row + 1)
        )
        assert outer.difference(hole).area == pytest.approx(polygons[row].area)


def test_of_no_view_there_is_no_ring() -> None:
    rings = list_rings(compute_ground(build(), [], px_per_m=DETECT).low)
    assert (len(rings.points), rings.start.tolist(), len(rings.shown)) == (0, [0], 0)


def test_unknown_heights_of_cameras_see_over_least_in_the_low_band() -> None:
    unknown = Station(id="node/1", x_m=0, y_m=0, kind="fixed", bearing_deg=90)
    over = compute_ground(build(), [unknown], px_per_m=DETECT, tops=raise_house(4.0))
    flat = compute_ground(build(), [unknown], px_per_m=DETECT)
    # At 3 m a house of 4 m hides all behind it, at 5 and 12 m it does not.
    assert over.low.area_m2.tobytes() == flat.low.area_m2.tobytes()
    for ground, eye in ((over.typical, 5.0), (over.high, 12.0)):
        sector = np.radians(82) / 2 * ground.views.range_m[0] ** 2
        assert ground.area_m2[0] == pytest.approx(sector - hide(4.0, eye).area)


def test_streets_walks_and_places_behind_a_low_house() -> None:
    ground = compute_ground(build(), [CAMERA, BESIDE], px_per_m=DETECT, reachable=True, tops=raise_house(3.0))
    ends = np.array([[0.0, 0.0, 60.0, 1.0], [20.0, -30.0, 20.0, 30.0], [15.0, -4.0, 15.0, 4.0]])
    pieces = Pieces(ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3], np.arange(3, dtype=np.int32), np.zeros(3))
    watched = measure_streets(pieces, 3, ground)
    spots = shapely.points([(17.0, 0.0), (40.0, 0.0), (12.0, 0.0)])
    walk = ends[0].reshape(2, 2)
    traced = trace_path(walk, [CAMERA, BESIDE], ground)
    for band, metres, exposure in zip(ground, watched, traced, strict=True):
        drawn = draw_outlines(band)[0]
        union = shapely.union_all(drawn)
        for line, row in zip(shapely.linestrings(ends.reshape(3, 2, 2)), metres.metres, strict=True):
            by_two = line.intersection(drawn[0]).intersection(drawn[1]).length
            assert row[1:].sum() == pytest.approx(line.intersection(union).length, abs=0.15)
            assert row[2:].sum() == pytest.approx(by_two, abs=0.15)
        assert exposure.seen_m == pytest.approx(shapely.LineString(walk).intersection(union).length, abs=0.15)
        assert find_in_view(spots, band.once).tolist() == shapely.intersects(union, spots).tolist()
    covers = measure_cover(ground)
    for band, cover in zip(ground, covers, strict=True):
        drawn = draw_outlines(band)[0]
        assert cover.areas.union_m2 == pytest.approx(shapely.union_all(drawn).area, rel=0.003)
        both = drawn[0].intersection(drawn[1]).area
        assert cover.areas.area_m2[1] == pytest.approx(both, rel=0.01, abs=1.0)
