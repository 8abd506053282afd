"""Names of streets as people write them: one key for all spellings of a street, and how alike two places are by name.

Knows spelling only: which streets there are, and where, reaches it as text. Serbian in both scripts first, with the
commonest words of other languages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from sousveil.plaintext.script import fold_for_search

KINDS = MappingProxyType(
    {
        form: kind
        for kind, forms in {
            "bulevar": "bul bulev bulevar bulevara bulevaru bulevarom blvd boulevard",
            "trg": "trg trga trgu trgom square platz place piazza",
            "aleja": "aleja aleje aleji allee avenue ave av",
            "kej": "kej keja keju quai",
            "most": "most mosta mostu bridge bruecke",
            "put": "drum druma put puta putu road rd weg",
            "prolaz": "prolaz prolaza sokak sokaka sokacetu passage",
            "park": "park parka parku",
        }.items()
        for form in forms.split()
    }
)
"""Forms of a word → the kind of street it says."""
GENERIC = frozenset(
    ["ul", "ulica", "ulice", "ulici", "ulicu", "street", "str", "strasse", "rue", "via", "calle"]
)
"""Words for a street, which every street may bear or lack, and no square."""
STREET = "ulica"
TITLES = MappingProxyType(
    {
        form: title
        for title, forms in {
            "brace": "br bra brace",
            "car": "car cara",
            "despot": "desp despot despota",
            "doktor": "dr doktor doktora",
            "djeneral": "gen general generala djen djeneral djenerala",
            "knez": "kn knez kneza knezu",
            "kralj": "kralj kralja",
            "major": "maj major majora",
            "marsal": "mars marsal marsala",
            "profesor": "prof profesor profesora",
            "sveti": "sv sveti svetog svetoga sveta svete st saint sankt",
            "vojvoda": "vojv voj vojvoda vojvode vojvodi",
        }.items()
        for form in forms.split()
    }
)
"""Forms of a title or its abbreviation → the title; a street is often named without it."""
_NUMBERED = frozenset(["blok", "bloka", "nova", "linija", "km"])
"""Words whose number is a part of the name, not of a house."""
_JOINED = MappingProxyType(
    {
        f"{first} i {second}": f"{first}+{second}"
        for first, second in (
            ("cirila", "metodija"), ("petra", "pavla"), ("bore", "ramiza"), ("kuzmana", "damjana"),
            ("kozme", "damjana"), ("srba", "crnogoraca"),
        )
    }
)  # fmt: skip
"""Streets of two names: their `i` (and) joins no two streets."""
_JUNCTION = re.compile(
    r"\b(?:na )?(?:raskrsnic\w*|raskrsc\w*|raskriz\w*|krizanj\w*|ukrst\w*|ugao|uglu|ugla|corner|junction|"
    r"intersection|ecke)(?: (?:ulica|of|kod|sa))?\b"
)
_ACROSS = re.compile(r"\b(?:preko puta|naspram|prekoputa|opposite|across from)\b")
_NEAR = re.compile(r"\b(?:kod|pored|ispred|iza|blizu|u blizini|kraj|near|next to|in front of)\b")
_BETWEEN = re.compile(r"\s+[-–—]\s+|\s*[/&;]\s*|\s+x\s+")
_AND = re.compile(r"\s+(?:i|sa|and|und|et)\s+|\s*,\s*")
_IN = re.compile(r"^\s*(?:u|na) (?=\w)")
_TOWN = re.compile(r"^\d{5} [a-z ]+,|(\d ?[a-z]?), ?(?:\d{5} )?[a-z ]+$|, ?\d{5} [a-z ]+$")
"""Before or behind an address: its postcode (five digits in Serbia) or, behind a house number, the town alone."""
_ADJECTIVE = re.compile(r"(?:sk|ck|ov|ev|in)(?:a|e|oj|om|u)(?: \d+ ?[a-z]?)?\s*$")
"""How a street ends that is called after a person or a place: Takovska, Nemanjina."""
_NUMBER = re.compile(r"[ ,]+(?:k ?br|broj|br|no|nr)?[ .]*(\d{1,4}) ?([a-z]?)(?:[-/]\d{1,4}[a-z]?)?$")
_NO_NUMBER = re.compile(r"[ ,]+b ?b$")
_WORD = re.compile(r"[^\W_]+(?:\+[^\W_]+)?")
_ENDINGS = re.compile(
    r"(?:(?<=sk)(?:oga|og|oj|om|ih|im|a|e|i|o|u)|(?:in|ov|ev)(?:oga|og|oj|om|a|e|i|u)|oga|og|oj|om|a|e|i|o|u)$"
)
_FLEETING = re.compile(r"(?<=[bcdfghjklmnprstvz])a(?=[cklmnr]$)")
_INITIALS = frozenset({"dj", "dz", "lj", "nj"})
"""One letter in Cyrillic."""
LEAST_STEM = 3
"""Letters that an ending leaves at least."""


class Street(NamedTuple):
    """A street's name as compared: the stems of its words, the kind it says, the titles before it."""

    words: frozenset[str]
    kind: str
    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place said by street names: one street, or the unordered streets of a junction; a house number where said.

    `manner` is `across` or `near` where a place is said by what it lies beside, else empty.
    """

    streets: frozenset[Street]
    number: str = ""
    manner: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The words by which candidates are found: those of every street, without titles."""
        return frozenset(word for street in self.streets for word in street.words)


