"""Streets and footways of OpenStreetMap: which lines are streets, who may walk there, what lies under a roof.

Reads tags as the map's wiki explains them, and guesses nothing: where a tag says nothing on walking, the kind decides.
"""

import numpy as np
import numpy.typing as npt

from sousveil.records.ids import WAY, build_ids
from sousveil.records.street_lines import Flags, StreetLines

from .columns import NONE, OsmColumns, keep_whole
from .names import list_names

_NO_STREETS = (
    "proposed planned construction abandoned razed demolished disused no rest_area services bus_stop platform "
    "street_lamp traffic_mirror elevator emergency_bay"
)
"""Values of `highway` that are not there, or are no way to go along (OpenStreetMap wiki, Key:highway)."""
_NOT_ON_FOOT = "motorway motorway_link trunk trunk_link raceway busway bus_guideway via_ferrata cycleway"
"""Kinds where walking is forbidden or uncommon unless it is tagged (OpenStreetMap wiki, OSM tags for routing/Access
restrictions, worldwide defaults; a cycleway is open to walkers in some countries only)."""
OPEN = ("yes", "designated", "permissive", "destination", "customers", "official", "public")
SHUT = ("no", "private", "use_sidepath", "military")
PASSABLE = ("yes", "both", "left", "right", "separate")
LAYERS = 5
"""Layers go from -5 to 5 (OpenStreetMap wiki, Key:layer)."""


def build_streets(columns: OsmColumns) -> tuple[StreetLines, list[str]]:
    """The streets of a file, and the ids of those that lost vertices because the file does not hold them."""
    tags, count = columns.way_tags, len(columns.way_id)
    kind = columns.find_values(tags, "highway", count)
    none = [columns.codes.get(value, NONE) for value in _NO_STREETS.split()]
    ways = np.flatnonzero((kind != NONE) & ~np.isin(kind, none))
    node, start = columns.take_refs(ways)
    vertex = columns.locate(node)
    at, begin, torn = keep_whole(vertex, start)
    if torn:
        node, vertex = node[at], vertex[at]
    kinds = tuple(columns.strings[code] for code in kind[ways].tolist())
    ids = build_ids(WAY, columns.way_id[ways])
    lines = StreetLines(
        lonlat=columns.lonlat[vertex],
        node=node,
        start=begin,
        ids=ids,
        kinds=kinds,
        names=tuple(list_names(columns, tags, ways)),
        walkable=_find_walkable(columns, kind)[ways],
        tunnel=_find_other(columns, "tunnel")[ways],
        bridge=_find_other(columns, "bridge")[ways],
        indoor=_find_other(columns, "indoor")[ways] | (kind[ways] == columns.codes.get("corridor", NONE)),
        covered=_find_other(columns, "covered")[ways],
        plaza=_find_tagged(columns, "area", ("yes",))[ways],
        layer=_read_layers(columns)[ways],
    )
    return lines, [ids[row] for row in torn]


def _find_walkable(columns: OsmColumns, kind: npt.NDArray[np.int32]) -> Flags:
    """Whether people may walk on each way: what `foot` says, else pavements, else `access`, else the kind."""
    on_foot: Flags = np.isin(
        kind, [columns.codes.get(value, NONE) for value in _NOT_ON_FOOT.split()], invert=True
    )
    on_foot &= ~_find_tagged(columns, "access", SHUT)
    on_foot &= ~_find_tagged(columns, "motorroad", ("yes",))
    for key in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"):
        on_foot |= _find_tagged(columns, key, PASSABLE)
    on_foot |= _find_tagged(columns, "foot", OPEN)
    on_foot &= ~_find_tagged(columns, "foot", SHUT)
    return on_foot


def _find_tagged(columns: OsmColumns, key: str, values: tuple[str, ...]) -> Flags:
    found = np.zeros(len(columns.way_id), dtype=np.bool_)
    found[columns.find_with(columns.way_tags, key, values)] = True
    return found


def _find_other(columns: OsmColumns, key: str) -> Flags:
    """Which ways have the tag with any value but `no`: a culvert and an avalanche gallery are tunnels too."""
    values = columns.find_values(columns.way_tags, key, len(columns.way_id))
    tagged: Flags = (values != NONE) & (values != columns.codes.get("no", NONE - 1))
    return tagged


def _read_layers(columns: OsmColumns) -> npt.NDArray[np.int8]:
    """The layer of each way; 0 where it is none."""
    values = columns.find_values(columns.way_tags, "layer", len(columns.way_id))
    layers = np.zeros(len(values), dtype=np.int8)
    for code in np.unique(values[values != NONE]).tolist():
        text = columns.strings[code]
        if text.lstrip("+-").isdecimal() and abs(int(text)) <= LAYERS:
            layers[values == code] = int(text)
    return layers
