"""The lists that are brought together: whose each is, when it is from, how far off its places are.

Holds observations as they were read; it compares none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from sousveil.records.camera import Device, Observation

POSITION_ERROR_M: Mapping[str, float] = MappingProxyType(
    {"map": 5.0, "citizens": 5.0, "official": 15.0, "press": 30.0}
)
"""How far off a place is on each axis [m, standard deviation] where a list does not say it.

Telephones under open sky are within 4.9 m (van Diggelen & Enge 2015, ION GNSS+), a map's objects 6 m off on average
(Haklay 2010, Environ. Plann. B 37, 682–703). For official lists and the press, whose places are junctions and
addresses, the figures are ours: half the width of a junction, and half a block.
"""
APART = frozenset(
    {Device.GUARD, Device.GUNSHOT_DETECTOR, Device.WEBCAM, Device.SPEED_CAMERA, Device.ENFORCEMENT}
)
"""Devices that are no surveillance cameras; each is compared with its own sort alone."""
OBJECT = re.compile(r"(?:node|way|relation)/\d+")
"""An id that OpenStreetMap gave, which is the same in every list made from it."""


@dataclass(frozen=True)
class ListedCameras:
    """The observations of one list.

    `kind` is `official`, `citizens`, `map` or `press`; `as_of` an EDTF date or nothing; `position_error_m` the standard
    deviation of its places on each axis [m].
    """

    id: str
    kind: str
    observations: tuple[Observation, ...]
    as_of: str = ""
    position_error_m: float | None = None

    @property
    def error_m(self) -> float:
        """How far off its places are, said or supposed."""
        return self.position_error_m or POSITION_ERROR_M[self.kind]

    @property
    def official(self) -> bool:
        """Whether those who run the cameras say so themselves."""
        return self.kind == "official"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """A name for each observation that no other has: `LIST:ID`, with `#2` for an id that stands there again."""
        return tuple(_number(f"{self.id}:{one.id}" for one in self.observations))


def _number(names: Iterable[str]) -> Iterable[str]:
    """The names, made different."""
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def is_object(observation: Observation) -> bool:
    """Whether its id is one that OpenStreetMap gave."""
    return OBJECT.fullmatch(observation.id) is not None


def count_devices(observation: Observation) -> int:
    """How many cameras an observation stands for: as it says, else one.

    Several directions do not make several cameras: one device may hold several lenses.
    """
    return max(observation.count or 1, 1)


def count_room(observation: Observation) -> int:
    """How many observations of another list may be of it: as many as it says cameras, or else directions."""
    return max(observation.count or len(observation.views), 1)
