"""The files of a city that is seen square by square: a task as arrays, what comes of it as GeoParquet.

Nothing in a task could run. What comes of it has a row a street, with metres by how many cameras see them, and in its
metadata the square's ground, residents and places. The name of both holds the digest of the task, so that a square is
seen anew only where something in it has changed.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.geo.geoparquet import render_geoparquet
from sousveil.case.write import write_bytes
from sousveil.city.streets import Pieces
from sousveil.coverage.streets import MOST, Totals, Watched, Ways
from sousveil.coverage.tiles import FLAT, Gaze, Tile, TileSeen, see_tile
from sousveil.crs import Frame
from sousveil.kernels.arrays import Grid, Rows, Views
from sousveil.problems import UsageError

from .files import BANDS, describe
from .seeing import SeenCity

Named = TypeVar("Named", Views, Pieces, Grid)
Arrays = Mapping[str, npt.NDArray[Any]]
TASKS = "tasks"
SAID = "sousveil"
"""The name in metadata of what is no column."""
FORM = 1
"""Goes up when tasks or what comes of them are laid out otherwise."""


class Ask(NamedTuple):
    """What is asked of every square; `band` is low, typical, high, or `FLAT` (high, all walls hiding everything)."""

    level: str
    reachable: bool
    band: int

    @property
    def name(self) -> str:
        """Its name in files."""
        band = "flat" if self.band == FLAT else BANDS[self.band]
        return f"{self.level}_{'reachable' if self.reachable else 'moment'}_{band}"


def write_task(folder: Path, city: SeenCity, tile: Tile, asks: Sequence[Ask]) -> Path:
    """Write a task unless what comes of it is there; say where it stands, or would."""
    streets = city.scene.streets
    head = {
        "form": FORM,
        "about": describe(city),
        "frame": [city.scene.frame.lon, city.scene.frame.lat],
        "square": [tile.column, tile.row, tile.side_m],
        "asks": [[*ask] for ask in asks],
        "streets": [[streets.ids[row], streets.lines.kinds[row]] for row in tile.streets.tolist()],
        "places": shapely.to_wkt(tile.places, rounding_precision=-1).tolist(),
        "unsurveyed": shapely.to_wkt(list(tile.ways.unsurveyed), rounding_precision=-1).tolist(),
    }
    arrays = dict(_list_arrays(tile))
    digest = hashlib.sha256(json.dumps(head).encode())
    for name, column in arrays.items():
        digest.update(f"{name}:{column.dtype.str}:{column.shape}:".encode() + column.tobytes())
    path = folder / TASKS / f"tile_{tile.column}_{tile.row}_{digest.hexdigest()[:16]}.npz"
    if not find_result(path).is_file():
        file = io.BytesIO()
        said = np.frombuffer(json.dumps(head).encode(), np.uint8)
        np.savez(file, allow_pickle=False, head=said, **arrays)
        write_bytes(path, file.getvalue())
    return path


def _list_arrays(tile: Tile) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """The arrays of a square by name."""
    yield from ((f"grid.{name}", column) for name, column in tile.grid._asdict().items())
    yield "tops", tile.tops
    for at, gaze in enumerate(tile.gazes):
        yield from ((f"{at}.{name}", column) for name, column in gaze.views._asdict().items())
        yield f"{at}.heights", gaze.heights
        yield f"{at}.times", gaze.times
    lines, street = tile.ways.pieces.take(tile.ways.rows)
    yield from ((f"pieces.{name}", column) for name, column in lines._asdict().items())
    yield "pieces.street", street
    if tile.ways.residents_per_m is not None:
        yield "residents_per_m", tile.ways.residents_per_m
    yield "streets", tile.streets
    yield "place_rows", tile.place_rows


def find_result(task: Path) -> Path:
    """Where what comes of a task stands."""
    return task.parents[1] / f"{task.stem}.parquet"


def see_file(task: Path) -> Path:
    """See the square of a task, unless that was done, and take the task away; written in one step."""
    result = find_result(task)
    if not result.is_file():
        tile, head = _read_task(task)
        write_bytes(result, _render(tile, head, list(see_tile(tile))))
    task.unlink(missing_ok=True)
    return result


def _read_task(path: Path) -> tuple[Tile, dict[str, Any]]:
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    head = json.loads(arrays["head"].tobytes())
    column, row, side_m = head["square"]
    gazes = tuple(
        Gaze(_build(Views, arrays, f"{at}."), arrays[f"{at}.heights"], arrays[f"{at}.times"], band)
        for at, (_, _, band) in enumerate(head["asks"])
    )
    count = len(arrays["pieces.street"])
    ways = Ways(
        _build(Pieces, {**arrays, "pieces.at_m": np.zeros(count)}, "pieces."),
        len(arrays["streets"]),
        np.arange(count, dtype=np.int32),
        arrays.get("residents_per_m"),
        list(shapely.from_wkt(head["unsurveyed"])),
    )
    tile = Tile(
        column=column,
        row=row,
        side_m=side_m,
        grid=_build(Grid, arrays, "grid."),
        tops=arrays["tops"],
        gazes=gazes,
        ways=ways,
        streets=arrays["streets"],
        places=np.array(shapely.from_wkt(head["places"]), dtype=object).reshape(-1),
        place_rows=arrays["place_rows"],
    )
    return tile, head


def _build(kind: type[Named], arrays: Arrays, prefix: str) -> Named:
    """A tuple of arrays by their names."""
    return kind(**{name: arrays[prefix + name] for name in kind._fields})


def _render(tile: Tile, head: Mapping[str, Any], seen: Sequence[TileSeen]) -> bytes:
    """What was found in a square as GeoParquet: a row a street, metres by how many cameras see them in lists."""
    frame = Frame(*head["frame"])
    pieces, street = tile.ways.pieces.take(tile.ways.rows)
    ends = frame.to_lonlat(np.stack(pieces, axis=1).reshape(-1, 2)).reshape(-1, 2, 2)
    order = np.argsort(street, kind="stable")
    lines = shapely.multilinestrings(shapely.linestrings(ends[order]), indices=street[order])
    columns: dict[str, Sequence[object]] = {
        "row": tile.streets.tolist(),
        "id": [id_ for id_, _ in head["streets"]],
        "kind": [kind for _, kind in head["streets"]],
    }
    for ask, each in zip(_read_asks(head), seen, strict=True):
        columns[f"{ask.name}_m"] = each.watched.metres.tolist()
        columns[f"{ask.name}_unsurveyed_m"] = each.watched.elsewhere.tolist()
    said = {
        **{name: head[name] for name in ("form", "frame", "square", "asks")},
        "seen": [
            {
                "lengths_m": each.lengths.tolist(),
                "residents": each.watched.residents.tolist(),
                "residents_unsurveyed": each.watched.residents_elsewhere.tolist(),
                "unweighted_m": each.watched.unweighted_m,
                "places": tile.place_rows[each.places].tolist(),
            }
            for each in seen
        ],
    }
    return render_geoparquet(lines, columns, {**head["about"], SAID: json.dumps(said)})


def _read_asks(head: Mapping[str, Any]) -> list[Ask]:
    return [Ask(*one) for one in head["asks"]]


class Found(NamedTuple):
    """What an ask found in a square, by the city's rows of streets and places; `lengths` as of `TileSeen`."""

    lengths: npt.NDArray[np.float64]
    streets: Totals
    places: list[int]


