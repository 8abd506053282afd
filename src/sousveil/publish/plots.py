"""Draws intervals and series as SVG: rows of bands on one axis, and points over keys with gaps and method breaks.

Draws what payloads hold and adds no number to it. Shapes carry classes for the site's two themes and plain colours for
print; words come from the payload and are escaped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, log10

from markupsafe import Markup, escape

from sousveil.records.interval import show_number

from .pieces import Band, Plot, PlotRow, Point, SeriesView
from .tongue import show_figures, tell
from .words import say_unit

_STEPS = 8  # round steps that a whole axis is long at most
_ZERO_BELOW = 0.6  # an axis begins at zero unless all figures lie in the upper part of it
_INK, _BAND, _GREY = "#1c1b19", "#0b5c8a", "#6b6862"


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of numbers a plot shows."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a number lies, in percent of the axis, cut off at its ends."""
        return round(min(100.0, max(0.0, 100 * (value - self.low) / (self.high - self.low))), 2)


def shown(value: float, language: str = "en") -> str:
    """A number on an axis."""
    return show_figures(show_number(Fraction(value).limit_denominator(10**6), 4), language)


def build_axis(plot: Plot) -> Axis:
    """An axis that holds every finite end, from zero where that does not hide differences."""
    ends = [
        end for row in plot.rows for band in row.bands for end in (band.low, band.high) if end is not None
    ]
    low, high = min(ends), max(ends)
    if 0 <= low <= _ZERO_BELOW * high:
        low = 0.0
    first, last = _nice(low, high)
    return Axis(0.0 if low == 0 else first, last)


def _spans(row: PlotRow, axis: Axis) -> Iterator[tuple[Band, float, float]]:
    """Each band from the widest to the narrowest, with its ends in percent of the axis."""
    for band in reversed(row.bands):
        if band.low is None and band.high is None:
            continue
        start = 0.0 if band.low is None else axis.share(band.low)
        end = 100.0 if band.high is None else axis.share(band.high)
        yield band, start, end


def draw_track(row: PlotRow, axis: Axis) -> Markup:
    """One row of an interval plot without words, to stand beside them; it stretches with the page."""
    parts = []
    for band, start, end in _spans(row, axis):
        if end - start < 0.01:
            parts.append(f'<line class="point" x1="{start}" x2="{start}" y1="2" y2="14" stroke="{_INK}"/>')
        else:
            parts.append(
                f'<rect class="band {band.name}" x="{start}" y="3" width="{round(end - start, 2)}" height="10" '
                f'fill="{_BAND}"/>'
            )
        for value, at in ((band.low, start), (band.high, end)):
            if value is not None and end - start >= 0.01:
                parts.append(f'<line class="end" x1="{at}" x2="{at}" y1="2" y2="14" stroke="{_BAND}"/>')
    return Markup(
        '<svg class="track" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<line class="rule" x1="0" x2="100" y1="8" y2="8" stroke="{}"/>{}</svg>'
    ).format(_GREY, Markup("".join(parts)))  # noqa: S704 - made of numbers and our own words only


Spot = tuple[float, float]
_ROW, _LEFT, _WIDE = 34.0, 190.0, 640.0


def draw_intervals(plot: Plot, language: str = "en") -> str:
    """A whole interval plot with words, for print."""
    axis = build_axis(plot)
    width = _WIDE - _LEFT - 10
    height = _ROW * len(plot.rows) + 30
    parts = [_open_svg(_WIDE, height)]
    for number, row in enumerate(plot.rows):
        top = _ROW * number + 4
        parts.append(_text((0, top + 11), _shorten(row.label), size=11))
        parts.append(_text((0, top + 24), _shorten(row.value), size=10, fill=_GREY))
        parts.append(_line((_LEFT, top + 13), (_LEFT + width, top + 13), stroke="#c9c5bb"))
        for place, (_, start, end) in enumerate(_spans(row, axis)):
            left, right = _LEFT + width * start / 100, _LEFT + width * end / 100
            opacity = (0.22, 0.45, 0.9)[min(place, 2)]
            parts.append(
                f'<rect x="{left:.1f}" y="{top + 6:.1f}" width="{max(right - left, 2.5):.1f}" height="14" '
                f'fill="{_BAND}" fill-opacity="{opacity}"/>'
            )
    bottom = _ROW * len(plot.rows) + 8
    parts.append(_line((_LEFT, bottom), (_LEFT + width, bottom), stroke=_GREY))
    parts.append(_text((_LEFT, bottom + 14), shown(axis.low, language), size=10, fill=_GREY))
    parts.append(
        _text((_LEFT + width, bottom + 14), shown(axis.high, language), size=10, fill=_GREY, anchor="end")
    )
    begins = "" if axis.low == 0 else tell("plot.not_at_zero", language)
    words = "; ".join(filter(None, (say_unit(plot.unit, language), begins)))
    parts.append(_text((_LEFT + width / 2, bottom + 14), words, size=10, fill=_GREY, anchor="middle"))
    return "".join([*parts, "</svg>"])


def _shorten(text: str) -> str:
    return text if len(text) <= 34 else text[:33] + "…"


