"""Builds the command line of one command from the parameters of its `run`.

May not be imported by the overview: the argument parser alone takes a tenth of a second.
"""

import inspect
import re
from importlib import import_module

from cyclopts import App

from sousveil.cli._commands import Command
from sousveil.cli._help import Help


def build_app(command: Command) -> App:
    """The parser of one command; its help is plain text, so that a page of it can be kept in the docs."""
    run = import_module(command.module).run
    app = App(
        name=f"sousveil {command.name}",
        help=render_description(inspect.getdoc(run) or ""),
        help_formatter=Help(),
        help_format="plaintext",
        version_flags=(),
        suppress_keyboard_interrupt=False,  # `main` has its own words and status for it
    )
    for flag in app.help_flags:
        app[flag].show = False  # the overview says it once for all
    app.default(run)
    return app


def render_description(docstring: str) -> str:
    r"""What a docstring says before its `Args:`, one line a paragraph, so that a terminal wraps it as it likes.

    >>> render_description("Do it.\n\nIn two\nlines.\n\nArgs:\n    x: What.")
    'Do it.\n\nIn two lines.'
    """
    text = re.split(r"^Args:$", docstring, maxsplit=1, flags=re.MULTILINE)[0].strip()
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
