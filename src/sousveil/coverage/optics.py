"""How far and how wide a camera sees: the pinhole, and what is supposed of a lens nobody has named.

Not for fisheyes and panoramas of several sensors, whose pixels are spread otherwise. Pixel density is that of the
middle of the picture, the least there is at a distance: towards the edge it grows by 1 / cos of the angle.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

Kept = TypeVar("Kept")

HALF_TURN_DEG = 180.0
ALL_ROUND_DEG = 360.0


class Bands(NamedTuple, Generic[Kept]):
    """Three answers that always travel together: the least, the usual, and the most that is likely."""

    low: Kept
    typical: Kept
    high: Kept


class Lens(NamedTuple):
    """A lens with its sensor: opening angle across [°], and focal length in pixels, which fixes the pixel density."""

    width_deg: float
    focal_px: float


def compute_focal_px(width_deg: float, pixels: int) -> float:
    """Focal length in pixels from opening angle [°] and pixels across: N / (2 tan(width / 2))."""
    if not 0 < width_deg < HALF_TURN_DEG:
        raise ValueError(f"a pinhole opens more than 0° and less than 180°, not {width_deg!r}")
    return pixels / (2 * math.tan(math.radians(width_deg) / 2))


def compute_range_m(focal_px: float, px_per_m: float, *, rise_m: float) -> float:
    """How far along the ground [m] a target has the pixel density, when the camera stands `rise_m` above the target.

    The slant distance is focal_px / px_per_m; 0 where even straight below the camera it is too far.
    """
    slant = focal_px / px_per_m
    return math.sqrt(slant * slant - rise_m * rise_m) if slant > abs(rise_m) else 0.0


FACE_M = 1.6
"""Height of a face above ground [m] (design of the levels: who is recognised stands)."""

PLATE_M = 0.5
"""Height of a number plate above ground [m]; nothing else is looked for by a plate reader."""

PLATE_PX_PER_M = 250.0
"""Pixels a metre that a plate must fill to be read: 130 across 52 cm (ABUS, planning advice for plate readers)."""

PLATE_READER = "plate_reader"

HEIGHTS_M = Bands(low=12.0, typical=5.0, high=3.0)
"""Height of a camera whose height is unknown [m]; the highest sees least far. Sunders supposes 5 and holds 3 to 12
(rauhkrusche/sunders, leafletembed_functions.js)."""

ANGLES_DEG: Mapping[str, float] = MappingProxyType(
    {"fixed": 82.0, "dome": 82.0, "panning": 59.0, PLATE_READER: 30.0}
)
"""Opening angle at the wide end [°], the median of bullets, domes and PTZs among 15,220 models
(babastienne/PanoptiCity, docs/AllCamerasList.ods). Of a plate reader between the 35° at 10 m and the 12° to 23° at 15 m
that AxxonSoft's manual advises."""

DETECT_M: Mapping[str, Bands[float]] = MappingProxyType(
    {
        "fixed": Bands(40.0, 57.0, 96.0),
        "dome": Bands(34.0, 52.0, 86.0),
        "panning": Bands(43.0, 69.0, 114.0),
        PLATE_READER: Bands(121.8, 143.3, 188.8),
    }
)
"""Distance [m] of 25 px/m at the wide end: tenth, middle and ninetieth of a hundred of the same models. One angle goes
with all three, so that no lens is both wider and longer than any there is. Of a plate reader with 1,920 pixels across
35°, 30° and 23°: 1920 / (2 · 25 · tan(width / 2))."""

ZOOMED_PX = 48_268.0
"""Focal length in pixels of 135 mm before 1,920 pixels on 1/2.8 inch: a PTZ of thirty times, at its longest."""


def suppose_lens(kind: str) -> Bands[Lens] | None:
    """What is supposed of a camera of a kind when nothing is known of its lens; None for a kind nobody has named."""
    if kind not in ANGLES_DEG:
        return None
    return Bands(*(Lens(ANGLES_DEG[kind], 25.0 * distance) for distance in DETECT_M[kind]))
