"""Numbers of people in digits: which check digits are right, and which runs of digits are numbers to call.

Sees a text as it reads (`plain`); what may pass with a reason is the gate's.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

Found = Iterator[tuple[int, str]]
"""Where something begins in a text as it reads, and its characters."""

# --- numbers that carry a check ------------------------------------------------------------------------------------

_DIGITS = re.compile(r"[+(]?\d[\d \-./()_]{4,}\d")
"""What every number here is part of: so much of most texts holds none that all else is looked for within these."""
_MASTER_NUMBER = re.compile(r"(?<!\d)\d{7}[ -]?\d{6}(?!\d)")
_DIGEST = re.compile(r"[0-9A-Fa-f]{16,}")
"""What digits may be a part of that are no number: a digest, of 64 bits at least."""
_GROUPED = re.compile(r"(?<![0-9A-Fa-f])\d(?:[ \-./_]?\d){12,40}(?![0-9A-Fa-f])")
_MOST_HEX = 128
"""Digits of a SHA-512: further away nothing is looked at."""
MASTER_DIGITS, _DATE_DIGITS, _DATE_CUTS = 13, 7, frozenset({2, 4})
"""How long a master number is, and the date in it, and where that may be cut (DD MM YYY)."""
_COUNTRIES = """
AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR GT HN HR HU IE IL IQ IS
IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS PT QA RO RS RU SA SC SD SE SI SK SM SO ST
SV TL TN TR UA VA VG XK YE
"""
_WITH_ACCOUNTS = frozenset(_COUNTRIES.split())
"""Countries whose accounts have such numbers (SWIFT, IBAN Registry, release 99)."""
_IBAN = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=IBAN))[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?![0-9A-Za-z])"
)
_SMALL_IBAN = re.compile(r"(?<![0-9A-Za-z])[a-z]{2}\d{2}(?:[ -]?\d{4}){2,7}(?:[ -]?\d{1,4})?(?![0-9A-Za-z])")
_ACCOUNT = re.compile(r"(?<![\w-])(\d{3})-(\d{1,13})-(\d{2})(?![\w-])")


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
    body = re.sub(r"[ -]", "", text)
    if not 15 <= len(body) <= 34 or body[:2].upper() not in _WITH_ACCOUNTS:
        return False
    return int("".join(str(int(c, 36)) for c in body[4:] + body[:4])) % 97 == 1


def is_account(bank: str, number: str, check: str) -> bool:
    """Whether it is a Serbian account: 18 digits, 1 modulo 97 (National Bank of Serbia, on the plan of accounts)."""
    return int(bank + number.zfill(13) + check) % 97 == 1


def find_runs(text: str) -> list[range]:
    """Where in a text digits stand that may be a number, one place more at both ends."""
    return [range(max(0, run.start() - 1), min(len(text), run.end() + 1)) for run in _DIGITS.finditer(text)]


def find_master_numbers(text: str, runs: Sequence[range]) -> Found:
    """Master numbers whose check digit is right, in one piece or cut where people cut them."""
    for run in runs:
        if len(run) < MASTER_DIGITS:
            continue
        for match in _MASTER_NUMBER.finditer(text, run.start, run.stop):
            if is_master_number(re.sub(r"\D", "", match[0])) and not _is_in_digest(text, match):
                yield match.start(), match[0]
        for match in _GROUPED.finditer(text, run.start, run.stop):
            groups = [(match.start() + one.start(), one[0]) for one in re.finditer(r"\d+", match[0])]
            for first in range(len(groups)):
                if number := _join_master_number(groups[first:]):
                    yield groups[first][0], number


def _is_in_digest(text: str, number: re.Match[str]) -> bool:
    """Whether digits are a part of a longer word of hexadecimal digits."""
    begin, end = max(0, number.start() - _MOST_HEX), number.end() + _MOST_HEX
    words = (one.span() for one in _DIGEST.finditer(text, begin, end))
    return any(first <= number.start() and number.end() <= last for first, last in words)


def _join_master_number(groups: Sequence[tuple[int, str]]) -> str:
    """The master number that the first of some groups of digits make; nothing where they make none."""
    ends = list(accumulate(len(digits) for _, digits in groups))
    if len(groups) == 1 or MASTER_DIGITS not in ends:
        return ""
    last = ends.index(MASTER_DIGITS)
    cuts, digits = set(ends[:last]), "".join(digits for _, digits in groups[: last + 1])
    natural = _DATE_DIGITS in cuts and {cut for cut in cuts if cut < _DATE_DIGITS} <= _DATE_CUTS
    return digits if natural and is_master_number(digits) else ""


def find_accounts(text: str, runs: Sequence[range]) -> Found:
    """Bank accounts whose check is right, as other countries write them and as Serbia does."""
    for match in _IBAN.finditer(text):
        if is_iban(match[0]):
            yield match.start(), match[0]
    for run in runs:
        for match in _SMALL_IBAN.finditer(text, max(0, run.start - 2), run.stop):
            if is_iban(match[0]):
                yield match.start(), match[0]
        for match in _ACCOUNT.finditer(text, run.start, run.stop):
            if is_account(*match.groups()):
                yield match.start(), match[0]


# --- numbers to call -----------------------------------------------------------------------------------------------

_URL = re.compile(r"(?:https?://|www\.|/?doi/|10\.\d{4,9}/)[^\s<>\"']+")
_BEGIN = re.compile(r"\+\(?[1-9]|\(?(?:00[1-9]|0\)?[ \-./_]{0,3}6|0[1-3]\d|381)")
_GROUP = re.compile(r"\d+")
_MOST_GROUPS = 15
_DATE = re.compile(r"\d{1,2}[ .\-/]{1,2}\d{1,2}[ .\-/]{1,2}(?:19|20)\d\d(?!\d)")
_NORTH_AMERICAN = re.compile(r"(?<![\w-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w.-]*\d)")
_SAID = re.compile(
    r"\b(?:tel(?:efon\w{0,2})?|mob(?:ilni)?|phone|fax|faks|whatsapp|viber"
    r"|тел(?:ефон\w{0,2})?|моб(?:илни)?|факс)[.: ]{0,3}$",
    re.IGNORECASE,
)
"""Words after which six digits and more are a number to call."""
_BEFORE = 16
_SAID_NUMBER = re.compile(r"\+?\(?\d(?:[ \-./()_]{0,3}\d){5,14}(?!\w)")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D*)+")
_LINK = re.compile(
    r"(?:\b(?:tel|sms|callto):|\bwa\.me/|\bviber://\S*?number=|[?&](?:phone|tel|telefon|mobile|mob)=)\+?\d[\d-]{6,15}"
)
_LINKS = ("tel:", "sms:", "callto:", "wa.me/", "viber://", "phone=", "tel=", "telefon=", "mobile=", "mob=")
_PLUS = re.compile(r"\+[1-9]\d{7,14}(?!\d)")
_IN_ONE_PIECE = re.compile(r"06\d{7,8}(?!\d)"), re.compile(r"\+381\d{8,9}(?!\d)")
"""A Serbian mobile number, and one with its country's code; two, as each begins with what is quickly found."""
_GOES_ON = re.compile(r"[\w.+-]")
# What a number to call is by its digits: with whole first groups, so that no part of a longer number is one.
_FORMS = (
    (re.compile(r"\+[1-9]\d{7,14}"), ""),  # ITU-T E.164: at most 15 digits
    (re.compile(r"00[1-9]\d{7,13}"), r"00\d*"),
    (re.compile(r"06\d{7,8}"), r"0|06\d*"),  # Serbian mobile: 06x and six or seven
    (re.compile(r"0[1-3]\d{6,8}"), r"0[1-3]\d{1,2}"),  # Serbian areas 010 to 039, written apart
    (re.compile(r"381[1-36]\d{7,8}"), r"381\d*"),  # Serbia's code without its sign
)


