"""What is seen, as files for geographic information systems: cameras, ground, streets, unsurveyed areas.

Writes each layer as GeoJSON and as GeoParquet, whole or not at all, with attribution and licence inside.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.geo.geoparquet import Column, render_geoparquet
from sousveil.case.write import write_bytes
from sousveil.coverage.outline import draw_outlines
from sousveil.coverage.sights import Sights
from sousveil.publish.gate.stops import check_outgoing
from sousveil.publish.writer import refuse
from sousveil.records.base import say

from .seeing import SeenCity

Layer = tuple[str, npt.NDArray[np.object_], Mapping[str, Column]]
BANDS = ("low", "typical", "high")
DIGITS = 7
"""Decimals of a degree: a centimetre, as the map itself has them."""
AREA = 2
"""Dimensions of a polygon."""


def write_sights(folder: Path, city: SeenCity, sights: Mapping[str, tuple[Sights, Sights]]) -> list[Path]:
    """Write every layer that has something in it, and say where; raises PublishRefused before anything is written.

    Of a layer that has nothing in it an older file is removed: it would speak of something else.
    """
    about, layers = describe(city), list(list_layers(city, sights))
    look_through(city, about, layers)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, geometry, columns in layers:
        table, features = folder / f"{name}.parquet", folder / f"{name}.geojson"
        if not len(geometry):
            table.unlink(missing_ok=True)
            features.unlink(missing_ok=True)
            continue
        degrees = _round(geometry)
        write_bytes(table, render_geoparquet(degrees, columns, about))
        write_bytes(features, render_features(degrees, columns, about).encode())
        written += [table, features]
    return written


def _round(geometry: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Shapes to the last digit that is written, sound ones: in one that crosses itself other programs find no area."""
    rounded = shapely.set_precision(geometry, 10.0**-DIGITS, mode="pointwise")
    crossed = (shapely.get_dimensions(geometry) == AREA) & ~shapely.is_valid(rounded)
    rounded[crossed] = shapely.make_valid(rounded[crossed], method="structure", keep_collapsed=False)
    # What is narrower than a digit, and has nothing left, stays as it is.
    lost = shapely.is_empty(rounded) | (shapely.get_dimensions(rounded) < shapely.get_dimensions(geometry))
    rounded[lost] = geometry[lost]
    return np.asarray(rounded, dtype=object)


def look_through(city: SeenCity, about: Mapping[str, str], layers: Iterable[Layer]) -> None:
    """Refuse files whose words hold an identifier of a person."""
    values = {value for _, _, columns in layers for column in columns.values() for value in column}
    words = {value for value in values if isinstance(value, str)}
    said = "\n".join([*about.values(), *sorted(words)])
    allowed = [allowance.text for allowance in city.case.allowances.values()]
    refuse(check_outgoing("layers.txt", said.encode(), allowed=allowed))


def describe(city: SeenCity) -> dict[str, str]:
    """Whose data the files are made from, under what licence, and what is supposed in them."""
    manifest = city.case.manifest
    licences = [manifest.city.licence if manifest.city else "", *(one.about.licence for one in city.lists)]
    return {
        "title": say(manifest.title, manifest.language),
        "attribution": city.attribution,
        "licence": "; ".join(dict.fromkeys(one for one in licences if one)),
        "as_of": (manifest.city.as_of or "") if manifest.city else "",
        "suppose_kind": city.suppose_kind or "none",
    }


def list_layers(city: SeenCity, sights: Mapping[str, tuple[Sights, Sights]]) -> Iterator[Layer]:
    """The layers in longitude and latitude."""
    yield _build_cameras(city)
    yield _build_ground(city, sights)
    yield _build_streets(city, sights)
    bare = np.array([_to_degrees(city, one) for one in city.survey.unsurveyed], dtype=object)
    yield "unsurveyed", bare, {"what": ["not surveyed"] * len(bare)}


def _to_degrees(city: SeenCity, shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, city.scene.frame.to_lonlat)


