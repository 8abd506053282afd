"""The Overpass API: questions for devices in an area, and answers, which are OpenStreetMap objects in JSON.

Asks nobody itself. An answer with a remark is a failure, whatever its status was: a part of the objects may be
missing, and nothing follows from that.
"""

import re
from collections.abc import Iterable

from sousveil.adapters.json_items import Items, parse_items
from sousveil.adapters.osm.tags import About, is_device
from sousveil.adapters.osm.words import FADING, OSM
from sousveil.problems import Origin, Severity

from .sightings import Sightings, read_place, to_texts

Box = tuple[float, float, float, float]
_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


def render_query(area: str, *, seconds: int, most_bytes: int) -> str:
    """The question for all devices of an area; ValueError where the area is none.

    An area is an ISO 3166-1 or 3166-2 code, or west, south, east and north in degrees between commas.
    """
    if is_code(area):
        key = "ISO3166-2" if "-" in area else "ISO3166-1"
        before, within = f'area["{key}"="{area}"]->.a;\n', "(area.a)"
    else:
        west, south, east, north = read_box(area)
        before, within = "", f"({south},{west},{north},{east})"  # as Overpass orders them
    faded = f'[~"^({"|".join(FADING)}):(man_made|highway)$"~"surveillance|speed_camera"]'
    wanted = (
        'nwr["man_made"~"(^|;) *surveillance *(;|$)"]',
        f"nwr{faded}",
        'nwr["highway"="speed_camera"]',
        'relation["type"="enforcement"]',
    )
    lines = "".join(f"  {one}{within};\n" for one in wanted)
    return f"[out:json][timeout:{seconds}][maxsize:{most_bytes}];\n{before}(\n{lines});\nout center meta;\n"


def is_code(area: str) -> bool:
    """Whether an area is said by its ISO 3166-1 or 3166-2 code."""
    return _CODE.fullmatch(area) is not None


def read_box(area: str) -> Box:
    """West, south, east and north [°] of a box; ValueError where it is none, or one in another order only."""
    try:
        west, south, east, north = (float(part) for part in area.split(","))
    except ValueError as error:
        raise ValueError(
            f"found {area!r}; write a code such as RS-00, or WEST,SOUTH,EAST,NORTH in degrees"
        ) from error
    if _is_box(west, south, east, north):
        return west, south, east, north
    if _is_box(south, west, north, east):
        raise ValueError(say_turned(area))
    raise ValueError(f"found {area!r}, which is no box; longitudes and latitudes go from less to more")


def _is_box(west: float, south: float, east: float, north: float) -> bool:
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


def say_turned(area: str) -> str:
    """What to say of a box that is given by latitude first."""
    south, west, north, east = area.split(",")
    right = ",".join(part.strip() for part in (west, south, east, north))
    return f"found {area!r}, which seems to be SOUTH,WEST,NORTH,EAST; write WEST,SOUTH,EAST,NORTH, {right}"


def parse_overpass(text: str, path: str) -> Sightings:
    """The devices of an answer, or of the bare list of its elements."""
    return read_overpass(parse_items(text, path, within=("elements",)), path)


def read_overpass(items: Items, path: str) -> Sightings:
    """As `parse_overpass`, from elements that are parsed already."""
    found = Sightings(attribution=OSM)
    if "remark" in items.head:
        reason = str(items.head["remark"])[:200]
        found.report("camera-file.remark", Origin(path), Severity.ERROR, reason=reason)
        found.failed = True
        return found
    about = items.head.get("osm3s")
    if isinstance(about, dict):
        found.as_of = str(about.get("timestamp_osm_base", ""))
    nodes = _Nodes(items)
    for origin, element in items.items:
        if not isinstance(element, dict) or "id" not in element:
            found.report("camera-file.element", origin, Severity.WARNING, found=type(element).__name__)
            continue
        tags = to_texts(element.get("tags"))
        if is_device(tags) and element.get("visible") is not False:  # false: it was deleted
            found.add(tags, _read_about(element, origin, nodes, found))
        else:
            found.others += 1
    found.report_left(path)
    return found


class _Nodes:
    """Where the nodes of an answer are, found when somebody asks: ways and relations often come without a place."""

    def __init__(self, items: Items) -> None:
        self._items = items
        self._places: dict[object, tuple[object, object]] | None = None

    def find(self, refs: Iterable[object]) -> list[tuple[object, object]]:
        """The places of those nodes that are in the answer."""
        if self._places is None:
            self._places = {
                one["id"]: (one.get("lon"), one.get("lat"))
                for _, one in self._items.items
                if isinstance(one, dict) and one.get("type") == "node" and isinstance(one.get("id"), int)
            }
        return [self._places[ref] for ref in refs if ref in self._places]


def _read_about(element: dict[str, object], origin: Origin, nodes: _Nodes, found: Sightings) -> About:
    """What stands beside the tags; users and changesets are not looked at."""
    id_ = f"{element.get('type', 'node')}/{element['id']}"
    version = element.get("version")
    lon, lat = _find_lonlat(element, nodes)
    return About(
        id=id_,
        origin=origin,
        lonlat=read_place(lon, lat, id_=id_, origin=origin, into=found),
        edited=str(element.get("timestamp", "")),
        version=version if isinstance(version, int) else None,
        parts=_read_members(element.get("members")),
    )


def _find_lonlat(element: dict[str, object], nodes: _Nodes) -> tuple[object, object]:
    """A node's own place; where a relation's device stands, as its middle is somewhere on the road; a middle else.

    The middle is the one given, or that of the bounds, or of the box around the nodes that are in the answer.
    """
    if "lon" in element or "lat" in element:
        return element.get("lon"), element.get("lat")
    members = _list_dicts(element.get("members"))
    devices = [one for one in members if one.get("role") == "device" and one.get("type") == "node"]
    places = [(one.get("lon"), one.get("lat")) for one in devices if "lon" in one]
    places += nodes.find(one.get("ref") for one in devices)
    if places:
        return places[0]
    center, bounds = element.get("center"), element.get("bounds")
    if isinstance(center, dict):
        return center.get("lon"), center.get("lat")
    if isinstance(bounds, dict):
        corners = [(bounds.get(f"{end}lon"), bounds.get(f"{end}lat")) for end in ("min", "max")]
    else:
        refs = element.get("nodes")
        corners = nodes.find(refs if isinstance(refs, list) else [one.get("ref") for one in members])
    return _find_middle(corners)


def _find_middle(places: Iterable[tuple[object, object]]) -> tuple[object, object]:
    """The middle of the box around places; nothing where there is none, or one is no number."""
    lons, lats = [], []
    for lon, lat in places:
        if not isinstance(lon, int | float) or not isinstance(lat, int | float):
            return None, None
        lons.append(lon)
        lats.append(lat)
    return ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2) if lons else (None, None)


def _list_dicts(value: object) -> list[dict[str, object]]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _read_members(members: object) -> tuple[tuple[str, str], ...]:
    """The role and object of each member of a relation."""
    return tuple(
        (str(one.get("role", "")), f"{one.get('type', '')}/{one.get('ref', '')}")
        for one in _list_dicts(members)
    )