def find_phones(text: str, runs: Sequence[range]) -> Found:
    """Numbers to call; inside web addresses and DOIs, only links to call and numbers with a plus."""
    if any(mark in text for mark in _LINKS):
        yield from ((match.start(), match[0]) for match in _LINK.finditer(text))
    for match in _PLUS.finditer(text):
        if _may_begin(text, match.start()):
            yield match.start(), match[0]
    without = _URL.sub(lambda url: "\0" * len(url[0]), text)
    yield from _find_stuck(without)
    for run in runs:
        said = _SAID.search(without, max(0, run.start + 1 - _BEFORE), run.start + 1)
        number = _SAID_NUMBER.match(without, run.start + 1, run.stop) if said else None
        if number and not (_YEARS.fullmatch(number[0]) or _DATE.match(number[0])):
            yield number.start(), number[0]
        yield from ((one.start(), one[0]) for one in _NORTH_AMERICAN.finditer(without, run.start, run.stop))
        after = 0
        for begin in _BEGIN.finditer(without, run.start, run.stop):
            if begin.start() >= after and (end := _find_end(without, begin.start(), run.stop)):
                after = end
                yield begin.start(), without[begin.start() : end]


def _find_stuck(text: str) -> Found:
    """Numbers to call in one piece with a letter before or behind them, as where somebody left out the space."""
    for pattern in _IN_ONE_PIECE:
        for number in pattern.finditer(text):
            before, behind = (
                text[max(0, number.start() - 1) : number.start()],
                text[number.end() : number.end() + 1],
            )
            begins = before.isalpha() or (behind.isalpha() and not _GOES_ON.match(before))
            if begins and not _is_in_digest(text, number):
                yield number.start(), number[0]


def _find_end(text: str, start: int, stop: int) -> int:
    """Where a number to call ends that begins at a place, at most at another; 0 where none begins there."""
    if not _may_begin(text, start) or _DATE.match(text, start):
        return 0
    groups = list(islice(_GROUP.finditer(text, start, stop), _MOST_GROUPS))
    whole = (one.end() for one in reversed(groups) if not text[one.end() : one.end() + 1].isalnum())
    return next((end for end in whole if _is_phone(text[start:end], groups[0][0])), 0)


def _may_begin(text: str, at: int) -> bool:
    """Whether a number may begin at a place: not inside a word, a decimal or a number with dashes."""
    before = text[max(0, at - 2) : at]
    decimal = len(before) == 2 and before[1] == "." and before[0].isdigit()
    return not (before[-1:].isalnum() or before[-1:] in {"-", "+"} or decimal)


def _is_phone(written: str, first: str) -> bool:
    """Whether groups of digits as they are written are a number to call."""
    digits = re.sub(r"[^\d+]", "", written)
    for form, begins in _FORMS:
        if form.fullmatch(digits) and (not begins or re.fullmatch(begins, first)):
            apart = not (first == "0" and written[1:2] == ".")  # 0.6412345678 is a decimal
            return apart and not (digits[1] in "123" and digits[0] == "0" and "." in written)
    return False
