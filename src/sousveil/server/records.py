"""Records by form: lists of a kind, the form of one, what it would change, and what happens when two windows write.

A form shows what it would write before it writes; what is written can be taken back.
"""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.case.fields import walk_values
from sousveil.plaintext.script import fold_for_search
from sousveil.publish.tongue import choose_text
from sousveil.publish.values import quantity_words
from sousveil.records.base import Record
from sousveil.records.case import KINDS, Case
from sousveil.workbench.desk.changes import Conflict, Step, digest_piece
from sousveil.workbench.desk.records import Draft, Fault, draft_record, open_form
from sousveil.workbench.desk.text import find_words, read_passages

from .findings import list_about
from .forms import Posted
from .guard import SEAL
from .language import read_language
from .pages import render_page, say_any, say_field_words
from .state import State

MOST = 200
"""Records on one page of a list; what is looked for is found by words."""
OWN = frozenset({SEAL, "base", "do"})
"""Fields of a form that are the desk's, not the record's."""
NEW = "new"


def show_list(state: State, request: Request, _: Posted) -> Response:
    """The records of a kind, or those in which words are found."""
    kind, case = _kind(request), state.read_case()
    words = request.query_params.get("words", "")
    wanted = fold_for_search(words).lower().split()
    found = [
        (record.id, *_title(record, read_language(request), case))
        for record in getattr(case, kind).values()
        if all(word in fold_for_search(f"{record.id} {record.said}").lower() for word in wanted)
    ]
    return render_page(
        state,
        request,
        "list.html",
        kind=kind,
        rows=found[:MOST],
        more=max(len(found) - MOST, 0),
        words=words,
    )


def show_form(state: State, request: Request, posted: Posted) -> Response:
    """The form of a record or of a new one; what it would change; or the change itself."""
    kind, identity = _kind(request), request.path_params["id"]
    case = state.read_case()
    known = "" if identity == NEW else identity
    if known and known not in getattr(case, kind):
        raise HTTPException(404)
    if not posted.fields:
        form = open_form(state.folder, case, kind, known, dict(request.query_params))
        return _render(state, request, Draft(form=form))
    given = {name: text for name, text in posted.fields.items() if name not in OWN}
    base = posted.fields.get("base", "")
    try:
        return _write(
            state, request, posted, draft_record(state.folder, case, kind, given, identity=known, base=base)
        )
    except Conflict as conflict:
        return _show_conflict(state, request, given, conflict)


def _write(state: State, request: Request, posted: Posted, draft: Draft) -> Response:
    """Make the step of a draft, if that is asked and there is one."""
    if posted.fields.get("do") != "write" or draft.step is None or not draft.step.changes:
        return _render(state, request, draft, looked=True)
    state.apply(draft.step)
    return RedirectResponse(f"/desk/changes/{draft.step.id}", status_code=303)


def _render(state: State, request: Request, draft: Draft, *, looked: bool = False) -> Response:
    """The page of a form, with what was wrong with it, or what it would change."""
    case, kind, language = state.read_case(), draft.form.kind, read_language(request)
    names = {one for field in draft.form.fields for one in field.kinds}
    return render_page(
        state,
        request,
        "form.html",
        draft=draft,
        form=draft.form,
        looked=looked,
        faults=(faults := _list_faults(draft, language)),
        wrong=dict(faults),
        offers={one: _list_offers(case, one, language) for one in names},
        used_words=_list_used(case) if kind == "claims" else {},
        readings=[quantity_words(one, _language_of(draft, case), language) for one in draft.form.readings],
        about=list_about(state, draft.form.record, language) if draft.form.record else [],
        used=list_users(case, draft.form.record) if draft.form.record else [],
        page=_find_page(state, kind, draft.form.record, language),
        given=request.query_params,
        found=_find_stated(state, case, draft),
    )


def _list_faults(draft: Draft, language: str) -> list[tuple[str, str]]:
    """What is wrong with a form, in the order of its fields: the field, and a sentence that calls it by its label."""
    labels = {one.field: say_field_words(one.label, language).partition(" (")[0] for one in draft.form.fields}
    order = list(labels)
    faults = sorted(
        draft.faults, key=lambda one: order.index(one.field) if one.field in labels else len(order)
    )
    if len(faults) > 1 and not next(one.text for one in draft.form.fields if one.field == "id"):
        faults = [one for one in faults if one.field != "id"]  # an id is made once the rest is there
    return [(one.field, _say_fault(one, labels, language)) for one in faults]


