"""Places of a kind on OpenStreetMap, where being watched weighs more, and its water.

Says which tags make which kind and nothing about what follows from it. Tags: OpenStreetMap wiki, Map features.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from sousveil.kernels.arrays import Floats
from sousveil.records.extract import Lines, Places
from sousveil.records.ids import NODE, WAY, build_ids, join_ids
from sousveil.records.outlines import Outlines

from .areas import build_areas
from .columns import OsmColumns, Tags, keep_whole
from .names import list_names

PLACES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("amenity", "kindergarten"): "kindergarten",
        ("amenity", "childcare"): "kindergarten",
        ("amenity", "school"): "school",
        ("amenity", "college"): "college",
        ("amenity", "university"): "university",
        ("amenity", "library"): "library",
        ("amenity", "doctors"): "clinic",
        ("amenity", "clinic"): "clinic",
        ("amenity", "hospital"): "hospital",
        ("amenity", "social_facility"): "social_facility",
        ("amenity", "refugee_site"): "refugee_site",
        ("amenity", "community_centre"): "community_centre",
        ("amenity", "place_of_worship"): "place_of_worship",
        ("amenity", "courthouse"): "courthouse",
        ("amenity", "police"): "police",
        ("amenity", "prison"): "prison",
        ("amenity", "townhall"): "townhall",
        ("amenity", "embassy"): "embassy",
        ("office", "diplomatic"): "embassy",
        ("amenity", "studio"): "media",
        ("office", "newspaper"): "media",
        ("office", "government"): "government",
        ("office", "political_party"): "political_party",
        ("office", "union"): "union",
        ("office", "ngo"): "ngo",
        ("office", "association"): "association",
        ("office", "lawyer"): "lawyer",
    }
)
"""From key and value to the kind; the two ways to tag an embassy, old and new, are one kind."""
LABELS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        **{
            ("place", kind): kind
            for kind in ("city", "town", "village", "suburb", "quarter", "neighbourhood", "square")
        },
        ("leisure", "park"): "park",
    }
)
"""What a reader finds the way by: settlements and their parts (OSM wiki, Key:place), squares, parks."""
WATER_AREAS = (
    ("natural", ("water",)),
    ("waterway", ("riverbank", "dock")),
    ("landuse", ("reservoir", "basin")),
)
WATER_LINES = (("waterway", ("river", "stream", "canal", "drain", "ditch")), ("natural", ("coastline",)))


def build_places(
    columns: OsmColumns, sorts: Mapping[tuple[str, str], str] = PLACES
) -> tuple[Places, list[str]]:
    """The places of a file, areas before points, and the ids of those that are drawn but make no area.

    `sorts` says which key and value make which kind.
    """
    found = {
        False: _find_kinds(columns, columns.way_tags, sorts),
        True: _find_kinds(columns, columns.relation_tags, sorts),
        None: _find_kinds(columns, columns.node_tags, sorts),
    }
    rows = {sort: np.array(sorted(kinds), dtype=np.int64) for sort, kinds in found.items()}
    tags = {False: columns.way_tags, True: columns.relation_tags, None: columns.node_tags}
    names = {
        sort: dict(zip(rows[sort].tolist(), list_names(columns, tags[sort], rows[sort]), strict=True))
        for sort in found
    }
    areas = build_areas(columns, rows[False], rows[True])
    outlines = areas.build()
    nodes = rows[None]
    source = areas.source
    things: list[tuple[bool | None, int]] = [
        *zip(source.is_relation.tolist(), source.row.tolist(), strict=True),
        *((None, row) for row in nodes.tolist()),
    ]
    ids = join_ids([outlines.ids, build_ids(NODE, columns.node_id[nodes])])
    return Places(
        lonlat=np.concatenate([_find_middles(outlines), columns.lonlat[nodes]]),
        kinds=tuple(found[sort][row] for sort, row in things),
        names=tuple(names[sort][row] for sort, row in things),
        areas=replace(outlines, ids=ids),
    ), areas.lost


def _find_kinds(
    columns: OsmColumns, tags: Tags, sorts: Mapping[tuple[str, str], str]
) -> dict[int, tuple[str, ...]]:
    """The kinds of each object that has any, by its row."""
    found: dict[int, tuple[str, ...]] = {}
    for (key, value), kind in sorts.items():
        for row in columns.find_with(tags, key, (value,)).tolist():
            if kind not in found.get(row, ()):
                found[row] = (*found.get(row, ()), kind)
    return found


def _find_middles(outlines: Outlines) -> Floats:
    """The middle of the box around each area."""
    ring = np.repeat(outlines.ring_row, np.diff(outlines.ring_start))
    low, high = np.full((len(outlines), 2), np.inf), np.full((len(outlines), 2), -np.inf)
    np.minimum.at(low, ring, outlines.lonlat)
    np.maximum.at(high, ring, outlines.lonlat)
    middles: Floats = (low + high) / 2
    return middles


def build_water(columns: OsmColumns) -> tuple[Outlines, Lines, list[str]]:
    """Water as areas and as lines, and the ids of what says it is an area and makes none."""
    ways, relations = (
        np.unique(np.concatenate([columns.find_with(tags, key, values) for key, values in WATER_AREAS]))
        for tags in (columns.way_tags, columns.relation_tags)
    )
    whole = columns.find_with(columns.relation_tags, "type", ("multipolygon",))
    areas = build_areas(columns, ways, np.intersect1d(relations, whole))
    return areas.build(), _build_lines(columns), areas.lost


def _build_lines(columns: OsmColumns) -> Lines:
    """Rivers, streams and coasts; a line ends where the file does not hold its next vertex."""
    found = {
        int(row): value
        for key, values in WATER_LINES
        for value in values
        for row in columns.find_with(columns.way_tags, key, (value,))
    }
    ways = np.array(sorted(found), dtype=np.int64)
    refs, start = columns.take_refs(ways)
    at, begin, _ = keep_whole(columns.locate(refs), start)
    return Lines(
        lonlat=columns.lonlat[columns.locate(refs[at])],
        start=begin,
        ids=build_ids(WAY, columns.way_id[ways]),
        kinds=tuple(found[row] for row in ways.tolist()),
    )
