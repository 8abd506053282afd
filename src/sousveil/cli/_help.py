"""Lays out the help of a command: each parameter on a line, below it what it is for, as wide as the terminal.

Knows no command, and loads nothing that only help needs. Plain text, so that a page of it can be kept in the docs.
"""
# ruff: noqa: ARG002 - the parser hands its options to every part

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions, RenderableType

NAME, WORDS = "  ", "      "
NOTHING = frozenset({"", '""', "()", "False", "None"})
"""Defaults that say no more than that nothing was said."""


class Help:
    """The parts of a page of help, as the parser hands them over."""

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: "RenderableType") -> None:
        """Print how the command is called."""
        console.print(f"Usage: {read(usage, console)}\n", highlight=False, markup=False)

    def render_description(
        self, console: "Console", options: "ConsoleOptions", words: "RenderableType"
    ) -> None:
        """Print what it does."""
        for paragraph in read(words, console).split("\n\n"):
            lines = textwrap.fill(paragraph, console.width)
            console.print(f"{lines}\n", highlight=False, markup=False, soft_wrap=True)

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """Print a panel of parameters."""
        shown = [entry for entry in panel.entries if entry.display_labels]
        if shown:
            lines = [f"{panel.title}:"]
            for entry in shown:
                lines.append(NAME + ", ".join(entry.display_labels_with_metavar))
                words = describe(entry, console)
                lines += textwrap.wrap(words, console.width, initial_indent=WORDS, subsequent_indent=WORDS)
            console.print("\n".join(lines) + "\n", highlight=False, markup=False, soft_wrap=True)


def describe(entry: "HelpEntry", console: "Console") -> str:
    """What a parameter is for, what may be chosen, and what holds if nothing is said."""
    notes = [read(entry.description or "", console)]
    if entry.choices:
        notes.append(f"[choices: {', '.join(entry.choices)}]")
    if str(entry.default) not in NOTHING:
        notes.append(f"[default: {entry.default}]")
    if entry.required:
        notes.append("[required]")
    return " ".join(" ".join(notes).split())


def read(words: "RenderableType", console: "Console") -> str:
    """Words as they are, neither broken into lines nor coloured."""
    with console.capture() as heard:
        console.print(words, highlight=False, markup=False, soft_wrap=True)
    return heard.get().strip()
