"""How often things were seen: on which of several lists, or how many times.

Holds counts as they were given; it estimates nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureTable:
    """Counts of things by the lists they stand on.

    `counts` maps a pattern such as "0110" (on the second and third of four lists) to how many things have it; a
    pattern that is not there counts 0. `names` are the lists' names in the order of the pattern.
    """

    counts: Mapping[str, int]
    names: tuple[str, ...]

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.names)

    @property
    def seen(self) -> int:
        """How many different things stand on any list."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyTable:
    """Counts of things by how many times they were seen: `counts[2]` were seen twice."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """How many different things were seen at all."""
        return sum(self.counts.values())
