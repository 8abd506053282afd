"""Observations of devices that watch: what one source said about one object at one time.

Holds what was said; whether two observations are of one camera, the register decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Device(StrEnum):
    """What sort of thing was seen. Only `camera` and `alpr` count as cameras; the others are kept apart."""

    CAMERA = "camera"
    ALPR = "alpr"
    WEBCAM = "webcam"
    GUARD = "guard"
    GUNSHOT_DETECTOR = "gunshot_detector"
    SPEED_CAMERA = "speed_camera"
    ENFORCEMENT = "enforcement"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What was said of its life; `installed` says that it stands, not that it runs."""

    PLANNED = "planned"
    INSTALLED = "installed"
    OPERATING = "operating"
    DISUSED = "disused"
    REMOVED = "removed"
    DUMMY = "dummy"


class Meaning(StrEnum):
    """What an angle says: where a camera points, how wide it sees, how far it turns, all round, or nobody knows."""

    BEARING = "bearing"
    FIELD_OF_VIEW = "field_of_view"
    SWEEP = "sweep"
    ALL_ROUND = "all_round"
    UNKNOWN = "unknown"


class View(NamedTuple):
    """One direction: the bearing of its middle [°, clockwise from north], its width [°] if said, what it means."""

    bearing_deg: float
    width_deg: float | None
    meaning: Meaning


class HeightReading(StrEnum):
    """What a height was taken to be: `above_ground` where its tag says so, else the tag it was read from."""

    ABOVE_GROUND = "above_ground"
    MOUNT_OR_SIZE = "mount_or_size"
    ELEVATION = "elevation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A sighting of a device; an empty text, tuple or None is something the source does not say.

    `tilt_deg` is from lowest to highest, 0 level and negative down. `checked`, `since` and `until` are EDTF: when
    somebody last looked, when it was put up, when it went. `edited` is when the record was written, which is none of
    these. `names` are what is said in words: who runs it, what it is called, its `street`, `cross_street` and
    `address`, how certain the observer was, the photo. `texts` are the tags as they stood, without those of persons;
    `left` the names of those that were not read.
    """

    id: str
    lonlat: tuple[float, float] | None
    device: Device = Device.UNKNOWN
    state: State = State.INSTALLED
    kinds: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    tilt_deg: tuple[float, float] | None = None
    height_m: float | None = None
    height_reading: HeightReading | None = None
    mounts: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    count: int | None = None
    checked: str = ""
    since: str = ""
    until: str = ""
    edited: str = ""
    version: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[tuple[str, str], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
