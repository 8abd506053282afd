"""Metres of streets that cameras see, by how many see them: low, typical and high, street by street.

A camera counts once, however many of its views see a place. What nobody surveyed is reported apart and never part of a
share. Cameras of which a band says nothing are counted, not left out: a share is that of the cameras that are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.city.streets import Pieces, Steps
from sousveil.coverage.ground import Ground
from sousveil.coverage.once import Seen
from sousveil.coverage.optics import Bands
from sousveil.coverage.survey import cut_lines
from sousveil.kernels.along import build_field, compute_metres
from sousveil.kernels.arrays import Floats, Rows
from sousveil.kernels.front import order_places

MOST = 8
"""Cameras that are told apart; what more see stands in the last column."""
AT_ONCE = 1 << 18
"""Pieces that are taken at once: some dozens of MiB of answers."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Streets in one band; columns: seen by exactly 0, 1, 2 … cameras, the last: by so many or more.

    `metres` : (streets, most + 1), where somebody looked for cameras. `elsewhere` : the same where nobody did.
    `residents` : (most + 1), people by how many cameras see the streets they were put on, nobody without weights;
    `residents_elsewhere` : the same where nobody looked for cameras.
    `unweighted_m` : surveyed metres of which nobody knows how many live there.
    `silent` : cameras of which this band says nothing.
    """

    metres: Floats
    elsewhere: Floats
    residents: Floats
    residents_elsewhere: Floats
    unweighted_m: float
    silent: int

    @property
    def length_m(self) -> float:
        """Surveyed metres, seen or not."""
        return float(self.metres.sum())

    @property
    def watched_m(self) -> float:
        """Surveyed metres that at least one camera sees."""
        return float(self.metres[:, 1:].sum())

    @property
    def share(self) -> float:
        """Watched of surveyed metres; NaN where nothing was surveyed."""
        return self.watched_m / self.length_m if self.length_m else float("nan")

    def sum_up(self) -> "Totals":
        """What there is to say of all streets together, and of each that is seen."""
        both = self.metres + self.elsewhere
        seen = np.flatnonzero(both[:, 1:].sum(axis=1))
        return Totals(
            street=seen.astype(np.int32),
            metres=both[seen],
            by_number=both.sum(axis=0),
            length_m=self.length_m,
            watched_m=self.watched_m,
            seen_m=self.watched_m + float(self.elsewhere[:, 1:].sum()),
            residents_seen=float(self.residents[1:].sum() + self.residents_elsewhere[1:].sum()),
            silent=self.silent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The same summed up, without the streets that no camera sees: of a large city these are most.

    `street` : (seen), their rows, ascending. `metres` : (seen, most + 1), surveyed or not. `by_number` : (most + 1), of
    all streets. `length_m` : surveyed metres, seen or not; `watched_m` : those that at least one camera sees.
    `seen_m` : metres that one sees, wherever anybody looked for more; `residents_seen` : people put on these.
    """

    street: Rows
    metres: Floats
    by_number: Floats
    length_m: float
    watched_m: float
    seen_m: float
    residents_seen: float
    silent: int

    @property
    def share(self) -> float:
        """Watched of surveyed metres; NaN where nothing was surveyed."""
        return self.watched_m / self.length_m if self.length_m else float("nan")


@dataclass(frozen=True, slots=True)
class Ways:
    """Pieces of so many streets, and where nobody looked for cameras.

    `rows` : of the pieces that are held against cameras, neighbours near each other. `residents_per_m` : (pieces),
    people a metre, NaN where that is not known; None where it is known of none.
    """

    pieces: Pieces | Steps
    streets: int
    rows: Rows
    residents_per_m: Floats | None
    unsurveyed: Sequence[shapely.Polygon]


def build_ways(
    pieces: Pieces | Steps,
    streets: int,
    *,
    outdoors: npt.NDArray[np.bool_] | None = None,
    residents_per_m: Floats | None = None,
    unsurveyed: Sequence[shapely.Polygon] = (),
) -> Ways:
    """Pieces made ready to be measured; `outdoors` : (pieces), which of them count, all if not said."""
    order = order_places(pieces.ax, pieces.ay).astype(np.int32)
    rows = order if outdoors is None else order[outdoors[order]]
    return Ways(pieces, streets, rows, residents_per_m, unsurveyed)


def measure_streets(
    pieces: Pieces,
    streets: int,
    ground: Bands[Ground],
    *,
    unsurveyed: Sequence[shapely.Polygon] = (),
    residents_per_m: Floats | None = None,
    most: int = MOST,
) -> Bands[Watched]:
    """Metres of each of so many streets by how many cameras see them, in each band.

    `residents_per_m` : (pieces), people a metre; NaN where that is not known.
    """
    ways = build_ways(pieces, streets, residents_per_m=residents_per_m, unsurveyed=unsurveyed)
    return Bands(*(measure_ways(ways, band.once, silent=band.silent, most=most) for band in ground))


def measure_ways(ways: Ways, seen: Seen, *, silent: int = 0, most: int = MOST) -> Watched:
    """The same in one band; some pieces at a time, because of each more is known than is kept of its street."""
    field = build_field(*seen)
    found = Watched(
        np.zeros((ways.streets, most + 1)),
        np.zeros((ways.streets, most + 1)),
        np.zeros(most + 1),
        np.zeros(most + 1),
        0.0,
        silent,
    )
    for first in range(0, len(ways.rows), AT_ONCE):
        rows = ways.rows[first : first + AT_ONCE]
        lines, street = ways.pieces.take(rows)
        cut = cut_lines(lines, ways.unsurveyed)
        people = np.full(len(rows), np.nan) if ways.residents_per_m is None else ways.residents_per_m[rows]
        each = compute_metres(cut.lines, field, most=most)
        found = _add_metres(found, street[cut.line], people[cut.line], cut.surveyed, each)
    return found


def _add_metres(
    found: Watched, street: Rows, weights: Floats, inside: npt.NDArray[np.bool_], each: Floats
) -> Watched:
    """Add the metres of some parts of pieces to what was found; `inside` : whether somebody looked there.

    `street`, `weights` : the street of each, and people a metre.
    """
    known = ~np.isnan(weights)
    counted, apart = inside & known, ~inside & known
    np.add.at(found.metres, street[inside], each[inside])
    np.add.at(found.elsewhere, street[~inside], each[~inside])
    return replace(
        found,
        residents=found.residents + weights[counted] @ each[counted],
        residents_elsewhere=found.residents_elsewhere + weights[apart] @ each[apart],
        unweighted_m=found.unweighted_m + float(each[inside & ~known].sum()),
    )


def sum_by_kind(watched: Watched, kinds: Sequence[str]) -> dict[str, Floats]:
    """Surveyed metres by kind of street, such as OpenStreetMap's value of `highway`, in the columns of `Watched`."""
    names = sorted(set(kinds))
    rows = np.searchsorted(names, kinds).astype(np.int32)
    return dict(zip(names, _sum_by(rows, watched.metres, len(names)), strict=True))


def _sum_by(rows: Rows, values: Floats, count: int) -> Floats:
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, rows, values)
    return total
