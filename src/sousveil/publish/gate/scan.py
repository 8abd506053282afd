"""Finds identifiers of people in text and image bytes: numbers, addresses and plates that must not be published.

Knows patterns and checksums only; which text is looked at, and what may pass with a reason, is the gate's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An identifier found: where it begins in the text, what sort it is, and its characters."""

    start: int
    kind: str
    text: str


_URL = re.compile(r"(?:https?://|www\.|/?doi/|10\.\d{4,9}/)[^\s<>\"']+")
_EMAIL = re.compile(
    r"[\w.+-]+\s?(?:@|[\[(]\s?at\s?[\])])\s?[\w-]+(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[\w-]+)*"
    r"(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[^\W\d_]{2,}"
)
# Spaces and dashes that typography puts into numbers, as the plain ones; one for one, so that places stay.
_PLAIN = {
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}
_AT = re.compile(r"@|[\[(]\s?at\s?[\])]")
_MASTER_NUMBER = (re.compile(r"(?<![0-9A-Za-z])\d{7}[ -]?\d{6}(?![0-9A-Za-z])"),)
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![0-9A-Za-z])")

# Area codes of Serbian plates: the municipalities of the rule book on registration of vehicles, Latin and Cyrillic.
_AREAS = """
AL AR AC BB BG BO BP BT BĆ BU BČ VA VB VL VP VR VS GL GM DE DJ ĐA ZA ZR IN IC JA KA KV KG KI KL KM KO KŠ KC KŽ LB
LE LO LU NV NG NI NP NS PA PB PE PZ PI PK PN PO PP PR PT PŽ RA RU SA SV SD SJ SM SO SP SC ST SU SČ TK TO TS TT ĆU
UB UE UR ČA ŠA ŠI UŽ
"""
_CYRILLIC = dict(zip("ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", "АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ", strict=True))
_AREA_CODES = frozenset(_AREAS.split()) | {
    "".join(_CYRILLIC[letter] for letter in area) for area in _AREAS.split()
}
# Digits come first in the search because they are rare in text; the area code before them is looked up.
_PLATE = re.compile(r"(?P<number>\d{3,5})[ -]?(?P<letters>[A-ZĐČĆŠŽЂЈЉЊЋЏА-Ш]{2})(?![\w-])")
_DIGITS = re.compile(r"[+(]?\d[\d \-./()]{5,}\d")

_PHONES = (
    re.compile(
        r"(?<![\w+])\+\(?[1-9]\d{0,2}\)?(?:[ \-./()]{0,2}\d){6,13}(?!\w)"
    ),  # ITU-T E.164: at most 15 digits
    re.compile(r"(?<![\w-])00[1-9]\d{0,2}(?:[ \-./()]{0,2}\d){7,12}(?![\w-])"),
    re.compile(
        r"(?<![\w-])\(?06\d\)?[ \-./]{0,2}\d{3}[ \-./]?\d{2}[ \-./]?\d{1,3}(?![\w-])"
    ),  # Serbian mobile 06x
    re.compile(
        r"(?<![\w-])\(?0[1-3]\d\)?[ /-]{1,3}\d{2,4}[ /-]?\d{2,4}(?:[ /-]\d{2,3})?(?![\w-])"
    ),  # Serbian areas 010–039
    re.compile(
        r"(?<![\w-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w.-]*\d)"
    ),  # North American numbering plan
)
_CALL = re.compile(
    r"(?:\b(?:tel|sms|callto):|\bwa\.me/|\bviber://\S*?number=|[?&]phone=)(?:\+|%2B)?\d[\d-]{6,15}"
)
_CALLED = ("tel:", "sms:", "callto:", "wa.me/", "viber://", "phone=")  # one of which every link to call holds
_PHONE_DIGITS = range(8, 16)


