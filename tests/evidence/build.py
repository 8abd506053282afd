"""Small cases from text, for the checks: what differs from a bare case is all that has to be written.

`⌖` before a field or a list's item marks where a finding must point: at the value. It is taken out before the file is
written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sousveil.problems import Origin, Problem
from sousveil.workbench.check import check_case

MARK = re.compile(r"⌖(- |\w+:\s+)?")
MANIFEST = 'format = 1\nid = "small"\ntitle = "A small case"\nlanguage = "en"\ntax_rates = ["20"]\n'
SOURCES = {"a": "2024-01-10", "b": "2024-02-10", "c": "2024-03-10"}
"""Bare sources that every case has: s-a, s-b and s-c, a month apart."""


def source_text(name: str, issued: str, extra: str = "") -> str:
    head = (
        f"id: s-{name}\ntype: report\nkind: official\ntitle: Source {name}\nissued: {issued}\nlanguage: en\n"
    )
    return f"---\n{head}{extra}---\n"


@dataclass(frozen=True)
class Built:
    """A case as checked, and the place marked in it."""

    problems: tuple[Problem, ...]
    marked: Origin | None

    def of(self, message: str, record: str = "") -> list[Problem]:
        return [p for p in self.problems if p.message == message and record in ("", p.record)]


def build(folder: Path, files: Mapping[str, str]) -> Built:
    """Write a case of the files given upon the bare one, and check it."""
    texts = {f"sources/{name}.md": source_text(name, issued) for name, issued in SOURCES.items()}
    marked = None
    for path, text in {"case.toml": MANIFEST, **texts, **files}.items():
        if mark := MARK.search(text):
            before = (text[: mark.start()] + (mark[1] or "")).replace("⌖", "")
            marked = Origin(path, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("⌖", ""), encoding="utf-8")
    return Built(check_case(folder).problems, marked)


def claim(
    identity: str,
    stated: str,
    *,
    source: str = "a",
    measure: str = "cameras",
    rest: str = "",
    here: bool = False,
) -> str:
    """A claim on one line; `rest` are further fields; `here` marks what is stated."""
    tail = f", {rest}" if rest else ""
    mark = "⌖" if here else ""
    return (
        f'- {{id: {identity}, source: s-{source}, locator: p. 1, {mark}stated: "{stated}", subject: g-x, '
        f"measure: {measure}{tail}}}\n"
    )
