"""From the map's layers to tables for its tiles: geometries, the columns that filters use, and zooms.

Adds up metres of a street and changes no other figure; writes nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.crs import build_frame
from sousveil.records.when import parse_edtf

from .layers import BANDS, REACHES, Areas, Band, Grounds, Lines, MapCamera, MapLayers, Names, Reach

Geometries = npt.NDArray[np.object_]
Rows = npt.NDArray[np.int64]
Column = Sequence[str] | Sequence[int]

FIRST_ZOOM, LAST_ZOOM = 9, 15
"""From a city in one tile to 0.15 m a step of a tile's grid at 60° north; closer views enlarge the last tiles."""
NEAR_ZOOM = 15
"""From here on the ground of single cameras can be seen: at 60° north 20 m are 17 pixels of 1.2 m."""
_ALL_STREETS_ZOOM, _BUILDINGS_ZOOM, _CAMERAS_ZOOM = 13, 13, 14
MAIN_STREETS = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary"})
"""What the OpenStreetMap wiki (Key:highway) lists as the roads that link places."""
_UNPLAIN = re.compile(r"[^a-z0-9]+")  # never leaves two hyphens together, so that numbered names stay apart
GROUPS = 8192
MOST_ALONE = GROUPS
"""Cameras that have pages of their own: as many as there are groups. Of 100,000 a group has 12, 30 at most: 50 kB."""
ALWAYS, NEVER = 0, 99991231
"""Days before and after all others, for what nobody dated."""


@dataclass(frozen=True, slots=True)
class TileTable:
    """A layer of the tiles: one geometry and one value of each column a row, in zooms from `first` to `last`."""

    name: str
    first: int
    last: int
    geometry: Geometries
    columns: Mapping[str, Column] = field(default_factory=dict)


def build_tables(layers: MapLayers) -> tuple[TileTable, ...]:
    """Every layer of the tiles that has something in it."""
    tables = (*_base_tables(layers), *_camera_tables(layers), *_watched_tables(layers))
    return tuple(table for table in tables if len(table.geometry))


def build_polygons(areas: Areas) -> tuple[Geometries, Rows]:
    """One multipolygon for each thing, and its row; rings of fewer than three corners are left out."""
    size = np.diff(areas.ring_start)
    keep = np.flatnonzero(size >= 3)
    closed = size[keep] + 1
    ends = np.concatenate([[0], np.cumsum(closed)])
    corner = np.arange(ends[-1]) - np.repeat(ends[:-1] - areas.ring_start[:-1][keep], closed)
    corner[ends[1:] - 1] = areas.ring_start[:-1][keep]
    outer = np.flatnonzero(~areas.ring_is_hole[keep])
    rows, begin = np.unique(areas.ring_row[keep][outer], return_index=True)
    made = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON,
        np.ascontiguousarray(areas.lonlat[corner]),
        (ends, np.append(outer, len(keep)), np.append(begin, len(outer))),
    )
    return made, rows


def build_lines(lines: Lines) -> tuple[Geometries, Rows]:
    """One multiline for each thing, and its row; a line of fewer than two vertices is left out."""
    size = np.diff(lines.start)
    keep = np.flatnonzero(size >= 2)
    ends = np.concatenate([[0], np.cumsum(size[keep])])
    vertex = np.arange(ends[-1]) - np.repeat(ends[:-1] - lines.start[:-1][keep], size[keep])
    rows, begin = np.unique(lines.row[keep], return_index=True)
    made = shapely.from_ragged_array(
        shapely.GeometryType.MULTILINESTRING,
        np.ascontiguousarray(lines.lonlat[vertex]),
        (ends, np.append(begin, len(keep))),
    )
    return made, rows


def _base_tables(layers: MapLayers) -> Iterator[TileTable]:
    yield TileTable("unsurveyed", FIRST_ZOOM, LAST_ZOOM, build_polygons(layers.unsurveyed)[0])
    yield TileTable("water", FIRST_ZOOM, LAST_ZOOM, build_polygons(layers.water)[0])
    yield TileTable("waterway", FIRST_ZOOM, LAST_ZOOM, build_lines(layers.waterways)[0])
    yield TileTable("building", _BUILDINGS_ZOOM, LAST_ZOOM, build_polygons(layers.buildings)[0])
    streets, rows = build_lines(layers.streets.lines)
    kinds = [layers.streets.kinds[row] for row in rows]
    columns: dict[str, Column] = {
        "id": [layers.streets.ids[row] for row in rows],
        "kind": kinds,
        **_name_columns([layers.streets.names[row] for row in rows]),
    }
    main = np.flatnonzero([kind.removesuffix("_link") in MAIN_STREETS for kind in kinds])
    yield _take(TileTable("street", FIRST_ZOOM, _ALL_STREETS_ZOOM - 1, streets, columns), main)
    yield TileTable("street", _ALL_STREETS_ZOOM, LAST_ZOOM, streets, columns)
    labels = layers.labels
    yield TileTable(
        "label",
        FIRST_ZOOM,
        LAST_ZOOM,
        shapely.points([label.lonlat for label in labels]) if labels else np.empty(0, dtype=object),
        {
            "kind": [label.kind for label in labels],
            "rank": [label.rank for label in labels],
            **_name_columns([label.names for label in labels]),
        },
    )


