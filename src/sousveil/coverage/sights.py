"""All that cameras see of a city at one level of detail: ground, streets, residents, places of a kind.

Puts together what its neighbours compute; supposes nothing of its own but when a place counts as in view.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene
from sousveil.city.streets import Pieces
from sousveil.coverage.ground import Ground, Station, compute_ground
from sousveil.coverage.multiplicity import Cover, measure_band, measure_cover
from sousveil.coverage.optics import Bands
from sousveil.coverage.outline import draw_outlines
from sousveil.coverage.streets import Watched, measure_streets
from sousveil.kernels.arrays import Floats

Polygons = Sequence[shapely.Polygon]

NEAR_M = 10.0
"""A place that is a point counts as in view where visible ground comes so near: maps put the point into the building,
of whose depth in a town it is about half. Ours; a place that is an area counts where visible ground touches it."""
TOUCH_M = 0.01
"""Ground that ends at a wall lies within rounding of it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cameras are held against: pieces of streets outdoors, who lives there, and where nobody looked.

    `residents_per_m` : (pieces), NaN where not known. `places` : shapes in metres, `place_rows` the rows of each.
    """

    pieces: Pieces
    streets: int
    residents_per_m: Floats
    unsurveyed: Polygons
    places: npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Sights:
    """One level, seen at once or (`reachable`) by turning and zooming; `places` : (places), in view or not.

    `flat_high` : the high band if walls hid all behind them; None where that is what the bands say.
    """

    px_per_m: float
    reachable: bool
    ground: Bands[Ground]
    cover: Bands[Cover]
    flat_high: Cover | None
    streets: Bands[Watched]
    places: Bands[npt.NDArray[np.bool_]]


def build_surroundings(
    scene: CityScene, *, residents: Floats | None = None, unsurveyed: Polygons = ()
) -> Surroundings:
    """What there is around; `residents` : (pieces), people put on each piece of street, NaN where not known."""
    every = scene.streets.pieces
    outdoors = scene.streets.outdoors[every.street]
    ends = [column[outdoors] for column in every[:4]]
    kept = Pieces(ends[0], ends[1], ends[2], ends[3], every.street[outdoors], every.at_m[outdoors])
    length = np.hypot(kept.bx - kept.ax, kept.by - kept.ay)
    people = np.full(len(length), np.nan) if residents is None else residents[outdoors] / length
    return Surroundings(kept, len(scene.streets), people, unsurveyed, draw_places(scene))


def draw_places(scene: CityScene) -> npt.NDArray[np.object_]:
    """The shape of each place of a kind in metres: its outline, a little wider, or the ground around its point."""
    areas = scene.places.areas
    xy = scene.frame.to_xy(areas.lonlat)
    rings: list[list[shapely.Polygon]] = [[] for _ in range(len(scene.places))]
    for (begin, end), row, is_hole in zip(
        pairwise(areas.ring_start.tolist()), areas.ring_row.tolist(), areas.ring_is_hole.tolist(), strict=True
    ):
        if not is_hole:
            rings[row].append(shapely.Polygon(xy[begin:end]))
    points = shapely.points(scene.frame.to_xy(scene.places.lonlat))
    shapes = np.empty(len(rings), dtype=object)
    for row, outlines in enumerate(rings):
        drawn = shapely.union_all(outlines) if outlines else points[row]
        shapes[row] = shapely.buffer(drawn, TOUCH_M if outlines else NEAR_M)
    return shapes


def compute_sights(
    scene: CityScene,
    stations: Sequence[Station],
    around: Surroundings,
    *,
    px_per_m: float,
    reachable: bool = False,
    tops: Bands[Floats] | None = None,
) -> Sights:
    """What stations see of a city with at least so many pixels a metre, over walls of the given heights if any."""
    ground = compute_ground(scene.buildings, stations, px_per_m=px_per_m, reachable=reachable, tops=tops)
    flat = tops and compute_ground(scene.buildings, stations, px_per_m=px_per_m, reachable=reachable)
    return Sights(
        px_per_m=px_per_m,
        reachable=reachable,
        ground=ground,
        cover=measure_cover(ground),
        flat_high=measure_band(flat.high) if flat else None,
        streets=measure_streets(
            around.pieces,
            around.streets,
            ground,
            unsurveyed=around.unsurveyed,
            residents_per_m=around.residents_per_m,
        ),
        places=Bands(*(find_in_view(around.places, band) for band in ground)),
    )


def find_in_view(places: npt.NDArray[np.object_], ground: Ground) -> npt.NDArray[np.bool_]:
    """Which places visible ground reaches, by the outline in which arcs are chords."""
    found = np.zeros(len(places), dtype=np.bool_)
    tree = shapely.STRtree(draw_outlines(ground)[0])
    found[np.unique(tree.query(places, predicate="intersects")[0])] = True
    return found
