"""From an extract to a scene, beside pyosmium putting together the same areas and writing them as WKB.

Both in one process, each from the file on. The peer assembles every area that the scene takes (buildings, water, places
of a kind) and writes each as well-known binary, nothing else; the scene also has heights, streets with all names, the
box, all in metres, and its walls in their grid. A second line gives the peer the streets too, as WKB lines. The areas
of all buildings must agree. At most 1.3 times the peer's time on Malta.
"""

import contextlib
import os
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
import shapely  # type: ignore[import-untyped]
from osmium.filter import EntityFilter, KeyFilter, TagFilter
from osmium.osm import AREA, WAY, Area, Way

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.pbf import SEEN_THROUGH, read_extract
from sousveil.adapters.osm.places import PLACES, WATER_AREAS
from sousveil.case.load import without_collector
from sousveil.city.scene import CityScene, build_city_scene

DATA = Path(os.environ.get("SOUSVEIL_DATA", Path(__file__).parents[2] / "shared" / "data"))
CITIES = ("malta-2018-08", "helsinki-centre-2019-04", "monaco-2025-02", "liechtenstein-2024-03")
ROUNDS = 7
SAME = 1e-9  # the least share of a building's area by which two readings of the same corners may differ: rounding
PEER = "pyosmium"
WATER = {(key, value) for key, values in WATER_AREAS for value in values}


def build_ours(path: Path) -> CityScene:
    """The scene, its walls in their grid and its streets in pieces."""
    with without_collector():
        scene = build_city_scene(read_extract(path, path.name)[0])
    if not len(scene.buildings.grid.row) or not len(scene.streets.pieces.ax):
        raise AssertionError(f"{path.name}: nothing was read")
    return scene


def list_tags(path: Path) -> tuple[TagFilter, TagFilter]:
    """The tags of the areas that the scene takes, and of these and of streets, as they are in the file."""
    areas, streets = set(PLACES) | WATER, set()
    for one in osmium.FileProcessor(str(path)).with_filter(KeyFilter("building", "highway")):
        areas |= {(tag.k, tag.v) for tag in one.tags if tag.k == "building" and tag.v not in SEEN_THROUGH}
        streets |= {(tag.k, tag.v) for tag in one.tags if tag.k == "highway"}
    return TagFilter(*sorted(areas)), TagFilter(*sorted(areas | streets))


def write_areas(path: Path, areas: TagFilter) -> dict[str, str]:
    """Areas with these tags as WKB in hexadecimal, by the map's id."""
    factory = osmium.geom.WKBFactory()
    written = {}
    objects = osmium.FileProcessor(str(path)).with_areas(areas)
    for one in objects.with_filter(EntityFilter(AREA)).with_filter(areas):
        if isinstance(one, Area):
            with contextlib.suppress(RuntimeError):  # a line that crosses itself gives an area without rings
                written[f"{'way' if one.from_way() else 'relation'}/{one.orig_id()}"] = (
                    factory.create_multipolygon(one)
                )
    return written


def write_all(path: Path, areas: TagFilter, tagged: TagFilter) -> int:
    """As `write_areas`, and streets as lines; how many shapes."""
    factory = osmium.geom.WKBFactory()
    written = []
    objects = osmium.FileProcessor(str(path)).with_areas(areas)
    for one in objects.with_filter(EntityFilter(AREA | WAY)).with_filter(tagged):
        with contextlib.suppress(RuntimeError, osmium.InvalidLocationError):
            if isinstance(one, Area):
                written.append(factory.create_multipolygon(one))
            elif isinstance(one, Way) and "highway" in one.tags:
                written.append(factory.create_linestring(one))
    return len(written)


def check_same(scene: CityScene, written: dict[str, str]) -> None:
    """Stop where a building has another area than the peer's; buildings that the peer has not were open."""
    outlines = scene.outlines
    ours = np.zeros(len(outlines))
    rings = [shapely.Polygon(outlines.lonlat[a:b]).area for a, b in pairwise(outlines.ring_start)]
    np.add.at(ours, outlines.ring_row, np.where(outlines.ring_is_hole, -1, 1) * rings)
    for id_, area in zip(outlines.ids, ours, strict=True):
        if id_ in written and abs(shapely.from_wkb(written[id_]).area - area) > SAME * max(area, SAME):
            raise AssertionError(f"{id_} has another area than the peer's")


def measure() -> Iterator[Measure]:
    """One line a city for areas alone, one for areas and streets."""
    for city in CITIES:
        path = DATA / f"{city}.osm.pbf"
        areas, tagged = list_tags(path)
        check_same(build_ours(path), write_areas(path, areas))
        ours = partial(time_call, partial(build_ours, path))
        for what, peer in (
            ("areas as WKB", partial(write_areas, path, areas)),
            ("areas and streets as WKB", partial(write_all, path, areas, tagged)),
        ):
            about = About(
                what=f"scene of {city}",
                peer_name=f"{PEER}, {what}",
                versions=read_versions("sousveil", "osmium", "numpy", "numba", "shapely"),
                data_digest=digest_data(path),
            )
            times = run_pairs(ours, partial(time_call, peer), n=ROUNDS)
            yield build_measure(about.what, *times, unit="s", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
