"""Slow, obvious twin of `tile_bytes`: lists of numbers, one feature at a time; never called by the product."""

from collections.abc import Iterable, Sequence

from sousveil.kernels.tile_bytes import LINE, POLYGON

Place = tuple[int, int]
Path = Sequence[Place]
Feature = tuple[Sequence[tuple[bool, Path]], Sequence[int]]
"""Its paths, each with whether it is a hole, and the position of each column's value."""


def write_layer_slowly(kind: int, features: Iterable[Feature], values: Sequence[bytes]) -> bytes:
    """The features of a layer and the values they share."""
    body, own = b"", list[int]()
    for paths, codes in features:
        if commands := list_commands(kind, paths):
            own += [code for code in dict.fromkeys(codes) if code not in own]
            tags = [number for column, code in enumerate(codes) for number in (column, own.index(code))]
            feature = write_bytes(2, write_numbers(tags)) if tags else b""
            feature += write_numbers([3 << 3, kind]) + write_bytes(4, write_numbers(commands))
            body += write_bytes(2, feature)
    return body + b"".join(write_bytes(4, values[code]) for code in own)


def list_commands(kind: int, paths: Sequence[tuple[bool, Path]]) -> list[int]:
    """The geometry of a feature as numbers."""
    commands, pen, outline = list[int](), (0, 0), False
    for inner, path in paths:
        places = [place for at, place in enumerate(path) if at == 0 or place != path[at - 1]]
        if kind == POLYGON:
            around = measure(places)
            outline = outline if inner else around != 0
            if not around or not outline:
                continue
            if (around < 0) != inner:
                places.reverse()
            places = places[:-1] if places[0] == places[-1] else places
        if kind == LINE and len(places) == 1:
            continue
        for at, (x, y) in enumerate(places):
            commands += [9] if at == 0 else [(len(places) - 1) << 3 | 2] if at == 1 else []
            commands += [fold(x - pen[0]), fold(y - pen[1])]
            pen = (x, y)
        commands += [15] if kind == POLYGON else []
    return commands


def measure(ring: Path) -> int:
    """Twice the area of a ring by the shoelace formula."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True))


def fold(number: int) -> int:
    """Numbers of either sign in a row: 0, -1, 1, -2 and so on."""
    return 2 * number if number >= 0 else -2 * number - 1


def write_bytes(field: int, content: bytes) -> bytes:
    """A field with a length."""
    return write_numbers([field << 3 | 2, len(content)]) + content


def write_numbers(numbers: Iterable[int]) -> bytes:
    """Numbers of seven bits a byte, the lowest first."""
    written = bytearray()
    for number in numbers:
        rest = number
        while rest > 127:
            written.append(rest & 127 | 128)
            rest >>= 7
        written.append(rest)
    return bytes(written)
