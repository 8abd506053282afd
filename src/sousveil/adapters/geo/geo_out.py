"""The places and cameras of a case as GeoJSON (RFC 7946) and GeoParquet 1.1, for geographic information systems.

Writes only, longitude and latitude on WGS 84. A camera is an observation of one list as it stands there: whether two
lists mean the same camera is for the register to say. Without a place there is no geometry, and no point is made up.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.exports.told import Told
from sousveil.adapters.lists.geojson import build_properties
from sousveil.records.things import Place

from .geoparquet import render_geoparquet

Feature = dict[str, Any]
COLUMNS = ("record", "name", "kind", "country", "list", "device", "state")
"""Properties that are columns of their own; all of them stand in `properties` as JSON."""


def render_geo(told: Told) -> str:
    """A feature collection, a feature a line; whose it is and under what licence are members of it."""
    features = ",\n".join(_dump(feature) for feature in _build_features(told))
    head = "".join(f"{_dump(name)}:{_dump(value)},\n" for name, value in _about(told).items())
    return f'{{"type":"FeatureCollection",\n{head}"features":[\n{features}\n]}}\n'


def render_geo_table(told: Told) -> bytes:
    """The features that have a place, as a table; whose it is and under what licence stand in its metadata."""
    placed = [feature for feature in _build_features(told) if feature["geometry"]]
    lonlat = np.array([feature["geometry"]["coordinates"] for feature in placed], float).reshape(-1, 2)
    columns: dict[str, list[str | None]] = {"id": [feature["id"] for feature in placed]}
    for name in COLUMNS:
        columns[name] = [feature["properties"].get(name) for feature in placed]
    columns["properties"] = [_dump(feature["properties"]) for feature in placed]
    about = {name: value if isinstance(value, str) else _dump(value) for name, value in _about(told).items()}
    return render_geoparquet(shapely.points(lonlat), columns, about)


def _about(told: Told) -> dict[str, object]:
    """What the whole says of itself."""
    lists = {
        id_: {
            "title": told.say(one.title),
            "licence": one.licence,
            "attribution": one.attribution,
            "as_of": one.as_of,
        }
        for id_, one in told.case.lists.items()
    }
    return {
        "title": told.say(told.case.manifest.title),
        "licence": told.licence,
        "attribution": list(told.attribution),
        "as_of": told.as_of,
        "lists": lists,
    }


def _build_features(told: Told) -> Iterator[Feature]:
    for place in told.case.places.values():
        yield _feature(place.id, (place.lon, place.lat), _say_place(place, told))
    for list_, observation in told.observations:
        said = {"record": "camera", "list": list_, **build_properties(observation)}
        yield _feature(f"{list_}/{observation.id}", observation.lonlat or (None, None), said)


def _feature(id_: str, lonlat: tuple[float | None, float | None], properties: Feature) -> Feature:
    geometry = None if None in lonlat else {"type": "Point", "coordinates": list(lonlat)}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def _say_place(place: Place, told: Told) -> Feature:
    """What a place says, its name in every language; what it does not say is not there."""
    said: Feature = {"record": "place", "name": told.say(place.name)}
    if isinstance(place.name, dict):
        said |= {f"name:{language}": words for language, words in place.name.items()}
    for name in ("kind", "country", "continent", "within", "geonameid", "source"):
        said |= {name: value} if (value := getattr(place, name)) else {}
    return said | ({"note": told.say(place.note)} if place.note else {})


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
