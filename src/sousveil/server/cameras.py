"""Lists of cameras brought together by a person: piles, pairs with their reasons, lists handed over, a camera seen.

Shows what the register concludes and writes what the person decides; it weighs nothing.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.case.skeleton import make_id
from sousveil.problems import Problem
from sousveil.publish.tongue import tell_code
from sousveil.register.cameras import Camera
from sousveil.register.match import Link
from sousveil.register.piles import Pile, Register
from sousveil.workbench.desk.cameras import (
    CODED,
    SEEN,
    VERDICTS,
    NoCamera,
    describe_pair,
    draft_decision,
    draft_list,
    find_link,
    list_open,
    list_own,
    read_sighting,
    read_upload,
    say_value,
)
from sousveil.workbench.desk.changes import Standing, Step, read_journal, tell_standing
from sousveil.workbench.desk.records import find_name

from .findings import say_today
from .forms import Posted
from .language import read_language
from .pages import render_page
from .state import State

SHOWN = 100
"""Cameras and pairs on one page."""
MOST_TOLD = 10
"""Reasons why a file is no list, at most."""
KINDS_OF_LIST = ("official", "citizens", "map", "press")


def show_cameras(state: State, request: Request, _: Posted) -> Response:
    """How many cameras are in each pile, the pairs to decide, and the cameras of one pile."""
    case = state.read_case()
    if not case.lists:
        return render_page(state, request, "cameras.html", piles={})
    register, fresh = state.linking.read()
    wanted = request.query_params.get("pile", "")
    pile = next((one for one in Pile if one.value == wanted), None)
    cameras = register.list_pile(pile) if pile else []
    pairs, language = list_open(register, case), read_language(request)
    return render_page(
        state,
        request,
        "cameras.html",
        piles={one.value: len(register.list_pile(one)) for one in Pile},
        pile=wanted if pile else "",
        cameras=[_describe(camera, register, language) for camera in cameras[:SHOWN]],
        more=max(len(cameras) - SHOWN, 0),
        pairs=[(link, _address(link)) for link in pairs[:SHOWN]],
        fresh=fresh,
        last=_find_last(state),
    )


def _describe(camera: Camera, register: Register, language: str) -> dict[str, str]:
    """A camera of a pile in words."""
    seen = [register.sighted[key].observation for key in camera.observations]
    said = {
        field: next((words for one in seen if (words := say_value(field, one, language))), "")
        for field in ("street", "kind", "operator")
    }
    shown = tell_code("camera_state", camera.state.value, language)
    return {"id": camera.id, "keys": ", ".join(camera.observations), "state": shown, **said}


def show_pair(state: State, request: Request, posted: Posted) -> Response:
    """Two observations side by side with what speaks for and against; or what was decided about them."""
    case = state.read_case()
    register, fresh = state.linking.read()
    query = request.query_params
    link = find_link(register, query.get("left", ""), query.get("right", ""))
    if link is None:
        return RedirectResponse(
            "/desk/cameras/", status_code=303
        )  # decided meanwhile, so that it is no pair now
    if posted.fields.get("verdict"):
        said = {
            "verdict": posted.fields["verdict"],
            "by": posted.fields.get("by", "").strip() or find_name(case),
            "date": say_today(),
            "reason": posted.fields.get("reason", "").strip(),
        }
        following = _follow(list_open(register, case), link, 1)
        step = draft_decision(state.folder, case, register, link, said)
        if step.changes:
            state.apply(step)
        goal = f"{_address(following)}&done={step.id}" if following else f"/desk/cameras/?done={step.id}"
        return RedirectResponse(goal, status_code=303)
    pairs = list_open(register, case)
    following, former = _follow(pairs, link, 1), _follow(pairs, link, -1)
    return render_page(
        state,
        request,
        "pair.html",
        pair=describe_pair(register, case, link, read_language(request)),
        here=_address(link),
        following=_address(following) if following else "/desk/cameras/",
        former=_address(former) if former else "/desk/cameras/",
        number=len(pairs),
        last=_find_last(state),
        by=find_name(case),
        verdicts=VERDICTS,
        fresh=fresh,
    )


def _find_last(state: State) -> Step | None:
    """The decision about a pair that was made last and stands."""
    steps = [one for one in read_journal(state.folder)[:SHOWN] if one.what in VERDICTS]
    return next((one for one in steps if tell_standing(state.folder, one) is Standing.STANDS), None)


def _follow(pairs: list[Link], link: Link, by: int) -> Link | None:
    """The pair after a pair, or before it; a pair that is decided is followed by the first that is not."""
    at = next((n for n, one in enumerate(pairs) if (one.left, one.right) == (link.left, link.right)), None)
    if at is None:
        return pairs[0] if pairs else None
    rest = [one for one in pairs if one is not pairs[at]]
    return pairs[(at + by) % len(pairs)] if rest else None


def _address(link: Link) -> str:
    return f"/desk/cameras/pair?{urlencode({'left': link.left, 'right': link.right})}"


def show_upload(state: State, request: Request, posted: Posted) -> Response:
    """The form that takes in a list; what it would write; or the list written."""
    case, why = state.read_case(), list[Problem]()
    name, content = posted.files.get("file", ("", b""))
    if content:
        found = read_upload(state.folder, name, content)
        said = {
            field: posted.fields.get(field, "").strip()
            for field in ("id", "title", "kind", "as_of", "source")
        }
        said["id"] = said["id"] or make_id(said["title"] or name)
        try:
            step = draft_list(state.folder, case, found, said)
        except NoCamera as error:
            why = error.problems[:MOST_TOLD]
        else:
            state.apply(step)
            return RedirectResponse(f"/desk/changes/{step.id}", status_code=303)
    return render_page(
        state,
        request,
        "upload.html",
        kinds_of_list=KINDS_OF_LIST,
        asked=bool(posted.fields),
        chosen=bool(content),
        why=why,
        given=posted.fields,
        sources=list(case.sources),
    )


def show_sighting(state: State, request: Request, posted: Posted) -> Response:
    """The form of a camera that somebody saw; what it would write; or the camera written."""
    case, why, step = state.read_case(), list[Problem](), None
    own, none = list_own(case), False
    if posted.fields:
        into = posted.fields.get("into", "")
        into = into if into in {one.id for one in own} else make_id(posted.fields.get("new", "") or "seen")
        found, why = read_sighting(state.folder, case, posted.fields, into)
        known = into in case.lists
        said = (
            {"id": into}
            if known
            else {"id": into, "title": posted.fields.get("new") or into, "kind": "citizens"}
        )
        try:
            step = draft_list(state.folder, case, found, said)
        except NoCamera:
            none = True
        if step and posted.fields.get("do") == "write":
            state.apply(step)
            return RedirectResponse(f"/desk/changes/{step.id}", status_code=303)
    return render_page(
        state,
        request,
        "sighting.html",
        seen=SEEN,
        tables=CODED,
        own=own,
        why=why,
        none=none,
        step=step,
        given=posted.fields,
    )


PAGES = (
    ("cameras/", show_cameras),
    ("cameras/pair", show_pair),
    ("cameras/upload", show_upload),
    ("sightings/new", show_sighting),
)
