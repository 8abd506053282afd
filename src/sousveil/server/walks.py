"""A walk between two places and what it undergoes, for the person at this desk alone.

A walk comes in the body of a form, is worked out and answered, and is forgotten: it stands in no address, no file, no
log and no page that is published. It is the shortest way on foot; no other way is looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sousveil.problems import UsageError
from sousveil.publish.tongue import LANGUAGES, say_message, show_figures
from sousveil.workbench.sight.seeing import LEVELS, USUAL_LEVELS, SeenCity
from sousveil.workbench.sight.strip import Seen, Stretch, build_strip, cut_path
from sousveil.workbench.sight.walk import Walk, walk_between

from .forms import Posted
from .guard import SEAL
from .language import read_language
from .pages import render_page, render_piece, say_refusal
from .state import State

LEVEL = "observe"
"""Shown first, as on the map: the middle of the usual levels."""
DIGITS = 6
"""Decimals of a degree: a tenth of a metre, finer than the drawing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch in words; `left` and `width` are its place in the strip, in thousandths."""

    begin: str
    end: str
    seen: Seen
    cameras: tuple[int, int, int]
    left: float
    width: float


def show_walk(state: State, request: Request, posted: Posted) -> Response:
    """The form, and below it the strip of the walk that was asked for; for the map, both and the way as JSON."""
    given = {name: posted.fields.get(name, "").strip() for name in ("from", "to", "level")}
    level = given["level"] if given["level"] in LEVELS else LEVEL
    language = posted.fields.get("language", "")
    language = language if language in LANGUAGES else read_language(request)
    city, walk, words = None, None, ""
    if posted.fields:
        try:
            city = state.seeing.read()
            walk = walk_between(city, given["from"], given["to"], [level])
        except UsageError as error:
            words = say_refusal(error, language)
    said = _tell(walk, level, city.suppose_kind, language) if city and walk else None
    told = {"words": words, "level": level, "levels": USUAL_LEVELS, "walk": said}
    if posted.fields.get("as") != "json":
        return render_page(state, request, "walk.html", given=given, status=400 if words else 200, **told)
    page = render_piece("walk_parts.html", "result", language, told)
    lines = list(_draw(city, walk, level)) if city and walk else []
    return JSONResponse({"page": page, "lines": lines}, 400 if words else 200)


def _tell(walk: Walk, level: str, supposed: str, language: str) -> dict[str, object]:
    """What is said of a walk: its length, how it was come by, its stretches, and sums by what holds of them."""
    strip = build_strip(walk.levels[level])
    sums = {seen: sum(one.length_m for one in strip if one.seen is seen) for seen in Seen}
    edition, px_per_m = LEVELS[level]
    return {
        "length": _say_metres(walk.length_m, language),
        "how": show_figures(say_message(*walk.told, language), language),
        "pixels": show_figures(f"{px_per_m:g}", language),
        "edition": edition,
        "rows": [_say(one, walk.length_m, language) for one in strip],
        "sums": [(seen.value, _say_metres(total, language)) for seen, total in sums.items() if total],
        "silent": max(band.silent for band in walk.levels[level]),
        "supposed": supposed,
    }


def _say_metres(metres: float, language: str) -> str:
    return show_figures(f"{metres:,.0f}\N{NO-BREAK SPACE}m", language)


def _say(one: Stretch, length_m: float, language: str) -> Row:
    return Row(
        begin=_say_metres(one.begin_m, language),
        end=_say_metres(one.end_m, language),
        seen=one.seen,
        cameras=one.cameras,
        left=round(1000 * one.begin_m / length_m, 2),
        width=round(1000 * one.length_m / length_m, 2),
    )


def _draw(city: SeenCity, walk: Walk, level: str) -> Iterator[dict[str, object]]:
    """The way as lines of GeoJSON, one a stretch."""
    for one in build_strip(walk.levels[level]):
        lonlat = city.scene.frame.to_lonlat(cut_path(walk.path, one.begin_m, one.end_m)).round(DIGITS)
        yield {
            "type": "Feature",
            "properties": {"seen": one.seen.value},
            "geometry": {"type": "LineString", "coordinates": lonlat.tolist()},
        }


def render_walk_panel(state: State, language: str) -> str:
    """The form beside the map, in the language of its page."""
    words = {
        "language": language,
        "levels": USUAL_LEVELS,
        "level": LEVEL,
        "seal_name": SEAL,
        "seal": state.guard.seal,
    }
    return render_piece("walk_parts.html", "panel", language, words)


PAGES = (("walk", show_walk),)