def read_seen(path: Path) -> list[Found]:
    """What each ask found in the square of a file; UsageError where the file is not what was written."""
    try:
        table = pq.read_table(path)
        head = json.loads(table.schema.metadata[SAID.encode()])
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{path}: this is no square that was finished; delete it to have it seen anew"
        ) from error
    rows = np.array(table["row"].to_pylist(), np.int32)
    return [
        Found(np.array(one["lengths_m"]), _read_totals(table, rows, ask, one), one["places"])
        for ask, one in zip(_read_asks(head), head["seen"], strict=True)
    ]


def _read_totals(table: pa.Table, rows: Rows, ask: Ask, one: Mapping[str, Any]) -> Totals:
    """The streets of a square that are seen, so that those that nobody sees take no room."""
    watched = Watched(
        _read_lists(table, f"{ask.name}_m"),
        _read_lists(table, f"{ask.name}_unsurveyed_m"),
        np.array(one["residents"]),
        np.array(one["residents_unsurveyed"]),
        one["unweighted_m"],
        0,
    )
    totals = watched.sum_up()
    return replace(totals, street=rows[totals.street])


def _read_lists(table: pa.Table, name: str) -> npt.NDArray[np.float64]:
    """A column of metres by 0, 1, 2 … cameras."""
    return np.array(table[name].to_pylist(), np.float64).reshape(-1, MOST + 1)