class Likeness(NamedTuple):
    """How alike two places are by name, from 0 to 1, and what they share, as `junction` or `house`."""

    score: float
    shared: str


@lru_cache(maxsize=65536)
def parse_place(text: str) -> NamedPlace:
    """The streets a text names.

    >>> parse_place("Kneza Miloša 12") == parse_place("Кнеза Милоша бр. 12")
    True
    >>> parse_place("raskrsnica Takovske i 27. marta").streets == parse_place("27. marta – Takovska").streets
    True
    """
    folded = " ".join(fold_for_search(text).replace(".", " ").replace("(", " ").replace(")", " ").split())
    manner = "across" if _ACROSS.search(folded) else "near" if _NEAR.search(folded) else ""
    junction = _JUNCTION.search(folded)
    folded = _NEAR.sub(" ", _ACROSS.sub(" ", _JUNCTION.sub(" ", _TOWN.sub(r"\1", folded))))
    for apart, joined in _JOINED.items():
        folded = folded.replace(apart, joined)
    parts = [
        part
        for rough in _BETWEEN.split(_IN.sub("", folded))
        for part in (_AND.split(rough) if junction or _joins_streets(rough) else (rough,))
    ]
    numbers = [_split_number(" ".join(part.split())) for part in parts]
    streets = frozenset(street for name, _ in numbers if (street := _parse_street(name)).words)
    said = [number for _, number in numbers if number]
    return NamedPlace(streets, said[0] if len(said) == 1 and len(streets) == 1 else "", manner)


def _joins_streets(text: str) -> bool:
    """Whether an `i` (and) stands between two streets rather than two names of one: one of them looks like a street.

    >>> _joins_streets("takovska i 27 marta"), _joins_streets("bore i ramiza")
    (True, False)
    """
    one, _, other = text.partition(" i ")
    return bool(other) and any(
        _ADJECTIVE.search(part) or any(_says_street(word) for word in part.split()) for part in (one, other)
    )


def _says_street(word: str) -> bool:
    """Whether a word says a kind of street or a title, or is a number."""
    return word in KINDS or word in GENERIC or word in TITLES or word.isdigit()


def _split_number(part: str) -> tuple[str, str]:
    """A street and the number of its house; empty where none is said."""
    part = _NO_NUMBER.sub("", f" {part}").strip(" ,")
    found = _NUMBER.search(part)
    if not found or part[: found.start()].rpartition(" ")[2] in _NUMBERED:
        return part, ""
    return part[: found.start()], found[1].lstrip("0") + found[2]


