"""Stored copies of a source: what is kept, a file handed over to be kept, a copy taken away.

Stores through the one way in that every copy takes; believes no name of a file, and fetches nothing.
"""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.case.skeleton import make_id
from sousveil.messages import render_message
from sousveil.problems import UsageError
from sousveil.workbench.custody.capturing import Stored

from .forms import Posted
from .pages import render_page
from .state import State

NOBODY = "unnamed"
"""Who stores a copy where nobody says: the same word as on the command line."""


def show_captures(state: State, request: Request, posted: Posted) -> Response:
    """The copies of a source, with a form that stores another; or what became of the one sent."""
    identity = request.path_params["id"]
    if identity not in state.read_case().sources:
        raise HTTPException(404)
    done, words = _act(state, identity, posted)
    source = state.read_case().sources[identity]
    return render_page(
        state,
        "captures.html",
        source=source,
        held=[(one, (state.folder / "captures" / one.path).is_file()) for one in source.captures],
        done=done,
        notes=[render_message(one.message, one.args) for one in done.problems] if done else [],
        words=words,
        by=posted.fields.get("by", ""),
        do=posted.fields.get("do", ""),
    )


def _act(state: State, identity: str, posted: Posted) -> tuple[Stored | None, str]:
    """What was asked for, done; or why it was not."""
    do, named = posted.fields.get("do"), posted.fields.get("by", "").strip()
    by = make_id(named) if named else NOBODY
    name, content = posted.files.get("file", ("", b""))
    try:
        if do == "withdraw":
            return state.withdraw(
                _require_copy(state, identity, posted), reason=_read_reason(posted), by=by
            ), ""
        if do == "store" and content:
            return state.keep(identity, content, re.split(r"[/\\]", name)[-1], by=by), ""
    except UsageError as error:
        return None, str(error)
    return None, "Choose a file that holds something." if do == "store" else ""


def _require_copy(state: State, identity: str, posted: Posted) -> str:
    """The copy that a form names, if it is one of this source."""
    path = posted.fields.get("path", "")
    if path not in {one.path for one in state.read_case().sources[identity].captures}:
        raise UsageError("This copy is not there any more.")
    return path


def _read_reason(posted: Posted) -> str:
    if reason := posted.fields.get("reason", "").strip():
        return reason
    raise UsageError("Say why the copy is taken away; it stands in the chain of custody.")


PAGES = (("captures/{id}", show_captures),)
