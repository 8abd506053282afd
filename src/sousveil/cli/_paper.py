"""Prints to the terminal: wrapped and coloured where a person reads, plain lines where a program does.

Knows nothing of what it prints. It does its own wrapping: a checked case can have thirty thousand lines, and a general
console library took eight seconds for them.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TextIO

Part = str | tuple[str, str]
"""Words, or words and the style they stand in."""
Pieces = list[tuple[str, str]]
"""Words with their styles, side by side."""

NARROWEST = 40
"""Columns below which wrapping would leave hardly a word a line."""
CODES: Mapping[str, str] = MappingProxyType(
    {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
)
"""Select Graphic Rendition (ECMA-48, 8.3.117)."""
_WORDS = re.compile(r"\s+|\S+")


def has_colours(out: TextIO) -> bool:
    """Whether colours are seen and wanted (NO_COLOR as no-color.org has it)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@dataclass(slots=True)
class Paper:
    """What is printed on; columns are counted only where a terminal has them."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    width: int = 0
    colours: bool = False

    def __post_init__(self) -> None:
        if self.out.isatty():
            self.width = max(NARROWEST, shutil.get_terminal_size().columns)
            self.colours = has_colours(self.out)

    def put(
        self,
        *parts: Part,
        indent: int = 0,
        hang: int | None = None,
        lead: Sequence[Part] = (),
        guide: str = "",
    ) -> None:
        """Print one sentence; its later lines stand `hang` columns in (as far as the first, if not given).

        `lead` stands before the first line only, in the columns between `indent` and `hang`; `guide` before the later
        ones, for the lines of a tree.
        """
        if not (self.width or self.colours):
            words = "".join([part if isinstance(part, str) else part[0] for part in (*lead, *parts)])
            self.out.write(f"{' ' * indent}{words}\n")
            return
        before, pieces = [(" " * indent, ""), *_pieces(lead)], _pieces(parts)
        further = indent if hang is None else hang
        whole = not self.width or not any(
            " " in text for text, _ in pieces
        )  # a long key stays whole, to be copied
        lines = [pieces] if whole else list(wrap_pieces(pieces, self.width - further))
        for number, line in enumerate(lines):
            margin = [(guide.ljust(further), "dim")] if number else before
            self._write([*margin, *line])

    def table(self, rows: Iterable[tuple[tuple[str, str], Part]], *, indent: int = 0) -> None:
        """Print labels, set to one width, and what stands behind them; a label that repeats is said once."""
        kept = list(rows)
        width = max((len(label) for (label, _), _ in kept), default=0) + 2
        said = ""
        for (label, style), words in kept:
            shown = "" if label == said else label
            said = label
            self.put(words, indent=indent, hang=indent + width, lead=((shown.ljust(width), style),))

    def heading(self, words: str) -> None:
        """Print a heading with air above it."""
        self.blank()
        self.put((words, "bold"))

    def blank(self) -> None:
        """Leave a line free."""
        self.out.write("\n")

    def ask(self, words: str) -> None:
        """Print a question whose answer stands on the same line."""
        self.out.write(f"{self._coloured(words, 'bold')} ")
        self.out.flush()

    def _write(self, pieces: Pieces) -> None:
        text = "".join(self._coloured(words, style) for words, style in pieces)
        self.out.write(f"{text}\n")

    def _coloured(self, words: str, style: str) -> str:
        if not (self.colours and style and words.strip()):
            return words
        return f"\x1b[{';'.join(CODES[one] for one in style.split())}m{words}\x1b[0m"


def _pieces(parts: Iterable[Part]) -> Pieces:
    return [part if isinstance(part, tuple) else (part, "") for part in parts]


def wrap_pieces(pieces: Pieces, width: int) -> Iterator[Pieces]:
    """Lines of at most `width` letters, broken between words; a longer word is cut.

    >>> [line for line in wrap_pieces([("a b", ""), ("c d", "dim")], 4)]
    [[('a', ''), (' ', ''), ('b', ''), ('c', 'dim')], [('d', 'dim')]]
    """
    line: Pieces = []
    used, gap = 0, 0
    for word in _split_words(pieces):
        if word[0][0].isspace():
            gap = len(word[0][0])
            continue
        for part in _cut(word, width):
            size = sum(len(text) for text, _ in part)
            if used and used + gap + size > width:
                yield line
                line, used = [], 0
            if used and gap:
                line.append((" " * gap, ""))
                used += gap
            line += part
            used, gap = used + size, 0
    if line:
        yield line


def _split_words(pieces: Pieces) -> Iterator[Pieces]:
    """Words and the blanks between them; a word may change its style in the middle."""
    word: Pieces = []
    for text, style in pieces:
        for token in _WORDS.findall(text):
            if not token.isspace():
                word.append((token, style))
                continue
            if word:
                yield word
                word = []
            yield [(token, "")]
    if word:
        yield word


def _cut(word: Pieces, width: int) -> Iterator[Pieces]:
    """The word, in pieces where it is longer than a line."""
    if sum(len(text) for text, _ in word) <= width:
        yield word
        return
    for text, style in word:
        for start in range(0, len(text), width):
            yield [(text[start : start + width], style)]
