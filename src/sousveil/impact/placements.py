"""Where cameras may stand when nobody says: known places first, then places drawn, again and again.

Draws only. No placement is better than another here: those drawn keep the order in which they were drawn, and none is
chosen, ranked or improved by what it sees.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.city.network import Network
from sousveil.city.placement import RULES, Rule, place
from sousveil.city.scene import CityScene
from sousveil.coverage.optics import FACE_M, HEIGHTS_M, compute_range_m, suppose_lens
from sousveil.kernels.arrays import Floats, Grid, Offsets, Rows, Views
from sousveil.kernels.front import build_views, compute_boundaries
from sousveil.kernels.paths import Graph, meet_first
from sousveil.kernels.threads import run_parts
from sousveil.kernels.trees import Seers, compute_passes, grow, make_room

from .exposure import EdgeLines, list_seen
from .trips import ORIGINS_A_PART, Trips

FEWEST_DRAWS = 200
"""Below this the 5 and 95 % points of placements wander; a policy of ours."""
PER_SITE = 1.25
"""Cameras at one place: 1,000 at 800 locations, as the first programme is said to be; 107 at 61 are 1.75."""
NEAR_M = 50.0
"""A place of a kind so near to a corner counts as at it; a supposition."""
MOST_ORIGINS = 1_000
"""Origins from which ways are counted; of more, so many are drawn."""
TRIES = 20_000
"""Places thrown on the ground of a scene, of which those outside of buildings are used."""


class NoSiteError(ValueError):
    """Nowhere on a scene may a camera be drawn; its text says by which rule."""


@dataclass(frozen=True, slots=True)
class Sites:
    """Where cameras may be drawn, and how likely each is; `rule` names the supposition.

    `xy` : (sites, 2) [m], outside of buildings. `weight` : (sites), adding up to 1. `per_site` : cameras at one place.
    """

    rule: str
    xy: Floats
    weight: Floats
    per_site: float


@dataclass(frozen=True, slots=True)
class Look:
    """What a drawn camera sees if nothing stands before it: a sector, turned anywhere."""

    range_m: float
    width_deg: float


@dataclass(frozen=True, slots=True)
class Design:
    """What is supposed of cameras: the known ones stand first, the others are drawn."""

    sites: Sites
    look: Look
    known: Views | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What trips undergo under drawn placements, in the order in which they were drawn.

    `devices` : (k), numbers of cameras, increasing. `walk_share` : (draws, k), share of trips that some camera sees.
    `cameras_met` : (draws, k), different cameras met on a trip, mean.
    """

    devices: Floats
    walk_share: Floats
    cameras_met: Floats


def suppose_look(px_per_m: float) -> Look:
    """The usual fixed camera, at the usual height, as far as it fills so many pixels a metre of a face."""
    lens = suppose_lens("fixed")
    if lens is None:
        raise AssertionError("fixed cameras have a lens")
    reach = compute_range_m(lens.typical.focal_px, px_per_m, rise_m=HEIGHTS_M.typical - FACE_M)
    return Look(reach, lens.typical.width_deg)


def weigh_corners(scene: CityScene, network: Network, graph: Graph, *, seed: int) -> Sites:
    """Street corners where at least three streets meet, by the ways that pass, times what people go to near by.

    Ways are the shortest from every node to every other; what people go to is 1 and each place of a kind. Assumes that
    cameras follow busy streets and public places; what is sold where, which weighs too (Sheng, Yao & Goel 2021), maps
    of buildings and streets do not say.
    """
    passes = count_passes(graph, seed=seed)
    near = np.zeros(len(network.xy))
    places = scene.frame.to_xy(scene.places.lonlat)
    if len(places):
        tree = shapely.STRtree(shapely.points(network.xy))
        near = np.bincount(
            tree.query(shapely.points(places), predicate="dwithin", distance=NEAR_M)[1], minlength=len(near)
        ).astype(np.float64)
    meeting = np.diff(graph.start) >= 3
    return _keep_outside(
        scene, "busy corners", network.xy, np.where(meeting, passes * (1 + near), 0.0), PER_SITE
    )


def scatter(scene: CityScene, *, seed: int) -> Sites:
    """Anywhere on open ground of the scene's box, each camera by itself: what the null model supposes."""
    west, south, east, north = scene.box
    shares = _open_stream(seed, "anywhere").random((TRIES, 2))
    xy = scene.frame.to_xy([west, south] + shares * [east - west, north - south])
    return _keep_outside(scene, "anywhere", xy, np.ones(TRIES), 1.0)


def count_passes(graph: Graph, *, seed: int) -> Floats:
    """How many shortest ways pass each node: betweenness, with one way from each node to each other."""
    nodes = len(graph.start) - 1
    origins = np.arange(nodes)
    if nodes > MOST_ORIGINS:
        origins = np.sort(_open_stream(seed, "origins").choice(nodes, MOST_ORIGINS, replace=False))

    def work(low: int, high: int) -> Floats:
        room, total = make_room(graph), np.zeros(nodes)
        for origin in origins[low:high].tolist():
            tree = grow(graph, origin, room)
            # What ends at a node does not pass it.
            total[tree.node[1:]] += compute_passes(tree, np.ones(len(tree.node)))[1:] - 1
        return total

    total: Floats = np.sum(run_parts(work, len(origins), size=ORIGINS_A_PART), axis=0)
    return total