def _name_columns(names: Sequence[Names]) -> dict[str, Column]:
    """`name` as it stands on the sign, and `name:TAG` for each language in which something has one."""
    tags = sorted({tag for one in names for tag in one} - {""})
    own = {"name": [one.get("", next(iter(one.values()), "")) for one in names]}
    return {**own, **{f"name:{tag}": [one.get(tag, "") for one in names] for tag in tags}}


def _take(table: TileTable, rows: Rows) -> TileTable:
    columns = {name: _pick(column, rows) for name, column in table.columns.items()}
    return replace(table, geometry=table.geometry[rows], columns=columns)


def _pick(column: Column, rows: Rows) -> Column:
    """A column at rows; through an array, because a loop over 300,000 grounds takes seconds."""
    picked: Column = np.array(column, dtype=object)[rows].tolist()
    return picked


def _camera_tables(layers: MapLayers) -> Iterator[TileTable]:
    cameras = layers.cameras
    common = _camera_columns(cameras)
    seen = set(layers.grounds.camera.tolist())
    own: dict[str, Column] = {
        "ground": [int(row in seen) for row in range(len(cameras))],
        "name": [one.name for one in cameras],
        "street": [one.street for one in cameras],
        "page": list(address_pages(cameras)),
        "bearing": [-1 if one.bearing_deg is None else round(one.bearing_deg) % 360 for one in cameras],
    }
    places = shapely.points([one.lonlat for one in cameras]) if cameras else np.empty(0, dtype=object)
    yield TileTable("camera", _CAMERAS_ZOOM, LAST_ZOOM, places, {**common, **own})
    grounds = layers.grounds
    areas, rows = build_polygons(grounds.areas)
    whose = grounds.camera[rows]
    columns: dict[str, Column] = {
        **{name: _pick(column, whose) for name, column in common.items()},
        "level": [layers.levels[level].name for level in grounds.level[rows]],
        "band": [BANDS[band].value for band in grounds.band[rows]],
        "reach": [REACHES[reach].value for reach in grounds.reach[rows]],
        "scenario": ["" if at < 0 else layers.scenarios[at].id for at in _scenarios(grounds)[rows]],
    }
    yield TileTable("ground", NEAR_ZOOM, LAST_ZOOM, areas, columns)


def _scenarios(grounds: Grounds) -> Rows:
    return grounds.scenario if len(grounds.scenario) else np.full(len(grounds.camera), -1)


def _camera_columns(cameras: Sequence[MapCamera]) -> dict[str, Column]:
    """What the filters ask of a camera; several lists or scenarios stand between bars, so that one can be found."""
    return {
        "id": [one.id for one in cameras],
        "kind": [one.kind for one in cameras],
        "state": [one.state for one in cameras],
        "operator": [one.operator for one in cameras],
        "lists": [_bar(one.lists) for one in cameras],
        "scenarios": [_bar(one.scenarios) for one in cameras],
        "since": [find_first_day(one.first_seen) for one in cameras],
        "until": [find_last_day(one.first_missing) for one in cameras],
    }


def name_pages(cameras: Sequence[MapCamera]) -> tuple[str, ...]:
    """The name of each camera's page, without suffix: its id in plain letters, numbered where two would be alike."""
    used: dict[str, int] = {}
    names = []
    for one in cameras:
        plain = _UNPLAIN.sub("-", one.id.lower()).strip("-") or "camera"
        used[plain] = used.get(plain, 0) + 1
        names.append(plain if used[plain] == 1 else f"{plain}--{used[plain]}")
    return tuple(names)


def address_pages(cameras: Sequence[MapCamera]) -> tuple[str, ...]:
    """Where all that is known of each camera stands: on a page of its own, or, of very many, on the page of its group.

    The group follows from the camera's name alone, so that a camera that is added moves no other.
    """
    names = name_pages(cameras)
    if len(names) <= MOST_ALONE:
        return tuple(f"{name}.html" for name in names)
    numbers = (int.from_bytes(sha256(name.encode()).digest()[:2]) % GROUPS for name in names)
    return tuple(f"{number:04x}.html#{name}" for number, name in zip(numbers, names, strict=True))


def _bar(words: Sequence[str]) -> str:
    return f"|{'|'.join(words)}|" if words else ""


