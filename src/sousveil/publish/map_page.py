"""Builds the page of the moving map from its layers: choices of its filters, its legend, and what its script is told.

Counts what the layers hold; adds no fact to it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.plaintext.script import build_folding

from .map_layers import REACHES, MapLayers, Names, Reach
from .map_payloads import Choice, MapPage, MapScript
from .map_tables import (
    ALWAYS,
    FIRST_ZOOM,
    NEAR_ZOOM,
    NEVER,
    build_lines,
    find_first_day,
    find_last_day,
)
from .map_words import build_words, say_kind, say_state
from .pieces import Count

_MOST_DAYS = 240  # steps of the slider: about one a pixel of its width
SearchRow = tuple[str, str, str, float, float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFiles:
    """Names of the map's files beside its page; those of scripts are empty where they were not built."""

    tiles: str
    search: str
    drawn: str
    script: str = ""
    start: str = ""
    worker: str = ""


def build_map_page(layers: MapLayers, files: MapFiles, *, as_of_words: str) -> MapPage:
    """All that the page lays out."""
    cameras = layers.cameras
    return MapPage(
        script=files.script,
        start=files.start,
        told=build_map_script(layers, files),
        drawn=files.drawn,
        drawn_alt=describe(layers),
        levels=layers.levels,
        scenarios=layers.scenarios,
        languages=list_languages(layers),
        kinds=_choices((one.kind for one in cameras), say_kind),
        states=_choices((one.state for one in cameras), say_state),
        operators=_choices((one.operator for one in cameras), lambda name: name or "Operator not known"),
        lists=_choices((name for one in cameras for name in one.lists), str),
        has_reach=bool(np.any(layers.grounds.reach == REACHES.index(Reach.REACHABLE))),
        days=len(list_days(layers)),
        undated=sum(not one.first_seen for one in cameras),
        cameras=len(cameras),
        without_ground=tuple(Count(name=why, number=n) for why, n in layers.without_ground.items() if n),
        unsurveyed=layers.unsurveyed_words,
        survey=layers.survey,
        assumptions=layers.assumptions,
        attribution=layers.attribution,
        licence=layers.licence,
        as_of=as_of_words,
    )


def build_map_script(layers: MapLayers, files: MapFiles) -> MapScript:
    """What the script is told; addresses are relative to the page."""
    return MapScript(
        bounds=layers.bounds,
        tiles=files.tiles,
        worker=files.worker,
        search=files.search,
        cameras="../cameras/",
        first_zoom=FIRST_ZOOM,
        near_zoom=NEAR_ZOOM,
        level=layers.levels[choose_level(layers)].name if layers.levels else "",
        scenarios=layers.scenarios,
        languages=list_languages(layers),
        days=list_days(layers),
        folding=build_folding(),
        words=build_words(),
    )


def choose_level(layers: MapLayers) -> int:
    """The level that is shown first: the middle one, finer where there are two."""
    return len(layers.levels) // 2


def describe(layers: MapLayers) -> str:
    """What the drawn picture shows, in words."""
    level = f" at the level “{layers.levels[choose_level(layers)].name}”" if layers.levels else ""
    gaps = "; hatched is what nobody has surveyed" if len(layers.unsurveyed_words) else ""
    number = "1 camera" if len(layers.cameras) == 1 else f"{len(layers.cameras):,} cameras"
    return f"{number} and the streets they watch{level}, as of {layers.as_of}{gaps}"


def _choices(values: Iterable[str], words: Callable[[str], str]) -> tuple[Choice, ...]:
    """The values there are, the commonest first; what nobody has said comes last."""
    tally = Counter(values)
    order = sorted(tally, key=lambda value: (not value, -tally[value], value))
    return tuple(Choice(value=value, label=words(value), number=tally[value]) for value in order)


def list_languages(layers: MapLayers) -> tuple[str, ...]:
    """Languages in which something on the map has a name besides the one on its sign."""
    return tuple(sorted({tag for names in _all_names(layers) for tag in names} - {""}))


def _all_names(layers: MapLayers) -> Iterable[Names]:
    yield from layers.streets.names
    yield from (label.names for label in layers.labels)


def list_days(layers: MapLayers) -> tuple[int, ...]:
    """Days on which the cameras that stand are others than before, in order; evenly thinned where they are many."""
    days = {find_first_day(one.first_seen) for one in layers.cameras}
    days |= {find_last_day(one.first_missing) for one in layers.cameras}
    ordered = sorted(days - {ALWAYS, NEVER})
    step = -(-len(ordered) // _MOST_DAYS) or 1
    return tuple(ordered[::-1][::step][::-1])


def build_search(layers: MapLayers) -> tuple[SearchRow, ...]:
    """What can be searched: streets of one name once, and cameras; sort, name, other names, place, id."""
    streets, rows = build_lines(layers.streets.lines)
    lengths = shapely.length(streets)
    longest: dict[str, tuple[float, int, int]] = {}
    for at, (row, length) in enumerate(zip(rows.tolist(), lengths.tolist(), strict=True)):
        name = _own(layers.streets.names[row])
        if name and (name not in longest or length > longest[name][0]):
            longest[name] = (length, at, row)
    found: list[SearchRow] = []
    for name, (_, at, row) in sorted(longest.items()):
        line = max(shapely.get_parts(streets[at]).tolist(), key=lambda part: float(part.length))
        middle = line.interpolate(0.5, normalized=True)
        also = " · ".join(dict.fromkeys(text for text in layers.streets.names[row].values() if text != name))
        found.append(("street", name, also, *_place(middle.x, middle.y), layers.streets.ids[row]))
    for one in layers.cameras:
        words = " · ".join(filter(None, (say_kind(one.kind), one.street, one.operator, one.id)))
        found.append(("camera", one.name or one.street or one.id, words, *_place(*one.lonlat), one.id))
    return tuple(found)


def _own(names: Names) -> str:
    return names.get("", next(iter(names.values()), ""))


def _place(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, 6), round(lat, 6)
