"""Lets only the browser in that was given this start's key, and only forms that the desk itself handed out.

The site stays open to whoever asks this machine by name; what is kept here is the desk, which can change the case.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

SEAL = "seal"
"""Name of the field in every form that says it came from this desk."""
READING = frozenset({"GET", "HEAD"})


class Guard:
    """The key of one start, the cookie that stands for it, and the seal of its forms."""

    def __init__(self, key: str = "") -> None:
        self.key = key or secrets.token_urlsafe(32)
        self.seal = self._derive("form")
        self._value = self._derive("cookie")
        # Cookies are shared by all ports of a machine, so that two desks need two names.
        self._cookie = f"sousveil-{self._derive('name')[:12]}"

    def _derive(self, purpose: str) -> str:
        return hmac.new(self.key.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def admit(self, key: str) -> Response | None:
        """The answer that lets a browser in; None where the key is another's."""
        if not hmac.compare_digest(key.encode(), self.key.encode()):
            return None
        answer = RedirectResponse("/desk/", status_code=303)
        answer.set_cookie(self._cookie, self._value, httponly=True, samesite="strict", path="/")
        return answer

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from a browser that was let in."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(found.value.encode(), self._value.encode())

    def is_same_origin(self, request: Request) -> bool:
        """Whether a page of ours sent a request; a browser that does not say is taken for a stranger."""
        if request.method in READING:
            return request.headers.get("sec-fetch-site", "same-origin") != "cross-site"
        origin = request.headers.get("origin")
        if origin is not None:
            return origin == f"http://{request.headers.get('host', '')}"
        return request.headers.get("sec-fetch-site") == "same-origin"

    def is_sealed(self, posted: Mapping[str, str]) -> bool:
        """Whether a form is one that we handed out since this start."""
        return hmac.compare_digest(posted.get(SEAL, "").encode(), self.seal.encode())
