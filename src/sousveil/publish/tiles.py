"""Tables to vector tiles: one PMTiles archive of all layers, byte for byte the same for the same tables.

Each table is cut into tiles by tylertoo; the layers of a tile are put together by writing their bytes one after
another, because layers are a repeated field (Mapbox Vector Tile specification 2.1, 4.1). No feature is thinned out.
"""

import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import shapely  # type: ignore[import-untyped]
import tylertoo
from pmtiles.reader import MemorySource, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from .map_layers import Bounds
from .map_tables import TileTable

_E7 = 10_000_000  # PMTiles 3 states places in ten-millionths of a degree
_GZIP_LEVEL = 6  # 9 makes the archive 1 % smaller and takes three times as long
_SIMPLIFY = 0.25  # of a pixel: lines may move by less than can be seen
Zxy = tuple[int, int, int]


def build_tiles(
    tables: Sequence[TileTable], *, bounds: Bounds, attribution: str, scratch: Path | None = None
) -> bytes:
    """The archive of all tables; temporary files stand in `scratch`, or where the system has them."""
    tiles: dict[Zxy, list[bytes]] = defaultdict(list)
    with TemporaryDirectory(prefix="sousveil-tiles-", dir=scratch) as folder:
        for number, table in enumerate(tables):
            for place, layer in cut_table(table, Path(folder), number).items():
                tiles[place].append(layer)
    return write_archive(tiles, describe_layers(tables), bounds=bounds, attribution=attribution)


def cut_table(table: TileTable, folder: Path, number: int) -> Mapping[Zxy, bytes]:
    """The tiles of one table, unpacked, with every feature that touches them."""
    source, whole, cut = (folder / f"{number}.{name}" for name in ("parquet", "overview", "pmtiles"))
    write_geoparquet(table, source)
    tylertoo.overview(
        str(source),
        str(whole),
        min_zoom=table.first,
        max_zoom=table.last,
        no_auto_rank=True,
        density_drop=False,
        point_thinning=0.0,
        line_thinning=0.0,
        polygon_thinning=0.0,
        line_visibility=0.0,
        polygon_visibility=0.0,
        coalesce_lines=False,
        simplify_factor=_SIMPLIFY,
    )
    tylertoo.export_pmtiles(
        str(whole), str(cut), layer_name=table.name, tile_size_limit=None, simple_clip_fastpath=False
    )
    return {
        place: gzip.decompress(data)
        for place, data in all_tiles(MemorySource(cut.read_bytes()))  # type: ignore[no-untyped-call]
    }


def write_geoparquet(table: TileTable, path: Path) -> None:
    """A table as GeoParquet 1.1 in longitude and latitude, which is its default."""
    columns = {name: pa.array(column) for name, column in table.columns.items()}
    shapes = pa.array(shapely.to_wkb(table.geometry).tolist(), pa.binary())
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    made = pa.table({"geometry": shapes, **columns}).replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(made, path, compression="zstd")


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
    for place in sorted(tiles, key=lambda zxy: zxy_to_tileid(*zxy)):
        body = gzip.compress(b"".join(tiles[place]), _GZIP_LEVEL, mtime=0)
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