def _keep_outside(scene: CityScene, name: str, xy: Floats, weight: Floats, per_site: float) -> Sites:
    """Sites of some weight that lie outside of buildings, those on a wall put before it; NoSiteError without any."""
    some = np.flatnonzero(weight > 0)
    put = place(scene.buildings, [""] * len(some), xy[some])
    outside = np.isin(put.rule, [RULES.index(rule) for rule in (Rule.FREE, Rule.NEAR_WALL, Rule.ON_WALL)])
    kept = some[outside]
    if not len(kept):
        raise NoSiteError(f"there is no place outdoors for cameras by the rule {name!r}")
    return Sites(name, put.placed[outside], weight[kept] / weight[kept].sum(), per_site)


def draw_views(design: Design, count: int, *, seed: int, draw: int) -> Views:
    """So many cameras: the known ones in an order that is drawn, then drawn ones; the first n are a draw of n."""
    sites, look, known = design.sites, design.look, design.known
    chance = _open_stream(seed, sites.rule, draw)
    new = count - (len(known.x) if known else 0)
    site = chance.choice(len(sites.xy), max(new, 0), p=sites.weight)
    # A camera stands where the one before it does so often that places hold as many as they should.
    stays = chance.random(len(site)) < 1 - 1 / sites.per_site
    at = np.maximum.accumulate(np.where(stays, 0, np.arange(len(site))))
    x, y = sites.xy[site[at]].T
    drawn = build_views(
        x, y, range_m=look.range_m, bearing_deg=chance.uniform(0, 360, len(site)), width_deg=look.width_deg
    )
    if known is None:
        return drawn
    order = chance.permutation(len(known.x))[:count]
    return Views._make(np.concatenate([own[order], more]) for own, more in zip(known, drawn, strict=True))


@dataclass(frozen=True, slots=True)
class Ground:
    """What placements are tried on: walls, the streets, and the trips on them."""

    grid: Grid
    lines: EdgeLines
    trips: Trips


def try_placements(
    ground: Ground, design: Design, devices: Sequence[int], *, seed: int, draws: int = FEWEST_DRAWS
) -> Tried:
    """Draw placements of the most cameras and see what trips undergo with each of `devices`, which increase.

    Raises:
        ValueError: fewer draws than `FEWEST_DRAWS`, no trip, or numbers of cameras that do not increase from 1.
    """
    counts = np.asarray(devices, dtype=np.int64)
    if draws < FEWEST_DRAWS:
        raise ValueError(f"placements are drawn {FEWEST_DRAWS} times at least, not {draws}")
    if not len(ground.trips):
        raise ValueError("there is no trip to be seen")
    if not len(counts) or counts[0] < 1 or np.any(np.diff(counts) <= 0):
        raise ValueError("numbers of cameras increase from 1")

    def work(draw: int, _: int) -> tuple[Floats, Floats]:
        views = draw_views(design, int(counts[-1]), seed=seed, draw=draw)
        return _count_trips(meet_trips(ground, views), counts)

    found = run_parts(work, draws, size=1)
    return Tried(
        counts.astype(np.float64),
        np.stack([one for one, _ in found]),
        np.stack([other for _, other in found]),
    )


def meet_trips(ground: Ground, views: Views) -> tuple[Rows, Offsets]:
    """The first camera, by row, that sees each trip (the number of cameras for none), and how many trips each meets."""
    boundaries = compute_boundaries(ground.grid, views, threads=1)
    seen = list_seen(ground.lines, views, boundaries, threads=1)
    start = np.searchsorted(seen.edge, np.arange(len(ground.lines.length_m) + 1)).astype(np.int64)
    return count_meetings(ground.trips, (start, seen.view), len(views.x))


def count_meetings(trips: Trips, seers: Seers, cameras: int) -> tuple[Rows, Offsets]:
    """The first of so many cameras that sees each trip, and how many trips each meets, from those of each edge."""
    first, met = np.empty(len(trips), np.int32), np.zeros(cameras, np.int64)
    meet_first(trips.start, trips.way, seers, np.full(cameras, -1, np.int32), first, met)
    return first, met


def _count_trips(found: tuple[Rows, Offsets], counts: Offsets) -> tuple[Floats, Floats]:
    """Share of trips seen, and cameras met on a trip, by the first so many cameras."""
    first, met = found
    share = np.searchsorted(np.sort(first), counts) / len(first)
    return share, np.cumsum(met)[counts - 1] / len(first)


def _open_stream(seed: int, name: str, draw: int = 0) -> np.random.Generator:
    """Random numbers of one purpose, which no other purpose moves."""
    return np.random.default_rng([seed, draw, zlib.crc32(name.encode())])
