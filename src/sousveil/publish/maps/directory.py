"""Builds the page of each camera and the text directory, which says in words all that the map shows.

Lays out what layers and claims say; a measure that is not known has empty words, which is not zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np

from sousveil.plaintext.script import fold_for_search
from sousveil.publish.build.figures import build_figure, measure_words
from sousveil.publish.build.index import Index
from sousveil.publish.dates import say_date
from sousveil.publish.pieces import Fact, FigureView, Link
from sousveil.publish.tongue import say_word, show_count, tell, tell_code
from sousveil.records.base import Text

from .layers import BANDS, REACHES, Band, MapCamera, MapLayers, Reach, Sighting, choose_name
from .page import has_gaps, say_levels, say_survey
from .payloads import CameraGroup, CameraPage, Directory, Extent, Sight, StreetRow
from .tables import StreetTotal, address_pages, total_streets
from .words import say_kind, say_list, say_state

ASPECTS = ("exists", "model", "capability", "operator", "sign")
"""What is asked of a camera; claims on any other measure stand behind these."""
CAMERAS_ON_PAGE, STREETS_ON_PAGE = 200, 20
"""About 60 kB of table, so that a page opens quickly on a poor line."""
_NEAR = "18"  # zoom at which a camera's ground fills a screen


def build_camera_pages(
    layers: MapLayers, index: Index | None = None, language: str = "en"
) -> tuple[CameraPage, ...]:
    """The pages of all cameras, in the order of the layers; claims and findings where a case has them."""
    grounds = _say_grounds(layers, language)
    addresses = address_pages(layers.cameras)
    return tuple(
        _build_camera(
            one, f"cameras/{address}", grounds.get(row, ()), index, _Tongue(language, layers.list_titles)
        )
        for row, (one, address) in enumerate(zip(layers.cameras, addresses, strict=True))
    )


def group_cameras(cameras: Sequence[CameraPage], language: str = "en") -> Iterator[tuple[str, CameraGroup]]:
    """The pages that cameras stand on, by their paths."""
    groups: dict[str, list[CameraPage]] = defaultdict(list)
    for one in cameras:
        groups[one.href.partition("#")[0]].append(one)
    for path, group in groups.items():
        alone = "#" not in group[0].href
        title = group[0].title if alone else f"{tell('menu.cameras', language)} {PurePosixPath(path).stem}"
        yield path, CameraGroup(title=title, cameras=tuple(group), alone=alone)


class _Tongue(NamedTuple):
    """The language of a page, and what lists are called in every language."""

    language: str
    lists: Mapping[str, Text]

    def name(self, title: str) -> str:
        """A list's title."""
        return say_list(title, self.lists, self.language)


def _build_camera(
    one: MapCamera, href: str, ground: Sequence[Extent], index: Index | None, tongue: _Tongue
) -> CameraPage:
    (lon, lat), language = one.lonlat, tongue.language
    unknown = tell("told.not_known", language)
    return CameraPage(
        id=one.id,
        title=", ".join(filter(None, (one.name or say_kind(one.kind, language), one.street))),
        href=href,
        street=one.street,
        state=say_state(one.state, language),
        operator=one.operator or unknown,
        last_seen=say_date(one.last_seen, language) or unknown,
        on_map=f"map/index.html#at={_NEAR}/{lat:.5f}/{lon:.5f}&camera={one.id}",
        facts=tuple(
            Fact(name=tell(key, language), text=text or unknown) for key, text in _list_facts(one, tongue)
        ),
        claims=_group_claims(one.id, index),
        findings=index.findings_of.get(one.id, ()) if index else (),
        sightings=tuple(_say_sighting(sighting, tongue) for sighting in one.sightings),
        history=tuple(_say_history(one, language)),
        ground=tuple(ground),
        no_ground="" if ground else tell("told.no_ground", language),
    )


