"""The text of a source beside the form of a claim: words are selected where they stand, and become a claim.

Keeps nothing: what was pasted is gone when the page is left.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.workbench.desk.text import Passage, read_passages, split_text

from .forms import Posted
from .pages import render_page
from .state import State


def show_passages(state: State, request: Request, posted: Posted) -> Response:
    """The stored texts of a source and a passage that was pasted, each paragraph with the way to a claim."""
    identity = request.path_params["id"]
    case = state.read_case()
    source = case.sources.get(identity)
    if source is None:
        raise HTTPException(404)
    pasted, where = posted.fields.get("pasted", ""), posted.fields.get("where", "").strip()
    own = case.manifest.language
    passages = read_passages(state.folder, source, own)
    if pasted.strip():
        passages.insert(0, Passage(file="", paragraphs=split_text(pasted, own)))
    return render_page(
        state,
        request,
        "passages.html",
        source=source,
        own=own,
        passages=passages,
        pasted=pasted,
        where=where,
        claims=[one for one in case.claims.values() if one.source == identity],
    )


PAGES = (("passages/{id}", show_passages),)
