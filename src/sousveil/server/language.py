"""The language a person reads the desk in: the one chosen on a page, which the browser keeps, else the one it asks for.

Holds no words; they stand in the catalogue of the pages.
"""

import re

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from sousveil.publish.tongue import LANGUAGES

COOKIE = "sousveil-language"
KEPT_S = 365 * 24 * 3600
"""How long a browser keeps the choice; browsers cut longer ones to 400 days (RFC 6265bis, section 5.5)."""
# Tags whose script is not said, by the likely subtags of CLDR.
_LIKELY = {"sr": "sr-Cyrl", "sr-rs": "sr-Cyrl", "sr-ba": "sr-Cyrl", "sr-me": "sr-Latn"}
_ASKED = re.compile(r"\s*(?P<tag>[A-Za-z0-9-]+|\*)\s*(?:;\s*q=(?P<weight>[01](?:\.\d{0,3})?))?\s*")


def read_language(request: HTTPConnection) -> str:
    """The language of a request."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else match_language(request.headers.get("accept-language", ""))


def match_language(asked: str) -> str:
    """The language we have that a browser would rather have (RFC 9110, 12.5.4); English where we have none of them.

    >>> match_language("de, sr-Latn-RS;q=0.7, en;q=0.5"), match_language("sr"), match_language("")
    ('sr-Latn', 'sr-Cyrl', 'en')
    """
    found = [one for part in asked.split(",") if (one := _ASKED.fullmatch(part))]
    found.sort(key=lambda one: -float(one["weight"] or 1))
    return next((known for one in found if (known := _find(one["tag"].lower()))), "en")


def _find(tag: str) -> str:
    """Our language for a tag in small letters, by its longest beginning that we know."""
    known = {one.lower(): one for one in LANGUAGES} | _LIKELY
    parts = tag.split("-")
    starts = ("-".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next((known[one] for one in starts if one in known), "")


def keep_language(language: str, back: str) -> Response:
    """The answer that has a browser keep a language, and leads back."""
    answer = RedirectResponse(back, status_code=303)
    answer.set_cookie(COOKIE, language, max_age=KEPT_S, httponly=True, samesite="strict", path="/")
    return answer
