"""Files that are known by their first bytes and not read: what they are, so that whoever brings one knows what to do.

Opens nothing.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

Told = tuple[str, Mapping[str, str]]
"""A message, and what it says."""

BEGINNINGS: Mapping[bytes, Told] = MappingProxyType(
    {
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("camera-file.excel", {}),  # [MS-CFB] §2.2
        b"%PDF": ("camera-file.pdf", {}),
        b"PAR1": ("camera-file.map", {"found": "Parquet"}),
        b"SQLite format 3\0": ("camera-file.map", {"found": "GeoPackage or SQLite"}),
        b"\0\0\x27\x0a": ("camera-file.map", {"found": "Shapefile"}),  # ESRI, July 1998, table 1
        b"\x1e": ("camera-file.collection", {"found": "GeoJSON text sequence"}),  # RFC 8142 §2
        b"BZh": ("camera-file.archive", {"found": "bzip2"}),
        b"7z\xbc\xaf\x27\x1c": ("camera-file.archive", {"found": "7-Zip"}),
        b"Rar!": ("camera-file.archive", {"found": "RAR"}),
        b"\xfd7zXZ": ("camera-file.archive", {"found": "XZ"}),
    }
)
"""How files begin that are something else, and what is said of them."""
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
"""Stands at byte 30 of a packed file (OpenDocument 1.2, part 3, §3.3)."""
OTHER_JSON = frozenset(
    {
        "Feature",
        "Topology",
        "GeometryCollection",
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
    }
)
"""What else a `type` of GeoJSON (RFC 7946 §1.4) or TopoJSON says."""
PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)


def tell_foreign(raw: bytes) -> Told | None:
    """What a file is that is not read, by how it begins; None where it may be a list.

    >>> tell_foreign(b"PAR1")
    ('camera-file.map', {'found': 'Parquet'})
    """
    if PAGE.match(raw):
        return "camera-file.page", {}
    if raw.startswith(OPEN_DOCUMENT, 30):
        return "camera-file.opendocument", {}
    return next((told for begins, told in BEGINNINGS.items() if raw.startswith(begins)), None)
