"""Draws small maps as `.osm.pbf` files, by the map's own tools."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import osmium
from osmium.osm import mutable


class Node(NamedTuple):
    """A node at a place [°]."""

    id: int
    lonlat: tuple[float, float]
    tags: Mapping[str, str] = {}


class Way(NamedTuple):
    """A way along nodes."""

    id: int
    nodes: Sequence[int]
    tags: Mapping[str, str] = {}


class Relation(NamedTuple):
    """A relation of members: `n` or `w`, id, role."""

    id: int
    members: Sequence[tuple[str, int, str]]
    tags: Mapping[str, str] = {}


def write_map(
    path: Path,
    nodes: Iterable[Node],
    ways: Iterable[Way] = (),
    relations: Iterable[Relation] = (),
    *,
    box: tuple[float, float, float, float] | None = None,
) -> Path:
    """Write a map, which says that it is whole in a box [°] if that is given; a file of that name is replaced."""
    header = osmium.io.Header()
    if box:
        header.add_box(osmium.osm.Box(*box))
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for node in nodes:
            writer.add_node(mutable.Node(id=node.id, location=node.lonlat, tags=dict(node.tags)))
        for way in ways:
            writer.add_way(mutable.Way(id=way.id, nodes=list(way.nodes), tags=dict(way.tags)))
        for one in relations:
            writer.add_relation(mutable.Relation(id=one.id, members=list(one.members), tags=dict(one.tags)))
    return path
