"""The text of a source at the desk: its stored copies or a passage that was pasted, in numbered paragraphs.

Gives each paragraph the words by which a claim says where it stands; it reads no picture and stores nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sousveil.plaintext.guard import parse_bytes
from sousveil.plaintext.script import fold_for_search
from sousveil.publish.tongue import tell
from sousveil.records.source import Source

CAPTURES = "captures"
TEXT = "text.txt"
LARGEST = 8 * 2**20
"""Bytes of text on one page; a book has one million."""
_PAGE = re.compile(r"^\[page (\d+)[^\]]*\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a text, and where it stands in words."""

    text: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text in paragraphs: the file below `captures/` it stands in, or nothing where it was pasted."""

    file: str
    paragraphs: tuple[Paragraph, ...]


def read_passages(folder: Path, source: Source, language: str = "en") -> list[Passage]:
    """The texts of the stored copies of a source, the latest first; a copy without a text is passed over.

    `language` is that of the case, in which its claims say where they stand.
    """
    files = dict.fromkeys(
        file for one in reversed(source.captures) if (file := _find_text(folder, one.path)) is not None
    )
    texts = [(file, _read(file)) for file in files]
    return [
        Passage(file=file.relative_to(folder).as_posix(), paragraphs=split_text(text, language))
        for file, text in texts
        if text
    ]


def split_text(text: str, language: str = "en") -> tuple[Paragraph, ...]:
    """Paragraphs between blank lines, numbered, on each page anew where pages are marked."""
    return tuple(_list_paragraphs(text.replace("\r\n", "\n").replace("\r", "\n"), language))


def _list_paragraphs(text: str, language: str) -> Iterator[Paragraph]:
    page, number = "", 0
    for block in re.split(r"\n[ \t]*\n|\f", text):
        lines = block.strip().split("\n")
        if found := _PAGE.match(lines[0].strip()):
            page, number, lines = found[1], 0, lines[1:]
        words = "\n".join(lines).strip()
        if words:
            number += 1
            key = "desk_locator.on_page" if page else "desk_locator.paragraph"
            yield Paragraph(text=words, locator=tell(key, language, page=page, number=str(number)))


def find_words(passages: list[Passage], stated: str) -> str:
    """Where words stand in the stored texts of a source; nothing where they do not, whatever the breaks of lines."""
    wanted = _fold(stated)
    for passage in passages:
        for paragraph in passage.paragraphs:
            if wanted and wanted in _fold(paragraph.text):
                return paragraph.locator
    return ""


def _fold(text: str) -> str:
    return " ".join(fold_for_search(text).split()).lower()


def _find_text(folder: Path, path: str) -> Path | None:
    """The text that belongs to a stored copy: beside it, or the copy itself; nothing outside the captures."""
    root = (folder / CAPTURES).resolve()
    copy = (root / path).resolve()
    for file in (copy.parent / TEXT, copy):
        inside = file.is_relative_to(root) and file.is_file()
        if inside and file.suffix in (".txt", ".md") and file.stat().st_size <= LARGEST:
            return folder / CAPTURES / file.relative_to(root)
    return None


def _read(file: Path) -> str:
    return parse_bytes(file.read_bytes(), file.name)[0] or ""
