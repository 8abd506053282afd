"""The data contract of the map: everything that is drawn on it or said beside it, in longitude and latitude.

Holds shapes only. What may not be published is left out before it comes here; nothing here is computed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sousveil.publish.tongue import Phrase
from sousveil.records.base import Text
from sousveil.register.cameras import Conflict, Moment

Bounds = tuple[float, float, float, float]
"""West, south, east, north [°]."""
Names = Mapping[str, str]
"""A name by language tag; the empty tag is the name as it stands on the sign."""


def choose_name(names: Names, language: str = "") -> str:
    """The name in the reader's language, else the one on the sign, else any there is."""
    return names.get(language) or names.get("", next(iter(names.values()), ""))


class Band(StrEnum):
    """How much is supposed of what nobody has said: lens, sensor, height, direction."""

    LOW = "low"
    TYPICAL = "typical"
    HIGH = "high"


class Reach(StrEnum):
    """What is watched in one moment, or what a movable camera can be turned and zoomed to, though never at once."""

    INSTANT = "instant"
    REACHABLE = "reachable"


BANDS = tuple(Band)
REACHES = tuple(Reach)


def _no_points() -> npt.NDArray[np.float64]:
    return np.empty((0, 2))


def _no_rows() -> npt.NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


def _no_starts() -> npt.NDArray[np.int64]:
    return np.zeros(1, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Lines:
    """Polylines, one after another.

    `lonlat` : (vertices, 2) [°]. `start` : (lines + 1), where a line begins. `row` : (lines), the thing it belongs to;
    a thing may have several lines, which stand together.
    """

    lonlat: npt.NDArray[np.float64] = field(default_factory=_no_points)
    start: npt.NDArray[np.int64] = field(default_factory=_no_starts)
    row: npt.NDArray[np.int64] = field(default_factory=_no_rows)


@dataclass(frozen=True, slots=True)
class Areas:
    """Rings without their first corner repeated; the rings of a thing stand together, holes after their outline.

    `lonlat` : (corners, 2) [°]. `ring_start` : (rings + 1). `ring_row` : (rings), the thing a ring belongs to.
    `ring_is_hole` : (rings).
    """

    lonlat: npt.NDArray[np.float64] = field(default_factory=_no_points)
    ring_start: npt.NDArray[np.int64] = field(default_factory=_no_starts)
    ring_row: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    ring_is_hole: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class Streets:
    """Streets by row: their lines, ids such as `way/27`, kinds as the map tags them, and names in all scripts."""

    lines: Lines = field(default_factory=Lines)
    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    names: tuple[Names, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name that stands at a place; `rank` 0 is shown from farthest away."""

    names: Names
    lonlat: tuple[float, float]
    kind: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One observation of a camera: what was said, when somebody looked, who says so, and where that can be read.

    An empty text or None is something nobody has said; `date` is EDTF.
    """

    id: str
    date: str
    source: str
    href: str = ""
    kinds: tuple[str, ...] = ()
    bearings_deg: tuple[float, ...] = ()
    height_m: float | None = None
    operator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCamera:
    """A camera as it may be published; an empty text or None is something nobody has said.

    Dates are EDTF: first and last time it was seen, first time it was missing. `lists` are the registers that name it,
    `scenarios` those it belongs to (all of them where empty). `conflicts` are fields in which lists differ,
    `supersedes` ids under which it was cited.
    """

    id: str
    lonlat: tuple[float, float]
    name: str = ""
    kind: str = ""
    state: str = ""
    operator: str = ""
    lists: tuple[str, ...] = ()
    first_seen: str = ""
    last_seen: str = ""
    first_missing: str = ""
    bearing_deg: float | None = None
    street: str = ""
    scenarios: tuple[str, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    history: tuple[Moment, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """Visible ground by row: whose it is (row of the camera), at which level, in which band, at once or by turning.

    `level` : positions in `MapLayers.levels`; `band` and `reach` : positions in `BANDS` and `REACHES`. `area_m2` : the
    exact area, of which the drawing is an outline. `scenario` : the one it belongs to, -1 for all of its camera's.
    """

    areas: Areas = field(default_factory=Areas)
    camera: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    level: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    band: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    reach: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    area_m2: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    scenario: npt.NDArray[np.int64] = field(default_factory=_no_rows)


@dataclass(frozen=True, slots=True)
class Watched:
    """Stretches of streets that exactly `k` cameras see, by row, none with k = 0.

    `street` : rows of `MapLayers.streets`. `level`, `band`, `reach` as in `Grounds`; `scenario` : positions in
    `MapLayers.scenarios`, 0 where there is none. `metres` : length of the stretch [m]. `unknown` : (level, band, reach,
    scenario) in which nothing is known of any camera, so that no stretch there is not "none".
    """

    lines: Lines = field(default_factory=Lines)
    street: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    level: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    band: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    reach: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    scenario: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    k: npt.NDArray[np.int64] = field(default_factory=_no_rows)
    metres: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    unknown: frozenset[tuple[int, int, int, int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of detail [px/m] and the edition of the standard whose word it is."""

    name: str
    px_per_m: float
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A set of cameras that is shown on its own: what stands today, what is planned."""

    id: str
    title: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLayers:
    """Everything on the map of one city.

    `unsurveyed` are areas where nobody has looked; of `silent` lists nobody knows where somebody looked; `assumptions`
    are the sentences of the legend; `without_ground` counts cameras by the reason (`Apart`) why nothing can be said of
    what they see. `list_titles` are those of lists in every language that they have one in, by the title that cameras
    carry.
    """

    bounds: Bounds
    as_of: str
    attribution: tuple[str, ...]
    licence: str
    assumptions: tuple[Phrase, ...]
    levels: tuple[Level, ...]
    cameras: tuple[MapCamera, ...]
    streets: Streets = field(default_factory=Streets)
    buildings: Areas = field(default_factory=Areas)
    water: Areas = field(default_factory=Areas)
    waterways: Lines = field(default_factory=Lines)
    labels: tuple[Label, ...] = ()
    grounds: Grounds = field(default_factory=Grounds)
    watched: Watched = field(default_factory=Watched)
    unsurveyed: Areas = field(default_factory=Areas)
    silent: int = 0
    scenarios: tuple[Scenario, ...] = ()
    without_ground: Mapping[str, int] = field(default_factory=dict)
    list_titles: Mapping[str, Text] = field(default_factory=dict)