def _list_facts(one: MapCamera, tongue: _Tongue) -> Iterator[tuple[str, str]]:
    """What is known of a camera: key of the catalogue and words, empty where nobody has said it."""
    (lon, lat), language = one.lonlat, tongue.language
    yield "told.id", one.id
    yield "told.kind", say_kind(one.kind, language)
    yield "told.state", say_state(one.state, language)
    yield "told.operator", one.operator
    yield "camera.street", one.street
    yield "camera.place", tell("camera.at", language, latitude=f"{lat:.5f}", longitude=f"{lon:.5f}")
    looks = "" if one.bearing_deg is None else tell("told.degrees", language, value=round(one.bearing_deg))
    yield "told.direction", looks
    yield "told.lists", ", ".join(map(tongue.name, one.lists))
    yield "camera.first_seen", say_date(one.first_seen, language)
    yield "camera.last_seen", say_date(one.last_seen, language)
    if one.first_missing:
        yield "camera.first_missing", say_date(one.first_missing, language)


def _say_sighting(one: Sighting, tongue: _Tongue) -> Sight:
    """An observation in words: what was seen, at which angle and height, run by whom."""
    language = tongue.language
    words = [", ".join(say_kind(kind, language) for kind in one.kinds) or say_kind("", language)]
    words += [tell("camera.looks", language, degrees=round(bearing)) for bearing in one.bearings_deg]
    words += [tell("camera.high_up", language, metres=one.height_m)] if one.height_m is not None else []
    words += [tell("camera.operator", language, name=one.operator)] if one.operator else []
    return Sight(
        said=tell("camera.as_said", language, said="; ".join(words), id=one.id),
        date=say_date(one.date, language),
        source=Link(text=tongue.name(one.source), href=one.href),
    )


def _say_history(one: MapCamera, language: str) -> Iterator[str]:
    """The camera's states as dated, what its observations disagree in, and ids under which it was cited."""
    for moment in one.history:
        day = say_date(moment.date, language) or tell("date.none", language)
        yield f"{day}: {say_state(moment.state.value, language).lower()}"
    silent = tell("camera.not_said", language)
    for field, left, right in one.conflicts:
        said = {"field": say_word(field, language), "left": left or silent, "right": right or silent}
        yield tell("camera.disputed", language, **said)
    if one.supersedes:
        yield tell("camera.also", language, ids=", ".join(one.supersedes))


def _group_claims(id_: str, index: Index | None) -> tuple[tuple[str, tuple[FigureView, ...]], ...]:
    """Claims about a camera by what they are about."""
    if index is None:
        return ()
    found: dict[str, list[FigureView]] = defaultdict(list)
    for claim in index.claims_of.get(id_, ()):
        if claim.subject == id_:
            found[claim.measure].append(build_figure(claim, index))
    order = sorted(found, key=lambda name: (ASPECTS.index(name) if name in ASPECTS else len(ASPECTS), name))
    return tuple((_name_aspect(name, index), tuple(found[name])) for name in order)


def _name_aspect(measure: str, index: Index) -> str:
    """What claims are about: an aspect of a camera, or a measure of the case."""
    return (
        tell_code("aspect", measure, index.language) if measure in ASPECTS else measure_words(measure, index)
    )


def _say_grounds(layers: MapLayers, language: str) -> Mapping[int, tuple[Extent, ...]]:
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
        words = {band: _say(by_band.get(band), "m²", language) for band in BANDS}
        found[camera].append(
            Extent(
                level=tell_code("level", layers.levels[level].name, language),
                reach=tell_code("reach", REACHES[reach], language),
                low=words[Band.LOW],
                typical=words[Band.TYPICAL],
                high=words[Band.HIGH],
                more="" if of < 0 else layers.scenarios[of].title.say(language),
            )
        )
    return {camera: tuple(extents) for camera, extents in found.items()}


def _say(value: float | None, unit: str, language: str) -> str:
    """Two figures that count, as more would claim too much; nothing where it is not known."""
    if value is None:
        return ""
    digits = max(0, len(str(int(value))) - 2)
    return f"{show_count(int(round(value, -digits)), language)} {unit}"


def build_streets(layers: MapLayers, language: str = "en") -> tuple[StreetRow, ...]:
    """Streets of which some camera watches something, by name; lines of one name are one street.

    Those without a name are added up by kind, and come last.
    """
    streets: dict[tuple[str, str], list[StreetTotal]] = defaultdict(list)
    for total in total_streets(layers):
        name = choose_name(layers.streets.names[total.street])
        streets[name, "" if name else layers.streets.kinds[total.street]].append(total)
    rows = [(not name, _build_street(layers, totals, language)) for (name, _), totals in streets.items()]
    rows.sort(key=lambda row: (row[0], row[1].name.lower(), row[1].id))
    return tuple(row for _, row in rows)


