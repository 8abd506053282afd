"""Phrases as tokens: folded words, digits and marks, with a few turns of phrase made plain beforehand.

It reads no figure; `reading` does.
"""

import re

from sousveil.plaintext.script import fold_for_search

from .shares import find_shares
from .words import CARDINALS

_TOKEN = re.compile(
    r"(?:\d{1,3}(?:[  ]\d{3}(?!\d))+|\d+)(?:[.,'’]\d+)*(?:st|nd|rd|th)?|"
    r"(?:us|au|ca|a|c)\$|[<>]=|[a-z]+[²³]?|[$€£%‰~≈<>≤≥+–—/-]|[.;:!?()\"“”„]"
)
_ROUND = "deset petnaest dvadeset trideset cetrdeset pedeset sezdeset sedamdeset osamdeset devedeset stotin"
_MANY = "million|billion|trillion|milion[aiu]?|milijard[aieu]|bilion[aiu]?"
_FEW = r"\b(?:several|(?:a )?few|(?:a )?couple(?: of)?|nekoliko|par|vise)"
_SCALE = r"(million|billion|thousand|milion[au]?|milijard[aieu]|hiljad[aeu])"

# Months; a day beside one is no figure. `may` is a month only where no verb follows it.
_AFTER_DATE = (
    r"(?=\s*$|\s*[,;:)]|[\s.]*(?:19|20)\d\d\b|\.(?!\d)|\s+(?:the|an?|and|or|to|of|in|at|on|by|for|with|when|after|before|until|"
    r"was|were|is|it|they|he|she|this)\b)"
)
_MONTH = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|avg|sept?|oct|okt|nov|dec)\b\.?|(?:januar|februar|mart|april|maj|jun|jul|avgust)[aiu]?|"
    r"(?:septemb|oktob|novemb|decemb)(?:ar|ra|ru)|sijecnja|veljace|ozujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|"
    rf"listopada|studenog|studenoga|prosinca|may{_AFTER_DATE})"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_NEAR_YEAR = r"(?:19|20)\d\d"
# Parts of documents: the number behind one names it and counts nothing.
_PARTS = (
    r"articles paragraphs paras pages tables figures chapters sections footnotes clauses clanovi cl\. pp\."
)
_PART = (
    r"article|art\.|paragraph|para\.?|page|pp?\.|table|figure|fig\.|chapter|section|sec\.|footnote|note|annex|appendix|clause|"
    r"clan(?:a|u|om)?|cl\.|stav(?:a|u|om)?|tack[aeiu]|strani|strana|stranic[aei]|str\.|tabel[aeiu]|slik[aeu]|slici|"
    r"poglavlj[aeu]|prilog[au]?|fusnot[aeiu]|alinej[aeiu]"
)
_PLACE = r"\d+(?:\.\d+)*[a-z]?\b(?!,\d)"
_UP_TO_TEN = (
    "one|two|three|four|five|six|seven|eight|nine|ten|"
    "jedan|jedna|jedno|dva|dve|tri|cetiri|pet|sest|sedam|osam|devet|deset"
)
_SO_MANY = {
    "jedno": 1, "dvo": 2, "tro": 3, "cetvoro": 4, "peto": 5, "sesto": 6, "sedmo": 7, "osmo": 8, "deveto": 9,
    "deseto": 10, "dvanaesto": 12,
}  # fmt: skip
"""How Serbian adjectives of length begin; folded."""
_LASTING = {
    "godisnj": "godina", "mesecn": "meseci", "nedeljn": "nedelja", "dnevn": "dana", "casovn": "sati", "satn": "sati",
    "minutn": "minuta",
}  # fmt: skip
_TIMES = "year|month|week|day|hour|minute"
_SPANS = "godinu|mesec|nedelju|sedmicu|dan|sat|deceniju"

