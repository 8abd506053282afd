"""From files of camera records to observations, whatever form the files have.

Reads files and tells their forms apart; what a form means, its adapter knows.
"""

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sousveil.adapters.json_items import Items, parse_items
from sousveil.adapters.lists.deflock import read_deflock
from sousveil.adapters.lists.features import is_template, read_features
from sousveil.adapters.lists.foreign_forms import OTHER_JSON, tell_foreign
from sousveil.adapters.lists.geojson import read_geojson
from sousveil.adapters.lists.kml import read_kmz, read_places_in_xml
from sousveil.adapters.lists.observations import MARK, read_observations
from sousveil.adapters.lists.overpass import read_overpass
from sousveil.adapters.lists.packed import ZIP
from sousveil.adapters.lists.pbf_cameras import read_pbf_cameras
from sousveil.adapters.lists.rows import Reader
from sousveil.adapters.lists.sightings import Sightings, check_places
from sousveil.adapters.lists.tabular import UTF16, read_table
from sousveil.adapters.lists.xlsx import read_workbook
from sousveil.case.load import without_collector
from sousveil.problems import Origin, Problem, Severity, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.camera import Observation
from sousveil.records.camera_list import CameraList, ReadAs
from sousveil.records.case import Case

LARGEST = 2**28
"""Bytes of one file when unpacked: all surveillance objects of the world are less than half of it."""
BLOCK = 2**20
"""Bytes that are unpacked at a time."""
THINNEST = 100
"""A packed file whose content is so many times as large, and more than `FEW_BLOCKS` long, is no list: those of the
United States, Switzerland and Trafford pack to an eighth to a fourteenth."""
FEW_BLOCKS = 16
MOST_TWICE = 100
"""Names that stand twice in an object which are named one by one: a program that writes them writes them everywhere."""
TELL = ReadAs()
"""Reads a file as it says itself."""
TABLES = (".csv", ".tsv", ".txt")
READERS: Mapping[str, Callable[[bytes, Reader], Sightings]] = MappingProxyType(
    {
        "csv": read_table,
        "tsv": read_table,
        "xlsx": read_workbook,
        "kml": read_places_in_xml,
        "gpx": read_places_in_xml,
        "kmz": read_kmz,
    }
)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The observations of several files, how many of their objects are none, whose they are, and what was wrong."""

    observations: tuple[Observation, ...]
    others: int
    attribution: str
    problems: tuple[Problem, ...]


@without_collector()
def list_cameras(files: Sequence[Path], how: ReadAs = TELL, *, progress: Progress = SILENT) -> Listed:
    """The observations of files in their order, read as is said; UsageError where there is no such file."""
    read = []
    for file in files:
        progress.step(f"reading {file.name}")
        read.append(read_cameras(file, how))
    return Listed(
        observations=tuple(one for sightings in read for one in sightings.observations),
        others=sum(sightings.others for sightings in read),
        attribution="; ".join(dict.fromkeys(one.attribution for one in read if one.attribution)),
        problems=tuple(sort_problems([one for sightings in read for one in sightings.problems])),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """A list of a case with its observations; where it failed, nothing follows from what is missing in it."""

    about: CameraList
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]
    failed: bool


def read_lists(folder: Path, case: Case, *, progress: Progress = SILENT) -> list[ReadList]:
    """The lists of the case in a folder, in the order of their ids; problems have paths within the case."""
    read = []
    for _, about in sorted(case.lists.items()):
        progress.step(f"reading {about.file}")
        sightings = _read_inside(folder, about)
        read.append(
            ReadList(
                about=about,
                observations=tuple(sightings.observations),
                problems=tuple(sort_problems(sightings.problems)),
                failed=sightings.failed,
            )
        )
    return read


def _read_inside(folder: Path, about: CameraList) -> Sightings:
    """The file of a list, if it lies in the case; a link out of it is not followed."""
    file = folder / about.file
    if not file.is_file():
        return _fail("missing-file", about.file, field="file", file=about.file)
    if not file.resolve().is_relative_to(folder.resolve()):
        return _fail("link-outside", about.file, target=str(file.resolve()))
    return read_cameras(file, about.read_as or ReadAs(), path=about.file)


@without_collector()
def read_cameras(
    file: Path, how: ReadAs = TELL, *, path: str = "", call: Callable[[str], str] | None = None
) -> Sightings:
    """The observations of one file, read as is said or as it says itself.

    `path` is what problems call it; `call` gives a contributor another name, without which contributors are dropped.
    """
    path = path or str(file)
    reader = Reader(how, path, call)
    try:
        if (how.format or file.name).endswith(".pbf") and _holds(file):
            found = read_pbf_cameras(file, path)
        else:
            found = _read_raw(_unpack(file), reader, file.name)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        return _fail("camera-file.packed", path, reason=str(error))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    check_places(found, path)
    if not (found.observations or found.surveyed or found.problems):
        found.report("camera-file.no_camera", Origin(path), Severity.WARNING)
    return found


def _holds(file: Path) -> bool:
    """Whether there is anything in a file; OSError where it cannot be opened."""
    with file.open("rb") as opened:
        return bool(opened.read(1))


def _read_raw(raw: bytes, reader: Reader, name: str) -> Sightings:
    """The observations of the bytes of a file."""
    if len(raw) > LARGEST:
        return _fail("camera-file.large", reader.path, most=LARGEST)
    if not raw or raw.isspace():
        return _fail("camera-file.nothing", reader.path)
    if told := tell_foreign(raw):
        return _fail(told[0], reader.path, **told[1])
    form = reader.how.format or tell_format(raw, name)
    if form in READERS:
        return READERS[form](raw, reader)
    return _read_json(raw, reader)


def tell_format(raw: bytes, name: str) -> str:
    """What a file is, by its first bytes, and only then by its name."""
    begins = raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if raw.startswith(UTF16):
        begins = raw[:64].decode("utf-16", errors="ignore").encode().lstrip()
    if raw.startswith(ZIP):
        return "kmz" if name.lower().endswith(".kmz") else "xlsx"
    if begins.startswith(b"<"):
        return "kml"
    if begins.startswith((b"[", b"{")):
        return "json"
    return "csv" if name.lower().removesuffix(".gz").endswith(TABLES) or reads_as_table(begins) else "json"


def reads_as_table(begins: bytes) -> bool:
    """Whether a file without a telling name begins like a line of headings."""
    return any(mark in begins.split(b"\n")[0] for mark in (b",", b";", b"\t"))


def _read_json(raw: bytes, reader: Reader) -> Sightings:
    """The observations of a file of JSON."""
    path = reader.path
    try:
        text = raw.decode("utf-16" if raw.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        return _fail("camera-file.encoding", path, at=error.start + 1)
    items = parse_items(text, path, within=("elements", "features"))
    sightings = _choose(items, reader)
    if items.fault:
        origin, reason = items.fault
        sightings.report("camera-file", origin, Severity.ERROR, reason=reason)
        sightings.failed = True
    for origin, name in items.twice[:MOST_TWICE]:
        sightings.report("camera-twice.name", origin, Severity.WARNING, name=name)
    if len(items.twice) > MOST_TWICE:
        origin, more = items.twice[MOST_TWICE][0], len(items.twice) - MOST_TWICE
        sightings.report("camera-twice.names", origin, Severity.WARNING, n=more)
    if items.unsaid:
        sightings.report("camera-odd.nan", Origin(path), Severity.NOTE, n=items.unsaid)
    return sightings


def _unpack(file: Path) -> bytes:
    """The bytes of a file, unpacked if it is packed, and not many beyond what is read.

    Raises:
        gzip.BadGzipFile: it is damaged, or made to fill the memory.
    """
    with file.open("rb") as opened:
        packed = opened.read(len(_GZIP)) == _GZIP
        opened.seek(0)
        if not packed:
            return opened.read(LARGEST + 1)
        blocks: list[bytes] = []
        with gzip.open(opened) as unpacked:
            while len(blocks) * BLOCK <= LARGEST and (block := unpacked.read(BLOCK)):
                blocks.append(block)
                if len(blocks) > max(FEW_BLOCKS, THINNEST * opened.tell() // BLOCK):
                    raise gzip.BadGzipFile(f"it is {THINNEST} times as large unpacked, as no list is")
        return b"".join(blocks)


def _choose(items: Items, reader: Reader) -> Sightings:
    """Read a file by its form."""
    path = reader.path
    first: dict[str, object] = next((one for _, one in items.items if isinstance(one, dict)), {})
    if "remark" in items.head:
        return read_overpass(items, path)
    if items.head.get("type") in OTHER_JSON:
        return _fail("camera-file.collection", path, found=str(items.head["type"]))
    if items.listed or items.fault:
        if MARK in items.head:
            return read_observations(items, path)
        if items.head.get("type") == "FeatureCollection":
            by_columns = bool(reader.how.columns) or is_template(items)
            return read_features(items, reader) if by_columns else read_geojson(items, path)
        if "osmId" in first and not items.head:
            return read_deflock(items, path)
        if "osm3s" in items.head or "id" in first:
            return read_overpass(items, path)
        if items.fault or not items.items:
            return Sightings()
    found = ", ".join((sorted(items.head) or sorted(first))[:5])
    return _fail("camera-file.unknown", path, found=f"an object with {found}" if found else "something else")


def _fail(message: str, path: str, **args: str | int) -> Sightings:
    """A file of which nothing is read."""
    sightings = Sightings(failed=True)
    sightings.report(message, Origin(path), Severity.ERROR, **args)
    return sightings
