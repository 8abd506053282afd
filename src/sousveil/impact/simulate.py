"""Trips, cameras and placements put together: what a city with cameras on its map answers, and what a scene answers.

Computes on a scene that is handed in; reads nothing, and chooses no place for a camera.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sousveil.city.network import Network, build_network
from sousveil.city.residents import Residents, share_among_pieces
from sousveil.city.scene import CityScene
from sousveil.coverage.ground import Ground as VisibleGround
from sousveil.coverage.optics import Bands
from sousveil.kernels.arrays import Floats, Offsets, Views
from sousveil.kernels.paths import Graph

from .exposure import EdgeLines, Seen, Watch, draw_edges, expect_trips, list_seen, watch_edges
from .placements import (
    Design,
    Ground,
    Look,
    count_meetings,
    scatter,
    suppose_look,
    try_placements,
    weigh_corners,
)
from .response import Response
from .sensing import compute_trips_needed
from .trips import MODELS, Demand, Trips, build_demand, build_walks, join_trips, simulate_trips
from .watched import Chains, WatchedCity

SEEN_PX_PER_M = 62.5
"""Pixels a metre at which somebody counts as seen: `observe` of IEC 62676-4:2014."""
TRIPS = 5_000
"""Trips that are drawn for placements: a share of them wanders by less than 1.5 % of all."""


@dataclass(frozen=True, slots=True)
class Walks:
    """A scene made ready for trips; `residents` None where nobody says who lives there."""

    scene: CityScene
    network: Network
    graph: Graph
    lines: EdgeLines
    demand: Demand
    residents: Residents | None


def prepare_walks(scene: CityScene, residents: Residents | None) -> Walks:
    """The walking network of a scene, and where trips begin and lead; UnreachableError without streets."""
    network = build_network(scene.streets)
    graph = build_walks(network)
    demand = build_demand(network, scene, share_among_pieces(residents, scene) if residents else None)
    return Walks(scene, network, graph, draw_edges(network, scene.streets), demand, residents)


def watch_city(
    walks: Walks, ground: Bands[VisibleGround], camera: Sequence[int], *, place: str, apart: int, seed: int
) -> WatchedCity | None:
    """What trips undergo from cameras on the map; None where of no camera anything can be said.

    `camera` : the camera of each view. A band in which all directions are unknown says nothing and is left out.
    """
    owner = np.unique(np.asarray(camera, dtype=np.int64), return_inverse=True)[1].reshape(-1)
    bands = [band for band in ground if band.known.any()]
    if not bands:
        return None
    drawn = [simulate_trips(walks.graph, walks.demand, model=one, count=TRIPS, seed=seed) for one in MODELS]
    watches = [watch_edges(walks.lines, [band], owner) for band in bands]
    seen = list_seen(walks.lines, bands[0].views, bands[0].boundaries)
    count = int(owner.max()) + 1
    return WatchedCity(
        place=place,
        cameras=count,
        silent=len(np.unique(owner[~ground.low.known])),
        apart=apart,
        expected=[[expect_trips(walks.graph, walks.demand, one, model=model) for model in MODELS] for one in watches],
        null_met=np.array([compute_null(walks, trips, [count], seed=seed)[0] for trips in drawn]),
        needed=np.array([[_count_needed(one, trips) for trips in drawn] for one in watches]),
        chains=list_gaps(drawn[0], seen, owner, walks.lines.length_m),
        residents_known=walks.demand.residents is not None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class There:
    """Cameras on the map of a scene: how many, how many of them can be drawn, and the views of these."""

    cameras: int
    drawn: int
    views: Views


def answer_scene(walks: Walks, *, place: str, there: There, most: float, seed: int) -> Response:
    """What trips undergo from drawn cameras, up to so many: half of the trips by gravity, half by radiation."""
    half = TRIPS // len(MODELS)
    trips = join_trips(
        *(simulate_trips(walks.graph, walks.demand, model=one, count=half, seed=seed) for one in MODELS)
    )
    devices = list_numbers(most)
    sites = weigh_corners(walks.scene, walks.network, walks.graph, seed=seed)
    ground = _set(walks, trips)
    tried = try_placements(ground, Design(sites, _look()), devices, seed=seed)
    known = walks.residents
    none = np.zeros((len(tried.walk_share), 1))
    return Response(
        place=place,
        residents=known.estimate if known else 0.0,
        devices=np.append(0.0, tried.devices),
        walk_share=np.hstack([none, tried.walk_share]),
        cameras_met=np.hstack([none, tried.cameras_met]),
        null_met=np.append(0.0, compute_null(walks, trips, devices, seed=seed)),
        area_km2=known.area_m2 / 1e6 if known else None,
        known_share=known.covered_m2 / known.area_m2 if known else 0.0,
        there=there.cameras,
        drawn=there.drawn,
        with_there=_try_on_top(ground, Design(sites, _look(), there.views), devices, seed=seed),
    )


def _try_on_top(ground: Ground, design: Design, devices: Sequence[int], *, seed: int) -> Floats | None:
    """Share of trips seen by the known cameras, and by these with so many drawn ones; None where none is known."""
    first = len(design.known.x) if design.known else 0
    if not first:
        return None
    return try_placements(
        ground, design, [first, *(first + count for count in devices)], seed=seed
    ).walk_share


def list_numbers(most: float) -> list[int]:
    """Numbers of cameras to be tried, by steps of three fifths, so that what lies between is nearly straight."""
    found = [1]
    while found[-1] < most:
        found.append(max(found[-1] + 1, math.ceil(found[-1] * 1.6)))
    return found


def compute_null(walks: Walks, trips: Trips, devices: Sequence[int], *, seed: int) -> Floats:
    """Cameras met on a trip where so many stand anywhere on open ground and look anywhere, mean over the draws."""
    design = Design(scatter(walks.scene, seed=seed), _look())
    met: Floats = try_placements(_set(walks, trips), design, devices, seed=seed).cameras_met.mean(axis=0)
    return met


def list_gaps(trips: Trips, seen: Seen, owner: Offsets, length_m: Floats) -> Chains:
    """Metres from where a trip comes under one camera to where it comes under the next."""
    start = np.searchsorted(seen.edge, np.arange(len(length_m) + 1))
    gaps: list[Floats] = []
    for first, last in pairwise(trips.start.tolist()):
        at, met = 0.0, dict[int, float]()
        for way in trips.way[first:last].tolist():
            edge, back = divmod(way, 2)
            for part in range(start[edge], start[edge + 1]):
                begin = length_m[edge] - seen.end_m[part] if back else seen.begin_m[part]
                camera = int(owner[seen.view[part]])
                met[camera] = min(met.get(camera, math.inf), at + float(begin))
            at += float(length_m[edge])
        if len(met) > 1:
            gaps.append(np.diff(np.sort(list(met.values()))))
    ends = np.cumsum([len(one) for one in gaps]).astype(np.int64)
    return Chains(
        gap_m=np.concatenate([np.empty(0), *gaps]), start=np.append(0, ends)[: len(gaps)], trips=len(trips)
    )


def _count_needed(watch: Watch, trips: Trips) -> float:
    """Trips after which half of the cameras that any trip meets have been met; NaN where none meets any."""
    met = count_meetings(trips, watch.seers, watch.cameras)[1]
    met = met[met > 0]
    return float(compute_trips_needed(met / met.sum(), 0.5, met.sum() / len(trips))) if len(met) else math.nan


def _set(walks: Walks, trips: Trips) -> Ground:
    return Ground(walks.scene.buildings.grid, walks.lines, trips)


def _look() -> Look:
    return suppose_look(SEEN_PX_PER_M)
