"""`sousveil export`: what may be published of a case, for other programs."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

Format = Literal[
    "csl",
    "bibtex",
    "ftm",
    "ocds",
    "timelinejs",
    "datapackage",
    "rocrate",
    "prov",
    "sqlite",
    "geojson",
    "geoparquet",
]


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    format: Format = "csl",  # noqa: A002 - the option is --format
    out: Path | None = None,
    as_of: str = "",
) -> int:
    """Write what is public of a case in a form that other programs read.

    Private and embargoed records stay out, and what is written has passed the same gate as a site. What a form has no
    field for is kept in words or in an extension that it declares; docs/exports.md says for each form what and where.
    The exit status is 2 where some file of the case could not be read.

    Args:
        folder: The folder of the case; the present one if not given.
        format: Sources: `csl` (CSL-JSON 1.0.2) or `bibtex` (BibLaTeX). Everything: `ftm` (FollowTheMoney),
            `datapackage` (Frictionless, an archive of CSV), `rocrate` (the same as an RO-Crate 1.2) or `sqlite` (with
            full-text search). What rests on what: `prov` (PROV-JSON). Contracts: `ocds` (release package 1.1.5).
            Events: `timelinejs`. Places and cameras: `geojson`, `geoparquet`.
        out: The file to write; printed if not given.
        as_of: The day by which embargoes end; that of the case if not given.
    """
    from sousveil.cli._built import show_path
    from sousveil.cli._finding import put_problem
    from sousveil.cli._paper import Paper
    from sousveil.cli._shared import open_store, require_case
    from sousveil.cli._text import rank_status
    from sousveil.problems import UsageError
    from sousveil.workbench.exporting import EXPORTS, export_case

    if out is None and EXPORTS[format].is_binary:
        raise UsageError(f"{format} is no text; name a file: --out {EXPORTS[format].name}")
    done = export_case(require_case(folder), format, out=out, as_of=as_of, store=open_store())
    beside = Paper(sys.stderr)
    for problem in done.problems:
        put_problem(beside, problem)
    if out is None:
        print(done.text, end="")
    left_out = sum(done.redactions.counts.values())
    withheld = f"; {left_out} of the case's records are withheld" if left_out else ""
    where = f" written to {show_path(out.resolve())}" if out else ""
    beside.put(f"{sum(1 for _ in done.case.records())} records{where}{withheld}")
    return rank_status(done.problems, "error")
