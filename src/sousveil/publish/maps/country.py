"""The map of a country, for a case without a city's extract: places with claims, drawn as one SVG, and in words.

A size is drawn only where a claim gives cameras per head; a number withheld or a place not named is shown as such.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from sousveil.crs import Frame, build_frame
from sousveil.publish.build.figures import build_figure
from sousveil.publish.build.index import Index
from sousveil.publish.pieces import FigureView, Link
from sousveil.publish.tongue import tell
from sousveil.publish.values import quantity_of
from sousveil.records.things import Place

from .outlines import find_name, read_outlines
from .payloads import CountryPage, CountryPlace, MapSite

PER_HEAD = "cameras_per_head"
COUNTED_PLACES = frozenset({"municipality", "city", "town", "local_government"})
_WIDTH = 640.0
_LARGEST = 26.0  # pixels: radius of the most cameras per head; the area goes with the figure
_UNSIZED = 8.0
_MARGIN = 0.05
_AROUND_DEG = 3.0  # of the neighbours: more than the margin at any latitude where people live
_ROOM_FOR_NAME = 4000.0  # square pixels
_LETTER = 7.9  # pixels of a letter of a country's name: Noto Sans at 12 px with its spacing, capitals in it
_ON_PHONES = 20 / 12  # times as large letters are there, as map.css has them


def build_country_site(index: Index) -> MapSite | None:
    """The map's page of a case whose places lie in one country; None where no place has coordinates."""
    places = find_places(index)
    if not places:
        return None
    rows = tuple(_row(place, index) for place in places)
    withheld = tuple(_list_figures(index, places, withheld=True))
    page = CountryPage(
        svg=draw_country(rows, index.language, withheld=bool(withheld)),
        places=rows,
        withheld=withheld,
        unnamed=tuple(_list_figures(index, places, withheld=False)),
        credit=tell("country.credit", index.language),
    )
    return MapSite(
        menu=(("map", "map/index.html"),),
        pages=(("map/index.html", "country.html", page),),
        files={"map/map.css": (Path(__file__).parent / "map.css").read_text(encoding="utf-8")},
        says={},
    )


def find_places(index: Index) -> list[Place]:
    """Places with coordinates in the country that has most of them, where something is claimed or planned."""
    placed = [one for one in index.case.places.values() if one.lat is not None and one.lon is not None]
    countries = Counter(one.country for one in placed if one.country)
    if not countries:
        return []
    (country, _), *_ = countries.most_common(1)
    named = {id_ for programme in index.case.programmes.values() for id_ in programme.places}
    return [
        one for one in placed if one.country == country and (one.id in named or _claims_about(one.id, index))
    ]


def _claims_about(id_: str, index: Index) -> list[str]:
    return [claim.id for claim in index.claims_of.get(id_, ()) if claim.subject == id_]


def _row(place: Place, index: Index) -> CountryPlace:
    claims = _claims_about(place.id, index)
    heads = [id_ for id_ in claims if index.case.claims[id_].measure == PER_HEAD]
    figure = build_figure(index.case.claims[heads[0]], index) if heads else None
    programmes = [one for one in index.case.programmes.values() if place.id in one.places]
    size = max((band.high or 0.0 for band in figure.bands), default=0.0) if figure else 0.0
    return CountryPlace(
        name=Link(text=index.said(place.name).text, href=f"places.html#{place.id}"),
        lonlat=(place.lon or 0.0, place.lat or 0.0),
        claims=len(claims),
        per_head=figure,
        size=size,
        programmes=index.link_all(one.id for one in programmes),
    )


def _list_figures(index: Index, places: Sequence[Place], *, withheld: bool) -> Iterator[FigureView]:
    """Claims about the country's programmes: numbers withheld or unknown, or places that are counted and not named."""
    ids = {one.id for one in places} | {one.within for one in places}
    programmes = {id_ for id_, one in index.case.programmes.items() if ids & set(one.places)}
    for claim in index.case.claims.values():
        quantity = quantity_of(claim, index.case)
        if claim.subject not in programmes or quantity is None:
            continue
        if withheld and quantity.state == "withheld":
            yield build_figure(claim, index)
        if not withheld and quantity.state == "known" and quantity.unit in COUNTED_PLACES:
            yield build_figure(claim, index)


