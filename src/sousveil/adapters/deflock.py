"""Lists of plate readers as DeFlock's maps publish them: a flat JSON list, drawn from OpenStreetMap.

Reads only. The raw text of a direction stands in `directionCardinal`; `direction` is what another program made of it,
and is read only where there is no raw text.
"""

from types import MappingProxyType

from sousveil.problems import Severity

from .json_items import Items, parse_items
from .osm_tags import About
from .sightings import Sightings, read_place, to_texts

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
    found = Sightings()
    for origin, element in items.items:
        if not isinstance(element, dict) or "osmId" not in element:
            found.report("camera-file.element", origin, Severity.WARNING, found=type(element).__name__)
            continue
        fields = to_texts(element)
        raw = "directionCardinal" if "directionCardinal" in fields else "direction"
        tags = {
            **ALL,
            **{TAGS.get(key, key): text for key, text in fields.items() if key not in ABOUT},
        }
        if raw in fields:
            tags["direction"] = fields[raw]
        id_ = f"{fields.get('osmType', 'node')}/{fields['osmId']}"
        place = read_place(element.get("lon"), element.get("lat"), id_=id_, origin=origin, into=found)
        found.add(tags, About(id=id_, origin=origin, lonlat=place, edited=fields.get("osmTimestamp", "")))
    found.report_left(path)
    return found
