"""What the front door does with commands, wrong lines, failures and interruptions."""

import io
import itertools
import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

import sousveil
from sousveil.cli import _commands, main
from sousveil.cli._app import build_app
from sousveil.problems import FormatTooNew, UsageError

Run = Callable[..., object]
Plant = Callable[[Run], None]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Makes a function the command `planted`, the only one there is."""

    def put(run: Run) -> None:
        module = types.ModuleType("planted_command")
        module.__dict__["run"] = run
        monkeypatch.setitem(sys.modules, module.__name__, module)
        known = (_commands.Command("planted", module.__name__, "Do what the test says."),)
        monkeypatch.setattr(main, "read_commands", lambda: known)

    return put


def raising(error: BaseException) -> Run:
    def run() -> int:
        raise error

    return run


@pytest.mark.parametrize("given", [[], ["--help"], ["-h"]])
def test_the_overview_lists_every_command(
    given: list[str], plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(lambda: 0)
    assert main.main(given) == 0
    assert "  planted  Do what the test says.\n" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"{sousveil.__version__}\n"


def test_arguments_reach_the_command_and_its_number_is_the_status(plant: Plant) -> None:
    seen: list[object] = []

    def run(folder: Path, /, *, loud: bool = False) -> int:
        seen.extend([folder, loud])
        return 7

    plant(run)
    assert main.main(["planted", "some/place", "--loud"]) == 7
    assert seen == [Path("some/place"), True]


def test_a_command_that_returns_nothing_went_well(plant: Plant) -> None:
    plant(lambda: None)
    assert main.main(["planted"]) == 0


def test_a_command_that_is_not_there_names_the_nearest(
    plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(lambda: 0)
    assert main.main(["plantd"]) == main.USAGE
    assert capsys.readouterr().err == "sousveil: there is no command 'plantd'; did you mean 'planted'?\n"


def test_a_wrong_option_says_which_and_where_to_read(
    plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*, loud: bool = False) -> int:
        return int(loud)

    plant(run)
    assert main.main(["planted", "--lout"]) == main.USAGE
    said = capsys.readouterr().err
    assert "--lout" in said
    assert "`sousveil planted --help`" in said


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (UsageError("no folder here"), main.USAGE, "sousveil: no folder here\n"),
        (FormatTooNew("format 9 needs 3.0"), main.FAILED, "sousveil: format 9 needs 3.0\n"),
        (KeyboardInterrupt(), main.INTERRUPTED, "sousveil: interrupted\n"),
        (ValueError("odd"), main.UNEXPECTED, "sousveil: unexpected ValueError: odd (--debug shows where)\n"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_status(
    error: BaseException, status: int, said: str, plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(raising(error))
    assert main.main(["planted"]) == status
    assert capsys.readouterr().err == said


def test_debug_shows_where(plant: Plant) -> None:
    plant(raising(ValueError("odd")))
    with pytest.raises(ValueError, match="odd"):
        main.main(["planted", "--debug"])


def test_debug_after_a_double_dash_belongs_to_the_command() -> None:
    assert main.split_debug(["planted", "--", "--debug"]) == (["planted", "--", "--debug"], False)
    assert main.split_debug(["planted", "--debug", "--", "x"]) == (["planted", "--", "x"], True)


def test_a_reader_who_leaves_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "sousveil", "--help"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (main.PIPE_CLOSED, b"")


def test_a_terminal_without_the_letter_gets_its_number(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    plant(lambda: print("Niš, Ниш"))
    assert main.main(["planted"]) == 0
    assert raw.getvalue() == b"Ni\\u0161, \\u041d\\u0438\\u0448\n"


def test_a_command_is_a_file_with_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "import_.py").write_text(
        'def run():\n    """Bring in.\n\n    More.\n    """\n', encoding="utf-8"
    )
    (tmp_path / "_helper.py").write_text('def run():\n    """No command."""\n', encoding="utf-8")
    (tmp_path / "notes.py").write_text('"""Nothing to run."""\n', encoding="utf-8")
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees" / "list_.py").write_text('def run():\n    """Name them."""\n', encoding="utf-8")
    monkeypatch.setattr(_commands, "ROOM", tmp_path)
    found = _commands.read_commands.__wrapped__()
    assert found == (
        _commands.Command("import", "sousveil.cli.import_", "Bring in."),
        _commands.Command("trees list", "sousveil.cli.trees.list_", "Name them."),
    )


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (["trees", "list", "x"], 3, ""),
        (["trees"], 0, "  trees list  Name them.\n"),
        (["trees", "--help"], 0, "  trees list  Name them.\n"),
        (["trees", "lst"], main.USAGE, "no command 'trees lst'; did you mean 'trees list'?"),
        (["other"], main.USAGE, "no command 'other'"),
    ],
)
def test_a_command_of_two_words(
    given: list[str],
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(tree: str, /) -> int:
        return len(tree) + 2

    module = types.ModuleType("planted_command")
    module.__dict__["run"] = run
    monkeypatch.setitem(sys.modules, module.__name__, module)
    known = (_commands.Command("trees list", module.__name__, "Name them."),)
    monkeypatch.setattr(main, "read_commands", lambda: known)
    assert main.main(given) == status
    out, err = capsys.readouterr()
    assert said in out + err


@pytest.mark.parametrize("width", [50, 90])
def test_each_parameter_has_a_line_and_below_it_whole_sentences(width: int) -> None:
    text = io.StringIO()
    (see,) = (one for one in _commands.read_commands() if one.name == "see")
    build_app(see).help_print([], console=Console(file=text, width=width, color_system=None))
    lines = text.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    at = lines.index("  --flat")
    below = itertools.takewhile(lambda line: line.startswith(" " * 6), lines[at + 1 :])
    assert " ".join(" ".join(below).split()) == (
        "Let walls hide everything behind them, also where their heights are known."
    )
    assert "default: False" not in text.getvalue()
    assert "[default: .]" in text.getvalue()
