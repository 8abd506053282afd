"""Writes what may be published of a case in the forms that other programs read.

Every byte passes the gate and is written in one step; a format is one line of EXPORTS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sousveil.adapters.bibtex_out import render_bibtex
from sousveil.adapters.csl import render_csl
from sousveil.case.load import Store, load_case
from sousveil.case.write import write_text
from sousveil.problems import Problem
from sousveil.publish.gate import check_gate
from sousveil.publish.select import Redactions, select_public
from sousveil.publish.writer import Publication, refuse
from sousveil.records.case import Case

EXPORTS = MappingProxyType[str, tuple[str, Callable[[Case], str]]](
    {
        "csl": ("sources.json", lambda case: render_csl(case.sources.values())),
        "bibtex": ("sources.bib", lambda case: render_bibtex(case.sources.values())),
    }
)
"""Format → the name such a file usually has, and what writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was made, of which public case, how much was left out, and what was wrong with the files read."""

    text: str
    case: Case
    redactions: Redactions
    problems: tuple[Problem, ...]


def export_case(
    folder: Path, form: str, *, out: Path | None = None, as_of: str = "", store: Store | None = None
) -> Exported:
    """The public part of a case in a format, written to `out` where one is given.

    `as_of` is the day by which embargoes end; the case's own where it is empty. Raises PublishRefused, before anything
    is written, where the privacy gate finds something.
    """
    case, problems = load_case(folder, store=store)
    public, redactions = select_public(case, as_of=as_of or case.manifest.as_of or "")
    refuse(check_gate(public, redactions.withheld))
    name, render = EXPORTS[form]
    text = render(public)
    allowed = (allowance.text for allowance in case.allowances.values())
    publication = Publication(allowed=allowed, withheld=redactions.withheld)
    publication.add(name, text)
    refuse(publication.problems)
    if out is not None:
        write_text(out, text)
    return Exported(text=text, case=public, redactions=redactions, problems=tuple(problems))
