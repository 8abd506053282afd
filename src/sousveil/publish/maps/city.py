"""From a city and its register of cameras to the map's layers: the join of map, cameras and what they can see.

Computes with the coverage room and supposes nothing of its own, but for one scenario that says so in its title. Ground
is flat; several views of a camera are several grounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.city.placement import place
from sousveil.city.scene import CityScene
from sousveil.coverage.ground import Ground, Station, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.optics import ANGLES_DEG, DETECT_M, HEIGHTS_M, Bands
from sousveil.coverage.stations import Stations, build_stations
from sousveil.coverage.tops import suppose_tops
from sousveil.publish.tongue import Phrase
from sousveil.records.camera import Observation
from sousveil.records.outlines import Outlines
from sousveil.records.street_lines import Names

from . import layers as drawn
from .ground import Part, join_grounds
from .watched import Sight, join_watched

EDITION = "2014"
LEVELS = ("detect", "observe", "recognise")
"""Of the edition that makers print; the finer level asks for more pixels than most lenses give on a street."""
SUPPOSED_KIND = "fixed"
KNOWN = drawn.Scenario(id="known", title=Phrase("sight.known"))
SUPPOSED = drawn.Scenario(id="supposed", title=Phrase("sight.supposed"))
RANKS = ("city", "town", "village", "suburb", "quarter", "neighbourhood", "square", "park")
"""Kinds of labels in the order in which they give way: what is larger is shown from farther away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityMap:
    """What a map is built from; `cameras` and `readings` by the same rows.

    `unsurveyed` : rings of degrees around ground nobody looked at. `silent` : lists that do not say where one looked.
    """

    scene: CityScene
    cameras: tuple[drawn.MapCamera, ...]
    readings: tuple[Observation, ...]
    as_of: str
    licence: str
    attribution: tuple[str, ...]
    silent: int = 0
    unsurveyed: drawn.Areas = field(default_factory=drawn.Areas)


def build_city_layers(city: CityMap) -> drawn.MapLayers:
    """Everything on the map."""
    scene = city.scene
    xy = scene.frame.to_xy([one.lonlat or (np.nan, np.nan) for one in city.readings])
    placed = place(scene.buildings, [one.id for one in city.readings], xy)
    known = build_stations(city.readings, placed)
    every = build_stations(city.readings, placed, suppose_kind=SUPPOSED_KIND)
    has_supposed = bool(every.supposed)
    scenarios = (KNOWN, SUPPOSED) if has_supposed else ()
    sights = list(_list_sights(scene, known, 0))
    wide = list(_list_sights(scene, every, 1)) if has_supposed else sights
    scale = SCALES[EDITION]
    return drawn.MapLayers(
        bounds=scene.box,
        as_of=city.as_of,
        attribution=city.attribution,
        licence=city.licence,
        assumptions=tuple(_list_assumptions(every)),
        levels=tuple(
            drawn.Level(name=name, px_per_m=scale.px_per_m[name], edition=scale.edition) for name in LEVELS
        ),
        cameras=name_streets(city.cameras, scene),
        streets=_draw_streets(scene),
        buildings=_draw_areas(scene.outlines),
        water=_draw_areas(scene.water_areas),
        waterways=_draw_waterways(scene),
        labels=tuple(_list_labels(scene)),
        grounds=join_grounds([_part(sight, every) for sight in wide], scene.frame),
        watched=join_watched(scene.streets, sights + (wide if has_supposed else [])),
        unsurveyed=city.unsurveyed,
        silent=city.silent,
        scenarios=scenarios,
        without_ground={why.value: number for why, number in known.count_apart().items()},
    )


def _list_sights(scene: CityScene, stations: Stations, scenario: int) -> Iterator[Sight]:
    """The ground of all stations at every level, at once and by turning."""
    aimed: Sequence[Station] = stations.aimed
    tops = suppose_tops(scene.heights.top_m)
    for level, name in enumerate(LEVELS):
        for reach in range(len(drawn.REACHES)):
            px = SCALES[EDITION].px_per_m[name]
            bands: Bands[Ground] = compute_ground(
                scene.buildings,
                aimed,
                px_per_m=px,
                reachable=drawn.REACHES[reach] is drawn.Reach.REACHABLE,
                tops=tops,
            )
            yield Sight(bands, level, reach, scenario)


