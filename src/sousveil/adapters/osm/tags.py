"""OpenStreetMap's tags of surveillance devices as observations.

Pops the tags it understands and names those it does not. It decides nothing about which objects are one camera, and
guesses no value that it cannot read.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from sousveil.problems import Origin, Problem, Severity
from sousveil.records.camera import Device, HeightReading, Observation, State, View

from .values import Directions, parse_count, parse_date, parse_directions, parse_height, parse_tilt
from .words import (
    DEVICES,
    FADING,
    FAKED,
    FAKES,
    INSIDE,
    KINDS,
    LAMPS,
    MOUNTS,
    NAMELESS,
    NAMES,
    NO,
    RANKS,
    RUNNING,
    SETTINGS,
    STEADY,
    TURNING,
    YES,
    Tags,
    is_remark,
)

DIRECTIONS = ("camera:direction", "surveillance:direction", "direction")
"""First choice first: a `direction` may belong to the lamp that a camera hangs on."""
MOST_APART_DEG = 5.0
"""Two directions, or tilts, of one object that differ by more disagree."""
NOWHERE = Origin("")


class About(NamedTuple):
    """What is known of an object beside its tags: its id, its place in the file and on earth, and its history."""

    id: str
    origin: Origin
    lonlat: tuple[float, float] | None
    edited: str = ""
    version: int | None = None
    parts: tuple[tuple[str, str], ...] = ()


class Said(NamedTuple):
    """What tags say of whatever object; `rest` is everything but the views, and its texts are those of the rest."""

    rest: Observation
    views: tuple[View, ...]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]


class _Rest(NamedTuple):
    """What tags say that are no directions, and what it takes to read those; `renamed` are directions among them."""

    observation: Observation
    problems: tuple[Problem, ...]
    highway: str
    turns: bool | None
    renamed: Mapping[str, str]


def is_device(tags: Mapping[str, str]) -> bool:
    """Whether an object is one that watches, or did, or will, or enforces by camera."""
    return any(
        key.rpartition(":")[2] in {"man_made", "highway"}
        and bool({"surveillance", "speed_camera"} & {word.strip() for word in text.split(";")})
        and (":" not in key or key.partition(":")[0] in FADING)
        for key, text in tags.items()
        if key.endswith(("man_made", "highway"))
    ) or (tags.get("type") == "enforcement" and "enforcement" in tags)


def build_observation(tags: Mapping[str, str], about: About) -> tuple[Observation, list[Problem]]:
    """The observation that an object's tags say, and everything in them that could not be read."""
    said, views, texts, problems = read_tags(tuple(tags.items()))
    observation = Observation(
        id=about.id,
        lonlat=about.lonlat,
        device=said.device,
        state=said.state,
        kinds=said.kinds,
        views=views,
        tilt_deg=said.tilt_deg,
        height_m=said.height_m,
        height_reading=said.height_reading,
        mounts=said.mounts,
        zones=said.zones,
        settings=said.settings,
        count=said.count,
        checked=said.checked,
        since=said.since,
        until=said.until,
        edited=about.edited,
        version=about.version,
        names=said.names,
        parts=about.parts,
        texts=texts,
        left=said.left,
    )
    if not problems:  # as mostly, for speed
        return observation, []
    return observation, [
        replace(one, origin=about.origin, record=about.id, args={**one.args, "id": about.id})
        for one in problems
    ]


# Three of four objects of a large list have the tags of another, and without their directions six of seven more: of the
# 61,768 plate readers of the United States 15,334 sets of tags are left, and 2,093 without directions.


@lru_cache(maxsize=16384)
def read_tags(tags: tuple[tuple[str, str], ...]) -> Said:
    """What tags say of whatever object."""
    own = {key: text for key, text in tags if key in DIRECTIONS}
    rest = _read_rest(tuple([(key, "" if key in own else text) for key, text in tags]))
    facing = Tags({**rest.renamed, **own}, "", NOWHERE)
    views = _read_views(facing, rest.highway, rest.observation.device, turns=rest.turns)
    texts = {**rest.observation.texts, **own} if own else rest.observation.texts
    return Said(rest.observation, views, texts, (*facing.problems, *rest.problems))


