"""What the map's page, the pages of cameras and the text directory are laid out from.

Holds shapes only, as `payloads` does. Addresses are relative to the site's root.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.publish.pieces import Count, Fact, FigureView, FindingLine, Link

from .layers import Bounds
from .summary import CitySummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that can be asked for, in words, and how many cameras (of a language: names) have it."""

    value: str
    label: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """Something that can be chosen, by its code, under the name that readers know."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level of detail, what it is called, its pixels a metre, and the standard that has it."""

    name: str
    title: str
    px_per_m: float
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScript:
    """What the map's script is told; its words are the page's, so that it has none of its own.

    `names` : the language of names that is shown first, of `languages`; empty for names as on the signs.
    """

    bounds: Bounds
    tiles: str
    worker: str
    search: str
    cameras: str
    first_zoom: int
    near_zoom: int
    level: str
    scenarios: tuple[Titled, ...]
    languages: tuple[str, ...]
    names: str
    days: tuple[int, ...]
    folding: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """The page of the moving map; `script` and `start` are empty where the scripts were not built."""

    script: str
    start: str
    told: MapScript
    drawn: str
    drawn_alt: str
    levels: tuple[LevelView, ...]
    scenarios: tuple[Titled, ...]
    languages: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    states: tuple[Choice, ...]
    operators: tuple[Choice, ...]
    lists: tuple[Choice, ...]
    has_reach: bool
    days: int
    undated: int
    cameras: int
    without_ground: tuple[Count, ...]
    unsurveyed: bool
    survey: str
    assumptions: tuple[str, ...]
    attribution: tuple[str, ...]
    licence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A measure of what is watched at one level, in three bands; empty words are not known, which is not zero."""

    level: str
    reach: str
    low: str
    typical: str
    high: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One observation in words: what was said, when, and who says so."""

    said: str
    date: str
    source: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPage:
    """A camera: what is claimed of it by aspect, who saw it when, what it can see, where it stands on the map.

    `state`, `operator` and `last_seen` are those of its facts that its row in the directory has; `street` orders these.
    """

    id: str
    title: str
    street: str
    state: str
    operator: str
    last_seen: str
    href: str
    on_map: str
    facts: tuple[Fact, ...]
    claims: tuple[tuple[str, tuple[FigureView, ...]], ...]
    findings: tuple[FindingLine, ...]
    sightings: tuple[Sight, ...]
    history: tuple[str, ...]
    ground: tuple[Extent, ...]
    no_ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraGroup:
    """A page of cameras: of one `alone`, or, where there are very many, of those of a group."""

    title: str
    cameras: tuple[CameraPage, ...]
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetRow:
    """A street in the directory: what is watched of it, of how many metres."""

    id: str
    name: str
    also: tuple[str, ...]
    on_map: str
    length: str
    watched: tuple[Extent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A part of the text directory: streets or cameras, or the way to such parts."""

    title: str
    streets: tuple[StreetRow, ...] = ()
    cameras: tuple[CameraPage, ...] = ()
    parts: tuple[Link, ...] = ()
    levels: tuple[LevelView, ...] = ()
    unsurveyed: bool = False
    survey: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSite:
    """What the map adds to a site: entries of its menu (name, path), pages (path, template, payload), other files.

    `says` : for files that are no text, the words in them, which the gate looks through. `summary` : for page one.
    """

    menu: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str, object], ...]
    files: Mapping[str, str | bytes]
    says: Mapping[str, str]
    summary: CitySummary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPlace:
    """A place on the map of a country; `size` is the figure its circle is drawn from, 0 where none is known."""

    name: Link
    lonlat: tuple[float, float]
    claims: int
    per_head: FigureView | None
    size: float
    programmes: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPage:
    """The map of a country: the drawing, its places, numbers that are withheld, places counted and not named."""

    svg: str
    places: tuple[CountryPlace, ...]
    withheld: tuple[FigureView, ...]
    unnamed: tuple[FigureView, ...]
    credit: str
