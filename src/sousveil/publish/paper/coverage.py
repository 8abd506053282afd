"""Tells which characters a TrueType font can show, so that nothing is dropped from print in silence.

Reads the `cmap` table (OpenType 1.9, formats 4 and 12) of a font's bytes; draws nothing.
"""

import re
import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from sousveil.publish.tongue import tell

_FONT = Path(__file__).parents[1] / "fonts" / "NotoSans-Regular.ttf"
_WORDS = {"∞": "print.endless", "→": "print.becomes"}  # what has a plain word is written with it
_ESCAPE = re.compile(r"\\(u00[01][0-9a-f]|.)")
_UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}  # platform and encoding of Unicode maps


@cache
def read_covered() -> frozenset[int]:
    """Every code point that the bundled regular face can show."""
    return frozenset(list_code_points(_FONT.read_bytes()))


def list_code_points(font: bytes) -> Iterator[int]:
    """The code points of a font's Unicode maps."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, cmap + 2)
    for n in range(maps):
        platform, encoding, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * n)
        if (platform, encoding) in _UNICODE:
            yield from _read_map(font, cmap + offset)


def _read_map(font: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 4:
        (twice,) = struct.unpack_from(">H", font, at + 6)
        count = twice // 2
        ends = struct.unpack_from(f">{count}H", font, at + 14)
        starts = struct.unpack_from(f">{count}H", font, at + 16 + twice)
        for start, end in zip(starts, ends, strict=True):
            yield from range(start, end + 1 if end < 0xFFFF else end)
    elif kind == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        for n in range(groups):
            start, end, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * n)
            yield from range(start, end + 1)


def spell_controls(text: str) -> str:
    """JSON with its escaped control characters spelt out as `[U+0007]`: no font shows them."""
    return _ESCAPE.sub(lambda found: f"[U+{found[1][1:].upper()}]" if len(found[1]) > 1 else found[0], text)


def make_printable(text: str, language: str = "en") -> str:
    """The text with each character the font cannot show as its code point, `[U+4E3A]`, or as a word that says it."""
    covered = read_covered()
    missing = {c for c in set(text) if ord(c) not in covered and c not in "\n\r\t"}
    if not missing:
        return text
    words = {sign: tell(key, language) for sign, key in _WORDS.items()}
    spell: Callable[[re.Match[str]], str] = lambda c: words.get(c[0], f"[U+{ord(c[0]):04X}]")  # noqa: E731 - one use
    return re.sub("[" + "".join(re.escape(c) for c in sorted(missing)) + "]", spell, text)
