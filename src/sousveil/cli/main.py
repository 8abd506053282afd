"""Chooses the command, runs it and turns what happened into an exit status.

May not know any command by name: they are found by their files.
"""

import io
import os
import sys
from collections.abc import Sequence

from sousveil import __version__
from sousveil.cli._commands import Command, read_commands
from sousveil.problems import SousveilError, UsageError

FAILED = 1  # what was asked for could not be done, and the message says why
USAGE = 2  # what shells and getopt use for a wrong command line
UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT
PIPE_CLOSED = 141  # 128 + SIGPIPE

OVERVIEW = """\
Usage: sousveil COMMAND [ARGUMENTS]

Keeps the public record of surveillance programmes: claims with sources, arithmetic
that is checked, dossiers that can be cited.

Commands:
{commands}

Options:
  --help, -h  Show this text, or with a command that command's help.
  --version   Show the version.
  --debug     Show the whole traceback when something unexpected happens.
"""


def render_overview(commands: Sequence[Command]) -> str:
    """The text of `sousveil --help`."""
    width = max((len(command.name) for command in commands), default=0)
    rows = [f"  {command.name:<{width}}  {command.summary}" for command in commands]
    return OVERVIEW.format(commands="\n".join(rows) or "  (none)")


def render_unknown(name: str, commands: Sequence[Command]) -> str:
    """What to say about a command that does not exist, with the nearest that does."""
    import difflib

    known = [command.name for command in commands]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "`sousveil --help` lists the commands."
    return f"sousveil: there is no command {name!r}; {hint}"


def run_command(command: Command, arguments: Sequence[str]) -> int:
    """Parse the arguments of one command, run it, and return its exit status."""
    from cyclopts import CycloptsError

    from sousveil.cli._app import build_app

    app = build_app(command)
    try:
        status = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        print(f"sousveil {command.name}: {error}", file=sys.stderr)
        print(f"`sousveil {command.name} --help` shows what it takes.", file=sys.stderr)
        return USAGE
    return status if isinstance(status, int) else 0


def choose(arguments: Sequence[str]) -> int:
    """Answer --help and --version, or find the command and run it."""
    commands = read_commands()
    if not arguments or arguments[0] in {"--help", "-h"}:
        print(render_overview(commands), end="")
        return 0
    if arguments[0] == "--version":
        print(__version__)
        return 0
    for command in commands:
        length = len(command.words)
        if command.words == tuple(arguments[:length]):
            return run_command(command, arguments[length:])
    group = [command for command in commands if command.words[0] == arguments[0]]
    if group and (len(arguments) == 1 or arguments[1] in {"--help", "-h"}):
        print(render_overview(group), end="")
        return 0
    name = " ".join(arguments[:2]) if group else arguments[0]
    print(render_unknown(name, commands), file=sys.stderr)
    return USAGE


def split_debug(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """Take `--debug` out of the arguments that stand before a `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [argument for argument in arguments[:end] if argument != "--debug"]
    return [*options, *arguments[end:]], len(options) < end


def soften_output() -> None:
    """Let a terminal that lacks a letter show its number instead of ending the program."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `sousveil` and return its exit status; nothing that happens inside reaches the caller as an exception."""
    soften_output()
    # Looking for plug-ins of pydantic takes longer than reading a small case, and we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given, debug = split_debug(sys.argv[1:] if arguments is None else arguments)
    try:
        status = choose(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("sousveil: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader left (`sousveil check | head`); what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except SousveilError as error:
        print(f"sousveil: {error}", file=sys.stderr)
        return USAGE if isinstance(error, UsageError) else FAILED
    except Exception as error:
        if debug:
            raise
        print(f"sousveil: unexpected {type(error).__name__}: {error} (--debug shows where)", file=sys.stderr)
        return UNEXPECTED
    return status
