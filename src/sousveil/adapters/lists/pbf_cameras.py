"""Extracts of OpenStreetMap as `.osm.pbf` files: the devices that watch, as nodes, ways and relations.

Reads only, and never who mapped. An extract that breaks off gives what was read before, and is said to be damaged.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium import filter as only
from osmium.osm import NODE, RELATION, WAY, Node, Relation, Way

from sousveil.adapters.osm.tags import About, is_device
from sousveil.adapters.osm.words import FADING, OSM
from sousveil.problems import Origin, Severity

from .sightings import Sightings, read_place

KEYS = (
    "man_made",
    "enforcement",
    *(f"{prefix}:{key}" for prefix in FADING for key in ("man_made", "highway")),
)
ON_NODES = (*KEYS, "highway")
"""A road is a way with `highway`, and there are too many to look at each; a speed camera is a node."""
UNDEFINED = 2**31 - 1
"""What libosmium has for no coordinate (osmium/osm/location.hpp, `undefined_coordinate`)."""
Place = tuple[float, float]
_KINDS = {"n": "node", "w": "way", "r": "relation"}


@dataclass(slots=True)
class _Device:
    """An object while its place is looked for: `nodes` and `ways` are those it consists of."""

    about: About
    tags: Mapping[str, str]
    nodes: list[int] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)


def read_pbf_cameras(path: Path, name: str) -> Sightings:
    """The devices of an extract; problems have `name` as their place."""
    found = Sightings(attribution=OSM)
    devices: list[_Device] = []
    places: dict[int, Place] = {}
    try:
        header = osmium.FileProcessor(str(path)).header
        if header.has_multiple_object_versions:  # what was taken down would count
            found.report("camera-file.history", Origin(name), Severity.ERROR)
            found.failed = True
            return found
        found.as_of = header.get("osmosis_replication_timestamp", "")
        devices += _read_devices(path, name, found)
        _add_nodes_of_ways(path, devices)
        places = _read_places(path, {node for device in devices for node in device.nodes})
    except (RuntimeError, OSError) as error:  # osmium raises nothing narrower
        reason = str(error) or type(error).__name__
        found.report("camera-file.extract", Origin(name), Severity.ERROR, reason=reason)
        found.failed = True
    for device in devices:
        _add(device, places, into=found)
    found.report_left(name)
    return found


def _read_devices(path: Path, name: str, found: Sightings) -> Iterator[_Device]:
    """Every object that watches, in the order of the file; one whose letters cannot be read is named."""
    on_nodes, elsewhere = only.KeyFilter(*ON_NODES), only.KeyFilter(*KEYS)
    on_nodes.enable_for(NODE)
    elsewhere.enable_for(WAY | RELATION)
    objects = osmium.FileProcessor(str(path)).with_filter(on_nodes).with_filter(elsewhere)
    for one in objects:
        if not isinstance(one, Node | Way | Relation):
            continue
        try:
            tags = {tag.k: tag.v for tag in one.tags}
            device = _read_device(one, tags, name) if is_device(tags) else None
        except UnicodeDecodeError:
            id_ = f"{_KINDS[one.type_str()]}/{one.id}"
            found.report("camera-file.utf8", Origin(name), Severity.WARNING, id=id_)
            continue
        if device:
            yield device


def _read_device(one: Node | Way | Relation, tags: Mapping[str, str], name: str) -> _Device:
    """What an object says beside its tags; its user and changeset are not asked for."""
    place: Place | None = None
    nodes: list[int] = []
    ways: list[int] = []
    parts: tuple[tuple[str, str], ...] = ()
    if isinstance(one, Node):
        kind = "node"
        lon, lat = one.location.lon_without_check(), one.location.lat_without_check()
        place = (lon, lat) if one.location.x != UNDEFINED else None
    elif isinstance(one, Way):
        kind, nodes = "way", [node.ref for node in one.nodes]
    else:
        kind = "relation"
        members = [(member.role, member.type, member.ref) for member in one.members]
        parts = tuple((role, f"{_KINDS[type_]}/{ref}") for role, type_, ref in members)
        devices = [member for member in members if member[0] == "device"] or members
        nodes = [ref for _, type_, ref in devices if type_ == "n"]
        ways = [] if nodes else [ref for _, type_, ref in devices if type_ == "w"]
    edited = one.timestamp.strftime("%Y-%m-%dT%H:%M:%SZ") if one.timestamp.year > 1970 else ""
    about = About(
        id=f"{kind}/{one.id}",
        origin=Origin(name),
        lonlat=place,
        edited=edited,
        version=one.version or None,
        parts=parts,
    )
    return _Device(about, tags, nodes, ways)


def _add_nodes_of_ways(path: Path, devices: Iterable[_Device]) -> None:
    """Where a relation has ways for members, their nodes say where it is."""
    wanted = {way for device in devices for way in device.ways}
    if not wanted:
        return
    nodes: dict[int, list[int]] = {}
    ways = osmium.FileProcessor(str(path), WAY).with_filter(only.IdFilter(wanted))
    for way in ways:
        if isinstance(way, Way):
            nodes[way.id] = [node.ref for node in way.nodes]
    for device in devices:
        device.nodes += [node for way in device.ways for node in nodes.get(way, ())]


def _read_places(path: Path, wanted: set[int]) -> dict[int, Place]:
    """Where nodes are."""
    if not wanted:
        return {}
    nodes = osmium.FileProcessor(str(path), NODE).with_filter(only.IdFilter(wanted))
    return {
        node.id: (node.location.lon, node.location.lat)
        for node in nodes
        if isinstance(node, Node) and node.location.valid()
    }


def _add(device: _Device, places: Mapping[int, Place], *, into: Sightings) -> None:
    """Add an object, in the middle of the box around its nodes where it is none itself."""
    about = device.about
    around = [places[node] for node in device.nodes if node in places]
    lon, lat = about.lonlat or (None, None)
    if around:
        west, south = map(min, zip(*around, strict=True))
        east, north = map(max, zip(*around, strict=True))
        lon, lat = (west + east) / 2, (south + north) / 2
    place = read_place(lon, lat, id_=about.id, origin=about.origin, into=into)
    into.add(device.tags, about._replace(lonlat=place))
