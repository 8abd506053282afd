"""Simulated trips on a walking network: from where people live to where others live and to places of a kind.

Two models of where a trip leads, gravity and radiation; every trip takes the shortest way. Nobody is observed: no trip
is anybody's, and no way is proposed for being seen less.
"""

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Literal

import numpy as np

from sousveil.city.network import Network, UnreachableError
from sousveil.city.residents import Shared
from sousveil.city.scene import CityScene
from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.paths import Graph, Tree
from sousveil.kernels.threads import THREADS, run_parts
from sousveil.kernels.trees import build_graph, grow, list_ways, make_room

DECAY_M = 940.0
"""How far gravity reaches: trips on foot become rarer as exp(−1.71 d) with the miles d (Yang & Diez-Roux 2012, Am. J.
Prev. Med. 43, 11–19, remembered and not checked)."""
PLACE_SHARE = 0.5
"""Of all that draws people, the part of places; the rest is where others live. A supposition."""
ZONE_M = 125.0
"""Radiation sends trips out of the zone around where they begin: half the side of the 250 m cells in which cities count
who lives where. On single street corners, which hold next to nobody, its trips would all end at the next one."""
ORIGINS_A_PART = 16
"""Trees that one thread grows at a time."""

Model = Literal["gravity", "radiation"]
MODELS: tuple[Model, ...] = ("gravity", "radiation")


@dataclass(frozen=True, slots=True)
class Demand:
    """Where trips may begin and what draws them, by node of the network.

    `origins` : (nodes), residents; metres of street where `residents` is None, because nobody says who lives there.
    `draws` : (nodes), adding up to 1. `residents` : of the scene. `apart` : the share of origins from whose part of the
    network no street leads to the largest one.
    """

    origins: Floats
    draws: Floats
    residents: float | None
    places: int
    apart: float


@dataclass(frozen=True, slots=True)
class Trips:
    """Simulated trips, those from one origin after another.

    `origin`, `destination` : (trips), rows of nodes. `start` : (trips + 1), `way` : the steps of each, see
    `kernels.paths.Graph`. `lost` : trips that were drawn from where no step leads anywhere.
    """

    origin: Rows
    destination: Rows
    length_m: Floats
    start: Offsets
    way: Rows
    lost: int

    def __len__(self) -> int:
        return len(self.origin)


def build_walks(network: Network) -> Graph:
    """The network as the loops take it; UnreachableError where there is no street to walk on."""
    if not len(network.ends):
        raise UnreachableError("there is no street to walk on")
    return build_graph(network.ends, network.length_m, len(network.xy))


def build_demand(
    network: Network, scene: CityScene, shared: Shared | None, *, place_share: float = PLACE_SHARE
) -> Demand:
    """Where trips begin and lead; `shared` are residents by piece of street, None where nobody says who lives there.

    Without residents every metre of street counts alike; without places, where people live draws all trips.
    """
    if not 0 <= place_share <= 1:
        raise ValueError(f"places draw a share of trips between 0 and 1, not {place_share!r}")
    pieces = scene.streets.pieces
    ends = np.stack([pieces.ax + pieces.bx, pieces.ay + pieces.by], axis=1) / 2
    living = np.zeros(len(ends)) if shared is None else np.nan_to_num(shared.share)
    known = float(living.sum())
    if not known:
        usable = scene.streets.lines.walkable[pieces.street]
        living = np.where(usable, np.hypot(pieces.bx - pieces.ax, pieces.by - pieces.ay), 0.0)
    nodes = len(network.xy)
    found = np.bincount(network.find_nearest(ends)[0], weights=living, minlength=nodes)
    origins = np.asarray(found, dtype=np.float64)
    draws = origins / origins.sum()
    places = network.find_nearest(scene.frame.to_xy(scene.places.lonlat))[0]
    if len(places):
        draws = (1 - place_share) * draws + place_share * np.bincount(places, minlength=nodes) / len(places)
    apart = float(origins[network.component > 0].sum() / origins.sum())
    return Demand(origins, draws, known or None, len(places), apart)


