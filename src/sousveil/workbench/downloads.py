"""From a public case, its findings and its map to the files that its site offers for other programs.

Writes nothing: the files go through the one writer like every page. What a format can hold is its adapter's.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.adapters.exports.datapackage import render_table
from sousveil.adapters.exports.flat import Field, Table, build_tables, read_cell
from sousveil.adapters.exports.rocrate import METADATA, render_crate
from sousveil.adapters.exports.told import Told
from sousveil.adapters.geo.geoparquet import Column, render_geoparquet
from sousveil.publish.build.index import Index
from sousveil.publish.downloads import Download, Terms
from sousveil.publish.maps.layers import BANDS, REACHES, MapLayers
from sousveil.publish.maps.tables import build_lines, build_polygons

from .cameras.reading import read_lists
from .exporting import EXPORTS, Form
from .sight.files import DIGITS, render_features
from .telling import tell_case

FORMS: Mapping[str, str] = {
    "csl": "Sources, CSL-JSON 1.0.2",
    "bibtex": "Sources, BibLaTeX",
    "ftm": "Sources, actors, places, programmes, contracts, events and claims, FollowTheMoney",
    "ocds": "Contracts, OCDS 1.1.5 release package",
    "timelinejs": "Events, TimelineJS 3",
    "prov": "What rests on what: sources, claims, derived figures, answers, disputes, PROV-JSON",
    "sqlite": "Everything, SQLite 3 with full-text search",
    "geojson": "Places and cameras as the lists have them, GeoJSON",
    "geoparquet": "Places and cameras as the lists have them, GeoParquet 1.1",
}
"""What the page says of each format; a data package and an RO-Crate are there unpacked, as the tables."""
NEEDS: Mapping[str, tuple[str, ...]] = {
    "ocds": ("contracts",),
    "timelinejs": ("events",),
    "geojson": ("places", "lists"),
    "geoparquet": ("places", "lists"),
}
"""Kinds of records of which there must be some, so that no empty file is offered."""
STRUCTURED = frozenset({"any", "array"})
"""Types of columns whose cells may hold parts, as JSON."""
MOST_CORNERS = 100_000
"""Of a layer that is offered as GeoJSON: 3 to 5 MB; beyond it a text is no help, and GeoParquet alone is offered."""
Layer = tuple[str, str, npt.NDArray[np.object_], Mapping[str, Column]]


@dataclass(frozen=True, slots=True)
class _Case:
    """What the files of the record are made from."""

    told: Told
    terms: Terms


def build_downloads(
    index: Index, layers: MapLayers | None = None, *, folder: Path | None = None
) -> tuple[Download, ...]:
    """Every file, tables first; the lists of cameras lie in `folder`."""
    told = tell_case(index.case, as_of=index.as_of)
    if folder and index.case.lists:
        observations = (
            (one.about.id, seen) for one in read_lists(folder, index.case) for seen in one.observations
        )
        told = replace(told, observations=tuple(observations))
    case = _Case(told, Terms(licence=index.case.manifest.licence or "", attribution=told.attribution))
    return (
        *_list_tables(case, index),
        *_list_forms(case),
        *(_list_layers(layers) if layers else ()),
    )


def _list_tables(case: _Case, index: Index) -> Iterator[Download]:
    """Each table as CSV and as JSON, and the package and the crate that describe them."""
    files = render_crate(case.told)
    for table in build_tables(case.told):
        name = f"tables/{table.name}.csv"
        yield from _build_table(table, f"data/{name}", files[name], case)
    findings = build_findings_table(index)
    yield from _build_table(findings, "data/findings.csv", render_table(findings), case)
    about = files["datapackage.json"].encode()
    title = "What the columns of the tables mean (Frictionless data package)"
    yield _file("data/datapackage.json", about, title, "JSON", case)
    title = "What this folder holds, with the sources, actors and places it speaks of (RO-Crate 1.2)"
    yield _file(f"data/{METADATA}", files[METADATA].encode(), title, "JSON-LD", case)


def _build_table(table: Table, path: str, csv: str, case: _Case) -> Iterator[Download]:
    if not table.rows:
        return
    title = f"{table.name.replace('_', ' ').capitalize()}: {table.title}"
    yield _file(path, csv.encode(), title, "CSV", case)
    yield _file(path.replace(".csv", ".json"), render_rows(table).encode(), title, "JSON", case)


def _file(path: str, content: bytes, title: str, form: str, case: _Case) -> Download:
    return Download(path=path, content=content, group="Tables", title=title, form=form, terms=case.terms)


def render_rows(table: Table) -> str:
    """A table as JSON, an object a row; cells that say nothing are left out."""
    rows = [
        json.dumps(
            {
                field.name: read_cell(cell) if field.type in STRUCTURED else cell
                for field, cell in zip(table.fields, row, strict=True)
                if cell
            },
            ensure_ascii=False,
        )
        for row in table.rows
    ]
    return "[\n" + ",\n".join(rows) + "\n]\n"


def build_findings_table(index: Index) -> Table:
    """All findings as the pages number them, those that agree too."""
    fields = (
        Field("number", "integer", "As on the pages."),
        Field("finding", description="Key of the finding, as `check` prints it."),
        Field("verdict", description="How it came out."),
        Field("sentence"),
        Field("record", description="The record it is about."),
        Field("rests_on", "array", "Records it rests on."),
        Field("decided", description="The editors' verdict; empty where nobody gave one."),
    )
    rows = [
        (
            str(line.number),
            found.key,
            line.verdict,
            line.sentence,
            found.record,
            json.dumps(list(found.rests_on)),
            found.decided or "",
        )
        for found, line in index.findings
    ]
    return Table("findings", "What the record says about itself.", fields, tuple(rows))


def _list_forms(case: _Case) -> Iterator[Download]:
    """The case in the formats of others."""
    for name, title in FORMS.items():
        if any(getattr(case.told.case, kind) for kind in NEEDS.get(name, ("claims", "sources"))):
            yield _build_form(EXPORTS[name], title, case)


def _build_form(form: Form, title: str, case: _Case) -> Download:
    made = form.render(case.told)
    if not isinstance(made, str | bytes):
        raise TypeError(f"{form.name} has several files")
    return Download(
        path=f"data/{form.name}",
        content=made.encode() if isinstance(made, str) else made,
        group="For other programs",
        title=title,
        form=form.name,
        terms=case.terms,
        says=form.says(case.told) if form.says else "",
    )


def _list_layers(layers: MapLayers) -> Iterator[Download]:
    """The layers of the map, longitude and latitude on WGS 84."""
    terms = Terms(licence=layers.licence, attribution=layers.attribution)
    about = {"licence": layers.licence, "attribution": "; ".join(layers.attribution), "as_of": layers.as_of}
    for name, title, shapes, columns in _draw_layers(layers):
        if not len(shapes):
            continue
        degrees = shapely.set_precision(shapes, 10.0**-DIGITS, mode="pointwise")
        torn = ~shapely.is_valid(degrees)  # rounded corners may touch, which some programs refuse
        degrees[torn] = shapely.make_valid(degrees[torn], method="structure", keep_collapsed=False)
        words = "\n".join(
            dict.fromkeys(
                str(cell) for column in columns.values() for cell in column if isinstance(cell, str)
            )
        )
        forms = [("GeoParquet", "parquet", render_geoparquet(degrees, columns, about), words)]
        if shapely.get_num_coordinates(degrees).sum() <= MOST_CORNERS:
            forms.insert(0, ("GeoJSON", "geojson", render_features(degrees, columns, about).encode(), ""))
        for form, suffix, content, says in forms:
            yield Download(
                path=f"data/map/{name}.{suffix}",
                content=content,
                group="Layers of the map",
                title=title,
                form=form,
                terms=terms,
                says=says,
            )


def _draw_layers(layers: MapLayers) -> Iterator[Layer]:
    yield _draw_cameras(layers)
    cameras, grounds, watched = layers.cameras, layers.grounds, layers.watched
    areas, rows = build_polygons(grounds.areas)
    scenario = grounds.scenario[rows] if len(grounds.scenario) else np.full(len(rows), -1)
    yield (
        "ground",
        "Visible ground of each camera by level, band and reach; arcs drawn as chords, areas exact",
        areas,
        {
            "camera": [cameras[row].id for row in grounds.camera[rows]],
            **_name_codes(layers, grounds.level[rows], grounds.band[rows], grounds.reach[rows], scenario),
            "area_m2": grounds.area_m2[rows],
        },
    )
    lines, rows = build_lines(watched.lines)
    yield (
        "watched-streets",
        "Stretches of streets by how many cameras see them, by level, band and reach",
        lines,
        {
            "street": [layers.streets.ids[row] for row in watched.street[rows]],
            **_name_codes(
                layers, watched.level[rows], watched.band[rows], watched.reach[rows], watched.scenario[rows]
            ),
            "cameras": watched.k[rows],
            "metres": watched.metres[rows],
        },
    )
    areas, rows = build_polygons(layers.unsurveyed)
    yield (
        "unsurveyed",
        "Where nobody surveyed",
        areas,
        {"what": ["not surveyed"] * len(rows)},
    )


SAID = ("id", "name", "kind", "state", "operator", "street", "first_seen", "last_seen", "first_missing")
"""What a camera's columns are called as its fields are; empty where nobody has said it."""


def _draw_cameras(layers: MapLayers) -> Layer:
    cameras = layers.cameras
    bearings = [np.nan if one.bearing_deg is None else one.bearing_deg for one in cameras]
    columns: dict[str, Column] = {name: [getattr(one, name) for one in cameras] for name in SAID}
    columns["lists"] = [", ".join(one.lists) for one in cameras]
    columns["bearing_deg"] = np.array(bearings)
    places = shapely.points(np.array([one.lonlat for one in cameras]).reshape(-1, 2))
    return "cameras", "Cameras as the lists together give them", places, columns


def _name_codes(
    layers: MapLayers,
    level: npt.NDArray[np.int64],
    band: npt.NDArray[np.int64],
    reach: npt.NDArray[np.int64],
    scenario: npt.NDArray[np.int64],
) -> dict[str, Column]:
    """Positions as the words they stand for; no scenario where a row belongs to all of them."""
    names = [one.id for one in layers.scenarios]
    return {
        "level": [layers.levels[at].name for at in level],
        "band": [BANDS[at].value for at in band],
        "reach": [REACHES[at].value for at in reach],
        "scenario": [names[at] if names and at >= 0 else "" for at in scenario],
    }
