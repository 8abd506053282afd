"""Files of the case as text: what no form is made for, and what a form cannot mend.

Shows and writes only files that belong to the case's records, and tells what the case makes of them.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.case.layout import read_layout
from sousveil.workbench.desk.changes import Conflict, Step, digest_piece, read_piece
from sousveil.workbench.desk.records import draft_text

from .forms import Posted
from .language import read_language
from .pages import render_page, say_any
from .state import State


def show_files(state: State, request: Request, __: Posted) -> Response:
    """The files that records are read from."""
    return render_page(state, request, "files.html", paths=list_files(state))


def list_files(state: State) -> list[str]:
    """The paths of these files, within the case."""
    layout = read_layout(state.folder)
    return sorted({path for paths in layout.files.values() for path in paths})


def show_file(state: State, request: Request, posted: Posted) -> Response:
    """One file to be written in, the change it would be, or the change itself."""
    path = request.path_params["path"]
    if path not in list_files(state):
        raise HTTPException(404)
    now = read_piece(state.folder, path) or ""
    text, base = posted.fields.get("text", now), posted.fields.get("base", digest_piece(now))
    step: Step | None = None
    conflict = False
    try:
        step = draft_text(state.folder, path, text, base=base)
    except Conflict:
        conflict, base = True, digest_piece(now)
        step = draft_text(state.folder, path, text, base=base)
    if posted.fields.get("do") == "write" and not conflict and step.changes:
        state.apply(step)
        return RedirectResponse(f"/desk/changes/{step.id}", status_code=303)
    said = [
        (str(one.origin), say_any(one.message, one.args, read_language(request)))
        for one in state.check().problems
        if one.origin and one.origin.path == path and one.severity.rank == 0
    ]
    return render_page(
        state,
        request,
        "file.html",
        path=path,
        text=text,
        base=base,
        step=step if posted.fields else None,
        conflict=conflict,
        said=said,
    )


PAGES = (("files/", show_files), ("files/{path:path}", show_file))
