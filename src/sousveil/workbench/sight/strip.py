"""A walk as a strip: where along it known cameras see it, in each band, for the eye and in words.

Takes what a walk undergoes as it was computed. It keeps no walk, and compares none with another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np

from sousveil.coverage.exposure import SHORT_M, Exposure
from sousveil.coverage.optics import Bands
from sousveil.kernels.arrays import Floats


class Seen(StrEnum):
    """What holds of a stretch: in view even at the least, usually, at the most; of no known camera; nobody looked."""

    LOW = "low"
    TYPICAL = "typical"
    HIGH = "high"
    NOT = "not"
    UNSURVEYED = "unsurveyed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Metres of a walk from its beginning, and how many cameras see them in the low, typical and high band."""

    begin_m: float
    end_m: float
    seen: Seen
    cameras: tuple[int, int, int]

    @property
    def length_m(self) -> float:
        """How long it is."""
        return self.end_m - self.begin_m


def build_strip(bands: Bands[Exposure]) -> tuple[Stretch, ...]:
    """The stretches from end to end; neighbours of which the same holds are one."""
    strip: list[Stretch] = []
    for stretch in _cut(bands):
        last = strip[-1] if strip else None
        if last and (last.seen, last.cameras) == (stretch.seen, stretch.cameras):
            strip[-1] = replace(last, end_m=stretch.end_m)
        else:
            strip.append(stretch)
    return tuple(strip)


def _cut(bands: Bands[Exposure]) -> Iterator[Stretch]:
    """Stretches within which no band changes."""
    ends = sorted({end for band in bands for span in band.spans for end in (span.begin_m, span.end_m)})
    at = [0, 0, 0]
    for begin, end in pairwise(ends):
        if end - begin <= SHORT_M:
            continue
        spans = []
        for number, band in enumerate(bands):
            while at[number] + 1 < len(band.spans) and band.spans[at[number]].end_m <= begin + SHORT_M / 2:
                at[number] += 1
            spans.append(band.spans[at[number]])
        low, typical, high = (len(span.cameras) for span in spans)
        seen = next(
            (name for name, number in zip(Seen, (low, typical, high), strict=False) if number),
            Seen.NOT if all(span.surveyed for span in spans) else Seen.UNSURVEYED,
        )
        yield Stretch(begin, end, seen, (low, typical, high))


def cut_path(path: Floats, begin_m: float, end_m: float) -> Floats:
    """The part of a path (n, 2) [m] between two distances from its beginning."""
    before = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    inner = path[(before > begin_m) & (before < end_m)]
    ends = np.stack([np.interp([begin_m, end_m], before, column) for column in path.T], axis=1)
    return np.concatenate([ends[:1], inner, ends[1:]])
