"""Files packed as ZIP, as spreadsheets and KMZ are: whether they may be opened, and their parts.

Opens nothing that says it would fill the memory; what a part says of its size is also the most that is read of it.
"""

import io
import zipfile
import zlib

from sousveil.problems import Origin, Severity

from .sightings import Sightings

ZIP = b"PK\x03\x04"
MOST_BYTES = 2**28
"""All parts unpacked; a spreadsheet of 60,000 cameras with twenty columns has a tenth of it."""
MOST_PARTS = 2_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    OSError,
    ValueError,
)
"""What zipfile raises for damage, for ways of packing it does not know, and for passwords."""


def open_packed(raw: bytes, path: str, into: Sightings) -> zipfile.ZipFile | None:
    """The parts of a file; None, and why, where it is damaged or would be too large."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw))
    except BROKEN as error:
        into.report("camera-file.packed", Origin(path), Severity.ERROR, reason=str(error))
        into.failed = True
        return None
    size = sum(part.file_size for part in parts.infolist())
    if size > MOST_BYTES or len(parts.infolist()) > MOST_PARTS:
        said: dict[str, str | int] = {"size": size, "n": len(parts.infolist()), "most": MOST_BYTES}
        into.report("camera-file.bomb", Origin(path), Severity.ERROR, **said)
        into.failed = True
        return None
    return parts
