"""A scene: the walls of the buildings of one place, in metres, and the one table from walls to buildings.

Assumes vertical walls that hide everything behind them, whatever their height; trees, fences, vehicles, slopes and
what nobody has mapped are not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.crs import Frame, build_frame
from sousveil.kernels.arrays import Floats, Grid, Walls
from sousveil.kernels.front import build_grid, build_walls
from sousveil.records.extract import Extract, Lines, Places
from sousveil.records.outlines import Heights, Outlines

from .streets import Streets, build_streets

AT_ONCE = 1 << 16
"""Rings that are turned into walls at once: some dozens of MiB."""


@dataclass(frozen=True)
class Scene:
    """Walls of one place in one frame, sorted into the cells of a grid.

    `wall_building` : (walls), the row of a wall's building. `ids` : a building's object on the map, by row.
    """

    frame: Frame
    grid: Grid
    wall_building: npt.NDArray[np.int32]
    ids: Sequence[str]

    @cached_property
    def walls(self) -> Walls:
        """The walls by row, put together when first asked for: of a large city they are then held twice."""
        return self.take_walls(np.arange(len(self.wall_building)))

    def take_walls(self, rows: npt.NDArray[np.integer[Any]]) -> Walls:
        """Some of the walls."""
        place = np.empty(len(self.wall_building), np.int32)
        place[self.grid.row] = np.arange(len(self.grid.row), dtype=np.int32)
        return Walls(*self.grid.ends[:, place[rows]])

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """From a building's id to its row."""
        return {id_: row for row, id_ in enumerate(self.ids)}


@dataclass(frozen=True)
class CityScene:
    """All of one place in one frame: buildings, streets, water and places of a kind.

    `buildings.ids`, `outlines`, `heights` : by the same rows. `labels` : names that a map is read by. What is not in
    metres stays in degrees as the map has it; `frame` turns it into metres. `box` : west, south, east, north [°]:
    beyond it nothing is known; `box_is_stated` : the extract itself claims to be whole within it.
    """

    buildings: Scene
    outlines: Outlines
    heights: Heights
    streets: Streets
    water_areas: Outlines
    water_lines: Lines
    places: Places
    labels: Places
    box: tuple[float, float, float, float]
    box_is_stated: bool
    attribution: str

    @property
    def frame(self) -> Frame:
        """The frame of everything that is in metres."""
        return self.buildings.frame

    @cached_property
    def edge(self) -> shapely.Polygon:
        """The box in metres."""
        west, south, east, north = self.box
        corners = [(west, south), (east, south), (east, north), (west, north)]
        return shapely.Polygon(self.frame.to_xy(corners))

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place lies within the box."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north

    @cached_property
    def wall_top_m(self) -> Floats:
        """(walls, 3), low, typical and high top of each wall above the ground; NaN where it is unknown."""
        return self.heights.top_m[self.buildings.wall_building]

    @cached_property
    def wall_base_m(self) -> Floats:
        """(walls), where each wall begins above the ground."""
        return self.heights.base_m[self.buildings.wall_building]


def build_city_scene(extract: Extract) -> CityScene:
    """The scene of an extract, in a frame around the middle of its buildings, or of its streets where it has none."""
    frame = build_frame(extract.outlines.lonlat if len(extract.outlines) else extract.streets.lonlat)
    return CityScene(
        buildings=build_scene(extract.outlines, frame=frame),
        outlines=extract.outlines,
        heights=extract.heights,
        streets=build_streets(extract.streets, frame=frame),
        water_areas=extract.water_areas,
        water_lines=extract.water_lines,
        places=extract.places,
        labels=extract.labels,
        box=extract.box,
        box_is_stated=extract.box_is_stated,
        attribution=extract.attribution,
    )


def build_scene(outlines: Outlines, *, frame: Frame | None = None) -> Scene:
    """Walls from outlines, in a frame around their middle unless one is given; rings turn so that walls face outward.

    Corners stay where the map has them: moving them by 5 cm opens gaps through which thousands of square metres show.
    Overlapping buildings stay as they are; the sweep needs no union.
    """
    middle = frame or build_frame(outlines.lonlat)
    walls = Walls(*np.empty((4, len(outlines.lonlat))))
    for first in range(0, len(outlines.ring_row), AT_ONCE):
        rings = slice(first, min(first + AT_ONCE, len(outlines.ring_row)))
        part = slice(int(outlines.ring_start[rings.start]), int(outlines.ring_start[rings.stop]))
        for whole, column in zip(walls, _build_part(outlines, rings, part, middle), strict=True):
            whole[part] = column
    building = np.repeat(outlines.ring_row, np.diff(outlines.ring_start))
    grid = build_grid(walls)
    building.flags.writeable = False
    return Scene(middle, grid, building, outlines.ids)


def _build_part(outlines: Outlines, rings: slice, part: slice, frame: Frame) -> Walls:
    """The walls of some rings, whose corners these are."""
    start = outlines.ring_start[rings.start : rings.stop + 1] - outlines.ring_start[rings.start]
    corners = frame.to_xy(outlines.lonlat[part])
    following = corners[find_following(start)]
    turned = find_turned(corners, following, start, outlines.ring_is_hole[rings])
    turned = np.repeat(turned, np.diff(start))[:, None]
    begin, end = np.where(turned, following, corners), np.where(turned, corners, following)
    return build_walls(np.stack([begin, end], axis=1))


def find_following(ring_start: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each corner the row of the next one around its ring."""
    following = np.arange(1, int(ring_start[-1]) + 1)
    filled = ring_start[1:] > ring_start[:-1]
    following[ring_start[1:][filled] - 1] = ring_start[:-1][filled]
    return following


def find_turned(
    begin: Floats, end: Floats, start: npt.NDArray[np.int64], is_hole: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which rings run the wrong way: outlines belong counter-clockwise, holes clockwise (solid on the left)."""
    # Around the first corner of all, so that far from the origin the areas keep their digits.
    at = begin - begin[:1], end - begin[:1]
    across = at[0][:, 0] * at[1][:, 1] - at[0][:, 1] * at[1][:, 0]
    total = np.concatenate([[0.0], np.cumsum(across)])
    areas = np.diff(total[start])
    turned: npt.NDArray[np.bool_] = np.not_equal(areas < 0, is_hole)
    return turned