@lru_cache(maxsize=16384)
def _read_rest(tags: tuple[tuple[str, str], ...]) -> _Rest:
    """What all tags but the directions say, whose texts are empty here; that there are any says it is a camera."""
    read = Tags(dict(tags), "", NOWHERE)
    state = _read_state(read)
    settings, said = _read_settings(read)
    settings += _read_inside(read, settings)
    device, faked = _read_device(read, said)
    kinds, kind_faked = _read_kinds(read)
    if read.webcam and device is not Device.ALPR:
        device = Device.WEBCAM
    elif settings == ("speed",) and device in {Device.CAMERA, Device.UNKNOWN}:
        device = Device.SPEED_CAMERA
    height, reading = _read_height(read)
    highway = read.pop("highway")
    directions = {key: read.open.pop(key, "") for key in DIRECTIONS}
    observation = Observation(
        id="",
        lonlat=None,
        device=device,
        state=State.DUMMY if faked or kind_faked or "fake" in said else state,
        kinds=kinds,
        tilt_deg=_read_tilt(read),
        height_m=height,
        height_reading=reading,
        mounts=_read_mounts(read),
        zones=read.words("surveillance:zone"),
        settings=settings,
        count=_read_count(read),
        checked=max(_read_date(read, "check_date"), _read_date(read, "survey:date")),
        since=_read_date(read, "start_date"),
        until=_read_date(read, "end_date"),
        names=_read_names(read),
        texts=read.texts,
        left=tuple(sorted([key for key in read.open if not is_remark(key)])) if read.open else (),
    )
    renamed = {key: text for key, text in directions.items() if text}
    return _Rest(observation, tuple(read.problems), highway, _can_turn(kinds, device), renamed)


def _read_state(tags: Tags) -> State:
    """Where in its life the device is; a prefix is taken off every tag that has it."""
    state = State.INSTALLED
    live = "surveillance" in tags.words("man_made")
    for key in [key for key in tags.open if ":" in key]:
        prefix, _, rest = key.partition(":")
        if prefix in FADING:
            if rest in {"man_made", "highway"} and not live:
                state = FADING[prefix]
            tags.rename(key, rest)
    tags.pop("man_made")
    for key in [key for key in tags.open if key in FADING]:
        said = tags.pop(key).lower()
        if said in YES:
            state = FADING[key]
        elif said and said not in NO:
            tags.report("camera-value.yes", key)
    status = tags.pop("operational_status").lower()
    if status and status not in RUNNING:
        tags.report("camera-value.word", "operational_status", part=status, known=", ".join(RUNNING))
    state = RUNNING.get(status, state)
    faked = [tags.pop(key).lower() in YES for key in FAKED if key in tags.open]
    return State.DUMMY if any(faked) else state


def _read_settings(tags: Tags) -> tuple[tuple[str, ...], set[str]]:
    """Where and what for, and the words of `surveillance` that say something else: a device, or a fake."""
    settings, said = [], set[str]()
    for word in tags.words("surveillance"):
        if word in SETTINGS:
            settings.append(SETTINGS[word])
        elif word in DEVICES:
            said.add(word)
        elif word in FAKES:
            said.add("fake")
        elif word not in YES:
            tags.report("camera-value.word", "surveillance", part=word, known=", ".join(SETTINGS))
    return tuple(settings), said


def _read_inside(tags: Tags, settings: tuple[str, ...]) -> tuple[str, ...]:
    """`indoor` where another tag says so than `surveillance`, which counts where it says otherwise."""
    inside = [key for key, words in INSIDE if tags.open.get(key, "").lower() in words]
    for key in inside:
        tags.pop(key)
        if "outdoor" in settings and "indoor" not in settings:
            tags.report("camera-conflict", key, other="surveillance", said=tags.texts.get("surveillance", ""))
    return () if {"indoor", "outdoor"} & set(settings) or not inside else ("indoor",)


