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
from sousveil.records.case import KINDS
from sousveil.workbench.desk.changes import Conflict, read_journal, read_step, tell_standing

from . import cameras, captures, files, findings, passages, records, walks
from .forms import Posted, read_posted
from .guard import READING
from .pages import ROOM, render_page
from .state import State

PUBLISH = Path(sousveil.publish.__file__).parent
SHOWN = 8
"""Steps on the first page; all stand on a page of their own."""
STRANGER = (
    "<!doctype html><html lang=en><title>Not let in</title><h1>Not let in</h1>"
    "<p>This is a desk where a case is written. Open it by the address that the terminal printed when it was started."
)

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
        await HTMLResponse(STRANGER, 403)(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        request, guard = Request(scope), self._state.guard
        if scope["path"] == "/desk/enter":
            return request.method in READING
        return guard.knows(request.headers) and guard.is_same_origin(request)


def build_desk(state: State) -> list[BaseRoute]:
    """The pages of the desk."""

    def route(path: str, handler: Handler) -> Route:
        return Route(f"/desk/{path}", _serve(state, handler), methods=["GET", "POST"])

    async def tell(_: Request) -> Response:
        return StreamingResponse(state.live.tell(), media_type="text/event-stream")

    return [
        route("", show_home),
        Route("/desk/enter", _enter(state)),
        Route("/desk/news", tell),
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


def _enter(state: State) -> Callable[[Request], Awaitable[Response]]:
    """Gives the cookie to whoever holds the key."""

    async def enter(request: Request) -> Response:
        return state.guard.admit(request.query_params.get("key", "")) or HTMLResponse(STRANGER, 403)

    return enter


def _serve(state: State, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A page that reads its form, if it has one, and turns what was wrong with a request into words."""

    async def serve(request: Request) -> Response:
        posted = Posted()
        if request.method not in READING:
            posted = await read_posted(request)
            if not state.guard.is_sealed(posted.fields):
                return render_page(
                    state, "note.html", status=403, title="An old form", words=[OLD_FORM], piece=None
                )
        return await run_in_threadpool(_answer, state, handler, request, posted)

    return serve


OLD_FORM = (
    "This form was handed out before the desk was started anew. "
    "Go back, load the page again and send it once more."
)


def _answer(state: State, handler: Handler, request: Request, posted: Posted) -> Response:
    try:
        return handler(state, request, posted)
    except Conflict as conflict:
        words = [f"{conflict}. Nothing was written. It reads now:"]
        title = "Changed in the meantime"
        return render_page(state, "note.html", title=title, words=words, piece=conflict.now or "(nothing)")
    except UsageError as error:
        return render_page(
            state,
            "note.html",
            status=400,
            title="That does not work",
            words=str(error).split("\n"),
            piece=None,
        )


def show_home(state: State, _: Request, __: Posted) -> Response:
    """How the case stands, what can be done, and what was done last."""
    checked = state.check()
    steps = read_journal(state.folder)[:SHOWN]
    case = checked.case
    return render_page(
        state,
        "home.html",
        manifest=case.manifest,
        counts={kind: len(getattr(case, kind)) for kind in KINDS},
        problems=findings.count_problems(checked.problems),
        steps=[(step, tell_standing(state.folder, step)) for step in steps],
        lists=len(case.lists),
    )


def show_changes(state: State, _: Request, __: Posted) -> Response:
    """Everything that was done at this desk, the last first."""
    steps = [(step, tell_standing(state.folder, step)) for step in read_journal(state.folder)]
    return render_page(state, "changes.html", steps=steps)


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
        "step.html",
        step=step,
        standing=tell_standing(state.folder, step),
        kind=records.find_kind(state, step),
    )


def is_ours(path: str) -> bool:
    """Whether a path leads to the desk and not to another machine."""
    return path.startswith("/desk/") and "\\" not in path and "\n" not in path
