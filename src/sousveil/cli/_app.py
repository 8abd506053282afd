"""Builds the command line of one command from the parameters of its `run`.

May not be imported by the overview: the argument parser alone takes a tenth of a second.
"""

from importlib import import_module

from cyclopts import App

from sousveil.cli._commands import Command


def build_app(command: Command) -> App:
    """The parser of one command; its help is plain text, so that a page of it can be kept in the docs."""
    app = App(
        name=f"sousveil {command.name}",
        help_formatter="plain",
        help_format="plaintext",
        version_flags=(),
        suppress_keyboard_interrupt=False,  # `main` has its own words and status for it
    )
    for flag in app.help_flags:
        app[flag].show = False  # the overview says it once for all
    app.default(import_module(command.module).run)
    return app
