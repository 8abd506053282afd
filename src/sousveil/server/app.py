"""Serves the folder of a published site, as its files stand there, and the desk of its case where there is one.

The site is only read, only below its folder, and only for a browser that asks for this machine by name.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sousveil.publish.tongue import LANGUAGES, tell

from .desk import Door, build_desk
from .state import State
from .walks import render_walk_panel

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
"""Names a request may use. Any other is a page elsewhere that had its name point here (DNS rebinding)."""

# The pages load nothing from elsewhere, and only the map's hold scripts; a browser is told to expect that.
POLICY = b"default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'"
MAP_POLICY = POLICY + b"; script-src 'self'; worker-src 'self'; connect-src 'self'"
DESK_POLICY = (
    POLICY
    + b"; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
OF_SITE = (
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),  # a new build is seen at the next look
)
OF_DESK = (
    (b"referrer-policy", b"same-origin"),  # with none, a browser would not say where a form comes from
    (b"cache-control", b"no-store"),
)
_FOLDER = f"(?:{'|'.join(map(re.escape, LANGUAGES))})"  # of a language beside the first
EDITED = re.compile(rf"^/(?:{_FOLDER}/)?(claims|sources)/([a-z0-9._-]+)\.html$")
# What a page of the site says that it may load, before and after the desk's bar is put on it.
STRICT = "content=\"default-src 'none'; style-src"
MAP = re.compile(rf"^/(?:{_FOLDER}/)?map/")
WALKED = re.compile(rf"^/(?:{_FOLDER}/)?map/(?:index\.html)?$")
SAID = re.compile(r'<html lang="?([A-Za-z-]+)')
BEFORE_LEGEND = '<section class="legend"'
WITH_BAR = "content=\"default-src 'none'; script-src 'self'; connect-src 'self'; style-src"


class _Headers:
    """Adds our headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_choose_headers(scope["path"], message)]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _choose_headers(path: str, message: Message) -> list[tuple[bytes, bytes]]:
    """The headers of an answer; one that has a policy of its own keeps it."""
    desk = path.startswith("/desk/")
    policy = DESK_POLICY if desk else MAP_POLICY if MAP.match(path) else POLICY
    own = any(name == b"content-security-policy" for name, _ in message["headers"])
    told = [] if own else [(b"content-security-policy", policy)]
    return [*told, *HEADERS, *(OF_DESK if desk else OF_SITE)]


class _Site(StaticFiles):
    """The published site; whoever was let in at the desk sees a bar on each page that leads there."""

    def __init__(self, site: Path, state: State | None) -> None:
        super().__init__(directory=site, html=True, check_dir=state is None)
        self._site, self._state = site, state

    async def get_response(self, path: str, scope: Scope) -> Response:
        if self._state is None:
            return await super().get_response(path, scope)
        if not self._site.is_dir():
            return RedirectResponse("/desk/", status_code=303)
        response = await super().get_response(path, scope)
        if not isinstance(response, FileResponse) or not str(response.path).endswith(".html"):
            return response
        if not self._state.guard.knows(Headers(scope=scope)):
            return response
        page = await run_in_threadpool(Path(response.path).read_text, encoding="utf-8")
        policy = {"content-security-policy": MAP_POLICY.decode()}
        page = put_bar(page, scope["path"])
        if WALKED.match(scope["path"]):
            page = put_walk(page, render_walk_panel(self._state, find_language(page)))
        return HTMLResponse(page, response.status_code, policy)


def find_language(page: str) -> str:
    """The language that a page of the site says it is in."""
    found = SAID.search(page)
    return found[1] if found and found[1] in LANGUAGES else "en"


def put_bar(page: str, path: str) -> str:
    """A page of the site with a way to the desk, which is loaded anew when the site is built anew."""
    found, language = EDITED.match(path), find_language(page)
    href = f"/desk/records/{found[1]}/{found[2]}" if found and found[2] != "index" else "/desk/"
    words = tell("desk.edit" if href != "/desk/" else "desk.name", language)
    bar = (
        '<link rel="stylesheet" href="/desk/look/bar.css">'
        f'<nav class="desk-bar" aria-label="{tell("desk.name", language)}"><a href="{href}">{words}</a></nav>'
        '<script src="/desk/look/live.js"></script></body>'
    )
    return page.replace(STRICT, WITH_BAR, 1).replace("</body>", bar)


def put_walk(page: str, panel: str) -> str:
    """The page of the map with the panel of a walk, of which nothing stands in what is published."""
    head = '<link rel="stylesheet" href="/desk/look/walk.css"><script src="/desk/look/walk.js" defer></script></head>'
    page = page.replace("form-action 'none'", "form-action 'self'", 1).replace("</head>", head, 1)
    return page.replace(BEFORE_LEGEND, panel + BEFORE_LEGEND, 1)


def build_app(site: Path, state: State | None = None) -> Starlette:
    """The application that serves a site: GET and HEAD, with ranges; a folder shows its index page.

    With a `state` it serves the desk of the case too, and builds the site anew when the case changes.
    """
    routes: list[BaseRoute] = build_desk(state) if state else []
    middleware = [Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))]
    if state:
        middleware.append(Middleware(Door, state=state))

    @asynccontextmanager
    async def live(_: Starlette) -> AsyncIterator[None]:
        if state:
            state.live.start()
        yield
        if state:
            state.live.stop()

    return Starlette(
        routes=[*routes, Mount("/", _Site(site, state))],
        middleware=middleware,
        lifespan=live if state else None,
    )
