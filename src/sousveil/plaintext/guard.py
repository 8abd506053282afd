"""Bytes of a file into text that may be parsed, or the reason why not.

Decides about bytes and characters alone; it knows no format.
"""

import re
import unicodedata

from sousveil.problems import Origin, Problem, Severity

LARGEST_FILE = 64 * 2**20
"""Bytes read from one file; a case of 100,000 claims in a single file takes 50 million."""
LONGEST_LINE = 2**20
"""Characters in one line: a long chapter of a book has a tenth of it."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


def parse_bytes(raw: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Decode a file: text in UTF-8, NFC, line feeds; None where it cannot be read on."""
    problems: list[Problem] = []
    if raw.startswith(_UTF16):
        return None, [_error("not-utf8.utf16", Origin(path))]
    if raw.startswith(_BOM):
        raw = raw[len(_BOM) :]
        problems.append(_warning("byte-order-mark", Origin(path)))
    nul = raw.find(b"\x00")
    if nul >= 0:
        return None, [*problems, _error("nul-byte", _place(path, raw, nul))]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{raw[error.start]:02X}"
        return None, [*problems, _error("not-utf8", _place(path, raw, error.start), byte=byte)]
    text = _unify_line_ends(text, path, problems)
    if len(text) > LONGEST_LINE and (long := re.search(rf"[^\n]{{{LONGEST_LINE + 1},}}", text)):
        origin = Origin(path, text.count("\n", 0, long.start()) + 1)
        length = long.end() - long.start()
        return None, [*problems, _error("line-too-long", origin, length=length, longest=LONGEST_LINE)]
    if not unicodedata.is_normalized("NFC", text):
        problems.append(_warning("not-nfc", _first_not_nfc(text, path)))
        text = unicodedata.normalize("NFC", text)
    return text, problems


def _unify_line_ends(text: str, path: str, problems: list[Problem]) -> str:
    """Line feeds for whatever ends the lines."""
    at = text.find("\r")
    if at < 0:
        return text
    line = text.count("\n", 0, at) + 1
    problems.append(_warning("line-ends", Origin(path, line, at - text.rfind("\n", 0, at))))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _first_not_nfc(text: str, path: str) -> Origin:
    """The first line that is not in composed form, at the first character that changes."""
    for number, line in enumerate(text.split("\n"), start=1):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            same = next(
                (n for n, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), len(composed)
            )
            return Origin(path, number, same + 1)
    return Origin(path)


def _place(path: str, raw: bytes, at: int) -> Origin:
    """The place of a byte; the column counts characters as far as they can be decoded."""
    start = raw.rfind(b"\n", 0, at) + 1
    return Origin(path, raw.count(b"\n", 0, at) + 1, len(raw[start:at].decode("utf-8", "replace")) + 1)


def _error(message: str, origin: Origin, **args: str | int) -> Problem:
    return Problem(message=message, severity=Severity.ERROR, origin=origin, args=args)


def _warning(message: str, origin: Origin) -> Problem:
    return Problem(message=message, severity=Severity.WARNING, origin=origin)
