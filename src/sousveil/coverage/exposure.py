"""What a walk undergoes: where along a path it is seen, by which cameras, and how long it is not.

The path is given, simulated or read, and neither kept nor compared with another; no other way is proposed. In ground
that nobody surveyed a walk is neither seen nor unseen beyond the cameras that are known; where it runs in a tunnel or
indoors, cameras outside do not see it, and of those inside nothing is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.coverage.ground import Ground, Station
from sousveil.coverage.optics import Bands
from sousveil.coverage.survey import CutLines, cut_lines
from sousveil.kernels.along import (
    build_field,
    build_lines,
    compute_sightings,
    compute_stretches,
    list_seers,
)

SHORT_M = 1e-6
"""Spans shorter than this come from rounding at corners of the path, where two of its pieces meet."""


@dataclass(frozen=True, slots=True)
class Span:
    """Metres of a path, from its beginning, within which the same cameras see; `cameras` by id, in order."""

    begin_m: float
    end_m: float
    cameras: tuple[str, ...]
    surveyed: bool

    @property
    def length_m(self) -> float:
        """How long it is."""
        return self.end_m - self.begin_m

    @property
    def unseen(self) -> bool:
        """Whether somebody looked for cameras there and none that is known sees it."""
        return self.surveyed and not self.cameras


@dataclass(frozen=True, slots=True)
class Exposure:
    """A path in one band, from end to end; `silent` : cameras of which this band says nothing."""

    spans: tuple[Span, ...]
    silent: int

    @property
    def length_m(self) -> float:
        """Length of the path."""
        return self.spans[-1].end_m if self.spans else 0.0

    @property
    def seen_m(self) -> float:
        """Metres that at least one camera sees."""
        return sum(span.length_m for span in self.spans if span.cameras)

    @property
    def unseen_m(self) -> float:
        """Surveyed metres that no known camera sees."""
        return sum(span.length_m for span in self.spans if span.unseen)

    @property
    def unknown_m(self) -> float:
        """Metres that no known camera sees and where nobody looked for others."""
        return sum(span.length_m for span in self.spans if not (span.surveyed or span.cameras))

    @property
    def cameras(self) -> tuple[str, ...]:
        """Every camera that sees some of it, in the order in which the walk comes into view."""
        return tuple(dict.fromkeys(camera for span in self.spans for camera in span.cameras))

    @property
    def first_seen_m(self) -> float | None:
        """Where it is first seen; None where it never is."""
        return next((span.begin_m for span in self.spans if span.cameras), None)

    @property
    def last_seen_m(self) -> float | None:
        """Where it is last seen; None where it never is."""
        return next((span.end_m for span in reversed(self.spans) if span.cameras), None)

    @property
    def longest_gap(self) -> Span | None:
        """The longest span that no known camera sees, the first of equals; None where there is none."""
        return max((span for span in self.spans if span.unseen), key=lambda span: span.length_m, default=None)


def trace_path(
    path: npt.ArrayLike,
    stations: Sequence[Station],
    ground: Bands[Ground],
    *,
    unsurveyed: Sequence[shapely.Geometry] = (),
    unknown: npt.NDArray[np.bool_] | None = None,
) -> Bands[Exposure]:
    """What a path (n, 2) [m] undergoes at the level of detail for which `ground` was computed.

    `unknown` : (n - 1), which of its pieces lie where nothing is known of what sees them, such as in a tunnel.

    Raises:
        ValueError: a corner of the path is not finite, or it has another shape.
    """
    corners = np.asarray(path, dtype=np.float64).reshape(-1, 2)
    ends = np.stack([corners[:-1], corners[1:]], axis=1)
    kept = (ends[:, 0] != ends[:, 1]).any(axis=1)
    cut = cut_lines(build_lines(ends[kept]), unsurveyed)
    hidden = np.zeros(len(cut.line), np.bool_) if unknown is None else unknown[kept][cut.line]
    ids = np.array([station.id for station in stations], dtype=object)
    return Bands(*(_trace_band(cut, hidden, ids, band) for band in ground))


def _trace_band(
    cut: CutLines, hidden: npt.NDArray[np.bool_], ids: npt.NDArray[np.object_], ground: Ground
) -> Exposure:
    """The same in one band; `hidden` : (cut lines), where no camera is known to see anything."""
    sightings = compute_sightings(cut.lines, build_field(ground.views, ground.boundaries))
    stretches = compute_stretches(sightings)
    start, seers = list_seers(sightings, stretches)
    length = np.hypot(cut.lines.bx - cut.lines.ax, cut.lines.by - cut.lines.ay)
    before = np.concatenate([[0.0], np.cumsum(length)])
    spans: list[Span] = []
    for line in range(len(length)):
        if hidden[line]:
            _append(spans, Span(float(before[line]), float(before[line + 1]), (), surveyed=False))
            continue
        for at in range(stretches.start[line], stretches.start[line + 1]):
            begin, end = (
                float(before[line] + share * length[line])
                for share in (stretches.begin[at], stretches.end[at])
            )
            cameras = tuple(sorted(set(ids[seers[start[at] : start[at + 1]]])))  # one may have several views
            _append(spans, Span(begin, end, cameras, bool(cut.surveyed[line])))
    return Exposure(tuple(spans), ground.silent)


def _append(spans: list[Span], span: Span) -> None:
    """Add a span, or lengthen the last one where nothing changes or the new one is too short to count."""
    if spans:
        last = spans[-1]
        if span.length_m < SHORT_M or (span.cameras, span.surveyed) == (last.cameras, last.surveyed):
            spans[-1] = Span(last.begin_m, span.end_m, last.cameras, last.surveyed)
            return
        if last.length_m < SHORT_M:
            spans[-1] = Span(last.begin_m, span.end_m, span.cameras, span.surveyed)
            return
    spans.append(span)
