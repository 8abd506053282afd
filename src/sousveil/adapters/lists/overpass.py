"""The Overpass API: questions for devices in an area, and answers, which are OpenStreetMap objects in JSON.

Asks nobody itself. An answer with a remark is a failure, whatever its status was: a part of the objects may be
missing, and nothing follows from that.
"""

import re
from dataclasses import replace

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
    faded = f'[~"^({"|".join(FADING)}):man_made$"~"surveillance"]'
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
    for origin, element in items.items:
        if not isinstance(element, dict) or "id" not in element:
            found.report("camera-file.element", origin, Severity.WARNING, found=type(element).__name__)
            continue
        tags = to_texts(element.get("tags"))
        if is_device(tags):
            found.add(tags, _read_about(element, origin, found))
        else:
            found.others += 1
    _place_enforcement(found)
    found.report_left(path)
    return found


def _place_enforcement(found: Sightings) -> None:
    """Put relations where their device stands, if that is in the answer: their middle is somewhere on the road."""
    places = {one.id: one.lonlat for one in found.observations if one.lonlat}
    for at, one in enumerate(found.observations):
        devices = [places[part] for role, part in one.parts if role == "device" and part in places]
        if devices:
            found.observations[at] = replace(one, lonlat=devices[0])


def _read_about(element: dict[str, object], origin: Origin, found: Sightings) -> About:
    """What stands beside the tags; users and changesets are not looked at."""
    id_ = f"{element.get('type', 'node')}/{element['id']}"
    version = element.get("version")
    return About(
        id=id_,
        origin=origin,
        lonlat=_read_lonlat(element, id_, origin, into=found),
        edited=str(element.get("timestamp", "")),
        version=version if isinstance(version, int) else None,
        parts=_read_members(element.get("members")),
    )


def _read_lonlat(
    element: dict[str, object], id_: str, origin: Origin, *, into: Sightings
) -> tuple[float, float] | None:
    """A node's own place; a way's or relation's centre, or the middle of its bounds."""
    center, bounds = element.get("center"), element.get("bounds")
    lon, lat = element.get("lon"), element.get("lat")
    if lon is None and isinstance(center, dict):
        lon, lat = center.get("lon"), center.get("lat")
    elif lon is None and isinstance(bounds, dict):
        west, south, east, north = (bounds.get(side) for side in ("minlon", "minlat", "maxlon", "maxlat"))
        if isinstance(west, float) and isinstance(east, float):
            lon = (west + east) / 2
        if isinstance(south, float) and isinstance(north, float):
            lat = (south + north) / 2
    return read_place(lon, lat, id_=id_, origin=origin, into=into)


def _read_members(members: object) -> tuple[tuple[str, str], ...]:
    """The role and object of each member of a relation."""
    listed = members if isinstance(members, list) else []
    return tuple(
        (str(one.get("role", "")), f"{one.get('type', '')}/{one.get('ref', '')}")
        for one in listed
        if isinstance(one, dict)
    )
