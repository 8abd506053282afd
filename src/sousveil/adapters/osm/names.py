"""The names of things on OpenStreetMap, in every script and language that is tagged.

Reads tags whose keys say that they are names; which of them is the right one, nobody decides here.
"""

import re

from sousveil.kernels.arrays import Offsets
from sousveil.records.street_lines import Names

from .columns import OsmColumns, Tags

NAME = re.compile(
    r"(?:(?:alt|int|loc|nat|official|old|reg|short|sorting)_)?name(?:_\d+|:(?!etymology)[^:]+)?|place_name"
)
"""Keys of names (OpenStreetMap wiki, Names): `name`, `alt_name`, `name:sr-Latn`; what a name comes from is none."""


def list_names(columns: OsmColumns, tags: Tags, owners: Offsets) -> list[Names]:
    """The names of some objects, by their ascending rows: `name` first, the others by key."""
    names: list[list[tuple[str, str]]] = [[] for _ in range(len(owners))]
    for at, key, value in columns.list_texts(tags, owners, NAME):
        names[at].append((key, value))
    return [tuple(sorted(found, key=_rank)) if len(found) > 1 else tuple(found) for found in names]


def _rank(name: tuple[str, str]) -> tuple[bool, str]:
    return name[0] != "name", name[0]
