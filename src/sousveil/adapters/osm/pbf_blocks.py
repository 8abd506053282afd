"""OpenStreetMap's binary files (`.osm.pbf`) as columns: nodes, ways, relations and their tags, as they stand.

Reads the file and nothing into it: what a tag means and which lines make an area is the business of others. A file that
breaks off gives what was read before. Format: OpenStreetMap wiki, PBF Format; fileformat.proto and osmformat.proto.
"""

import lzma
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sousveil.kernels.arrays import Floats, Offsets, Rows
from sousveil.kernels.pbf import BROKEN, DENSE, RELATION, WAY, Bytes, Things, fill_group, find_strings
from sousveil.kernels.threads import run_ahead

from .columns import OsmColumns, Tags

Number = TypeVar("Number", np.int32, np.int64, np.float64)

LARGEST_HEADER = 64 * 2**10
LARGEST_BLOB = 32 * 2**20
"""Bytes of a block's header and of a block, packed or not (OpenStreetMap wiki, PBF Format, File format)."""
FEATURES = frozenset({"OsmSchema-V0.6", "DenseNodes"})
"""What a file may ask of its reader; others, such as versions of the past, are not read."""
PER_DEGREE = 1e9
"""Coordinates are whole numbers of billionths of a degree."""
_GRANULARITY, _LAT_OFFSET, _LON_OFFSET = 17, 19, 20
_OFFSET = 2**63


class Broken(Exception):
    """A file that cannot be read any further; its text is the reason."""


def read_columns(path: Path) -> tuple[OsmColumns, str]:
    """The columns of a file, and why it could not be read to its end, or the empty string."""
    reader = _Reader()
    fault = ""
    try:
        for block in run_ahead(_Decoder().decode, _read_all(path)):
            reader.add(block)
    except Broken as error:
        fault = str(error)
    return reader.build(), fault


def _read_all(path: Path) -> Iterator[tuple[bytes, bytes] | Broken]:
    """The kind and packed content of every block, and last of all why there are no more, if that is a fault."""
    try:
        with path.open("rb") as file:
            yield from _read_blobs(file)
    except Broken as error:
        yield error
    except OSError as error:
        yield Broken(error.strerror or type(error).__name__)


