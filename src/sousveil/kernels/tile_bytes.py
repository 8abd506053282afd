"""The bytes of a layer of a vector tile: its features with their geometry and what is said of them.

Mapbox Vector Tile specification 2.1, 4.2 to 4.4, in the wire format of protocol buffers. Knows one tile at a time, with
places that are whole numbers of its grid already; which features a tile has, and what they are cut to, is the caller's.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Offsets

Bytes = npt.NDArray[np.uint8]

POINT, LINE, POLYGON = 1, 2, 3
"""Kinds of geometry (4.3.4)."""
MOVE_TO, LINE_TO, CLOSE_PATH = 9, 2, 15
"""Commands: one move, a number of lines without that number, the end of a ring (4.3.1)."""
FEATURE, VALUE = 0x12, 0x22
"""Fields 2 and 4 of a layer, with a length."""
TAGS, KIND, GEOMETRY = 0x12, 0x18, 0x22
"""Fields 2, 3 and 4 of a feature."""
MOST = 10
"""Bytes of a number at most."""


class Shapes(NamedTuple):
    """Features of one kind, one after another.

    `x`, `y` : (vertices), in the grid of the feature's tile, y downwards; whether a ring repeats its first is all one.
    `start` : (paths + 1), where a point, line or ring begins. `inner` : (paths), whether it is a hole.
    `first` : (features + 1), the first path of each feature.
    """

    kind: int
    x: Offsets
    y: Offsets
    start: Offsets
    inner: npt.NDArray[np.bool_]
    first: Offsets


class Words(NamedTuple):
    """What is said of features: `code` (features, columns), positions in the values, whose bytes lie at `start`."""

    code: Offsets
    start: Offsets
    text: Bytes


class Pens(NamedTuple):
    """Scratch: the place in a tile of each value, -1 where it has none; the values it has; a feature's geometry."""

    slot: Offsets
    used: Offsets
    draft: Bytes


@kernel
def fill_layer(shapes: Shapes, words: Words, begin: int, end: int, pens: Pens, out: Bytes) -> int:
    """Write features from `begin` to `end` and the values they share; say how many bytes. `pens.slot` stays -1.

    A feature of which the grid leaves nothing (a line in one place, a ring without area) is left out.
    """
    at, values = 0, 0
    for feature in range(begin, end):
        drawn = fill_geometry(shapes, feature, pens.draft)
        if not drawn:
            continue
        said = 0
        for column in range(words.code.shape[1]):
            code = words.code[feature, column]
            if pens.slot[code] < 0:
                pens.slot[code], pens.used[values] = values, code
                values += 1
            said += count_bytes(column) + count_bytes(pens.slot[code])
        tags = 1 + count_bytes(said) + said if said else 0
        at = put_field(out, at, FEATURE, tags + 2 + 1 + count_bytes(drawn) + drawn)
        if said:
            at = put_field(out, at, TAGS, said)
            for column in range(words.code.shape[1]):
                at = put_number(out, at, column)
                at = put_number(out, at, pens.slot[words.code[feature, column]])
        at = put_field(out, at, KIND, shapes.kind)
        at = put_field(out, at, GEOMETRY, drawn)
        for place in range(drawn):
            out[at + place] = pens.draft[place]
        at += drawn
    for value in range(values):
        code = pens.used[value]
        pens.slot[code] = -1
        at = put_field(out, at, VALUE, words.start[code + 1] - words.start[code])
        for place in range(words.start[code], words.start[code + 1]):
            out[at] = words.text[place]
            at += 1
    return at


@kernel
def fill_geometry(shapes: Shapes, feature: int, draft: Bytes) -> int:
    """Write the commands of a feature; say how many bytes, 0 where nothing is left of it."""
    at, x, y, open_ring = 0, 0, 0, False
    for path in range(shapes.first[feature], shapes.first[feature + 1]):
        begin, end = shapes.start[path], shapes.start[path + 1]
        step = 1
        if shapes.kind == POLYGON:
            area = measure_twice(shapes, begin, end)
            if not shapes.inner[path]:
                open_ring = area != 0
            if area == 0 or not open_ring:
                continue
            step = 1 if (area > 0) != shapes.inner[path] else -1
        at, x, y = put_path(shapes, begin, end, step, draft, (at, x, y))
    return at


@kernel
def measure_twice(shapes: Shapes, begin: int, end: int) -> int:
    """Twice the area of a ring, positive where it runs as an outline must (4.3.3.3)."""
    area, last = 0, end - 1
    for at in range(begin, end):
        area += shapes.x[last] * shapes.y[at] - shapes.x[at] * shapes.y[last]
        last = at
    return area


@kernel
def put_path(
    shapes: Shapes, begin: int, end: int, step: int, draft: Bytes, pen: tuple[int, int, int]
) -> tuple[int, int, int]:
    """Write a point, line or ring without standing still, forward or back by `step`.

    `pen` is where to write, and the place drawn last.
    """
    at, x, y = pen
    vertex = begin if step > 0 else end - 1
    rest = count_steps(shapes, begin, end)
    if rest == 0 and shapes.kind == LINE:
        return pen
    at = put_number(draft, at, MOVE_TO)
    for turn in range(end - begin):
        dx, dy = shapes.x[vertex] - x, shapes.y[vertex] - y
        # The last place of a ring is not its first: the ring closes by itself.
        closes = shapes.kind == POLYGON and rest == 0 and turn > 0
        if (turn == 0 or dx != 0 or dy != 0) and not closes:
            at = put_number(draft, put_number(draft, at, (dx << 1) ^ (dx >> 63)), (dy << 1) ^ (dy >> 63))
            x, y = shapes.x[vertex], shapes.y[vertex]
            if turn == 0 and shapes.kind != POINT:
                at = put_number(draft, at, (rest << 3) | LINE_TO)
            elif turn > 0:
                rest -= 1
        vertex += step
    if shapes.kind == POLYGON:
        at = put_number(draft, at, CLOSE_PATH)
    return at, x, y


@kernel
def count_steps(shapes: Shapes, begin: int, end: int) -> int:
    """How many lines a path has; of a ring without the one that closes it."""
    steps = 0
    for at in range(begin + 1, end):
        steps += int(shapes.x[at] != shapes.x[at - 1] or shapes.y[at] != shapes.y[at - 1])
    closed = shapes.x[begin] == shapes.x[end - 1] and shapes.y[begin] == shapes.y[end - 1]
    return steps - int(shapes.kind == POLYGON and closed and steps > 0)


@kernel
def put_field(out: Bytes, at: int, field: int, number: int) -> int:
    """Write the key of a field, of one byte, and a number."""
    out[at] = field
    return put_number(out, at + 1, number)


@kernel
def put_number(out: Bytes, at: int, number: int) -> int:
    """Write a number of seven bits a byte, the lowest first; say where the next byte stands."""
    while number > 127:
        out[at] = (number & 127) | 128
        number >>= 7
        at += 1
    out[at] = number
    return at + 1


@kernel
def count_bytes(number: int) -> int:
    """Bytes that a number takes."""
    count = 1
    while number > 127:
        number >>= 7
        count += 1
    return count
