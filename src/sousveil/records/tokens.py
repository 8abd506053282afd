"""Phrases as tokens: folded words, digits and marks, with a few turns of phrase made plain beforehand.

It reads no figure; `reading` does.
"""

import re

from sousveil.plaintext.script import fold_for_search

from .words import CARDINALS

_TOKEN = re.compile(
    r"\d+(?:[.,'’  ]\d+)*(?:st|nd|rd|th)?|us\$|[<>]=|[a-z]+(?:²)?|[$€£%‰~≈<>≤≥+–—/-]|[.;:!?()\"“”„]"
)
_ROUND = "deset petnaest dvadeset trideset cetrdeset pedeset sezdeset sedamdeset osamdeset devedeset stotin"
_MANY = "million|billion|trillion|milion[aiu]?|milijard[aieu]|bilion[aiu]?"
_FEW = r"\b(?:several|(?:a )?few|(?:a )?couple(?: of)?|nekoliko|par|vise)"
_SCALE = r"(million|billion|thousand|milion[au]?|milijard[aieu]|hiljad[aeu])"

# Each turn of phrase and how it is put plainly; `#` stands for the decimal separator of the language.
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        # Abbreviations end in a dot that ends no sentence.
        (r"\b(mil|mlrd|mld|mio|hilj|din|c|ca|cca|approx|god|kom)\.(?=\s|\d|$)", r"\1 "),
        # A minus sign before digits; between figures the same stroke makes a range.
        (r"(?<![\d%] )(?<!\S)[-−](?=\d)", "minus "),
        (r"(\d+)\s?½", r"\1#5"),
        (r"½", "0#5"),
        (rf"\b(\d+) and a half {_SCALE}", r"\1#5 \2"),
        (rf"\b(\d+) i po {_SCALE}", r"\1#5 \2"),
        (rf"\b{_SCALE} i po\b", r"1#5 \1"),
        # `dvadesetak` is about twenty, `stotinak` about a hundred.
        (rf"\b({_ROUND.replace(' ', '|')})ak\b", r"oko \1"),
        (r"\bstotin\b", "sto"),
        # Several hundred are hundreds; several million have no lower figure that anybody would agree on.
        (rf"{_FEW} (?:{_MANY})\b", "several"),
        (rf"{_FEW} (dozen|hundred|thousand)s?(?= (?:thousand|million|billion))", r"\1s of"),
        (rf"{_FEW} (dozen|hundred|thousand)s?\b", r"\1s"),
        (rf"{_FEW} (stotin|hiljad|desetin)[ae]\b", r"\1e"),
    )
)
_HALF = re.compile(r"\b([a-z]+) (?:and a half|i po)\b")


def split_phrase(phrase: str, *, comma: bool = False) -> list[str]:
    """The tokens of a phrase; `comma` says that its language writes a decimal comma."""
    text = _HALF.sub(_in_digits, fold_for_search(phrase).lower())
    for pattern, plain in _TURNS:
        text = pattern.sub(plain.replace("#", "," if comma else "."), text)
    return _TOKEN.findall(text)


def _in_digits(match: re.Match[str]) -> str:
    """`two and a half` as `2 and a half`."""
    number = CARDINALS.get(match[1])
    return match[0] if number is None else match[0].replace(match[1], str(number), 1)
