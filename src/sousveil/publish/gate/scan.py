"""Finds identifiers of people in text and image bytes: numbers, addresses and plates that must not be published.

Knows patterns and checksums only; which text is looked at, and what may pass with a reason, is the gate's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .digits import Found, find_accounts, find_master_numbers, find_phones, find_runs
from .plain import read_packed, read_plain, read_spread


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An identifier found: where it begins in the text, what sort it is, and its characters."""

    start: int
    kind: str
    text: str


# --- e-mail ---------------------------------------------------------------------------------------------------------

_AT_WORDS = "at|et|majmun|ет|мајмун"  # how people write @ and read it aloud, in English and Serbian
_DOT_WORDS = "dot|tačka|tacka|тачка"
_BRACKETED_AT = rf"\s?[\[({{<]\s?(?:{_AT_WORDS}|@)\s?[\])}}>]\s?"
_BRACKETED_DOT = rf"\s?[\[({{<]\s?(?:{_DOT_WORDS}|\.)\s?[\])}}>]\s?"
_DOT = rf"(?:\.|\s\.\s|{_BRACKETED_DOT}|\s(?:{_DOT_WORDS})\s)"
_EMAIL = re.compile(
    rf"(?:[\w.+'-]+(?:\s\.\s[\w+-]+)*|\"[^\"\s][^\"]{{0,62}}\")"
    rf"(?:(?:\s?@\s?|{_BRACKETED_AT})(?:[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[^\W\d_]{{2,}}|\[[0-9A-Fa-f:.]{{3,45}}\])"
    rf"|\s(?:{_AT_WORDS})\s[\w-]+(?:\s(?:{_DOT_WORDS})\s[\w-]+)*\s(?:{_DOT_WORDS})\s(?:com|org|net|edu|gov|info|срб|[^\W\d_]{{2}})\b)",
    re.IGNORECASE,
)
# Within one word, between dashes or underscores; not in the path of a web address, where a title may stand so.
_ENDS = r"(?:com|org|net|edu|gov|info|срб|[^\W\d_]{2})(?![\w-])"
_IN_ONE = re.compile(
    rf"(?<![\w/.+-])[\w.+]+(?:[.-][\w+]+)*?(?P<dash>[-_])(?:{_AT_WORDS})(?P=dash)"
    rf"(?:[^\W_]+(?:[.-][^\W_]+)*?(?P=dash)(?:{_DOT_WORDS})(?P=dash)|(?:[^\W_]+[.-])*?[^\W_]+\.){_ENDS}",
    re.IGNORECASE,
)
_AT_IN_ONE = re.compile(rf"[-_](?:{_AT_WORDS})[-_]", re.IGNORECASE)
_LONGEST = 254
"""Characters of an address (RFC 5321 §4.5.3.1.3, without its brackets)."""
_AT = re.compile(rf"@|[\[({{<]\s?(?:{_AT_WORDS})\s?[\])}}>]", re.IGNORECASE)

# --- plates -----------------------------------------------------------------------------------------------------------

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
_LETTER = "A-ZĐČĆŠŽЂЈЉЊЋЏА-Ш"
# Digits come first in the search because they are rare in text; the area code before them is looked up.
_PLATE = re.compile(
    rf"(?P<number>\d{{3,5}})(?P<then>[ _-]{{0,3}})(?P<letters>[{_LETTER}{_LETTER.lower()}]{{2}})(?![^\W_])"
)
_BEFORE = re.compile(r"(?<![^\W_])(?P<area>[^\W\d_]{2})(?P<gap>[ _-]{0,3})$")
# In small letters `po 1234 km` is a phrase, `po 2000-te` too, and `ac1234bb` may be part of a digest.
_PHRASE = re.compile(r"de|do|in|le|lo|ni|po|sa|va|де|до|ин|ле|ло|ни|по|са|ва", re.IGNORECASE)
_ENDING = re.compile(r"i[hm]|m[ei]|o[gjm]|t[aeio]|и[хм]|м[еи]|о[гјм]|т[аеио]", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"[0-9a-f]+")


def find_identifiers(text: str) -> Iterator[Hit]:
    """Every identifier of a person in a text as it reads; inside web addresses and DOIs, of phones only links to call.

    Letters that nobody sees, codes of addresses, letters that stand apart and base64 hide none.
    """
    plain = read_plain(text)
    for one in (plain, *read_spread(plain), *read_packed(text)):
        runs = find_runs(one.text)
        for kind, found in (
            ("email", _find_emails(one.text)),
            ("jmbg", find_master_numbers(one.text, runs)),
            ("iban", find_accounts(one.text, runs)),
            ("plate", _find_plates(one.text)),
            ("phone", find_phones(one.text, runs)),
        ):
            yield from (Hit(one.place(start), kind, characters) for start, characters in found)


def _find_emails(text: str) -> Found:
    """E-mail addresses, those too that are written to be read by people alone."""
    # The pattern is slow, and most of a text shows no sign of an address.
    signs, lower = [sign.start() for sign in _AT.finditer(text)], text.lower()
    for word in _DOT_WORDS.split("|"):
        at = lower.find(f" {word} ")
        while at >= 0:
            signs.append(at)
            at = lower.find(f" {word} ", at + 1)
    after = 0
    for sign in sorted(signs):
        for match in _EMAIL.finditer(text, max(after, sign - _LONGEST), sign + _LONGEST):
            after = match.end()
            yield match.start(), match[0]
    after = 0
    for dash in _AT_IN_ONE.finditer(text):
        for match in _IN_ONE.finditer(text, max(after, dash.start() - _LONGEST), dash.start() + _LONGEST):
            after = match.end()
            yield match.start(), match[0]


def _find_plates(text: str) -> Found:
    """Serbian plates."""
    for match in _PLATE.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 6), match.start())
        if before and before["area"].upper() in _AREA_CODES and _is_plate(before, match):
            yield before.start(), text[before.start() : match.end()]


def _is_plate(before: re.Match[str], match: re.Match[str]) -> bool:
    """Whether what has the form of a plate is one: if not all in capitals, no phrase and no part of a digest."""
    letters, gap, then = before["area"] + match["letters"], before["gap"], match["then"]
    if letters == letters.upper():
        return True
    if len(gap) > 1 or len(then) > 1 or _HEXADECIMAL.fullmatch(before[0] + match[0]):
        return False
    phrase = _PHRASE.fullmatch(before["area"]) or _ENDING.fullmatch(match["letters"])
    return (gap == then and gap != " ") or (then == "-" and not phrase)


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
