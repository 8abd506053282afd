"""Sorts walls into the cells of a grid, so that a view meets only those near it.

Two passes over the walls, first to count, then to place; decides nothing about which walls matter.
"""

import math

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Floats, Grid, Offsets, Walls

PAD = 1e-6
"""By how much a wall is thought thicker when cells are chosen, in cells: rounding must not lose one, one too many costs
nothing but time."""


@kernel
def compute_column(x: float, frame: Floats, columns: int) -> int:
    """The column in which `x` lies, the outermost for what lies outside."""
    cell = math.floor((x - frame[0]) / frame[2])
    return int(min(max(cell, 0), columns - 1))


@kernel
def compute_row(y: float, frame: Floats, rows: int) -> int:
    """The row in which `y` lies, the outermost for what lies outside."""
    cell = math.floor((y - frame[1]) / frame[2])
    return int(min(max(cell, 0), rows - 1))


@kernel
def clip_to_row(walls: Walls, wall: int, row: int, frame: Floats, out: Floats) -> None:
    """Put into `out` the least and greatest x of a wall between the southern and northern edge of a row of cells."""
    pad = PAD * frame[2]
    low, high = frame[1] + row * frame[2] - pad, frame[1] + (row + 1) * frame[2] + pad
    ax, ay, bx, by = walls.ax[wall], walls.ay[wall], walls.bx[wall], walls.by[wall]
    if ay > by:
        ax, ay, bx, by = bx, by, ax, ay
    first, last = ax, bx
    if ay < low and by > ay:
        first = ax + (bx - ax) * min((low - ay) / (by - ay), 1.0)
    if by > high and by > ay:
        last = ax + (bx - ax) * max((high - ay) / (by - ay), 0.0)
    out[0], out[1] = min(first, last) - pad, max(first, last) + pad


@kernel
def find_cell(walls: Walls, wall: int, frame: Floats, shape: Offsets) -> tuple[int, int, int]:
    """The first and the last row of cells that a wall can touch; the cell if it is but one, as of most, else −1."""
    pad = PAD * frame[2]
    ax, ay, bx, by = walls.ax[wall], walls.ay[wall], walls.bx[wall], walls.by[wall]
    south, north = (
        compute_row(min(ay, by) - pad, frame, shape[1]),
        compute_row(max(ay, by) + pad, frame, shape[1]),
    )
    west = compute_column(min(ax, bx) - pad, frame, shape[0])
    one = south == north and west == compute_column(max(ax, bx) + pad, frame, shape[0])
    return south, north, int(south * shape[0] + west) if one else -1


@kernel
def count_cells(walls: Walls, frame: Floats, shape: Offsets, start: Offsets, reach: Floats) -> None:
    """Count the walls in front of each cell's own into `start`, which comes in as zeros; `reach` is scratch (2)."""
    columns, rows = shape[0], shape[1]
    for wall in range(len(walls.ax)):
        south, north, cell = find_cell(walls, wall, frame, shape)
        if cell >= 0:
            start[cell + 1] += 1
            continue
        for row in range(south, north + 1):
            clip_to_row(walls, wall, row, frame, reach)
            first, last = (
                compute_column(reach[0], frame, columns),
                compute_column(reach[1], frame, columns),
            )
            for column in range(first, last + 1):
                start[row * columns + column + 1] += 1
    for cell in range(columns * rows):
        start[cell + 1] += start[cell]


@kernel
def fill_cells(walls: Walls, grid: Grid, cursor: Offsets, reach: Floats) -> None:
    """Copy each wall into its cells; `cursor` comes in as a copy of `grid.start`, `reach` is scratch (2)."""
    columns = grid.shape[0]
    for wall in range(len(walls.ax)):
        south, north, only = find_cell(walls, wall, grid.frame, grid.shape)
        if only >= 0:
            put_wall(walls, wall, grid, cursor, only)
            continue
        for row in range(south, north + 1):
            clip_to_row(walls, wall, row, grid.frame, reach)
            first = compute_column(reach[0], grid.frame, columns)
            last = compute_column(reach[1], grid.frame, columns)
            for cell in range(row * columns + first, row * columns + last + 1):
                put_wall(walls, wall, grid, cursor, cell)


@kernel
def put_wall(walls: Walls, wall: int, grid: Grid, cursor: Offsets, cell: int) -> None:
    """Copy a wall into a cell."""
    at = cursor[cell]
    cursor[cell] = at + 1
    grid.ends[0, at], grid.ends[1, at] = walls.ax[wall], walls.ay[wall]
    grid.ends[2, at], grid.ends[3, at] = walls.bx[wall], walls.by[wall]
    grid.row[at] = wall
