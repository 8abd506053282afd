"""`sousveil assess`: what a programme of the size that is said of it would do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

Settings = Annotated[tuple[str, ...], Parameter(name="--set", negative="")]


@dataclass(frozen=True)
class Chance:
    """Where trips go, and how the draws are made.

    Attributes:
        scene: The folder of a case with a map and cameras, to whose city the programmes are carried over: by residents
            and, apart, by area, with places of cameras drawn and trips simulated.
        seed: Where the random draws begin; the same seed gives the same numbers.
        draws: How many draws, 1,000 at least.
    """

    scene: Path | None = None
    seed: int | None = None
    draws: int | None = None


AS_USUAL = Chance()


@dataclass(frozen=True)
class Sheet:
    """Whether findings are laid out as a document, where it goes, and its language.

    Attributes:
        dpia: Lay the findings out as an impact assessment; to the terminal, or with --out to a file.
        out: Where --dpia writes: PDF where the name ends in .pdf, else text.
        language: The language --dpia writes in; what the case or a parameter says in another stays in that.
    """

    dpia: Annotated[bool, Parameter(negative="")] = False
    out: Path | None = None
    language: Literal["en", "sr-Latn", "sr-Cyrl"] | None = None


NO_SHEET = Sheet()


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    settings: Settings = (),
    chance: Annotated[Chance, Parameter(name="*")] = AS_USUAL,
    sheet: Annotated[Sheet, Parameter(name="*")] = NO_SHEET,
) -> int:
    """Work out what the programmes of a case would do, had they the size that is said.

    Prints findings with intervals, what decides each, and what it rests on. Where the case has a map with cameras,
    trips on foot are simulated on it. Parameters are shipped, and those that the case or --set changes are printed.
    With --dpia the findings stand in the order in which an impact assessment is asked for, made from public records
    alone. The exit status is 2 where a scenario cannot be worked out.

    Args:
        folder: The folder of the case; the present one if not given.
        json: One JSON document with every number, for programs.
        settings: A parameter for this run, NAME=VALUE or NAME=LOW..HIGH; once for each name.
        chance: Where trips go, and how the draws are made.
        sheet: Whether findings are laid out as a document, where it goes, and its language.
    """
    import sys

    from sousveil.cli._assessment import put_assessment, render_assessment
    from sousveil.cli._built import show_path
    from sousveil.cli._finding import put_problem
    from sousveil.cli._once import refuse_twice
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case
    from sousveil.cli._text import rank_status
    from sousveil.workbench.assessment.assessing import Options, assess_case, lay_out, write_assessment

    _check_sheet(sheet, json=json)
    refuse_twice((one.partition("=")[::2] for one in settings), "--set")
    usual = Options()
    options = Options(
        settings=settings,
        public=sheet.dpia,
        scene=None if chance.scene is None else require_case(chance.scene),
        seed=usual.seed if chance.seed is None else chance.seed,
        draws=usual.draws if chance.draws is None else chance.draws,
    )
    assessed = assess_case(require_case(folder), options, store=open_store(), progress=Steps())
    for problem in assessed.problems:
        put_problem(Paper(sys.stderr), problem)
    language = sheet.language or "en"
    if sheet.dpia and sheet.out is not None:
        write_assessment(assessed, sheet.out, language=language, progress=Steps())
        print(show_path(sheet.out))
    elif sheet.dpia:
        print(lay_out(assessed, language), end="")
    elif json:
        print(render_assessment(assessed.assessment, assessed.grounds))
    else:
        put_assessment(Paper(), assessed.assessment, assessed.grounds)
    return rank_status(assessed.problems, "error")


def _check_sheet(sheet: Sheet, *, json: bool) -> None:
    """Raise UsageError where what was asked does not go together."""
    from sousveil.problems import UsageError

    for name, given in (("--out", sheet.out), ("--language", sheet.language)):
        if given is not None and not sheet.dpia:
            raise UsageError(f"{name} goes with --dpia")
    if sheet.dpia and json:
        raise UsageError("--dpia is a document and --json are numbers; right would be one of them")
    if sheet.out is not None and sheet.out.is_dir():
        raise UsageError(f"--out {sheet.out}: found a folder; right would be the name of a file")
