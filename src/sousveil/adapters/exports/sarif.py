"""Problems as SARIF 2.1.0 (OASIS, 2020), which editors and code hosts show beside the line they are about.

Says no more than the problems it is given; paths are relative to the case, never where the case lies.
"""

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from sousveil import __version__
from sousveil.messages import read_code_docs, render_message
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.finding import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
ROOT = "CASE"
"""The base that every path is relative to; whoever shows the report knows where the case lies (3.4.4)."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note", Severity.OK: "none"}


def render_sarif(problems: Iterable[Problem]) -> str:
    """A log with one run: a rule for each code that occurs, a result for each problem."""
    listed = list(problems)
    codes = sorted({problem.code for problem in listed})
    docs = read_code_docs()
    driver = {
        "name": "Sousveil",
        "semanticVersion": __version__,
        "rules": [_rule(code, docs.get(code, "")) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the case."}}},
        "results": [_result(problem, codes.index(problem.code)) for problem in listed],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(code: str, doc: str) -> Mapping[str, object]:
    """What a code means."""
    text = " ".join(doc.split()) or code
    return {"id": code, "shortDescription": {"text": text.split(". ", 1)[0]}, "help": {"text": text}}


def _result(problem: Problem, rule: int) -> Mapping[str, object]:
    """One problem. A finding that came out well is a `pass`, which has no level (3.27.9, 3.27.10)."""
    sound = problem.severity is Severity.OK
    result: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "kind": "pass" if sound else "fail",
        "level": _LEVELS[problem.severity],
        "message": {"text": render_message(problem.message, problem.args)},
        "partialFingerprints": {"key/v1": problem.key},
    }
    if problem.origin:
        result["locations"] = [{"physicalLocation": _location(problem.origin)}]
    related = [
        {
            "physicalLocation": _location(one.origin),
            "message": {"text": render_message(one.why, {"record": one.record})},
        }
        for one in problem.related
        if one.origin
    ]
    if related:
        result["relatedLocations"] = related
    if isinstance(problem, Finding):
        result["properties"] = {"verdict": problem.verdict.value, "inputs": problem.inputs}
        if problem.decided and not problem.stale:
            result["suppressions"] = [
                {"kind": "external", "status": "accepted", "justification": problem.decided}
            ]
    return result


def _location(origin: Origin) -> Mapping[str, object]:
    """A place in the case."""
    return {
        "artifactLocation": {"uri": _escape(origin.path), "uriBaseId": ROOT},
        "region": {"startLine": max(1, origin.line), "startColumn": max(1, origin.column)},
    }


def _escape(path: str) -> str:
    """A path as a relative URI reference (RFC 3986)."""
    return quote(path)
