"""Decodes the blocks of OpenStreetMap's binary format: numbers of varying length, packed and stored as differences.

Checks every length against the bytes there are, answers `BROKEN` where one does not fit, and knows no tag. Every number
takes a byte at least, so an array as long as the block always has room. The format is described on the OpenStreetMap
wiki (PBF Format) and in its protocol file osmformat.proto, whose field numbers stand below.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sousveil.kernels._compile import kernel
from sousveil.kernels.arrays import Offsets

Bytes = npt.NDArray[np.uint8]
BROKEN = -1
"""Where the bytes make no sense; no place in a block is negative."""
BITS = 64
"""Bits of a number at most."""
ONLY_NODE, DENSE, WAY, RELATION = 1, 2, 3, 4
"""Fields of a group."""


class Things(NamedTuple):
    """Nodes, ways or relations of a block; what a kind of thing does not have stays unused.

    `id` : by thing. `lat`, `lon` : of nodes, in the block's own steps. `ref_end` : by way or relation, where its
    references end. `ref`, `role`, `kind` : what ways and relations refer to, and of relations as what.
    `tag_owner` : by tag, whose it is; `tag_key`, `tag_value` : places in the block's table of strings.
    `done` : (3), how many things, references and tags have been filled.
    """

    id: Offsets
    lat: Offsets
    lon: Offsets
    ref_end: Offsets
    ref: Offsets
    role: Offsets
    kind: Offsets
    tag_owner: Offsets
    tag_key: Offsets
    tag_value: Offsets
    done: Offsets


@kernel
def read_number(data: Bytes, cursor: Offsets, end: int) -> int:
    """The number at `cursor[0]`, which moves behind it, or to `BROKEN`."""
    at = cursor[0]
    number, shift = np.int64(0), 0
    while 0 <= at < end and shift < BITS:
        byte = np.int64(data[at])
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            cursor[0] = at
            return int(number)
    cursor[0] = BROKEN
    return 0


@kernel
def read_field(data: Bytes, cursor: Offsets, end: int) -> int:
    """The next field's number, or `BROKEN`; its content is from `cursor[0]` to `cursor[1]`."""
    key = read_number(data, cursor, end)
    begin = cursor[0]
    wire = key & 7
    length = BROKEN
    if begin != BROKEN and wire == 2:
        length = read_number(data, cursor, end)
        begin = cursor[0]
    elif begin != BROKEN and wire == 0:
        read_number(data, cursor, end)
        length = cursor[0] - begin if cursor[0] != BROKEN else BROKEN
    elif wire in (1, 5):
        length = 8 if wire == 1 else 4
    if begin == BROKEN or length < 0 or length > end - begin:
        return BROKEN
    cursor[0], cursor[1] = begin, begin + length
    return int(key) >> 3


@kernel
def unpack(data: Bytes, cursor: Offsets, out: Offsets, at: int) -> int:
    """Put the numbers from `cursor[0]` to `cursor[1]` into `out` from `at` on; where they end, or `BROKEN`."""
    end = cursor[1]
    while cursor[0] < end:
        number = read_number(data, cursor, end)
        if cursor[0] == BROKEN:
            return BROKEN
        out[at] = number
        at += 1
    return int(at)


@kernel
def unpack_steps(data: Bytes, cursor: Offsets, out: Offsets, at: int) -> int:
    """As `unpack`, for differences from the number before that carry their sign in the last bit."""
    end = cursor[1]
    total = np.int64(0)
    while cursor[0] < end:
        number = read_number(data, cursor, end)
        if cursor[0] == BROKEN:
            return BROKEN
        total += ((number >> 1) & 0x7FFFFFFFFFFFFFFF) ^ -(number & 1)
        out[at] = total
        at += 1
    return int(at)


@kernel
def find_strings(data: Bytes, begin: int, end: int, spans: Offsets, cursor: Offsets) -> int:
    """Put where each string of the table begins and ends into `spans` (2·n); how many, or `BROKEN`."""
    count, cursor[1] = 0, begin
    while cursor[1] < end:
        cursor[0] = cursor[1]
        field = read_field(data, cursor, end)
        if field == BROKEN:
            return BROKEN
        if field == 1:
            spans[2 * count], spans[2 * count + 1] = cursor[0], cursor[1]
            count += 1
    return count


@kernel
def fill_dense(data: Bytes, begin: int, end: int, nodes: Things, cursor: Offsets) -> int:
    """Add nodes stored together, and their tags; where they end, or `BROKEN`."""
    first = nodes.done[0]
    ids = lats = lons = first
    tag_begin, tag_end = begin, begin
    cursor[1] = begin
    while cursor[1] < end:
        cursor[0] = cursor[1]
        field = read_field(data, cursor, end)
        last = cursor[1]
        if field == 1:
            ids = unpack_steps(data, cursor, nodes.id, first)
        elif field == 8:
            lats = unpack_steps(data, cursor, nodes.lat, first)
        elif field == 9:
            lons = unpack_steps(data, cursor, nodes.lon, first)
        elif field == 10:
            tag_begin, tag_end = cursor[0], last
        if BROKEN in (field, ids, lats, lons):
            return BROKEN
        cursor[1] = last
    if ids != lats or ids != lons:
        return BROKEN
    cursor[0] = tag_begin
    if fill_dense_tags(data, tag_end, ids, nodes, cursor) == BROKEN:
        return BROKEN
    nodes.done[0] = ids
    return end


