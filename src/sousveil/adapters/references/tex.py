"""Letters and marks that bibliographies write in TeX, as the characters they stand for.

Reads only what reference lists use; any other command is left as it is written, for a person to see.
"""

import re
import unicodedata
from types import MappingProxyType

ACCENTS = MappingProxyType(
    {
        "'": "\u0301",
        "`": "\u0300",
        "^": "\u0302",
        '"': "\u0308",
        "~": "\u0303",
        "=": "\u0304",
        ".": "\u0307",
        "v": "\u030c",
        "c": "\u0327",
        "u": "\u0306",
        "H": "\u030b",
        "k": "\u0328",
        "r": "\u030a",
        "d": "\u0323",
    }
)
"""TeX's accents (The TeXbook, chapter 9) as combining characters."""
LETTERS = MappingProxyType(
    {
        "dj": "đ", "DJ": "Đ", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
        "L": "Ł", "aa": "å", "AA": "Å", "i": "i", "j": "j", "textendash": "–", "textemdash": "—",
        "textquotedblleft": "“",
        "textquotedblright": "”", "textquoteright": "’", "euro": "€", "texteuro": "€", "pounds": "£",
        "ldots": "…",
    }
)  # fmt: skip
_ACCENT = re.compile(
    r"""\\(?:(['`^"~=.])|([vcuHkrd])(?=[\s{]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))"""
)
_LETTER = re.compile(r"\\([A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))")
_STYLED = re.compile(r"\\(?:url|emph|textit|textbf|textsc|texttt|mbox|href)\s*(?=\{)")
_ESCAPED = re.compile(r"\\([&%$#_{} ])")
_MARKS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))


def read_tex(text: str) -> str:
    r"""A value as plain text.

    >>> read_tex(r"{\v S}abi{\'c} \& {DJ}. \dj{}")
    'Šabić & DJ. đ'
    """
    text = _ACCENT.sub(_accent, _STYLED.sub("", text))
    text = _LETTER.sub(lambda match: LETTERS.get(match[1], match[0]), text)
    for written, mark in _MARKS:
        text = text.replace(written, mark)
    # A tilde is a space; braces group and are not shown, unless they are escaped.
    text = re.sub(r"(?<!\\)[{}]", "", re.sub(r"(?<!\\)~", " ", text))
    return " ".join(unicodedata.normalize("NFC", _ESCAPED.sub(r"\1", text)).split())


def _accent(match: re.Match[str]) -> str:
    return (match[3] or match[4]) + ACCENTS[match[1] or match[2]]
