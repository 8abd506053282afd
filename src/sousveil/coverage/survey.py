"""Ground where nobody looked for cameras: lines are cut at its edge, so that nothing there counts as unwatched.

Says where ground was surveyed, not what is seen there.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.kernels.along import build_lines
from sousveil.kernels.arrays import Offsets
from sousveil.kernels.clip import Lines


class CutLines(NamedTuple):
    """Lines cut where surveyed ground ends, those of one line in its order.

    `line` : which line a part comes from. `surveyed` : whether somebody looked for cameras there.
    """

    lines: Lines
    line: Offsets
    surveyed: npt.NDArray[np.bool_]


def cut_lines(lines: Lines, unsurveyed: Sequence[shapely.Geometry]) -> CutLines:
    """Cut lines at the edges of ground that was not surveyed; without any, all of it was."""
    count = len(lines.ax)
    if not unsurveyed or not count:
        return CutLines(lines, np.arange(count), np.ones(count, dtype=np.bool_))
    ends = np.stack(lines, axis=1).reshape(-1, 2, 2)
    outside = shapely.union_all(list(unsurveyed))
    shapely.prepare(outside)
    around = shapely.box(*ends.min(axis=(0, 1)), *ends.max(axis=(0, 1)))
    if shapely.covers(outside, around) or not shapely.intersects(outside, around):
        surveyed = np.full(count, not shapely.intersects(outside, around))
        return CutLines(lines, np.arange(count), surveyed)
    drawn = shapely.linestrings(ends)
    within = shapely.covers(outside, drawn)
    across = shapely.intersects(outside, drawn) & ~within
    cut = [
        part
        for row in np.flatnonzero(across).tolist()
        for part in _cut_line(row, ends[row], drawn[row], outside)
    ]
    rows = np.concatenate([np.flatnonzero(~across), [row for row, _, _ in cut]]).astype(np.int64)
    parts = np.concatenate([ends[~across], *(part[None] for _, part, _ in cut)])
    surveyed = np.concatenate([~within[~across], [known for _, _, known in cut]]).astype(np.bool_)
    order = np.argsort(rows, kind="stable")
    return CutLines(build_lines(parts[order]), rows[order], surveyed[order])


def _cut_line(
    row: int, ends: npt.NDArray[np.float64], drawn: shapely.LineString, outside: shapely.Geometry
) -> list[tuple[int, npt.NDArray[np.float64], bool]]:
    edge = shapely.get_coordinates(shapely.intersection(outside, drawn))
    along = ends[1] - ends[0]
    shares = np.clip((edge - ends[0]) @ along / (along @ along), 0.0, 1.0)
    cuts = np.unique(np.concatenate([[0.0], shares, [1.0]]))
    middles = shapely.points(ends[0] + ((cuts[1:] + cuts[:-1]) / 2)[:, None] * along)
    known = ~shapely.covers(outside, middles)
    places = ends[0] + cuts[:, None] * along
    places[-1] = ends[1]
    return [(row, places[at : at + 2], bool(one)) for at, one in enumerate(known)]