def _build_street(layers: MapLayers, totals: Sequence[StreetTotal], language: str) -> StreetRow:
    lengths = {total.street: total.length_m for total in totals}
    first = min(lengths)
    own = choose_name(layers.streets.names[first], language)
    lines = layers.streets.lines
    lon, lat = lines.lonlat[int(lines.start[:-1][lines.row == first][0])]
    parts: dict[tuple[int, Reach, int], list[StreetTotal]] = defaultdict(list)
    for total in totals:
        parts[total.level, total.reach, total.scenario].append(total)
    names = [name for street in lengths for name in layers.streets.names[street].values()]
    kind = say_word(layers.streets.kinds[first], language)
    return StreetRow(
        id=layers.streets.ids[first] if own else tell("directory.lines", language, n=len(lengths)),
        name=own or tell("directory.unnamed", language, kind=kind),
        also=tuple(dict.fromkeys(name for name in names if name != own)),
        on_map=f"map/index.html#at=17/{lat:.5f}/{lon:.5f}",
        length=f"{show_count(round(sum(lengths.values())), language)} m",
        watched=tuple(_extent(layers, part, language) for _, part in sorted(parts.items())),
    )


def _extent(layers: MapLayers, totals: Sequence[StreetTotal], language: str) -> Extent:
    one = totals[0]
    scenario = f", {_lower(layers.scenarios[one.scenario].title.say(language))}" if layers.scenarios else ""
    sums = {band: sum(total.metres[band] for total in totals) for band in BANDS}
    metres = {
        band: "" if np.isnan(length) else f"{show_count(round(length), language)} m"
        for band, length in sums.items()
    }
    return Extent(
        level=tell_code("level", layers.levels[one.level].name, language),
        reach=f"{tell_code('reach', one.reach, language)}{scenario}",
        low=metres[Band.LOW],
        typical=metres[Band.TYPICAL],
        high=metres[Band.HIGH],
        more=tell("directory.most", language, n=max(total.most for total in totals)),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def build_directory(
    layers: MapLayers, pages: Sequence[CameraPage], streets: Sequence[StreetRow], language: str = "en"
) -> Iterator[tuple[str, Directory]]:
    """The pages of the directory by their paths: cameras by street, streets, and parts of them where there are many."""
    whole = Directory(
        title="",
        levels=say_levels(layers, language),
        unsurveyed=has_gaps(layers),
        survey=say_survey(layers, language),
    )
    pages = sorted(pages, key=lambda one: (not one.street, fold_for_search(one.street).lower(), one.id))
    starts = range(0, max(len(pages), 1), CAMERAS_ON_PAGE)
    cameras = [replace(whole, cameras=tuple(pages[at : at + CAMERAS_ON_PAGE])) for at in starts]
    yield from _split(cameras, "cameras", language)
    starts = range(0, max(len(streets), 1), STREETS_ON_PAGE)
    watched = [replace(whole, streets=tuple(streets[at : at + STREETS_ON_PAGE])) for at in starts]
    yield from _split(watched, "streets", language)


def _split(parts: Sequence[Directory], name: str, language: str) -> Iterator[tuple[str, Directory]]:
    """One page, or pages of parts and the page that leads to them."""
    title = tell(f"menu.{name}", language)
    if len(parts) == 1:
        yield f"directory/{name}.html", replace(parts[0], title=title)
        return
    links = []
    nameless = tell("directory.nameless", language)
    for number, part in enumerate(parts, start=1):
        names = [one.street for one in part.cameras] or [one.name for one in part.streets]
        first, last = names[0], names[-1]
        words = tell(
            "directory.part", language, title=title, n=number, first=first or nameless, last=last or nameless
        )
        links.append(Link(text=words, href=f"directory/{name}-{number}.html"))
        yield links[-1].href, replace(part, title=words)
    yield f"directory/{name}.html", replace(parts[0], title=title, cameras=(), streets=(), parts=tuple(links))
