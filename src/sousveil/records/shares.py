"""Shares said in words: `one in three`, `two out of five`, `three quarters of`, `svaki treći`, `dve trećine`.

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
_PARTS = {"half": 2, "halve": 2, "quarter": 4} | {name: n for n, name in enumerate(_EVERY, 3)}
"""Into how many parts what is divided that has these parts; `s` makes several of them."""
_DELOVI = {"polovin": 2} | {f"{stem}in": n for n, stem in enumerate(_STEMS[1:], 3)}
# `two in five years`, `every third year`, `svake treće godine` are spans of time and no shares.
_TIME = (
    r"(?:year|month|week|day|hour|minute|second|centur|decade|godin|mesec|mjesec|nedelj|sedmic|dan|sat|vek)"
)
_NO_TIME = rf"(?! {_TIME})"
# `half of 2019`, `a third of a million`: a time, and an amount in words.
_SIZE = "million|billion|milion|milijard"
_NO_AMOUNT = rf"(?! (?:(?:19|20)\d\d\b|(?:(?:an?|the|that|this|last|next) )?(?:{_SIZE}|{_TIME})))"
_SHARE = re.compile(
    rf"\b(?:(?P<one>one|1) (?:in|out of) (?:every )?(?P<many>{_UP_TO_TEN}|[1-9]\d{{0,2}}|1000)\b(?![.,]?\d)"
    rf"|(?P<part>{_UP_TO_TEN}) (?:in|out of|of(?= every)|od) (?:every |svakih )?(?P<whole>{_UP_TO_TEN})\b"
    r"|(?<![\d.,])(?P<few>[2-9]) (?:in|out of|od) (?:every |svakih )?(?P<ten>[3-9]|10)\b(?![.,]?\d)"
    rf"|jed(?:an|na|no) na (?:svakih )?(?P<each>{_UP_TO_TEN})\b"
    rf"|every (?P<every>{'|'.join(_EVERY)})\b"
    rf"|svak[aeiou]\w* (?:(?P<stem>{'|'.join(_STEMS)})(?:{_ENDINGS})\b|(?P<digits>[1-9]\d?)\.(?!\d))){_NO_TIME}"
    # Of one part it has to be said whose it is: `a third camera`, `a quarter million`, `one fifth` are something else.
    rf"|\b(?:(?P<some>{_UP_TO_TEN})[ -](?P<parts>{'|'.join(_PARTS)})s\b(?: of\b{_NO_AMOUNT}|(?! of\b))"
    rf"|(?:an?|one)[ -](?P<a>{'|'.join(_EVERY)}|quarter) of\b{_NO_AMOUNT}"
    rf"|(?:one )?(?P<half>half)(?: of\b{_NO_AMOUNT}| (?:the|all|its|their|our|his|her)\b(?! {_TIME})))"
    # `desetina kamera` are tens of them, `polovinom marta` is a date.
    rf"|\b(?:(?P<nekoliko>{_UP_TO_TEN}|jednu) (?P<delova>{'|'.join(_DELOVI)})(?:a|e|u|i)"
    rf"|(?P<deo>{'|'.join(one for one in _DELOVI if one != 'desetin')})(?:a|e|u))\b{_NO_AMOUNT}"
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
    if match["few"]:
        return int(match["few"]), int(match["ten"])
    if divided := match["parts"] or match["a"] or match["half"]:
        return CARDINALS.get(match["some"] or "", 1), _PARTS[divided]
    if divided := match["delova"] or match["deo"]:
        return CARDINALS.get(match["nekoliko"] or "", 1), _DELOVI[divided]
    part = match["part"] or "1"
    whole = match["many"] or match["whole"] or match["each"] or match["digits"]
    return CARDINALS.get(part, 1), int(whole) if whole.isdigit() else CARDINALS[whole]
