"""How close somebody must come to be identified, and whether the camera then still sees a face.

Pinholes and flat ground only; ranges and levels are `coverage.optics` and `coverage.levels`. A camera that is wide
enough to see much is seldom long enough to see well, and one that hangs high looks down where it would see well.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sousveil.coverage.optics import FACE_M, Bands, compute_range_m

FACE_PX_PER_M = Bands(low=150.0, typical=438.0, high=952.0)
"""Pixel density [px/m] a matcher of faces needs. A face is 0.16 m wide and its pupils 0.063 m apart (means; not
checked). Low: 24 px of face (Amnesty International 2022, Inside the NYPD's surveillance machine, methodology, note 1);
typical and high: 70 px of face and 60 px between pupils (AxxonSoft, Huawei recognition module)."""

DEPRESSION_DEG = Bands(low=13.0, typical=15.0, high=30.0)
"""How steeply a camera may look down at a face [°]. Low: EN IEC 62676-4 for pictures of wanted persons, as MOBOTIX
quotes it; the others are suppositions."""

PLATE_M = 0.52
"""Width of a European number plate [m] (520 × 112 mm)."""

PLATE_PX: Mapping[str, int] = MappingProxyType(
    {"ABUS IPCS64531": 130, "Milestone XProtect, stopped": 170, "Milestone XProtect, moving interlaced": 280}
)
"""Pixels across a plate that makers ask for, from their manuals."""

BLUR_M = 0.025
"""How far a plate may move while it is exposed [m]: 1/500 s at 45 km/h, 1/1000 s at 90 (AxxonSoft, LPR settings)."""

SENSOR_MM: Mapping[str, float] = MappingProxyType({"1/3": 4.8, "1/2": 6.4})
"""Width of a sensor [mm] by its name in inches, as lens tables take it."""


class Reach(NamedTuple):
    """From where to where along the ground [m] a face can be matched; nowhere if `far_m` is not beyond `near_m`."""

    near_m: float
    far_m: float

    @property
    def is_empty(self) -> bool:
        """Whether the camera looks down too steeply wherever it is close enough."""
        return self.far_m <= self.near_m


def compute_lens_px(focal_mm: float, sensor_mm: float, pixels: int) -> float:
    """Focal length in pixels of a lens before a sensor: f N / w."""
    _require_positive("a focal length", focal_mm)
    _require_positive("a sensor's width", sensor_mm)
    return focal_mm * pixels / sensor_mm


def compute_lens_mm(distance_m: float, width_m: float, sensor_mm: float) -> float:
    """The focal length [mm] with which a width fills the picture at a distance: w d / W."""
    _require_positive("a width", width_m)
    return sensor_mm * distance_m / width_m


def compute_depression_deg(rise_m: float, distance_m: float) -> float:
    """How steeply a camera looks down at what stands `rise_m` lower and `distance_m` away."""
    return math.degrees(math.atan2(rise_m, distance_m))


def compute_nearest_m(rise_m: float, limit_deg: float) -> float:
    """The least distance [m] at which a camera looks down no steeper than the limit."""
    return max(0.0, rise_m) / math.tan(math.radians(limit_deg))


def compute_footprint_m(rise_m: float, tilt_deg: float, height_deg: float) -> tuple[float, float]:
    """Nearest and farthest ground [m] in the picture of a camera tilted down; the farthest is infinite at the horizon.

    `height_deg` is the vertical opening angle, `tilt_deg` counts downwards here.
    """
    steep, flat = tilt_deg + height_deg / 2, tilt_deg - height_deg / 2
    near = 0.0 if steep >= 90 else rise_m / math.tan(math.radians(steep))
    return near, rise_m / math.tan(math.radians(flat)) if flat > 0 else math.inf


def compute_face_reach(focal_px: float, height_m: float, px_per_m: float, limit_deg: float) -> Reach:
    """Where along the ground a face has the pixel density and is not seen from too steeply above."""
    rise_m = height_m - FACE_M
    return Reach(
        near_m=compute_nearest_m(rise_m, limit_deg),
        far_m=compute_range_m(focal_px, px_per_m, rise_m=rise_m),
    )


def compute_exposure_s(speed_m_s: float, blur_m: float = BLUR_M) -> float:
    """The longest exposure [s] in which something that fast moves no farther than the blur."""
    return blur_m / speed_m_s


def compute_plate_px_per_m(plate_px: int) -> float:
    """The pixel density [px/m] that so many pixels across a plate are."""
    return plate_px / PLATE_M


@dataclass(frozen=True, slots=True)
class TourView:
    """What a camera that turns sees of a place: the most, what a steady tour gives, and what the home position gives.

    Each is the share of time in which the place is in the picture; one number for a PTZ would hide the other two.
    """

    potential: float
    expected: float
    home: float


def compute_tour(width_deg: float, *, home: bool) -> TourView:
    """The three bounds for a steady tour all round: width / 360; `home` says if the home position shows the place."""
    return TourView(potential=1.0, expected=min(1.0, width_deg / 360), home=float(home))


def _require_positive(what: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{what} is more than 0, not {value!r}")
