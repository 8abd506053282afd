"""Heights of buildings on OpenStreetMap: as tagged, or from the number of levels, or unknown.

A height that cannot be one is named and not used; unknown stays unknown.
"""

import re
from collections.abc import Iterator

import numpy as np

from sousveil.records.outlines import HEIGHT_RULES, HeightRule, Heights

from .areas import Source, name_sources
from .columns import NONE, OsmColumns

STOREY_M = (3.0, 3.5, 4.7)
"""Metres a level, low, typical and high: tenth, middle and ninetieth part in a hundred (2.95, 3.49, 4.70) of the 111
buildings tagged with both, without roof levels, in extracts of Helsinki 2019, Monaco 2025, Malta 2018, the Lower East
Side 2020, Andorra 2025 and Liechtenstein 2024."""
HIGHEST_M = 830.0
"""No building stands higher: Burj Khalifa, 829.8 m to its tip (CTBUH, The Skyscraper Center)."""
MOST_LEVELS = 163
"""Levels of the same building."""
FOOT_M = 0.3048
"""International foot (1959)."""
INCH_M = FOOT_M / 12

KEYS = ("height", "building:levels", "roof:height", "roof:levels", "min_height", "building:min_level")
_METRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m|metres?|meters?)?", re.IGNORECASE | re.ASCII)
_FEET = re.compile(
    r"""(\d+(?:\.\d+)?)\s*(?:'|′|ft|feet|foot)(?:\s*(\d+(?:\.\d+)?)\s*(?:"|″|in))?""",
    re.IGNORECASE | re.ASCII,
)

Fault = tuple[str, str, str]
"""An object's id, a key, and the value that cannot be."""


def parse_metres(text: str) -> float | None:
    """A length in metres, from metres (the unit where none is said) or feet and inches; None where it is none.

    >>> parse_metres("12.5 m"), parse_metres("10'"), parse_metres("3 storeys")
    (12.5, 3.048, None)
    """
    folded = text.strip()
    if metres := _METRES.fullmatch(folded):
        return float(metres[1].replace(",", "."))
    if feet := _FEET.fullmatch(folded):
        return float(feet[1]) * FOOT_M + float(feet[2] or 0) * INCH_M
    return None


def parse_levels(text: str) -> float | None:
    """A number of levels, halves allowed; None where it is none.

    >>> parse_levels("2.5"), parse_levels("6;4"), parse_levels("-1")
    (2.5, None, None)
    """
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text.strip(), re.ASCII) else None


def build_heights(columns: OsmColumns, source: Source) -> tuple[Heights, list[Fault]]:
    """Heights of buildings by row, from what their ways and relations say."""
    faults: list[Fault] = []
    count = len(source.row)
    top = np.full((count, 3), np.nan)
    base = np.zeros(count)
    rule = np.full(count, HEIGHT_RULES.index(HeightRule.UNKNOWN), dtype=np.int8)
    for row, id_, said in _list_said(columns, source):
        bands, found = _find_top(said, id_, faults)
        top[row], rule[row] = bands, HEIGHT_RULES.index(found)
        base[row] = _find_base(said, id_, faults)
    return Heights(top, base, rule), faults


def _list_said(columns: OsmColumns, source: Source) -> Iterator[tuple[int, str, dict[str, str]]]:
    """The rows of buildings that say anything on their height, with their ids, and what."""
    values = np.full((len(source.row), len(KEYS)), NONE, dtype=np.int32)
    for tags, count, these in (
        (columns.way_tags, len(columns.way_id), ~source.is_relation),
        (columns.relation_tags, len(columns.relation_id), source.is_relation),
    ):
        for at, key in enumerate(KEYS):
            values[these, at] = columns.find_values(tags, key, count)[source.row[these]]
    rows = np.flatnonzero((values != NONE).any(axis=1))
    ids = name_sources(columns, Source(source.is_relation[rows], source.row[rows]))
    for row, id_, codes in zip(rows.tolist(), ids, values[rows].tolist(), strict=True):
        said = {key: columns.strings[code] for key, code in zip(KEYS, codes, strict=True) if code != NONE}
        yield row, id_, said


def _find_top(said: dict[str, str], id_: str, faults: list[Fault]) -> tuple[tuple[float, ...], HeightRule]:
    """Low, typical and high of the highest point, and what they rest on."""
    height = _read_length(said, "height", id_, faults)
    if height:
        return (height,) * 3, HeightRule.TAGGED
    levels = _read_levels(said, "building:levels", id_, faults)
    if not levels:
        return (np.nan,) * 3, HeightRule.UNKNOWN
    roof = _read_length(said, "roof:height", id_, faults)
    above = (_read_levels(said, "roof:levels", id_, faults) or 0.0) if roof is None else 0.0
    return tuple((levels + above) * storey + (roof or 0.0) for storey in STOREY_M), HeightRule.LEVELS


def _find_base(said: dict[str, str], id_: str, faults: list[Fault]) -> float:
    """Where the building begins above the ground; levels left out count at their typical height."""
    base = _read_length(said, "min_height", id_, faults)
    if base is not None:
        return base
    return (_read_levels(said, "building:min_level", id_, faults) or 0.0) * STOREY_M[1]


def _read_length(said: dict[str, str], key: str, id_: str, faults: list[Fault]) -> float | None:
    """A length that a building can have; a top of 0 m is none."""
    if key not in said:
        return None
    length = parse_metres(said[key])
    if length is None or length > HIGHEST_M or (key == "height" and length == 0):
        faults.append((id_, key, said[key]))
        return None
    return length


def _read_levels(said: dict[str, str], key: str, id_: str, faults: list[Fault]) -> float | None:
    if key not in said:
        return None
    levels = parse_levels(said[key])
    if levels is None or levels > MOST_LEVELS:
        faults.append((id_, key, said[key]))
        return None
    return levels
