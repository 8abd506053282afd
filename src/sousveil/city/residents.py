"""Who lives where: a population grid laid on a scene, and its residents shared out among buildings or streets.

Assumes that residents spread evenly over a cell where it is cut by the scene's edge, and over the floors of its
buildings, or the metres of its streets, where they are shared out. What no cell covers is unknown, never empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene
from sousveil.kernels.arrays import Floats
from sousveil.records.population import PopulationGrid


@dataclass(frozen=True, slots=True)
class Residents:
    """The grid on the scene.

    `cells` : (cells), shapes in metres that reach into the scene, cut at its edge, and `in_scene` : (cells), their
    residents by share of area, NaN where the source says none. `whole` : residents of the same cells uncut.
    `area_m2`, `covered_m2` : of the scene, and what cells with a known number cover of it; the rest is unknown.
    """

    cells: Sequence[shapely.Geometry]
    in_scene: Floats
    whole: float
    area_m2: float
    covered_m2: float

    @property
    def total(self) -> float:
        """Residents of the covered part of the scene; it says nothing on the rest."""
        return float(np.nansum(self.in_scene))

    @property
    def estimate(self) -> float:
        """Residents of the scene if the rest of it is as dense as what is covered, which nobody knows."""
        return self.total / self.covered_m2 * self.area_m2 if self.covered_m2 else 0.0


@dataclass(frozen=True, slots=True)
class Shared:
    """Residents by building or piece of street; NaN where no cell covers it.

    `share` : (n). `unplaced` : residents of cells in which there is nothing to share among.
    """

    share: Floats
    unplaced: float


def lay_grid(grid: PopulationGrid, scene: CityScene) -> Residents:
    """The grid cut at the edge of the scene's box."""
    xy = scene.frame.to_xy(grid.lonlat)
    cells = np.array([shapely.Polygon(xy[a:b]) for a, b in pairwise(grid.start.tolist())], dtype=object)
    cut = shapely.intersection(cells, scene.edge)
    area = shapely.area(cut)
    reach = area > 0
    in_scene = grid.residents[reach] * area[reach] / shapely.area(cells[reach])
    known = ~np.isnan(in_scene)
    return Residents(
        cells=tuple(cut[reach]),
        in_scene=in_scene,
        whole=float(np.nansum(grid.residents[reach])),
        area_m2=float(scene.edge.area),
        covered_m2=float(shapely.area(shapely.union_all(cut[reach][known]))),
    )


def share_among_buildings(residents: Residents, scene: CityScene) -> Shared:
    """Residents by building, by floor area: its ground area times its typical height, where all heights are known.

    Where the height of any building in a cell is unknown, ground area alone counts in that cell: a mixture would hand
    most residents to those buildings whose heights somebody tagged. Offices count as homes; nobody tells them apart.
    """
    return _share(residents, _build_shapes(scene), scene.heights.top_m[:, 1])


def share_among_pieces(residents: Residents, scene: CityScene) -> Shared:
    """Residents by piece of street, by length, of the streets that lie outdoors and can be walked."""
    pieces = scene.streets.pieces
    ends = np.stack([pieces.ax, pieces.ay, pieces.bx, pieces.by], axis=1).reshape(-1, 2, 2)
    usable = (scene.streets.outdoors & scene.streets.lines.walkable)[pieces.street]
    lines = np.full(len(ends), shapely.LineString(), dtype=object)
    lines[usable] = shapely.linestrings(ends[usable])
    return _share(residents, lines, np.ones(len(ends)))


def _build_shapes(scene: CityScene) -> npt.NDArray[np.object_]:
    """Each building as a shape in metres."""
    outlines = scene.outlines
    xy = scene.frame.to_xy(outlines.lonlat)
    rings = [shapely.Polygon(xy[a:b]) for a, b in pairwise(outlines.ring_start.tolist())]
    solid: list[list[shapely.Polygon]] = [[] for _ in range(len(outlines))]
    holes: list[list[shapely.Polygon]] = [[] for _ in range(len(outlines))]
    for ring, row, is_hole in zip(rings, outlines.ring_row, outlines.ring_is_hole, strict=True):
        (holes if is_hole else solid)[row].append(ring)
    shapes = np.empty(len(outlines), dtype=object)
    for row, (outer, inner) in enumerate(zip(solid, holes, strict=True)):
        whole = outer[0] if len(outer) == 1 else shapely.union_all(outer)
        shapes[row] = whole - shapely.union_all(inner) if inner else whole
    return shapes


def _share(residents: Residents, shapes: npt.NDArray[np.object_], factor: Floats) -> Shared:
    """Share the residents of each cell among the shapes in it, by area or length times a factor, if all are known."""
    share = np.full(len(shapes), np.nan)
    unplaced = 0.0
    tree = shapely.STRtree(shapes)
    measure = shapely.area if len(shapes) and shapely.area(shapes).any() else shapely.length
    for cell, count in zip(residents.cells, residents.in_scene.tolist(), strict=True):
        if np.isnan(count):
            continue
        near = tree.query(cell, predicate="intersects")
        part = measure(shapely.intersection(shapes[near], cell))
        weight = part if np.isnan(factor[near]).any() else part * factor[near]
        if not weight.any():
            unplaced += count
            continue
        held = near[weight > 0]
        share[held] = np.nan_to_num(share[held]) + count * weight[weight > 0] / weight.sum()
    return Shared(share, unplaced)
