"""Outlines of countries from the packaged Natural Earth data: names and polygons in degrees.

Takes no position on any boundary: they are drawn as the data has them.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

Points = npt.NDArray[np.float64]


@cache
def read_outlines() -> tuple[tuple[str, shapely.Geometry], ...]:
    """Every country's name and shape."""
    packed = (files("sousveil") / "data" / "outlines" / "countries-50m.json.gz").read_bytes()
    return tuple(decode_topology(json.loads(gzip.decompress(packed)), "countries"))


def decode_topology(topology: Mapping[str, Any], name: str) -> list[tuple[str, shapely.Geometry]]:
    """Names and multipolygons of an object of a quantised TopoJSON file (TopoJSON 1.0, 2.1.3 and 2.1.4)."""
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + shift for arc in topology["arcs"]]
    found = []
    for shape in topology["objects"][name]["geometries"]:
        parts = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"], [])
        polygons = [
            shapely.Polygon(outer, holes)
            for outer, *holes in ([_join(ring, arcs) for ring in part] for part in parts)
        ]
        found.append((str(shape["properties"]["name"]), shapely.make_valid(shapely.MultiPolygon(polygons))))
    return found


def _join(ring: Sequence[int], arcs: Sequence[Points]) -> Points:
    """A ring from its arcs; the first point of each but the first repeats the last one before it."""
    runs = (arcs[at] if at >= 0 else arcs[~at][::-1] for at in ring)
    first = next(runs)
    return np.array(list(chain(first, *(run[1:] for run in runs))))
