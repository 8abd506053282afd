"""Builds the page of the moving map from its layers: choices of its filters, its legend, and what its script is told.

Counts what the layers hold; adds no fact to it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.plaintext.script import build_folding
from sousveil.publish.dates import say_date
from sousveil.publish.pieces import Count
from sousveil.publish.tongue import quote, tell, tell_code

from .layers import REACHES, MapLayers, Names, Reach, choose_name
from .payloads import Choice, LevelView, MapPage, MapScript, Titled
from .tables import (
    ALWAYS,
    FIRST_ZOOM,
    NEAR_ZOOM,
    NEVER,
    build_lines,
    find_first_day,
    find_last_day,
)
from .words import build_words, say_kind, say_list, say_state

_MOST_DAYS = 240  # steps of the slider: about one a pixel of its width
SearchRow = tuple[str, str, str, float, float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFiles:
    """Names of the map's files as its page finds them; those of scripts are empty where they were not built."""

    tiles: str
    search: str = ""
    drawn: str = ""
    script: str = ""
    start: str = ""
    worker: str = ""

    def under(self, folder: str) -> "MapFiles":
        """The same files from a page that stands elsewhere; `folder` ends with a stroke, or is empty."""
        named = {part.name: getattr(self, part.name) for part in fields(self)}
        return MapFiles(**{part: name and folder + name for part, name in named.items()})


def build_map_page(layers: MapLayers, files: MapFiles, language: str = "en") -> MapPage:
    """All that the page lays out, for readers of a language."""
    cameras = layers.cameras
    nobody = tell("map.operator_unknown", language)
    return MapPage(
        script=files.script,
        start=files.start,
        told=build_map_script(layers, files, language),
        drawn=files.drawn,
        drawn_alt=describe(layers, language),
        levels=say_levels(layers, language),
        scenarios=say_scenarios(layers, language),
        languages=tuple(Choice(value=tag, label=tag, number=n) for tag, n in count_names(layers).items()),
        kinds=_choices((one.kind for one in cameras), lambda kind: say_kind(kind, language)),
        states=_choices((one.state for one in cameras), lambda state: say_state(state, language)),
        operators=_choices((one.operator for one in cameras), lambda name: name or nobody),
        lists=_choices(
            (name for one in cameras for name in one.lists),
            partial(say_list, titles=layers.list_titles, language=language),
        ),
        has_reach=bool(np.any(layers.grounds.reach == REACHES.index(Reach.REACHABLE))),
        days=len(list_days(layers)),
        undated=sum(not one.first_seen for one in cameras),
        cameras=len(cameras),
        without_ground=tuple(
            Count(name=tell_code("apart", why, language), number=n)
            for why, n in layers.without_ground.items()
            if n
        ),
        unsurveyed=has_gaps(layers),
        survey=say_survey(layers, language),
        assumptions=tuple(one.say(language) for one in layers.assumptions),
        attribution=layers.attribution,
        licence=layers.licence,
        as_of=say_date(layers.as_of, language),
    )


def build_map_script(layers: MapLayers, files: MapFiles, language: str) -> MapScript:
    """What the script is told; addresses are relative to the page."""
    languages = tuple(count_names(layers))
    return MapScript(
        bounds=layers.bounds,
        tiles=files.tiles,
        worker=files.worker,
        search=files.search,
        cameras="../cameras/",
        first_zoom=FIRST_ZOOM,
        near_zoom=NEAR_ZOOM,
        level=layers.levels[choose_level(layers)].name if layers.levels else "",
        scenarios=say_scenarios(layers, language),
        languages=languages,
        names=language if language in languages else "",
        days=list_days(layers),
        folding=build_folding(),
        words=build_words(language) | _say_lists(layers, language),
    )


def _say_lists(layers: MapLayers, language: str) -> dict[str, str]:
    """The titles of lists that cameras carry, as the script asks for them."""
    titles = dict.fromkeys(name for one in layers.cameras for name in one.lists)
    return {f"list_{title}": say_list(title, layers.list_titles, language) for title in titles}


def say_levels(layers: MapLayers, language: str) -> tuple[LevelView, ...]:
    """The levels under the names that readers know."""
    return tuple(
        LevelView(
            name=one.name,
            title=tell_code("level", one.name, language),
            px_per_m=one.px_per_m,
            edition=one.edition,
        )
        for one in layers.levels
    )


def say_scenarios(layers: MapLayers, language: str) -> tuple[Titled, ...]:
    """The scenarios under their titles."""
    return tuple(Titled(id=one.id, title=one.title.say(language)) for one in layers.scenarios)


def say_survey(layers: MapLayers, language: str) -> str:
    """Of how many lists nobody knows where somebody looked, in a sentence; empty where every list says it."""
    return tell("map.survey", language, n=layers.silent) if layers.silent else ""


def has_gaps(layers: MapLayers) -> bool:
    """Whether there is ground that nobody surveyed."""
    return bool(len(layers.unsurveyed.ring_row))


def choose_level(layers: MapLayers) -> int:
    """The level that is shown first: the middle one, finer where there are two."""
    return len(layers.levels) // 2


def describe(layers: MapLayers, language: str = "en") -> str:
    """What the drawn picture shows, in words."""
    said = {
        "cameras": tell("map.cameras", language, n=len(layers.cameras)),
        "day": say_date(layers.as_of, language),
    }
    if layers.levels:
        name = tell_code("level", layers.levels[choose_level(layers)].name, language)
        shown = tell("map.alt_level", language, level=quote(name, language), **said)
    else:
        shown = tell("map.alt", language, **said)
    return tell("map.alt_gaps", language, shown=shown) if has_gaps(layers) else shown


def _choices(values: Iterable[str], words: Callable[[str], str]) -> tuple[Choice, ...]:
    """The values there are, the commonest first; what nobody has said comes last."""
    tally = Counter(values)
    order = sorted(tally, key=lambda value: (not value, -tally[value], value))
    return tuple(Choice(value=value, label=words(value), number=tally[value]) for value in order)


def count_names(layers: MapLayers) -> dict[str, int]:
    """How many names there are in each language, the commonest first; names as on the signs are in none."""
    tally = Counter(tag for names in _all_names(layers) for tag in names if tag)
    return dict(sorted(tally.items(), key=lambda one: (-one[1], one[0])))


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


def build_search(layers: MapLayers, language: str = "en") -> tuple[SearchRow, ...]:
    """What can be searched: streets of one name once, and cameras; sort, name, other names, place, id."""
    streets, rows = build_lines(layers.streets.lines)
    lengths = shapely.length(streets)
    longest: dict[str, tuple[float, int, int]] = {}
    for at, (row, length) in enumerate(zip(rows.tolist(), lengths.tolist(), strict=True)):
        name = choose_name(layers.streets.names[row])
        if name and (name not in longest or length > longest[name][0]):
            longest[name] = (length, at, row)
    found: list[SearchRow] = []
    for name, (_, at, row) in sorted(longest.items()):
        line = max(shapely.get_parts(streets[at]).tolist(), key=lambda part: float(part.length))
        middle = line.interpolate(0.5, normalized=True)
        also = " · ".join(dict.fromkeys(text for text in layers.streets.names[row].values() if text != name))
        found.append(("street", name, also, *_place(middle.x, middle.y), layers.streets.ids[row]))
    for one in layers.cameras:
        words = " · ".join(filter(None, (say_kind(one.kind, language), one.street, one.operator, one.id)))
        found.append(("camera", one.name or one.street or one.id, words, *_place(*one.lonlat), one.id))
    return tuple(found)


def _place(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, 6), round(lat, 6)
