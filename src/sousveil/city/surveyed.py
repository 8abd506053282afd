"""Ground that somebody looked at for cameras, from what the lists of a case say; the rest of the map is unsurveyed.

A list that names no ground has covered none that anybody knows of, however many cameras stand on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely  # type: ignore[import-untyped]

from sousveil.city.scene import CityScene
from sousveil.records.camera_list import Surveyed

SIDE_M = 15.0
"""How far to each side somebody looks who walks a street: half of a wide street with its pavements. Ours."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What of a map was looked at.

    `unsurveyed` : polygons [m] where nobody looked. `unfound` : streets that are named but not on the map.
    """

    unsurveyed: tuple[shapely.Polygon, ...]
    surveyed_m2: float
    unfound: tuple[str, ...]


def survey(scene: CityScene, looked: Iterable[Surveyed]) -> Survey:
    """All of a scene without what was looked at; beyond the map's box nobody can have, as no wall is known there."""
    xy = scene.streets.xy
    reach = [shapely.box(*xy.min(axis=0), *xy.max(axis=0))] if len(xy) else []
    whole = shapely.envelope(shapely.union_all([scene.edge, *reach]))
    shapes: list[shapely.Geometry] = []
    unfound = []
    for one in looked:
        found = _draw(scene, one)
        shapes += found
        if not found and one.street:
            unfound.append(one.street)
    seen = shapely.intersection(shapely.union_all(shapes), scene.edge) if shapes else shapely.Polygon()
    left = shapely.difference(whole, seen)
    parts = [
        part
        for part in shapely.get_parts(left).tolist()
        if isinstance(part, shapely.Polygon) and part.area > 0
    ]
    return Survey(tuple(parts), float(seen.area), tuple(unfound))


def _draw(scene: CityScene, one: Surveyed) -> list[shapely.Geometry]:
    """The ground of one entry: its area, its way, or its street wherever the map has it."""
    if len(one.area) >= 3:
        return [shapely.make_valid(shapely.Polygon(scene.frame.to_xy(one.area)))]
    if len(one.along) >= 2:
        return [shapely.buffer(shapely.LineString(scene.frame.to_xy(one.along)), SIDE_M)]
    if not one.street:
        return []
    lines = [scene.streets.line(row) for row in scene.streets.find_named(one.street)]
    return [shapely.buffer(shapely.LineString(line), SIDE_M) for line in lines if len(line) >= 2]
