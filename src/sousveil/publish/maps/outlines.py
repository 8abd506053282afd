"""Outlines of countries from the packaged Natural Earth data: names and polygons in degrees; their names elsewhere.

Takes no position on any boundary: they are drawn as the data has them.
"""

import gzip
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.publish.tongue import spell, written_in

Points = npt.NDArray[np.float64]


_DATA = files("sousveil") / "data" / "outlines"


def find_name(name: str, language: str) -> str:
    """What a country of the outlines is called in a language; empty where only its English name is known.

    >>> find_name("Hungary", "sr-Cyrl"), find_name("Hungary", "en"), find_name("Siachen Glacier", "sr-Latn")
    ('Мађарска', 'Hungary', '')
    """
    return name if language == "en" else spell(_read_names(written_in(language)).get(name, ""), language)


@cache
def _read_names(language: str) -> Mapping[str, str]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads((_DATA / "names.toml").read_text(encoding="utf-8"))
    return found.get(language, {})


@cache
def read_outlines() -> tuple[tuple[str, shapely.Geometry], ...]:
    """Every country's name and shape."""
    packed = (_DATA / "countries-50m.json.gz").read_bytes()
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
