"""The slow, obvious twin of `patches`: what is seen over low walls, in exact rational numbers.

It follows another way of saying the same: every wall is a curtain with a shade of its own, whichever side it turns to
the camera, and what a wall winds around is no ground. Never called by the product.
"""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sousveil.kernels.arrays import Elevations, Floats, Views, Walls
from sousveil.kernels.reference import Edge, Vector, compute_piece, cross, is_inside, list_directions


class Curtain(NamedTuple):
    """A wall seen from the camera, and the share of 1/r at which its shade ends (0: never)."""

    edge: Edge
    shade: Fraction

    @property
    def faces(self) -> bool:
        """Whether the camera stands on the wall's outer side."""
        return cross(*self.edge) < 0


class Band(NamedTuple):
    """What is hidden or built on along a direction, in 1/r, and the lines there; None: the camera, and no end."""

    near: Fraction
    begins: Edge | None
    far: Fraction
    ends: Edge | None


NEARER = Fraction(10**12)
"""More than any 1/r: where the camera itself stands on a building."""


def compute_patch_areas_exactly(walls: Walls, views: Views, heights: Elevations) -> Floats:
    """The area [m²] each view sees; only the last step, a triangle's share of the circle, is rounded."""
    return np.array([_compute_area(walls, views, heights, view) for view in range(len(views.x))])


def _compute_area(walls: Walls, views: Views, heights: Elevations, view: int) -> float:
    curtains = list(list_curtains(walls, views, heights, view))
    lines = [scale_edge(one.edge, 1 / one.shade) for one in curtains if one.shade]
    sides = [
        (Fraction(float(x[view])), Fraction(float(y[view])))
        for x, y in [(views.from_x, views.from_y), (views.to_x, views.to_y)]
    ]
    pieces: list[float] = []
    for span in pairwise(list_directions([*(one.edge for one in curtains), *lines], sides)):
        middle = (span[0][0] + span[1][0], span[0][1] + span[1][1])
        if views.around[view] or is_inside(middle, sides):
            pieces += list_pieces(curtains, span, middle, float(views.range_m[view]))
    return math.fsum(pieces)


def list_curtains(walls: Walls, views: Views, heights: Elevations, view: int) -> Iterator[Curtain]:
    """Every wall that is not seen edge-on; one as high as the camera only if its outer side is turned to it."""
    cx, cy = Fraction(float(views.x[view])), Fraction(float(views.y[view]))
    eye, target = Fraction(float(heights.eye[view])), Fraction(float(heights.target[view]))
    for ax, ay, bx, by, top in zip(*walls, heights.top, strict=True):
        p, q = (Fraction(ax) - cx, Fraction(ay) - cy), (Fraction(bx) - cx, Fraction(by) - cy)
        low = bool(top < eye)
        shade = Fraction(0)
        if low:
            rise = Fraction(float(top)) - target
            shade = 1 - rise / (eye - target) if rise > 0 else Fraction(1)
        if cross(p, q) < 0 or (low and cross(p, q) > 0):
            yield Curtain((p, q), shade)


def scale_edge(edge: Edge, factor: Fraction) -> Edge:
    """A wall moved away from the camera."""
    (px, py), (qx, qy) = edge
    return (px * factor, py * factor), (qx * factor, qy * factor)


def list_pieces(
    curtains: Sequence[Curtain], span: tuple[Vector, Vector], middle: Vector, reach: float
) -> Iterator[float]:
    """Areas of what is seen between two directions: what lies between the bands."""
    at, line = NEARER, None
    for band in sorted(list_bands(curtains, middle), key=lambda one: one.near, reverse=True):
        if band.near < at:
            yield measure_between(line, band.begins, span, reach)
        if band.far < at:
            at, line = band.far, band.ends
    if at > 0:
        yield measure_between(line, None, span, reach)


def measure_between(near: Edge | None, far: Edge | None, span: tuple[Vector, Vector], reach: float) -> float:
    """Area from a line, or from the camera, to another, or to the range."""
    return compute_piece(far, span, reach) - (compute_piece(near, span, reach) if near else 0.0)


def list_bands(curtains: Sequence[Curtain], middle: Vector) -> Iterator[Band]:
    """Shades, and what is built on, along a direction."""
    met = []
    for one in curtains:
        p, q = one.edge if one.faces else one.edge[::-1]
        if cross(q, middle) > 0 and cross(middle, p) > 0:
            along = (q[0] - p[0], q[1] - p[1])
            met.append((cross(along, middle) / cross(along, p), one))
    met.sort(key=lambda pair: pair[0])
    inside = 0
    for at, (inverse, one) in enumerate(met):
        end = scale_edge(one.edge, 1 / one.shade) if one.shade else None
        yield Band(inverse, one.edge, inverse * one.shade, end)
        # On the way to the camera a building is entered where it faces away.
        if one.shade:
            inside += -1 if one.faces else 1
        if inside > 0:
            near, begins = (met[at + 1][0], met[at + 1][1].edge) if at + 1 < len(met) else (NEARER, None)
            yield Band(near, begins, inverse, one.edge)
