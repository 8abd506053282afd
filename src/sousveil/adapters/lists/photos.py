"""Photographs without what cameras and programs write beside the picture: JPEG (ITU-T T.81) and PNG (W3C PNG 3).

Copies the coded picture byte for byte and looks at none. What is neither, or breaks off, is refused.
"""

from collections.abc import Iterator

JPEG = b"\xff\xd8"
PNG = b"\x89PNG\r\n\x1a\n"
_EOI, _SOS = 0xD9, 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length: TEM and restarts (T.81 table B.1)."""
_ABOUT = frozenset({*range(0xE0, 0xF0), 0xFE})
"""APP0 to APP15 and COM: what is not the picture."""
_JFIF_BYTES = 14
"""JFIF's own fields without its thumbnail (T.871 §10.1)."""
KEPT = frozenset({b"tRNS", b"gAMA", b"sRGB"})
"""Ancillary chunks that say how the picture looks: see-through, gamma, colour space."""


class NotPlain(ValueError):
    """A file that cannot be copied without what stands beside its picture."""


def strip_photo(raw: bytes) -> bytes:
    """The picture alone; what is stripped already comes back as it is. Raises NotPlain."""
    if raw.startswith(JPEG):
        return JPEG + b"".join(_keep_segments(raw))
    if raw.startswith(PNG):
        return PNG + b"".join(_keep_chunks(raw))
    raise NotPlain("it is neither JPEG nor PNG")


def _keep_segments(raw: bytes) -> Iterator[bytes]:
    """The segments of a JPEG that make the picture, to its end; what follows the end is left."""
    at = len(JPEG)
    while True:
        if at + 2 > len(raw) or raw[at] != 0xFF:
            raise NotPlain("the JPEG breaks off, or is damaged")
        marker = raw[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker == _EOI:
            yield raw[at : at + 2]
            return
        elif marker in _ALONE:
            yield raw[at : at + 2]
            at += 2
        else:
            end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
            if end > len(raw) or end < at + 4:
                raise NotPlain("the JPEG breaks off, or is damaged")
            yield _keep_segment(marker, raw[at:end])
            at = _skip_scan(raw, end) if marker == _SOS else end
            if marker == _SOS:
                yield raw[end:at]


def _keep_segment(marker: int, segment: bytes) -> bytes:
    """A segment as it is kept: of those that are not the picture, only what says how its colours are coded."""
    if marker not in _ABOUT:
        return segment
    body = segment[4:]
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= _JFIF_BYTES:
        return b"\xff\xe0\x00\x10" + body[: _JFIF_BYTES - 2] + b"\0\0"
    return segment if marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12 else b""


def _skip_scan(raw: bytes, at: int) -> int:
    """Where the coded data that begins here ends: at a marker that is neither a stuffed byte nor a restart."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise NotPlain("the JPEG breaks off, or is damaged")
        if raw[at + 1] != 0 and raw[at + 1] not in _ALONE:
            return at
        at += 2


def _keep_chunks(raw: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that make the picture, to its end; what follows the end is left."""
    at = len(PNG)
    while at + 12 <= len(raw):
        kind = raw[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(raw[at : at + 4])
        if end > len(raw) or not kind.isalpha():
            break
        if kind[0:1].isupper() or kind in KEPT:
            yield raw[at:end]
        if kind == b"IEND":
            return
        at = end
    raise NotPlain("the PNG breaks off, or is damaged")
