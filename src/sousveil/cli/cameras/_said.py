"""What is said on the command line about cameras, in groups: whose list, how it is read and fetched, surveys.

Reads nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from sousveil.cli._once import refuse_twice
from sousveil.problems import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose list it is; what is not said stays as it is in the case."""

    id: str = ""
    """Id of the list in the case."""
    kind: Literal["official", "citizens", "map", "press"] | None = None
    """What sort of list it is; needed for a new one."""
    title: str = ""
    """What it is called."""
    source: str = ""
    """Id of the source it comes from."""
    as_of: str = ""
    """The day it speaks of."""
    licence: str = ""
    """Under what terms it may be passed on."""
    attribution: str = ""
    """What whoever passes it on has to say."""

    def tell(self) -> dict[str, object]:
        """The fields of the record that were given."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How files are read, as far as they do not say so themselves."""

    read_as: (
        Literal["overpass", "geojson", "deflock", "osm.pbf", "csv", "tsv", "xlsx", "kml", "kmz", "gpx"] | None
    ) = None
    """What the files are, where their names do not tell."""
    map: Annotated[tuple[str, ...], Parameter(negative="")] = ()
    """COLUMN=FIELD: what a column of a table holds; docs/cameras.md tells the fields."""
    word: Annotated[tuple[str, ...], Parameter(negative="")] = ()
    """WORD=READ: a word of the file and the word it is read as, such as fiksna=fixed."""
    crs: str = ""
    """Coordinate system of x and y, such as EPSG:32634."""
    sheet: str = ""
    """Sheet of a spreadsheet; the first if not given."""
    header: int = 1
    """The line or row in which the headings stand."""
    delimiter: str = ""
    """What stands between cells; told from the headings if not given."""
    decimal: Literal[".", ","] = "."
    """Decimal mark of numbers."""
    encoding: Literal["utf-8", "windows-1250", "windows-1251", "utf-16"] = "utf-8"
    """How the letters of a text file are written."""

    def tell(self) -> dict[str, object]:
        """The fields of `read_as` that were given."""
        told: dict[str, object] = {
            "format": self.read_as,
            "columns": split_pairs(self.map, "--map", "COLUMN=FIELD"),
            "words": split_pairs(self.word, "--word", "WORD=READ"),
            "crs": self.crs,
            "sheet": self.sheet,
            "header": self.header,
            "delimiter": "\t" if self.delimiter == "tab" else self.delimiter,
            "decimal": self.decimal,
            "encoding": self.encoding,
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch(Form):
    """Where a list is fetched, and how its files are read, as far as they do not say so themselves."""

    overpass: str = ""
    """Fetch what stands in an area: RS-00 or such (ISO 3166), or WEST,SOUTH,EAST,NORTH."""
    server: str = "https://overpass-api.de/api/interpreter"
    """The Overpass server that is asked."""
    contact: str = ""
    """Where the server's keepers can reach you; needed to fetch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What somebody counted along streets: in pictures, or on the spot."""

    pictures: str = ""
    """SHOWING/ALL: street-view pictures that show a camera, of how many."""
    metres_a_picture: float | None = None
    """Metres of street that a picture stands for."""
    found: int | None = None
    """Cameras found along surveyed streets."""
    street_km: float | None = None
    """Kilometres of street that were surveyed."""
    recall: str = ""
    """FOUND/KNOWN: how many cameras the survey found of those known to be there."""

    def tell(self) -> dict[str, object]:
        """What was given, counts as pairs; empty where nothing was."""
        told: dict[str, object] = {
            "pictures": split_counts(self.pictures, "--pictures"),
            "metres_a_picture": self.metres_a_picture,
            "found": self.found,
            "street_km": self.street_km,
            "recall": split_counts(self.recall, "--recall"),
        }
        return {name: value for name, value in told.items() if value is not None}


def split_counts(said: str, option: str) -> tuple[int, int] | None:
    """`3/400` as two counts; None where nothing is said, UsageError for anything else."""
    if not said:
        return None
    part, _, whole = said.partition("/")
    if not (part.strip().isdecimal() and whole.strip().isdecimal()):
        raise UsageError(f"{option}: found {said!r}; write two counts such as 3/400")
    return int(part), int(whole)


def split_pairs(said: tuple[str, ...], option: str, form: str) -> Mapping[str, str]:
    """`A=B` as A → B, at the last `=`; UsageError for anything else, and where A stands twice."""
    pairs = []
    for one in said:
        left, mark, right = one.rpartition("=")
        if not mark or not left.strip() or not right.strip():
            raise UsageError(f"{option}: found {one!r}; write {form}")
        pairs.append((left.strip(), right.strip()))
    refuse_twice(pairs, option)
    return dict(pairs)
