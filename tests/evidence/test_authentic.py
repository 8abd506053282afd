"""Looks at whether documents are what they say they are: what did not agree is said, and where nobody looked."""

from pathlib import Path

import pytest

from sousveil.problems import Severity
from tests.evidence.build import Built, build, source_text

LOOK = "- looked_at: seal\n  result: {result}\n  by: court expert\n  date: 2024-03\n"
COPY = "captures:\n- path: s-a/1/original.pdf\n  sha256: {digest}\n  captured: 2024-03-01\n"


def check(folder: Path, extra: str) -> Built:
    """The case with more fields in its first source."""
    return build(folder, {"sources/a.md": source_text("a", "2024-01-10", extra)})


def told(built: Built) -> list[str]:
    return [one.message for one in built.problems if one.message.startswith("authenticity")]


@pytest.mark.parametrize(
    ("result", "messages"),
    [
        ("agrees", []),
        ("inconclusive", []),
        ("differs", ["authenticity"]),
        ("not_found", ["authenticity.not-found"]),
    ],
)
def test_what_did_not_agree_is_said(result: str, messages: list[str], tmp_path: Path) -> None:
    assert told(check(tmp_path, "authenticity:\n" + LOOK.format(result=result))) == messages


def test_a_leaked_document_at_which_nobody_looked_is_named(tmp_path: Path) -> None:
    assert told(check(tmp_path / "a", "leaked: true\n")) == ["authenticity.none"]
    assert told(check(tmp_path / "b", "leaked: true\nauthenticity:\n" + LOOK.format(result="agrees"))) == []
    assert told(check(tmp_path / "c", "leaked: true\nvia: [s-b]\n")) == []


def test_a_look_names_a_copy_that_the_source_has(tmp_path: Path) -> None:
    looks = COPY.format(digest="a" * 64) + "authenticity:\n" + LOOK.format(result="agrees")
    assert told(check(tmp_path / "a", looks + "  capture: s-a/1/original.pdf\n")) == []
    assert told(check(tmp_path / "b", looks + "  capture: s-a/1/other.pdf\n")) == ["authenticity.copy"]


def test_a_finding_says_where_it_stands(tmp_path: Path) -> None:
    looks = LOOK.format(result="agrees") + LOOK.format(result="⌖differs")
    built = check(tmp_path, "authenticity:\n" + looks)
    (found,) = built.of("authenticity")
    assert (found.origin, found.severity) == (built.marked, Severity.WARNING)
