"""A city square by square: each with the cameras around it that reach it, so that no square needs another.

The square that owns a piece of street, a place or a patch of ground sweeps all cameras that can see it, also those that
stand in its neighbours: a little is computed twice, and nothing is handed on. What is found in squares adds up to what
`sights.compute_sights` finds of the whole; a square is arrays in and arrays out, and can be seen on any machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import Scene
from sousveil.city.streets import Pieces
from sousveil.coverage.ground import Aimed, draw_boundaries
from sousveil.coverage.once import Seen, take_views
from sousveil.coverage.sights import Surroundings, find_in_view
from sousveil.coverage.streets import MOST as MOST_ON_STREETS
from sousveil.coverage.streets import Totals, Watched, Ways, measure_ways
from sousveil.kernels.arrays import Floats, Grid, Offsets, Rows, Views, Walls
from sousveil.kernels.front import build_grid, build_views, build_walls
from sousveil.kernels.front_patches import cut_grid
from sousveil.kernels.ground import GROUPS, STEP_M, measure_square

SIDE_M = 2_000.0
"""Of a square: some hundreds of cameras in a town, seconds of work, and a halo that is a small part of it."""
FLAT = -1
"""`Gaze.band` of walls that hide everything behind them, whatever their height."""

HALF = 32
"""Bits of a row in the number of a square: more rows than a square of a metre has on the Earth."""

Square = tuple[int, int]
"""Its column and row."""


class Gaze(NamedTuple):
    """One level, reach and band in a square: views that reach it, as of `ground.Aimed`.

    `band` : whose heights of walls count (low, typical, high), or `FLAT`.
    """

    views: Views
    heights: Floats
    times: Rows
    band: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A square and all that is needed to see it.

    `column`, `row` : counted from the frame's middle, east and north. `tops` : (3, walls) [m], or (0, walls) where all
    walls hide everything. `ways` : its own pieces of streets, by street; `streets` : the rows of these in the city.
    `places` : the shapes of its own places; `place_rows` : their rows in the city.
    """

    column: int
    row: int
    side_m: float
    grid: Grid
    tops: Floats
    gazes: tuple[Gaze, ...]
    ways: Ways
    streets: Rows
    places: npt.NDArray[np.object_]
    place_rows: Offsets


@dataclass(frozen=True, slots=True)
class TileSeen:
    """What one gaze found in a square; `lengths` : as `kernels.ground.measure_square` has them.

    `watched` : by the rows of the square's streets. `places` : whether each of its places is in view.
    """

    lengths: Floats
    watched: Watched
    places: npt.NDArray[np.bool_]


def cut_tiles(
    scene: Scene,
    tops: Sequence[Floats] | None,
    around: Surroundings,
    aims: Sequence[tuple[Aimed, int]],
    *,
    side_m: float = SIDE_M,
) -> Iterator[Tile]:
    """Cut a city into squares in which something can be seen or to be seen, each when it is asked for.

    `tops` : (buildings) in each band, as of `ground.compute_ground`. `aims` : what is asked for, and the band whose
    heights count, or `FLAT`; each square has a gaze for each of them, in their order.

    Raises:
        ValueError: a side that is not a whole number of times as long as `GROUPS` lines lie apart.
    """
    count_lines(side_m)
    nobody = np.empty(0, np.int64)
    rows = around.ways.rows
    pieces = _group(around.ways.pieces.ax[rows] / side_m, around.ways.pieces.ay[rows] / side_m)
    homes = _group(*(shapely.get_coordinates(shapely.centroid(around.places)) / side_m).T)
    reached = {square for aimed, _ in aims for square in _list_reached(aimed, side_m)}
    # A city in which there is nothing has a square too: the sums are then of something.
    for square in sorted(reached | pieces.keys() | homes.keys()) or [(0, 0)]:
        ways, streets = _take_ways(around.ways, rows[pieces.get(square, nobody)])
        home = homes.get(square, nobody)
        box = _find_box(square, side_m, ways, around.places[home])
        gazes = tuple(_take_gaze(aimed, band, box) for aimed, band in aims)
        grid, walls = _take_walls(scene, gazes, over=tops is not None)
        building = scene.wall_building[walls]
        yield Tile(
            column=square[0],
            row=square[1],
            side_m=side_m,
            grid=grid,
            tops=np.stack([top[building] for top in tops]) if tops else np.empty((0, len(walls))),
            gazes=gazes,
            ways=ways,
            streets=streets,
            places=around.places[home],
            place_rows=home,
        )


def count_lines(side_m: float) -> int:
    """How many lines a square is measured by."""
    lines = round(side_m / STEP_M)
    if lines <= 0 or lines % GROUPS or lines * STEP_M != side_m:
        raise ValueError(f"a square's side is a multiple of {GROUPS * STEP_M:g} m, not {side_m!r} m")
    return lines


def _group(x: Floats, y: Floats) -> dict[Square, Offsets]:
    """Which rows lie in which square, for each in which one does; places are given in sides of a square."""
    # Column and row as one number: of the streets of a country there are millions of pieces.
    cell = np.floor(x).astype(np.int64)
    cell <<= HALF
    cell += np.floor(y).astype(np.int64)
    order = np.argsort(cell, kind="stable")
    first = np.flatnonzero(np.diff(cell[order], prepend=cell[order[:1]] - 1))
    numbers = cell[order[first]]
    columns = (numbers + (1 << HALF - 1)) >> HALF
    squares = zip(columns.tolist(), (numbers - (columns << HALF)).tolist(), strict=True)
    return dict(zip(squares, np.split(order, first[1:]), strict=False))


