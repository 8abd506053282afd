"""Draws the map as one SVG picture, for where nothing moves: pages opened from a file, readers without scripts, print.

Draws the same layers as the tiles, at one level and in the typical band; shapes are rounded to a tenth of a pixel.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]
from markupsafe import escape

from sousveil.crs import Frame, build_frame
from sousveil.publish.tongue import tell

from .layers import BANDS, REACHES, Band, MapLayers, Reach, choose_name
from .tables import MAIN_STREETS, Geometries, build_lines, build_polygons

WIDTH = 1200.0
_TALLEST = 1500.0
_MOST_BUILDINGS = 6000  # more are a grey mass at this size, and megabytes
_MOST_CAMERAS = 5000  # more are a cloud of pins, which says less than the watched streets, and megabytes
_LAST_RANK = 5  # of names: parts of the city, no squares and parks
_LETTER, _LINE = 7.6, 16.0  # pixels of a letter and of a line of Noto Sans at 13
_STEP = 0.4  # pixels by which a line may be simplified
_MARKS: Mapping[str, str] = MappingProxyType(
    {
        "dome": '<circle r="3.4"/>',
        "panning": '<rect x="-3.2" y="-3.2" width="6.4" height="6.4"/>',
        "fixed": '<path d="M-3.8 3.2h7.6L0-4.2z"/>',
        "": '<path d="M-4 0L0-4 4 0 0 4z"/>',
    }
)
_ANOTHER_DEVICE = '<path d="M-1.3-4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z"/>'
_HATCH = (
    '<defs><pattern id="h" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0v10"/></pattern></defs>'
)
_STYLE = """
.paper{fill:#f6f4ee}.water{fill:#dbe6ea}.building{fill:#e8e4da}.line{fill:none;stroke-linecap:round;stroke-linejoin:round}
.street{stroke:#fff;stroke-width:1.6}.main{stroke-width:4}.edge{stroke:#d6d1c4;stroke-width:2.8}.main.edge{stroke-width:5.2}
.k1{stroke:#7fb2d4;stroke-width:2.6}.k2{stroke:#1f77ad;stroke-width:4}.k4{stroke:#0a3557;stroke-width:5.6}
.camera{fill:#1c1b19;stroke:#f6f4ee}.hatch{stroke:#7b766c}.gap{fill:url(#h);stroke:#7b766c;stroke-dasharray:6 4}
text{font:13px "Noto Sans",system-ui,sans-serif;fill:#1c1b19;stroke:#f6f4ee;stroke-width:3.5;paint-order:stroke;
text-anchor:middle}
@media (prefers-color-scheme:dark){.paper{fill:#191b1d}.water{fill:#14242c}.building{fill:#25282b}
.street{stroke:#34383c}.edge{stroke:#1f2224}.k1{stroke:#3f7ea8}.k2{stroke:#74bbe8}.k4{stroke:#d8efff}.camera{fill:#f0eee8;stroke:#191b1d}
.hatch,.gap{stroke:#8d897f}text{fill:#f0eee8;stroke:#191b1d}}
"""


def draw_map(layers: MapLayers, *, level: int, alt: str, language: str = "en") -> str:
    """The whole picture; `alt` says in words what it shows."""
    paper = _Paper(layers)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width:.0f} {paper.height:.0f}" role="img">',
        f"<title>{escape(alt)}</title><style>{_STYLE}</style>",
        _HATCH,
        '<rect class="paper" width="100%" height="100%"/>',
        *_draw_base(layers, paper),
        *_draw_watched(layers, paper, level),
        *_draw_cameras(layers, paper),
        *_draw_words(layers, paper, language),
        "</svg>\n",
    ]
    return "".join(parts)


class _Paper:
    """Where things lie on the picture."""

    def __init__(self, layers: MapLayers) -> None:
        west, south, east, north = layers.bounds
        self.frame: Frame = build_frame([(west, south), (east, north)])
        (left, bottom), (right, top) = self.frame.to_xy([(west, south), (east, north)])
        wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
        self.scale = min(WIDTH / wide, _TALLEST / high)
        self.width, self.height = wide * self.scale, high * self.scale
        self.left, self.top = left, top

    def place(self, lonlat: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Pixels (n, 2) from longitude and latitude."""
        xy = self.frame.to_xy(lonlat)
        made: npt.NDArray[np.float64] = np.stack([xy[:, 0] - self.left, self.top - xy[:, 1]], 1) * self.scale
        return made

    def path(self, shapes: Geometries, kind: str) -> str:
        """One path of all shapes; empty where there are none."""
        if not len(shapes):
            return ""
        drawn = shapely.simplify(shapely.transform(shapes, self.place), _STEP)
        parts = shapely.get_parts(drawn)
        parts = shapely.get_rings(parts) if kind.endswith("area") else parts
        lines = [np.round(shapely.get_coordinates(line), 1) for line in parts]
        runs = ("M" + "L".join(f"{x:g} {y:g}" for x, y in line) for line in lines if len(line) > 1)
        name = kind.removesuffix(" area") if kind.endswith("area") else f"line {kind}"
        return f'<path class="{name}" fill-rule="evenodd" d="{"".join(runs)}"/>'


def _draw_base(layers: MapLayers, paper: _Paper) -> Iterator[str]:
    yield paper.path(build_polygons(layers.water)[0], "water area")
    buildings = build_polygons(layers.buildings)[0]
    if len(buildings) <= _MOST_BUILDINGS:
        yield paper.path(buildings, "building area")
    streets, rows = build_lines(layers.streets.lines)
    is_main = np.array(
        [layers.streets.kinds[row].removesuffix("_link") in MAIN_STREETS for row in rows], dtype=np.bool_
    )
    for chosen, kind in ((~is_main, "street"), (is_main, "main street")):
        yield paper.path(streets[chosen], f"{kind} edge")
    for chosen, kind in ((~is_main, "street"), (is_main, "main street")):
        yield paper.path(streets[chosen], kind)
    yield paper.path(build_polygons(layers.unsurveyed)[0], "gap area")


def _draw_watched(layers: MapLayers, paper: _Paper, level: int) -> Iterator[str]:
    """The streets that the first scenario's cameras watch at once, typically; wider and darker with their number."""
    watched = layers.watched
    lines, rows = build_lines(watched.lines)
    typical, at_once = BANDS.index(Band.TYPICAL), REACHES.index(Reach.INSTANT)
    chosen = (watched.level == level) & (watched.band == typical) & (watched.reach == at_once)
    chosen = (chosen & (watched.scenario == 0))[rows]
    k = watched.k[rows]
    for name, wanted in (("k1", k == 1), ("k2", (k == 2) | (k == 3)), ("k4", k >= 4)):
        yield paper.path(lines[chosen & wanted], name)


def _draw_cameras(layers: MapLayers, paper: _Paper) -> Iterator[str]:
    if not 0 < len(layers.cameras) <= _MOST_CAMERAS:
        return
    spots = paper.place([one.lonlat for one in layers.cameras])
    for one, (x, y) in zip(layers.cameras, np.round(spots, 1), strict=True):
        mark = _MARKS.get(one.kind, _ANOTHER_DEVICE)
        yield f'<g class="camera" transform="translate({x:g} {y:g})">{mark}</g>'


def _draw_words(layers: MapLayers, paper: _Paper, language: str) -> Iterator[str]:
    areas, _ = build_polygons(layers.unsurveyed)
    if len(areas):
        inside = shapely.get_coordinates(shapely.point_on_surface(areas))
        words = escape(tell("told.unsurveyed", language))
        for x, y in paper.place(inside):
            yield f'<text x="{x:.0f}" y="{y:.0f}">{words}</text>'
    taken: list[shapely.Geometry] = []
    for label in sorted(layers.labels, key=lambda one: one.rank):
        ((x, y),) = paper.place([label.lonlat])
        name = choose_name(label.names, language)
        half = len(name) * _LETTER / 2
        room = shapely.box(x - half, y - _LINE, x + half, y + _LINE / 2)
        fits = half <= x <= paper.width - half and _LINE <= y <= paper.height
        if label.rank <= _LAST_RANK and fits and not any(room.intersects(other) for other in taken):
            taken.append(room)
            yield f'<text x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>'
