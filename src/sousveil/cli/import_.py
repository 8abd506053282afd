"""`sousveil import`: other people's files into a case."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

What = Literal["sources", "claims", "events"]
Voice = Literal[
    "academic", "rights_report", "journalism", "official", "company", "primary", "reference", "civil"
]


def run(
    what: Annotated[What, Parameter(name="WHAT")],
    file: Annotated[Path, Parameter(name="FILE")],
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    kind: Voice | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Bring sources, claims or events into a case.

    Sources come from BibTeX (.bib), RIS (.ris) or CSL-JSON (.json); claims and events from CSV, whose columns are
    dotted names of fields such as `value.amount`. Nothing that is in the case is changed, and what could not be
    taken over is named. The exit status is 2 where a record was left out, 1 with warnings.

    Args:
        what: `sources`, `claims` or `events`.
        file: The file to read.
        folder: The folder of the case; the present one if not given.
        kind: What sort of voice the sources are; guessed from their type if not given.
        dry_run: Write nothing; say what would be.
    """
    from sousveil.cli._built import show_path
    from sousveil.cli._finding import put_problem
    from sousveil.cli._paper import Paper
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.problems import UsageError
    from sousveil.workbench.importing import import_sources, import_table

    if file.is_dir() and not folder.is_dir():
        raise UsageError(f"{file} is a folder; the file comes first: sousveil import {what} {folder} {file}")
    require_case(folder)
    if what == "sources":
        done = import_sources(file, folder, kind=kind or "", write=not dry_run)
    else:
        done = import_table(what, file, folder, write=not dry_run)
    paper = Paper()
    for problem in done.problems:
        put_problem(paper, problem)
    for path in done.files:
        paper.put(f"wrote {show_path(path)}")
    number = len(done.records)
    noun = what.removesuffix("s") if number == 1 else what
    paper.put(f"{number} {noun} {'would be brought in' if dry_run else 'brought in'}")
    return rank_status(done.problems, "warning")
