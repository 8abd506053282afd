"""Serbian in two scripts: Latin ↔ Cyrillic by rule with exceptions, and one folding for search.

Knows letters only; it translates nothing.
"""

import re
import unicodedata

_ALPHABET = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"
_LATIN = _ALPHABET.split()
_CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
_TO_CYRILLIC = dict(zip(_LATIN, _CYRILLIC, strict=True))
_TO_LATIN = dict(zip(_CYRILLIC, _LATIN, strict=True))

# Stems in which n+j, d+ž or l+j are two letters (Pravopis srpskoga jezika, Matica srpska 2010, §§ 3–5).
_SEPARATE = re.compile(
    r"(?<=i)nj(?=ek[ct])|(?<=ko)nj(?=u[gkn])|(?<=va)nj(?=ezič)|(?<=ta)nj(?=ug)|"
    r"(?<=na)dž(?=iv|njev|drel)|(?<=o)dž(?=iv|al|derav|vak)|(?<=po)dž(?=up)"
)
_LETTER = re.compile("lj|nj|dž|[a-zđžćčš]", re.IGNORECASE)


def to_latin(text: str) -> str:
    """Serbian Cyrillic as Latin; other letters stay.

    >>> to_latin("Љајић и Њагош, ЏЕП")
    'Ljajić i Njagoš, DŽEP'
    """
    out = []
    for at, letter in enumerate(text):
        latin = _TO_LATIN.get(letter.lower(), letter)
        if letter != letter.lower() and latin != letter:
            following = text[at + 1 : at + 2]
            neighbour = following if following.isalpha() else text[max(at - 1, 0) : at]
            latin = latin.upper() if neighbour.isupper() else latin.capitalize()
        out.append(latin)
    return "".join(out)


def to_cyrillic(text: str) -> str:
    """Serbian Latin as Cyrillic; `nj`, `lj` and `dž` are one letter except in the stems listed.

    >>> to_cyrillic("Ljajić, injekcija, nadživeti")
    'Љајић, инјекција, надживети'
    """
    lowered = text.lower()
    apart = {m.start() for m in _SEPARATE.finditer(lowered)}

    def one(match: re.Match[str]) -> str:
        letters = match[0]
        if len(letters) == 2 and match.start() in apart:
            return "".join(_cased(_TO_CYRILLIC[c.lower()], c) for c in letters)
        return _cased(_TO_CYRILLIC.get(letters.lower(), letters), letters)

    return _LETTER.sub(one, text)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like[0].isupper() else letter


def build_folding() -> dict[str, str]:
    """What `fold_for_search` does, for other languages: lower-case letters and what stands for them.

    The rest of the rule: lower case first, at the end NFD without combining marks.
    """
    return {**{letter: fold_for_search(letter) for letter in _CYRILLIC}, "đ": "dj"}


def fold_for_search(text: str) -> str:
    """One form for all spellings of a word: Latin, lower case, no diacritics, `đ` as `dj`.

    >>> {fold_for_search(w) for w in ("Ljajić", "Љајић", "Ljajic")}
    {'ljajic'}
    """
    if text.isascii():
        return text.lower()
    latin = to_latin(text).lower().replace("đ", "dj")
    return "".join(c for c in unicodedata.normalize("NFD", latin) if not unicodedata.combining(c))
