"""A city seen square by square: what is found in squares adds up to what is found of the whole."""

from dataclasses import fields, replace

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import Scene
from sousveil.city.streets import Pieces
from sousveil.coverage.ground import HIGH, TYPICAL, Look, Station, aim_band, compute_band
from sousveil.coverage.levels import SCALES
from sousveil.coverage.multiplicity import measure_band
from sousveil.coverage.optics import Bands
from sousveil.coverage.sights import Surroundings, find_in_view
from sousveil.coverage.streets import build_ways, measure_ways
from sousveil.coverage.tiles import FLAT, cut_tiles, join_totals, see_tile
from sousveil.crs import Frame
from sousveil.kernels import front
from sousveil.kernels.arrays import Floats
from sousveil.kernels.ground import sum_lines
from tests.kernels.shapes import box

LOOK = Look(SCALES["2014"].px_per_m["detect"])
WIDE_M = 500.0


def build_city(seed: int) -> tuple[Scene, Bands[Floats], Surroundings, list[Station]]:
    """Fifty boxes, sixty cameras, eighty pieces of thirty streets, ten places, and ground nobody looked at."""
    rng = np.random.default_rng(seed)
    corners = [rng.uniform(-WIDE_M, WIDE_M, 2) for _ in range(50)]
    walls = [wall for x, y in corners for wall in box(x, y, *rng.uniform(5, 40, 2))]
    grid = front.build_grid(front.build_walls(walls))
    scene = Scene(
        Frame(0, 0), grid, np.repeat(np.arange(50, dtype=np.int32), 4), tuple(f"way/{at}" for at in range(50))
    )
    heights = rng.choice([4.0, 9.0, np.inf], 50)
    begin = rng.uniform(-WIDE_M, WIDE_M, (80, 2))
    ends = np.concatenate([begin, begin + rng.normal(0, 60, (80, 2))], axis=1).T
    street = np.sort(rng.integers(0, 30, 80)).astype(np.int32)
    pieces = Pieces(ends[0], ends[1], ends[2], ends[3], street, np.zeros(80))
    people = np.where(rng.random(80) < 0.8, rng.random(80), np.nan)
    bare = [shapely.box(-200, -300, 350, 40)]
    spots = np.asarray(shapely.buffer(shapely.points(rng.uniform(-WIDE_M, WIDE_M, (10, 2))), 12.0))
    cameras = [
        Station(
            id=f"node/{at % 50}",
            x_m=float(x),
            y_m=float(y),
            kind=str(rng.choice(["fixed", "dome", "plate_reader"])),
            bearing_deg=[None, 0.0, 200.0][at % 3],
            height_m=[None, 6.0][at % 2],
        )
        for at, (x, y) in enumerate(rng.uniform(-WIDE_M, WIDE_M, (60, 2)))
    ]
    ways = build_ways(pieces, 30, residents_per_m=people, unsurveyed=bare)
    return scene, Bands(heights, heights, heights), Surroundings(ways, spots), cameras


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("side_m", [200.0, 2_000.0])
def test_squares_add_up(seed: int, side_m: float) -> None:
    scene, tops, around, cameras = build_city(seed)
    bands = (TYPICAL, HIGH, FLAT)
    aims = [(aim_band(cameras, LOOK, max(band, TYPICAL), over=band != FLAT), band) for band in bands]
    tiles = list(cut_tiles(scene, tops, around, aims, side_m=side_m))
    seen = [list(see_tile(tile)) for tile in tiles]
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles) > (1_000 / side_m) ** 2 / 2
    assert sum(len(tile.ways.rows) for tile in tiles) == 80
    lines, street = around.ways.pieces.take(np.arange(80))
    length_m = np.zeros(30)
    np.add.at(length_m, street, np.hypot(lines.bx - lines.ax, lines.by - lines.ay))
    for at, band in enumerate(bands):
        whole = compute_band(scene, cameras, LOOK, max(band, TYPICAL), None if band == FLAT else tops[band])
        areas = sum_lines(np.sum([parts[at].lengths for parts in seen], axis=0))
        expected = measure_band(whole, exact=False)
        assert aims[at][0].silent == expected.silent
        for ours, theirs in zip(areas, expected.areas, strict=True):
            assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-6)
        totals = [each[at].watched.sum_up() for each in seen]
        parts = [
            replace(one, street=tile.streets[one.street]) for tile, one in zip(tiles, totals, strict=True)
        ]
        streets = join_totals(parts, length_m, whole.silent)
        other = measure_ways(around.ways, whole.once, silent=whole.silent).sum_up()
        assert streets.street.tolist() == other.street.tolist()
        assert streets.metres == pytest.approx(other.metres, abs=1e-6)
        for field in fields(other)[2:]:
            assert getattr(streets, field.name) == pytest.approx(getattr(other, field.name), abs=1e-6)
        places = np.zeros(10, np.bool_)
        for tile, each in zip(tiles, seen, strict=True):
            places[tile.place_rows] = each[at].places
        assert places.tolist() == find_in_view(around.places, whole.once).tolist()
        assert 0 < streets.watched_m < streets.length_m


def test_a_square_holds_only_the_walls_that_its_cameras_can_meet() -> None:
    scene, _, around, cameras = build_city(3)
    aims = [(aim_band(cameras, LOOK, HIGH, over=False), FLAT)]
    counts = [len(tile.grid.row) for tile in cut_tiles(scene, None, around, aims, side_m=200.0)]
    assert np.median(counts) < len(scene.grid.row) / 2


def test_a_city_in_which_there_is_nothing_is_one_square() -> None:
    scene, _, around, _ = build_city(1)
    none = np.empty(0, np.int64)
    ways = replace(around.ways, rows=none.astype(np.int32))
    aims = [(aim_band([], LOOK, HIGH, over=False), FLAT)]
    (tile,) = cut_tiles(scene, None, Surroundings(ways, around.places[none]), aims)
    (seen,) = see_tile(tile)
    assert not seen.lengths.any()
    assert not seen.watched.metres.any()
    assert not len(seen.places)


def test_a_side_is_whole_groups_of_lines() -> None:
    scene, _, around, _ = build_city(1)
    with pytest.raises(ValueError, match="multiple of 2 m"):
        next(cut_tiles(scene, None, around, [], side_m=2_001.0))