def _list_reached(aimed: Aimed, side_m: float) -> Iterator[Square]:
    """The squares that views reach."""
    seeing = np.flatnonzero((aimed.times > 0) & (aimed.views.range_m > 0))
    places = np.stack([aimed.views.x, aimed.views.y], axis=1)[seeing]
    reach = aimed.views.range_m[seeing, None]
    first, last = (np.floor(ends / side_m).astype(np.int64) for ends in (places - reach, places + reach))
    wide, high = (last - first + 1).T
    count = wide * high
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    wide = np.repeat(wide, count)
    squares = np.repeat(first, count, axis=0) + np.stack([at % wide, at // wide], axis=1)
    yield from map(tuple, np.unique(squares, axis=0).tolist())


def _take_ways(ways: Ways, rows: Rows) -> tuple[Ways, Rows]:
    """Some of the pieces as ways of their own, by the streets they belong to, and the rows of these."""
    lines, street = ways.pieces.take(rows)
    streets, own = np.unique(street, return_inverse=True)
    pieces = Pieces(*lines, own.astype(np.int32), np.zeros(len(rows)))
    people = None if ways.residents_per_m is None else ways.residents_per_m[rows]
    bare: list[shapely.Polygon] = []
    if len(rows):
        around = shapely.box(*_enclose(_find_ends(lines)))
        bare = [
            shapely.intersection(one, around) for one in ways.unsurveyed if shapely.intersects(one, around)
        ]
    return Ways(pieces, len(streets), np.arange(len(rows), dtype=np.int32), people, bare), streets


def _find_ends(lines: Walls) -> Floats:
    """(lines, 4): west, south, east and north of each."""
    x, y = (lines.ax, lines.bx), (lines.ay, lines.by)
    return np.stack([np.minimum(*x), np.minimum(*y), np.maximum(*x), np.maximum(*y)], axis=1)


def _enclose(boxes: Floats) -> Floats:
    """West, south, east and north of boxes (n, 4) together."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _find_box(square: Square, side_m: float, ways: Ways, places: npt.NDArray[np.object_]) -> Floats:
    """West, south, east and north of a square and of all that it owns."""
    corner = np.array(square) * side_m
    own = np.concatenate([corner, corner + side_m])[None]
    lines, _ = ways.pieces.take(ways.rows)
    return _enclose(np.concatenate([own, shapely.bounds(places).reshape(-1, 4), _find_ends(lines)]))


def _take_gaze(aimed: Aimed, band: int, box: Floats) -> Gaze:
    """The views that reach a box."""
    x, y, reach = aimed.views[:3]
    meets = (x + reach >= box[0]) & (y + reach >= box[1]) & (x - reach <= box[2]) & (y - reach <= box[3])
    rows = np.flatnonzero(meets & (reach > 0) & (aimed.times > 0))
    return Gaze(take_views(aimed.views, rows), aimed.heights[:, rows], aimed.times[rows], band)


def _take_walls(scene: Scene, gazes: Sequence[Gaze], *, over: bool) -> tuple[Grid, Rows]:
    """The walls that any gaze can meet, in a grid of their own, and their rows in the city's."""
    x, y, reach = (
        np.concatenate(columns) for columns in zip(*(gaze.views[:3] for gaze in gazes), strict=True)
    )
    if not len(x):
        return build_grid(build_walls([])), np.empty(0, np.int32)
    # Each place once, as far as anything sees from there.
    places, which = np.unique(np.stack([x, y], axis=1), axis=0, return_inverse=True)
    farthest = np.zeros(len(places))
    np.maximum.at(farthest, which.ravel(), reach)
    return cut_grid(scene.grid, build_views(*places.T, range_m=farthest), over=over)


def see_tile(tile: Tile) -> Iterator[TileSeen]:
    """What each gaze finds in a square, in their order."""
    corner = tile.column * tile.side_m, tile.row * tile.side_m
    for gaze in tile.gazes:
        tops = tile.tops[gaze.band] if gaze.band != FLAT and len(tile.tops) else None
        drawn = draw_boundaries(tile.grid, gaze.views, gaze.heights, tops)
        seen = Seen(gaze.views, drawn, gaze.times)
        yield TileSeen(
            measure_square(*seen, corner, lines=count_lines(tile.side_m)),
            measure_ways(tile.ways, seen),
            find_in_view(tile.places, seen),
        )


def join_totals(parts: Sequence[Totals], length_m: Floats, silent: int) -> Totals:
    """Streets of one gaze from those of every square; `length_m` : (streets), the city's.

    How much of a street is not seen, squares in which nothing of it is do not say: it is the rest of its length.
    """
    rows, which = np.unique(np.concatenate([part.street for part in parts]), return_inverse=True)
    metres = np.zeros((len(rows), MOST_ON_STREETS + 1))
    np.add.at(metres, which, np.concatenate([part.metres for part in parts]))
    metres[:, 0] = length_m[rows] - metres[:, 1:].sum(axis=1)
    return Totals(
        street=rows.astype(np.int32),
        metres=metres,
        by_number=np.sum([part.by_number for part in parts], axis=0),
        length_m=sum(part.length_m for part in parts),
        watched_m=sum(part.watched_m for part in parts),
        seen_m=sum(part.seen_m for part in parts),
        residents_seen=sum(part.residents_seen for part in parts),
        silent=silent,
    )