def is_master_number(digits: str) -> bool:
    """Whether 13 digits are a master citizen number (JMBG): a date DDMMYYY and the check digit of weights 7…2, 7…2.

    >>> is_master_number("0101990710008"), is_master_number("0101990710009")
    (True, False)
    """
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:7])
    if not (1 <= day <= 31 and 1 <= month <= 12 and (year >= 850 or year <= 99)):
        return False
    weighed = sum(weight * int(digit) for weight, digit in zip((7, 6, 5, 4, 3, 2) * 2, digits, strict=False))
    return -weighed % 11 % 10 == int(digits[12])


def is_iban(text: str) -> bool:
    """Whether it is an account number by ISO 13616: 15 to 34 characters whose check is 1 modulo 97."""
    body = text.replace(" ", "")
    if not 15 <= len(body) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in body[4:] + body[:4])) % 97 == 1


def find_identifiers(text: str) -> Iterator[Hit]:
    """Every identifier of a person in a text; inside web addresses and DOIs, of phones only links to call."""
    for letter, plain in _PLAIN.items():
        text = text.replace(letter, plain)
    if _AT.search(text):  # the pattern is slow, and most texts show no sign of an address
        yield from (Hit(match.start(), "email", match[0]) for match in _EMAIL.finditer(text))
    runs = [(max(0, run.start() - 1), min(len(text), run.end() + 1)) for run in _DIGITS.finditer(text)]
    for match in _find_within(runs, _MASTER_NUMBER, text):
        if is_master_number(re.sub(r"\D", "", match[0])):
            yield Hit(match.start(), "jmbg", match[0])
    for match in _IBAN.finditer(text):
        if is_iban(match[0]):
            yield Hit(match.start(), "iban", match[0])
    if any(mark in text for mark in _CALLED):
        yield from (Hit(match.start(), "phone", match[0]) for match in _CALL.finditer(text))
    without = _URL.sub(lambda url: "\0" * len(url[0]), text)
    yield from _find_plates(without)
    for match in _find_within(runs, _PHONES, without):
        if sum(c.isdigit() for c in match[0]) in _PHONE_DIGITS:
            yield Hit(match.start(), "phone", match[0])


def _find_within(
    runs: list[tuple[int, int]], patterns: tuple[re.Pattern[str], ...], text: str
) -> Iterator[re.Match[str]]:
    """What patterns of digits find in runs of digits; outside of runs they find nothing."""
    for start, end in runs:
        for pattern in patterns:
            yield from pattern.finditer(text, start, end)


def _find_plates(text: str) -> Iterator[Hit]:
    """Plates in a text without web addresses."""
    for match in _PLATE.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()].removesuffix(" ").removesuffix("-")
        if before[-2:] in _AREA_CODES and not before[-3:-2].isalnum():
            start = text.rindex(before[-2:], 0, match.start())
            yield Hit(start, "plate", text[start : match.end()])


# Where picture formats keep what the camera knew of place and maker: (magic, marks).
_METADATA: Mapping[bytes, tuple[bytes, ...]] = MappingProxyType(
    {
        b"\xff\xd8\xff": (b"Exif\0\0", b"http://ns.adobe.com/xap/", b"Photoshop 3.0"),
        b"\x89PNG": (b"eXIf", b"XML:com.adobe.xmp", b"Raw profile type"),
        b"RIFF": (b"EXIF", b"XMP "),
        b"GIF8": (b"XMP DataXMP",),
        b"II*\0": (b"II*\0",),
        b"MM\0*": (b"MM\0*",),
    }
)
_FTYP = slice(4, 8)


def find_photo_metadata(content: bytes) -> str:
    """Which metadata a picture carries (Exif, XMP, IPTC: where, when and with what it was taken), or nothing."""
    for magic, marks in _METADATA.items():
        if content.startswith(magic):
            found = next((mark for mark in marks if mark in content), b"")
            return found.strip(b"\0").decode("ascii", "replace")
    if content[_FTYP] == b"ftyp" and b"Exif" in content:
        return "Exif"
    return ""
