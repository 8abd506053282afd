"""Findings and other problems of the whole case, each with the way to the record it is about, and verdicts on findings.

Computes none of them; they are what `check` prints.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.problems import Problem, Severity
from sousveil.publish.names import Names, build_names
from sousveil.records.case import KINDS, Case
from sousveil.records.finding import Finding
from sousveil.workbench.desk.records import fill_verdict

from .forms import Posted
from .language import read_language
from .pages import render_page, say_any
from .state import State

MOST = 300
SHOWN = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def count_problems(problems: Iterable[Problem]) -> dict[str, int]:
    """How many there are of each gravity."""
    counts = Counter(problem.severity.value for problem in problems)
    return {severity.value: counts[severity.value] for severity in SHOWN}


def show_findings(state: State, request: Request, _: Posted) -> Response:
    """Everything to be said about the case, gravest first."""
    wanted = request.query_params.get("severity", "")
    checked = state.check()
    found = [
        p for p in checked.problems if p.severity.value == wanted or (not wanted and p.severity in SHOWN)
    ]
    return render_page(
        state,
        request,
        "findings.html",
        rows=describe_all(found[:MOST], checked.case, read_language(request)),
        more=max(len(found) - MOST, 0),
        counts=count_problems(checked.problems),
        wanted=wanted,
    )


def describe_all(problems: Iterable[Problem], case: Case, language: str) -> list[dict[str, object]]:
    """Problems in words, with where each leads."""
    names = build_names(case, language)
    return [_describe(one, case, names) for one in problems]


def _describe(problem: Problem, case: Case, names: Names) -> dict[str, object]:
    finding = problem if isinstance(problem, Finding) else None
    # What is wrong with a file is said by ids, which is how it is mended; what follows from records, by their names.
    by_name = finding is not None or problem.message.startswith("contract-")
    said = names.sentence if by_name else partial(say_any, language=names.language)
    return {
        "sentence": said(problem.message, problem.args),
        "severity": problem.severity.value,
        "verdict": finding.verdict.value if finding else "",
        "decided": finding.decided if finding else "",
        "stale": finding.stale if finding else False,
        "key": problem.key if finding and finding.inputs else "",
        "record": problem.record,
        "kind": find_kind_of(case, problem.record),
        "place": str(problem.origin or ""),
        "path": problem.origin.path if problem.origin else "",
    }


def find_kind_of(case: Case, identity: str) -> str:
    """The kind of the record of that id; nothing where there is none."""
    return next((kind for kind in KINDS if identity in getattr(case, kind)), "") if identity else ""


def list_about(state: State, identity: str, language: str) -> list[dict[str, object]]:
    """What is to be said about one record."""
    checked = state.check()
    about = [one for one in checked.problems if one.record == identity and one.severity in SHOWN]
    return describe_all(about, checked.case, language)


def open_verdict(state: State, request: Request, _: Posted) -> Response:
    """The form of the verdict on a finding: the one there is, or a new one filled with what it has to hold."""
    checked = state.check()
    key = request.query_params.get("finding", "")
    finding = next((p for p in checked.problems if isinstance(p, Finding) and p.key == key), None)
    if finding is None:
        raise HTTPException(404)
    known, given = fill_verdict(finding, checked.case, today=say_today())
    query = urlencode(given if not known else {"inputs": given["inputs"]})
    return RedirectResponse(f"/desk/records/decisions/{known or 'new'}?{query}", status_code=303)


def say_today() -> str:
    """The day, for what is decided now."""
    return datetime.now(UTC).date().isoformat()


PAGES = (("findings/", show_findings), ("verdict", open_verdict))
