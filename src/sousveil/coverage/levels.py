"""Levels of detail: how many pixels a metre of the scene must fill to be good for something.

The two editions of IEC 62676-4 as they are quoted by makers; the texts of the standard were not read, and a level is
never named without its edition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Scale:
    """One edition's levels [px/m], coarse to fine, and where the figures were read."""

    edition: str
    source: str
    px_per_m: Mapping[str, float]


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "2014": Scale(
            edition="IEC 62676-4:2014",
            source="https://cctv-check.de (12.5 and 125 px/m); 62.5 is also printed as 62 or 63",
            px_per_m=MappingProxyType(
                {"monitor": 12.5, "detect": 25.0, "observe": 62.5, "recognise": 125.0, "identify": 250.0}
            ),
        ),
        "2025": Scale(
            edition="IEC 62676-4:2025",
            source="https://www.jvsg.com/?p=11243; Hikvision and Axis confirm that it replaces the older edition",
            px_per_m=MappingProxyType(
                {
                    "overview": 20.0,
                    "outline": 40.0,
                    "discern": 80.0,
                    "perceive": 125.0,
                    "characterise": 250.0,
                    "validate": 500.0,
                    "scrutinise": 1500.0,
                }
            ),
        ),
    }
)