def _read_blobs(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The kind and packed content of every block; raises Broken."""
    found = False
    while length := file.read(4):
        size = int.from_bytes(length, "big")
        if len(length) < 4 or not 0 < size <= LARGEST_HEADER:
            raise Broken(f"a block at byte {file.tell() - len(length)} claims a header of {size} bytes")
        header = dict(_read_fields(_read_exactly(file, size)))
        kind, packed = header.get(1), header.get(3)
        if not isinstance(kind, bytes) or not isinstance(packed, int) or not 0 <= packed <= LARGEST_BLOB:
            raise Broken(f"the block before byte {file.tell()} has no usable header")
        yield kind, _read_exactly(file, packed)
        found = True
    if not found:
        raise Broken("the file is empty")


def _read_exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) < size:
        raise Broken(f"it ends after {file.tell()} bytes, in the middle of a block")
    return content


def _unpack(blob: bytes) -> bytes:
    """The content of a block, whichever way it is packed, never longer than a block may be."""
    parts = dict(_read_fields(blob))
    raw, zipped, lzma_packed = parts.get(1), parts.get(3), parts.get(4)
    try:
        if isinstance(raw, bytes):
            content = raw
        elif isinstance(zipped, bytes):
            content = zlib.decompressobj().decompress(zipped, LARGEST_BLOB + 1)
        elif isinstance(lzma_packed, bytes):
            content = lzma.LZMADecompressor().decompress(lzma_packed, LARGEST_BLOB + 1)
        else:
            raise Broken("a block is packed in a way that is not read (neither zlib nor lzma)")
    except (zlib.error, lzma.LZMAError) as error:
        raise Broken(f"a block cannot be unpacked: {error}") from error
    size = parts.get(2, len(content))
    if len(content) > LARGEST_BLOB or size != len(content):
        raise Broken(f"a block claims {size!r} bytes and has {len(content)}, of at most {LARGEST_BLOB}")
    return content


def _read_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a small message: numbers, and bytes where they have a length; raises Broken."""
    at = 0
    while at < len(message):
        key, at = _read_number(message, at)
        number, at = _read_number(message, at)
        if key & 7 == 2:
            if number > len(message) - at:
                raise Broken("a field is longer than its block")
            yield key >> 3, message[at : at + number]
            at += number
        elif key & 7 == 0:
            yield key >> 3, number
        else:
            raise Broken("a field is of no known kind")


def _read_number(message: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while at < len(message) and shift < 64:
        byte = message[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at
    raise Broken("a number is cut off")


def _read_signed(number: int | bytes | None) -> int:
    value = number if isinstance(number, int) else 0
    return (value >> 1) ^ -(value & 1)


class _Block(NamedTuple):
    """What a block holds: its strings, its nodes, ways and relations, and where the nodes are."""

    strings: list[bytes]
    things: tuple[Things, ...]
    lonlat: Floats


class _Decoder:
    """Takes blocks apart, on several threads at once; each has its working room."""

    def __init__(self) -> None:
        self._own = threading.local()

    def decode(self, blob: tuple[bytes, bytes] | Broken) -> _Block | bytes:
        """What a block holds, or the content of a header; raises Broken."""
        if isinstance(blob, Broken):
            raise blob
        kind, content = blob[0], _unpack(blob[1])
        if kind == b"OSMData":
            return self._decode_data(content)
        return content if kind == b"OSMHeader" else b""

    def _decode_data(self, block: bytes) -> _Block:
        room = self._clear_room(len(block))
        cursor = np.zeros(2, np.int64)
        head = {_GRANULARITY: 100, _LAT_OFFSET: 0, _LON_OFFSET: 0}
        strings: list[bytes] = []
        for number, content in _read_fields(block):
            if isinstance(content, int):
                head[number] = (content + _OFFSET) % (2 * _OFFSET) - _OFFSET
                continue
            data = np.frombuffer(content, dtype=np.uint8)
            if number == 1:
                strings = _read_strings(content, data, cursor)
            elif number == 2 and fill_group(data, 0, len(data), room, cursor) == BROKEN:
                raise Broken("a block's numbers make no sense")
        things = tuple(
            _copy_out(one, group, len(strings))
            for one, group in zip(room, (DENSE, WAY, RELATION), strict=True)
        )
        lonlat = np.empty((len(things[0].id), 2))
        lonlat[:, 0] = (head[_LON_OFFSET] + head[_GRANULARITY] * things[0].lon) / PER_DEGREE
        lonlat[:, 1] = (head[_LAT_OFFSET] + head[_GRANULARITY] * things[0].lat) / PER_DEGREE
        return _Block(strings, things, lonlat)

    def _clear_room(self, size: int) -> tuple[Things, Things, Things]:
        """This thread's working room, empty and large enough for a block of so many bytes."""
        room: tuple[Things, Things, Things] | None = getattr(self._own, "room", None)
        if room is None or size > len(room[0].id):
            room = self._own.room = _make_room(size)
        for one in room:
            one.done[:] = 0
        return room


def _read_strings(content: bytes, data: Bytes, cursor: Offsets) -> list[bytes]:
    """The strings of a block's table."""
    spans = np.empty(len(data) + 2, np.int64)
    count = find_strings(data, 0, len(data), spans, cursor)
    if count == BROKEN:
        raise Broken("a block's strings make no sense")
    flat = spans[: 2 * count].tolist()
    return [content[a:b] for a, b in zip(flat[::2], flat[1::2], strict=True)]


def _copy_out(room: Things, group: int, strings: int) -> Things:
    """A group's things out of the working room; raises Broken where they name strings that are not there."""
    things, refs, tags = (int(count) for count in room.done)
    nodes, lists, members = things * (group == DENSE), things * (group != DENSE), refs * (group == RELATION)
    named = room.tag_key[:tags], room.tag_value[:tags], room.role[:members]
    if any(len(one) and not 0 <= int(one.min()) <= int(one.max()) < strings for one in named):
        raise Broken("a block names strings that it does not have")
    sizes = things, nodes, nodes, lists, refs, members, members, tags, tags, tags, len(room.done)
    return Things._make(column[:size].copy() for column, size in zip(room, sizes, strict=True))


class _Kept:
    """Columns of things of one kind, which grow block after block."""

    def __init__(self) -> None:
        # Bytes that grow in their place: parts to be joined would stand beside the whole.
        self._columns: dict[str, bytearray] = {}
        self._before = [0, 0]

    def add(self, things: Things, codes: Rows) -> None:
        """Add a block's things; `codes` says where each of its strings stands among all."""
        self.extend("id", things.id)
        self.extend("ref_end", things.ref_end + self._before[1])
        self.extend("ref", things.ref)
        self.extend("role", codes[things.role])
        self.extend("kind", things.kind)
        self.extend("owner", (things.tag_owner + self._before[0]).astype(np.int32))
        self.extend("key", codes[things.tag_key])
        self.extend("value", codes[things.tag_value])
        self._before = [self._before[0] + len(things.id), self._before[1] + len(things.ref)]

    def extend(self, name: str, column: npt.NDArray[Any]) -> None:
        """Add to one column."""
        self._columns.setdefault(name, bytearray()).extend(column.tobytes())

    def take(self, name: str, sort: type[Number]) -> npt.NDArray[Number]:
        """One column of all blocks, in numbers of one sort."""
        content = self._columns.pop(name, bytearray())
        return np.ndarray((len(content) // np.dtype(sort).itemsize,), sort, buffer=content)

    def take_starts(self) -> Offsets:
        """Where the references of each thing begin, and where the last ones end."""
        return np.concatenate([np.zeros(1, np.int64), self.take("ref_end", np.int64)])

    def take_tags(self, rank: Offsets | None = None) -> Tags:
        """The tags of all blocks; `rank` says at which row each thing stands where that was changed."""
        owner, key, value = (self.take(name, np.int32) for name in ("owner", "key", "value"))
        if rank is not None:
            owner = rank[owner].astype(np.int32)
            order = np.argsort(owner, kind="stable")
            owner, key, value = owner[order], key[order], value[order]
        return Tags(owner, key, value)


class _Reader:
    """What the blocks of a file hold together."""

    def __init__(self) -> None:
        self._box: tuple[float, float, float, float] | None = None
        self._codes: dict[bytes, int] = {}
        self._kept = (_Kept(), _Kept(), _Kept())

    def add(self, block: _Block | bytes) -> None:
        """Add the objects of a block, or what a header says; raises Broken."""
        if isinstance(block, bytes):
            self._read_header(block)
            return
        codes = self._codes
        found = np.array([codes.setdefault(text, len(codes)) for text in block.strings], dtype=np.int32)
        for kept, things in zip(self._kept, block.things, strict=True):
            kept.add(things, found)
        self._kept[0].extend("lonlat", block.lonlat)

    def _read_header(self, block: bytes) -> None:
        """Take the box from the file's header; raises Broken where the file asks for more than is read."""
        for number, content in _read_fields(block):
            if number == 4 and isinstance(content, bytes):
                asked = content.decode("utf-8", "replace")
                if asked not in FEATURES:
                    raise Broken(f"it asks for {asked!r}, which is not read")
            elif number == 1 and isinstance(content, bytes):
                west, east, north, south = (
                    _read_signed(dict(_read_fields(content)).get(side)) / PER_DEGREE for side in (1, 2, 3, 4)
                )
                self._box = west, south, east, north

    def build(self) -> OsmColumns:
        """All that was read, nodes in the order of their ids."""
        nodes, ways, relations = self._kept
        ids = nodes.take("id", np.int64)
        lonlat = nodes.take("lonlat", np.float64).reshape(-1, 2)
        rank = None
        if (ids[1:] < ids[:-1]).any():
            order = np.argsort(ids, kind="stable")
            ids, lonlat = ids[order], lonlat[order]
            rank = np.empty_like(order)
            rank[order] = np.arange(len(order))
        return OsmColumns(
            node_id=ids,
            lonlat=lonlat,
            way_id=ways.take("id", np.int64),
            ref_start=ways.take_starts(),
            ref=ways.take("ref", np.int64),
            relation_id=relations.take("id", np.int64),
            member_start=relations.take_starts(),
            member=relations.take("ref", np.int64),
            member_kind=relations.take("kind", np.int64),
            member_role=relations.take("role", np.int32),
            node_tags=nodes.take_tags(rank),
            way_tags=ways.take_tags(),
            relation_tags=relations.take_tags(),
            strings=tuple(one.decode("utf-8", "replace") for one in self._codes),
            box=self._box,
        )


def _make_room(size: int) -> tuple[Things, Things, Things]:
    """Working room for a block of so many bytes; memory that is never filled is never taken."""
    columns = len(Things._fields) - 1
    nodes, ways, relations = (
        Things._make([*np.empty((columns, size), np.int64), np.zeros(3, np.int64)]) for _ in range(3)
    )
    return nodes, ways, relations
