"""Builds the page of each camera and the text directory, which says in words all that the map shows.

Lays out what layers and claims say; a measure that is not known has empty words, which is not zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from .dates import say_date
from .figures import build_figure
from .index import Index
from .map_layers import BANDS, Band, MapCamera, MapLayers, Reach
from .map_layers import REACHES as REACH_CODES
from .map_payloads import CameraPage, Directory, Extent, StreetRow
from .map_tables import StreetTotal, name_pages, total_streets
from .map_words import REACHES, say_kind, say_state
from .pieces import Fact, FigureView, Link
from .words import human

ASPECTS = ("exists", "model", "capability", "operator", "sign")
"""What is asked of a camera; claims on any other measure stand behind these."""
CAMERAS_ON_PAGE, STREETS_ON_PAGE = 200, 20
"""About 60 kB of table, so that a page opens quickly on a poor line."""
_NEAR = "18"  # zoom at which a camera's ground fills a screen


def build_camera_pages(layers: MapLayers, index: Index | None = None) -> tuple[CameraPage, ...]:
    """The pages of all cameras, in the order of the layers; claims and findings where a case has them."""
    grounds = _say_grounds(layers)
    names = name_pages(layers.cameras)
    return tuple(
        _build_camera(one, f"cameras/{name}.html", grounds.get(row, ()), index)
        for row, (one, name) in enumerate(zip(layers.cameras, names, strict=True))
    )


def _build_camera(one: MapCamera, href: str, ground: Sequence[Extent], index: Index | None) -> CameraPage:
    lon, lat = one.lonlat
    return CameraPage(
        id=one.id,
        title=", ".join(filter(None, (one.name or say_kind(one.kind), one.street))),
        href=href,
        on_map=f"map/index.html#at={_NEAR}/{lat:.5f}/{lon:.5f}&camera={one.id}",
        facts=tuple(_list_facts(one)),
        claims=_group_claims(one.id, index),
        findings=index.findings_of.get(one.id, ()) if index else (),
        sightings=one.sightings,
        history=one.history,
        ground=tuple(ground),
        no_ground="" if ground else "What it can see is not known: nobody has said enough of it.",
    )


def _list_facts(one: MapCamera) -> Iterator[Fact]:
    unknown = "not known"
    yield Fact(name="Id", text=one.id)
    yield Fact(name="Kind", text=say_kind(one.kind))
    yield Fact(name="State", text=say_state(one.state))
    yield Fact(name="Operator", text=one.operator or unknown)
    yield Fact(name="Nearest street", text=one.street or unknown)
    yield Fact(name="Place", text=f"{one.lonlat[1]:.5f}, {one.lonlat[0]:.5f} (latitude, longitude)")
    looks = unknown if one.bearing_deg is None else f"{one.bearing_deg:.0f}°, clockwise from north"
    yield Fact(name="Direction", text=looks)
    yield Fact(name="On the lists", text=", ".join(one.lists) or unknown)
    yield Fact(name="First seen", text=say_date(one.first_seen) or unknown)
    yield Fact(name="Last seen", text=say_date(one.last_seen) or unknown)
    if one.first_missing:
        yield Fact(name="First missing", text=say_date(one.first_missing))


def _group_claims(id_: str, index: Index | None) -> tuple[tuple[str, tuple[FigureView, ...]], ...]:
    """Claims about a camera by what they are about."""
    found: dict[str, list[FigureView]] = defaultdict(list)
    for claim in index.claims_of.get(id_, ()) if index else ():
        if index and claim.subject == id_:
            found[claim.measure].append(build_figure(claim, index))
    order = sorted(found, key=lambda name: (ASPECTS.index(name) if name in ASPECTS else len(ASPECTS), name))
    return tuple((human(name).capitalize(), tuple(found[name])) for name in order)


def _say_grounds(layers: MapLayers) -> Mapping[int, tuple[Extent, ...]]:
    """The ground of each camera by level and reach, in words; several views of a camera are added up."""
    grounds = layers.grounds
    scenario = grounds.scenario if len(grounds.scenario) else np.full(len(grounds.camera), -1)
    areas: dict[tuple[int, int, int, int], dict[Band, float]] = defaultdict(lambda: defaultdict(float))
    columns = (grounds.camera, grounds.level, grounds.reach, scenario, grounds.band, grounds.area_m2)
    for *key, band, area in zip(*(column.tolist() for column in columns), strict=True):
        camera, level, reach, of = key
        areas[camera, level, reach, of][BANDS[band]] += area
    found: dict[int, list[Extent]] = defaultdict(list)
    for (camera, level, reach, of), by_band in sorted(areas.items()):
        if reach > 0 and by_band == areas.get((camera, level, 0, of)):
            continue  # it does not move
        words = {band: _say(by_band.get(band), "m²") for band in BANDS}
        found[camera].append(
            Extent(
                level=layers.levels[level].name,
                reach=REACHES[REACH_CODES[reach]],
                low=words[Band.LOW],
                typical=words[Band.TYPICAL],
                high=words[Band.HIGH],
                more="" if of < 0 else layers.scenarios[of].title,
            )
        )
    return {camera: tuple(extents) for camera, extents in found.items()}


def _say(value: float | None, unit: str) -> str:
    """Two figures that count, as more would claim too much; nothing where it is not known."""
    if value is None:
        return ""
    digits = max(0, len(str(int(value))) - 2)
    return f"{round(value, -digits):,.0f} {unit}"


def build_streets(layers: MapLayers) -> tuple[StreetRow, ...]:
    """Streets of which some camera watches something, by name; lines of one name are one street.

    Those without a name are added up by kind.
    """
    streets: dict[tuple[str, str], list[StreetTotal]] = defaultdict(list)
    for total in total_streets(layers):
        name = _own(layers, total.street)
        streets[name, "" if name else layers.streets.kinds[total.street]].append(total)
    rows = [_build_street(layers, totals) for totals in streets.values()]
    return tuple(
        sorted(rows, key=lambda row: (row.name.startswith("Without a name: "), row.name.lower(), row.id))
    )


def _own(layers: MapLayers, street: int) -> str:
    names = layers.streets.names[street]
    return names.get("", next(iter(names.values()), ""))


def _build_street(layers: MapLayers, totals: Sequence[StreetTotal]) -> StreetRow:
    own = _own(layers, totals[0].street)
    lengths = {total.street: total.length_m for total in totals}
    first = min(lengths)
    lines = layers.streets.lines
    lon, lat = lines.lonlat[int(lines.start[:-1][lines.row == first][0])]
    parts: dict[tuple[int, Reach, int], list[StreetTotal]] = defaultdict(list)
    for total in totals:
        parts[total.level, total.reach, total.scenario].append(total)
    names = [name for street in lengths for name in layers.streets.names[street].values()]
    kind = human(layers.streets.kinds[first])
    return StreetRow(
        id=layers.streets.ids[first] if own else f"{len(lengths):,} lines",
        name=own or f"Without a name: {kind}",
        also=tuple(dict.fromkeys(name for name in names if name != own)),
        on_map=f"map/index.html#at=17/{lat:.5f}/{lon:.5f}",
        length=f"{sum(lengths.values()):,.0f} m",
        watched=tuple(_extent(layers, part) for _, part in sorted(parts.items())),
    )


def _extent(layers: MapLayers, totals: Sequence[StreetTotal]) -> Extent:
    one = totals[0]
    scenario = f", {layers.scenarios[one.scenario].title.lower()}" if layers.scenarios else ""
    sums = {band: sum(total.metres[band] for total in totals) for band in BANDS}
    metres = {band: "" if np.isnan(length) else f"{length:,.0f} m" for band, length in sums.items()}
    return Extent(
        level=layers.levels[one.level].name,
        reach=f"{REACHES[one.reach].lower()}{scenario}",
        low=metres[Band.LOW],
        typical=metres[Band.TYPICAL],
        high=metres[Band.HIGH],
        more=f"at most {max(total.most for total in totals)} at once",
    )


def build_directory(
    layers: MapLayers, pages: Sequence[CameraPage], streets: Sequence[StreetRow]
) -> Iterator[tuple[str, Directory]]:
    """The pages of the directory by their paths: cameras, streets, and parts of them where there are many."""
    whole = Directory(
        title="", levels=layers.levels, unsurveyed=layers.unsurveyed_words, survey=layers.survey
    )
    starts = range(0, max(len(pages), 1), CAMERAS_ON_PAGE)
    cameras = [replace(whole, cameras=tuple(pages[at : at + CAMERAS_ON_PAGE])) for at in starts]
    yield from _split(cameras, "cameras", "Cameras")
    starts = range(0, max(len(streets), 1), STREETS_ON_PAGE)
    watched = [replace(whole, streets=tuple(streets[at : at + STREETS_ON_PAGE])) for at in starts]
    yield from _split(watched, "streets", "Streets")


def _split(parts: Sequence[Directory], name: str, title: str) -> Iterator[tuple[str, Directory]]:
    """One page, or pages of parts and the page that leads to them."""
    if len(parts) == 1:
        yield f"directory/{name}.html", replace(parts[0], title=title)
        return
    links = []
    for number, part in enumerate(parts, start=1):
        rows = part.cameras or part.streets
        first, last = (getattr(row, "title", "") or getattr(row, "name", "") for row in (rows[0], rows[-1]))
        words = f"{title}, part {number}: {first or 'without a name'} … {last or 'without a name'}"
        links.append(Link(text=words, href=f"directory/{name}-{number}.html"))
        yield links[-1].href, replace(part, title=words)
    yield f"directory/{name}.html", replace(parts[0], title=title, cameras=(), streets=(), parts=tuple(links))
