"""The arrays that the loops take and fill, by name: walls, their grid, views, boundaries, scratch.

Only names and shapes; making and checking them is the business of `front`. All lengths are metres in the frame of one
scene, all arrays of one tuple have the same length unless said otherwise.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]

ARC = -1
"""Boundary mark: the piece lies on the circle of the view's range."""
RADIUS = -2
"""Boundary mark: the piece lies on a ray from the camera (behind a corner, or a side of the sector)."""
CAMERA = -3
"""Patch mark: the patch begins at the camera."""
LIFT = -4
"""Boundary mark: a ring has come back to where it began; nothing leads from here to the next corner."""


class Walls(NamedTuple):
    """Straight walls from `a` to `b`, what is solid on their left (outlines counter-clockwise, holes clockwise)."""

    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats


class Grid(NamedTuple):
    """Walls sorted into square cells, row by row from the south-west; a wall stands in each cell it touches.

    `frame` : west edge, south edge, length of a cell's side [m].
    `shape` : columns, rows.
    `start` : (columns·rows + 1), where a cell's walls begin; those of neighbouring columns follow each other.
    `ends` : (4, n), x and y where a wall begins, x and y where it ends.
    `row` : which wall, as counted in the walls the grid was built from.
    """

    frame: Floats
    shape: Offsets
    start: Offsets
    ends: Floats
    row: Rows


class Views(NamedTuple):
    """Where cameras stand, how far they see, and the sector they see, counter-clockwise from `from` to `to`.

    `around` : sees in every direction; `from` is then only where the boundary begins.
    Directions need no length of their own, but not (0, 0).
    """

    x: Floats
    y: Floats
    range_m: Floats
    from_x: Floats
    from_y: Floats
    to_x: Floats
    to_y: Floats
    around: npt.NDArray[np.bool_]


class Boundaries(NamedTuple):
    """Outlines of what is seen, counter-clockwise, one after another.

    `start` : (views + 1), where the outline of a view begins.
    `x`, `y`, `mark` : a corner and what leads from it to the next (the last leads to the first): the row of a wall,
    or `ARC` (at most a quarter of the circle), or `RADIUS`. The arrays may be longer than what `start` uses.
    Over low walls a view may see several rings: outer ones counter-clockwise, holes clockwise, each closed by its first
    corner, marked `LIFT`. A wall that is passed clockwise is the one whose shade ends there.
    """

    start: Offsets
    x: Floats
    y: Floats
    mark: Rows


class Elevations(NamedTuple):
    """Elevations above the ground [m], the ground being flat.

    `top` : of each wall; +∞ hides all behind it. `eye`, `target` : of each view, its camera and what it looks for.
    """

    top: Floats
    eye: Floats
    target: Floats


class Patches(NamedTuple):
    """What is seen where low walls leave ground to be seen behind them: between two rays, from one line to another.

    `start` : (views + 1), where the patches of a view begin; they do not overlap.
    `x`, `y` : (n, 4), corners counter-clockwise: near and far on the first ray, far and near on the second.
    `near` : the row of the wall whose shade ends there, or `CAMERA` (both near corners are the camera).
    `far` : the row of the wall that ends the view, or `ARC` (at most a quarter of the circle).
    `ray` : (n, 2), which rays of the view the first and the second are, counted around the camera.
    """

    start: Offsets
    x: Floats
    y: Floats
    near: Rows
    far: Rows
    ray: Rows


class Scratch(NamedTuple):
    """Working room of one thread, for the most walls any of its views can meet.

    Few arrays with named rows, because every array that a loop hands on costs seven registers.
    `real`, `whole`, `pen` : their rows and places are named in `gather`.
    """

    real: Floats
    whole: Offsets
    pen: Floats