def _say_fault(fault: Fault, labels: Mapping[str, str], language: str) -> str:
    if fault.message == "missing-field":
        return say_any("desk-field.missing", {"field": labels.get(fault.field, fault.field)}, language)
    field = str(fault.args.get("field", ""))
    top, dot, rest = field.partition(".")
    named = f"{labels[top]}{f' ({rest})' if dot else ''}" if top in labels else field
    return say_any(fault.message, {**fault.args, "field": named}, language)


def _list_offers(case: Case, kind: str, language: str) -> list[tuple[str, str, str]]:
    """The ids of a kind, each with what its record is called and the language of that."""
    of_kind: Mapping[str, Record] = getattr(case, kind, {})
    return [(id_, *_title(record, language, case)) for id_, record in of_kind.items()]


def _list_used(case: Case) -> dict[str, list[str]]:
    """The words that claims use as subject and measure, which stand in no record."""
    claims = case.claims.values()
    return {
        "subject": sorted({one.subject for one in claims if case.get(one.subject) is None}),
        "measure": sorted({one.measure for one in claims} - set(case.measures)),
    }


def _language_of(draft: Draft, case: Case) -> str:
    """The language of the source of a claim that is being written."""
    told = {field.field: field.text for field in draft.form.fields}
    source = case.sources.get(told.get("source", ""))
    return (source.language if source else None) or case.manifest.language


def _find_stated(state: State, case: Case, draft: Draft) -> str | None:
    """Where the words of a claim stand in the stored text of its source, empty where not; None where none is stored."""
    told = {field.field: field.text for field in draft.form.fields}
    source = case.sources.get(told.get("source", "")) if draft.form.kind == "claims" else None
    passages = read_passages(state.folder, source, case.manifest.language) if source else []
    return find_words(passages, told["stated"]) if passages and told["stated"] else None


def _show_conflict(state: State, request: Request, given: Mapping[str, str], conflict: Conflict) -> Response:
    """What stands now beside what was to be written, and the way to either."""
    kind, identity = _kind(request), request.path_params["id"]
    base = digest_piece(conflict.now)
    with state.writing:
        draft = draft_record(state.folder, state.read_case(), kind, given, identity=identity, base=base)
    mine = draft.step.changes[0].after if draft.step and draft.step.changes else None
    return render_page(
        state,
        request,
        "conflict.html",
        kind=kind,
        record=identity,
        now=conflict.now,
        mine=mine,
        faults=[words for _, words in _list_faults(draft, read_language(request))],
        given={**given, "base": base},
    )


def find_kind(state: State, step: Step) -> tuple[str, str]:
    """The kind and id of the record that a step is about, if it is in the case; nothing else."""
    case = state.read_case()
    for change in step.changes:
        for kind in KINDS:
            of_kind: Mapping[str, Record] = getattr(case, kind)
            found = [id_ for id_ in of_kind if case.origins.path(id_) == change.path]
            if change.record in found:
                return kind, change.record
            if not change.record and len(found) == 1:
                return kind, found[0]
    return "", ""


def list_users(case: Case, identity: str) -> list[tuple[str, str]]:
    """The kind and id of every record that names another."""
    return [
        (kind, record.id)
        for kind in KINDS
        for record in getattr(case, kind).values()
        if any(text == identity for _, _, text in walk_values(record))
    ]


def _find_page(state: State, kind: str, identity: str, language: str) -> str:
    """The page of a record on the site, if it has one; in the reader's language if it is there in it."""
    if not identity or kind not in ("claims", "sources"):
        return ""
    site = state.folder / "build" / "site"
    paths = (f"{language}/{kind}/{identity}.html", f"{kind}/{identity}.html")
    return next((f"/{path}" for path in paths if (site / path).is_file()), "")


def _kind(request: Request) -> str:
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise HTTPException(404)
    return str(kind)


def _title(record: Record, language: str, case: Case) -> tuple[str, str]:
    """What a record is called, in its own words, and their language."""
    for name in ("title", "name", "text", "stated", "summary", "why", "finding", "formula", "reason"):
        if text := getattr(record, name, None):
            return choose_text(text, language, case.manifest.language)
    return "", case.manifest.language


PAGES = (
    ("records/{kind}/", show_list),
    ("records/{kind}/{id}", show_form),
)
