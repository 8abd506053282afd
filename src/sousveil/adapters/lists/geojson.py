"""GeoJSON (RFC 7946): lists of camera points, and observations written for maps and other programs.

Both ways. Reading takes the properties as OpenStreetMap's tags; a property under another name is named, not guessed.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePath

from sousveil.adapters.json_items import Items, parse_items
from sousveil.adapters.osm.tags import About, is_device
from sousveil.adapters.osm.words import OSM, clean_text
from sousveil.problems import Origin, Severity
from sousveil.records.camera import Observation

from .rows import ABOUT_CAMERAS, CAMERAS, is_personal
from .sightings import Sightings, read_place, to_texts

WGS84 = ("CRS84", "4326")
"""Endings of the names of the one reference system read, which RFC 7946 has for all."""
PLAIN = (
    "kinds", "tilt_deg", "height_m", "height_reading", "mounts", "zones", "settings", "count", "checked", "since",
    "until", "edited", "version", "parts",
)  # fmt: skip
"""Fields that stand in a property of the same name, as they are."""
NOTHING = (None, "", ())
OBJECTS = frozenset({"@id", "full_id"})
"""Properties that say which object of OpenStreetMap a feature is, whose tags then say whether it watches."""
IDS = ("@id", "id", "ref", "full_id")


def parse_geojson(text: str, path: str) -> Sightings:
    """The points of a feature collection, each as an observation."""
    return read_geojson(parse_items(text, path, within=("features",)), path)


def read_geojson(items: Items, path: str) -> Sightings:
    """As `parse_geojson`, from features that are parsed already."""
    found = Sightings()
    if system := find_system(items):
        found.report("camera-file.crs", Origin(path), Severity.ERROR, found=system)
        found.failed = True
        return found
    if items.items and not _speaks_of_cameras(items, path):
        first = items.items[0][1]
        names = list(to_texts(first.get("properties")) if isinstance(first, dict) else {}) or ["name"]
        said = {"found": ", ".join(names)[:300], "name": names[0], "field": "name"}
        found.report("camera-column.other", Origin(path), Severity.ERROR, **said)
        found.failed = True
        return found
    persons: set[str] = set()
    for number, (origin, feature) in enumerate(items.items, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            found.report("camera-file.element", origin, Severity.WARNING, found=type(feature).__name__)
            continue
        tags = _drop_persons(to_texts(feature.get("properties")), origin, persons, into=found)
        if "@id" in tags:  # what Overpass's own map writes
            found.attribution = OSM
        if not OBJECTS.isdisjoint(tags) and not is_device(tags):
            found.others += 1
            continue
        id_ = _read_id(feature, tags, number)
        place = _read_point(feature.get("geometry"), id_, origin, into=found)
        edited = tags.get("@timestamp", "")
        found.add(tags, About(id=id_, origin=origin, lonlat=place, edited=edited))
    found.report_left(path)
    return found


def _drop_persons(
    tags: dict[str, str], origin: Origin, named: set[str], *, into: Sightings
) -> dict[str, str]:
    """The properties without those about persons, whatever language their names are in; each is named once."""
    persons = {key for key in tags if _is_person(key)}
    for key in sorted(persons - named):
        into.report("camera-column.person", origin, Severity.NOTE, name=key)
    named |= persons
    return {key: text for key, text in tags.items() if key not in persons} if persons else tags


@lru_cache(maxsize=4096)
def _is_person(key: str) -> bool:
    """Whether a property is about persons; the reader of OpenStreetMap's tags drops its own by itself.

    >>> _is_person("Ime i prezime"), _is_person("contact:webcam"), _is_person("operator")
    (True, False, False)
    """
    return is_personal(key) and clean_text(key, "") is not None


def _speaks_of_cameras(items: Items, path: str) -> bool:
    """Whether anything says that points are cameras: the name of the file or the collection, a property, a value."""
    if any(CAMERAS.search(text) for text in (PurePath(path).name, str(items.head.get("name", "")))):
        return True
    for _, feature in items.items:
        tags = to_texts(feature.get("properties")) if isinstance(feature, dict) else {}
        if not ABOUT_CAMERAS.isdisjoint(tags) or any(CAMERAS.search(f"{key} {tags[key]}") for key in tags):
            return True
    return False


def find_system(items: Items) -> str:
    """The reference system that a collection names, if it is another than the one read; empty else."""
    system = json.dumps(items.head.get("crs") or "")
    return system[:120] if items.head.get("crs") and not any(f'{name}"' in system for name in WGS84) else ""


def _read_id(feature: Mapping[str, object], tags: dict[str, str], number: int) -> str:
    """The feature's id, or that of the object it was made from, or its number in the file."""
    said = [str(feature["id"])] if "id" in feature else []
    said += [tags.pop(key) if key.startswith("@") else tags[key] for key in IDS if key in tags]
    return said[0] if said else f"feature/{number}"


def _read_point(geometry: object, id_: str, origin: Origin, *, into: Sightings) -> tuple[float, float] | None:
    """The place of a point, or of several that are one; None, and why, for any other shape, which has no one place."""
    shape, coordinates = None, None
    if isinstance(geometry, dict):
        shape, coordinates = geometry.get("type"), geometry.get("coordinates")
    if shape == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        shape, coordinates = "Point", coordinates[0]
    if shape not in {None, "Point"}:
        into.report("camera-place.shape", origin, Severity.WARNING, id=id_, found=str(shape)[:40])
        return None
    # More than three coordinates are discouraged, and passed over (RFC 7946 §3.1.1).
    pair = coordinates[:2] if isinstance(coordinates, list) and len(coordinates) > 1 else (None, None)
    return read_place(pair[0], pair[1], id_=id_, origin=origin, into=into)


def render_geojson(observations: Iterable[Observation], *, attribution: str = "") -> str:
    """Observations as a feature collection, a feature a line; those without a place have no geometry."""
    features = ",\n".join(
        json.dumps(_build_feature(one), ensure_ascii=False, separators=(",", ":")) for one in observations
    )
    about = f'"attribution":{json.dumps(attribution, ensure_ascii=False)},' if attribution else ""
    return f'{{"type":"FeatureCollection",{about}"features":[\n{features}\n]}}\n'


def _build_feature(observation: Observation) -> Mapping[str, object]:
    """One observation; properties without a value are left out."""
    place = observation.lonlat
    return {
        "type": "Feature",
        "id": observation.id,
        "geometry": {"type": "Point", "coordinates": list(place)} if place else None,
        "properties": build_properties(observation),
    }


def build_properties(observation: Observation) -> dict[str, object]:
    """What an observation says, under our names; what it does not say is not there."""
    told: dict[str, object] = {"device": observation.device.value, "state": observation.state.value}
    for name in PLAIN:
        value = getattr(observation, name)
        if value not in NOTHING:
            told[name] = value
    if observation.views:
        told["views"] = [
            {"bearing_deg": view.bearing_deg, "width_deg": view.width_deg, "meaning": view.meaning.value}
            for view in observation.views
        ]
    told |= observation.names
    return told