def _read_device(tags: Tags, said: set[str]) -> tuple[Device, bool]:
    """Which sort of device it is, and whether it is said to be a dummy."""
    highway = tags.open.get("highway", "")
    words = tags.words("surveillance:type")
    for word in words:
        if word not in DEVICES and word not in FAKES:
            tags.report("camera-value.word", "surveillance:type", part=word, known=", ".join(DEVICES))
    found = {DEVICES[word] for word in words if word in DEVICES} or {
        DEVICES[word] for word in said & DEVICES.keys()
    }
    tags.webcam |= Device.WEBCAM in found or "webcam" in said
    _report_others(tags, found | {DEVICES[word] for word in said if word in DEVICES})
    faked = bool(FAKES & set(words))
    for device in RANKS:
        if device in found:
            return device, faked
    if highway == "speed_camera":
        return Device.SPEED_CAMERA, faked
    if tags.texts.get("type") == "enforcement":
        tags.words("enforcement")
        return Device.ENFORCEMENT, faked
    camera = any(key.startswith("camera:") for key in tags.open)
    return Device.CAMERA if camera or faked else Device.UNKNOWN, faked


def _report_others(tags: Tags, devices: set[Device]) -> None:
    """Name devices that contradict each other; that a camera is a webcam, or reads plates, says more of it."""
    special = devices - {Device.CAMERA}
    if len(special) > 1 or (Device.CAMERA in devices and special & {Device.GUARD, Device.GUNSHOT_DETECTOR}):
        key = "surveillance:type" if ";" in tags.texts.get("surveillance:type", "") else "surveillance"
        tags.report("camera-odd.devices", key, Severity.NOTE, said=", ".join(sorted(special | devices)))


def _read_kinds(tags: Tags) -> tuple[tuple[str, ...], bool]:
    """How the camera is built, and whether it is said to be a dummy."""
    words = tags.words("camera:type")
    for word in words:
        if word == "webcam":
            tags.webcam = True
        elif word not in KINDS and word not in FAKES:
            tags.report("camera-value.word", "camera:type", part=word, known=", ".join(KINDS))
    return tuple(dict.fromkeys(KINDS[word] for word in words if word in KINDS)), bool(FAKES & set(words))


def _can_turn(kinds: tuple[str, ...], device: Device) -> bool | None:
    """Whether its directions are those of something that turns; None if that is not said, or of both."""
    if kinds and TURNING.issuperset(kinds):
        return True
    if (kinds and STEADY.issuperset(kinds)) or (not kinds and device in {Device.ALPR, Device.SPEED_CAMERA}):
        return False
    return None


def _read_views(tags: Tags, highway: str, device: Device, *, turns: bool | None) -> tuple[View, ...]:
    """The directions of the first tag that says any; a lamp's or signal's own direction is left to it."""
    read: dict[str, Directions] = {}
    for key in DIRECTIONS:
        text = tags.pop(key)
        if not text:
            continue
        if key == "direction" and highway in LAMPS and device is not Device.SPEED_CAMERA:
            tags.report("camera-lamp", key, Severity.NOTE, highway=highway)
            continue
        read[key] = parse_directions(text, turns=turns)
        for fault in read[key].faults:
            tags.report_fault(key, fault)
        for oddity in read[key].oddities:
            tags.report(f"camera-odd.{oddity[0]}", key, Severity.NOTE, part=oddity[1])
    said = [(key, found.views) for key, found in read.items() if found.views]
    for key, views in said[1:]:
        if _differ(said[0][1], views):
            first = said[0][0]
            tags.report("camera-conflict", key, other=first, said=tags.texts.get(first, ""))
    return said[0][1] if said else ()