def _part(sight: Sight, stations: Stations) -> Part:
    """Ground with the camera of each station; that of a supposed camera belongs to its scenario alone."""
    supposed = [1 if row in stations.supposed else -1 for row in stations.camera]
    camera = np.array(stations.camera, dtype=np.int64)
    return Part(sight.bands, sight.level, sight.reach, camera, np.array(supposed, dtype=np.int64))


def _list_assumptions(stations: Stations) -> Iterator[Phrase]:
    """What is supposed, in sentences, from the figures that are computed with."""
    for kind in sorted({station.kind for station in stations.aimed}):
        said = Phrase(f"camera_kind.{kind}")
        yield Phrase(
            "supposed.lens", {"kind": said, "angle": ANGLES_DEG[kind], **_name_bands(DETECT_M[kind])}
        )
    yield Phrase("supposed.height", _name_bands(HEIGHTS_M))
    if stations.guessed:
        yield Phrase("supposed.direction", {"n": len(stations.guessed)})
    yield Phrase("supposed.ground")
    yield Phrase("supposed.filters")


def _name_bands(bands: Bands[float]) -> dict[str, float]:
    return dict(zip(drawn.BANDS, bands, strict=True))


def name_streets(cameras: Sequence[drawn.MapCamera], scene: CityScene) -> tuple[drawn.MapCamera, ...]:
    """Cameras with the name of the nearest street that has one."""
    pieces, names = scene.streets.pieces, scene.streets.names
    named = np.flatnonzero([bool(names[street]) for street in pieces.street])
    if not len(named) or not cameras:
        return tuple(cameras)
    ends = np.stack([column[named] for column in pieces[:4]], axis=1).reshape(-1, 2, 2)
    tree = shapely.STRtree(shapely.linestrings(ends))
    spots = shapely.points(scene.frame.to_xy([one.lonlat for one in cameras]))
    streets = pieces.street[named[tree.nearest(spots)]]
    return tuple(
        replace(one, street=one.street or names[street][0][1])
        for one, street in zip(cameras, streets, strict=True)
    )


def _draw_streets(scene: CityScene) -> drawn.Streets:
    lines = scene.streets.lines
    return drawn.Streets(
        drawn.Lines(lines.lonlat, lines.start, np.arange(len(lines))),
        tuple(lines.ids),
        lines.kinds,
        tuple(name_tags(names) for names in lines.names),
    )


def name_tags(names: Names) -> dict[str, str]:
    """Names by language: `name` is the one on the sign, `name:sr-Latn` that in a language; other tags are left out."""
    found = {
        tag.removeprefix("name").removeprefix(":"): text for tag, text in names if tag.startswith("name")
    }
    return found if "" in found or not names else {"": names[0][1], **found}


def _list_labels(scene: CityScene) -> Iterator[drawn.Label]:
    """Names of parts of the city, squares and parks on the map; one that is drawn in parts has one name for each."""
    labels = scene.labels
    for (lon, lat), kinds, names in zip(labels.lonlat.tolist(), labels.kinds, labels.names, strict=True):
        if names and scene.holds(lon, lat):
            kind = min(kinds, key=RANKS.index)
            yield drawn.Label(names=name_tags(names), lonlat=(lon, lat), kind=kind, rank=RANKS.index(kind))


def _draw_areas(outlines: Outlines) -> drawn.Areas:
    return drawn.Areas(
        outlines.lonlat, outlines.ring_start, outlines.ring_row.astype(np.int64), outlines.ring_is_hole
    )


def _draw_waterways(scene: CityScene) -> drawn.Lines:
    lines = scene.water_lines
    return drawn.Lines(lines.lonlat, lines.start, np.arange(len(lines.ids)))
