"""A Markdown file with YAML front matter: fields above, free notes below.

Leaves the meaning of the fields to the caller.
"""

from dataclasses import dataclass

from sousveil.problems import Origin, Problem, Severity

from .yaml12 import Item, parse_mapping

FENCE = "---"


@dataclass(frozen=True, slots=True)
class Page:
    """The fields of a page, its notes, and the line on which the notes begin."""

    fields: Item
    body: str
    body_line: int


def parse_page(text: str, path: str) -> tuple[Page | None, list[Problem]]:
    """Read fields between two lines `---` at the top, and what follows."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None, [_problem("front-matter", Origin(path))]
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    if end is None:
        return None, [_problem("front-matter.open", Origin(path, len(lines)))]
    fields, problems = parse_mapping("\n".join(lines[1:end]) + "\n", path, 1)
    if fields is None:
        return None, problems
    body = "\n".join(lines[end + 1 :]).strip("\n")
    blank = next((n for n, line in enumerate(lines[end + 1 :]) if line), 0)
    return Page(fields, body, end + 2 + blank), problems


def _problem(message: str, origin: Origin) -> Problem:
    return Problem(message=message, severity=Severity.ERROR, origin=origin)
