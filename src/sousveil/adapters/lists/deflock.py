"""Lists of plate readers as DeFlock's maps publish them: a flat JSON list, drawn from OpenStreetMap.

Reads only. The raw text of a direction stands in `directionCardinal`; `direction` is what another program made of it,
and is read only where there is no raw text.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sousveil.adapters.json_items import Items, parse_items
from sousveil.adapters.osm.tags import About
from sousveil.adapters.osm.words import OSM
from sousveil.problems import Severity

from .sightings import Sightings, read_place, to_text

TAGS = MappingProxyType(
    {
        "operator": "operator",
        "brand": "brand",
        "directionCardinal": "direction",
        "surveillanceZone": "surveillance:zone",
        "mountType": "camera:mount",
        "ref": "ref",
        "startDate": "start_date",
    }
)
"""Their field → the tag it holds."""
ABOUT = frozenset({"osmId", "osmType", "lat", "lon", "direction", "osmTimestamp", "osmVersion"})
ALL = MappingProxyType({"man_made": "surveillance", "surveillance:type": "ALPR"})
"""What every object of such a list is."""


def parse_deflock(text: str, path: str) -> Sightings:
    """The plate readers of a list."""
    return read_deflock(parse_items(text, path, within=()), path)


def read_deflock(items: Items, path: str) -> Sightings:
    """As `parse_deflock`, from elements that are parsed already."""
    found = Sightings(attribution=OSM)
    for origin, element in items.items:
        if not isinstance(element, dict) or "osmId" not in element:
            found.report("camera-file.element", origin, Severity.WARNING, found=type(element).__name__)
            continue
        id_ = f"{element.get('osmType', 'node')}/{element['osmId']}"
        place = read_place(element.get("lon"), element.get("lat"), id_=id_, origin=origin, into=found)
        edited = str(element.get("osmTimestamp", ""))
        found.add(_read_tags(element), About(id=id_, origin=origin, lonlat=place, edited=edited))
    found.report_left(path)
    return found


def _read_tags(element: Mapping[str, object]) -> dict[str, str]:
    """The tags that an element was made from, as far as it still says them."""
    tags = dict(ALL)
    for name, value in element.items():
        if value is not None and name not in ABOUT:
            tags[TAGS.get(name, name)] = value if isinstance(value, str) else to_text(value)
    if "directionCardinal" not in element and element.get("direction") is not None:
        tags["direction"] = to_text(element["direction"])
    return tags
