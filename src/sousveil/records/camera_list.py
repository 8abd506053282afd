"""Lists of cameras a case holds: whose they are, where their file lies, how it is read, which ground they cover.

Holds no camera: the file of a list is read only when its cameras are asked for.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Edtf, Id, Part, Record, Text, Words

INSIDE = r"^([^/\\:.][^/\\:]*/)*[^/\\:.][^/\\:]*$"
"""A path that cannot lead out of the folder it begins in, nor to a hidden file."""
Inside = Annotated[
    str,
    StringConstraints(strict=True, pattern=INSIDE),
    Field(description="A file inside the case, as a path from its folder."),
]
Format = Literal["overpass", "geojson", "deflock", "osm.pbf", "csv", "tsv", "xlsx", "kml", "kmz", "gpx"]
Column = Literal[
    "ref", "name", "address", "street", "cross_street", "kind", "device", "operator", "manufacturer", "model",
    "state", "since", "until", "checked", "direction", "tilt", "height", "count", "mount", "zone", "setting",
    "lon", "lat", "lat_lon", "x", "y", "certainty", "photo", "what", "note",
]  # fmt: skip
LonLat = tuple[
    Annotated[float, Field(strict=False, ge=-180, le=180)],
    Annotated[float, Field(strict=False, ge=-90, le=90)],
]


class ReadAs(Part):
    """How a file is read, as far as it does not say so itself."""

    format: Format | None = Field(None, description="Told from the file if not given.")
    columns: dict[Words, Column] = Field(
        {},
        description="Heading of a column → what stands in it; `x` and `y` are in `crs`, `lat_lon` is one cell.",
    )
    words: dict[Words, Words] = Field(
        {}, description="Words of the file → the words read here, for example `fiksna: fixed`."
    )
    crs: Words | None = Field(None, description="Coordinate system of `x` and `y`, for example EPSG:32634.")
    sheet: Words | None = Field(None, description="Sheet of a spreadsheet; the first if not given.")
    header: int = Field(1, ge=1, description="The line or row in which the headings stand.")
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(
        None, description="Told from the headings if not given."
    )
    decimal: Literal[".", ","] = Field(".", description="Decimal mark of coordinates and heights.")
    encoding: Literal["utf-8", "windows-1250", "windows-1251", "utf-16"] = "utf-8"


class Surveyed(Part):
    """Ground that somebody looked at, whether or not anything was found there."""

    street: Words | None = None
    place: Id | None = Field(None, description="The place the street lies in.")
    along: tuple[LonLat, ...] = Field((), description="The way walked, as longitude and latitude.")
    area: tuple[LonLat, ...] = Field((), description="The corners of an area, as longitude and latitude.")
    date: Edtf | None = None


class CameraList(Record):
    """A list of cameras from one source: an official list, a citizens' count, a map, a press report."""

    title: Text
    kind: Literal["official", "citizens", "map", "press"]
    source: Id | None = None
    file: Inside
    read_as: ReadAs | None = None
    as_of: Edtf | None = Field(None, description="The day the list speaks of.")
    licence: Words | None = None
    attribution: Words | None = Field(None, description="What whoever passes the list on has to say.")
    position_error_m: float | None = Field(
        None, gt=0, strict=False, description="How far off its positions are, as a rule [m]."
    )
    surveyed: tuple[Surveyed, ...] = Field(
        (), description="Ground it claims to cover; where none is said, none is supposed."
    )