@kernel
def fill_dense_tags(data: Bytes, end: int, last: int, nodes: Things, cursor: Offsets) -> int:
    """Add the tags of nodes stored together: keys and values in turn, a 0 after those of each node."""
    node, at = nodes.done[0], nodes.done[2]
    while cursor[0] < end:
        key = read_number(data, cursor, end)
        if cursor[0] == BROKEN:
            return BROKEN
        if key == 0:
            node += 1
            continue
        value = read_number(data, cursor, end)
        if cursor[0] == BROKEN or node >= last:
            return BROKEN
        nodes.tag_owner[at], nodes.tag_key[at], nodes.tag_value[at] = node, key, value
        at += 1
    nodes.done[2] = at
    return int(at)


@kernel
def fill_node(data: Bytes, begin: int, end: int, nodes: Things, cursor: Offsets) -> int:
    """Add a node that stands by itself, and its tags; where it ends, or `BROKEN`."""
    row, keys, values = nodes.done[0], nodes.done[2], nodes.done[2]
    nodes.id[row] = nodes.lat[row] = nodes.lon[row] = 0
    cursor[1] = begin
    while cursor[1] < end:
        cursor[0] = cursor[1]
        field = read_field(data, cursor, end)
        done, last = row, cursor[1]
        if field == 1:
            done = unpack_steps(data, cursor, nodes.id, row)
        elif field == 2:
            done = keys = unpack(data, cursor, nodes.tag_key, keys)
        elif field == 3:
            done = values = unpack(data, cursor, nodes.tag_value, values)
        elif field in (8, 9):
            done = unpack_steps(data, cursor, nodes.lat if field == 8 else nodes.lon, row)
        if BROKEN in (field, done):
            return BROKEN
        cursor[1] = last
    return close_thing(nodes, row, int(nodes.done[1]), keys) if keys == values else BROKEN


@kernel
def fill_lists(data: Bytes, begin: int, end: int, group: int, things: Things, cursor: Offsets) -> int:
    """Add a way or relation: what it refers to, and its tags; where it ends, or `BROKEN`."""
    row, refs, roles, kinds = things.done[0], things.done[1], things.done[1], things.done[1]
    keys = values = things.done[2]
    things.id[row] = 0
    cursor[1] = begin
    while cursor[1] < end:
        cursor[0] = cursor[1]
        field = read_field(data, cursor, end)
        done, last = row, cursor[1]
        if field == 1:
            done = unpack(data, cursor, things.id, row)
        elif field == 2:
            done = keys = unpack(data, cursor, things.tag_key, keys)
        elif field == 3:
            done = values = unpack(data, cursor, things.tag_value, values)
        elif field == (8 if group == WAY else 9):
            done = refs = unpack_steps(data, cursor, things.ref, refs)
        elif field == 8:
            done = roles = unpack(data, cursor, things.role, roles)
        elif field == 10:
            done = kinds = unpack(data, cursor, things.kind, kinds)
        if BROKEN in (field, done):
            return BROKEN
        cursor[1] = last
    matching = keys == values and (group == WAY or refs == roles == kinds)
    return close_thing(things, row, refs, keys) if matching else BROKEN


@kernel
def close_thing(things: Things, row: int, refs: int, tags: int) -> int:
    """Count a thing as filled, with its references and tags up to these."""
    for at in range(things.done[2], tags):
        things.tag_owner[at] = row
    things.ref_end[row] = refs
    things.done[0], things.done[1], things.done[2] = row + 1, refs, tags
    return tags


@kernel
def fill_group(data: Bytes, begin: int, end: int, out: tuple[Things, Things, Things], cursor: Offsets) -> int:
    """Add the nodes, ways and relations of a group; where it ends, or `BROKEN`. `cursor` (2) is scratch."""
    at = begin
    while at < end:
        cursor[0] = at
        field = read_field(data, cursor, end)
        first, last = cursor[0], cursor[1]
        done = last
        if field == DENSE:
            done = fill_dense(data, first, last, out[0], cursor)
        elif field == WAY:
            done = fill_lists(data, first, last, WAY, out[1], cursor)
        elif field == RELATION:
            done = fill_lists(data, first, last, RELATION, out[2], cursor)
        elif field == ONLY_NODE:
            done = fill_node(data, first, last, out[0], cursor)
        if BROKEN in (field, done):
            return BROKEN
        at = last
    return end
