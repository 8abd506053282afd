"""All that cameras see of a city at one level of detail: ground, streets, residents, places of a kind.

Puts together what its neighbours compute; supposes nothing of its own but when a place counts as in view.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene, Scene
from sousveil.coverage.ground import HIGH, Aimed, Look, Station, aim_band, draw_boundaries
from sousveil.coverage.multiplicity import Cover, measure_seen
from sousveil.coverage.once import Seen, take_boundaries, take_views
from sousveil.coverage.optics import Bands
from sousveil.coverage.outline import draw_outlines
from sousveil.coverage.streets import Totals, Ways, build_ways, measure_ways
from sousveil.kernels.along import build_field
from sousveil.kernels.arrays import Floats, Offsets
from sousveil.memory import give_back

Polygons = Sequence[shapely.Polygon]

NEAR_M = 10.0
"""A place that is a point counts as in view where visible ground comes so near: maps put the point into the building,
of whose depth in a town it is about half. Ours; a place that is an area counts where visible ground touches it."""
TOUCH_M = 0.01
"""Ground that ends at a wall lies within rounding of it."""
AT_ONCE = 4_096
"""Views that are drawn at once: some MiB."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cameras are held against: streets outdoors with who lives there and where nobody looked, and places."""

    ways: Ways
    places: npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Sights:
    """One level, seen at once or (`reachable`) by turning and zooming; `places` : (places), in view or not.

    `known` : views of which a band says something. `flat_high` : the high band if walls hid all behind them; None where
    that is what the bands say. What each camera sees is not kept (`ground.compute_ground`).
    """

    px_per_m: float
    reachable: bool
    known: Bands[int]
    cover: Bands[Cover]
    flat_high: Cover | None
    streets: Bands[Totals]
    places: Bands[npt.NDArray[np.bool_]]


def build_surroundings(
    scene: CityScene, *, residents: Floats | None = None, unsurveyed: Polygons = ()
) -> Surroundings:
    """What there is around; `residents` : (pieces), people put on each piece of street, NaN where not known."""
    steps = scene.streets.steps
    people = None
    if residents is not None:
        pieces = scene.streets.pieces
        people = residents / np.hypot(pieces.bx - pieces.ax, pieces.by - pieces.ay)
    outdoors = scene.streets.outdoors[steps.street]
    ways = build_ways(
        steps, len(scene.streets), outdoors=outdoors, residents_per_m=people, unsurveyed=unsurveyed
    )
    return Surroundings(ways, draw_places(scene))


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
    look = Look(px_per_m, reachable)
    found = []
    for band in range(3):
        aimed = aim_band(stations, look, band, over=tops is not None)
        seen = _draw_counted(scene.buildings, aimed, tops and tops[band])
        places = find_in_view(around.places, seen)
        streets = measure_ways(around.ways, seen, silent=aimed.silent).sum_up()
        known = int(np.count_nonzero(aimed.known))
        found.append((known, measure_seen(seen, aimed.silent), streets, places))
        del seen
        give_back(len(scene.buildings.wall_building))
    known_, cover, streets_, places_ = (Bands(*each) for each in zip(*found, strict=True))
    flat = None
    if tops:
        aimed = aim_band(stations, look, HIGH, over=False)
        flat = measure_seen(_draw_counted(scene.buildings, aimed, None), aimed.silent)
    return Sights(px_per_m, reachable, known_, cover, flat, streets_, places_)


def _draw_counted(scene: Scene, aimed: Aimed, tops: Floats | None) -> Seen:
    """What is counted of a band, and no view beside it: `ground.compute_band` also holds what each camera sees."""
    rows = np.flatnonzero(aimed.times)
    views = take_views(aimed.views, rows)
    walls = tops[scene.wall_building] if tops is not None else None
    return Seen(views, draw_boundaries(scene.grid, views, aimed.heights[:, rows], walls), aimed.times[rows])


def find_in_view(places: npt.NDArray[np.object_], seen: Seen) -> npt.NDArray[np.bool_]:
    """Which places visible ground reaches, by the outline in which arcs are chords."""
    found = np.zeros(len(places), dtype=np.bool_)
    tree = shapely.STRtree(places)
    for rows in _list_near(tree, build_field(*seen).box):
        few = Seen(take_views(seen.views, rows), take_boundaries(seen.boundaries, rows), seen.times[rows])
        found[np.unique(tree.query(draw_outlines(few)[0], predicate="intersects")[1])] = True
    return found


def _list_near(places: shapely.STRtree, box: Floats) -> Iterator[Offsets]:
    """The rows of views whose boxes touch a place, some at a time."""
    seeing = np.flatnonzero(box[:, 2] >= box[:, 0])
    near = seeing[np.unique(places.query(shapely.box(*box[seeing].T))[0])]
    yield from (near[at : at + AT_ONCE] for at in range(0, len(near), AT_ONCE))