def _open_svg(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" font-family="Noto Sans">'
    )


def _text(at: Spot, text: str, **look: str | float) -> str:
    x, y = at
    anchor, fill = look.get("anchor", "start"), look.get("fill", _INK)
    size, name = look.get("size", 12), look.get("name", "words")
    return (
        f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">'
        f"{escape(text)}</text>"
    )


def _line(start: Spot, end: Spot, *, stroke: str, name: str = "rule") -> str:
    (x1, y1), (x2, y2) = start, end
    dashes = ' stroke-dasharray="3 3"' if name == "break" else ""
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}"{dashes}/>'


_BOX = (44.0, 18.0, 388.0, 186.0)  # left, top, right, bottom of the field of a series plot
_SIZE = (400.0, 220.0)


def draw_series(series: SeriesView, language: str = "en") -> str:
    """Points over keys: joined only between neighbours that were published and lie on one side of a method break."""
    left, _, right, bottom = _BOX
    values = [point.value for point in series.points if point.value is not None]
    low, high = _nice(min(values), max(values))
    upside_down = series.better == "lower"
    step = (right - left) / max(1, len(series.points))
    spots = [
        (left + step * (n + 0.5), point, _height(point.value, (low, high), turned=upside_down))
        for n, point in enumerate(series.points)
    ]
    parts = [_open_svg(*_SIZE)]
    for value in (low, (low + high) / 2, high):
        level = _height(value, (low, high), turned=upside_down) or 0.0
        parts += [
            _line((left, level), (right, level), stroke="#ddd9cf"),
            _text((left - 5, level + 4), shown(value, language), anchor="end", fill=_GREY),
        ]
    parts += _draw_breaks(series, spots, step, language)
    parts += _draw_joins(series, spots)
    heights = [y for _, _, y in spots]
    for (x, point, y), before, after in zip(spots, [None, *heights], [*heights[1:], None], strict=False):
        parts.append(_text((x, bottom + 18), point.key, anchor="middle", fill=_GREY))
        parts += _draw_spot(x, y, point, language, side=choose_side(before, y, after))
    return "".join([*parts, "</svg>"])


def choose_side(before: float | None, y: float | None, after: float | None) -> str:
    """To which side the figure of a point leans, so that no line of the series runs through it; heights from above."""
    if y is None:
        return "middle"
    falls = before is not None and before < y
    rises = after is not None and after < y
    return "below" if falls and rises else "start" if falls else "end" if rises else "middle"


def _draw_spot(x: float, y: float | None, point: Point, language: str, *, side: str) -> list[str]:
    top, bottom = _BOX[1], _BOX[3]
    if y is None:
        middle = (top + bottom) / 2
        gap = (
            f'<rect class="gap" x="{x - 13:.1f}" y="{top:.1f}" width="26" height="{bottom - top:.1f}" fill="none" '
            f'stroke="{_GREY}" stroke-dasharray="2 3"/>'
        )
        words = (
            f'<text class="words" transform="rotate(-90 {x:.1f} {middle:.1f})" x="{x:.1f}" y="{middle + 4:.1f}" '
            f'font-size="11" text-anchor="middle" fill="{_GREY}">{tell("plot.not_published", language)}</text>'
        )
        return [gap, words]
    text = show_figures(point.text, language)
    return [
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_BAND}"/>',
        _text((x, y + 18), text, anchor="middle")
        if side == "below"
        else _text((x, y - 9), text, anchor=side),
    ]


def _draw_joins(series: SeriesView, spots: list[tuple[float, Point, float | None]]) -> Iterator[str]:
    starts = {found.at for found in series.breaks}
    for (x1, _, y1), (x2, point, y2) in pairwise(spots):
        if y1 is not None and y2 is not None and point.key not in starts:
            yield (
                f'<line class="join" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_BAND}" '
                'stroke-width="2"/>'
            )


def _draw_breaks(
    series: SeriesView, spots: list[tuple[float, Point, float | None]], step: float, language: str
) -> Iterator[str]:
    starts = {found.at for found in series.breaks}
    for x, point, _ in spots:
        if point.key in starts:
            yield _line((x - step / 2, _BOX[1]), (x - step / 2, _BOX[3]), stroke=_INK, name="break")
            yield _text((x - step / 2, _BOX[1] - 6), tell("plot.new_method", language), anchor="middle")


def _height(value: float | None, ends: tuple[float, float], *, turned: bool) -> float | None:
    """How far down a number lies; a rank, of which lower is better, has its best place on top."""
    if value is None:
        return None
    share = (value - ends[0]) / (ends[1] - ends[0])
    top, bottom = _BOX[1] + 10, _BOX[3]
    return top + (bottom - top) * (share if turned else 1 - share)


def _nice(low: float, high: float) -> tuple[float, float]:
    """Round ends around all values, with some room, so that the axis can be read."""
    room = (high - low) or abs(high) or 1.0
    tens = 10 ** floor(log10(room))
    step = next(tens * part for part in (0.2, 0.5, 1.0, 2.0) if room / (tens * part) <= _STEPS)
    first, last = floor(low / step) * step, -floor(-high / step) * step
    return (first - step if first == low else first), (last + step if last == high else last)
