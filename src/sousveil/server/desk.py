"""The desk: where a case is written by form, on this machine only.

Hands requests to the pages of each subject; what they may do to a case, the workbench says.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

import sousveil.publish
from sousveil.problems import UsageError
from sousveil.publish.tongue import LANGUAGES, tell
from sousveil.records.case import KINDS
from sousveil.workbench.desk.changes import Conflict, read_journal, read_step, tell_standing

from . import cameras, captures, files, findings, passages, records, walks
from .forms import Posted, read_posted
from .guard import READING
from .language import keep_language, read_language
from .pages import ROOM, render_page, say_refusal
from .state import State

PUBLISH = Path(sousveil.publish.__file__).parent
SHOWN = 8
"""Steps on the first page; all stand on a page of their own."""

Handler = Callable[[State, Request, Posted], Response]


class Door:
    """Lets nobody to the desk who does not hold its cookie, or who comes from a page elsewhere."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app, self._state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith("/desk/") or self._is_open(scope):
            await self._app(scope, receive, send)
            return
        await _turn_away(read_language(Request(scope)))(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        request, guard = Request(scope), self._state.guard
        if scope["path"] == "/desk/enter":
            return request.method in READING
        return guard.knows(request.headers) and guard.is_same_origin(request)


def build_desk(state: State) -> list[BaseRoute]:
    """The pages of the desk."""

    def route(path: str, handler: Handler) -> Route:
        return Route(f"/desk/{path}", _serve(state, handler), methods=["GET", "POST"])

    async def tell_news(_: Request) -> Response:
        return StreamingResponse(state.live.tell(), media_type="text/event-stream")

    return [
        route("", show_home),
        Route("/desk/enter", _enter(state)),
        Route("/desk/news", tell_news),
        route("language/{language}", choose_language),
        route("changes/", show_changes),
        route("changes/{step}", show_step),
        *(
            route(path, handler)
            for room in (cameras, captures, files, findings, passages, records, walks)
            for path, handler in room.PAGES
        ),
        Mount("/desk/look/site/fonts", StaticFiles(directory=PUBLISH / "fonts")),
        Mount("/desk/look/site", _StyleAlone(directory=PUBLISH)),
        Mount("/desk/look", StaticFiles(directory=ROOM / "look")),
    ]


class _StyleAlone(StaticFiles):
    """The style sheet of the site, which lies among other files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path not in ("style.css", "icon.svg"):
            raise HTTPException(404)
        return await super().get_response(path, scope)


def _turn_away(language: str) -> Response:
    """What a stranger is told."""
    title, words = tell("desk.not_let_in", language), tell("desk.not_let_in_why", language)
    page = f"<!doctype html><html lang={language}><title>{title}</title><h1>{title}</h1><p>{words}"
    return HTMLResponse(page, 403)


def _enter(state: State) -> Callable[[Request], Awaitable[Response]]:
    """Gives the cookie to whoever holds the key."""

    async def enter(request: Request) -> Response:
        admitted = state.guard.admit(request.query_params.get("key", ""))
        return admitted or _turn_away(read_language(request))

    return enter


def _serve(state: State, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A page that reads its form, if it has one, and turns what was wrong with a request into words."""

    async def serve(request: Request) -> Response:
        posted = Posted()
        if request.method not in READING:
            posted = await read_posted(request)
            if not state.guard.is_sealed(posted.fields):
                return _note(state, request, 403, "old_form")
        return await run_in_threadpool(_answer, state, handler, request, posted)

    return serve


def _answer(state: State, handler: Handler, request: Request, posted: Posted) -> Response:
    try:
        return handler(state, request, posted)
    except Conflict as conflict:
        language = read_language(request)
        words = tell("desk_note.conflict_why", language, path=conflict.path)
        return _note(
            state, request, 200, "conflict", words, conflict.now or tell("desk_note.nothing", language)
        )
    except UsageError as error:
        return _note(state, request, 400, "refused", say_refusal(error, read_language(request)))
    except HTTPException as error:
        if error.status_code != 404:
            raise
        return _note(state, request, 404, "missing")


def _note(
    state: State, request: Request, status: int, what: str, words: str = "", piece: str | None = None
) -> Response:
    """A page that says why nothing was done; in words of its own, or those given."""
    language = read_language(request)
    title, lines = tell(f"desk_note.{what}", language), (words or tell(f"desk_note.{what}_why", language))
    return render_page(
        state, request, "note.html", status=status, title=title, words=lines.split("\n"), piece=piece
    )


def show_home(state: State, request: Request, _: Posted) -> Response:
    """How the case stands, what can be done, and what was done last."""
    checked = state.check()
    steps = read_journal(state.folder)[:SHOWN]
    case = checked.case
    return render_page(
        state,
        request,
        "home.html",
        manifest=case.manifest,
        counts={kind: len(getattr(case, kind)) for kind in KINDS},
        problems=findings.count_problems(checked.problems),
        steps=[(step, tell_standing(state.folder, step)) for step in steps],
        lists=len(case.lists),
    )


def choose_language(_: State, request: Request, __: Posted) -> Response:
    """Keep the language that a person chose, and go back to where it was chosen."""
    language, back = request.path_params["language"], request.query_params.get("back", "")
    if language not in LANGUAGES:
        raise HTTPException(404)
    return keep_language(language, back if is_ours(back) else "/desk/")


def show_changes(state: State, request: Request, _: Posted) -> Response:
    """Everything that was done at this desk, the last first."""
    steps = [(step, tell_standing(state.folder, step)) for step in read_journal(state.folder)]
    return render_page(state, request, "changes.html", steps=steps)


def show_step(state: State, request: Request, posted: Posted) -> Response:
    """One step with its difference; taken back or made again if that is asked."""
    step = read_step(state.folder, request.path_params["step"])
    if step is None:
        raise HTTPException(404)
    do = posted.fields.get("do")
    if do in ("undo", "redo"):
        (state.undo if do == "undo" else state.redo)(step)
        back = posted.fields.get("back", "")
        return RedirectResponse(back if is_ours(back) else f"/desk/changes/{step.id}", status_code=303)
    return render_page(
        state,
        request,
        "step.html",
        step=step,
        standing=tell_standing(state.folder, step),
        kind=records.find_kind(state, step),
    )


def is_ours(path: str) -> bool:
    """Whether a path leads to the desk and not to another machine."""
    return path.startswith("/desk/") and "\\" not in path and "\n" not in path
