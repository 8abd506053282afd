"""Writes a large case: a real map many times side by side, as one extract, and cameras along its streets.

Buildings and streets are taken with their tags; relations, water and places are left out. Places of cameras come from
a fixed seed. Of the cameras half are fixed, half are domes, and of every other one the direction is known.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium
from osmium.osm import mutable

SEED = 6
SPREAD_DEG = 3e-5  # about 3 m, as in bench_sweep.py
KEPT = ("building", "highway")
CASE = """format = 1
id = "large"
title = "A large city"
as_of = "2025-01-31"

[city]
extract = "places/large.osm.pbf"
licence = "ODbL-1.0"
"""
LISTS = "- id: osm\n  title: Cameras along streets\n  kind: map\n  file: cameras/large.geojson\n"


@dataclass(frozen=True)
class Ways:
    """Ways of a map; `node` numbers the rows of `lonlat`, each node once."""

    lonlat: npt.NDArray[np.float64]
    node: tuple[npt.NDArray[np.int64], ...]
    tags: tuple[Mapping[str, str], ...]

    @property
    def buildings(self) -> int:
        """How many of them are buildings."""
        return sum("building" in one for one in self.tags)


def read_ways(path: Path) -> Ways:
    """The buildings and streets of an extract."""
    lines, tags = [], []
    found = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter(*KEPT))
    for way in found:
        if isinstance(way, osmium.osm.Way):
            line = [(node.ref, node.lon, node.lat) for node in way.nodes if node.location.valid()]
            lines.append(np.array(line).reshape(-1, 3))
            tags.append(dict(way.tags))
    every = np.concatenate(lines)
    _, first, number = np.unique(every[:, 0], return_index=True, return_inverse=True)
    ends = np.cumsum([len(line) for line in lines])[:-1]
    return Ways(every[first, 1:], tuple(np.split(number, ends)), tuple(tags))


def list_steps(ways: Ways, copies: int) -> npt.NDArray[np.float64]:
    """How far each copy is moved (copies, 2) [°]: side by side, in rows as long as there are."""
    side = int(np.ceil(np.sqrt(copies)))
    at = np.arange(copies)
    return np.asarray(np.stack([at % side, at // side], axis=1) * np.ptp(ways.lonlat, axis=0))


def write_extract(path: Path, ways: Ways, copies: int) -> None:
    """Write so many copies side by side."""
    steps = list_steps(ways, copies)
    with osmium.SimpleWriter(str(path)) as writer:
        for copy, step in enumerate(steps):
            first = copy * len(ways.lonlat) + 1
            for id_, place in enumerate((ways.lonlat + step).tolist(), start=first):
                writer.add_node(mutable.Node(id=id_, location=place))
        for copy in range(copies):
            first = copy * len(ways.lonlat) + 1
            for row, (node, tags) in enumerate(zip(ways.node, ways.tags, strict=True), start=1):
                id_ = copy * len(ways.tags) + row
                writer.add_way(mutable.Way(id=id_, nodes=(node + first).tolist(), tags=tags))


def list_cameras(ways: Ways, copies: int, count: int) -> Iterator[Mapping[str, object]]:
    """Cameras near corners of streets, as features."""
    rng = np.random.default_rng(SEED)
    corners = np.concatenate(
        [node for node, tags in zip(ways.node, ways.tags, strict=True) if "highway" in tags]
    )
    places = (
        ways.lonlat[rng.choice(corners, count)] + list_steps(ways, copies)[rng.integers(0, copies, count)]
    )
    places += rng.normal(0, SPREAD_DEG, places.shape)
    for row, (place, bearing) in enumerate(
        zip(places.tolist(), rng.integers(0, 360, count).tolist(), strict=True)
    ):
        tags = {"man_made": "surveillance", "camera:type": "dome" if row % 4 < 2 else "fixed"}
        tags |= {"camera:direction": str(bearing)} if row % 2 else {}
        yield {
            "type": "Feature",
            "id": f"node/{row + 1}",
            "geometry": {"type": "Point", "coordinates": place},
            "properties": tags,
        }


def write_large_case(folder: Path, source: Path, *, copies: int, cameras: int) -> int:
    """Write a case of so many copies of an extract and so many cameras; say how many buildings it has."""
    ways = read_ways(source)
    for part in ("places", "cameras"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    write_extract(folder / "places" / "large.osm.pbf", ways, copies)
    features = [json.dumps(one) for one in list_cameras(ways, copies, cameras)]
    text = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"
    (folder / "cameras" / "large.geojson").write_text(text, encoding="utf-8")
    (folder / "cameras" / "lists.yaml").write_text(LISTS, encoding="utf-8")
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    return copies * ways.buildings
