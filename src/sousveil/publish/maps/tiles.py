"""Tables to vector tiles: one PMTiles archive of all layers, byte for byte the same for the same tables.

Features are made plainer and cut by shapely, all of a zoom at once, and written by `kernels.tile_bytes`; the layers of
a tile are put together by writing their bytes one after another, because layers are a repeated field (Mapbox Vector
Tile specification 2.1, 4.1). No feature is thinned out.
"""

import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from sousveil.crs import to_world
from sousveil.kernels import tile_bytes

from .layers import Bounds
from .tables import LAST_ZOOM, Geometries, Rows, TileTable

_E7 = 10_000_000  # PMTiles 3 states places in ten-millionths of a degree
_GZIP_LEVEL = 6  # 9 makes the archive 1 % smaller and takes three times as long
_GRID = 4096
"""Steps of a tile's grid, as the specification's examples have it."""
_MARGIN = 80 / _GRID
"""Of a tile's side: what a tile shows of its neighbours, so that wide lines do not end at its edge."""
_PLAIN = 4 / _GRID
"""Of a tile's side: lines may move by a quarter of a pixel of 256, which cannot be seen."""
_KINDS = {0: tile_bytes.POINT, 1: tile_bytes.LINE, 2: tile_bytes.POLYGON}
"""Kinds of geometry by their dimension."""
Floats = npt.NDArray[np.float64]
Zxy = tuple[int, int, int]


class Pieces(NamedTuple):
    """Features cut into tiles of one zoom, those of a tile together: geometry, row of the table, place of the tile."""

    geometry: Geometries
    row: Rows
    x: Rows
    y: Rows


def build_tiles(tables: Sequence[TileTable], *, bounds: Bounds, attribution: str) -> bytes:
    """The archive of all tables."""
    tiles: dict[Zxy, list[bytes]] = defaultdict(list)
    for table in tables:
        for place, layer in cut_table(table):
            tiles[place].append(layer)
    return write_archive(tiles, describe_layers(tables), bounds=bounds, attribution=attribution)


def cut_table(table: TileTable) -> Iterator[tuple[Zxy, bytes]]:
    """The tiles of one table, unpacked, with every feature that touches them."""
    world = shapely.transform(table.geometry, to_world)
    words, head = code_words(table), write_head(table)
    for zoom in range(table.first, table.last + 1):
        pieces = cut_features(smooth(world, zoom), zoom)
        if len(pieces.row):
            for (x, y), body in write_layers(pieces, words, zoom):
                yield (zoom, x, y), write_bytes(3, head + body)


def smooth(world: Geometries, zoom: int) -> Geometries:
    """Features without what cannot be seen at a zoom; whole at the last, because closer views enlarge it."""
    if zoom == LAST_ZOOM:
        return world
    plain: Geometries = shapely.simplify(world, _PLAIN / 2**zoom)
    return plain


def cut_features(world: Geometries, zoom: int) -> Pieces:
    """Each feature in each tile that it touches, cut to the tile and its margin where it reaches out."""
    most = 2**zoom - 1
    west, north, east, south = shapely.bounds(world).T * 2**zoom
    left, top = (np.clip(np.floor(side - _MARGIN), 0, most).astype(np.int64) for side in (west, north))
    right, bottom = (np.clip(np.floor(side + _MARGIN), 0, most).astype(np.int64) for side in (east, south))
    wide, count = right - left + 1, (right - left + 1) * (bottom - top + 1)
    row = np.repeat(np.arange(len(world)), count)
    at = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    x, y = left[row] + at % wide[row], top[row] + at // wide[row]
    order = np.lexsort((row, y, x))
    row, x, y = row[order], x[order], y[order]
    out = (west[row] < x - _MARGIN) | (east[row] > x + 1 + _MARGIN)
    out |= (north[row] < y - _MARGIN) | (south[row] > y + 1 + _MARGIN)
    geometry = world[row]
    torn = np.flatnonzero(out)
    for own in np.split(torn, 1 + np.flatnonzero(np.diff(x[torn]) | np.diff(y[torn]))) if len(torn) else ():
        tile = np.array([x[own[0]], y[own[0]]])
        box = np.concatenate([tile - _MARGIN, tile + 1 + _MARGIN]) / 2**zoom
        geometry[own] = cut_to_box(geometry[own], box)
    return Pieces(geometry, row, x, y)


def cut_to_box(shapes: Geometries, box: Floats) -> Geometries:
    """What lies in a box of west, north, east, south.

    The fast way refuses a ring of which it would leave a sliver; then those shapes are cut the slow way.
    """
    try:
        cut: Geometries = shapely.clip_by_rect(shapes, *box)
    except shapely.GEOSException:
        cut = shapely.intersection(shapely.make_valid(shapes), shapely.box(*box))
    return cut


