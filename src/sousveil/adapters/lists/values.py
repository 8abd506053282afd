"""Values as bodies write them into lists, turned into what the reader of tags reads: dates, compass points, numbers.

Changes only what can mean nothing else; the rest goes on as it is and is named there. The Latin letter S, sever in
Serbian and south in English, is nobody's to choose here.
"""

import re
from collections.abc import Iterable
from types import MappingProxyType

from sousveil.plaintext.script import fold_for_search

DATES = frozenset({"since", "until", "checked"})
_YEAR = r"(\d{4})\s*\.?\s*(?:(?:g|god|godine)\b\.?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\.\s*(\d{{1,2}})\.\s*{_YEAR}", re.ASCII)
_YEAR_ALONE = re.compile(_YEAR, re.ASCII)
_COUNT = re.compile(r"(\d+)\s*(?:kom|komada?|kamer[aeu]?|cameras?|pcs)\b\.?", re.ASCII)
_POINTS = MappingProxyType({"sever": "n", "sjever": "n", "jug": "s", "istok": "e", "zapad": "w"})
_WORD = re.compile(r"(?:(sj?ever|jug)o?|istok|zapad)[ -]?")
_WORDS = re.compile(rf"(?:{_WORD.pattern})+")
_LETTERS = MappingProxyType(dict(zip("sjiz", "nsew", strict=True)))
_CYRILLIC = re.compile("[сјиз]{1,3}", re.IGNORECASE)
_LATIN = re.compile("(?=.*[jiz])[sjiz]{1,3}", re.IGNORECASE)


def write_as_tag(name: str, text: str, mark: str) -> str:
    """What a cell says, as the tag for it would; `mark` is the decimal mark of the list.

    >>> write_as_tag("direction", "СИ; југозапад", "."), write_as_tag("tilt", "12,5", ",")
    ('ne; sw', '12.5')
    """
    if name in DATES:
        return write_date(text)
    if name == "count":
        found = _COUNT.fullmatch(fold_for_search(text.strip()))
        return found[1] if found else text
    if name in {"direction", "tilt"} and mark == ",":
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return write_directions(text) if name == "direction" else text


def write_date(text: str) -> str:
    """A date with its day first and points between, or a year, as ISO 8601; anything else as it is.

    >>> write_date("3. 5. 2019. године"), write_date("2019. г."), write_date("05/03/2019")
    ('2019-05-03', '2019', '05/03/2019')
    """
    folded = fold_for_search(text.strip())
    if found := _DAY_FIRST.fullmatch(folded):
        return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    found = _YEAR_ALONE.fullmatch(folded)
    return found[1] if found else text


def write_directions(text: str) -> str:
    """Directions with compass points in Serbian, words or letters, as English letters; others as they are."""
    return "".join(one if one in ";," else _write_point(one) for one in re.split("([;,])", text))


def _write_point(text: str) -> str:
    point = text.strip()
    folded = fold_for_search(point)
    if _CYRILLIC.fullmatch(point) or _LATIN.fullmatch(point):
        written = "".join(_LETTERS[letter] for letter in folded)
    elif _WORDS.fullmatch(folded):
        written = _WORD.sub(lambda word: _POINTS[word[1] or word[0].rstrip(" -")], folded)
    else:
        return text
    return text.replace(point, written)


def is_serbian(directions: Iterable[str]) -> bool:
    """Whether one of these is a compass point in Serbian, so that S beside it may be sever."""
    parts = (part for text in directions for part in re.split("[;,]", text))
    return any(_write_point(part) != part for part in parts)


def may_be_north(text: str) -> bool:
    """Whether a direction is, or holds, the Latin letter S alone."""
    return any(part.strip().lower() in {"s", "ss"} for part in re.split("[;,]", text))
