"""Changes one record of a file and leaves every other byte alone.

A record's lines run from its dash to its last line; comments at the left edge and blank lines between records belong
to the file. When a record is written anew, a comment inside it keeps its place above the field it stood above (one
behind a value goes above it), and comments below its last field stay below it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .canonical import render_record
from .yaml12 import Item, parse_list

Order = Callable[[Mapping[str, object]], Mapping[str, object] | None]
"""Puts the fields of a record in their order; None where the record is to stay as it is."""

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_OWN_LINE = re.compile(r"\s*#")
_BEHIND = re.compile(r"(?<!\s)\s+(#.*)$")  # looking back keeps it linear in a long run of blanks


@dataclass(frozen=True, slots=True)
class Span:
    """Lines before a record (comments, blank lines), and its own lines. Joined in order they are the file."""

    lead: str
    body: str


def split_records(text: str) -> tuple[list[Span], str]:
    """The records of a file, and what stands below the last. A file that is no block list has none."""
    lines = _LINES.findall(text)  # not splitlines, which also splits where YAML does not
    starts = [n for n, line in enumerate(lines) if line.startswith("- ")]
    spans, at = [], 0
    for start, following in zip(starts, [*starts, len(lines)][1:], strict=True):
        end = following
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        spans.append(Span("".join(lines[at:start]), "".join(lines[start:end])))
        at = end
    return spans, "".join(lines[at:])


def replace_record(text: str, identity: str, value: Mapping[str, object]) -> str | None:
    """The text with the record of that id written anew from `value`; None where it has no such record."""
    cut = cut_record(text, identity)
    if cut is None:
        return None
    before, body, after = cut
    item = _item(Span("", body))
    return before + render_record(value, read_comments(body, item) if item else None) + after


def cut_record(text: str, identity: str) -> tuple[str, str, str] | None:
    """What stands before the record of that id, its own lines, and what stands behind; None where there is none."""
    spans, tail = split_records(text)
    # Those in which the id stands as it is come first: parsing every record of a long file takes seconds.
    for index in sorted(range(len(spans)), key=lambda n: identity not in spans[n].body):
        item = _item(spans[index])
        if item is not None and _fields(item).get("id") == identity:
            before = "".join(one.lead + one.body for one in spans[:index]) + spans[index].lead
            after = "".join(one.lead + one.body for one in spans[index + 1 :]) + tail
            return before, spans[index].body, after
    return None


def append_record(text: str, value: Mapping[str, object]) -> str:
    """The text with a record below the last."""
    if text and not text.endswith("\n"):
        text += "\n"
    return f"{text}\n{render_record(value)}" if text.strip() else f"{text}{render_record(value)}"


def format_records(text: str, order: Order) -> str:
    """The text in canonical form: every record written anew, one blank line between, comments kept.

    A record that cannot be read stays as it is, and so does a file that would not read the same afterwards.
    """
    spans, tail = split_records(text)
    if not spans:
        return text
    out = []
    for index, span in enumerate(spans):
        item = _item(span)
        lead = _tidy(span.lead)
        gap = "\n" if index and not lead.startswith("\n") else ""
        fields = order(_fields(item)) if item is not None else None
        if item is None or fields is None:
            out.append(gap + lead + span.body)
        else:
            out.append(gap + lead + render_record(fields, read_comments(span.body, item)))
    rest = _tidy(tail).rstrip("\n")
    tidy = "".join(out).lstrip("\n") + (f"{rest}\n" if rest else "")
    return tidy if _values(tidy) == _values(text) else text


def _values(text: str) -> list[object]:
    """What a file says, wherever it stands."""
    parsed = parse_list(text, "")
    return [*(item.value for item in parsed.items), *sorted(problem.message for problem in parsed.problems)]


def read_comments(body: str, item: Item) -> dict[str, list[str]]:
    """The comments inside a record by the dotted field they are to stand above; `""` for those below the last."""
    lines = body.split("\n")
    places = sorted((item.marks[name][0] - item.marks.line, len(name), name) for name in item.marks if name)
    found: dict[str, list[str]] = {}
    for number, comment in _find_comments(lines, item):
        name = next((name for at, _, name in places if at >= number), "")
        found.setdefault(name, []).append(comment)
    return found


def _find_comments(lines: list[str], item: Item) -> list[tuple[int, str]]:
    """(line from 0, comment). What looks like a comment is one if the record reads the same without it."""
    candidates: dict[int, tuple[str, str]] = {}  # line → what is left of it, the comment
    for number, line in enumerate(lines):
        behind = _BEHIND.search(line)
        if _OWN_LINE.match(line):
            candidates[number] = ("", line.strip())
        elif behind:
            candidates[number] = (line[: behind.start()], behind[1])
    if candidates and not _same(_without(lines, candidates), item):
        candidates = {n: one for n, one in candidates.items() if _same(_without(lines, {n: one}), item)}
    return [(number, comment) for number, (_, comment) in candidates.items()]


def _without(lines: list[str], candidates: Mapping[int, tuple[str, str]]) -> list[str]:
    """A record's lines with some of its comments taken away."""
    kept = [candidates[n][0] if n in candidates else line for n, line in enumerate(lines)]
    return [line for n, line in enumerate(kept) if line or n not in candidates]


def _same(lines: list[str], item: Item) -> bool:
    """Whether a record reads the same without a piece of its text."""
    parsed = parse_list("\n".join(lines), "")
    return len(parsed.items) == 1 and parsed.items[0].value == item.value


def _item(span: Span) -> Item | None:
    """The record of a span, if it is sound."""
    parsed = parse_list(span.body, "")
    sound = len(parsed.items) == 1 and not parsed.problems and isinstance(parsed.items[0].value, dict)
    return parsed.items[0] if sound else None


def _fields(item: Item) -> Mapping[str, object]:
    return item.value if isinstance(item.value, dict) else {}


def _tidy(lines: str) -> str:
    """Comments and blank lines between records, no two blank lines together."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<![ \t])[ \t]+\n", "\n", lines))