def find_first_day(edtf: str) -> int:
    """The first day a date can mean as a number that sorts (20240131); ALWAYS where there is none.

    >>> find_first_day("2024-02"), find_first_day("")
    (20240201, 0)
    """
    return _number(parse_edtf(edtf).earliest, ALWAYS) if edtf else ALWAYS


def find_last_day(edtf: str) -> int:
    """The last day a date can mean, as a number that sorts; NEVER where there is none."""
    return _number(parse_edtf(edtf).latest, NEVER) if edtf else NEVER


def _number(day: date | None, default: int) -> int:
    return default if day is None else day.year * 10_000 + day.month * 100 + day.day


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetTotal:
    """Metres of a street that some camera watches, by band, at most `most` of them at once; `length_m` is all of it.

    `metres` : NaN in a band of which nothing is known.
    """

    street: int
    level: int
    reach: Reach
    scenario: int
    metres: Mapping[Band, float]
    most: int
    length_m: float


def total_streets(layers: MapLayers) -> tuple[StreetTotal, ...]:
    """What is watched of each street at each level, in the order of the streets."""
    watched = layers.watched
    if not len(watched.k):
        return ()
    keys = np.stack([watched.street, watched.level, watched.reach, watched.scenario], axis=1)
    groups, group = np.unique(keys, axis=0, return_inverse=True)
    metres = np.zeros((len(groups), len(BANDS)))
    np.add.at(metres, (group.ravel(), watched.band), watched.metres)
    for level, band, reach, scenario in watched.unknown:
        metres[(groups[:, 1:] == (level, reach, scenario)).all(axis=1), band] = np.nan
    most = np.zeros(len(groups), dtype=np.int64)
    np.maximum.at(most, group.ravel(), watched.k)
    lengths = measure_streets(layers)
    return tuple(
        StreetTotal(
            street=int(street),
            level=int(level),
            reach=REACHES[reach],
            scenario=int(scenario),
            metres=dict(zip(BANDS, metres[row].tolist(), strict=True)),
            most=int(most[row]),
            length_m=float(lengths[street]),
        )
        for row, (street, level, reach, scenario) in enumerate(groups)
    )


def measure_streets(layers: MapLayers) -> npt.NDArray[np.float64]:
    """Length of each street [m]."""
    lines = layers.streets.lines
    xy = build_frame(np.array(layers.bounds).reshape(2, 2)).to_xy(lines.lonlat)
    steps = np.append(np.hypot(*np.diff(xy, axis=0).T), 0.0)
    steps[lines.start[1:] - 1] = 0.0
    line = np.repeat(np.arange(len(lines.row)), np.diff(lines.start))
    total = np.bincount(lines.row[line], weights=steps, minlength=len(layers.streets.ids))
    return total.astype(np.float64)


def _round(metres: float) -> int:
    """Whole metres; -1 for what is not known, as tiles hold no gaps."""
    return -1 if np.isnan(metres) else round(metres)


def _watched_tables(layers: MapLayers) -> Iterator[TileTable]:
    """Whole streets from afar, with their metres and the most cameras at once; the stretches themselves from near."""
    names = [scenario.id for scenario in layers.scenarios] or [""]
    streets, rows = build_lines(layers.streets.lines)
    place = {row: at for at, row in enumerate(rows.tolist())}
    totals = [total for total in total_streets(layers) if total.street in place]
    far: dict[str, Column] = {
        "street": [layers.streets.ids[total.street] for total in totals],
        "level": [layers.levels[total.level].name for total in totals],
        "reach": [total.reach.value for total in totals],
        "scenario": [names[total.scenario] for total in totals],
        "k": [total.most for total in totals],
        "length": [round(total.length_m) for total in totals],
        **{band.value: [_round(total.metres[band]) for total in totals] for band in BANDS},
        **_name_columns([layers.streets.names[total.street] for total in totals]),
    }
    shapes = streets[[place[total.street] for total in totals]] if totals else np.empty(0, dtype=object)
    yield TileTable("watched_street", FIRST_ZOOM, NEAR_ZOOM - 1, shapes, far)
    watched = layers.watched
    stretches, rows = build_lines(watched.lines)
    near: dict[str, Column] = {
        "street": [layers.streets.ids[street] for street in watched.street[rows]],
        "level": [layers.levels[level].name for level in watched.level[rows]],
        "band": [BANDS[band].value for band in watched.band[rows]],
        "reach": [REACHES[reach].value for reach in watched.reach[rows]],
        "scenario": [names[scenario] for scenario in watched.scenario[rows]],
        "k": watched.k[rows].tolist(),
        "metres": np.round(watched.metres[rows]).astype(np.int64).tolist(),
    }
    yield TileTable("watched", NEAR_ZOOM, LAST_ZOOM, stretches, near)
