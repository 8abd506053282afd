"""Shares said as so many in so many: `one in three`, `two out of five`, `svaki treći`, `jedan od tri`.

Finds where they stand in a folded phrase; what hedges them is `reading`'s.
"""

import re
from collections.abc import Iterator

from .words import CARDINALS

_UP_TO_TEN = (
    "one|two|three|four|five|six|seven|eight|nine|ten|"
    "jedan|jedna|jedno|dva|dve|tri|cetiri|pet|sest|sedam|osam|devet|deset"
)
_STEMS = ("drug", "trec", "cetvrt", "pet", "sest", "sedm", "osm", "devet", "deset")
"""Serbian ordinals from the second on, without their endings."""
_ENDINGS = "og|oga|eg|ega|om|em|oj|ih|im|i|a|o|e|u"
_EVERY = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# `two in five years`, `every third year`, `svake treće godine` are spans of time and no shares.
_NO_TIME = r"(?! (?:year|month|week|day|hour|minute|second|godin|mesec|mjesec|nedelj|sedmic|dan|sat))"
_SHARE = re.compile(
    rf"\b(?:(?P<one>one|1) (?:in|out of) (?:every )?(?P<many>{_UP_TO_TEN}|[1-9]\d{{0,2}}|1000)\b(?![.,]?\d)"
    rf"|(?P<part>{_UP_TO_TEN}) (?:in|out of|od) (?:every |svakih )?(?P<whole>{_UP_TO_TEN})\b"
    rf"|jed(?:an|na|no) na (?:svakih )?(?P<each>{_UP_TO_TEN})\b"
    rf"|every (?P<every>{'|'.join(_EVERY)})\b"
    rf"|svak[aeiou]\w* (?:(?P<stem>{'|'.join(_STEMS)})(?:{_ENDINGS})\b|(?P<digits>[1-9]\d?)\.(?!\d))){_NO_TIME}"
)


def find_shares(folded: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each share of a folded phrase begins and ends, and its two numbers in digits, the smaller one first.

    >>> list(find_shares("nearly one in three"))
    [(7, 19, '1', '3')]
    """
    for match in _SHARE.finditer(folded):
        part, whole = _numbers(match)
        if part < whole:
            yield match.start(), match.end(), str(part), str(whole)


def _numbers(match: re.Match[str]) -> tuple[int, int]:
    """So many, and of how many."""
    if match["stem"]:
        return 1, _STEMS.index(match["stem"]) + 2
    if match["every"]:
        return 1, _EVERY.index(match["every"]) + 3
    part = match["part"] or "1"
    whole = match["many"] or match["whole"] or match["each"] or match["digits"]
    return CARDINALS.get(part, 1), int(whole) if whole.isdigit() else CARDINALS[whole]
