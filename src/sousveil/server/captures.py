"""Stored copies of a source: what is kept, a file handed over to be kept, a copy taken away.

Stores through the one way in that every copy takes; believes no name of a file, and fetches nothing.
"""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.case.skeleton import make_id
from sousveil.messages import Refused
from sousveil.problems import UsageError
from sousveil.workbench.custody.capturing import Stored

from .forms import Posted
from .language import read_language
from .pages import render_page, say_any, say_refusal
from .state import State

NOBODY = "unnamed"
"""Who stores a copy where nobody says: the same word as on the command line."""


def show_captures(state: State, request: Request, posted: Posted) -> Response:
    """The copies of a source, with a form that stores another; or what became of the one sent."""
    identity = request.path_params["id"]
    if identity not in state.read_case().sources:
        raise HTTPException(404)
    done, words = _act(state, identity, posted)
    language = read_language(request)
    source = state.read_case().sources[identity]
    return render_page(
        state,
        request,
        "captures.html",
        source=source,
        held=[(one, (state.folder / "captures" / one.path).is_file()) for one in source.captures],
        done=done,
        notes=[say_any(one.message, one.args, language) for one in done.problems] if done else [],
        words=say_refusal(words, language) if words else "",
        by=posted.fields.get("by", ""),
        do=posted.fields.get("do", ""),
    )


def _act(state: State, identity: str, posted: Posted) -> tuple[Stored | None, UsageError | None]:
    """What was asked for, done; or why it was not."""
    do, named = posted.fields.get("do"), posted.fields.get("by", "").strip()
    by = make_id(named) if named else NOBODY
    name, content = posted.files.get("file", ("", b""))
    try:
        if do == "withdraw":
            path, reason = _require_copy(state, identity, posted), _read_reason(posted)
            return state.withdraw(path, reason=reason, by=by), None
        if do == "store" and content:
            return state.keep(identity, content, re.split(r"[/\\]", name)[-1], by=by), None
    except UsageError as error:
        return None, error
    return None, Refused("desk-refused.no-file") if do == "store" else None


def _require_copy(state: State, identity: str, posted: Posted) -> str:
    """The copy that a form names, if it is one of this source."""
    path = posted.fields.get("path", "")
    if path not in {one.path for one in state.read_case().sources[identity].captures}:
        raise Refused("desk-refused.no-copy")
    return path


def _read_reason(posted: Posted) -> str:
    if reason := posted.fields.get("reason", "").strip():
        return reason
    raise Refused("desk-refused.no-reason")


PAGES = (("captures/{id}", show_captures),)
