"""Reads a text as a person or a browser reads it: without invisible letters, with codes of addresses decoded.

Keeps for every letter the place where it stands in the text as written. Judges nothing.
"""

import re
import unicodedata
from base64 import urlsafe_b64decode
from bisect import bisect_right
from collections.abc import Callable, Iterator
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

_SPACES = "\t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Spaces, dashes, signs and digits that are other characters for the same thing; one for one, so that places stay.
_SAME = MappingProxyType(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00b7\u2022\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2024\u3002\uff0e\uff61", "."),
        **dict.fromkeys("\ufe6b\uff20", "@"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "\uff0b": "+",
        "\u2044": "/",
        "\u2215": "/",
    }
)  # fmt: skip
# Letters that nobody sees (soft hyphens, joiners, marks of direction, selectors) and marks of Markdown.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_CODES = (
    r"[*`\\]+|(?P<coded>(?:%[0-9A-Fa-f]{2})+)|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});)"
)
_CODED = re.compile(_CODES)
_ODD = re.compile(rf"[{_UNSEEN}]+|{_CODES}|(?P<composed>\w[\u0300-\u036f]+)")
"""What reads as something else: codes, letters that nobody sees, marks that stand on the letter before them."""
_RARE = re.compile(rf"[{_UNSEEN}\u0300-\u036f]")
_SIGNS = frozenset("*`\\%&")
"""Letters without which a text holds none of these."""
_SPREAD = re.compile(r"(?<!\S)(?:\S[ .-]){6,}\S(?!\S)")
"""Letters that stand apart, seven at least: nobody writes a word so, but some write numbers."""
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{14,}(?:(?<=[A-Za-z0-9+/_-]{60})\r?\n[ \t]*[A-Za-z0-9+/_-]{4,})*")
"""What may be base64 (RFC 4648), in lines of 60 letters and more too; 14 letters hold ten digits of a number."""
_LEAST = 14


class Plain(NamedTuple):
    """A text as it reads; `begins` and `stands` say of its pieces where each begins in it and in the written one."""

    text: str
    begins: tuple[int, ...] = (0,)
    stands: tuple[int, ...] = (0,)

    def place(self, at: int) -> int:
        """Where a letter stands in the text as written."""
        piece = bisect_right(self.begins, at) - 1
        return self.stands[piece] + at - self.begins[piece]


def read_plain(text: str) -> Plain:
    """A text as it reads."""
    letters = set(text)  # to see once which there are is faster than to look for each
    same = _replace_same(text, letters)
    pattern = _ODD if _RARE.search("".join(letters)) else _CODED
    if pattern is _CODED and not letters & _SIGNS:
        return Plain(same)
    pieces, begins, stands, size, end = list[str](), [0], [0], 0, 0
    for odd in pattern.finditer(same):
        shown = _READS[odd.lastgroup or "unseen"](odd[0])
        shown = _replace_same(shown, set(shown))
        pieces += same[end : odd.start()], shown
        size += odd.start() - end + len(shown)
        end = odd.end()
        begins.append(size)
        stands.append(end)
    pieces.append(same[end:])
    return Plain("".join(pieces), tuple(begins), tuple(stands))


def _replace_same(text: str, letters: set[str]) -> str:
    """The text with letters that are others for the same thing replaced, of those that stand in it."""
    for letter in letters & _SAME.keys():
        text = text.replace(letter, _SAME[letter])
    return text


def read_spread(plain: Plain) -> Iterator[Plain]:
    """Runs of letters that stand apart, put together; all of a run stands where it begins."""
    for run in _SPREAD.finditer(plain.text):
        yield Plain(run[0][::2], (0,), (plain.place(run.start()),))


def read_packed(text: str) -> Iterator[Plain]:
    """Texts that are packed as base64, as they read; they stand where their packing begins."""
    for run in _PACKED.finditer(text):
        if run[0] == run[0].lower():
            continue  # a word or a digest: ten letters and more come with capitals
        begin = run.start()
        for piece in dict.fromkeys((run[0], *run[0].split("/"))):  # before it may stand a path
            if len(piece) >= _LEAST and (said := _unpack("".join(piece.split()))):
                yield Plain(read_plain(said).text, (0,), (begin + run[0].find(piece),))


def _unpack(packed: str) -> str:
    """The text that is packed so; nothing where it is none."""
    whole = packed.replace("+", "-").replace("/", "_")
    whole = whole[: -1 if len(whole) % 4 == 1 else None]
    try:
        said = urlsafe_b64decode(whole + "=" * (-len(whole) % 4)).decode("utf-8")
    except ValueError:
        return ""
    return said if "".join(said.split()).isprintable() else ""


def _read_coded(code: str) -> str:
    """What codes of a web address stand for (RFC 3986 §2.1)."""
    return bytes.fromhex(code.replace("%", "")).decode("utf-8", errors="replace")


_READS: dict[str, Callable[[str], str]] = {
    "unseen": lambda _: "",
    "coded": _read_coded,
    "entity": unescape,
    "composed": lambda letters: unicodedata.normalize("NFC", letters),
}
