"""The values people write into OpenStreetMap's camera tags: directions, tilts, heights, dates, numbers.

Reads one text at a time and knows no tag. What cannot be read is named and never guessed: `90100` is no direction.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sousveil.records.camera import Meaning, View
from sousveil.records.when import parse_edtf

Fault = tuple[str, str]
"""The variant of the message `camera-value`, and the part of the text that it is about."""

FOOT_M = 0.3048
"""International foot (1959)."""
INCH_M = FOOT_M / 12
HEIGHTS_M = (0.5, 30.0)
"""Heights taken for a camera's: in OSM's Swiss records of 2023 those above are altitudes or mistakes."""
WIDEST_DEG = 180.0
"""A lens that does not turn sees no wider (a fisheye): a wider range was likely meant the other way round."""
FIRST_YEAR = 1942
"""The first camera that watched, at Peenemünde; an older year is a mistake."""

_WINDS = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW"
_COMPASS = MappingProxyType({wind.lower(): 22.5 * number for number, wind in enumerate(_WINDS.split())})
_WORDS = MappingProxyType({"north": "n", "south": "s", "east": "e", "west": "w"})
_BOUND = re.compile(r"[nsew]b|(?:north|south|east|west)(?:-?bound)")
_RELATIVE = frozenset({"forward", "backward", "both", "left", "right"})
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:°|º|˚|deg\.?|degrees?|stepeni?|степени?)?", re.ASCII)
_RANGE = re.compile(
    r"([+-]?\d+(?:\.\d+)?\s*[°º˚]?|[nsew]{1,3})\s*(?:-|–|—|\bto\b)\s*([+-]?\d+(?:\.\d+)?\s*[°º˚]?|[nsew]{1,3})",
    re.ASCII,
)
_NEGATIVE = re.compile(r"(?:^|-) ?-\d", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3},\d", re.ASCII)
_METRES = re.compile(
    r"([+-]?\d+(?:[.,]\d+)?)\s*(?:(?:m|м|met(?:er|re|ar)s?|meta?ra|метар|мета?ра)\.?)?", re.ASCII
)
_CENTIMETRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:cm|цм|см)\.?", re.ASCII)
_FEET = re.compile(
    r"""(\d+(?:[.,]\d+)?)\s*(?:'|′|’|ft\.?|feet|foot)(?:\s*(\d+(?:[.,]\d+)?)\s*(?:"|″|”|in\.?))?""", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Directions:
    """The views a text says, what could not be read, and what was read although it is written oddly."""

    views: tuple[View, ...] = ()
    faults: tuple[Fault, ...] = ()
    oddities: tuple[Fault, ...] = ()


@lru_cache(maxsize=65536)
def parse_directions(text: str, *, turns: bool | None = None) -> Directions:
    """The views of a direction tag; `turns` says whether the camera can turn, None if that is unknown.

    >>> parse_directions("338-23").views[0][:2]
    (0.5, 45.0)
    >>> [view.bearing_deg for view in parse_directions("180;nw").views]
    [180.0, 315.0]
    """
    if _DECIMAL_COMMA.fullmatch(text.strip()):
        return Directions(faults=(("comma", text),))
    parts = [part.strip() for part in re.split("[;,]", text)]
    kept = [part for part in parts if part]
    views: list[View] = []
    faults: list[Fault] = []
    oddities: list[Fault] = [("comma", text)] if "," in text and len(kept) > 1 else []
    for part in kept:
        found = _read_part(part, turns=turns, alone=len(kept) == 1)
        if isinstance(found, View):
            views.append(found)
            oddities += [("negative", part)] if _NEGATIVE.search(_fold(part)) else []
            if found.meaning is Meaning.FIELD_OF_VIEW and (found.width_deg or 0) > WIDEST_DEG:
                oddities.append(("wide", part))
        else:
            faults.append((found, part))
    return Directions(
        tuple(views), tuple(faults or ([("direction", text)] if not kept else [])), tuple(oddities)
    )


def _read_part(part: str, *, turns: bool | None, alone: bool) -> View | str:
    """One element of a list: its view, or the variant of what is wrong with it."""
    folded = _fold(part)
    if folded in _RELATIVE:
        return "relative"
    if _BOUND.fullmatch(folded):
        return "traffic"
    if span := _RANGE.fullmatch(folded):
        start, end = _read_angle(span[1]), _read_angle(span[2])
        if isinstance(start, str) or isinstance(end, str):
            return start if isinstance(start, str) else str(end)
        width = (end - start) % 360 or 360.0
        return View((start + width / 2) % 360, width, _SPANS[turns])
    angle = _read_angle(folded)
    if isinstance(angle, str):
        return angle
    number = _NUMBER.fullmatch(folded)
    if alone and number and float(number[1]) == 360:
        # On a camera that turns it is meant as all round, on a fixed one as north.
        if turns is None:
            return "full"
        if turns:
            return View(0.0, 360.0, Meaning.ALL_ROUND)
    return View(angle, None, Meaning.BEARING)


_SPANS = MappingProxyType({True: Meaning.SWEEP, False: Meaning.FIELD_OF_VIEW, None: Meaning.UNKNOWN})


def _read_angle(text: str) -> float | str:
    """Degrees from 0 up to 360, out of degrees or a compass point; the variant of what is wrong else."""
    if number := _NUMBER.fullmatch(text):
        degrees = float(number[1])
        return degrees % 360 % 360 if -360 < degrees <= 360 else "beyond"
    letters = re.sub(r"north|south|east|west", lambda word: _WORDS[word[0]], text)
    return _COMPASS.get(re.sub(r"[ -]", "", letters), "direction")


def parse_tilt(text: str, *, down_is_positive: bool) -> tuple[float, float] | Fault:
    """The tilt from lowest to highest [°, negative down].

    >>> parse_tilt("15°", down_is_positive=True), parse_tilt("-90-20", down_is_positive=False)
    ((-15.0, -15.0), (-90.0, 20.0))
    """
    folded = re.sub(r"(?<=\d),(?=\d)", ".", _fold(text))  # nobody lists tilts
    number, span = _NUMBER.fullmatch(folded), _RANGE.fullmatch(folded)
    ends = [number[1]] if number else [span[1], span[2]] if span else []
    try:
        values = [float(end.rstrip("°º˚ ")) for end in ends]
    except ValueError:
        values = []
    if not values:
        return "tilt", text
    if down_is_positive:
        values = [-value or 0.0 for value in values]
    lowest, highest = min(values), max(values)
    within = lowest >= -90 and highest <= (0 if down_is_positive else 90)
    return (lowest, highest) if within else ("tilt-beyond", text)


def parse_height(text: str) -> float | Fault:
    """A height in metres, from metres or feet and inches.

    >>> parse_height("3,5"), round(parse_height("12'"), 2)
    (3.5, 3.66)
    """
    folded = _fold(text)
    if metres := _METRES.fullmatch(folded):
        height = _to_float(metres[1])
    elif small := _CENTIMETRES.fullmatch(folded):
        height = _to_float(small[1]) / 100
    elif feet := _FEET.fullmatch(folded):
        height = _to_float(feet[1]) * FOOT_M + _to_float(feet[2] or "0") * INCH_M
    else:
        return "height", text
    if height > HEIGHTS_M[1]:
        return "height-beyond", text
    return height if height >= HEIGHTS_M[0] else ("height-low", text)


def _fold(text: str) -> str:
    """A text in lower case, with plain blanks, and the sign of minus that keyboards have."""
    return " ".join(text.lower().replace("−", "-").split())


def _to_float(text: str) -> float:
    """Digits with a point or a comma."""
    return float(text.replace(",", "."))


def parse_count(text: str) -> int | Fault:
    """How many cameras one object stands for."""
    return int(text) if re.fullmatch(r"[1-9][0-9]?", text.strip()) else ("count", text)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> str | Fault:
    """A date as EDTF, out of what OpenStreetMap's wiki allows, and with slashes where the year comes first.

    >>> parse_date("2015/04/11"), parse_date("~2009"), parse_date("before 2012")
    ('2015-04-11', '2009~', '/2012')
    """
    folded = " ".join(text.lower().split())
    if not folded.isascii():  # digits of other scripts count as digits for Python
        return "date", text
    if dashed := re.fullmatch(r"(\d{4})([-/])(\d{1,2})(?:\2(\d{1,2}))?", folded, re.ASCII):
        edtf = "-".join(part.zfill(2) for part in (dashed[1], dashed[3], dashed[4]) if part)
    elif decade := re.fullmatch(r"(\d{3})0s", folded):
        edtf = f"{decade[1]}X"
    elif marked := re.fullmatch(r"(before|after|~)\s*(\d{4}(?:-\d\d){0,2})", folded):
        edtf = {"before": "/{}", "after": "{}/", "~": "{}~"}[marked[1]].format(marked[2])
    elif spanned := re.fullmatch(r"(\d{4}(?:-\d\d){0,2})\.\.(\d{4}(?:-\d\d){0,2})", folded):
        edtf = f"{spanned[1]}/{spanned[2]}"
    else:
        edtf = folded
    try:
        when = parse_edtf(edtf)
    except ValueError:
        return "date", text
    first = when.earliest or when.latest
    return edtf if first and first.year >= FIRST_YEAR else ("date-old", text)