def _differ(one: tuple[View, ...], two: tuple[View, ...]) -> bool:
    """Whether two tags look elsewhere: another number of views, or one that no view of the other is near."""
    return len(one) != len(two) or any(
        min(_turn(a.bearing_deg, b.bearing_deg) for b in two) > MOST_APART_DEG for a in one
    )


def _turn(a: float, b: float) -> float:
    """The angle between two bearings, 0 to 180."""
    return abs((a - b + 180) % 360 - 180)


def _read_tilt(tags: Tags) -> tuple[float, float] | None:
    """The tilt with one sign: `camera:angle` counts downwards, `camera:tilt` upwards; the latter counts first."""
    found: list[tuple[str, tuple[float, float]]] = []
    for key, down in (("camera:tilt", False), ("camera:angle", True)):
        text = tags.pop(key)
        if not text:
            continue
        tilt = parse_tilt(text, down_is_positive=down)
        if isinstance(tilt[0], str):
            tags.report_fault(key, (tilt[0], str(tilt[1])))
        else:
            found.append((key, (float(tilt[0]), float(tilt[1]))))
    if len(found) == 2 and any(
        abs(a - b) > MOST_APART_DEG for a, b in zip(found[0][1], found[1][1], strict=True)
    ):
        tags.report("camera-conflict", found[1][0], other=found[0][0], said=tags.texts.get(found[0][0], ""))
    return found[0][1] if found else None


def _read_height(tags: Tags) -> tuple[float | None, HeightReading | None]:
    """The height, and what it was taken to be; what stands beside it is left, as is an `ele` of the ground."""
    for key, reading in (
        ("camera:height", HeightReading.ABOVE_GROUND),
        ("height", HeightReading.MOUNT_OR_SIZE),
        ("ele", HeightReading.ELEVATION),
    ):
        text = tags.pop(key)
        if not text:
            continue
        height = parse_height(text)
        if not isinstance(height, tuple):
            if key == "ele":
                tags.report("camera-odd.elevation", key, Severity.NOTE, part=text)
            return height, reading
        if key == "ele" and height[0] == "height-beyond":
            tags.open[key] = text
        else:
            tags.report_fault(key, height)
    return None, None


def _read_mounts(tags: Tags) -> tuple[str, ...]:
    """What it hangs on or stands on."""
    key = "camera:mount" if "camera:mount" in tags.open else "support"
    words = tags.words(key)
    for word in words:
        if word not in MOUNTS:
            tags.report("camera-value.word", key, part=word, known=", ".join(dict.fromkeys(MOUNTS.values())))
    return tuple(dict.fromkeys([MOUNTS[word] for word in words if word in MOUNTS]))


def _read_count(tags: Tags) -> int | None:
    """How many cameras the object stands for."""
    text = tags.pop("camera:count")
    if not text:
        return None
    count = parse_count(text)
    if isinstance(count, tuple):
        tags.report_fault("camera:count", count)
        return None
    return count


def _read_date(tags: Tags, key: str) -> str:
    """A date in EDTF; empty where there is none that can be read."""
    text = tags.pop(key)
    if not text:
        return ""
    date = parse_date(text)
    if isinstance(date, tuple):
        tags.report_fault(key, date)
        return ""
    return date


def _read_names(tags: Tags) -> dict[str, str]:
    """Who runs it, who made it, what it is called: of the camera first, then of what it shares its place with."""
    found, keys = dict[str, str](), dict[str, str]()
    for key in sorted([key for key in tags.open if key in NAMES], key=lambda key: NAMES[key][1]):
        text, name = tags.pop(key), NAMES[key][0]
        if not text or text.lower() in NAMELESS:
            continue
        if name not in found:
            found[name], keys[name] = text, key
        elif text.lower() != found[name].lower():
            tags.report("camera-conflict", key, Severity.NOTE, other=keys[name], said=found[name])
    return found