# Each turn of phrase and how it is put plainly; `#` stands for the decimal separator of the language.
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        # Dates keep their year: it stands beside figures, and whoever looks for one tells it from them.
        (rf"\b{_DAY}\.\s?(?:1[0-2]|0?[1-9])\.\s?({_NEAR_YEAR})\b", r"\1;"),
        (rf"\b\d\d?/\d\d?/({_NEAR_YEAR})\b", r"\1;"),
        (rf"\b({_NEAR_YEAR})-\d\d-\d\d\b", r"\1;"),
        (
            rf"(?<![\d.,])(?:{_DAY}\.?\s?(?:[-–—]|and|or|to|i|ili|do)\s?)?{_DAY}\.? (?:of )?(?={_MONTH}(?![a-z]))",
            "",
        ),
        (rf"\b({_MONTH}|may) {_DAY}\b(?![.,]\d){_AFTER_DATE}", r"\1"),
        (
            rf"(?<![a-z])({_PARTS.replace(' ', '|')})\s?{_PLACE}(?:\s?(?:,|[-–]|and|to|i|do)\s?{_PLACE})*",
            r"\1",
        ),
        (rf"(?<![a-z])({_PART})\s?{_PLACE}(?:[-–]{_PLACE})?", r"\1"),
        # Names made of letters and digits, laws by number and year, hours of the day: nothing is counted by them.
        (
            rf"\b(?:no|nos|br)\.\s?\d+(?:[/-]\d+)*\b|\b\d+/{_NEAR_YEAR}\b|\b{_NEAR_YEAR}/\d{{3,}}\b|\b24/7\b",
            "",
        ),
        (rf"\b({_NEAR_YEAR})[/–]\d\d\b(?![.,]?\d)", r"\1"),
        (r"\b(?:\d+p|[2-6]g|[248]k(?= (?:ultra|hd|uhd|video|camera|resol|kamer|rezol|snim)))\b", ""),
        (r"\b\d\d?(?:[.:]\d\d)? ?(?:a\.m\b\.?|p\.m\b\.?|[ap]m\b|o'clock\b)|\b\d\d?:\d\d\b(?!\d)", ""),
        (r"\bu \d\d?(?:[.,]\d\d)? ?(?:casova|sati|h)\b", ""),
        (r"\bnot (?:one|a single)\b|\bbasis points?\b", ""),
        (r"(\d)-(odd|plus)\b", r"\1 \2"),
        (r"\banywhere (?:from|between)\b", ""),
        (r"\bhalf[- ]an?[- ](?=hundred|thousand|million|billion)", "half a "),
        (r"\bhalf (?:a )?dozen\b", "6"),
        (r"ł", "l"),
        # `dvogodisnji`, `30-dnevni`: how long something lasts.
        *((rf"\b{stem}(?={'|'.join(_LASTING)})", f"{number} ") for stem, number in _SO_MANY.items()),
        *(
            (rf"(\d)[- ]?{stem}(?:i|a|e|o|u|og|oj|im|om|ih)\b", rf"\1 {unit}")
            for stem, unit in _LASTING.items()
        ),
        # Powers of a length written on the line.
        (r"(?<![a-z])([ckm]?m)\^?2(?!\d)", r"\1²"),
        (r"(?<![a-z])([ckm]?m)\^?3(?!\d)", r"\1³"),
        (rf"(?<![a-z\d])(?:covid-|[a-z]{{1,2}}-|[a-z])(?!{_NEAR_YEAR}\b)\d+\b(?![.,]\d)", ""),
        # Abbreviations end in a dot that ends no sentence.
        (r"\b(mil|mlrd|mld|mio|hilj|din|c|ca|cca|approx|god|kom)\.(?=\s|\d|$)", r"\1 "),
        # A minus sign before digits; between figures the same stroke makes a range.
        (r"(?<![\d%] )(?<!\S)[-−](?=\d)", "minus "),
        (r"(\d+)\s?½", r"\1#5"),
        (r"½", "0#5"),
        (r"\b(\d+) and a half\b", r"\1#5"),
        (rf"\b(\d+) i po\b(?! (?:\d|{_UP_TO_TEN}))", r"\1#5"),
        (r"\b(?:an?|one) ([a-z]+) and a half\b", r"1#5 \1"),
        (rf"\b(?:{_SCALE}|({_SPANS})) i po\b", r"1#5 \1\2"),
        # A month, each month: a rate; but half a year is a length.
        (
            rf"(?<!half )(?<!quarter of )\b(?:an?|each|every) ({_TIMES})\b(?! (?:ago|later|earlier)\b)",
            r"per \1",
        ),
        (r"\bper annum\b", "per year"),
        (r"\bu (sekundi|minuti|minutu)\b", r"per \1"),
        (rf"\b(up to|within|under|over|about|nearly|almost|than|least|most) per ({_TIMES})\b", r"\1 1 \2"),
        (r"\b(godinu|mesec|nedelju|sedmicu) dana\b|\b(sat) vremena\b", r"1 \1\2"),
        # Three months of a year, which are no fourth part of what is counted.
        (r"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th) quarters?\b", ""),
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
_DOZENS = re.compile(rf"\b({_UP_TO_TEN}) dozen\b")
_MARKS = re.compile(r"(?<=\d)(\s?)[KК][MМ]\b|()\b[KК][MМ](?=\s?\d)")
"""Convertible marks of Bosnia and Herzegovina: only capitals tell them from kilometres, in either script."""
_HALF = re.compile(r"\b(?:([a-z]+)[- ])?([a-z]+) (?:and a half|i po)\b")


def split_phrase(phrase: str, *, comma: bool = False) -> list[str]:
    """The tokens of a phrase; `comma` says that its language writes a decimal comma."""
    text = _MARKS.sub(r"\1 bam", phrase) if comma else phrase
    text = _HALF.sub(_in_digits, _without_shares(fold_for_search(text).lower()))
    text = _DOZENS.sub(lambda match: str(12 * CARDINALS[match[1]]), text)
    for pattern, plain in _TURNS:
        text = pattern.sub(plain.replace("#", "," if comma else "."), text)
    return _TOKEN.findall(text)


def _without_shares(text: str) -> str:
    """The text without what is a share in words, and so no count; `reading` reads those by themselves."""
    for start, end, _, _ in reversed(list(find_shares(text))):
        text = f"{text[:start]};{text[end:]}"
    return text


def _in_digits(match: re.Match[str]) -> str:
    """`two and a half` as `2 and a half`, `twenty-two and a half` as `22 and a half`."""
    tens, number = CARDINALS.get(match[1] or "", 0), CARDINALS.get(match[2])
    if number is None:
        return match[0]
    if 20 <= tens < 100 and number < 10:
        return match[0].replace(match[0][: match.end(2) - match.start()], str(tens + number), 1)
    return match[0][: match.start(2) - match.start()] + str(number) + match[0][match.end(2) - match.start() :]
