"""Every message the code can give has its sentence, every code its explanation, and no sentence is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sousveil.messages import CATALOGUE, read_catalogue, read_code_docs, render_message, render_problem
from sousveil.problems import Argument, Origin, Problem, Related, Severity

ROOT = Path(__file__).parents[1] / "src" / "sousveil"
# Calls whose first text is a message id.
SPEAKERS = {"Related", "_Fault", "_error", "_warning", "report", "_report"}
# Exceptions hold no message of the catalogue, and neither do these rooms' own tables of it.
QUIET = {"cli", "server"}


@cache
def read_nodes() -> tuple[ast.AST, ...]:
    """Calls and texts of the code: all that is looked at here."""
    paths = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] not in QUIET]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    looked_at = ast.Call | ast.Constant | ast.JoinedStr
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, looked_at))


def patterns_of(node: ast.expr | None) -> Iterator[str]:
    """A regular expression for each message id an expression can give; names and calls give none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from patterns_of(node.body)
        yield from patterns_of(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values]
        yield "".join(parts)


def read_said() -> set[str]:
    said: set[str] = set()
    for node in (node for node in read_nodes() if isinstance(node, ast.Call)):
        said.update(p for word in node.keywords if word.arg == "message" for p in patterns_of(word.value))
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SPEAKERS:
            first = next((a for a in node.args if any(True for _ in patterns_of(a))), None)
            said.update(patterns_of(first))
    return said


def read_all_texts() -> set[str]:
    found: set[str] = set()
    for node in read_nodes():
        if isinstance(node, ast.Constant | ast.JoinedStr):
            found.update(patterns_of(node))
    return found


def test_what_is_said_has_a_sentence() -> None:
    known, said = read_catalogue(), [re.compile(one) for one in read_said()]
    missing = [one.pattern for one in said if not any(one.fullmatch(message) for message in known)]
    assert not missing
    assert len(said) > 50


def test_no_sentence_is_left_over() -> None:
    texts = [re.compile(text) for text in read_all_texts() if text not in {".+", ""} and " " not in text]
    unused = [
        message
        for path in CATALOGUE.glob("en/load.toml")
        for message in read_file(path)
        if not any(text.fullmatch(message) for text in texts)
    ]
    assert not unused


def read_file(path: Path) -> list[str]:
    return re.findall(r'^\["?([^"\]]+)"?\]$', path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_every_code_is_explained() -> None:
    codes = {message.partition(".")[0] for message in read_file(CATALOGUE / "en" / "load.toml")}
    assert codes <= set(read_code_docs())


def test_a_message_stands_in_one_file_only() -> None:
    found = [message for path in CATALOGUE.glob("en/*.toml") for message in read_file(path)]
    assert len(found) == len(set(found))


def test_a_problem_is_a_line_with_place_severity_sentence_and_code() -> None:
    problem = Problem(
        message="duplicate-key",
        severity=Severity.ERROR,
        origin=Origin("claims/a.yaml", 7, 3),
        args={"key": "unit", "line": 5},
        related=(Related("duplicate-key.first", "", Origin("claims/a.yaml", 5, 3)),),
    )
    assert render_problem(problem) == (
        "claims/a.yaml:7:3: error: the field 'unit' stands twice in this record, first in line 5; the first counts: "
        "remove one [duplicate-key]\n  claims/a.yaml:5:3: the field stands here first"
    )


def test_an_argument_is_text_and_never_a_way_into_objects() -> None:
    args = {"reason": "{0.__class__} {reason.__class__}"}
    assert render_message("toml-syntax", args) == "cannot be read as TOML: {0.__class__} {reason.__class__}"


def test_a_missing_sentence_or_argument_is_shown_and_not_fatal() -> None:
    assert render_message("no-such-message", {"n": 2}) == "no-such-message: n=2"
    assert "{reason}" in render_message("toml-syntax", {})


@pytest.mark.parametrize(("language", "expected"), [("en", "TOML"), ("xx", "TOML")])
def test_english_stands_in_for_a_language_without_a_catalogue(language: str, expected: str) -> None:
    assert expected in render_message("toml-syntax", {"reason": ""}, language)


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        (("status (a / b)",), "differ in status (a / b)"),
        (("status", "scope"), "differ in status, scope"),
        (("status", "scope", "basis", "time"), "differ in status, scope and 2 more"),
    ],
)
def test_a_long_list_names_its_first_and_counts_the_rest(differs: tuple[str, ...], said: str) -> None:
    args: dict[str, Argument] = {"measure": "cameras", "subject": "g-x", "n": 5, "differs": differs}
    assert render_message("not-comparable", args).endswith(said)


def test_every_message_is_a_table_of_texts() -> None:
    # A header such as [a.b] without quotes makes a table inside a table, and the message is lost.
    for name, entry in read_catalogue().items():
        assert all(isinstance(text, str) for text in entry.values()), (
            f'[{name}] holds a table: write ["{name}.…"]'
        )