def _build_cameras(city: SeenCity) -> Layer:
    """Cameras where they were put."""
    rows = [row for row, one in enumerate(city.cameras) if one.lonlat]
    placed = city.scene.frame.to_lonlat(city.placements.placed[rows])
    cameras = [city.cameras[row] for row in rows]
    apart = [city.stations.apart[row] for row in rows]
    return (
        "cameras",
        shapely.points(placed),
        {
            "id": [one.id for one in cameras],
            "device": [one.device.value for one in cameras],
            "kind": [", ".join(one.kinds) for one in cameras],
            "state": [one.state.value for one in cameras],
            "rule": [city.placements[row].rule.value for row in rows],
            "not_drawn": [reason.value if reason else "" for reason in apart],
            "kind_supposed": [row in city.stations.supposed for row in rows],
            "direction_guessed": [row in city.stations.guessed for row in rows],
        },
    )


def _build_ground(city: SeenCity, sights: Mapping[str, tuple[Sights, Sights]]) -> Layer:
    """The ground of each view, level, reach and band; arcs are drawn as chords, areas are exact."""
    drawn: list[npt.NDArray[np.object_]] = []
    rows: list[tuple[str, str, str, str, float]] = []
    for level, both in sights.items():
        for reach, one in zip(("moment", "reachable"), both, strict=True):
            for band, ground in zip(BANDS, city.draw(level, reachable=one.reachable), strict=True):
                shapes, views = draw_outlines(ground)
                drawn.append(shapes)
                rows += [
                    (city.stations.aimed[view].id, level, reach, band, float(ground.area_m2[view]))
                    for view in views.tolist()
                ]
    shapes = _to_degrees(city, np.concatenate(drawn)) if drawn else np.empty(0, dtype=object)
    names = ("camera", "level", "reach", "band", "area_m2")
    return "ground", shapes, dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}


def _build_streets(city: SeenCity, sights: Mapping[str, tuple[Sights, Sights]]) -> Layer:
    """Streets outdoors, with the metres in view at each level and band; nothing where the band says nothing."""
    streets = city.scene.streets
    rows = np.flatnonzero(streets.outdoors & (np.diff(streets.start) >= 2))
    lines = [shapely.LineString(streets.line(row)) for row in rows.tolist()]
    columns: dict[str, Column] = {
        "id": [streets.ids[row] for row in rows.tolist()],
        "name": [streets.names[row][0][1] if streets.names[row] else "" for row in rows],
        "kind": [streets.lines.kinds[row] for row in rows],
        "length_m": streets.length_m[rows],
    }
    for level, (moment, _) in sights.items():
        for band, known, watched in zip(BANDS, moment.known, moment.streets, strict=True):
            seen = np.zeros(len(streets))
            seen[watched.street] = watched.metres[:, 1:].sum(axis=1)
            columns[f"{level}_{band}_m"] = seen[rows] if known else np.full(len(rows), np.nan)
    return "streets", _to_degrees(city, np.array(lines, dtype=object)), columns


def render_features(
    geometry: npt.NDArray[np.object_], columns: Mapping[str, Column], about: Mapping[str, str]
) -> str:
    """A layer as GeoJSON (RFC 7946), a feature a line; what is not known is null."""
    head = {"type": "FeatureCollection", **about}
    shapes = [json.loads(one) for one in shapely.to_geojson(geometry).tolist()]
    lists = {
        name: column.tolist() if isinstance(column, np.ndarray) else column
        for name, column in columns.items()
    }
    features = [
        json.dumps(
            {
                "type": "Feature",
                "geometry": shape,
                "properties": {name: _tell(values[row]) for name, values in lists.items()},
            },
            ensure_ascii=False,
        )
        for row, shape in enumerate(shapes)
    ]
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n' + ",\n".join(features) + "\n]}\n"


def _tell(value: object) -> object:
    """A value for JSON: no NaN, and metres to the millimetre."""
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 3)
    return value