def write_layers(
    pieces: Pieces, words: tile_bytes.Words, zoom: int
) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Column and row of each tile with its features and the values they share, in bytes."""
    shapes = draw_shapes(pieces, zoom)
    words = words._replace(code=words.code[pieces.row])
    starts = np.flatnonzero(np.diff(pieces.x, prepend=-1) | np.diff(pieces.y, prepend=-1))
    ends = np.append(starts[1:], len(pieces.row))
    vertex = shapes.start[shapes.first]
    room = 4 * tile_bytes.MOST  # bytes of a feature's own, of a path's and of a place's, all more than enough
    sizes = (vertex[ends] - vertex[starts]) + (shapes.first[ends] - shapes.first[starts])
    sizes += (ends - starts) * (1 + words.code.shape[1])
    values = len(words.start) - 1
    pens = tile_bytes.Pens(
        slot=np.full(values, -1),
        used=np.empty(values, dtype=np.int64),
        draft=np.empty(room * int(sizes.max()), dtype=np.uint8),
    )
    out = np.empty(room * int(sizes.max()) + len(words.text) + room * values, dtype=np.uint8)
    for begin, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if size := tile_bytes.fill_layer(shapes, words, begin, end, pens, out):
            yield (int(pieces.x[begin]), int(pieces.y[begin])), out[:size].tobytes()


def draw_shapes(pieces: Pieces, zoom: int) -> tile_bytes.Shapes:
    """Pieces in the grids of their tiles; what is less than a line or an area is no part of one."""
    dimension = int(shapely.get_dimensions(pieces.geometry).max())
    parts, owner = shapely.get_parts(pieces.geometry, return_index=True)
    kept = shapely.get_dimensions(parts) == dimension
    parts, owner = parts[kept], owner[kept]
    _, lonlat, offsets = shapely.to_ragged_array(parts)
    start = offsets[0] if dimension else np.arange(len(parts) + 1)
    paths = np.diff(offsets[1]) if dimension == 2 else np.ones(len(parts), dtype=np.int64)
    inner = np.ones(len(start) - 1, dtype=np.bool_)
    inner[np.cumsum(paths) - paths] = False
    own = np.repeat(np.repeat(owner, paths), np.diff(start))
    grid = [np.rint((lonlat[:, axis] * 2**zoom - tile[own]) * _GRID) for axis, tile in enumerate(pieces[2:])]
    number = np.bincount(owner, weights=paths, minlength=len(pieces.row))
    return tile_bytes.Shapes(
        kind=_KINDS[dimension],
        x=grid[0].astype(np.int64),
        y=grid[1].astype(np.int64),
        start=start.astype(np.int64),
        inner=inner,
        first=np.concatenate([[0], np.cumsum(number)]).astype(np.int64),
    )


def code_words(table: TileTable) -> tile_bytes.Words:
    """The values of a table, each once, and which of them each row has."""
    known: dict[str | int, int] = {}
    codes = []
    for column in table.columns.values():
        own: dict[str | int, None] = dict.fromkeys(column)
        for value in own:
            known.setdefault(value, len(known))
        codes.append(np.fromiter(map(known.__getitem__, column), np.int64, len(column)))
    values = [write_value(value) for value in known]
    return tile_bytes.Words(
        code=np.stack(codes, axis=1) if codes else np.empty((len(table.geometry), 0), dtype=np.int64),
        start=np.concatenate([[0], np.cumsum([len(value) for value in values])]).astype(np.int64),
        text=np.frombuffer(b"".join(values), dtype=np.uint8),
    )


def write_value(value: str | int) -> bytes:
    """A value as the specification has it (4.1): a text, a number from 0 on, or one below."""
    if isinstance(value, str):
        return write_bytes(1, value.encode())
    return (
        write_number(5 << 3) + write_number(value)
        if value >= 0
        else write_number(6 << 3) + write_number(-2 * value - 1)
    )


def write_head(table: TileTable) -> bytes:
    """What a layer says before its features: version, name, names of its columns, steps of its grid."""
    names = b"".join(write_bytes(3, name.encode()) for name in table.columns)
    about = write_number(15 << 3) + write_number(2) + write_bytes(1, table.name.encode())
    return about + names + write_number(5 << 3) + write_number(_GRID)


def write_bytes(field: int, content: bytes) -> bytes:
    """A field of a protocol buffer that has a length."""
    return write_number(field << 3 | 2) + write_number(len(content)) + content


def write_number(number: int) -> bytes:
    """A number of a protocol buffer."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)


def write_archive(
    tiles: Mapping[Zxy, Sequence[bytes]],
    layers: Sequence[Mapping[str, object]],
    *,
    bounds: Bounds,
    attribution: str,
) -> bytes:
    """Tiles, each the bytes of its layers, as PMTiles 3."""
    packed = io.BytesIO()
    writer = Writer(packed)  # type: ignore[no-untyped-call]
    order = sorted(tiles, key=lambda zxy: zxy_to_tileid(*zxy))
    with ThreadPoolExecutor() as pool:
        for place, body in zip(order, pool.map(lambda zxy: pack_tile(tiles[zxy]), order), strict=True):
            writer.write_tile(zxy_to_tileid(*place), body)  # type: ignore[no-untyped-call]
    west, south, east, north = (round(value * _E7) for value in bounds)
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": min((zoom for zoom, _, _ in tiles), default=0),
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
    writer.finalize(header, {"vector_layers": list(layers), "attribution": attribution})  # type: ignore[no-untyped-call]
    return packed.getvalue()


def pack_tile(layers: Sequence[bytes]) -> bytes:
    """A tile as it is stored."""
    return gzip.compress(b"".join(layers), _GZIP_LEVEL, mtime=0)


def describe_layers(tables: Iterable[TileTable]) -> list[dict[str, object]]:
    """What the archive says of its layers (TileJSON 3.0.0, 3.3), those of one name as one."""
    found: dict[str, dict[str, object]] = {}
    for table in tables:
        fields = {name: "String" if _is_text(column) else "Number" for name, column in table.columns.items()}
        known = found.setdefault(table.name, {"id": table.name, "minzoom": table.first, "fields": fields})
        known["maxzoom"] = table.last
    return list(found.values())


def _is_text(column: Sequence[object]) -> bool:
    return bool(len(column)) and isinstance(column[0], str)


def list_words(tables: Iterable[TileTable]) -> str:
    """Every text that the tiles hold, once, one a line: what the gate looks through."""
    texts = {
        text for table in tables for column in table.columns.values() if _is_text(column) for text in column
    }
    return "\n".join(sorted(str(text) for text in texts))
