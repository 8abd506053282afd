"""What views see as shapely polygons, for peers that know no arcs: from inside of the circle, and from outside."""

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]

from sousveil.kernels.arrays import ARC, Boundaries, Views

STEPS = 16  # straight pieces of an arc of at most a quarter: shapely's own measure for a buffer

Points = npt.NDArray[np.float64]


def draw_polygons(views: Views, boundaries: Boundaries, *, outside: bool = False) -> npt.NDArray[np.object_]:
    """One polygon a view; arcs become chords, or, from outside, tangents."""
    return np.array([_draw_view(views, boundaries, view, outside=outside) for view in range(len(views.x))])


def _draw_view(views: Views, boundaries: Boundaries, view: int, *, outside: bool) -> shapely.Polygon:
    begin, end = boundaries.start[view], boundaries.start[view + 1]
    camera = np.array([views.x[view], views.y[view]])
    corners = np.stack([boundaries.x[begin:end], boundaries.y[begin:end]], axis=1)
    parts = []
    for at, mark in enumerate(boundaries.mark[begin:end]):
        parts.append(corners[at : at + 1])
        if mark == ARC:
            ends = corners[at] - camera, corners[(at + 1) % len(corners)] - camera
            parts.append(camera + _draw_arc(*ends, views.range_m[view], outside=outside))
    outline = shapely.Polygon(np.concatenate(parts)) if len(parts) > 2 else shapely.Polygon()
    return outline if outline.is_valid else shapely.make_valid(outline)


def _draw_arc(begin: Points, end: Points, reach: float, *, outside: bool) -> Points:
    first = np.arctan2(begin[1], begin[0])
    turn = np.arctan2(begin[0] * end[1] - begin[1] * end[0], begin @ end)  # at most a quarter
    share = (np.arange(STEPS) + 0.5) / STEPS if outside else np.arange(1, STEPS) / STEPS
    far = reach / np.cos(turn / STEPS / 2) if outside else reach
    return far * np.stack([np.cos(first + share * turn), np.sin(first + share * turn)], axis=1)