def draw_country(rows: Sequence[CountryPlace], language: str = "en", *, withheld: bool = False) -> Markup:
    """The country around the places, its neighbours, the places with their names; whether its number is withheld."""
    spots = shapely.points([row.lonlat for row in rows])
    shapes = read_outlines()
    held = [shapely.contains(shape, spots).sum() for _, shape in shapes]
    main = shapes[int(np.argmax(held))][1]
    frame = build_frame([main.bounds[:2], main.bounds[2:]])
    paper = _Paper(frame, shapely.transform(main, frame.to_xy).bounds)
    west, south, east, north = main.bounds
    near = shapely.box(west - _AROUND_DEG, south - _AROUND_DEG, east + _AROUND_DEG, north + _AROUND_DEG)
    size = f'viewBox="0 0 {_WIDTH:.0f} {paper.height:.0f}"'
    parts = [f'<svg class="country" {size} role="img" aria-label="{escape(describe(rows, language))}">']
    names: list[str] = []
    for english, shape in shapes:
        if not shape.intersects(near):
            continue
        drawn = shapely.clip_by_rect(
            shapely.transform(shapely.intersection(shape, near), paper.place), 0, 0, _WIDTH, paper.height
        )
        parts.append(_path(drawn, "land own" if shape is main else "land"))
        if drawn.area > _ROOM_FOR_NAME:
            at = shapely.point_on_surface(drawn)
            names += _name_country(english, at, language)
            names += [_mark_withheld(at.x, at.y + 28, language)] if withheld and shape is main else []
    most = max((row.size for row in rows), default=0.0)
    for row, (x, y) in zip(rows, paper.place(np.array([row.lonlat for row in rows])), strict=True):
        radius = _LARGEST * float(np.sqrt(row.size / most)) if row.size else _UNSIZED
        kind = "sized" if row.size else "unsized"
        names.append(
            f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
            f'<text x="{x:.1f}" y="{y - radius - 5:.1f}">{escape(row.name.text)}</text>'
        )
    return Markup("".join([*parts, *names, "</svg>"]))  # noqa: S704 - numbers and escaped names only


def _name_country(english: str, at: shapely.Point, language: str) -> Iterator[str]:
    """The country's name at its place, in English where there is no other; none that would be cut off at an edge."""
    own = find_name(english, language)
    half = len(own or english) * _LETTER / 2
    if half <= at.x <= _WIDTH - half:
        fits = _ON_PHONES * half <= at.x <= _WIDTH - _ON_PHONES * half
        kind = "land-name" if fits else "land-name near-edge"
        place = f'x="{at.x:.0f}" y="{at.y:.0f}"' + ("" if own else ' lang="en"')
        yield f'<text class="{kind}" {place}>{escape(own or english)}</text>'


def _mark_withheld(x: float, y: float, language: str) -> str:
    """The look of what is withheld: the word in an empty field with a broken edge."""
    words = tell("country.withheld_there", language)
    half = len(words) * _LETTER / 2 + 8
    box = f'x="{x - half:.0f}" y="{y - 13:.0f}" width="{2 * half:.0f}" height="19"'
    return f'<rect class="withheld" {box}/><text class="land-name" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def describe(rows: Sequence[CountryPlace], language: str = "en") -> str:
    """What the drawing shows, in words."""
    sized = [row.name.text for row in rows if row.size]
    if not sized:
        return tell("country.known_for_none", language, n=len(rows))
    return tell("country.known_for", language, n=len(rows), places=", ".join(sized))


class _Paper:
    """Where things lie on the drawing."""

    def __init__(self, frame: Frame, bounds: tuple[float, float, float, float]) -> None:
        left, bottom, right, top = bounds
        room = _MARGIN * max(right - left, top - bottom)
        self.frame = frame
        self.left, self.top = left - room, top + room
        self.scale = _WIDTH / (right - left + 2 * room)
        self.height = (top - bottom + 2 * room) * self.scale

    def place(self, lonlat: npt.ArrayLike) -> npt.NDArray[np.float64]:
        xy = self.frame.to_xy(lonlat)
        made: npt.NDArray[np.float64] = np.stack([xy[:, 0] - self.left, self.top - xy[:, 1]], 1) * self.scale
        return made


def _path(shape: shapely.Geometry, name: str) -> str:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [np.round(shapely.get_coordinates(ring), 1) for ring in shapely.get_rings(parts)]
    runs = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
    return f'<path class="{name}" d="{runs}"/>'
