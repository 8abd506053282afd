"""Serves the folder of a published site, as its files stand there.

Only reads, only below that folder, and only for a browser that asks for this machine by name.
"""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
"""Names a request may use. Any other is a page elsewhere that had its name point here (DNS rebinding)."""

# The pages load nothing from elsewhere, and only the map's hold scripts; a browser is told to expect that.
POLICY = b"default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'"
MAP_POLICY = POLICY + b"; script-src 'self'; worker-src 'self'; connect-src 'self'"
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),  # a new build is seen at the next look
)


class _Headers:
    """Adds our headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = MAP_POLICY if scope["path"].startswith("/map/") else POLICY
                message["headers"] = [*message["headers"], (b"content-security-policy", policy), *HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def build_app(site: Path) -> Starlette:
    """The application that serves a site: GET and HEAD, with ranges; a folder shows its index page."""
    return Starlette(
        routes=[Mount("/", StaticFiles(directory=site, html=True))],
        middleware=[Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))],
    )