def weigh_destinations(model: Model, tree: Tree, demand: Demand) -> Floats:
    """Shares of the trips from the origin of a tree that lead to each of its nodes; none leads to where it begins.

    All are 0 where nothing draws.
    """
    drawn = demand.draws[tree.node]
    weigh = weigh_gravity if model == "gravity" else weigh_radiation
    weight = weigh(drawn, tree.distance_m)
    weight[0] = 0.0
    total = float(weight.sum())
    return weight / total if total > 0 else weight


def weigh_gravity(drawn: Floats, distance_m: Floats, *, decay_m: float = DECAY_M) -> Floats:
    """T_ij ∝ n_j exp(−d_ij / d₀) (Wilson 1967, Transp. Res. 1, 253–269)."""
    return np.asarray(drawn * np.exp(-distance_m / decay_m), dtype=np.float64)


def weigh_radiation(drawn: Floats, distance_m: Floats, *, zone_m: float = ZONE_M) -> Floats:
    """T_ij ∝ m_i n_j / ((m_i + s_ij) (m_i + n_j + s_ij)), n by distance from the nearest on.

    (Simini, González, Maritan & Barabási 2012, Nature 484, 96–100.) m_i is all that draws within the zone, to which no
    trip leads; s_ij what draws beyond it and nearer than j. Of two as near, the first counts as nearer.
    """
    beyond = distance_m > zone_m
    own = float(drawn[~beyond].sum())
    there = np.where(beyond, drawn, 0.0)
    before = np.cumsum(there) - there
    if not own > 0:
        # From where nothing draws every trip ends at the first thing that does.
        return np.asarray((there > 0) & (before <= 0), dtype=np.float64)
    return np.asarray(own * there / ((own + before) * (own + before + there)), dtype=np.float64)


def simulate_trips(
    graph: Graph, demand: Demand, *, model: Model, count: int, seed: int, threads: int = THREADS
) -> Trips:
    """So many trips; the same seed gives the same trips on any number of threads."""
    shares = np.random.default_rng([seed, MODELS.index(model)]).random((2, count))
    edges = np.cumsum(demand.origins)
    drawn = np.minimum(np.searchsorted(edges, shares[0] * edges[-1], side="right"), len(edges) - 1)
    order = np.argsort(drawn, kind="stable")
    origins, first = np.unique(drawn[order], return_index=True)
    bounds = np.append(first, count)
    work = partial(_simulate_part, graph, demand, model, (origins, bounds, shares[1][order]))
    parts = [
        one for part in run_parts(work, len(origins), size=ORIGINS_A_PART, threads=threads) for one in part
    ]
    trips = join_trips(*(one for one in parts if one is not None))
    return replace(trips, lost=count - len(trips))


def join_trips(*trips: Trips) -> Trips:
    """Trips of several simulations as one."""
    counts = np.concatenate([np.empty(0, np.int64), *(np.diff(one.start) for one in trips)])
    return Trips(
        origin=np.concatenate([np.empty(0, np.int32), *(one.origin for one in trips)]),
        destination=np.concatenate([np.empty(0, np.int32), *(one.destination for one in trips)]),
        length_m=np.concatenate([np.empty(0), *(one.length_m for one in trips)]),
        start=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        way=np.concatenate([np.empty(0, np.int32), *(one.way for one in trips)]),
        lost=sum(one.lost for one in trips),
    )


def _simulate_part(
    graph: Graph, demand: Demand, model: Model, drawn: tuple[Offsets, Offsets, Floats], *rows: int
) -> list[Trips | None]:
    origins, bounds, shares = drawn
    room = make_room(graph)
    found: list[Trips | None] = []
    for row, (begin, end) in zip(range(*rows), pairwise(bounds[rows[0] : rows[1] + 1]), strict=True):
        tree = grow(graph, int(origins[row]), room)
        weight = np.cumsum(weigh_destinations(model, tree, demand))
        if not weight[-1] > 0:
            found.append(None)
            continue
        ends = np.searchsorted(weight, shares[begin:end] * weight[-1], side="right")
        ends = np.minimum(ends, len(weight) - 1)
        start, way = list_ways(tree, ends)
        origin = np.full(len(ends), origins[row], np.int32)
        found.append(Trips(origin, tree.node[ends], tree.distance_m[ends], start, way, 0))
    return found