def _parse_street(name: str) -> Street:
    """A street from its folded name; a word that says its kind counts as a name where no other stands."""
    words: list[str] = []
    titles: set[str] = set()
    kind = ""
    for word in _WORD.findall(name.removesuffix(" st")):
        if word in KINDS:
            kind = kind if kind not in {"", STREET} else KINDS[word]
        elif word in TITLES:
            titles.add(TITLES[word])
        elif word in GENERIC:
            kind = kind or STREET
        else:
            words.append(stem(word))
    if not words and titles:
        return Street(frozenset(titles), kind, frozenset())
    return Street(frozenset(words or ([kind] if kind else [])), kind, frozenset(titles))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without the ending of its case, so that `Miloš` and `Miloša`, `Takovska` and `Takovskoj` are one.

    Adjectives made from names lose that ending too: `Knez Mihailova` is the street of Knez Mihailo.
    """
    if word.isdigit() or len(word) <= LEAST_STEM:
        return word
    shorter = _ENDINGS.sub("", word)
    if len(shorter) < LEAST_STEM:
        return word
    return _FLEETING.sub("", shorter)


def compare_places(one: NamedPlace, other: NamedPlace) -> Likeness | None:
    """How alike two places are by name; None where one of them names no street."""
    if not one.streets or not other.streets:
        return None
    few, many = sorted((one.streets, other.streets), key=len)
    score = _compare_sets(few, many)
    if len(few) == len(many):
        score = (score + _compare_sets(many, few)) / 2
    if len(many) > 1 and len(few) > 1:
        return Likeness(score, "junction" if score >= SAME else "other")
    if len(many) > 1:
        return Likeness(score * ONE_OF_TWO, "one-street" if score >= SAME else "other")
    if score < SAME:
        return Likeness(score, "other")
    if one.number and other.number:
        if one.number == other.number:
            return Likeness(score, "house")
        return Likeness(score * OTHER_HOUSE, "other-house")
    return Likeness(score * NO_HOUSE, "street")


def _compare_sets(streets: frozenset[Street], others: frozenset[Street]) -> float:
    """How well each street finds its like among the others, on average."""
    return sum(max(compare_streets(one, other) for other in others) for one in streets) / len(streets)


SAME = 0.8
"""From here on two names are taken for one: a letter or two, or a title, may differ."""
ONE_OF_TWO, OTHER_HOUSE, NO_HOUSE = 0.6, 0.5, 0.9
"""What a junction shares with one of its streets, a house with another, a street without numbers: an order of ours; the
weight of each is found on the lists themselves."""
TITLE_WEIGHT = 0.25
"""A title beside a name tells little: most streets that differ only by it are one."""


@lru_cache(maxsize=65536)
def compare_streets(one: Street, other: Street) -> float:
    """How alike two streets are by name, from 0 to 1; 0 where both say a kind of street and not the same.

    >>> compare_streets(_parse_street("kralja aleksandra"), _parse_street("bul kralja aleksandra"))
    1.0
    """
    if one.kind and other.kind and one.kind != other.kind:
        return 0.0
    names = _share(one.words, other.words)
    titles = TITLE_WEIGHT * len(one.titles ^ other.titles) / max(len(one.words | other.words), 1)
    if one.titles and other.titles and one.titles.isdisjoint(other.titles):
        titles *= 2
    return max(names - titles, 0.0)


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    """The share of words that both names have, each word once; a letter too many costs a part of its word."""
    left, right = set(one), set(other)
    most = max(len(left), len(right))
    pairs = [(_likeness(a, b), a, b) for a in left for b in right]
    total = 0.0
    for likeness, a, b in sorted(pairs, key=lambda pair: (-pair[0], min(pair[1:]), max(pair[1:]))):
        if a in left and b in right:
            total += likeness
            left.remove(a)
            right.remove(b)
    return total / most if most else 0.0


def _likeness(one: str, other: str) -> float:
    """1 for the same word, less for one or two letters more, fewer or other, and for an initial."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) == 1 or short in _INITIALS:
        return 0.8 if long.startswith(short) and not (one + other).isdigit() else 0.0
    if one[0].isdigit() or other[0].isdigit():
        return 0.0
    longest = max(len(one), len(other))
    apart = count_edits(one, other)
    return 1 - apart / longest if apart <= longest // 4 else 0.0


def count_edits(one: str, other: str) -> int:
    """Letters to put in, take out or change to make one word the other (Levenshtein 1966)."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != against)))
        before = now
    return before[-1]
