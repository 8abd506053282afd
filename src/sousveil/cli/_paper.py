"""Prints to the terminal: wrapped and coloured where a person reads, plain lines where a program does.

Knows nothing of what it prints. Colour follows the terminal, NO_COLOR and FORCE_COLOR.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

Part = str | tuple[str, str]
"""Words, or words and the style they stand in."""

NARROWEST = 40
"""Columns below which wrapping would leave hardly a word a line."""


@dataclass(slots=True)
class Paper:
    """What is printed on."""

    console: Console = field(default_factory=lambda: Console(highlight=False, emoji=False, markup=False))

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
        text, before = Text.assemble(*parts), Text.assemble(" " * indent, *lead)
        if not self.console.is_terminal or " " not in text.plain:  # a long key stays whole, to be copied
            self.console.print(before + text, soft_wrap=True)
            return
        further = indent if hang is None else hang
        for number, line in enumerate(text.wrap(self.console, max(NARROWEST, self.console.width) - further)):
            line.rstrip()
            margin = Text(guide.ljust(further), "dim") if number else before
            self.console.print(margin + line, soft_wrap=True)

    def table(self, rows: Iterable[tuple[tuple[str, str], Part]], *, indent: int = 0) -> None:
        """Print labels, set to one width, and what stands behind them; a label that repeats is said once."""
        kept = list(rows)
        width = max((len(label) for (label, _), _ in kept), default=0) + 2
        said = ""
        for (label, style), words in kept:
            lead = (("" if label == said else label, style), " " * (width - len(label) * (label != said)))
            said = label
            self.put(words, indent=indent, hang=indent + width, lead=lead)

    def heading(self, words: str) -> None:
        """Print a heading with air above it."""
        self.console.print()
        self.put((words, "bold"))

    def blank(self) -> None:
        """Leave a line free."""
        self.console.print()
