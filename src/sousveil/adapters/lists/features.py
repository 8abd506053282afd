"""GeoJSON (RFC 7946) whose properties are columns of somebody's list rather than OpenStreetMap's tags.

Reads only. What a property holds is declared, as in a table.
"""

from typing import Any

from sousveil.adapters.json_items import Items
from sousveil.problems import Origin, Severity

from .geojson import find_system
from .places import Place, Row
from .rows import Reader, read_rows
from .sightings import Sightings, to_texts


def read_features(items: Items, reader: Reader) -> Sightings:
    """The records of features: points, and lines or areas that were surveyed."""
    found = Sightings()
    if system := find_system(items):
        found.report("camera-file.crs", Origin(reader.path), Severity.ERROR, found=system)
        found.failed = True
        return found
    rows: list[Row] = []
    headings = {"name": Origin(reader.path)}  # may be declared where nothing has one
    for number, (origin, feature) in enumerate(items.items, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            found.report("camera-file.element", origin, Severity.WARNING, found=type(feature).__name__)
            continue
        cells = {key: " ".join(text.split()) for key, text in to_texts(feature.get("properties")).items()}
        for key in cells:
            headings.setdefault(key, origin)
        shape, points = _read_shape(feature.get("geometry"))
        rows.append(Row(cells=cells, number=number, origin=origin, shape=shape, points=points))
    read = read_rows(headings, rows, reader)
    read.problems[:0] = found.problems
    return read


def is_template(items: Items) -> bool:
    """Whether a collection has the properties of our template, which say of each feature what it is."""
    first = items.items[0][1] if items.items else None
    properties = first.get("properties") if isinstance(first, dict) else None
    return isinstance(properties, dict) and "what" in properties


def _read_shape(geometry: object) -> tuple[str, tuple[Place, ...]]:
    """What a feature draws: its sort and points, of an area the outer ring; no points where they are no numbers."""
    if not isinstance(geometry, dict):
        return "", ()
    shape = str(geometry.get("type"))
    points: Any = geometry.get("coordinates")
    try:
        if shape == "MultiPoint" and len(points) == 1:
            shape, points = "Point", points[0]
        listed = [points] if shape == "Point" else points[0] if shape == "Polygon" else points
        return shape, tuple([(float(point[0]), float(point[1])) for point in listed])
    except (TypeError, ValueError, IndexError, KeyError):
        return shape, ()
