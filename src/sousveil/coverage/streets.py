"""Metres of streets that cameras see, by how many see them: low, typical and high, street by street.

A camera counts once, however many of its views see a place. What nobody surveyed is reported apart and never part of a
share. Cameras of which a band says nothing are counted, not left out: a share is that of the cameras that are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.city.streets import Pieces
from sousveil.coverage.ground import Ground
from sousveil.coverage.optics import Bands
from sousveil.coverage.survey import CutLines, cut_lines
from sousveil.kernels.along import build_field, compute_metres
from sousveil.kernels.arrays import Floats, Rows
from sousveil.kernels.clip import Lines

MOST = 8
"""Cameras that are told apart; what more see stands in the last column."""


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
    def seen_m(self) -> float:
        """Metres that at least one camera sees, wherever anybody looked for more."""
        return self.watched_m + float(self.elsewhere[:, 1:].sum())

    @property
    def residents_seen(self) -> float:
        """People put on those metres."""
        return float(self.residents[1:].sum() + self.residents_elsewhere[1:].sum())

    @property
    def share(self) -> float:
        """Watched of surveyed metres; NaN where nothing was surveyed."""
        return self.watched_m / self.length_m if self.length_m else float("nan")


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
    cut = cut_lines(Lines(*pieces[:4]), unsurveyed)
    weights = np.full(len(pieces.ax), np.nan) if residents_per_m is None else residents_per_m
    street = np.asarray(pieces.street)[cut.line]
    return Bands(*(_measure_band(cut, street, streets, weights[cut.line], band, most) for band in ground))


def _measure_band(
    cut: CutLines, street: Rows, streets: int, weights: Floats, ground: Ground, most: int
) -> Watched:
    each = compute_metres(cut.lines, build_field(*ground.once), most=most)
    inside, known = cut.surveyed, ~np.isnan(weights)
    counted, apart = inside & known, ~inside & known
    return Watched(
        metres=_sum_by(street[inside], each[inside], streets),
        elsewhere=_sum_by(street[~inside], each[~inside], streets),
        residents=weights[counted] @ each[counted],
        residents_elsewhere=weights[apart] @ each[apart],
        unweighted_m=float(each[inside & ~known].sum()),
        silent=ground.silent,
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
