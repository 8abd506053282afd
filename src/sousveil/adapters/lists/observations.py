"""The form in which a case keeps a list of cameras: GeoJSON, a feature a line, everything an observation says.

Both ways, and what is written reads back equal. It drops and adds nothing; a feature that was changed by hand into
something that cannot be read is named and left out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from sousveil.adapters.json_items import Items
from sousveil.problems import Origin, Severity
from sousveil.records.camera import Device, HeightReading, Meaning, Observation, State, View

from .geojson import build_properties
from .sightings import Sightings, read_place

MARK = "sousveil"
FORMAT = 1
"""Fields are added, never renamed, until this goes up."""
_FACTS = attrgetter(*(field.name for field in fields(Observation) if field.name not in {"id", "lonlat"}))
_SORTS = frozenset({"node", "way", "relation"})
_DIGITS = frozenset("0123456789")
_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def render_observations(observations: Iterable[Observation], head: Mapping[str, str]) -> str:
    """Observations in the order of their ids, with what is said of the whole list before them."""
    about = {"type": "FeatureCollection", MARK: FORMAT, **{name: text for name, text in head.items() if text}}
    ordered = sorted(observations, key=lambda one: sort_key(one.id))
    lines = ",\n".join(_render_each(ordered))
    return f'{_encode(about)[:-1]},"features":[\n{lines}\n]}}\n'


def sort_key(id_: str) -> list[tuple[int, int, str]]:
    """For sorting ids by the numbers in them, however long: node/9 before node/10."""
    head, mark, tail = id_.rpartition("/")
    if head in _SORTS and tail.isascii() and tail.isdigit():  # as OpenStreetMap's are, for speed
        return [(1, 0, head + mark), (0, len(tail), tail)]
    parts = ((part.lstrip("0") or "0" if part[0] in _DIGITS else "", part) for part in _PARTS.findall(id_))
    return [(0, len(digits), digits) if digits else (1, 0, word) for digits, word in parts]


def _render_each(observations: Iterable[Observation]) -> Iterator[str]:
    """One feature after another; what several say alike, as most do who share their texts, is written out once."""
    written: dict[int, tuple[tuple[object, ...], str]] = {}
    for one in observations:
        facts, place = _FACTS(one), one.lonlat
        before = written.get(id(one.texts))
        if before is None or before[0] != facts:
            before = written[id(one.texts)] = facts, _encode(_tell(one))
        where = f'{{"type":"Point","coordinates":[{place[0]!r},{place[1]!r}]}}' if place else "null"
        yield f'{{"type":"Feature","id":{_encode(one.id)},"geometry":{where},"properties":{before[1]}}}'


def _tell(one: Observation) -> dict[str, object]:
    """Everything an observation says beside its id and place."""
    told = build_properties(one) | {"texts": dict(one.texts)}
    return told | {"left": one.left} if one.left else told


def count_features(raw: bytes) -> int:
    """How many observations a list of ours has, without reading them: each begins a line."""
    return raw.count(b'\n{"type":"Feature"')


def read_observations(items: Items, path: str) -> Sightings:
    """The observations of a list of ours; one of a newer format is not read."""
    found = Sightings(
        attribution=str(items.head.get("attribution", "")), as_of=str(items.head.get("as_of", ""))
    )
    if items.head.get(MARK) != FORMAT:
        found.report("camera-file.format", Origin(path), Severity.ERROR, found=str(items.head.get(MARK))[:40])
        found.failed = True
        return found
    for origin, feature in items.items:
        try:
            found.observe(_read(feature, origin, into=found), origin, origin)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            id_ = str(feature.get("id", "")) if isinstance(feature, dict) else ""
            found.report("camera-file.feature", origin, Severity.WARNING, id=id_, reason=repr(error)[:120])
    return found


def _read(feature: object, origin: Origin, *, into: Sightings) -> Observation:
    """One feature; raises what Python raises where it is not as we write it."""
    whole = _mapping(feature)
    id_, told = str(whole["id"]), dict(_mapping(whole["properties"]))
    place = None
    if whole["geometry"] is not None:
        lon, lat = _mapping(whole["geometry"])["coordinates"]
        place = read_place(lon, lat, id_=id_, origin=origin, into=into)
    reading, height = told.pop("height_reading", None), told.pop("height_m", None)
    tilt = [float(value) for value in _list(told.pop("tilt_deg", []))]
    return Observation(
        id=id_,
        lonlat=place,
        device=Device(told.pop("device")),
        state=State(told.pop("state")),
        kinds=_words(told.pop("kinds", [])),
        views=tuple([_read_view(_mapping(view)) for view in _list(told.pop("views", []))]),
        tilt_deg=(tilt[0], tilt[1]) if tilt else None,
        height_m=None if height is None else float(height),
        height_reading=None if reading is None else HeightReading(reading),
        mounts=_words(told.pop("mounts", [])),
        zones=_words(told.pop("zones", [])),
        settings=_words(told.pop("settings", [])),
        count=_whole(told.pop("count", None)),
        checked=str(told.pop("checked", "")),
        since=str(told.pop("since", "")),
        until=str(told.pop("until", "")),
        edited=str(told.pop("edited", "")),
        version=_whole(told.pop("version", None)),
        parts=tuple([(str(role), str(part)) for role, part in _list(told.pop("parts", []))]),
        texts={str(key): str(text) for key, text in _mapping(told.pop("texts", {})).items()},
        left=_words(told.pop("left", [])),
        names={name: str(text) for name, text in told.items()},
    )


def _read_view(view: Mapping[str, Any]) -> View:
    width = view["width_deg"]
    return View(float(view["bearing_deg"]), None if width is None else float(width), Meaning(view["meaning"]))


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"found {type(value).__name__} for an object")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"found {type(value).__name__} for a list")
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple([str(word) for word in _list(value)])


def _whole(value: object) -> int | None:
    return value if value is None or isinstance(value, int) else int(str(value))
