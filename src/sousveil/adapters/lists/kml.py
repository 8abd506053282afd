"""Places drawn in XML: KML 2.2 and 2.3 (OGC 07-147, 12-007), packed as KMZ or not, and waypoints of GPX 1.1.

Reads points and what stands beside them. Entities and document types are refused, tracks of persons are not looked at.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # has no stubs of its own
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]  # as above

from sousveil.adapters.lists.packed import BROKEN, open_packed
from sousveil.problems import Origin, Severity

from .places import Place, Row
from .rows import Reader, read_rows
from .sightings import Sightings

SHAPES = frozenset({"Point", "LineString", "Polygon", "MultiGeometry"})
ROOTS = frozenset({"kml", "gpx"})
TITLED = frozenset({"Document", "Folder", "metadata"})
"""What a file calls itself stands first in these; a track's name is not looked at."""
_MARKUP = re.compile(r"<[^<>]*>")
OWN = {"name": "name", "description": "note", "desc": "note", "cmt": "note", "time": "checked"}
"""What the standards themselves say → what it holds."""


def read_kmz(raw: bytes, reader: Reader) -> Sightings:
    """The first document of a packed file, as the standard says to take it."""
    found = Sightings()
    parts = open_packed(raw, reader.path, found)
    if parts is None:
        return found
    names = [name for name in parts.namelist() if name.lower().endswith(".kml")]
    try:
        found = read_places_in_xml(parts.read(names[0]), reader)
    except (*BROKEN, IndexError) as error:
        reason = str(error) if names else "there is no .kml in it"
        found.report("camera-file.packed", Origin(reader.path), Severity.ERROR, reason=reason)
        found.failed = True
        return found
    if len(names) > 1:
        said = {"name": names[0], "found": ", ".join(names[1:])[:200]}
        found.report("camera-file.documents", Origin(reader.path), Severity.NOTE, **said)
    return found


def read_places_in_xml(raw: bytes, reader: Reader) -> Sightings:
    """The placemarks of KML, or the waypoints of GPX."""
    target = _Target(reader.path)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser.parser
    damage: tuple[Origin, str] | None = None
    try:
        parser.feed(raw)
        parser.close()
    except ParseError as error:
        line, column = error.position
        damage = Origin(reader.path, line, column + 1), str(error)
    except DefusedXmlException:
        damage = (
            Origin(reader.path, target.line),
            "it declares a document type or entities, which are refused",
        )
    except ValueError as error:
        damage = Origin(reader.path, target.line), str(error)
    headings = {"name": Origin(reader.path), **target.headings}  # may be declared where nothing has one
    rows = target.rows
    found = read_rows(headings, rows, replace(reader, own=OWN, title=target.title)) if rows else Sightings()
    for origin, message, text in target.unread:
        found.report(message, origin, Severity.WARNING, found=text)
    if damage:
        found.report("camera-file.xml", damage[0], Severity.ERROR, reason=damage[1])
        found.failed = True
    elif not target.rows:
        message = "camera-file.unmarked" if target.root in ROOTS else "camera-file.root"
        found.report(message, Origin(reader.path), Severity.ERROR, found=target.root)
        found.failed = True
    return found


class _Target:
    """Gathers rows while the parser reads; knows at which line it is once it knows the parser."""

    parser: "_Expat | None" = None

    def __init__(self, path: str) -> None:
        self.path = path
        self.rows: list[Row] = []
        self.headings: dict[str, Origin] = {}
        self.unread: list[tuple[Origin, str, str]] = []
        self.title = self.root = self._opened = self._holder = ""
        self._linked = False
        self._cells: dict[str, str] | None = None
        self._origins: dict[str, Origin] = {}
        self._begun, self._at, self._shape, self._heading = Origin(path), Origin(path), "", ""
        self._points: tuple[Place, ...] = ()
        self._text: list[str] = []

    @property
    def line(self) -> int:
        """The line in which the parser is."""
        return self.parser.CurrentLineNumber if self.parser else 1

    @property
    def origin(self) -> Origin:
        """Where the parser is."""
        return Origin(self.path, self.line, self.parser.CurrentColumnNumber + 1 if self.parser else 1)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        self.root = self.root or name
        self._linked |= name == "NetworkLink"
        self._text, self._at = [], self.origin
        self._holder, self._opened = self._opened, name
        if name in {"Placemark", "wpt"}:
            self._cells, self._origins, self._shape, self._points = {}, {}, "", ()
            self._begun = self._at
        if name == "wpt":
            self._shape, self._points = (
                "Point",
                read_points(f"{attributes.get('lon')},{attributes.get('lat')}"),
            )
        elif name in {"Data", "SimpleData"}:
            self._heading = attributes.get("name", "").strip()
        elif name in SHAPES and self._shape != "MultiGeometry":
            self._shape = name

    def data(self, text: str) -> None:
        """Text within an element."""
        self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name, text = tag.rpartition("}")[2], " ".join("".join(self._text).split())
        self._text = []
        if name == "href" and self._linked:
            self.unread.append((self._at, "camera-file.link", text[:200]))
        elif name == "NetworkLink":
            self._linked = False
        if self._opened == name == "name" and self._holder in TITLED:
            self.title += f" {text}"
        if self._cells is None:
            return
        if name in {"Placemark", "wpt"}:
            number = len(self.rows) + 1
            row = Row(
                cells=self._cells,
                number=number,
                origin=self._begun,
                origins=self._origins,
                shape=self._shape or "none",
                points=self._points,
            )
            self.rows.append(row)
            self._cells = None
        elif name == "coordinates" and not self._points:
            self._points = read_points(text)
            if text and not self._points:
                self.unread.append((self._at, "camera-place.drawn", text[:60]))
        elif name in {"value", "SimpleData"}:
            self._put(self._heading, text)
        elif name in OWN:
            self._put(name, _MARKUP.sub(" ", text).strip() if name != "time" else text[:10])

    def _put(self, heading: str, text: str) -> None:
        if heading and text and self._cells is not None:
            self.headings.setdefault(heading, self._begun)
            self._cells.setdefault(heading, text)
            self._origins.setdefault(heading, self._at)

    def close(self) -> None:
        """Nothing is left to do."""


class _Expat(Protocol):
    CurrentLineNumber: int
    CurrentColumnNumber: int


def read_points(text: str) -> tuple[Place, ...]:
    """The longitudes and latitudes of KML's `coordinates`; nothing where one is no number."""
    pairs = [part.split(",")[:2] for part in text.split()]
    try:
        return tuple([(float(lon), float(lat)) for lon, lat in pairs])
    except ValueError:
        return ()
